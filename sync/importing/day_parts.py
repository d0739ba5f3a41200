"""Days whose parts stand apart: the day, the month and the year in columns of their own, or the day's number alone below a
title that names the month. They are put together where the number of the day stands, and the plan shows what they became.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from msgspec import structs

from sync.activities.written_days import several_days
from sync.importing.columns import given_field
from sync.importing.headings import UNUSED, Meaning, compared
from sync.importing.layout import Heading
from sync.importing.split import Table
from sync.ledger.text import fold
from sync.tables import Cell, CellNote, Row, column_name

_TRIED: Final = 50
_MOST_DAY: Final = 31
_MOST_MONTH: Final = 12
_YEARS: Final = range(2000, 2100)
_OWN: Final = r"(?:ngay )?([0-9]{1,2})(?: ?(?:-|–|den|toi|den ngay) ?([0-9]{1,2}))?"
_DAY: Final = re.compile(_OWN)
_SEVERAL: Final = re.compile(r"(?:ngay )?([0-9]{1,2}(?: ?(?:[,;+&]|\bva\b) ?[0-9]{1,2})+)")
"""Days of a month that are written one by one."""
_DAY_MONTH: Final = re.compile(r"(?:ngay )?[0-9]{1,2} ?[-/.] ?[0-9]{1,2}")
_MONTH: Final = re.compile(r"(?:thang |t)?([0-9]{1,2})(?:(?: ?[-/.] ?| nam )(20[0-9]{2}))?")
_YEAR: Final = re.compile(r"(?:nam )?(20[0-9]{2})")
_SHEET_OF_MONTH: Final = re.compile(r"(?:(t|th|thg|m)[. ]*)?(0?[1-9]|1[0-2])(?:[-_./ ]+(20[0-9]{2}))?")
"""The name of a sheet that is of a month: "9", "T9", "10-2026"."""
_TITLED: Final = re.compile(r"\bthang ?([0-9]{1,2})(?:(?: ?[-/.] ?|,? nam )(20[0-9]{2}))?(?![0-9])")
_MONTH_ALONE: Final = re.compile(r"(?:[ivx]{1,4}[.)]? )?thang ([0-9]{1,2})(?:(?: ?[-/.] ?|,? nam )(20[0-9]{2}))?")


class _When(NamedTuple):
    """A month and a year, as far as they are known."""

    month: int | None = None
    year: int | None = None


def with_whole_days(table: Table, named: Mapping[str, str], title: str, *, is_of_sheets: bool = True) -> Table:
    """A table with the parts of its days put together; itself where its days are whole. `named` as for `find_heading`,
    `title` is all that names the table; `is_of_sheets` says whether its file has sheets that people name."""
    places = _places(table, named)
    if places is None:
        return table
    day, month, year = places
    below = table.sheet.rows[table.heading.last + 1 :]
    cells = [cell for row in below if not (cell := row.at(day)).is_empty and not _is_whole(cell)]
    own = sum(_number(cell, _DAY, _MOST_DAY) is not None or _are_several(cell) for cell in cells[:_TRIED])
    titled, guessed = _titled(title), False
    if titled.month is None and own and is_of_sheets and (of_sheet := _of_sheet(table.sheet.name)) is not None:
        titled, guessed = _When(of_sheet.month, of_sheet.year or titled.year or _only_year(title)), True
    if month is None and year is None and (titled.month is None and not any(map(_only_month, below))):
        return table
    if month is not None and not _holds_months(below, month):
        month = None
    if 2 * own <= len(cells[:_TRIED]) and (year is None or month is not None):
        return table
    rows = tuple(_joined(below, day, month, year, titled, "of-sheet" if guessed else "joined"))
    if rows == below:
        return table
    parts = frozenset(place for place in (month, year) if place is not None)
    unused = Meaning(UNUSED, sure=True, exact=True)
    meanings = {at: unused if at in parts else found for at, found in table.heading.meanings.items()}
    return structs.replace(
        table,
        sheet=structs.replace(table.sheet, rows=(*table.sheet.rows[: table.heading.last + 1], *rows)),
        heading=structs.replace(table.heading, meanings=meanings, day_parts=parts),
    )


def _places(table: Table, named: Mapping[str, str]) -> tuple[int, int | None, int | None] | None:
    """The columns of the day, the month and the year, by their headings; a month or year that somebody named is none."""
    heading = table.heading
    day = next((at for at in sorted(heading.texts) if _field(heading, at, named) == "date"), None)
    if day is None:
        return None
    lowest = {at: compared(text.rpartition(": ")[2]) for at, text in heading.texts.items()}
    open_ = [at for at in sorted(lowest) if at != day and given_field(named, heading.texts[at], column_name(at)) is None]
    month = next((at for at in open_ if lowest[at] in ("thang", "thang thuc hien", "month")), None)
    year = next((at for at in open_ if lowest[at] in ("nam", "nam thuc hien", "year")), None)
    if year is not None and not _holds_years(table.sheet.rows[heading.last + 1 :], year):
        year = None
    return day, month, year


def _field(heading: Heading, at: int, named: Mapping[str, str]) -> str:
    given = given_field(named, heading.texts[at], column_name(at))
    found = heading.meanings[at]
    if given is None and compared(heading.texts[at].rpartition(": ")[2]) in ("thang", "nam"):
        return UNUSED
    return given if given is not None else found.field if found is not None else UNUSED


def _holds_years(rows: Sequence[Row], place: int) -> bool:
    return any(_number(row.at(place), _YEAR, _YEARS.stop) in _YEARS for row in rows)


def _holds_months(rows: Sequence[Row], place: int) -> bool:
    return any(_number(row.at(place), _MONTH, _MOST_MONTH) is not None for row in rows)


def _number(cell: Cell, pattern: re.Pattern[str], most: int) -> int | None:
    """The number of a cell that is a part of a day."""
    if cell.date:
        return None
    found = pattern.fullmatch(fold(cell.text).strip(" .,"))
    return int(found[1]) if found is not None and 1 <= int(found[1]) <= most else None


def _are_several(cell: Cell) -> bool:
    return not cell.date and cell.number is None and _SEVERAL.fullmatch(fold(cell.text).strip(" .")) is not None


def _is_whole(cell: Cell) -> bool:
    """Whether a cell names several days with their month, beside others that leave it to the title."""
    return not cell.date and cell.number is None and several_days(cell.text) is not None


def _of_sheet(name: str) -> _When | None:
    found = _SHEET_OF_MONTH.fullmatch(fold(name))
    return None if found is None else _When(int(found[2]), int(found[3]) if found[3] else None)


def _only_year(title: str) -> int | None:
    years = set(re.findall(r"(?<![0-9])20[0-9]{2}(?![0-9])", title))
    return int(years.pop()) if len(years) == 1 else None


def _titled(title: str) -> _When:
    """The one month that a title names, with its year."""
    found = {(int(month), int(year) if year else None) for month, year in _TITLED.findall(fold(title))}
    months = {month for month, _year in found if 1 <= month <= _MOST_MONTH}
    years = {year for _month, year in found if year is not None}
    return _When(months.pop() if len(months) == 1 else None, years.pop() if len(years) == 1 else None)


def _only_month(row: Row) -> _When | None:
    """The month that a row names which has nothing else."""
    texts = (cell.text for cell in row.cells if not cell.is_empty)
    text = next(texts, "")
    # of most rows the second cell tells that it says more
    found = _MONTH_ALONE.fullmatch(fold(text).strip(" .:")) if text and all(other == text for other in texts) else None
    return _When(int(found[1]), int(found[2]) if found[2] else None) if found is not None else None


def _joined(rows: Sequence[Row], day: int, month: int | None, year: int | None, titled: _When, note: CellNote) -> list[Row]:
    """Rows with whole days where the numbers of the days stand: a month or year that is empty is the one above."""
    when, told = titled, []
    for row in rows:
        if (alone := _only_month(row)) is not None:
            when = _When(alone.month, alone.year or when.year)
        if month is not None and (found := _MONTH.fullmatch(fold(row.at(month).text).strip(" .,"))):
            when = _When(int(found[1]), int(found[2]) if found[2] else when.year)
        if year is not None and (own := _number(row.at(year), _YEAR, _YEARS.stop)) is not None:
            when = _When(when.month, own)
        told.append(_with_day(row, day, when, note))
    return told


def _with_day(row: Row, place: int, when: _When, note: CellNote) -> Row:
    cell = row.at(place)
    text = fold(cell.text).strip(" .,")
    if cell.date or not text:
        return row
    if (found := _SEVERAL.fullmatch(text)) and when.month is not None:
        days = found[1].replace(" va ", " và ")
        whole = f"{days} tháng {when.month}" + (f" năm {when.year}" if when.year is not None else "")
    elif (found := _DAY.fullmatch(text)) and when.month is not None:
        days = found[1] if found[2] is None else f"{found[1]}-{found[2]}"
        whole = f"{days} tháng {when.month}" + (f" năm {when.year}" if when.year is not None else "")
    elif _DAY_MONTH.fullmatch(text) and when.year is not None:
        whole = f"{text.removeprefix('ngay ')}/{when.year}"
    else:
        return row
    cells = (*row.cells[:place], Cell(whole, note=note, was=cell.text), *row.cells[place + 1 :])
    return structs.replace(row, cells=cells)
