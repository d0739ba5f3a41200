"""Rows that go on with the text of the row above, as a table of Word comes out in a sheet: the second line of a title, what
it names by dashes. They have nothing but words, below a row that has a day or a number: their words are put behind those of
that row, and somebody is asked. The name of a group begins otherwise, or stands below no row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from msgspec import structs

from sync.importing.columns import PlannedColumn
from sync.importing.doubts import spoken
from sync.importing.headings import DESCRIPTION
from sync.importing.row_kinds import Columns, has_figures, is_words, row_kind
from sync.importing.totals import begins_as_total
from sync.ledger.activity_fields import BY_CODE
from sync.ledger.text import fold
from sync.tables import Cell, Row

_DASH: Final = re.compile(r"\s*[-–—+*•●▪◦✓‣]+\s*(?=[^\W\d]|[\"“(])")
_LETTERED: Final = re.compile(r"\w{1,3}[.)/]")
_FIRST_LETTER: Final = re.compile(r"(?:a|1)[.)/]")
_OPEN_SIGNS: Final = (",", ";", ":", "-", "–", "(", "“", "/", "&", "+")
_OPEN_WORDS: Final = re.compile(
    r"\b(?:va|voi|cho|cua|ve|tai|cung|hoac|theo|trong|tu|den|cac|nhung|do|la|de|bang|tren|o|vao|nham|viec|giua|nhan)$"
)
"""What a line that goes on may end with, without accents."""
_OPEN_PLACES: Final = re.compile(r"\b(?:ban|thon|khu|xa|nvh|nha van hoa|hoi truong|ubnd|truong|tram|cho|san|diem|cum)$")
"""What a place ends with whose name is still to come."""
_MOST_LOWER: Final = 0.2
"""Titles that begin small, beyond which that says nothing of a row."""


class Wrapped(NamedTuple):
    """Rows with what those below them go on with, and the numbers of these."""

    rows: tuple[Row, ...]
    parts: frozenset[int]
    apart: tuple[Row, ...]
    """The rows with each of these as an activity of its own, of the day of the row that it would go on with."""


def wrapped(rows: Sequence[Row], columns: Sequence[PlannedColumn], apart: Columns) -> Wrapped:
    """The rows of a table, each with the words of those below that go on with it."""
    finder = _Finder(rows, apart, frozenset(column.place for column in columns if column.field == DESCRIPTION))
    joined = frozenset(column.place for column in columns if _is_text(column))
    told: list[Row] = []
    own: list[Row] = []
    parts: set[int] = set()
    head = -1
    for row in rows:
        if finder.is_head(row):
            head = len(told)
        elif head >= 0 and finder.goes_on(row, told[head], follows=told[-1].number in parts):
            parts.add(row.number)
            told[head] = _with_words(told[head], row, joined, apart.title)
        elif not all(cell.is_empty for cell in row.cells):
            head = -1
        told.append(row)
        own.append(_of_day(told[head].at(apart.date), row, apart.date) if row.number in parts else row)
    return Wrapped(tuple(told), frozenset(parts), tuple(own))


def _of_day(day: Cell, row: Row, place: int) -> Row:
    cells = [*row.cells, *[Cell()] * (place + 1 - len(row.cells))]
    cells[place] = structs.replace(day, note="ditto", was="") if day.text and not day.note else day
    return structs.replace(row, cells=tuple(cells))


def _is_text(column: PlannedColumn) -> bool:
    if column.field == DESCRIPTION:
        return True
    return column.field in BY_CODE and BY_CODE[column.field].kind not in ("count", "day") and column.why != "ticks"


class _Finder:
    """The finding of such rows in one table."""

    def __init__(self, rows: Sequence[Row], apart: Columns, notes: frozenset[int]) -> None:
        self._apart, self._notes = apart, notes
        titles = [row.at(apart.title).text for row in rows if self.is_head(row)]
        small = sum(title[:1].islower() for title in titles)
        self._small_says_so = bool(titles) and small <= _MOST_LOWER * len(titles)
        self._dashes_say_so = self._letters_say_so = True
        head = False
        for row in rows:  # a name of its own stands below no activity
            if self.is_head(row):
                head = True
            elif self._is_of_words(row):
                text = row.at(apart.title).text
                if not head and text:
                    self._dashes_say_so = self._dashes_say_so and not _DASH.match(text)
                    self._letters_say_so = self._letters_say_so and not _LETTERED.match(text)
                    self._small_says_so = self._small_says_so and not (text[:1].islower() and not _LETTERED.match(text))
            elif not all(cell.is_empty for cell in row.cells):
                head = False

    def is_head(self, row: Row) -> bool:
        """Whether a row tells of an activity: what was done, with a day, number or figure of its own."""
        title, day = row.at(self._apart.title), row.at(self._apart.date)
        if title.is_empty or title.note == "filled":
            return False
        dated = not day.is_empty and (day.note != "filled" or day.text != title.text)
        return dated or self._is_numbered(row) or has_figures(row, self._apart)

    def _is_numbered(self, row: Row) -> bool:
        return any(row.at(at).text[:1].isdigit() for at in self._apart.numbers)

    def _is_of_words(self, row: Row) -> bool:
        """Whether a row has nothing but words, none of them in the columns of days and numbers."""
        there = [(at, cell) for at, cell in enumerate(row.cells) if not cell.is_empty]
        if not there or has_figures(row, self._apart) or any(cell.note or not is_words(cell) for _at, cell in there):
            return False
        return all(at != self._apart.date and at not in self._apart.numbers for at, _cell in there)

    def goes_on(self, row: Row, head: Row, *, follows: bool) -> bool:
        """Whether a row goes on with the words of another; `follows`: the row above it does."""
        if not self._is_of_words(row) or row_kind(row, self._apart, dated=False, ended=False) not in ("group", "data"):
            return False
        there = [(at, cell.text) for at, cell in enumerate(row.cells) if not cell.is_empty]
        if any(not is_words_of(head.at(at)) and at not in self._notes for at, _text in there):
            return False
        at, text = there[0] if row.at(self._apart.title).is_empty else (self._apart.title, row.at(self._apart.title).text)
        if begins_as_total(text):
            return False
        above = head.at(at).text
        is_open, small = _is_open(above), text[:1].islower() and not _LETTERED.match(text)
        if at != self._apart.title:
            return is_open or (small and not above[:1].islower()) or _OPEN_PLACES.search(fold(above)) is not None
        if _DASH.match(text):
            return self._dashes_say_so and not _DASH.match(above) and not spoken(text, "name")
        if _LETTERED.match(text):
            return self._letters_say_so and (follows or _FIRST_LETTER.match(text) is not None) and not spoken(text, "name")
        if is_open:
            return True
        alone = bool(self._apart.numbers) or len(there) == 1
        return small and self._small_says_so and alone and not spoken(text, "name")


def is_words_of(cell: Cell) -> bool:
    """Whether a cell has words that may go on below."""
    return bool(cell.text) and not cell.date and cell.note in ("", "continued")


def _is_open(text: str) -> bool:
    """Whether a text ends so that it goes on."""
    return (
        text.rstrip().endswith(_OPEN_SIGNS)
        or text.count("(") > text.count(")")
        or _OPEN_WORDS.search(fold(text).rstrip()) is not None
    )


def _with_words(head: Row, row: Row, joined: frozenset[int], title: int) -> Row:
    cells = list(head.cells)
    for at, own in enumerate(row.cells):
        if own.is_empty or at not in joined:
            continue
        cells += [Cell()] * (at + 1 - len(cells))
        above = cells[at]
        if above.is_empty:
            cells[at] = Cell(own.words, note="continued", was=own.words)
            continue
        text = _joined(above.words, own.words) if at == title else f"{above.words} {own.words}"
        cells[at] = Cell(text, note="continued", was=above.was if above.note == "continued" else above.words)
    return structs.replace(head, cells=tuple(cells))


def _joined(above: str, own: str) -> str:
    """A title and what its next line says: a dash stands for a sign between them."""
    dash = _DASH.match(own)
    if dash is None and not _LETTERED.match(own):
        return f"{above} {own}"
    told, plain = own[dash.end() if dash is not None else 0 :], above.rstrip()
    if plain.endswith((":", ",", "(", "–", "-")):
        return f"{plain} {told}"
    return f"{plain.rstrip(' ;.')}{'; ' if ':' in plain else ': '}{told}"
