"""Cells of several lines: what stands in lines of their own never runs together into something else."""

from __future__ import annotations

import pytest

from sync.importing.question_words import question_words
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, faults, stated


def rows_of(heading: str, cell: str) -> tuple[str, str]:
    return f"Ngày,Nội dung,{heading}", f'3/11/2026,Họp,"{cell}"'


@pytest.mark.parametrize("cell", ["Nà Tăm\nThẳm", "Nà Tăm,\nThẳm", "nà tăm\nthẳm", "Nà Tăm\n\nThẳm."])
def test_lines_that_may_be_a_place_each_are_kept_apart_and_asked_about(cell: str) -> None:
    plan = csv(*rows_of("Địa điểm", cell))
    ((_day, place, others),) = stated(plan, "place", "places")
    assert (str(place).casefold(), [str(other).casefold() for other in others]) == ("nà tăm", ["thẳm"])  # type: ignore[attr-defined]
    assert asked(plan) == ["apart"]
    with speaking("en"):
        told = question_words(plan.questions[0])
    assert told.startswith("Column “Địa điểm”: 1 cell has several lines (row 2: “")


@pytest.mark.parametrize("cell", ["Nhà văn hóa\nbản Hon", "Hội trường xã\nNà Tăm", "Tổ\nDân phố 5", "Trường tiểu học\nSố 2"])
def test_a_place_that_was_broken_is_one(cell: str) -> None:
    plan = csv(*rows_of("Địa điểm", cell))
    assert stated(plan, "place") == [(f"{NOV}03", " ".join(cell.split()))]
    assert asked(plan) == []


@pytest.mark.parametrize("cell", ["12\n150", "1\n200", "12\n 15"])
def test_two_figures_in_lines_of_a_cell_are_not_one(cell: str) -> None:
    plan = csv(*rows_of("Số người", cell))
    assert faults(plan) == [(2, "Số người", "bad-count")]


def test_men_and_women_in_lines_are_all_the_people() -> None:
    assert stated(csv(*rows_of("Số người", "10 nam\n12 nữ")), "audience") == [(f"{NOV}03", 22)]


@pytest.mark.parametrize(
    ("cell", "title"),
    [("- Họp\n- Chiếu phim", "Họp; Chiếu phim"), ("1. Họp;\n2. Phim", "Họp; Phim"), ("Chiếu\nphim", "Chiếu phim")],
)
def test_a_list_of_what_was_done_is_one_line_with_signs_between(cell: str, title: str) -> None:
    plan = csv("Ngày,Nội dung", f'3/11/2026,"{cell}"')
    assert stated(plan, "title") == [(f"{NOV}03", title)]
    assert [reading.how for reading in plan.taken[0].readings] == ["lines"]
