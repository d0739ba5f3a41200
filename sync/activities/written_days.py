"""Days as people write them, and spans of days: 3/11, 03.11.2026, ngày 3 tháng 11, 2026-11-03, 3-5/11, từ 30/10 đến 2/11.

What is typed into a form and what stands in a table are read here alike; what a day without a year is, and which of two
numbers is the day, is told from what goes with it.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct, structs

from sync.errors import Misuse
from sync.ledger.text import fold

Order = Literal["day", "month"]
"""Which of the two stands first."""

_D: Final = r"([0-9]{1,2})"
_Y: Final = r"([0-9]{4}|[0-9]{2})"
_SEP: Final = r" ?[-/.] ?"
_ISO: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_PAIR: Final = re.compile(rf"{_D}{_SEP}{_D}(?:{_SEP}{_Y})?")
_SPELLED: Final = re.compile(rf"{_D}[ -]?(?:thang|thg|th)[ .]{{0,2}}{_D}(?:[,/-]? ?(?:nam )?{_Y})?")
_ENGLISH: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH: Final = rf"({'|'.join(_ENGLISH)})[a-z]{{0,6}}\.?"
_IN_ENGLISH: Final = re.compile(rf"{_D}[-/ .]?{_MONTH}(?:[-/ .,]{{1,2}}{_Y})?")
"""A day with the month's name, as spreadsheets write it: 3-Nov-26."""
_AMERICAN: Final = re.compile(rf"{_MONTH} {_D}(?:,? {_Y})?")
_TO: Final = re.compile(r" ?(?:-+>?|–|—|~|\bden(?: het)?\b|\btoi\b) ?(?:ngay )?")
_DAYS_OF_MONTH: Final = re.compile(rf"{_D}{_TO.pattern}{_D}(?:{_SEP}| ?thang ?){_D}(?:(?:{_SEP}|,? ?nam ?){_Y})?")
_LEAD: Final = re.compile(r"(?:tu |vao |trong |hom )*(?:cac )?(?:ngay ?:? )?(?:hom )?")
_AND: Final = re.compile(r" ?(?:[,;+&\n]|\bva\b) ?")
_OWN_DAY: Final = re.compile(r"[0-9]{1,2}")
_ONE_DAY: Final = datetime.timedelta(days=1)
_LEAP_YEAR: Final = 2024
_LEAP_CYCLE: Final = 9
"""Years within which every day of the calendar comes again, 29 February across a year like 2100 included."""
_MONTHS: Final = range(1, 13)


class WrittenDay(Struct, frozen=True):
    """Two numbers of which one is the day and one the month, and the year if it is written."""

    first: int
    second: int
    year: int | None = None
    fixed: bool = False
    """Whether the first is the day for certain."""

    def day_month(self, order: Order) -> tuple[int, int]:
        """The day and the month."""
        return (self.first, self.second) if self.fixed or order == "day" else (self.second, self.first)

    def orders(self, year: int | None = None) -> tuple[Order, ...]:
        """The orders in which it is a day of the calendar, of some year where none is known."""
        both: tuple[Order, ...] = ("day", "month")
        known = self.year or year or _LEAP_YEAR
        return tuple(order for order in both if _date(known, *reversed(self.day_month(order))) is not None)


def without_lead(said: str) -> str:
    """A folded text without the words that lead to a day."""
    return _LEAD.sub("", said, count=1)


def written_days(text: str) -> tuple[WrittenDay, ...] | None:
    """The day that a folded text says, or the first and the last one; None if it says neither."""
    said = without_lead(text)
    if (one := _one(said)) is not None:
        return (one,)
    if match := _DAYS_OF_MONTH.fullmatch(said):
        first, last, month, year = match.groups()
        return _fixed(first, month, year), _fixed(last, month, year)
    for between in _TO.finditer(said):
        ends = _one(said[: between.start()]), _one(said[between.end() :])
        if ends[0] is not None and ends[1] is not None:
            return ends[0], ends[1]
    return None


def _one(said: str) -> WrittenDay | None:
    if match := _ISO.fullmatch(said):
        return WrittenDay(int(match[3]), int(match[2]), int(match[1]), fixed=True)
    if (match := _PAIR.fullmatch(said)) and len(set(re.sub("[0-9 ]", "", said))) == 1:  # 3-5/11 is a span, 3-5-2026 a day
        return WrittenDay(int(match[1]), int(match[2]), _year(match[3]))
    if match := _IN_ENGLISH.fullmatch(said):
        return _fixed(match[1], str(_ENGLISH.index(match[2]) + 1), match[3])
    if match := _AMERICAN.fullmatch(said):
        return _fixed(match[2], str(_ENGLISH.index(match[1]) + 1), match[3])
    return _fixed(*match.groups()) if (match := _SPELLED.fullmatch(said)) else None


