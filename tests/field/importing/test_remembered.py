"""What is remembered of a plan that was agreed to: what is about the shape of a file, and nothing that is about its rows."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msgspec import UNSET
from openpyxl import Workbook

from field.importing.ledger import LaptopLedger
from field.store import LaptopStore
from sync.importing.answers import Answers, open_rows
from sync.importing.file_plan import FilePlan, plan_file, remember
from sync.importing.one_by_one import asked_each
from tests.field.alone import signer
from tests.field.importing.test_take import LATER

AS_PROPOSED = Answers()
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
    remember(LaptopLedger(store, signer()), first.plan, AS_PROPOSED)
    second = plan(store, book(tmp_path, "b.xlsx", (7, 8)))
    assert asked(second) & {"sheets", "two-columns", "parts", "not-held"} == {"not-held"}
    assert [sheet.count("part") for sheet in second.plan.taken] == [2, 2]
    assert open_rows(asked(second), AS_PROPOSED, second.plan.rows) == {"not-held": "skip", "parts": "skip"}


def test_parts_that_were_taken_are_taken_again_until_somebody_says_otherwise(store: LaptopStore, tmp_path: Path) -> None:
    path, takes = book(tmp_path, "a.xlsx", (5, 6)), Answers(rows={"parts": "take", "not-held": "take"})
    remember(LaptopLedger(store, signer()), plan(store, path, takes).plan, takes)
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
    remember(LaptopLedger(store, signer()), first.plan, AS_PROPOSED)
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
    remember(LaptopLedger(store, signer()), first.plan, AS_PROPOSED)
    second = plan(store, book_of("b.xlsx", 6))
    assert (asked(second), people(second)) == (set(), [15])
