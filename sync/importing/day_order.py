"""The days of a column as they stand in it: what order day and month have is proven by the column, or asked.

Offices write 3/11/2026; a machine set to American English writes 11/3/2026, and Excel makes real days of what its own order
allows and leaves the rest as text. So a column is read whole first. What stands around a day, a time or "Thứ ba", is
taken off and named.

A witness is a cell that is a day of the calendar in one order alone, since one of its numbers is above 12: 24/11/2026. One
that is a day in neither, 16/13/2026 or 31/11/2026, is a bad cell and says nothing of the others. One that would lie in the
future in one order says nothing either: days are mistyped, and planned. Witnesses of one order prove it; of both, it is
asked which one holds. Real days beside texts that Excel could not take prove that it turned the others round.

Without a witness the title proves an order whose months it names. Weaker signs do for the usual order alone, the day
first: all cells are of one month so; all numbers below 10 are written 03; there is one day. They do only where no day lies
in the future so, and not where all days are recent with the month first and some long past with the day first: a sheet
that was just written by an American machine looks like that. Nothing proves the month first but a witness or the title.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

from msgspec import Struct, structs

from sync.activities.dates import is_long_past, is_to_come
from sync.activities.written_days import Order, WrittenDay, are_several, resolved, several_days, without_lead, written_days
from sync.encoding.limits import MAX_SPAN
from sync.errors import Misuse
from sync.ledger.text import fold
from sync.tables import Cell
from sync.wording.dates import day

Proof = Literal["none-needed", "above-12", "one-month", "padded", "usual", "title", "chosen", "unproven", "mixed"]
"""What says which order a column has: no text in it leaves it open; a number above 12; the second number is one month
while the first changes; numbers below 10 are written 03; it has one day, and that is recent; the sheet's title names the
months; somebody chose it; nothing; both orders stand in it."""

DayHow = Literal["serial", "around", "swapped", "year", "span", "decimal", "one-by-one", "two-years"]
"""How a day was read where it does not stand as such: a serial number; a time or weekday was taken off; the spreadsheet had
turned day and month round; the year is that of the sheet; several days; a number with a decimal point;
days that follow one another were written one by one; the year is one of two that
the title names."""

_SERIALS: Final = range(36_526, 73_051)
"""Excel's numbers of the days from 2000 to 2099."""
_NUMBERS: Final = re.compile(r"[0-9]{1,2}(?: ?(?:[,;+&]|\bva\b) ?[0-9]{1,2})+")
"""Days of which the month is not known."""
_ONE_DAY: Final = datetime.timedelta(days=1)
_EPOCH: Final = datetime.date(1899, 12, 30)

