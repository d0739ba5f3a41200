"""The days of a column as they stand in it: what order day and month have is proven by the column, or asked.

Offices write 3/11/2026; a machine set to American English writes 11/3/2026, and Excel makes real days of what its own order
allows and leaves the rest as text. So a column is read whole first: a number above 12 proves an order; real days beside
texts that Excel could not take prove that it turned the others round. What stands around a day, a time or "Thứ ba", is
taken off and named.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct

from sync.activities.dates import parse_date
from sync.errors import Misuse
from sync.ledger.text import fold
from sync.tables import Cell

Order = Literal["day", "month"]
"""Which of the two stands first."""

Proof = Literal["none-needed", "above-12", "one-month", "padded", "usual", "title", "chosen", "unproven", "mixed"]
"""What says which order a column has: no text in it leaves it open; a number above 12; the second number is one month
while the first changes; numbers below 10 are written 03; nothing else would give days that are past; the sheet's title
names the months; somebody chose it; nothing; both orders stand in it."""

DayHow = Literal["serial", "around", "swapped", "year", "span", "decimal"]
"""How a day was read where it does not stand as such: a serial number; a time or weekday was taken off; the spreadsheet had
turned day and month round; the year is that of the sheet; several days; a number with a decimal point."""

_SERIALS: Final = range(36_526, 73_051)
"""Excel's numbers of the days from 2000 to 2099."""
_EPOCH: Final = datetime.date(1899, 12, 30)

_D: Final = r"([0-9]{1,2})"
_Y: Final = r"([0-9]{4}|[0-9]{2})"
_SEP: Final = r" ?[-/.] ?"
_TO: Final = r" ?(?:-+>?|–|—|~|den(?: het)?|toi) ?(?:ngay )?"
_ISO: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_PAIR: Final = re.compile(rf"{_D}{_SEP}{_D}(?:{_SEP}{_Y})?")
_SPELLED: Final = re.compile(rf"{_D} ?thang ?{_D}(?:,? ?(?:nam )?{_Y})?")
_DAYS_OF_MONTH: Final = re.compile(rf"{_D}{_TO}{_D}(?:{_SEP}| ?thang ?){_D}(?:(?:{_SEP}|,? ?nam ?){_Y})?")
_TWO_PAIRS: Final = re.compile(
    rf"{_D}(?:{_SEP}| ?thang ?){_D}(?:{_SEP}{_Y})?{_TO}{_D}(?:{_SEP}| ?thang ?){_D}(?:(?:{_SEP}|,? ?nam ?){_Y})?"
)
_WEEKDAY: Final = re.compile(r"^(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7])\b[ ,.:;-]*")
_CLOCK: Final = (
    r"(?:[01]?[0-9]|2[0-4]) ?(?:h|gio|:)(?: ?[0-5][0-9])?(?: ?(?:phut|p)\b)?(?::[0-5][0-9](?:\.[0-9]+)?)?(?: ?[ap]m\b)?"
)
_TIME: Final = re.compile(
    rf"(?:\b(?:luc|tu|vao)\b ?)?(?<![0-9/.-]){_CLOCK}(?: ?(?:-|–|den) ?{_CLOCK})?(?![0-9/])(?: ?(?:ngay|,|;|-|\|))?"
)
_PART_OF_DAY: Final = re.compile(r"\b(?:buoi )?(?:sang|trua|chieu|toi|ca ngay)\b(?: ngay)?")
_LEAD: Final = re.compile(r"^(?:tu |vao |trong )*(?:cac )?(?:ngay )?")
_PADDED: Final = re.compile(r"\b0[0-9]\b")
_TITLE_YEAR: Final = re.compile(r"(?:nam |/|\b)(20[0-9]{2})\b")
_TITLE_MONTH: Final = re.compile(r"\bthang (0?[1-9]|1[0-2])\b")


class _Pair(Struct, frozen=True):
    """Two numbers of which one is the day and one the month, and the year if it is written."""

    first: int
    second: int
    year: int | None = None
    fixed: bool = False
    """Whether the first is the day for certain."""


class _Written(Struct, frozen=True):
    """A cell as it is written: one day or the two ends of a span, and what stood around them."""

    pairs: tuple[_Pair, ...]
    around: bool
    padded: bool


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

    @property
    def is_open(self) -> bool:
        """Whether somebody has to be asked."""
        return self.proof in ("unproven", "mixed") or self.swap_unsure


