"""The columns of a file in which no heading can be read."""

from __future__ import annotations

import datetime

from sync.importing.answers import Answers
from sync.importing.unread import says_enough, unread_sheets
from sync.tables import book_of

TODAY = datetime.date(2026, 11, 25)


def columns(raw: str, **named: str) -> tuple[list[tuple[str, str, str]], bool]:
    (sheet,) = unread_sheets(book_of(raw.encode(), "so.csv"), Answers(columns=named), TODAY)
    assert not sheet.taken
    return [(column.letter, column.heading, column.field) for column in sheet.columns], says_enough(sheet)


def test_columns_stand_under_the_row_that_looks_most_like_a_heading() -> None:
    assert columns("BẢNG THEO DÕI\nSTT,Nội dung,Ghi vào\n1,Loa,3/11\n") == (
        [("A", "STT", "number"), ("B", "Nội dung", "title"), ("C", "Ghi vào", "")],
        False,
    )
    assert columns("STT,Nội dung,Ghi vào\n1,Loa,3/11\n", c="date")[1], "what was answered is in them"


def test_columns_without_any_heading_are_called_by_their_letters() -> None:
    assert columns("3/11,Loa\n4/11,Họp\n", a="date") == ([("A", "A", "date"), ("B", "B", "")], False)
