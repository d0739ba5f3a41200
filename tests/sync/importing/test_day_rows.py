"""Days that stand in rows of their own, above the rows that have none: taken as theirs and shown, or refused and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.importing.answers import Answers
from sync.importing.plan import Plan
from sync.importing.planning import HalfHeading, UndatedHeading
from sync.importing.refused import _lines, _places
from sync.importing.unread import says_enough, unread_sheets
from sync.importing.words import plan_lines
from sync.tables import book_of
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, TODAY, csv, faults, planned, stated
from tests.tables import workbook

HEADING = "STT,Ngày,Nội dung,Số người"


def told(plan: Plan) -> str:
    with speaking("en"):
        return "\n".join(plan_lines(plan))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ngày 5/11/2026", "Ngày 24/11/2026"),
        ("05/11/2026", "24/11/2026"),
        ("Ngày 05 tháng 11 năm 2026", "Ngày 24 tháng 11 năm 2026"),
        ("Thứ Năm, ngày 5/11/2026", "Thứ Ba, 24/11/2026"),
        ("I. NGÀY 5/11/2026", "II. NGÀY 24/11/2026"),
        ("1) Thứ Năm (5/11/2026)", "2) Thứ Ba (24/11/2026)"),
        ("- Ngày 5/11/2026:", "+ Ngày 24/11/2026:"),
    ],
)
@pytest.mark.parametrize("place", range(3))
def test_a_day_in_a_row_of_its_own_is_that_of_the_rows_below(first: str, second: str, place: int) -> None:
    def apart(day: str) -> str:
        cells = ["", "", "", ""]
        cells[place] = day if "," not in day else f'"{day}"'
        return ",".join(cells)

    plan = csv(HEADING, apart(first), "1,,Họp,30", "2,,Loa,", apart(second), "3,,Phim,5", "4,25/11/2026,Vẽ,1", "5,,Kịch,2")
    days = [f"{NOV}05", f"{NOV}05", f"{NOV}24", f"{NOV}25", f"{NOV}25"]
    assert [row[0] for row in stated(plan)] == days
    assert f"3 cells: no day: that of the row above that has nothing else (“{first}” → 05/11/2026)" in told(plan)
    assert f"Row 2, heading of a group: {first}" in told(plan)
    assert [question.code for question in plan.questions] == ["day-above"], "of the last row alone"


def test_times_below_a_day_in_a_row_of_its_own_are_of_that_day() -> None:
    plan = csv(
        "Thời gian,Nội dung,Số người",
        '"Thứ Năm, 5/11/2026",,',
        "7h30,Chào cờ,30",
        "Chiều,Loa,",
        "nt,Phim,5",
        '"Thứ Ba, 24/11/2026",,',
        "8h00 - 11h00,Họp,1",
        "13:30,Kịch,2",
    )
    days = [f"{NOV}05", f"{NOV}05", f"{NOV}05", f"{NOV}24", f"{NOV}24"]
    assert ([row[0] for row in stated(plan)], plan.questions, faults(plan)) == (days, (), [])
    assert "5 cells: a time or weekday beside the day was left out (“7h30” → 05/11/2026)" in told(plan)


def test_a_time_alone_is_of_the_day_of_the_row_above_or_refused() -> None:
    plan = csv("Thời gian,Nội dung,Số người", "8h,Họp,3", "7h30 ngày 5/11/2026,Chào cờ,30", "Buổi chiều,Loa,4")
    assert stated(plan, "title") == [(f"{NOV}05", "Chào cờ"), (f"{NOV}05", "Loa")]
    assert (faults(plan), [question.code for question in plan.questions]) == (
        [(2, "Thời gian", "no-day-there")],
        ["day-above"],
    )


def test_a_day_without_a_value_is_not_that_of_the_row_above(tmp_path: Path) -> None:
    rows = (["Ngày", "Nội dung"], ["3/11/2026", "Họp"], ["=A9+1", "Loa"], [None, "Phim"])
    plan = planned(workbook(tmp_path, rows))
    assert faults(plan) == [(3, "Ngày", "no-cell-value"), (4, "Ngày", "field-needed")]
    assert [row.readings for row in plan.taken[0].rows] == [(), (), ()]


def test_a_time_below_a_day_that_cannot_be_read_is_refused() -> None:
    plan = csv("Thời gian,Nội dung,Số người", "Ngày 5/11/2026,,", "8h,Họp,3", "Ngày 31/11/2026,,", "8h,Loa,4")
    assert stated(plan, "title") == [(f"{NOV}05", "Họp")]
    assert faults(plan) == [(5, "Thời gian", "no-day-there")]


def test_a_day_across_merged_cells_is_no_activity(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*HEADING.split(",")],
        ["Ngày 5/11/2026", None, None, None],
        [1, None, "Họp", 30],
        [2, None, "Loa", 4],
    ]
    plan = planned(workbook(tmp_path, rows, merged=("A2:D2",)))
    assert stated(plan, "title") == [(f"{NOV}05", "Họp"), (f"{NOV}05", "Loa")]
    rows[1] = [None, "5/11/2026", None, None]
    plan = planned(workbook(tmp_path, rows, merged=("B2:D2",)))
    assert stated(plan, "title") == [(f"{NOV}05", "Họp"), (f"{NOV}05", "Loa")]


def test_several_days_of_a_row_of_their_own_are_a_span() -> None:
    plan = csv(HEADING, ",Ngày 3-5/11/2026,,", "1,,Họp,30")
    assert stated(plan, "until") == [(f"{NOV}03", f"{NOV}05")]
    assert "(“Ngày 3-5/11/2026” → 03/11/2026 – 05/11/2026)" in told(plan)


def test_the_order_of_days_in_rows_of_their_own_is_proven_or_asked() -> None:
    plan = csv(HEADING, ",11/5/2026,,", "1,,Họp,30", ",11/24/2026,,", "2,,Loa,4")
    assert [row[0] for row in stated(plan)] == [f"{NOV}05", f"{NOV}24"]
    assert plan.taken[0].days[1].proof == "above-12"
    plan = csv(HEADING, ",Ngày 10/3/2026,,", "1,,Họp,30", ",Ngày 10/4/2026,,", "2,,Loa,4")
    assert [question.code for question in plan.questions if question.needs_an_answer] == ["day-order"]


@pytest.mark.parametrize("label", ["Ngày 31/2/2026", "Ra quân từ 2/11", "Đợt 1: 5/11/2026 tại xã"])
def test_a_day_that_cannot_be_read_is_not_that_of_the_row_further_above(label: str) -> None:
    plan = csv(HEADING, "1,3/11/2026,Họp,30", f",,{label},", "2,,Loa,4", "3,,Phim,4", "4,6/11/2026,Vẽ,1")
    assert [row[0] for row in stated(plan)] == [f"{NOV}03", f"{NOV}06"]
    assert [fault[:2] for fault in faults(plan)] == [(4, "Ngày"), (5, "Ngày")]
    assert f"Row 3, heading of a group: {label}" in told(plan)


def test_a_day_that_stands_above_rows_with_days_of_their_own_is_a_name_alone() -> None:
    plan = csv(HEADING, ",,Ngày 5/11/2026,", "1,6/11/2026,Họp,30", "2,7/11/2026,Loa,4")
    assert [row[0] for row in stated(plan)] == [f"{NOV}06", f"{NOV}07"]
    assert "Row 2, heading of a group: Ngày 5/11/2026" in told(plan)


def test_the_day_of_a_signature_is_no_day_of_what_is_below() -> None:
    lines = ("1,3/11/2026,Họp,30", ",,Ngày 5 tháng 11 năm 2026,", ",,ĐẠI DIỆN XÃ,", ",,Nguyễn Văn A,")
    plan = csv(HEADING, *lines)
    assert stated(plan) == [(f"{NOV}03",)]
    assert plan.taken[0].count("signature") == 3


def test_a_day_without_what_was_done_is_refused_as_before() -> None:
    plan = csv(HEADING, "1,3/11/2026,,", "2,4/11/2026,Họp,5")
    assert [fault[0] for fault in faults(plan)] == [2]
    assert plan.taken[0].count("group") == 0


def test_titles_alone_are_of_the_day_above_them() -> None:
    plan = csv("Ngày,Nội dung", "Ngày 5/11/2026,", ",Họp bản", ",Phát loa", "Ngày 6/11/2026,", ",Phim")
    assert stated(plan, "title") == [(f"{NOV}05", "Họp bản"), (f"{NOV}05", "Phát loa"), (f"{NOV}06", "Phim")]


UNDATED = [
    "STT,Nội dung,Địa điểm,Số người",
    "Thứ ba 3/11/2026,,,",
    "1,Họp,Hon,30",
    "2,Loa,Thẳm,4",
    "Ngày 24/11/2026,,,",
    "1,Phim,Hon,5",
]


@pytest.mark.parametrize("title", [(), ("SỔ NHẬT KÝ",), ("SỔ NHẬT KÝ", "Xã Bình Lư")])
def test_a_diary_of_rows_of_days_needs_no_column_of_days(title: tuple[str, ...]) -> None:
    plan = csv(*title, *UNDATED)
    assert stated(plan, "title", "audience") == [
        (f"{NOV}03", "Họp", 30),
        (f"{NOV}03", "Loa", 4),
        (f"{NOV}24", "Phim", 5),
    ]
    assert (plan.questions, faults(plan)) == ((), [])
    assert "– “–” → date (days stand in rows of their own)" in told(plan)


def test_such_a_diary_may_be_of_titles_alone_or_named_by_letters() -> None:
    right = [(f"{NOV}03", "Họp bản"), (f"{NOV}03", "Phát loa"), (f"{NOV}04", "Phim")]
    plan = csv("Nội dung,Ghi chú", "Ngày 3/11/2026,", "Họp bản,tốt", "Phát loa,", "Ngày 4/11/2026,", "Phim,")
    assert stated(plan, "title") == right
    plan = csv("Ngày 3/11/2026,", "Họp bản,tốt", "Phát loa,", "Ngày 4/11/2026,", "Phim,", named=("A=title", "B=description"))
    assert stated(plan, "title") == right
    plan = csv("Gì đó,Ra sao", *UNDATED[1:2], "Họp bản,tốt", named=("Gì đó=title",))
    assert stated(plan, "title") == [(f"{NOV}03", "Họp bản")]


def test_a_row_above_the_first_day_is_refused() -> None:
    plan = csv(UNDATED[0], "1,Vẽ,Hon,2", *UNDATED[1:])
    assert [fault[0] for fault in faults(plan)] == [2]
    assert len(stated(plan)) == 3


def test_a_table_without_any_day_is_refused_as_before() -> None:
    with pytest.raises(HalfHeading):
        csv("STT,Nội dung,Địa điểm,Số người", "1,Họp,Hon,30")


def test_refused_rows_of_such_a_diary_have_their_days() -> None:
    plan = csv(*UNDATED[:2], "1,Họp,Hon,nhiều người")
    (sheet,) = book_of("\n".join([*UNDATED[:2], "1,Họp,Hon,nhiều người"]).encode(), "so.csv").sheets
    lines = [line.cells for line in _lines(sheet, plan.taken[0], {3: []}, _places(plan.taken[0]))]
    heading = ("STT", "Nội dung", "Địa điểm", "Số người", "Ngày", "Lý do không nhận")
    assert lines == [heading, ("1", "Họp", "Hon", "nhiều người", "03/11/2026", "")]


def test_a_diary_whose_titles_are_not_known_is_told_what_works() -> None:
    lines = ["STT,Ra sao,Địa điểm,Số người", *UNDATED[1:]]
    with pytest.raises(UndatedHeading) as caught:
        csv(*lines)
    assert (caught.value.code, caught.value.facts["row"]) == ("undated-heading", 1)
    assert stated(csv(*lines, named=("Ra sao=title",)), "title")[0] == (f"{NOV}03", "Họp")
    (sheet,) = unread_sheets(book_of("\n".join(lines).encode(), "so.csv"), Answers(columns={"ra sao": "title"}), TODAY)
    assert says_enough(sheet)
