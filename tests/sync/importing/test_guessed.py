"""Headings that nobody knows end no import: what stands below them is proposed, and asked about."""

from __future__ import annotations

import pytest

from sync.errors import BadInput
from sync.importing.question_words import question_words
from sync.importing.words import plan_lines
from sync.wording.i18n import speaking
from tests.sync.importing.test_plan import NOV, asked, csv, stated

ROWS = ("03/11/2026,Họp bản chống rét,30", "5/11/2026,Phát loa nhắc rào chuồng,12")


@pytest.mark.parametrize(
    ("heading", "guessed"),
    [
        ("Bữa,Chuyện gì thế,Đông", ["date", "title"]),
        ("Ngày,Chuyện gì thế,Đông", ["title"]),
        ("Bữa,Nội dung,Đông", ["date"]),
    ],
)
def test_unknown_headings_are_proposed_by_what_stands_below_them(heading: str, guessed: list[str]) -> None:
    plan = csv("SỔ TRƯỞNG BẢN", heading, *ROWS)
    assert stated(plan, "title") == [(f"{NOV}03", "Họp bản chống rét"), (f"{NOV}05", "Phát loa nhắc rào chuồng")]
    assert asked(plan) == ["guessed-column"] * len(guessed)
    with speaking("en"):
        assert sum("no known heading; by what stands in it" in line for line in plan_lines(plan)) == len(guessed)
    assert [question.facts["field"] for question in plan.questions] == guessed
    assert all(question.is_guess and not question.needs_an_answer for question in plan.questions)


def test_a_proposed_column_is_asked_about_with_what_stands_in_it() -> None:
    plan = csv("Bữa,Nội dung,Đông", *ROWS)
    with speaking("en"):
        assert question_words(plan.questions[0]) == (
            "Nothing says what the column “Bữa” is (“03/11/2026”; “5/11/2026”). Is it the field “date”? (--map “Bữa=date”, "
            "or =none)"
        )


def test_what_somebody_says_of_a_column_is_not_asked_about() -> None:
    plan = csv("Bữa,Chuyện gì thế,Đông", *ROWS, named=["Bữa=date", "Chuyện gì thế=title"])
    assert asked(plan) == []


@pytest.mark.parametrize(
    "lines",
    [
        ("Họ và tên,Ngày sinh,Chức vụ", "Lò Văn An,3/11/1990,Trưởng bản", "Vàng Thị Mỷ,5/1/1985,Phó bản"),
        ("Mã,Đơn giá", "A1,300", "B2,400"),
        ("Bữa,Ai", "3/11/2026,An", "4/11/2026,Mỷ"),
    ],
)
def test_a_list_of_something_else_is_none_of_activities(lines: tuple[str, ...]) -> None:
    with pytest.raises(BadInput):
        csv(*lines)


def test_a_file_that_has_a_table_is_not_guessed_at() -> None:
    plan = csv("Ngày,Nội dung", "3/11/2026,Họp", "", "Bữa,Chuyện gì thế", *ROWS)
    assert "guessed-column" not in asked(plan)
