"""Rows that head those below them, and pieces of the row above: nothing counts twice, and what is not sure is asked."""

from __future__ import annotations

import pytest

from sync.importing.plan import Plan
from sync.importing.question_words import question_words
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, faults, stated

HEADING = "TT,Ngày,Nội dung,Số buổi,Số người"
BELOW = ("1,2/11/2026,Bài 1,1,30", "2,3/11/2026,Bài 2,2,60")
TAKEN = [(f"{NOV}02", 30), (f"{NOV}03", 60)]


def named(plan: Plan) -> list[tuple[int, str, bool]]:
    return [(row.number, row.kind, row.heads) for row in plan.taken[0].rows if row.kind != "data"]


@pytest.mark.parametrize(
    "head",
    [
        "I,02-03/11/2026,Truyền thanh,3,90",
        "I,Tháng 11/2026,Truyền thanh,3,90",
        "A.,2/11/2026,Truyền thanh,3,90",
        ",02-03/11/2026,II. Truyền thanh,3,90",
    ],
)
def test_a_group_with_days_and_the_sum_of_its_rows_heads_them(head: str) -> None:
    plan = csv(HEADING, head, *BELOW)
    assert stated(plan, "audience") == TAKEN
    assert (named(plan), asked(plan), faults(plan)) == ([(2, "total", False)], [], [])


def test_each_of_several_groups_has_its_own_sum_and_the_widest_all() -> None:
    lines = (
        "A,2-5/11/2026,Cả tháng,,140",
        "I,2-3/11/2026,Loa,,90",
        *BELOW,
        "II,5/11/2026,Họp,,50",
        "1,5/11/2026,Họp bản,,50",
    )
    plan = csv(HEADING, *lines)
    assert stated(plan, "audience") == [*TAKEN, (f"{NOV}05", 50)]
    assert (named(plan), asked(plan)) == ([(2, "total", False), (3, "total", False), (6, "total", False)], [])


@pytest.mark.parametrize("figures", ["3,95", ",", "2,"])
def test_a_group_with_a_day_that_is_no_sum_is_asked_about(figures: str) -> None:
    plan = csv(HEADING, f"I,02-03/11/2026,Truyền thanh,{figures}", *BELOW)
    assert stated(plan, "audience") == TAKEN
    assert (named(plan), asked(plan)) == ([(2, "total", True)], ["maybe-head"])
    with speaking("en"):
        assert "row 2: “I · 02-03/11/2026 · Truyền thanh" in question_words(plan.questions[0])


def test_a_row_of_several_days_with_the_sum_of_rows_in_them_is_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Số người", "1-7/11/2026,Tuần 1,90", "2/11/2026,Loa,30", "3/11/2026,Họp,60", "9/11/2026,Phim,5")
    assert stated(plan, "audience") == [*TAKEN, (f"{NOV}09", 5)]
    assert (named(plan), asked(plan)) == ([(2, "total", True)], ["maybe-head"])
    other = csv("Ngày,Nội dung,Số người", "1-7/11/2026,Trực bão,90", "2/11/2026,Loa,30", "3/11/2026,Họp,61")
    assert (len(stated(other)), asked(other)) == (3, [])


@pytest.mark.parametrize("sign", ["- ", "+ ", "• ", "– ", "-"])
@pytest.mark.parametrize("people", [(200, 100), (300, 300), (300, "")])
def test_pieces_by_a_dash_are_no_activities_of_their_own(sign: str, people: tuple[object, object]) -> None:
    pieces = [f"13/11/2026,{sign}{name},{count}" for name, count in zip(("Phần lễ", "Phần hội"), people, strict=True)]
    plan = csv("Ngày,Nội dung,Số người", "13/11/2026,Ngày hội,300", *pieces, "14/11/2026,Họp,20")
    assert stated(plan, "audience") == [(f"{NOV}13", 300), (f"{NOV}14", 20)]
    assert (named(plan), asked(plan)) == ([(3, "part", False), (4, "part", False)], ["parts"])


def test_pieces_by_their_number_are_no_activities_of_their_own() -> None:
    lines = (
        "1,13/11/2026,Ngày hội,,300",
        "1.1,13/11/2026,Phần lễ,,300",
        "1.2,13/11/2026,Phần hội,,300",
        "2,14/11/2026,Họp,,20",
    )
    plan = csv(HEADING, *lines)
    assert stated(plan, "audience") == [(f"{NOV}13", 300), (f"{NOV}14", 20)]
    assert asked(plan) == ["parts"]


def test_pieces_that_alone_have_figures_are_taken_and_the_row_above_them_is_asked_about() -> None:
    plan = csv("Ngày,Nội dung,Số người", "13/11/2026,Ngày hội,", "13/11/2026,- Phần lễ,200", "13/11/2026,- Phần hội,100")
    assert stated(plan, "audience") == [(f"{NOV}13", 200), (f"{NOV}13", 100)]
    assert (named(plan), asked(plan)) == ([(2, "total", True)], ["maybe-head"])


@pytest.mark.parametrize(
    "lines",
    [
        ("13/11/2026,Ngày hội,300", "14/11/2026,- Họp,20"),
        ("13/11/2026,Họp,20", "13/11/2026,- Phát loa,300"),
        ("13/11/2026,- Họp,30", "13/11/2026,- Phát loa,20"),
    ],
)
def test_rows_with_a_dash_of_another_day_or_with_more_than_the_one_above_are_activities(lines: tuple[str, ...]) -> None:
    plan = csv("Ngày,Nội dung,Số người", *lines)
    assert (len(stated(plan)), asked(plan)) == (2, [])
