"""Rows that are totals by their words or by their sums: none is an activity of the day above."""

from __future__ import annotations

import pytest

from sync.importing.plan import Plan
from sync.importing.question_words import question_words
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import asked, csv, faults, stated

HEADING = "TT,Ngày,Nội dung,Địa điểm,Số người"
ROWS = ("1,2/11/2026,Việc a,Bản Hon,10", "2,13/11/2026,Việc b,Nà Tăm,20", "3,14/11/2026,Việc c,Nà Tăm,40")


def totals(plan: Plan) -> list[tuple[int, bool]]:
    return [(row.number, row.unsure) for sheet in plan.taken for row in sheet.rows if row.kind == "total"]


@pytest.mark.parametrize(
    "label",
    [
        "Cộng HKI",
        "Cộng bản Hon",
        "Tổng HS",
        "Tổng HKI",
        "Tổng số buổi: 3",
        "TỔNG TOÀN XÃ",
        "Cong ban Hon",
        "Tổng cộng 3 việc",
    ],
)
def test_a_total_that_adds_up_is_one_and_is_not_asked_about(label: str) -> None:
    plan = csv(HEADING, *ROWS, f",,{label},,70")
    assert (totals(plan), asked(plan), len(stated(plan))) == ([(5, False)], [], 3)
    assert all(sums.agrees for sums in plan.taken[0].sums)


@pytest.mark.parametrize("row", ["Cộng HKI,,,,70", ",Cộng bản Hon,,,70", ",,,Cộng bản Hon,70"])
def test_its_words_may_stand_in_another_column(row: str) -> None:
    plan = csv(HEADING, *ROWS, row)
    assert (totals(plan), faults(plan)) == ([(5, False)], [])


@pytest.mark.parametrize("label", ["Cộng HKI", "Cộng bản Hon", "Tổng HS", "Tổng các thôn"])
def test_one_that_does_not_add_up_is_left_out_and_asked_about(label: str) -> None:
    plan = csv(HEADING, *ROWS, f",,{label},,75")
    assert (totals(plan), asked(plan), len(stated(plan))) == ([(5, True)], ["maybe-total"], 3)
    with speaking("en"):
        told = question_words(plan.questions[0])
    assert told.startswith(f"1 row looks like a total (row 5: “{label} · 75”). Leave it out?")


def test_several_are_told_in_one_question() -> None:
    plan = csv(HEADING, *ROWS, ",,Cộng HKI,,75", ",,Tổng HS,,76")
    with speaking("en"):
        assert question_words(plan.questions[0]).startswith("2 rows look like totals (row 5: “")


@pytest.mark.parametrize(
    "title",
    [
        "Công an xã ra quân",
        "Cộng đồng học tập",
        "Cộng tác viên tập huấn",
        "Tổng kết phong trào",
        "Tổng vệ sinh môi trường",
        "Tổng hợp ý kiến cử tri",
        "Tổng số hóa hộ tịch",
        "Cong an xa ra quan",
        "Cong tac vien tap huan",
        "Tong ve sinh",
    ],
)
def test_an_activity_without_a_day_stays_one(title: str) -> None:
    plan = csv(HEADING, *ROWS, f",,{title},,35")
    assert (totals(plan), asked(plan)) == ([], ["day-above"])
    assert stated(plan, "title")[-1] == ("2026-11-14", title)


def test_what_has_a_place_or_a_day_of_its_own_is_an_activity_unless_it_adds_up() -> None:
    plan = csv(HEADING, *ROWS, ",15/11/2026,Tổng khám cho học sinh,,35", ",,Tổng rà cột loa,Bản Hon,12")
    assert (totals(plan), len(stated(plan))) == ([], 5)
    plan = csv(HEADING, *ROWS, ",15/11/2026,Cộng đến nay,,70")
    assert (totals(plan), asked(plan)) == ([(5, True)], ["maybe-total"])


def test_words_without_any_number_are_no_total() -> None:
    plan = csv(HEADING, *ROWS, ",,Tổng phát quang,,")
    assert totals(plan) == []


def test_the_very_sum_of_the_rows_above_is_asked_about_whatever_it_is_called() -> None:
    plan = csv(HEADING, *ROWS, ",,Toàn xã,,70")
    assert (totals(plan), asked(plan)) == ([(5, True)], ["maybe-total"])
    plan = csv(HEADING, *ROWS, ",,Họp dân,,71")
    assert (totals(plan), asked(plan)) == ([], ["day-above"])
    plan = csv(HEADING, ROWS[0], ",,Họp dân,,10")
    assert (totals(plan), asked(plan)) == ([], ["day-above"])


def test_a_sum_is_of_the_rows_since_the_last_total_or_of_those_before() -> None:
    lines = [HEADING, *ROWS[:2], ",,Cộng bản Hon,,30", ROWS[2], "4,15/11/2026,Việc d,Nà Tăm,5", ",,Cộng bản Tăm,,45"]
    plan = csv(*lines, ",,Cộng hai bản,,75")
    assert totals(plan) == [(4, False), (7, False), (8, False)]
    assert [sums.agrees for sums in plan.taken[0].sums] == [True, True, True]


def test_columns_that_are_not_used_and_ticks_add_up_too() -> None:
    heading = "TT,Ngày,Nội dung,Khối 6,Khối 7,Đã ký"
    rows = ("1,2/11/2026,Chào cờ,60,55,x", "2,13/11/2026,Mít tinh,60,,x", "3,14/11/2026,Ký cam kết,,50,")
    plan = csv(heading, *rows, ",,Cộng HKI,120,105,2")
    assert totals(plan) == [(5, False)]
    assert totals(csv(heading, *rows, ",,Cộng HKI,120,105,3")) == [(5, False)]  # rows may be counted, too
    assert totals(csv(heading, *rows, ",,Cộng HKI,120,106,2")) == [(5, True)]


@pytest.mark.parametrize("decimal", ["12,5", "12.5"])
def test_a_total_that_is_not_whole_is_not_ten_times_as_much(decimal: str) -> None:
    plan = csv(HEADING, *ROWS, f',,Tổng,,"{decimal}"')
    assert [(sums.stated, sums.found) for sums in plan.taken[0].sums] == [(12.5, 70)]
    with speaking("vi"):
        assert "12,5" in question_words(plan.questions[0])


def test_nothing_is_said_of_it_where_a_row_above_is_not_whole_either() -> None:
    plan = csv(HEADING, '1,2/11/2026,Việc a,Bản Hon,"2,5"', "2,13/11/2026,Việc b,Nà Tăm,10", ',,Tổng,,"12,5"')
    assert (len(faults(plan)), asked(plan), plan.taken[0].sums) == (1, [], ())


def test_an_average_is_compared_with_nothing() -> None:
    plan = csv(HEADING, *ROWS, ",,Bình quân,,23")
    assert (totals(plan), asked(plan)) == ([(5, False)], [])
