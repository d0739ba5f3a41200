"""Days that a list names by the day of the week alone: "Thứ Hai" below "(từ 02/11 đến 08/11)". Where what stands above the
table is one week, from a Monday on, each is the day of that week, and is shown as such; else nobody knows which it is.

And tables in which times stand beside one another, each with a column of its own: the days of the week, the morning and the
evening. They are no lists, and are not guessed to be.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple

from msgspec import structs

from sync.activities.written_days import WrittenDay, resolved, written_days
from sync.errors import Misuse
from sync.importing.headings import compared, meaning
from sync.ledger.text import fold
from sync.tables import NEAR_THE_TOP, Book, Cell, Row, Sheet

_HEADINGS: Final = frozenset({"thu", "ngay trong tuan", "thu trong tuan", "cac ngay trong tuan", "thu may"})
_NAMES: Final = (
    r"(?:thu )?hai|thu 2|t2|2",
    r"(?:thu )?ba|thu 3|t3|3",
    r"(?:thu )?tu|thu 4|t4|4",
    r"(?:thu )?nam|thu 5|t5|5",
    r"(?:thu )?sau|thu 6|t6|6",
    r"(?:thu )?bay|thu 7|t7|7",
    r"chu nhat|cn|t8",
)
_DAYS: Final = tuple(map(re.compile, _NAMES))
_SPELLED: Final = re.compile(r"thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn|t[2-7]")
_PARTS_OF_DAY: Final = re.compile(r"(?:buoi )?(?:sang|trua|chieu|toi|dem)(?: ?[(:,-]? ?(?:tu )?[0-9].*)?")
_FEWEST_DAYS: Final = 3
_WEEK: Final = 7
_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_WITHIN: Final = re.compile(r"[0-9(][^()]*[0-9]\)?")
_LEAD: Final = re.compile(r"^.*?\b(?=(?:tu|ngay) )")


class AcrossTimes(NamedTuple):
    """A heading whose columns are times beside one another."""

    sheet: str
    row: int
    seen: tuple[str, ...]


def with_days_of_week(sheet: Sheet, today: datetime.date) -> Sheet:
    """A sheet whose list names its days by the day of the week alone, with the days of the week that stands above it;
    itself where it has no such list, or no week is certain."""
    found = week_heading(sheet)
    if found is None:
        return sheet
    head, place = found
    monday = _week_above(sheet.rows[:head], today)
    if monday is None:
        return sheet
    rows = [*sheet.rows[:head], _with_cell(sheet.rows[head], place, Cell("Thứ, ngày", was=sheet.rows[head].at(place).text))]
    rows += [_with_day(row, place, monday) for row in sheet.rows[head + 1 :]]
    return structs.replace(sheet, rows=tuple(rows))


def week_heading(sheet: Sheet) -> tuple[int, int] | None:
    """The place of the row that heads a list by days of the week, and of their column; None without, or where another
    column has the days."""
    for place, row in enumerate(islice(sheet.rows, NEAR_THE_TOP)):
        at = next((at for at, cell in enumerate(row.cells) if cell.text and compared(cell.text) in _HEADINGS), None)
        if at is None:
            continue
        fields = {found.field for cell in row.cells if cell.text and (found := meaning(cell.text)) is not None}
        below = (each.at(at).text for each in sheet.rows[place + 1 : place + 1 + NEAR_THE_TOP])
        if "title" in fields and "date" not in fields and any(_day_of_week(text) is not None for text in below):
            return place, at
    return None


def times_across(book: Book) -> AcrossTimes | None:
    """The first heading whose columns are the days of a week, or the parts of a day."""
    for sheet in book.sheets:
        for row in islice(sheet.rows if not sheet.hidden else (), NEAR_THE_TOP):
            texts = list(dict.fromkeys(cell.text for cell in row.cells if cell.text and len(cell.text) < NEAR_THE_TOP))
            days = [text for text in texts if _SPELLED.match(fold(text))]
            parts = [text for text in texts if _PARTS_OF_DAY.fullmatch(fold(text))]
            if len(days) >= _FEWEST_DAYS or len(parts) > 1:
                return AcrossTimes(sheet.name, row.number, tuple(days if len(days) >= _FEWEST_DAYS else parts))
    return None


def _day_of_week(text: str) -> int | None:
    """Which day of the week a text is, from Monday on."""
    said = fold(text).strip(" .,;:()")
    return next((number for number, name in enumerate(_DAYS) if name.fullmatch(said)), None)


def _with_day(row: Row, place: int, monday: datetime.date) -> Row:
    cell = row.at(place)
    number = None if cell.is_empty or cell.date else _day_of_week(cell.text)
    if number is None:
        return row
    date = monday + datetime.timedelta(days=number)
    text = f"{date.day} tháng {date.month} năm {date.year}"
    return _with_cell(row, place, Cell(text, note=cell.note if cell.note == "filled" else "of-week", was=cell.text))


def _with_cell(row: Row, place: int, cell: Cell) -> Row:
    return structs.replace(row, cells=(*row.cells[:place], cell, *row.cells[place + 1 :]))


def _week_above(above: Sequence[Row], today: datetime.date) -> datetime.date | None:
    """The Monday of the one week that rows name; None where they name none, or several."""
    texts = dict.fromkeys(cell.text for row in above for cell in row.cells if cell.text)
    years = {int(year) for text in texts for year in _YEAR.findall(text)} or set(range(today.year - 1, today.year + 2))
    mondays = {monday for text in texts if (days := _span_in(text)) for monday in _mondays(days, text, years, today)}
    return mondays.pop() if len(mondays) == 1 else None


def _span_in(text: str) -> tuple[WrittenDay, ...]:
    """The two ends of a span that a text names, alone or in brackets."""
    folded = fold(text)
    tried = [folded, _LEAD.sub("", folded), *(found[0] for found in _WITHIN.finditer(folded))]
    for said in tried:
        days = written_days(said.strip(" .,;:()")) or ()
        if len(days) > 1:
            return days
    return ()


def _mondays(days: tuple[WrittenDay, ...], text: str, years: set[int], today: datetime.date) -> set[datetime.date]:
    """The Mondays on which a span begins that is of one week: a span without a year is of one of some years."""
    found = set()
    for year in (None,) if days[-1].year is not None else sorted(years):
        try:
            first, last = resolved(days, text, today, order="day", year=year)
        except Misuse:
            continue
        if first.weekday() == 0 and last is not None and first < last < first + datetime.timedelta(days=_WEEK):
            found.add(first)
    return found
