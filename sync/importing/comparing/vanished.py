"""The rows of earlier versions of a list that are not in the file, or say now that it was not held."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from sync.importing.comparing.board import Board
from sync.importing.comparing.comparison import VanishedRow
from sync.importing.comparing.likeness import place_of, title_of
from sync.importing.said import Said
from sync.ledger.text import fold


def vanished_rows(board: Board) -> tuple[VanishedRow, ...]:
    """The rows of earlier versions that are not in the file, and whose activities still stand."""
    missing = {
        row.record: board.told(row)
        for row in board.earlier.taken
        if board.list_of(row) in board.versions and row.record not in board.gone and row.sheet not in board.unread_sheets
    }
    _leave_unread(board, missing)
    if not missing:
        return ()
    standing = board.ledger.standing(missing)
    known = {row.record: row.known for row in board.earlier.taken}
    unheld = _unheld(board, {record: told for record, told in missing.items() if record in standing})
    return tuple(
        VanishedRow(
            record=record,
            date=str(told["date"]),
            title=str(told["title"]),
            known=known[record],
            unheld=unheld.get(record, ""),
        )
        for record, told in missing.items()
        if record in standing
    )


def _leave_unread(board: Board, missing: dict[str, Said]) -> None:
    """Leave out of the rows that are missing those that stand in the file and cannot be taken: they are not gone."""
    stood = {(row.sheet, row.row): row.record for row in board.earlier.taken if row.record in missing}
    left = []
    for row in board.unread:
        there = stood.get(row.stands)
        if there in missing and row.may_be(missing[there], in_place=True):
            del missing[there]
        else:
            left.append(row)
    for row in left:
        found = next((record for record, told in missing.items() if row.may_be(told, in_place=False)), None)
        if found is not None:
            del missing[found]


def _unheld(board: Board, missing: Mapping[str, Said]) -> dict[str, str]:
    """By record that is missing, the row of the file that tells now that it was not held: it has its title, and its
    day and place, or stands where it stood."""
    rows = [row for sheet in board.plan.taken for row in sheet.rows if row.kind == "unheld"]
    texts = {(row.sheet, row.number): fold(row.text) for row in rows}
    stood = {row.record: (row.sheet, row.row) for row in board.earlier.taken if row.record in missing} if rows else {}
    found: dict[str, str] = {}
    for record, told in missing.items() if rows else ():
        title, place = title_of(told), place_of(told)
        day = _written_day(str(told["date"]))
        fitting = [
            row
            for row in rows
            if (stands := (row.sheet, row.number)) in texts
            and title in (text := texts[stands])
            and ((place in text and day.search(text)) or stands == stood[record])
        ]
        if fitting:
            row = next((row for row in fitting if (row.sheet, row.number) == stood[record]), fitting[0])
            del texts[row.sheet, row.number]
            found[record] = row.text
    return found


def _written_day(date: str) -> re.Pattern[str]:
    """A day as offices write it, with or without the year."""
    day = datetime.date.fromisoformat(date)
    return re.compile(rf"(?<![0-9])0?{day.day}[/.-]0?{day.month}(?![0-9])|{date}")
