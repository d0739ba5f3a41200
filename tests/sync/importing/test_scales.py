"""Figures in thousands or hours: multiplied and asked about, by a heading, by what stands above, by the unit in a row."""

from __future__ import annotations

import pytest

from sync.importing.figure_units import factor_of
from sync.importing.question_words import question_words
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, faults, stated

HEADING = "Ngày,Nội dung,Lượt người"


@pytest.mark.parametrize(
    "above",
    ["ĐVT: nghìn lượt người", "Đơn vị tính: nghìn lượt", "(ĐVT: 1.000 người)", "Đơn vị tính: triệu đồng; nghìn người"],
)
def test_what_stands_above_the_table_says_the_scale(above: str) -> None:
    plan = csv(above, HEADING, "2/11/2026,A,3", '3/11/2026,B,"1,5"')
    assert stated(plan, "audience") == [(f"{NOV}02", 3_000), (f"{NOV}03", 1_500)]
    assert asked(plan) == ["scaled"]
    with speaking("en"):
        told = question_words(plan.questions[0])
    assert told.startswith("Column “Lượt người”: 2 numbers stand in another unit and were multiplied (row 3: “3 (")


@pytest.mark.parametrize("above", ["Đơn vị tính: triệu đồng", "ĐVT: người", "Đơn vị: xã Bản Hon", "ĐVT: nghìn tờ"])
def test_what_is_of_something_else_changes_nothing(above: str) -> None:
    plan = csv(above, HEADING, "2/11/2026,A,3")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}02", 3)], [])


@pytest.mark.parametrize(
    ("heading", "field", "number"),
    [
        ("Số người (trăm)", "audience", 300),
        ("Lượt xem (nghìn)", "audience", 3_000),
        ("Thời lượng (giờ)", "minutes", 180),
        ("Số buổi (chục)", "quantity", 30),
    ],
)
def test_a_heading_says_the_scale_of_its_column(heading: str, field: str, number: int) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", "2/11/2026,A,3")
    assert stated(plan, field) == [(f"{NOV}02", number)]
    assert asked(plan) == ["scaled"]


def test_a_heading_with_its_own_unit_is_not_of_the_one_above() -> None:
    plan = csv("ĐVT: nghìn người", "Ngày,Nội dung,Số người (người)", "2/11/2026,A,3")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}02", 3)], [])


def test_what_has_its_own_scale_is_not_multiplied_again() -> None:
    plan = csv("ĐVT: nghìn lượt người", HEADING, "2/11/2026,A,3 nghìn")
    assert stated(plan, "audience") == [(f"{NOV}02", 3_000)]
    assert stated(csv("Ngày,Nội dung,Thời lượng (giờ)", "2/11/2026,A,1h30"), "minutes") == [(f"{NOV}02", 90)]


@pytest.mark.parametrize("figure", ["12 lượt", "1.200", "1-2", "~3"])
def test_what_is_not_multiplied_for_certain_is_refused(figure: str) -> None:
    assert faults(csv("ĐVT: nghìn lượt người", HEADING, f"2/11/2026,A,{figure}")) == [(3, "Lượt người", "other-scale")]


def test_a_total_is_multiplied_like_its_rows() -> None:
    plan = csv("ĐVT: nghìn lượt người", HEADING, "2/11/2026,A,3", "3/11/2026,B,1", ",Tổng cộng,4")
    assert [(sums.stated, sums.found) for sums in plan.taken[0].sums] == [(4_000, 4_000)]


def test_the_unit_of_a_row_says_the_scale_of_its_quantity() -> None:
    plan = csv("Ngày,Nội dung,ĐVT,Số lượng", "2/11/2026,A,nghìn lượt người,3", "3/11/2026,B,buổi,2")
    assert stated(plan, "audience", "quantity")[0][1] == 3_000
    assert stated(plan, "quantity")[1] == (f"{NOV}03", 2)
    assert "scaled" in asked(plan)


def test_units_of_others_are_no_scale() -> None:
    assert [factor_of(unit, "audience") for unit in ("", "người", "nghìn buổi", "%", "giờ")] == [None] * 5
    assert factor_of("nghìn", "date") is None


def test_what_is_named_stands_as_it_does_in_the_file() -> None:
    plan = csv("ĐVT: nghìn lượt người", HEADING, "2/11/2026,A,3", "3/11/2026,Hoãn,2")
    assert [row.text for row in plan.taken[0].named if row.kind == "unheld"] == [
        "3/11/2026 · Hoãn · 2 (ĐVT: nghìn lượt người)"
    ]


@pytest.mark.parametrize("heading", ["Số người/buổi", "Số người mỗi buổi", "Số người (mỗi lần)", "Số người 1 cuộc"])
def test_people_of_each_session_are_multiplied_by_how_many_there_were(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,Số buổi,{heading}", "03/11/2026,Họp,3,30", "04/11/2026,Họp,1,15", "05/11/2026,Họp,,20")
    assert [figure for _day, figure in stated(plan, "audience")] == [90, 15, 20]
    (question,) = (question for question in plan.questions if question.code == "of-each")
    assert "scaled" not in asked(plan)
    with speaking("vi"):
        assert "mỗi buổi" in question_words(question)
    named = csv(f"Ngày,Nội dung,Số buổi,{heading}", "03/11/2026,Họp,3,30", named=(f"{heading}=audience",))
    assert [figure for _day, figure in stated(named, "audience")] == [30]


def test_a_total_below_those_of_each_session_is_of_all_and_not_multiplied() -> None:
    lines = ("03/11/2026,Họp,3,30", "04/11/2026,Loa,2,15", ",Tổng cộng,5,120")
    (sheet,) = csv("Ngày,Nội dung,Số buổi,Số người/buổi", *lines).taken
    assert [(sums.field, sums.stated, sums.found) for sums in sheet.sums] == [("quantity", 5, 5), ("audience", 120, 120)]


@pytest.mark.parametrize("heading", ["Thời lượng (phút/lần)", "Thời lượng/buổi", "Số phút mỗi lần"])
def test_minutes_of_each_session_without_how_many_there_were_are_asked_about(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", "03/11/2026,Họp,30")
    assert [figure for _day, figure in stated(plan, "minutes")] == [30]
    assert asked(plan) == ["unsure-heading"]
    counted = csv(f"Ngày,Nội dung,Số lần,{heading}", "03/11/2026,Họp,2,30")
    assert [figure for _day, figure in stated(counted, "minutes")] == [60]


def test_people_of_each_month_are_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Số buổi,Lượt người/tháng", "03/11/2026,Họp,3,30")
    assert [figure for _day, figure in stated(plan, "audience")] == [30]
    assert asked(plan) == ["unsure-heading"]
