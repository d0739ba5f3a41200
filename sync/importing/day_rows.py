"""Rows that have a day and nothing else, of which the rows below are that have none: some list the days as names of groups.

Such a row counts where the next row that tells of an activity has no day. One whose day cannot be read gives no day to
anybody: the rows below it are refused, and are not taken as of the day further above.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from sync.errors import Misuse
from sync.importing.day_order import DayColumn, DayReader, is_time_alone, read_day
from sync.importing.ditto import is_same_day
from sync.importing.row_kinds import Columns, has_figures, is_row_number, row_kind
from sync.importing.signatures import is_signature
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
        elif below is not None and _has_no_day(below, columns) and not _may_sign(cell, below, columns):
            found[row.number] = cell
    return found


def mentions_day(text: str) -> bool:
    """Whether a text has what may be a day in it."""
    return _MENTIONED.search(text) is not None


class DayAbove:
    """The day of rows that have none: that of the row of a day alone above them, or of the row of data above; people write
    it once."""

    def __init__(self, days: DayReader, place: int, rows: Mapping[int, Cell]) -> None:
        """`place` is that of the column of days, `rows` are the cells of `day_rows`."""
        self._days, self._place, self._rows = days, place, rows
        self._above: dict[str, str] = {}
        self.row = ""
        """What stands in the row of a day alone; empty where the last day is that of a row of data."""
        self._wrong: Misuse | None = None
        """Why that row, or the name of a group, gives no day."""

    def is_day(self, row: Row) -> bool:
        """Whether a row is one of a day alone."""
        return row.number in self._rows

    def pass_name(self, row: Row, text: str) -> None:
        """Go on below the name of a group, which may be a day, or mention one."""
        cell = self._rows.get(row.number)
        if cell is None and not mentions_day(text):
            return
        self._above, self.row, self._wrong = {}, text, None
        try:
            if cell is None:
                raise Misuse("no-day-there", text=text[:40])
            read = self._days.read(self._place, cell)
        except Misuse as error:
            self._wrong = error
        else:
            self._above = {"date": read.first} if read.first == read.last else {"date": read.first, "until": read.last}

    def pass_day(self, typed: Mapping[str, object]) -> None:
        """Go on below a row with something where its day is: what could be read of it."""
        self._above = {code: str(typed[code]) for code in ("date", "until") if code in typed} if "date" in typed else {}
        self.row, self._wrong = "", None

    def of(self, row: Row) -> Mapping[str, str]:
        """The days of a row that has none; empty where there are none above, or where there is nothing else in it and the
        last day is that of a row of data. `Misuse` where a row above should give them and does not."""
        if self._wrong is not None:
            raise self._wrong
        return self._above if self.row or sum(not cell.is_empty for cell in row.cells) > 1 else {}


def _only_day(row: Row, columns: Columns, today: datetime.date) -> Cell | None:
    """The one cell of a row that has something in it, beside its number, if that is a day in either order."""
    others = (
        cell
        for at, cell in enumerate(row.cells)
        if not cell.is_empty and cell.note != "filled" and not (at in columns.numbers and is_row_number(cell))
    )
    own = list(islice(others, 2))
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


def _has_no_day(row: Row, columns: Columns) -> bool:
    """Whether a row leaves its day to the rows above."""
    cell = row.at(columns.date)
    return cell.is_empty or is_same_day(cell.text) or is_time_alone(cell.text)


def _tells(row: Row, columns: Columns) -> bool:
    """Whether a row tells of an activity."""
    if row.at(columns.title).is_empty:
        return False
    return not row.at(columns.date).is_empty or row_kind(row, columns, dated=False, ended=False) == "data"


def _may_sign(cell: Cell, below: Row, columns: Columns) -> bool:
    """Whether a day may be that of a signature: it is spelled so, and the row below has no number and no figures."""
    numbered = any(below.at(at).text.strip(" .").isdigit() for at in columns.numbers)
    return is_signature(cell.text) and not numbered and not has_figures(below, columns)
