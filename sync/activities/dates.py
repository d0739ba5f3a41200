"""Days as people type them, read as ISO dates. "Today" is an argument; what a day is called is Vietnam's (UTC+7)."""

from __future__ import annotations

import datetime
import re
from typing import Final

from sync.encoding.limits import FIRST_YEAR
from sync.errors import Misuse
from sync.ledger.text import fold
from sync.wording.dates import day

_ISO: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_MONTH: Final = re.compile(r"(?:ngay )?([0-9]{1,2})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{4}|[0-9]{2}))?")
_SPELLED: Final = re.compile(r"(?:ngay )?([0-9]{1,2}) thang ([0-9]{1,2})(?: nam ([0-9]{4}))?")
_WORDS: Final = {"today": 0, "hom nay": 0, "yesterday": 1, "hom qua": 1, "hom kia": 2}
_ONE_DAY: Final = datetime.timedelta(days=1)
_FIRST: Final = datetime.date(FIRST_YEAR, 1, 1)
_LEAP_CYCLE: Final = 9
"""Years within which every day of the calendar comes again, 29 February across a year like 2100 included."""


def parse_date(typed: str, today: datetime.date) -> str:
    """The ISO date that somebody means: 3/11, 03/11/2026, 3-11-26, 2026-11-03, ngày 3 tháng 11, hôm nay, yesterday.

    Days come before months. Without a year it is the latest such day that is not past tomorrow.
    `Misuse("bad-date")` if it is no day, `Misuse("date-out-of-range")` if before 2000 or past tomorrow.

    >>> parse_date("28/12", datetime.date(2026, 1, 5))
    '2025-12-28'
    """
    date = _read(fold(typed), today)
    if date is None:
        raise Misuse("bad-date", text=typed[:40])
    return check_date(date, today)


def check_date(date: datetime.date, today: datetime.date) -> str:
    """The ISO spelling of a day on which an activity may have been. `Misuse("date-out-of-range")`."""
    if not _FIRST <= date <= today + _ONE_DAY:
        raise Misuse("date-out-of-range", date=day(date.isoformat()))
    return date.isoformat()


def _read(typed: str, today: datetime.date) -> datetime.date | None:
    if typed in _WORDS:
        return today - _WORDS[typed] * _ONE_DAY
    if match := _ISO.fullmatch(typed):
        year, month, day = map(int, match.groups())
        return _day(year, month, day)
    match = _DAY_MONTH.fullmatch(typed) or _SPELLED.fullmatch(typed)
    if match is None:
        return None
    day, month, written = int(match[1]), int(match[2]), match[3]
    if written is not None:
        return _day(int(written) + (2000 if len(written) == 2 else 0), month, day)
    for year in range(today.year + 1, today.year - _LEAP_CYCLE, -1):
        date = _day(year, month, day)
        if date is not None and date <= today + _ONE_DAY:
            return date
    return None


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
