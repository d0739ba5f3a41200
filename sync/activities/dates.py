"""Days as people type them, read as ISO dates. "Today" is an argument; what a day is called is Vietnam's (UTC+7)."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Final

from sync.activities.written_days import are_several, following, resolved, written_days
from sync.encoding.limits import FIRST_YEAR
from sync.errors import Misuse
from sync.ledger.text import fold
from sync.wording.dates import day

_WORDS: Final = {"today": 0, "hom nay": 0, "yesterday": 1, "hom qua": 1, "hom kia": 2}
_ONE_DAY: Final = datetime.timedelta(days=1)
_LONG: Final = datetime.timedelta(days=60)
_FIRST: Final = datetime.date(FIRST_YEAR, 1, 1)


def parse_date(typed: str, today: datetime.date) -> str:
    """The ISO date that somebody means: 3/11, 03/11/2026, 3-11-26, 2026-11-03, ngày 3 tháng 11, hôm nay, yesterday.

    Days come before months. Without a year it is the latest such day that is not past tomorrow.
    `Misuse`: "bad-date" if it is none; "no-such-day", "no-such-month" if the calendar has no such day; "several-days";
    "date-out-of-range" if before 2000 or past tomorrow.

    >>> parse_date("28/12", datetime.date(2026, 1, 5))
    '2025-12-28'
    """
    first, last = _read(typed, today)
    if last is not None:
        raise Misuse("bad-date", text=typed[:40])
    return check_date(first, today)


def lasting(typed: str, today: datetime.date) -> str:
    """A day as it may be kept: "today" and its like mean another day tomorrow, so the day itself stands in their place.

    >>> lasting("hôm qua", datetime.date(2026, 11, 5)), lasting("3/11", datetime.date(2026, 11, 5))
    ('04/11/2026', '3/11')
    """
    word = fold(typed)
    return day((today - _WORDS[word] * _ONE_DAY).isoformat()) if word in _WORDS else typed


def parse_days(typed: str, today: datetime.date) -> tuple[str, str | None]:
    """The ISO dates of the first and the last day that somebody means: 3-5/11, 7/11 - 9/11/2026, từ ngày 12 đến 14/11. The
    last is None where a day alone is typed, as for `parse_date`, which tells what is raised, too.

    What the first day does not say it has from the last; a last day without a year follows the first.

    >>> parse_days("28/12 - 2/1", datetime.date(2026, 1, 5)), parse_days("3/11", datetime.date(2026, 11, 5))
    (('2025-12-28', '2026-01-02'), ('2026-11-03', None))
    """
    first, last = _read(typed, today)
    return check_date(first, today), None if last is None else check_date(last, today)


def parse_last(typed: str, first: str | None, today: datetime.date) -> str:
    """The ISO date of a last day typed for itself, as `parse_date`. Without a year it follows the first day (ISO), if
    that is known.

    >>> parse_last("2/1", "2025-12-28", datetime.date(2026, 11, 5))
    '2026-01-02'
    """
    said = written_days(fold(typed))
    if first is None or said is None or len(said) > 1 or said[0].year is not None:
        return parse_date(typed, today)
    return check_date(following(said[0], datetime.date.fromisoformat(first), typed), today)


def is_long_past(date: str, today: datetime.date) -> bool:
    """Whether a day (ISO) is so long ago that somebody is asked whether it is right."""
    return date < (today - _LONG).isoformat()


def is_to_come(date: datetime.date, today: datetime.date) -> bool:
    """Whether a day is past tomorrow: clocks and midnights differ by one."""
    return date > today + _ONE_DAY


def check_date(date: datetime.date, today: datetime.date) -> str:
    """The ISO spelling of a day on which an activity may have been. `Misuse("date-out-of-range")`."""
    if date < _FIRST or is_to_come(date, today):
        raise Misuse("date-out-of-range", date=day(date.isoformat()), latest=day((today + _ONE_DAY).isoformat()))
    return date.isoformat()


@lru_cache(maxsize=1_024)  # the days of a table come again and again
def _read(typed: str, today: datetime.date) -> tuple[datetime.date, datetime.date | None]:
    word = fold(typed)
    if word in _WORDS:
        return today - _WORDS[word] * _ONE_DAY, None
    said = written_days(word)
    if said is None:
        raise Misuse("several-days" if are_several(typed, written_days) else "bad-date", text=typed[:40])
    return resolved(said, typed, today)
