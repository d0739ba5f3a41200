"""Rows that have a day and nothing else, of which the rows below are that have none: some list the days as names of groups.

Such a row counts where the next row that tells of an activity has no day. One whose day cannot be read gives no day to
anybody: the rows below it are refused, and are not taken as of the day further above.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Final

from sync.errors import Misuse
from sync.importing.day_order import DayColumn, read_day
from sync.importing.row_kinds import Columns, has_figures, is_row_number, is_signature, row_kind
from sync.tables import Cell, Row

_EITHER_ORDER: Final = (DayColumn(order="day"), DayColumn(order="month"))
_MENTIONED: Final = re.compile(r"(?<![0-9])[0-9]{1,2} ?[/.-] ?[0-9]{1,2}(?![0-9])")


def day_rows(rows: Sequence[Row], columns: Columns, today: datetime.date) -> dict[int, Cell]:
    """By the number of its row, the cell with the day of each row of a table that has nothing else and is of those below."""
    found = {}
    below: Row | None = None
    for row in reversed(rows):
        cell = _only_day(row, columns, today)
        if cell is None:
            below = row if _tells(row, columns) else below
        elif below is not None and below.at(columns.date).is_empty and not _may_sign(cell, below, columns):
            found[row.number] = cell
    return found


def mentions_day(text: str) -> bool:
    """Whether a text has what may be a day in it."""
    return _MENTIONED.search(text) is not None


def _only_day(row: Row, columns: Columns, today: datetime.date) -> Cell | None:
    """The one cell of a row that has something in it, beside its number, if that is a day in either order."""
    own = [
        cell
        for at, cell in enumerate(row.cells)
        if not cell.is_empty and cell.note != "filled" and not (at in columns.numbers and is_row_number(cell))
    ]
    if len(own) != 1 or (own[0].number is not None and not own[0].date):
        return None
    cell = own[0]
    if not cell.date and not any(char.isdigit() for char in cell.text):
        return None
    for column in _EITHER_ORDER:
        try:
            read_day(cell, column, today)
        except Misuse:
            continue
        return cell
    return None


def _tells(row: Row, columns: Columns) -> bool:
    """Whether a row tells of an activity."""
    if row.at(columns.title).is_empty:
        return False
    return not row.at(columns.date).is_empty or row_kind(row, columns, dated=False, ended=False) == "data"


def _may_sign(cell: Cell, below: Row, columns: Columns) -> bool:
    """Whether a day may be that of a signature: it is spelled so, and the row below has no number and no figures."""
    numbered = any(below.at(at).text.strip(" .").isdigit() for at in columns.numbers)
    return is_signature(cell.text) and not numbered and not has_figures(below, columns)