_WEEKDAY: Final = re.compile(r"^(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])\b[ ,.:;-]*")
_CLOCK: Final = (
    r"(?:[01]?[0-9]|2[0-4]) ?(?:h|gio|g(?![a-z])|:)(?: ?[0-5][0-9])?"
    r"(?: ?(?:phut|p)\b|['’])?(?::[0-5][0-9](?:\.[0-9]+)?)?(?: ?(?:[ap]m|sa|ch)\b)?"
)
_TIME: Final = re.compile(
    rf"(?:\b(?:luc|tu|vao)\b ?)?(?<![0-9/.-]){_CLOCK}(?: ?(?:-|–|den) ?{_CLOCK})?(?![0-9/])(?: ?(?:ngay|,|;|-|\|))?"
)
_HAS_CLOCK: Final = re.compile(r"[0-9] ?[hg:]")
_PART_OF_DAY: Final = re.compile(r"\b(?:buoi )?(?:dau gio )?(?:sang|trua|chieu|toi|dem|khuya|ca ngay)\b(?: ngay| hom)?")
_WEEKDAY_BEHIND: Final = re.compile(r"[ ,]*\(?(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])\)?$")
_ISO_TIME: Final = re.compile(r"(?<=[0-9]{2})t(?=[0-9]{2}:)")
_LEAD: Final = re.compile(r"(?:(?:[ivx]{1,5}|[a-h]|[0-9]{1,2}) ?[.)/]|[-+*•]) ?(?=(?:ngay|thu|chu nhat|cn)\b)")
"""A number or sign before a day that heads others: "II. Ngày 5/11"."""
_PADDED: Final = re.compile(r"\b0[0-9]\b")
_UNPADDED: Final = re.compile(r"\b[0-9]\b")
_NIGHT: Final = re.compile(r"\bdem (?:ngay )?([0-9/.]+) (?:va )?rang(?: sang)?(?: ngay)? (?=[0-9])")
"""The night from one day to the next."""
_LUNAR: Final = re.compile(r"\b(?:mung|mong|ram|am lich|lich am|ngay am|a\.?l|nhuan)\b")
"""Words of days of the lunar calendar."""
_OF_SOLAR: Final = re.compile(r"\(? ?\b(?:duong lich|d\.?l)\b\.? ?\)?")
_BESIDE: Final = re.compile(r"[,;()]|\s[-–]\s|\b(?:tuc|nham)\b(?: (?:la|vao|ngay))*")
"""What stands between a day and the same one by the other calendar."""
_TOLD_FROM_TODAY: Final = re.compile(
    r"\b(?:hom (?:nay|qua|kia|no|truoc|vua roi)|ngay (?:mai|kia)|(?:sang|trua|chieu|toi|dem) (?:nay|qua|mai)"
    r"|(?:tuan|thang|nam|quy) (?:nay|qua|truoc|roi|vua roi|toi|sau)|today|yesterday|last (?:week|month|year))\b"
)
"""Words that are another day on every day that they are read on: in a list nobody knows when that was written."""
_TITLE_YEAR: Final = re.compile(r"(?:nam |/|\b)(20[0-9]{2})\b")
_SCHOOL_YEAR: Final = re.compile(
    r"\b(?:nam hoc|nh|hoc ky [0-9ivx]{1,3},?) ?:? ?(20[0-9]{2}) ?[-–—/] ?(20[0-9]{2}|[0-9]{2})\b"
)
_MOST_YEARS_AGO: Final = 30
_SCHOOL_BEGINS: Final = 9
"""The month in which a school year begins."""
_TITLE_MONTH: Final = re.compile(r"\bthang (0?[1-9]|1[0-2])\b")


_NOTE_ENDS: Final = ("*", ")", "]", "\u00b9", "\u00b2", "\u00b3", "\u2074", "\u2075")
_NOTED: Final = re.compile(r"(?<=[0-9/]) ?(?:\*{1,3}|[(\[](?:[1-9]|\*{1,3})[)\]]|[\u00b9\u00b2\u00b3\u2074\u2075])$")
"""The mark of a footnote behind a day."""


class _Written(Struct, frozen=True):
    """A cell as it is written: one day or the two ends of a span, and what stood around them."""

    days: tuple[WrittenDay, ...]
    around: bool
    padded: bool | None
    """Whether its numbers below 10 are written 03; None without any."""

    @property
    def is_open(self) -> bool:
        """Whether the order of its numbers is not written."""
        return not all(day.fixed for day in self.days)


class DayRead(Struct, frozen=True):
    """A cell's day, or its first and last one (ISO), and how they were read where that is to be told."""

    first: str
    last: str
    how: tuple[DayHow, ...] = ()


class DayColumn(Struct, frozen=True, kw_only=True):
    """How the days of a column are read."""

    order: Order = "day"
    proof: Proof = "none-needed"
    swapped: bool = False
    """Whether the spreadsheet turned day and month of its real days round."""
    swap_unsure: bool = False
    """Whether that is likely and not proven."""
    year: int | None = None
    """The year of days without one, by the sheet's title or the other days."""
    school_year: int | None = None
    """The year in which the school year began that the title names."""
    lunar: bool = False
    """Whether they are days of the lunar calendar, none of which is read."""
    two_years: tuple[int, ...] = ()
    """The years that the title names, where it does not say which of them a day without one is of."""

    @property
    def is_order_open(self) -> bool:
        """Whether somebody has to be asked which of the two numbers is the day."""
        return self.proof in ("unproven", "mixed")

    def year_of(self, said: WrittenDay, order: Order, text: str, today: datetime.date) -> int | None:
        """The year of a day without one; None where nothing says it."""
        if self.school_year is not None:
            return self.school_year + (said.day_month(order)[1] < _SCHOOL_BEGINS)
        if not self.two_years or said.year is not None:
            return self.year
        fitting = [year for year in sorted(self.two_years) if year in _years_so_far(said, order, text, today)]
        return fitting[-1] if fitting else self.two_years[0]

    @property
    def is_open(self) -> bool:
        """Whether somebody has to be asked."""
        return self.is_order_open or self.swap_unsure


