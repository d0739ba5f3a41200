"""Days whose parts stand in several columns, or whose month stands in the title: put together, and shown."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import ANY

import pytest
from openpyxl import Workbook

from sync.importing.answers import Answers
from sync.importing.plan import Plan
from sync.importing.planning import make_plan
from sync.importing.question_words import question_words
from sync.importing.words import plan_lines
from sync.tables import book_of
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, TODAY, asked, csv, faults, planned, stated
from tests.tables import workbook


def told(plan: Plan) -> str:
    with speaking("en"):
        return "\n".join(plan_lines(plan))


def test_day_month_and_year_in_columns_of_their_own() -> None:
    plan = csv("Ngày,Tháng,Năm,Nội dung,Số người", "3,11,2026,Họp,30", "11,9,2026,Loa,4", "14,11,2026,Phim,1")
    assert stated(plan, "audience") == [(f"{NOV}03", 30), ("2026-09-11", 4), (f"{NOV}14", 1)]
    assert (asked(plan), faults(plan)) == (["old-days"], [])
    assert "Column “Ngày”, 3 cells: day, month and year were put together (“3” → 3 tháng 11 năm 2026)." in told(plan)
    assert "B “Tháng” → not used (a part of the day): 11, 9" in told(plan)
    assert [column.field for column in plan.taken[0].columns] == ["date", "", "", "title", "audience"]


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("BÁO CÁO NĂM 2026", "Ngày,Tháng,Nội dung"),
        ("BÁO CÁO", "Tháng,Ngày,Nội dung"),
        ("BÁO CÁO THÁNG 9/2026", "Ngày,Tháng,Nội dung"),
    ],
)
def test_the_year_may_stand_in_the_title(title: str, heading: str) -> None:
    rows = ["11,3,Họp", "11,24,Loa"] if heading.startswith("Tháng") else ["3,11,Họp", "24,Tháng 11,Loa"]
    plan = csv(title, heading, *rows)
    assert stated(plan) == [(f"{NOV}03",), (f"{NOV}24",)]
    assert (asked(plan), faults(plan)) == ([], [])


@pytest.mark.parametrize("title", ["KẾT QUẢ THÁNG 11/2026", "Kết quả tháng 11 năm 2026", "Sổ theo dõi tháng 11-2026"])
def test_the_number_of_the_day_alone_is_of_the_month_in_the_title(title: str) -> None:
    plan = csv(title, "Ngày,Nội dung,Số người", "3,Họp,30", "12,Loa,4", "14-16,Phim,1", "nt,Kịch,2")
    assert stated(plan, "until")[:2] == [
        (f"{NOV}03", stated(plan, "until")[0][1]),
        (f"{NOV}12", stated(plan, "until")[1][1]),
    ]
    assert stated(plan, "until")[2:] == [(f"{NOV}14", f"{NOV}16")] * 2
    assert (asked(plan), faults(plan)) == ([], [])


def test_the_month_may_stand_in_a_row_of_its_own_or_once_for_several_rows() -> None:
    plan = csv("STT,Ngày,Nội dung,Số người", "Tháng 10/2026,,,", "1,30,Họp,3", "Tháng 11/2026,,,", "2,3,Loa,4")
    assert stated(plan) == [("2026-10-30",), (f"{NOV}03",)]
    plan = csv("Tháng,Ngày,Nội dung", "10,30,Họp", ",31,Loa", "11,3,Phim", "nt,4,Kịch")
    assert stated(plan) == [("2026-10-30",), ("2026-10-31",), (f"{NOV}03",), (f"{NOV}04",)]


def test_merged_months_and_a_heading_of_two_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["STT", "Thời gian", None, None, "Nội dung"],
        [None, "Ngày", "Tháng", "Năm", None],
        [1, 3, 11, 2026, "Họp"],
        [2, 4, None, None, "Loa"],
    ]
    merged = ("A1:A2", "B1:D1", "E1:E2", "C3:C4", "D3:D4")
    plan = planned(workbook(tmp_path, rows, merged=merged))
    assert stated(plan) == [(f"{NOV}03",), (f"{NOV}04",)]
    assert faults(plan) == []


def test_a_year_of_its_own_is_that_of_the_days_beside_it() -> None:
    plan = csv("Ngày tháng,Năm,Nội dung", "24/11,2025,Họp", "3/11,2025,Loa")
    assert stated(plan) == [("2025-11-24",), ("2025-11-03",)]


def test_whole_days_stay_as_they_are() -> None:
    plan = csv("BÁO CÁO THÁNG 11/2026", "Ngày,Nội dung,Tháng", "3/11/2026,Họp,11", "24/11/2026,Loa,12")
    assert stated(plan) == [(f"{NOV}03",), (f"{NOV}24",)]
    assert "put together" not in told(plan)


def test_a_column_that_somebody_named_is_no_part_of_a_day() -> None:
    plan = csv("Ngày,Tháng,Nội dung", "3,11,Họp", named=("Tháng=audience",))
    assert [fault[2] for fault in faults(plan)] == ["no-day-there"]


def test_a_day_that_is_none_is_refused() -> None:
    plan = csv("Ngày,Tháng,Năm,Nội dung", "31,2,2026,Họp", "3,13,2026,Loa", "3,11,2026,Phim")
    assert [fault[::2] for fault in faults(plan)] == [(2, "no-such-day"), (3, "no-such-month")]
    assert stated(plan) == [(f"{NOV}03",)]


def test_days_of_a_month_that_are_written_one_by_one() -> None:
    lines = ('"12, 13",Họp', "14,Loa", '"18,19,20/10",Phim', "5 và 6,Hát", '"12,14",Múa', "8-9,Kịch")
    plan = csv("SỔ THÁNG 10/2026", "Ngày,Nội dung", *lines)
    assert stated(plan, "until") == [
        ("2026-10-12", "2026-10-13"),
        ("2026-10-14", ANY),
        ("2026-10-18", "2026-10-20"),
        ("2026-10-05", "2026-10-06"),
        ("2026-10-08", "2026-10-09"),
    ]
    assert faults(plan) == [(7, "Ngày", "several-days")]
    assert "one-by-one" in asked(plan)
    with speaking("en"):
        told = next(question_words(question) for question in plan.questions if question.code == "one-by-one")
    assert told.startswith("Column “Ngày”: 3 cells name several days (row 3: “12, 13 tháng 10 năm 2026” → 12/10/2026")


def test_years_above_the_table_are_asked_about() -> None:
    plan = csv("SỔ 2025-2026", "Ngày,Nội dung", "15/12,Họp", "20/10,Loa")
    assert stated(plan) == [("2025-12-15",), ("2026-10-20",)]
    assert "two-years" in asked(plan)


@pytest.mark.parametrize(("name", "month"), [("10", 10), ("T10", 10), ("10-2026", 10), ("Tháng 10", 10), ("th 9", 9)])
def test_a_sheet_that_is_named_by_a_month_says_that_of_its_days(tmp_path: Path, name: str, month: int) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in (("SỔ NĂM 2026",), ("Ngày", "Nội dung"), (3, "Họp"), ("12, 13", "Loa"), (30, "Phim")):
        sheet.append(row)
    book.save(tmp_path / "so.xlsx")
    plan = planned(tmp_path / "so.xlsx")
    assert stated(plan) == [(f"2026-{month:02}-{day:02}",) for day in (3, 12, 30)]
    assert ("of-sheet" in asked(plan)) == (name != "Tháng 10")


def test_tables_of_a_web_page_have_no_names() -> None:
    page = b"<table><tr><td>Ng\xc3\xa0y<td>N\xe1\xbb\x99i dung<tr><td>3<td>H\xe1\xbb\x8dp</table>"
    plan = make_plan(book_of(page, "so.xls"), file="so.xls", answers=Answers(), today=TODAY, directives=())
    assert faults(plan) == [(2, "Ngày", "no-day-there")]
