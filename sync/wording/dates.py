"""Days and moments as people and programs read them, by the clocks of Vietnam.

A laptop's entry may claim any second up to 2^53, far beyond what a calendar has. So nothing here raises: a moment that
no calendar has is shown as its number of seconds. Nothing else in the program writes a day or a moment.
"""

from __future__ import annotations

import datetime
from typing import Final

from sync.encoding.patterns import DAY
from sync.encoding.types import Instant
from sync.ledger.period import LAST_MIDNIGHT, VIETNAM
from sync.wording.i18n import catalogue

_ = catalogue("sync")

NOTHING: Final = "–"
"""Stands for a day or a moment that there is not."""


# -- moments


def vietnam_time(instant: Instant) -> datetime.datetime | None:
    """What the clocks of Vietnam show at an instant (POSIX seconds), with their zone; None beyond the calendar."""
    return datetime.datetime.fromtimestamp(instant, VIETNAM) if 0 <= instant < LAST_MIDNIGHT else None


def moment(instant: Instant | None, *, seconds: bool = False) -> str:
    """An instant (POSIX seconds) for people.

    >>> moment(1_793_000_000), moment(1_793_000_000, seconds=True), moment(2**53), moment(None)
    ('26/10/2026 14:33', '26/10/2026 14:33:20', '9007199254740992', '–')
    """
    if instant is None:
        return NOTHING
    shown = vietnam_time(instant)
    return str(instant) if shown is None else clock_face(shown, seconds=seconds)


def clock_face(shown: datetime.datetime, *, seconds: bool = False) -> str:
    """What a clock shows, for people: 26/10/2026 14:33."""
    return f"{shown:%d/%m/%Y %H:%M:%S}" if seconds else f"{shown:%d/%m/%Y %H:%M}"


def moment_in_document(instant: Instant | None, *, in_text: bool = False) -> str:
    """An instant (POSIX seconds) as official documents write it; empty where there is none.

    >>> moment_in_document(1_793_000_000), moment_in_document(1_793_000_000, in_text=True)
    ('14:33 26/10/2026', '14:33 ngày 26/10/2026')
    """
    if instant is None:
        return ""
    shown = vietnam_time(instant)
    if shown is None:
        return str(instant)
    return f"{shown:%H:%M ngày %d/%m/%Y}" if in_text else f"{shown:%H:%M %d/%m/%Y}"


def moment_iso(instant: Instant | None) -> str:
    """An instant (POSIX seconds) for programs: ISO 8601 with Vietnam's zone; empty where there is none.

    >>> moment_iso(1_793_000_000), moment_iso(2**53)
    ('2026-10-26T14:33:20+07:00', '9007199254740992')
    """
    if instant is None:
        return ""
    shown = vietnam_time(instant)
    return str(instant) if shown is None else shown.isoformat()


def stamp(instant: Instant, *, seconds: bool = False) -> str:
    """An instant (POSIX seconds) in the name of a file: 20261026-1433."""
    shown = vietnam_time(instant)
    return str(instant) if shown is None else f"{shown:%Y%m%d-%H%M%S}" if seconds else f"{shown:%Y%m%d-%H%M}"


# -- days


def day(date: str | None) -> str:
    """A day, a month or a day of each year (ISO) for people.

    >>> day("2026-11-05"), day("2026-11"), day("11-05"), day(None)
    ('05/11/2026', '11/2026', '05/11', '–')
    """
    return "/".join(reversed(date.split("-"))) if date else NOTHING


def days(first: str | None, last: str | None) -> str:
    """A day, or a span from one to another (ISO), for people: what both share stands once.

    >>> days("2026-11-03", "2026-11-05"), days("2026-10-28", "2026-11-05"), days("2026-12-30", "2027-01-02")
    ('03–05/11/2026', '28/10–05/11/2026', '30/12/2026–02/01/2027')
    >>> days("2026-11-05", None), days(None, None)
    ('05/11/2026', '–')
    """
    if not first or not last:
        return day(first or last)
    shared = 7 if first[:7] == last[:7] else 4 if first[:4] == last[:4] else 0
    return f"{day(first[shared:].lstrip('-'))}–{day(last)}"


def day_at(instant: Instant) -> str:
    """The day in Vietnam on which an instant (POSIX seconds) falls, for people.

    >>> day_at(1_793_000_000), day_at(2**53)
    ('26/10/2026', '9007199254740992')
    """
    shown = vietnam_time(instant)
    return str(instant) if shown is None else day(shown.date().isoformat())


def day_stamp(instant: Instant) -> str:
    """The day in Vietnam on which an instant (POSIX seconds) falls, in the name of a file: 20261026."""
    shown = vietnam_time(instant)
    return str(instant) if shown is None else f"{shown:%Y%m%d}"


def quarter(name: str) -> str:
    """A quarter of a year for people: 2026-Q3 is quarter 3/2026."""
    year, _dash, number = name.partition("-Q")
    return _("quarter {quarter}/{year}").format(quarter=number, year=year)


def day_in_document(date: str) -> str:
    """A day (ISO) as official documents write it: days below 10 and the months January and February with a zero.

    >>> day_in_document("2026-02-05"), day_in_document("2026-11-15")
    ('ngày 05 tháng 02 năm 2026', 'ngày 15 tháng 11 năm 2026')
    """
    found = datetime.date.fromisoformat(date)
    return f"ngày {found.day:02} tháng {_padded_month(found.month)} năm {found.year}"


def day_at_in_document(instant: Instant) -> str:
    """The day in Vietnam on which an instant (POSIX seconds) falls, as official documents write it.

    >>> day_at_in_document(1_793_000_000), day_at_in_document(2**53)
    ('ngày 26 tháng 10 năm 2026', '9007199254740992')
    """
    shown = vietnam_time(instant)
    return str(instant) if shown is None else day_in_document(shown.date().isoformat())


_QUARTERS: Final = {"Q1": "I", "Q2": "II", "Q3": "III", "Q4": "IV"}


def period_in_document(name: str, end: str) -> str:
    """A period as official documents call it; one of a single date by the last day (ISO) of its window.

    >>> period_in_document("2653/KH-UBND@2026-11", "2026-11-14"), period_in_document("2026-H1", "2026-06-14")
    ('tháng 11 năm 2026', '6 tháng đầu năm 2026')
    >>> period_in_document("2653/KH-UBND@2026-Q3", "2026-09-14")
    'quý III năm 2026'
    """
    when = name.rpartition("@")[2]
    parts = when.split("-")
    if len(parts) == 1:
        return f"năm {when}"
    if parts[1] == "H1":
        return f"6 tháng đầu năm {parts[0]}"
    if parts[1].startswith("Q"):
        return f"quý {_QUARTERS[parts[1]]} năm {parts[0]}"
    return month_in_document(when) if len(parts) == 2 else f"đến {day_in_document(end)}"


def month_in_document(month: str) -> str:
    """A month (`YYYY-MM`) as official documents write it.

    >>> month_in_document("2026-02"), month_in_document("2025-12")
    ('tháng 02 năm 2026', 'tháng 12 năm 2025')
    """
    year, _dash, number = month.partition("-")
    return f"tháng {_padded_month(int(number))} năm {year}"


def _padded_month(month: int) -> str:
    return f"{month:02}" if month <= 2 else str(month)


def with_days(text: str) -> str:
    """A text with its days as people write them."""
    return DAY.sub(lambda found: day(found[0]), text)