def day_column(cells: Iterable[Cell], *, title: str, today: datetime.date, chosen: Order | None = None) -> DayColumn:
    """How a column of days is read: `title` is what stands above the table and names it."""
    real: list[datetime.date] = []
    texts: list[_Written] = []
    for cell in cells:
        if cell.date:
            real.append(datetime.date.fromisoformat(cell.date))
        elif cell.number is None and cell.text:
            written = _written(cell.text)
            if written is not None:
                texts.append(written)
    open_pairs = [pair for written in texts for pair in written.pairs if not pair.fixed]
    folded = fold(title)
    years = {pair.year for written in texts for pair in written.pairs if pair.year} | {date.year for date in real}
    titled = {int(year) for year in _TITLE_YEAR.findall(folded)}
    year = next(iter(titled)) if len(titled) == 1 else next(iter(years)) if not titled and len(years) == 1 else None
    if chosen is not None:
        return DayColumn(order=chosen, proof="chosen", year=year)
    months = {int(month) for month in _TITLE_MONTH.findall(folded)}
    order, proof = _order(open_pairs, any(written.padded for written in texts), months, year, today)
    swapped, unsure = _swapped(real, open_pairs, order, proof)
    return DayColumn(order=order, proof=proof, swapped=swapped, swap_unsure=unsure, year=year)


def _order(
    pairs: Sequence[_Pair], padded: bool, title_months: set[int], year: int | None, today: datetime.date
) -> tuple[Order, Proof]:
    open_pairs = [pair for pair in pairs if pair.first != pair.second]
    if not open_pairs:
        return "day", "none-needed"
    first_high = any(pair.first > 12 for pair in open_pairs)
    second_high = any(pair.second > 12 for pair in open_pairs)
    if first_high or second_high:
        return ("day", "mixed") if first_high and second_high else ("day" if first_high else "month", "above-12")
    firsts, seconds = {pair.first for pair in open_pairs}, {pair.second for pair in open_pairs}
    if title_months and (seconds <= title_months) != (firsts <= title_months):
        return ("day" if seconds <= title_months else "month"), "title"
    if len(seconds) == 1 and len(firsts) > 1:
        return "day", "one-month"
    if (len(firsts) == 1 and len(seconds) > 1) or not _all_past(open_pairs, year, today):
        return "day", "unproven"  # all are of one month by the other order, or some days would be still to come
    if padded:
        return "day", "padded"
    return "day", "usual" if len(firsts | seconds) <= 2 else "unproven"


def _all_past(pairs: Sequence[_Pair], year: int | None, today: datetime.date) -> bool:
    """Whether all days are past where the day stands first."""
    for pair in pairs:
        date = _date(pair, "day", pair.year or year or today.year)
        if date is None or date > today + datetime.timedelta(days=1):
            return False
    return True


def _swapped(real: Sequence[datetime.date], pairs: Sequence[_Pair], order: Order, proof: Proof) -> tuple[bool, bool]:
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
    """The day of a cell that is not empty, or its first and last one. `Misuse("bad-date")`."""
    if cell.date:
        return _real(cell.date, column)
    serial = (
        cell.number if isinstance(cell.number, int) else int(cell.text) if re.fullmatch("[3-7][0-9]{4}", cell.text) else None
    )
    if isinstance(cell.number, float) and int(cell.number) in _SERIALS:
        return DayRead(*2 * ((_EPOCH + datetime.timedelta(days=int(cell.number))).isoformat(),), ("serial", "around"))
    if isinstance(cell.number, float) and cell.text.endswith(".1"):
        raise Misuse("bad-date", text=cell.text[:40])  # of January or, typed as 3.10, of October
    if serial is not None and serial in _SERIALS:
        return DayRead(*2 * ((_EPOCH + datetime.timedelta(days=serial)).isoformat(),), ("serial",))
    written = _written(cell.text)
    if written is None:
        date = parse_date(cell.text, today)  # "hôm qua", or an error that says so
        return DayRead(date, date)
    how: list[DayHow] = ["around"] if written.around else []
    if isinstance(cell.number, float):
        how.append("decimal")
    dates = [_day_of(pair, column, today, how) for pair in _with_years(written.pairs)]
    if any(date is None for date in dates):
        raise Misuse("bad-date", text=cell.text[:40])
    first, last = dates[0], dates[-1]
    assert first is not None and last is not None, "asked just above"
    if last < first:
        raise Misuse("bad-date", text=cell.text[:40])
    if last > first:
        how.append("span")
    return DayRead(first.isoformat(), last.isoformat(), tuple(dict.fromkeys(how)))