def _fixed(day: str, month: str, year: str | None) -> WrittenDay:
    return WrittenDay(int(day), int(month), _year(year), fixed=True)


def _year(written: str | None) -> int | None:
    return None if written is None else int(written) + (2000 if len(written) == 2 else 0)


def are_several(text: str, reads: Callable[[str], object | None]) -> bool:
    """Whether a text says several days that are no span: 25/10, 27/10; 3, 5 và 7/11. `reads` finds a day in a part of it."""
    parts = [part for part in _AND.split("\n".join(map(fold, text.splitlines()))) if part]
    days = [reads(part) is not None for part in parts]
    each = (is_day or _OWN_DAY.fullmatch(without_lead(part)) for part, is_day in zip(parts, days, strict=True))
    return len(parts) > 1 and days[-1] and all(each)


def several_days(text: str) -> tuple[WrittenDay, ...] | None:
    """The days of a text that says several which are written one by one: 18, 19, 20/10/2026; None if it says none or one.
    What a day does not say it has from the last."""
    parts = [without_lead(part) for part in _AND.split("\n".join(map(fold, text.splitlines()))) if part]
    last = _one(parts[-1]) if len(parts) > 1 else None
    if last is None:
        return None
    days = []
    for part in parts[:-1]:
        one = _one(part)
        if one is None and _OWN_DAY.fullmatch(part):
            one = WrittenDay(int(part), last.second, last.year, fixed=True)
        if one is None:
            return None
        days.append(structs.replace(one, year=one.year or last.year))
    if not last.fixed and any(day.fixed for day in days):
        last = structs.replace(last, fixed=True)
    return (*days, last)


def resolved(
    said: tuple[WrittenDay, ...], text: str, today: datetime.date, *, order: Order = "day", year: int | None = None
) -> tuple[datetime.date, datetime.date | None]:
    """The days that were written as `text`; the last is None where a day alone is.

    `year` is that of the table, if it names one; else a day without one is the latest such day that is not past tomorrow.
    What the first day of a span does not say it has from the last; a last day without a year follows the first.
    `Misuse`: "no-such-day", "no-such-month".
    """
    begin, end = said[0], said[-1]
    if len(said) == 1:
        return _resolved(begin, text, today, order, year), None
    if end.year is None:
        first = _resolved(begin, text, today, order, year)
        last = following(end, first, text, order)
        if begin.year is None and first > today + _ONE_DAY and last.year > first.year:
            first, last = first.replace(year=first.year - 1), last.replace(year=last.year - 1)
        return first, last
    last = _in_year(end, end.year, text, order)
    turns = begin.day_month(order)[1] > last.month
    return _in_year(begin, begin.year or last.year - turns, text, order), last


def following(said: WrittenDay, first: datetime.date, text: str, order: Order = "day") -> datetime.date:
    """A last day in the year of a first day, or in the next where the turn of the year lies between."""
    return _in_year(said, said.year or first.year + (said.day_month(order)[1] < first.month), text, order)


def _resolved(said: WrittenDay, text: str, today: datetime.date, order: Order, year: int | None) -> datetime.date:
    if (known := said.year or year) is not None:
        return _in_year(said, known, text, order)
    day, month = said.day_month(order)
    for each in range(today.year + 1, today.year - _LEAP_CYCLE, -1):
        date = _date(each, month, day)
        if date is not None and date <= today + _ONE_DAY:
            return date
    raise _no_such(day, month, None, text)


def _in_year(said: WrittenDay, year: int, text: str, order: Order) -> datetime.date:
    day, month = said.day_month(order)
    date = _date(year, month, day)
    if date is None:
        raise _no_such(day, month, year, text)
    return date


def _no_such(day: int, month: int, year: int | None, text: str) -> Misuse:
    """Why two numbers are no day."""
    if month not in _MONTHS:
        return Misuse("no-such-month", text=text[:40], month=month)
    if year is None or not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        year = _LEAP_YEAR
    return Misuse("no-such-day", text=text[:40], day=day, month=month, days=calendar.monthrange(year, month)[1])


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
