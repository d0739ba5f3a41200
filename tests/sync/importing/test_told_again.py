"""Rows that tell again what a row above tells: asked about, with both figures; at other hours they are activities."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sync.importing.plan import Plan
from sync.importing.question_words import question_words
from tests.sync.importing.test_doubts import rows

FORM = ("Dấu thời gian", "Bản", "Ngày tổ chức", "Nội dung", "Số người", "Ghi chú")
FIRST = ("05/11/2026 07:02:10", "Pa Pe", "04/11/2026", "Phổ biến quy ước bản", "48", "")
LIST = ("Ngày", "Giờ", "Nội dung", "Nơi", "Số người", "Ghi chú")
ABOVE = ("4/11/2026", "", "Phổ biến quy ước bản", "Bản Hon", "48", "")


def told(plan: Plan) -> list[tuple[str, str, tuple[int, ...]]]:
    return [
        (each.before, each.after, each.rows)
        for question in plan.questions
        if question.code == "twice"
        for each in question.examples
    ]


@pytest.mark.parametrize(
    ("second", "after"),
    [
        (("05/11/2026 07:09:44", "Pa Pe", "04/11/2026", "Phổ biến quy ước bản", "84", ""), "số người: 84"),
        (("05/11/2026 07:09:44", "Pa Pe", "04/11/2026", "Phổ biến quy ước của bản.", "84", "gửi lại"), "số người: 84"),
    ],
)
def test_a_form_sent_again_is_asked_about_with_both_figures(second: Sequence[str], after: str) -> None:
    plan = rows(FORM, FIRST, second)
    assert told(plan) == [("Phổ biến quy ước bản · số người: 48", after, (2, 3))]
    (question,) = (question for question in plan.questions if question.code == "twice")
    assert "Phổ biến quy ước bản · số người: 48" in question_words(question)


def test_a_form_sent_again_as_it_was_is_asked_about_as_a_row_that_is_the_same() -> None:
    plan = rows(FORM, FIRST, ("05/11/2026 07:09:44", "Pa Pe", "04/11/2026", "Phổ biến quy ước bản", "48", ""))
    assert told(plan) == [("Phổ biến quy ước bản", "", (3,))]


@pytest.mark.parametrize(
    ("second", "asked"),
    [
        (("4/11/2026", "", "Phổ biến quy ước bản", "Bản Hon", "84", ""), True),
        (("04/11/2026", "", "Phổ biến quy ước bản", "bản Hon", "", ""), True),
        (("4/11/2026", "", "Phổ biến quy ước bản", "Bản Thẳm", "84", ""), False),
        (("5/11/2026", "", "Phổ biến quy ước bản", "Bản Hon", "84", ""), False),
        (("4/11/2026", "", "Phổ biến luật đất đai", "Bản Hon", "84", ""), False),
        (("4/11/2026", "", "Phổ biến quy ước bản", "Bản Hon", "84", "tổ 2"), True),
    ],
)
def test_a_row_with_other_figures_is_asked_about(second: Sequence[str], asked: bool) -> None:
    assert bool(told(rows(LIST, ABOVE, second))) == asked


def test_rows_at_two_hours_or_with_two_notes_are_activities() -> None:
    first = ("4/11/2026", "7h", "Phát thanh", "Xã", "48", "tổ 1")
    for second in (
        ("4/11/2026", "15h", "Phát thanh", "Xã", "84", ""),
        ("4/11/2026", "", "Phát thanh", "Xã", "84", "tổ 2"),
        ("4/11/2026", "7h", "Phát thanh chiều", "Xã", "84", ""),
    ):
        assert told(rows(LIST, first, second)) == []
    spelled = (
        ("Ngày", "Nội dung", "Nơi", "Số người"),
        ("7h 4/11/2026", "Loa", "Xã", "5"),
        ("15h 4/11/2026", "Loa", "Xã", "6"),
    )
    assert told(rows(*spelled)) == []


def test_rows_told_again_are_left_out_where_somebody_says_so() -> None:
    heading = ("Ngày", "Nội dung", "Địa điểm", "Số người")
    said = [("2/11/2026", "Họp bản", "Hon", "40"), ("2/11/2026", "Họp bản", "Hon", "42"), ("3/11/2026", "Loa", "Hon", "5")]
    plan = rows(heading, *said, twice="skip")
    (sheet,) = plan.taken
    assert [row.kind for row in sheet.rows] == ["data", "again", "data"]
    assert [(row.row, row.kind) for row in sheet.named] == [(3, "again")]
    assert "twice" not in [question.code for question in plan.questions]
