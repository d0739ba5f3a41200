"""Figures as communes write them beside what is no figure of theirs: of each broadcast, of all who live there, with the
length in lessons or a footnote's mark."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from tests.sync.importing.test_plan import NOV, asked, csv, faults, stated


@pytest.mark.parametrize(
    "heading",
    [
        "Thời lượng/lượt (phút)",
        "Thời lượng mỗi lượt phát (phút)",
        "Thời lượng từng lượt",
        "Thời lượng (phút/lượt)",
        "Thời lượng 1 tin (phút)",
        "Thời lượng mỗi chương trình",
        "Số phút/bài",
        "Số phút 1 bản tin",
        "Phút/lượt phát",
        "Thời lượng bình quân (phút)",
        "Thời lượng trung bình/lượt",
    ],
)
def test_minutes_of_each_broadcast_are_multiplied_and_asked_about(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading},Số lượt phát", "3/11/2026,A,15,3", "4/11/2026,B,10,1")
    assert stated(plan, "minutes", "quantity") == [(f"{NOV}03", 45, 3), (f"{NOV}04", 10, 1)]
    assert asked(plan) == ["of-each"]


@pytest.mark.parametrize("heading", ["Số người nghe/lượt", "Số người TB/buổi", "Số người bình quân"])
def test_people_of_each_broadcast_are_multiplied_and_asked_about(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading},Số buổi", "3/11/2026,A,15,3")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}03", 45)], ["of-each"])


@pytest.mark.parametrize(
    ("heading", "questions"),
    [
        ("Thời lượng phát (phút)", []),
        ("Tổng thời lượng (phút)", []),
        ("Tổng số phút phát", []),
        ("Số người bình quân/tháng", ["unsure-heading"]),
        ("Số người tham gia/lượt xem", ["unsure-heading"]),
    ],
)
def test_figures_that_are_of_all_stand_as_they_are(heading: str, questions: list[str]) -> None:
    plan = csv(f"Ngày,Nội dung,{heading},Số lượt phát", "3/11/2026,A,15,3")
    assert {row[1] or row[2] for row in stated(plan, "minutes", "audience")} <= {15}
    assert asked(plan) == questions


LIVING = [
    "Tổng số dân",
    "Dân số",
    "Tổng dân số",
    "Dân số bản",
    "Số dân của bản",
    "Số dân toàn xã",
    "Tổng số khẩu",
    "Tổng số nhân khẩu",
    "Tổng số người dân toàn bản",
    "Số người trong bản",
]


@pytest.mark.parametrize("heading", LIVING)
def test_all_who_live_there_are_the_people_only_where_somebody_says_so(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", "3/11/2026,Họp bản,412")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}03", UNSET)], ["numbers"])


def test_a_number_that_may_be_all_who_live_there_is_asked_about() -> None:
    assert asked(csv("Ngày,Nội dung,Số dân", "3/11/2026,Họp bản,412")) == ["unsure-heading"]


@pytest.mark.parametrize("heading", LIVING)
@pytest.mark.parametrize("came", ["Số người tham gia", "Số người dự", "Số bà con dự"])
def test_who_came_stands_before_all_who_live_there(heading: str, came: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading},{came}", "3/11/2026,Họp bản,412,60")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}03", 60)], [])


def test_who_came_is_proposed_before_a_number_that_may_be_all() -> None:
    plan = csv("Ngày,Nội dung,Số dân,Số người tham gia", "3/11/2026,Họp bản,412,60")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}03", 60)], ["two-columns"])


@pytest.mark.parametrize(
    "heading", ["Số người dân", "Số dân dự", "Số dân tham gia", "Lượt dân", "Số bà con", "Tổng số người"]
)
def test_people_who_came_need_no_question(heading: str) -> None:
    plan = csv(f"Ngày,Nội dung,{heading}", "3/11/2026,Họp bản,41")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}03", 41)], [])


@pytest.mark.parametrize(
    "length",
    [
        "90 phút (2 tiết)",
        "2 tiết (90 phút)",
        "90 phút/2 tiết",
        "2 tiết = 90 phút",
        "90 phút (2 tiết học)",
        "90 phút (1 ca)",
        "90 phút - nửa ngày",
        "90 phút (1 buổi sáng)",
    ],
)
def test_lessons_beside_minutes_are_no_number_of_times(length: str) -> None:
    plan = csv("Ngày,Nội dung,Thời lượng", f"3/11/2026,Ngoại khóa,{length}")
    assert stated(plan, "minutes", "quantity") == [(f"{NOV}03", 90, UNSET)]
    assert asked(plan) == ["words"]


@pytest.mark.parametrize(
    "people", ["60 học sinh (2 lớp)", "2 lớp: 60 học sinh", "60 người (3 tổ)", "60 người (12 hộ)", "60 (12 hộ)"]
)
def test_classes_and_households_beside_people_are_no_number_of_times(people: str) -> None:
    plan = csv("Ngày,Nội dung,Số người", f"3/11/2026,Ngoại khóa,{people}")
    assert stated(plan, "audience", "quantity") == [(f"{NOV}03", 60, UNSET)]
    assert asked(plan) == ["words"]


def test_hours_beside_the_same_minutes_say_nothing_new_and_other_ones_are_refused() -> None:
    plan = csv("Ngày,Nội dung,Thời lượng", "3/11/2026,A,120 phút (2 giờ)", "4/11/2026,B,1h30 (60 phút)")
    assert (stated(plan, "minutes"), asked(plan)) == ([(f"{NOV}03", 120)], [])
    assert [row for row, _column, _code in faults(plan)] == [3]


def test_times_beside_people_or_minutes_are_how_often_it_was_done() -> None:
    plan = csv("Ngày,Nội dung,Số người", "3/11/2026,A,40 người/2 cuộc", '4/11/2026,B,"120 người, 3 buổi"')
    assert stated(plan, "audience", "quantity") == [(f"{NOV}03", 40, 2), (f"{NOV}04", 120, 3)]


@pytest.mark.parametrize("figure", ["45(1)", "45*", "45 (2)", "45 người (1)", "45**", "45[1]", "45¹", "45 (*)", "45 người*"])
def test_the_mark_of_a_footnote_is_no_part_of_a_figure(figure: str) -> None:
    plan = csv("Ngày,Nội dung,Số người", f"3/11/2026,Họp,{figure}")
    assert (stated(plan, "audience"), asked(plan)) == ([(f"{NOV}03", 45)], ["words"])


@pytest.mark.parametrize("day", ["03/11/2026*", "3/11(1)", "03/11/2026 (2)", "3/11¹", "3/11/2026 (*)"])
def test_the_mark_of_a_footnote_is_no_part_of_a_day(day: str) -> None:
    plan = csv("Ngày,Nội dung", f"{day},Họp")
    assert (stated(plan), asked(plan)) == ([(f"{NOV}03",)], [])