def _real(iso: str, column: DayColumn) -> DayRead:
    date = datetime.date.fromisoformat(iso)
    if column.swapped and date.day <= 12 and date.day != date.month:
        turned = date.replace(month=date.day, day=date.month).isoformat()
        return DayRead(turned, turned, ("swapped",))
    return DayRead(iso, iso)


def _with_years(pairs: tuple[_Pair, ...]) -> tuple[_Pair, ...]:
    """The ends of a span, the first with the year of the last where it has none."""
    if len(pairs) == 2 and pairs[0].year is None and pairs[1].year is not None:
        return _Pair(pairs[0].first, pairs[0].second, pairs[1].year, pairs[0].fixed), pairs[1]
    return pairs


def _day_of(pair: _Pair, column: DayColumn, today: datetime.date, how: list[DayHow]) -> datetime.date | None:
    order: Order = "day" if pair.fixed else column.order
    if column.proof == "mixed" and not pair.fixed:
        order = "month" if pair.second > 12 else "day"
    if pair.year is not None:
        return _date(pair, order, pair.year)
    if column.year is not None:
        how.append("year")
        return _date(pair, order, column.year)
    day, month = (pair.first, pair.second) if order == "day" else (pair.second, pair.first)
    try:
        return datetime.date.fromisoformat(parse_date(f"{day}/{month}", today))
    except Misuse:
        return None


def _date(pair: _Pair, order: Order, year: int) -> datetime.date | None:
    day, month = (pair.first, pair.second) if order == "day" else (pair.second, pair.first)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4_096)  # the days of a list come again and again
def _written(text: str) -> _Written | None:
    """A text as a day or a span is written; None if it is neither."""
    folded = fold(text).strip(" .,;'\"")
    bare = _WEEKDAY.sub("", folded)
    bare = _TIME.sub(" ", bare) if ":" in bare or "h" in bare or "gio" in bare else bare
    bare = _PART_OF_DAY.sub(" ", bare)
    bare = _WEEKDAY.sub("", " ".join(bare.split()).strip(" .,;()"))
    bare = _LEAD.sub("", " ".join(bare.split()).strip(" .,;()-|"))
    pairs = _pairs(bare)
    if pairs is None:
        return None
    known = _LEAD.sub("", folded)
    return _Written(pairs, around=bare != known, padded=_PADDED.search(bare) is not None)


def _pairs(bare: str) -> tuple[_Pair, ...] | None:
    if match := _ISO.fullmatch(bare):
        return (_Pair(int(match[3]), int(match[2]), int(match[1]), fixed=True),)
    if (match := _PAIR.fullmatch(bare)) and _same_signs(bare):
        return (_Pair(int(match[1]), int(match[2]), _year(match[3])),)
    if match := _SPELLED.fullmatch(bare):
        return (_Pair(int(match[1]), int(match[2]), _year(match[3]), fixed=True),)
    if match := _DAYS_OF_MONTH.fullmatch(bare):
        first, last, month, written = match.groups()
        year_of = _year(written)
        return _Pair(int(first), int(month), year_of, fixed=True), _Pair(int(last), int(month), year_of, fixed=True)
    if match := _TWO_PAIRS.fullmatch(bare):
        numbers = match.groups()
        return (
            _Pair(int(numbers[0]), int(numbers[1]), _year(numbers[2])),
            _Pair(int(numbers[3]), int(numbers[4]), _year(numbers[5])),
        )
    return None


def _same_signs(bare: str) -> bool:
    """Whether one sign stands between all numbers: 3-5/11 is a span, 3-5-2026 a day."""
    return len(set(re.sub(r"[0-9 ]", "", bare))) == 1


def _year(written: str | None) -> int | None:
    return None if written is None else int(written) + (2000 if len(written) == 2 else 0)
