"""Places that stand above rows: as the name of a group, or of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec import UNSET
from openpyxl import Workbook

from sync.importing.answers import Answers
from sync.importing.places_above import place_named
from sync.importing.plan import Plan
from sync.importing.planning import make_plan
from sync.importing.question_words import asked_lines
from sync.tables import read_book
from tests.sync.importing.test_plan import TODAY, asked, csv, faults, planned, stated

HEADING = ["TT", "Ngày", "Nội dung", "Số buổi", "Số người"]


def merged(tmp_path: Path, *groups: str, number: object = 1) -> Plan:
    """A list with the rows of two days below each of these names, each merged from its day to its figures."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADING)
    for name in groups:
        sheet.append([number, name])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=2, end_column=5)
        for day in (2, 3):
            sheet.append([None, f"0{day}/11/2026", "Họp bản", 1, 52])
    book.save(tmp_path / "so.xlsx")
    return planned(tmp_path / "so.xlsx")


@pytest.mark.parametrize(
    ("first", "second", "places"),
    [
        ("Bản Nà Khiết", "Bản Thẳm", ["Bản Nà Khiết", "Bản Thẳm"]),
        ("THÔN 1", "THÔN 2", ["Thôn 1", "Thôn 2"]),
        ("1. Xóm Mới:", "2. Xóm Đồi (52 hộ)", ["Xóm Mới", "Xóm Đồi"]),
        ("Tổ dân phố số 3", "Buôn Ma Thuột", [UNSET, "Buôn Ma Thuột"]),
        ("Ấp Hòa Bình", "Công tác khác", ["Ấp Hòa Bình", UNSET]),
    ],
)
@pytest.mark.parametrize("number", [1, None, "I"])
def test_a_group_that_is_a_place_heads_its_rows_and_says_where_they_were(
    tmp_path: Path, first: str, second: str, places: Sequence[object], number: object
) -> None:
    plan = merged(tmp_path, first, second, number=number)
    if number == 1 and UNSET in places:
        return  # such a row is refused with its number, as before: nothing says that it heads the others
    assert faults(plan) == []
    assert [row[1] for row in stated(plan, "place")] == [place for place in places for _day in (2, 3)]
    assert [each.count("group") for each in plan.taken] == [2]
    assert ("twice" in asked(plan)) == (places[0] == places[1])


def test_a_place_alone_in_its_row_heads_the_rows_below_in_a_text_too() -> None:
    plan = csv(
        "TT;Ngày;Nội dung;Số người",
        "1;Bản Hon;;",
        ";03/11/2026;Họp;9",
        "2;;Bản Thẳm;",
        ";04/11/2026;Loa;5",
        ";05/11/2026;Bản Km2 dọn vệ sinh;5",
    )
    assert stated(plan, "place", "title") == [
        ("2026-11-03", "Bản Hon", "Họp"),
        ("2026-11-04", "Bản Thẳm", "Loa"),
        ("2026-11-05", "Bản Thẳm", "Bản Km2 dọn vệ sinh"),
    ]
    assert faults(plan) == []


def test_a_column_of_places_says_where_it_was() -> None:
    plan = csv("TT;Ngày;Nội dung;Địa điểm", ";;Bản Hon;", "1;03/11/2026;Họp;Nhà văn hóa", "2;04/11/2026;Loa;")
    assert stated(plan, "place") == [("2026-11-03", "Nhà văn hóa"), ("2026-11-04", UNSET)]


@pytest.mark.parametrize(
    "text",
    [
        *("Bản sao", "Bản tin tuần", "Bản đồ số", "Họp bản Thẳm", "Bản cam kết", "Ban chỉ đạo", "Bản Thẳm họp dân"),
        *("Tổ công nghệ số", "Thôn", "Làng nghề dệt", "Bản tổng hợp", "Sheet1", "BẢN TIN", "BẢN ĐỒ SỐ"),
        "Bản Nà Khiết: họp dân bàn việc làm đường vào tháng sau",
    ],
)
def test_what_is_no_name_of_a_place(text: str) -> None:
    assert place_named(text) == ""


def sheets(tmp_path: Path, *names: str, title: str = "SỔ SINH HOẠT {} - QUÝ IV/2026", columns: int = 3) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in names:
        sheet = book.create_sheet(name)
        sheet.append([title.format(f"BẢN {name.upper()}")])
        sheet.append(["Ngày", "Nội dung", "Số người", "Địa điểm"][:columns])
        for day in (2, 15):
            sheet.append([f"{day:02}/10/2026", "Họp bản thường kỳ", 52, "Nhà văn hóa"][:columns])
    book.save(tmp_path / "so.xlsx")
    return tmp_path / "so.xlsx"


def of_sheets(path: Path, answers: Answers) -> Plan:
    return make_plan(read_book(path), file=path.name, answers=answers, today=TODAY, directives=())


@pytest.mark.parametrize(
    ("names", "title", "places"),
    [
        (("Nà Khiết", "Km2"), "SỔ SINH HOẠT {} - QUÝ IV/2026", ["Bản Nà Khiết", "Bản Km2"]),
        (("Bản Hon", "Bản Thẳm"), "Sổ", ["Bản Hon", "Bản Thẳm"]),
        (("Thôn 1", "THÔN 2"), "Sổ", ["Thôn 1", "Thôn 2"]),
        (("Xóm Đồi",), "Sổ", ["Xóm Đồi"]),
    ],
)
def test_whether_the_name_of_a_sheet_is_the_place_is_asked_and_can_be_denied(
    tmp_path: Path, names: Sequence[str], title: str, places: list[str]
) -> None:
    path = sheets(tmp_path, *names, title=title)
    plan = planned(path)
    assert [row[1] for row in stated(plan, "place")] == [place for place in places for _day in (2, 15)]
    assert asked(plan) == ["sheets", "sheet-place"][len(names) == 1 :]
    assert all(place in asked_lines(plan)[-1] for place in places)
    without = of_sheets(path, Answers(rows={"sheet-place": "skip"}))
    assert {row[1] for row in stated(without, "place")} == {UNSET}
    assert "sheet-place" not in asked(without)


@pytest.mark.parametrize(
    "names",
    [("Tháng 10", "Tháng 11"), ("Bản sao", "Sheet1"), ("Tổng hợp", "Đoàn xã"), ("Họp", "Loa"), ("Bản tin", "Ban Dân vận")],
)
def test_sheets_that_are_named_for_no_place_are_not_asked_about(tmp_path: Path, names: Sequence[str]) -> None:
    assert "sheet-place" not in asked(planned(sheets(tmp_path, *names, title="Sổ")))


def test_a_sheet_with_a_column_of_places_is_not_asked_about(tmp_path: Path) -> None:
    plan = planned(sheets(tmp_path, "Nà Khiết", "Km2", columns=4))
    assert "sheet-place" not in asked(plan)
    assert {row[1] for row in stated(plan, "place")} == {"Nhà văn hóa"}
