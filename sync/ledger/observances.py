"""Days that directives want kept every year, as days of a calendar."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from msgspec import Struct

from sync.encoding.limits import FIRST_YEAR, LAST_YEAR
from sync.ledger.directive import Directive, Observance
from sync.ledger.registry import holds
from sync.ledger.tasks import day_in_year


class KeptDay(Struct, frozen=True):
    """A day, or the days from one to another, to be kept in a year."""

    first: datetime.date
    last: datetime.date
    label: str
    directive: Directive
    """The first to name it, where several do."""


def kept_days(directives: Iterable[Directive], first: datetime.date, last: datetime.date) -> list[KeptDay]:
    """What directives want kept from one day to another, in order: of each what has not ended before the first of them, in
    years in which its directive holds."""
    found: dict[tuple[datetime.date, datetime.date, str], KeptDay] = {}
    for directive in directives:
        for observance in directive.observances:
            for begin, end in _occurrences(observance, first, last):
                if begin <= last and first <= end and holds(directive, begin.isoformat(), begin.isoformat()):
                    key = begin, end, observance.label.casefold()
                    found.setdefault(key, KeptDay(begin, end, observance.label, directive))
    return sorted(found.values(), key=lambda kept: (kept.first, kept.last, kept.label))


def _occurrences(
    observance: Observance, first: datetime.date, last: datetime.date
) -> Iterator[tuple[datetime.date, datetime.date]]:
    """The days of one observance, with its last, in the years around; none where it names no day."""
    if observance.day is None:
        return
    for year in range(max(first.year - 1, FIRST_YEAR), min(last.year, LAST_YEAR - 1) + 1):
        begin = day_in_year(observance.day, year)
        until = observance.until or observance.day
        yield begin, day_in_year(until, year + (until < observance.day))
