"""Rows of one table that tell of an activity which a row above tells of: a form that was sent a second time, a row that was
put right below and left standing. They name the same day, place and title, and have other figures, or were only sent at
another time. At another hour, or with another word wherever both say something, they are activities of their own; so are
those whose title is merged with the one above, or says "as above".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from sync.importing.columns import PlannedColumn
from sync.importing.ditto import is_ditto
from sync.importing.headings import DESCRIPTION, UNUSED
from sync.importing.read_row import ReadRow
from sync.ledger.activity_fields import COUNTED
from sync.ledger.entry import Fields
from sync.ledger.text import fold
from sync.tables import Row

_SENT: Final = re.compile(
    r"dau thoi gian|timestamp|(?:thoi gian|thoi diem|ngay(?: gio)?|gio|luc) (?:gui|nop|nhap|dien|tra loi)\b.*"
    r"|(?:start|completion) time|submitted.*"
)
"""The heading of a column that says when the answer to a form was sent."""
_HOURS: Final = re.compile(
    r"(?<![0-9/.-])[0-9]{1,2} ?(?:h|g|gio|:) ?(?:[0-5][0-9])?(?![0-9])|\b(?:sang|trua|chieu|toi|dem|som|am|pm|buoi)\b"
)
"""When of a day, folded."""
_NUMBER: Final = re.compile("[0-9]+")
_WORD: Final = re.compile(r"\w+")
_NEAR: Final = 0.8
"""How many of the words of two titles are in both where these are near."""
_MOST_OF_A_DAY: Final = 12
"""Rows of a day and place that one is compared with: the last of them."""
_COUNTING: Final = ("part", "numbers", "planned")
"""Why a column that is not used has figures, all the same."""
_LOOKED_AT: Final = frozenset({"date", "until", "place", "places", "title", DESCRIPTION, *COUNTED})
"""What is compared otherwise than word for word."""


class Again(NamedTuple):
    """A row, and the one above that it tells of again."""

    first: ReadRow
    row: ReadRow


def equal_rows(rows: Sequence[ReadRow]) -> Iterator[ReadRow]:
    """The rows that say just what a row above says."""
    known: set[object] = set()
    for row in rows:
        if row.fields is not None:
            said = (row.fields.date, row.fields.place, row.cells)
            if said in known:
                yield row
            known.add(said)


def told_again(rows: Sequence[ReadRow], table: Sequence[Row], columns: Sequence[PlannedColumn]) -> Iterator[Again]:
    """The rows that tell again what one above tells, but for those that say just the same."""
    finder: _Finder | None = None
    known: dict[tuple[str, ...], list[_Titled]] = defaultdict(list)
    for row in rows:
        if row.fields is None:
            continue
        same, titled = known[_where(row.fields)], _Titled(row, str(row.fields.title))
        if near := [each.row for each in same if titled.is_near(each)]:
            finder = finder or _Finder(table, columns)
            if (first := next((each for each in near if finder.tells(row, each)), None)) is not None:
                yield Again(first, row)
        same.append(titled)
        del same[:-_MOST_OF_A_DAY]


class _Titled:
    """A row, and what its title says, taken apart where another stands beside it."""

    def __init__(self, row: ReadRow, title: str) -> None:
        self.row, self._title = row, title

    @cached_property
    def _numbers(self) -> list[str]:
        return _NUMBER.findall(self._title)

    @cached_property
    def _words_and_hours(self) -> tuple[frozenset[str], list[str]]:
        folded = fold(self._title)
        return frozenset(_WORD.findall(folded)), _HOURS.findall(folded)

    def is_near(self, other: _Titled) -> bool:
        """Whether two titles may be of one activity: most words of both are in both, and all of their numbers and hours."""
        if self._numbers != other._numbers:
            return False
        (one, hours), (another, other_hours) = self._words_and_hours, other._words_and_hours
        both = len(one & another)
        return hours == other_hours and both > 0 and both >= _NEAR * (len(one) + len(another) - both)


def _where(fields: Fields) -> tuple[str, ...]:
    """The day and place of an activity."""
    places = tuple(map(str, fields.places)) if fields.places else ()
    return (str(fields.date), str(fields.until or ""), fold(str(fields.place or "")), *map(fold, places))


class _Finder:
    """The finding of them in one table."""

    def __init__(self, table: Sequence[Row], columns: Sequence[PlannedColumn]) -> None:
        self._there = {row.number: row for row in table}
        self._sent = {column.place for column in columns if _SENT.fullmatch(fold(column.heading.rpartition(": ")[2]))}
        said = [column for column in columns if column.field in (UNUSED, DESCRIPTION) and column.why not in _COUNTING]
        self._said = [column.place for column in said if column.place not in self._sent]
        self._days = [column.place for column in columns if column.field == "date"]
        self._title = next(column.place for column in columns if column.field == "title")

    def tells(self, row: ReadRow, first: ReadRow) -> bool:
        """Whether a row tells of what another of its day, place and title tells, and does not say just the same."""
        assert row.fields is not None, "a row that is taken"
        assert first.fields is not None, "a row that is taken"
        if row.cells == first.cells:
            return False
        if not all(
            value == other
            for code in row.fields.__struct_fields__
            if code not in _LOOKED_AT
            if (value := getattr(row.fields, code)) and (other := getattr(first.fields, code))
        ):
            return False
        there = self._there[row.number]
        goes_on = there.at(self._title).note == "filled" or is_ditto(there.at(self._title).text)
        return not goes_on and not self._differ(there, self._there[first.number])

    def _differ(self, row: Row, first: Row) -> bool:
        """Whether what else two rows say is of two activities: at other hours; in a table of no form in any other word."""
        for at in (*self._said, *(() if self._sent else self._days)):
            one, other = fold(row.at(at).text), fold(first.at(at).text)
            if not one or not other or one == other:
                continue
            if _HOURS.findall(one) != _HOURS.findall(other) or not (self._sent or at in self._days):
                return True
        return False
