"""What is remembered of a plan that was agreed to: what is about the shape of a file, and nothing that is about its rows."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from msgspec import UNSET
from openpyxl import Workbook
from openpyxl.comments import Comment

from field.importing.ledger import LaptopLedger
from field.store import LaptopStore
from sync.importing.answers import Answers, open_rows
from sync.importing.file_plan import FilePlan, plan_file, remember
from sync.importing.one_by_one import asked_each
from sync.importing.question_words import asked_lines, settled_lines
from sync.importing.take import take_plan
from sync.importing.undo import undo_import
from sync.importing.words import plan_lines
from tests.field.alone import signer
from tests.field.importing.test_take import LATER

AS_PROPOSED = Answers()
randbytes = Random(7).randbytes
HEADING = ["STT", "Ngày", "Nội dung", "Địa điểm", "Số buổi", "Số người", "Người nghe", "Ghi chú"]


def book(tmp_path: Path, name: str, days: tuple[int, int]) -> Path:
    """Two sheets, with two columns of one field, parts below a row, what was not held, and what looks like a total."""
    whole, path = Workbook(), tmp_path / name
    whole.remove(whole.worksheets[0])
    for month, day in zip(("Tháng 10", "Tháng 11"), days, strict=True):
        date = f"{day:02}/{month[-2:]}/2026"
        sheet = whole.create_sheet(month)
        for row in (
            HEADING,
            [1, date, f"Họp {day}", "Hon", 2, 60, 61, None],
            [None, None, "Buổi sáng", "Hon", 1, 20, 20, None],
            [None, None, "Buổi chiều", "Hon", 1, 40, 41, None],
            [2, date, f"Loa {day}", "Hon", 1, 5, 6, "hoãn"],
        ):
            sheet.append(row)
    whole.save(path)
    return path


def plan(store: LaptopStore, path: Path, answers: Answers = AS_PROPOSED) -> FilePlan:
    return plan_file(LaptopLedger(store), path, answers, now=LATER)


def asked(planned: FilePlan) -> set[str]:
    return {question.code for question in planned.plan.questions}


def test_what_was_agreed_to_about_the_shape_is_not_asked_again(store: LaptopStore, tmp_path: Path) -> None:
    first = plan(store, book(tmp_path, "a.xlsx", (5, 6)))
    assert asked(first) >= {"sheets", "two-columns", "parts", "not-held"}
    remember(LaptopLedger(store, signer()), first, AS_PROPOSED)
    second = plan(store, book(tmp_path, "b.xlsx", (7, 8)))
    assert asked(second) & {"sheets", "two-columns", "parts", "not-held"} == {"not-held"}
    assert [sheet.count("part") for sheet in second.plan.taken] == [2, 2]
    assert open_rows(asked(second), AS_PROPOSED, second.plan.rows) == {"not-held": "skip", "parts": "skip"}


def test_parts_that_were_taken_are_taken_again_until_somebody_says_otherwise(store: LaptopStore, tmp_path: Path) -> None:
    path, takes = book(tmp_path, "a.xlsx", (5, 6)), Answers(rows={"parts": "take", "not-held": "take"})
    remember(LaptopLedger(store, signer()), plan(store, path, takes), takes)
    later = book(tmp_path, "b.xlsx", (7, 8))
    assert [sheet.count("part") for sheet in plan(store, later).plan.taken] == [0, 0]
    assert "not-held" in asked(plan(store, later)), "it is about rows of that file alone"
    assert [sheet.count("part") for sheet in plan(store, later, Answers(rows={"parts": "skip"})).plan.taken] == [2, 2]


def monthly(tmp_path: Path, name: str, day: int, *sheets: str) -> Path:
    """Sheets with groups of people that none counts all of, and numbers of which nothing says what they count."""
    whole, path = Workbook(), tmp_path / name
    whole.remove(whole.worksheets[0])
    for at, title in enumerate(sheets):
        sheet = whole.create_sheet(title)
        sheet.append(["Ngày", "Nội dung", "Số HS", "Số PH", "Tờ rơi đã phát"])
        sheet.append([f"{day + at:02}/11/2026", f"Mít tinh {day + at}", 330, 60, 200 + day])
        sheet.append([f"{day + at:02}/11/2026", f"Đọc sách {day + at}", 300, 20, 100 + day])
    whole.save(path)
    return path


def people(planned: FilePlan) -> list[object]:
    return [row.fields.audience for sheet in planned.plan.taken for row in sheet.rows if row.fields is not None]


def test_what_columns_are_is_asked_once_for_all_sheets_and_not_again(store: LaptopStore, tmp_path: Path) -> None:
    first = plan(store, monthly(tmp_path, "a.xlsx", 5, "Tuần 1", "Tuần 2"))
    told = [(question.code, question.sheet) for question in first.plan.questions]
    assert told == [("sheets", ""), ("added", ""), ("numbers", "")]
    remember(LaptopLedger(store, signer()), first, AS_PROPOSED)
    second = plan(store, monthly(tmp_path, "b.xlsx", 7, "Tuần 3", "Tuần 4"))
    assert (asked(second), people(second)) == (set(), [390, 320, 390, 320])


def test_an_answer_about_columns_of_several_sheets_is_of_all_of_them(
    monkeypatch: pytest.MonkeyPatch, store: LaptopStore, tmp_path: Path
) -> None:
    path, whole = tmp_path / "a.xlsx", Workbook()
    whole.remove(whole.worksheets[0])
    for day in (5, 6):
        sheet = whole.create_sheet(f"Ngày {day}")
        sheet.append(["Ngày", "Nội dung", "Số hội viên"])
        sheet.append([f"{day:02}/11/2026", f"Họp {day}", 30])
    whole.save(path)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("có\nkhông\ncó\n".encode()), encoding="utf-8"))
    agreed = asked_each(plan(store, path), AS_PROPOSED, lambda answers: plan(store, path, answers))
    assert agreed is not None
    assert people(agreed[0]) == [UNSET, UNSET]


def test_a_total_by_its_cells_is_asked_about_once_for_its_shape(store: LaptopStore, tmp_path: Path) -> None:
    def book_of(name: str, day: int) -> Path:
        whole = Workbook()
        sheet = whole.worksheets[0]
        for row in (
            ["Ngày", "Nội dung", "Bạn đọc (lượt)", None],
            [None, None, "Bài", "Cộng"],
            [f"{day:02}/11/2026", f"Mở cửa {day}", "x", 15],
        ):
            sheet.append(row)
        whole.save(tmp_path / name)
        return tmp_path / name

    first = plan(store, book_of("a.xlsx", 5))
    assert (asked(first), people(first)) == ({"unsure-heading"}, [15])
    remember(LaptopLedger(store, signer()), first, AS_PROPOSED)
    second = plan(store, book_of("b.xlsx", 6))
    assert (asked(second), people(second)) == (set(), [15])


def open_file(tmp_path: Path, name: str = "so.xlsx", *, more: Sequence[Any] = ()) -> Path:
    """A workbook that leaves open what is asked of rows, of words, of a sheet without a table and of a comment."""
    whole = Workbook()
    sheet, other = whole.worksheets[0], whole.create_sheet("DS chi hội")
    sheet.title = "Sổ"
    rows: list[list[Any]] = [
        ["STT", "Ngày", "Nội dung", "Thành phần", "Số người", "Ghi chú"],
        [1, "05/10", "Họp chi hội", "HV chi hội", 30, None],
        [2, "06/10", "Chiếu phim", "Nhân dân", 30, "hoãn do mưa"],
        [3, "07/10", "Loa", "BCH Hội", 12, None],
        [4, "20/12", "Gói bánh chưng", "HV chi hội", 12, None],
        *([list(more)] if more else []),
        ["Tổng HKI", None, None, None, 99, None],
    ]
    for row in rows:
        sheet.append(row)
    sheet["C2"].comment = Comment("hỏi lại chị Mai", "x")
    for row in (["TT", "Chi hội", "Hội viên"], [1, "Nà Khiết", 40], [2, "Thẳm", 31]):
        other.append(row)
    whole.save(tmp_path / name)
    return tmp_path / name


def taken(store: LaptopStore, planned: FilePlan, answers: Answers = AS_PROPOSED) -> None:
    ledger = LaptopLedger(store, signer())
    remember(ledger, planned, answers)
    take_plan(ledger, planned, answers, now=LATER, random_bytes=randbytes, progress=lambda _done, _all: None)


OF_FILE = {"not-held", "to-come", "not-listed", "unread-sheet", "comments", "maybe-total"}


def test_of_an_unchanged_file_nothing_is_asked_again_and_all_is_told(store: LaptopStore, tmp_path: Path) -> None:
    first = plan(store, open_file(tmp_path))
    assert asked(first) == OF_FILE
    taken(store, first)
    second = plan(store, tmp_path / "so.xlsx")
    assert (asked(second), second.compared.count("same")) == (set(), 2)
    assert {question.code for question in second.plan.settled} >= OF_FILE - {"not-listed", "comments"}
    told = "\n".join(plan_lines(second.plan))
    assert "hoãn do mưa" in told.partition("Đã trả lời lần trước")[2]


def test_what_was_answered_the_other_way_of_an_unchanged_file_stays_so_and_can_be_changed(
    store: LaptopStore, tmp_path: Path
) -> None:
    takes = Answers(rows={"not-held": "take"})
    taken(store, plan(store, open_file(tmp_path), takes), takes)
    second = plan(store, tmp_path / "so.xlsx")
    assert (asked(second), second.compared.count("same")) == (set(), 3)
    assert open_rows((), AS_PROPOSED, second.plan.rows)["not-held"] == "take"
    assert "hoãn do mưa" not in "\n".join(settled_lines(second.plan))
    assert any(line.endswith(": nhận") for line in settled_lines(second.plan))
    third = plan(store, tmp_path / "so.xlsx", Answers(rows={"not-held": "skip"}))
    assert [row.unheld != "" for row in third.compared.vanished] == [True]


def test_a_sheet_that_was_left_out_of_an_unchanged_file_stays_left_out(store: LaptopStore, tmp_path: Path) -> None:
    path, one = monthly(tmp_path, "a.xlsx", 5, "Tuần 1", "Tuần 2"), Answers(sheets=("Tuần 1",))
    taken(store, plan(store, path, one), one)
    assert [sheet.name for sheet in plan(store, path).plan.taken] == ["Tuần 1"]
    both = plan(store, path, Answers(sheets=("Tuần 1", "Tuần 2")))
    assert both.compared.count("new") == 2


def test_of_a_file_that_has_more_now_only_what_is_new_is_asked(store: LaptopStore, tmp_path: Path) -> None:
    taken(store, plan(store, open_file(tmp_path)))
    more = plan(store, open_file(tmp_path, more=(5, "08/10/2026", "Tọa đàm", "Già làng", 9, None)))
    assert [(each.code, [example.before for example in each.examples]) for each in more.plan.questions] == [
        ("not-listed", ["Già làng"])
    ]
    put_off = plan(store, open_file(tmp_path, more=(5, "08/10/2026", "Tọa đàm", "BCH Hội", 9, "hoãn")))
    assert asked(put_off) == {"not-held"}


def test_a_file_whose_import_was_taken_back_is_asked_about_again(store: LaptopStore, tmp_path: Path) -> None:
    takes = Answers(rows={"not-held": "take"})
    taken(store, plan(store, open_file(tmp_path), takes), takes)
    undo_import(LaptopLedger(store, signer()), 1, now=LATER, random_bytes=randbytes)
    assert "not-held" in asked(plan(store, tmp_path / "so.xlsx"))


def test_the_same_words_of_a_column_in_several_sheets_are_asked_about_once(store: LaptopStore, tmp_path: Path) -> None:
    path, whole = tmp_path / "a.xlsx", Workbook()
    whole.remove(whole.worksheets[0])
    for month in (9, 10, 11):
        sheet = whole.create_sheet(f"Thang {month}")
        sheet.append(["Ngày", "Nội dung", "Thành phần"])
        sheet.append([f"05/{month:02}/2026", f"Họp {month}", "HV chi hội"])
        sheet.append([f"06/{month:02}/2026", f"Loa {month}", f"BCH khóa {month}"])
    whole.save(path)
    first = plan(store, path)
    (question,) = [each for each in first.plan.questions if each.code == "not-listed"]
    assert (question.sheet, question.count) == ("", 6)
    assert {(each.sheet, each.before) for each in question.examples} >= {
        ("Thang 9", "HV chi hội"),
        ("Thang 11", "BCH khóa 11"),
    }
    (line,) = [line for line in asked_lines(first.plan) if "BCH khóa 11" in line]
    assert "“Thang 11” dòng 3: “BCH khóa 11”" in line
    taken(store, first)
    assert asked(plan(store, path)) == set()


def test_columns_that_were_agreed_to_are_not_asked_about_where_other_ones_of_them_are_filled(
    store: LaptopStore, tmp_path: Path
) -> None:
    def book_of(name: str, day: int, *numbers: int | None) -> Path:
        whole = Workbook()
        sheet = whole.worksheets[0]
        sheet.append(["Ngày", "Nội dung", "Số HS", "Số PH", "Tờ rơi đã phát", "Số máy"])
        sheet.append([f"{day:02}/11/2026", f"Họp {day}", *numbers])
        whole.save(tmp_path / name)
        return tmp_path / name

    first = plan(store, book_of("a.xlsx", 5, 30, 20, 100, 7))
    assert asked(first) == {"added", "numbers"}
    remember(LaptopLedger(store, signer()), first, AS_PROPOSED)
    assert asked(plan(store, book_of("b.xlsx", 6, 30, 20, None, 9))) == set()
    assert asked(plan(store, book_of("c.xlsx", 7, 30, 20, 50, None))) == set()
