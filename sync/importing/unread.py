"""The columns of a file in which no heading can be read, for somebody to say what they are."""

from __future__ import annotations

import datetime
from typing import Final

from sync.importing.answers import Answers
from sync.importing.columns import planned_columns
from sync.importing.headings import meaning
from sync.importing.layout import NEEDED, Heading, is_day_row, seen_heading
from sync.importing.plan import PlannedSheet
from sync.importing.planning import HalfHeading, NoHeading, numbers_of
from sync.tables import Book, Sheet

UNREAD: Final = (NoHeading, HalfHeading)
"""The errors of such a file."""


def unread_sheets(book: Book, answers: Answers, today: datetime.date) -> tuple[PlannedSheet, ...]:
    """The sheets with the columns that they have, under the row that looks most like a heading or under none; what was
    answered of them already is in them. `Misuse("column-twice")`."""
    return tuple(_sheet(sheet, answers, today) for sheet in book.sheets if sheet.rows and not sheet.hidden)


def _sheet(sheet: Sheet, answers: Answers, today: datetime.date) -> PlannedSheet:
    heading = _heading(sheet)
    return PlannedSheet(
        name=sheet.name,
        sheet=sheet.name,
        taken=False,
        why="no-heading",
        heading=numbers_of(sheet, heading),
        span=(sheet.rows[0].number, sheet.rows[-1].number),
        columns=planned_columns(sheet, heading, answers, {}, today),
    )


def _heading(sheet: Sheet) -> Heading:
    seen = seen_heading(sheet)
    if seen is None:
        return Heading(first=0, last=-1, texts={}, meanings={})
    place = next(at for at, row in enumerate(sheet.rows) if row.number == seen[0])
    texts = {at: " ".join(cell.text.split()) for at, cell in enumerate(sheet.rows[place].cells) if cell.text}
    return Heading(
        first=place,
        last=place,
        texts=texts,
        meanings={at: meaning(text) for at, text in texts.items()},
        is_undated=any(map(is_day_row, sheet.rows[place + 1 :])),
    )


def says_enough(sheet: PlannedSheet) -> bool:
    """Whether the columns of a sheet have all that an activity needs."""
    return {column.field for column in sheet.columns} >= NEEDED
