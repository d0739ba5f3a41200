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
_END: Final = (
    r"(?:ngay )?([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    r"|[0-9]{1,2}(?:[/.][0-9]{1,2}(?:[/.](?:[0-9]{4}|[0-9]{2}))?| thang [0-9]{1,2}(?: nam [0-9]{4})?)%s)"
)
_SPAN: Final = re.compile(rf"(?:tu )?{_END % '?'} ?(?:[-–—]|den(?: het)?|toi) ?{_END % ''}")
"""Two days, the first perhaps without month and year. No dash within them but ISO's: 3-5-2026 is a day."""
_WORDS: Final = {"today": 0, "hom nay": 0, "yesterday": 1, "hom qua": 1, "hom kia": 2}
_ONE_DAY: Final = datetime.timedelta(days=1)
_LONG: Final = datetime.timedelta(days=60)
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
    match = _SPAN.fullmatch(fold(typed))
    if match is None:
        return parse_date(typed, today), None
    if yearless := _yearless(match[2]):
        first = _read(f"{match[1]}/{yearless[1]}" if match[1].isdigit() else match[1], today)
        last = _following(yearless, first) if first is not None else None
    else:
        last = _read(match[2], today)
        first = _begin(match[1], last, today) if last is not None else None
    if first is None or last is None:
        raise Misuse("bad-date", text=typed[:40])
    return check_date(first, today), check_date(last, today)


def parse_last(typed: str, first: str | None, today: datetime.date) -> str:
    """The ISO date of a last day typed for itself, as `parse_date`. Without a year it follows the first day (ISO), if
    that is known.

    >>> parse_last("2/1", "2025-12-28", datetime.date(2026, 11, 5))
    '2026-01-02'
    """
    yearless = _yearless(fold(typed))
    if first is None or yearless is None:
        return parse_date(typed, today)
    last = _following(yearless, datetime.date.fromisoformat(first))
    if last is None:
        raise Misuse("bad-date", text=typed[:40])
    return check_date(last, today)


def _yearless(typed: str) -> tuple[int, int] | None:
    """The day and month of what is typed without a year."""
    match = _DAY_MONTH.fullmatch(typed) or _SPELLED.fullmatch(typed)
    return (int(match[1]), int(match[2])) if match is not None and match[3] is None else None


def _following(typed: tuple[int, int], first: datetime.date) -> datetime.date | None:
    """A day and month in the year of a first day, or in the next where the turn of the year lies between."""
    day, month = typed
    return _day(first.year + (month < first.month), month, day)


def _begin(typed: str, last: datetime.date, today: datetime.date) -> datetime.date | None:
    if typed.isdigit():
        return _day(last.year, last.month, int(typed))
    if match := re.fullmatch(r"([0-9]{1,2})(?:[/.]| thang )([0-9]{1,2})", typed):
        day, month = int(match[1]), int(match[2])
        return _day(last.year - (month > last.month), month, day)
    return _read(typed, today)


def is_long_past(date: str, today: datetime.date) -> bool:
    """Whether a day (ISO) is so long ago that somebody is asked whether it is right."""
    return date < (today - _LONG).isoformat()


def check_date(date: datetime.date, today: datetime.date) -> str:
    """The ISO spelling of a day on which an activity may have been. `Misuse("date-out-of-range")`."""
    if not _FIRST <= date <= today + _ONE_DAY:
        raise Misuse("date-out-of-range", date=day(date.isoformat()), latest=day((today + _ONE_DAY).isoformat()))
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