def day_column(
    cells: Iterable[Cell], *, title: str, today: datetime.date, chosen: Order | None = None, usual: Order | None = None
) -> DayColumn:
    """How a column of days is read: `title` is what stands above the table and names it; `chosen` is an order that holds
    against what the column says, `usual` one where it leaves that open."""
    real: list[datetime.date] = []
    texts: list[_Written] = []
    for cell in cells:
        if cell.date:
            real.append(datetime.date.fromisoformat(cell.date))
        elif cell.number is None and cell.text:
            written = _written(cell.text)
            if written is not None:
                texts.append(written)
    folded = fold(title)
    years = {day.year for written in texts for day in written.days if day.year} | {date.year for date in real}
    titled = {int(year) for year in _TITLE_YEAR.findall(folded)}
    year = next(iter(titled)) if len(titled) == 1 else next(iter(years)) if not titled and len(years) == 1 else None
    school = {int(first) for first, last in _SCHOOL_YEAR.findall(folded) if (int(first) + 1) % 100 == int(last) % 100}
    titled_years = DayColumn(
        year=year,
        school_year=next(iter(school)) if len(school) == 1 else None,
        two_years=() if school or len(titled) < len(("one", "other")) else tuple(sorted(titled)),
    )
    if chosen is not None:
        return structs.replace(titled_years, order=chosen, proof="chosen")
    open_days = [day for written in texts for day in written.days if not day.fixed and day.orders(year)]
    months = {int(month) for month in _TITLE_MONTH.findall(folded)}
    order, proof = _witnessed(open_days, year) or _signed(open_days, texts, months, year, today)
    if usual is not None and proof in ("unproven", "mixed"):
        return structs.replace(titled_years, order=usual, proof="chosen")
    swapped, unsure = _swapped(real, open_days, order, proof)
    return structs.replace(titled_years, order=order, proof=proof, swapped=swapped, swap_unsure=unsure)


def _years_so_far(said: WrittenDay, order: Order, text: str, today: datetime.date) -> set[int]:
    """The years in which a day was, up to today, of the last few."""
    found = set()
    for year in range(today.year - _MOST_YEARS_AGO, today.year + 1):
        try:
            date, _last = resolved((said,), text, today, order=order, year=year)
        except Misuse:
            continue
        if not is_to_come(date, today):
            found.add(year)
    return found


def _witnessed(days: Sequence[WrittenDay], year: int | None) -> tuple[Order, Proof] | None:
    """The order that witnesses prove, of days that are some in one order at least."""
    proven = {orders[0] for orders in (day.orders(year) for day in days) if len(orders) == 1}
    if len(proven) > 1:
        return "day", "mixed"
    return (proven.pop(), "above-12") if proven else None


def _signed(
    days: Sequence[WrittenDay], texts: Sequence[_Written], title_months: set[int], year: int | None, today: datetime.date
) -> tuple[Order, Proof]:
    """The order that the title or weaker signs show, of days that are some in both orders."""
    pairs = [day for day in days if day.first != day.second]
    if not pairs:
        return "day", "none-needed"
    firsts, seconds = {pair.first for pair in pairs}, {pair.second for pair in pairs}
    if title_months and (seconds <= title_months) != (firsts <= title_months):
        return ("day" if seconds <= title_months else "month"), "title"
    if (len(firsts) == 1 and len(seconds) > 1) or not _is_likely(pairs, year, today):
        return "day", "unproven"  # all are of one month by the other order, or by their days that one is likelier
    if len(seconds) == 1 and len(firsts) > 1:
        return "day", "one-month"
    padded = {written.padded for written in texts if written.is_open} - {None}
    if padded == {True}:
        return "day", "padded"
    return "day", "usual" if len(firsts) == len(seconds) == 1 else "unproven"


def _is_likely(days: Sequence[WrittenDay], year: int | None, today: datetime.date) -> bool:
    """Whether days are likely with the day first: none is to come, and they are not recent with the month first alone."""
    firsts = [resolved((day,), "", today, order="day", year=year)[0] for day in days]
    if any(is_to_come(date, today) for date in firsts):
        return False
    if not any(is_long_past(date.isoformat(), today) for date in firsts):
        return True
    others = [resolved((day,), "", today, order="month", year=year)[0] for day in days]
    return any(is_long_past(date.isoformat(), today) or is_to_come(date, today) for date in others)


