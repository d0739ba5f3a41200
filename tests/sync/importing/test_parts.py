"""Rows that are a part of the row above: what is merged with it, or adds up to it, counts once and is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.importing.question_words import question_words
from sync.importing.words import plan_lines
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, faults, planned, stated
from tests.tables import workbook

HEADING = ["TT", "Ngày", "Nội dung", "Địa điểm", "Số người", "Ghi chú", "Người phụ trách"]
FIRST = [1, "3/11/2026", "Tập huấn", "UBND xã", 60, "buổi sáng", "Mai"]
LAST = [2, "5/11/2026", "Phát loa", "Bản Hon", 10, None, "Páo"]


def merged(columns: str) -> list[str]:
    return [f"{column}2:{column}3" for column in columns]


def test_a_row_that_only_goes_on_with_the_one_above_is_no_activity(tmp_path: Path) -> None:
    plan = planned(workbook(tmp_path, [HEADING, FIRST, [*[None] * 6, "Sơn"], LAST], merged("ABCDEF")))
    assert stated(plan, "title", "audience") == [(f"{NOV}03", "Tập huấn", 60), (f"{NOV}05", "Phát loa", 10)]
    (sheet,) = plan.taken
    assert [(row.row, row.kind, row.text) for row in sheet.named] == [(3, "part", "Sơn")]
    assert (asked(plan), faults(plan)) == (["parts"], [])
    with speaking("en"):
        assert "2 activities, 1 part of the row above" in "\n".join(plan_lines(plan))
        assert "row 3: “Sơn”" in question_words(plan.questions[0])


def test_rows_that_are_merged_whole_are_one(tmp_path: Path) -> None:
    plan = planned(workbook(tmp_path, [HEADING, FIRST, [None] * 7, LAST], merged("ABCDEFG")))
    assert (len(stated(plan)), asked(plan), plan.taken[0].named) == (2, [], ())


def test_its_note_is_kept_in_the_description(tmp_path: Path) -> None:
    plan = planned(workbook(tmp_path, [HEADING, FIRST, [*[None] * 5, "buổi chiều", None], LAST], merged("ABCDE")))
    assert stated(plan, "text")[0] == (f"{NOV}03", "buổi sáng\nbuổi chiều")
    (sheet,) = plan.taken
    assert [(reading.how, reading.before, reading.after) for reading in sheet.readings] == [
        ("continued", "buổi sáng", "buổi sáng\nbuổi chiều")
    ]
    empty = [*FIRST[:5], None, None]
    alone = planned(workbook(tmp_path, [HEADING, empty, [*[None] * 5, "buổi chiều", None], LAST], merged("ABCDE")))
    assert stated(alone, "text")[0] == (f"{NOV}03", "buổi chiều")


def test_a_formula_without_a_value_is_not_lost_in_it(tmp_path: Path) -> None:
    rows = (HEADING, FIRST, [*[None] * 5, "=A9", None], LAST)
    assert faults(planned(workbook(tmp_path, rows, merged("ABCDE")))) == [(2, "Ghi chú", "no-cell-value")]


@pytest.mark.parametrize("own", [[4, None, None], [None, "Bản Hon", None], [None, None, 5]])
def test_a_row_with_a_number_a_place_or_figures_of_its_own_is_an_activity(tmp_path: Path, own: list[object]) -> None:
    number, place, people = own
    below = [number, None, None, place, people, None, None]
    columns = "".join(letter for letter, value in zip("ABCDE", below[:5], strict=True) if value is None)
    plan = planned(workbook(tmp_path, [HEADING, FIRST, below, LAST], merged(columns)))
    assert (len(stated(plan)), asked(plan)) == (3, [])


@pytest.mark.parametrize(
    ("first", "second"),
    [(",,Buổi sáng,1,30", ",,Buổi chiều,1,30"), ("2.1,,Bản Hon,,40", "2.2,,Bản Chi,,20"), ("-,,Nam,,35", "-,,Nữ,,25")],
)
def test_rows_that_add_up_to_the_row_above_count_once(first: str, second: str) -> None:
    plan = csv("TT,Ngày,Nội dung,Số buổi,Số người", "2,3/11/2026,Họp bản,2,60", first, second, "3,4/11/2026,Loa,1,5")
    assert stated(plan, "audience") == [(f"{NOV}03", 60), (f"{NOV}04", 5)]
    assert [(row.row, row.kind) for row in plan.taken[0].named] == [(3, "part"), (4, "part")]
    assert asked(plan) == ["parts"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (",,Phát loa,1,30", ",,Treo pano,1,31"),
        ("3,,Phát loa,1,30", "4,,Phim,1,30"),
        (",,Phát loa,1,30", ",4/11/2026,Phim,1,30"),
    ],
)
def test_other_rows_without_a_day_are_of_the_day_above(first: str, second: str) -> None:
    plan = csv("TT,Ngày,Nội dung,Số buổi,Số người", "2,3/11/2026,Họp bản,2,60", first, second)
    assert (len(stated(plan)), asked(plan)) == (3, ["day-above"])


def test_a_row_that_is_the_sum_of_those_below_is_a_total() -> None:
    lines = (
        ",,CÔNG TÁC PHÁT THANH,3,300",
        "1,2/11/2026,Phát thanh NQ57,1,100",
        "2,3/11/2026,Phát thanh VNeID,2,200",
        ",,HỌP BẢN,2,90",
        "1,4/11/2026,Họp bản Hon,1,50",
        "2,5/11/2026,Họp bản Chi,1,40",
    )
    plan = csv("TT,Ngày,Nội dung,Số buổi,Số người", *lines)
    assert stated(plan, "audience") == [(f"{NOV}02", 100), (f"{NOV}03", 200), (f"{NOV}04", 50), (f"{NOV}05", 40)]
    assert [(row.row, row.kind) for row in plan.taken[0].named] == [(2, "total"), (5, "total")]
    assert (asked(plan), faults(plan), plan.taken[0].sums) == ([], [], ())
    other = csv("TT,Ngày,Nội dung,Số buổi,Số người", *lines[1:3], ",,Họp bản,2,91", *lines[4:])
    assert (len(stated(other)), asked(other)) == (5, ["day-above"])


def test_a_row_that_is_the_sum_of_those_numbered_below_it_is_a_total() -> None:
    lines = ("1,3/11/2026,Chiến dịch,90", "1.1,3/11/2026,Ra quân,40", "1.2,4/11/2026,Tổng kết,50", "2,5/11/2026,Loa,5")
    plan = csv("TT,Ngày,Nội dung,Số người", *lines)
    assert stated(plan, "audience") == [(f"{NOV}03", 40), (f"{NOV}04", 50), (f"{NOV}05", 5)]
    assert [(row.row, row.kind, row.text) for row in plan.taken[0].named] == [
        (2, "total", "1 · 3/11/2026 · Chiến dịch · 90")
    ]
    assert len(stated(csv("TT,Ngày,Nội dung,Số người", *lines[:2], "1.2,4/11/2026,Tổng kết,51"))) == 3


def test_how_many_of_them_were_women_is_no_activity() -> None:
    plan = csv("TT,Ngày,Nội dung,Số người", "1,3/11/2026,Họp bản,60", ",,Trong đó: nữ,25", "2,4/11/2026,Trong đó có kịch,5")
    assert stated(plan, "audience") == [(f"{NOV}03", 60), (f"{NOV}04", 5)]
    assert [(row.kind, row.text) for row in plan.taken[0].named] == [("part", "Trong đó: nữ · 25")]