def _swapped(real: Sequence[datetime.date], pairs: Sequence[WrittenDay], order: Order, proof: Proof) -> tuple[bool, bool]:
    """Whether a spreadsheet turned the real days of a column round, and whether that is only likely: it does so with those
    that its own order allows, and leaves the others as texts."""
    if not real or proof != "above-12" or any(date.day > 12 for date in real):
        return False, False
    if any(pair.first <= 12 and pair.second <= 12 for pair in pairs) or all(date.day == date.month for date in real):
        return False, False
    texts = {pair.second if order == "day" else pair.first for pair in pairs}
    as_they_are, turned = {date.month for date in real} <= texts, {date.day for date in real} <= texts
    if as_they_are != turned:
        return turned, False
    return True, True


def read_day(cell: Cell, column: DayColumn, today: datetime.date) -> DayRead:
    """The day of a cell that is not empty, or its first and last one. `Misuse`: "no-day-there", "several-days",
    "relative-day", "lunar-day", "no-such-day", "no-such-month", "bad-span"."""
    if column.lunar and (cell.date or any(map(str.isdigit, cell.text))):
        raise Misuse("lunar-day", text=(cell.shown or cell.text)[:40])
    if cell.date:
        return _real(cell.date, column)
    serial = (
        cell.number if isinstance(cell.number, int) else int(cell.text) if re.fullmatch("[3-7][0-9]{4}", cell.text) else None
    )
    if isinstance(cell.number, float) and int(cell.number) in _SERIALS:
        return DayRead(*2 * ((_EPOCH + datetime.timedelta(days=int(cell.number))).isoformat(),), ("serial", "around"))
    if isinstance(cell.number, float) and cell.text.endswith(".1"):
        raise Misuse("no-day-there", text=cell.text[:40])  # of January or, typed as 3.10, of October
    if serial is not None and serial in _SERIALS:
        return DayRead(*2 * ((_EPOCH + datetime.timedelta(days=serial)).isoformat(),), ("serial",))
    written = _written(cell.text)
    if written is None:
        if (one_by_one := _one_by_one(cell.text, column, today)) is not None:
            return one_by_one
        raise _unread(cell.text)
    how: list[DayHow] = ["around"] if written.around else []
    if isinstance(cell.number, float):
        how.append("decimal")
    order = column.order
    if column.proof == "mixed" and len(orders := written.days[0].orders(column.year)) == 1:
        order = orders[0]
    year = column.year_of(written.days[0], order, cell.text, today)
    if year is not None and written.days[-1].year is None:
        how.append("two-years" if column.two_years else "year")
    first, last = resolved(written.days, cell.text, today, order=order, year=year)
    if last is None or last == first:
        return DayRead(first.isoformat(), first.isoformat(), tuple(how))
    if last < first:
        raise Misuse("bad-span", first=day(first.isoformat()), last=day(last.isoformat()), limit=MAX_SPAN)
    return DayRead(first.isoformat(), last.isoformat(), (*how, "span"))


def _unread(text: str) -> Misuse:
    """Why a text is no day."""
    if are_several(text, _written) or _NUMBERS.fullmatch(fold(text)):
        return Misuse("several-days", text=text[:40])
    if _LUNAR.search(fold(text)):
        return Misuse("lunar-day", text=text[:40])
    return Misuse("relative-day" if _TOLD_FROM_TODAY.search(fold(text)) else "no-day-there", text=text[:40])


def _one_by_one(text: str, column: DayColumn, today: datetime.date) -> DayRead | None:
    """The first and the last of days that follow one another and are written one by one."""
    said = several_days(text)
    if said is None:
        return None
    days = []
    for each in said:
        year = column.year_of(each, column.order, text, today)
        days.append(resolved((each,), text, today, order=column.order, year=year)[0])
    if any(later - day != _ONE_DAY for day, later in pairwise(days)):
        return None
    how: tuple[DayHow, ...] = ("one-by-one",)
    if said[-1].year is None:
        how += ("two-years",) if column.two_years else ("year",) if column.school_year or column.year else ()
    return DayRead(days[0].isoformat(), days[-1].isoformat(), how)


def both_ways(text: str, column: DayColumn, today: datetime.date) -> tuple[datetime.date, datetime.date] | None:
    """The days that a text is with the day first and with the month first, where these are two."""
    written = _written(text)
    if written is None or len(written.days) > 1 or len(written.days[0].orders(column.year)) < len(("day", "month")):
        return None
    orders: tuple[Order, ...] = ("day", "month")
    day_first, month_first = (
        resolved(written.days, text, today, order=each, year=column.year_of(written.days[0], each, text, today))[0]
        for each in orders
    )
    return (day_first, month_first) if day_first != month_first else None


def _real(iso: str, column: DayColumn) -> DayRead:
    date = datetime.date.fromisoformat(iso)
    if column.swapped and date.day <= 12 and date.day != date.month:
        turned = date.replace(month=date.day, day=date.month).isoformat()
        return DayRead(turned, turned, ("swapped",))
    return DayRead(iso, iso)


@lru_cache(maxsize=4_096)  # the days of a list come again and again
def _written(text: str) -> _Written | None:
    """A text as a day or a span is written; None if it is neither."""
    unmarked = _NOTED.sub("", text) if text[-1:] in _NOTE_ENDS else text
    whole = _NIGHT.sub(r"\1 - ", _ISO_TIME.sub(" ", fold(unmarked).strip(" .,;:'\"")))
    bare = folded = _solar(whole)
    days = written_days(bare)
    if days is None:
        lead = _LEAD.match(folded)
        bare = _WEEKDAY.sub("", folded if lead is None else folded[lead.end() :])
        bare = _WEEKDAY_BEHIND.sub("", bare)
        bare = _TIME.sub(" ", bare) if _HAS_CLOCK.search(bare) else bare
        bare = _PART_OF_DAY.sub(" ", bare)
        bare = _WEEKDAY.sub("", " ".join(bare.split()).strip(" .,;()"))
        bare = " ".join(bare.split()).strip(" .,;()-|")
        days = written_days(bare)
    if days is None:
        return None
    padded = None if not _UNPADDED.search(bare) and not _PADDED.search(bare) else not _UNPADDED.search(bare)
    return _Written(days, around=without_lead(bare) != without_lead(whole), padded=padded)


def _solar(folded: str) -> str:
    """A folded day without the same one by the lunar calendar beside it; as it is where it has no other."""
    if not _LUNAR.search(folded):
        return " ".join(_OF_SOLAR.sub(" ", folded).split())
    parts = [part.strip() for part in _BESIDE.split(folded) if part.strip()]
    if any(_LUNAR.search(part) and not any(map(str.isdigit, part)) and "ram" not in part for part in parts):
        return folded  # it says of the day beside it that it is lunar
    solar = ", ".join(part for part in parts if not _LUNAR.search(part))
    return " ".join(_OF_SOLAR.sub(" ", solar).split()) or folded


def is_written_day(text: str) -> bool:
    """Whether a text is written as a day or as several that follow one another."""
    return _written(text) is not None


@lru_cache(maxsize=4_096)
def is_time_alone(text: str) -> bool:
    """Whether a text is a time of day and nothing else, so that the day stands elsewhere.

    >>> [is_time_alone(text) for text in ("7h30", "8h00 - 11h00", "Buổi sáng", "Chiều (14h)", "13:30", "19g", "Cả ngày")]
    [True, True, True, True, True, True, True]
    >>> [is_time_alone(text) for text in ("7h30 ngày 3/11", "8", "Hàng ngày", "3/11", "Thứ hai", "")]
    [False, False, False, False, False, False]
    """
    folded = fold(text)
    rest = _PART_OF_DAY.sub(" ", _TIME.sub(" ", folded) if _HAS_CLOCK.search(folded) else folded)
    return rest != folded and not rest.strip(" .,;:()|-–")


class DayReader:
    """The reading of the days of a sheet's columns: each is read once, as a list says the same few again and again."""

    def __init__(self, columns: Mapping[int, DayColumn], today: datetime.date) -> None:
        self._columns, self._today = columns, today
        self._known: dict[tuple[int, Cell], DayRead | Misuse] = {}

    def read(self, place: int, cell: Cell) -> DayRead:
        """The day of a cell in a column. `Misuse("no-day-there")`."""
        read = self._known.get((place, cell))
        if read is None:
            try:
                read = read_day(cell, self._columns[place], self._today)
            except Misuse as error:
                read = error
            self._known[place, cell] = read
        if isinstance(read, Misuse):
            raise read
        return read
