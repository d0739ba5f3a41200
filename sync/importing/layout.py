"""Where the table of a sheet is: its heading of one row or several, and the row of column numbers below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct, structs

from sync.importing.day_order import is_written_day
from sync.importing.headings import UNUSED, Meaning, joined_meaning, meaning
from sync.importing.row_kinds import is_words
from sync.ledger.activity_fields import FIELDS
from sync.tables import EMPTY, NEAR_THE_TOP, Cell, Row, Sheet, column_name

NEEDED: Final = frozenset(field.code for field in FIELDS if field.needed)
"""The fields that a heading must name."""

_MOST_HEADING_ROWS: Final = 3
_NUMBERING: Final = re.compile(r"\(?\s*(?:[0-9]{1,2}|[A-H])\s*\)?(?:\s*=.{1,30})?")
_DATA: Final = re.compile(r"[xX✓✔√]|[0-9]+(?:[.,][0-9]+)*(?: ?[^\W\d]{1,10}){0,2}")
"""A tick, or a number, perhaps with its unit."""
_LETTER: Final = re.compile("[a-z]{1,3}")


class Heading(Struct, frozen=True, kw_only=True):
    """A sheet's heading."""

    first: int
    """The place of its first row among the sheet's rows."""
    last: int
    """That of its last; a row of column numbers counts as one of its rows. Before the first where the sheet has none, and
    somebody named the columns by their letters."""
    texts: Mapping[int, str]
    """The heading of each column, those of several rows joined."""
    meanings: Mapping[int, Meaning | None]
    day_parts: frozenset[int] = frozenset()
    """Columns with a part of the day, which was put together where its number stands."""
    is_undated: bool = False
    """Whether no column has the days: they stand in rows of their own."""


def find_heading(sheet: Sheet, named: Mapping[str, str]) -> Heading | None:
    """A sheet's heading: the first row near the top, perhaps with those below it, that names all needed fields; None
    without one. `named` are fields that somebody gave to headings or letters of columns, as `headings.compared` has them;
    letters, which every row has, are asked where headings alone do not tell."""
    by_heading = {key: field for key, field in named.items() if not _LETTER.fullmatch(key)}
    heading = _first_heading(sheet, by_heading) or (_first_heading(sheet, named) if by_heading != named else None)
    return heading or (_first_undated(sheet, named) if any(map(is_day_row, sheet.rows)) else None)


def _first_undated(sheet: Sheet, named: Mapping[str, str]) -> Heading | None:
    """The heading of a table whose days stand in rows of their own: the first that surely says what was done."""
    for place, row in enumerate(sheet.rows):
        if row.number > NEAR_THE_TOP:
            return None
        if len({cell.text for cell in row.cells if not cell.is_empty}) < len(NEEDED):
            continue
        heading = heading_at(sheet, place, named)
        if any(found is not None and found.sure and found.field == "title" for found in heading.meanings.values()) or (
            "title" in fields_of(heading, {key: field for key, field in named.items() if not _LETTER.fullmatch(key)})
        ):
            return heading
        if "title" in fields_of(heading, named):
            first = min(place, next(at for at, each in enumerate(sheet.rows) if is_day_row(each)))
            return Heading(first=first, last=first - 1, texts={}, meanings={})
    return None


def is_day_row(row: Row) -> bool:
    """Whether a row has a day and nothing else, but perhaps its number before that."""
    own = [cell for cell in row.cells if not cell.is_empty and cell.note != "filled"]
    if not own or any(not cell.text.strip(" .").isdigit() for cell in own[:-1]) or len(own) > len(("number", "day")):
        return False
    return bool(own[-1].date) or (own[-1].number is None and is_written_day(own[-1].text))


def _first_heading(sheet: Sheet, named: Mapping[str, str]) -> Heading | None:
    for place, row in enumerate(sheet.rows):
        if row.number > NEAR_THE_TOP:
            return None
        if len({cell.text or cell.was for cell in row.cells if not cell.is_empty}) < len(NEEDED):
            continue
        heading = heading_at(sheet, place, named)
        if fields_of(heading, named).issuperset(NEEDED):
            if _is_dated(row, heading, named):
                return Heading(first=place, last=place - 1, texts={}, meanings={})
            return _below_title(sheet, heading, named)
    return None


def _is_dated(row: Row, heading: Heading, named: Mapping[str, str]) -> bool:
    """Whether a row that was found by the letters of its columns is an activity's: it has a day, and no known heading."""
    if any(found is not None for found in heading.meanings.values()):
        return False
    days = (row.at(at) for at in heading.texts if named.get(column_name(at).lower()) == "date")
    return any(cell.date or sum(char.isdigit() for char in cell.text) >= len(NEEDED) for cell in days)


def _below_title(sheet: Sheet, heading: Heading, named: Mapping[str, str]) -> Heading:
    """A heading without the title right above it: a lower row that names all that is needed by itself is the heading."""
    for lower in range(heading.first + 1, heading.last + 1):
        row = sheet.rows[lower]
        own = structs.replace(row, cells=tuple(EMPTY if cell.note == "filled" else cell for cell in row.cells))
        if fields_of(heading_of(structs.replace(sheet, rows=(own,)), 0, 0), named).issuperset(NEEDED):
            above = sheet.rows[heading.first : lower]
            return heading if any(_names_others(each, row) for each in above) else heading_at(sheet, lower, named)
    return heading


def _names_others(row: Row, lower: Row) -> bool:
    """Whether a row surely names a column that a lower one has nothing for: both are of one heading."""
    open_ = [cell.text for at, cell in enumerate(row.cells) if not cell.is_empty and lower.at(at).is_empty]
    return any((found := meaning(text)) is not None and found.exact and found.field != UNUSED for text in open_)


def heading_at(sheet: Sheet, place: int, named: Mapping[str, str]) -> Heading:
    """The heading that begins in a row, with those rows below that are of it; it may lack what is needed."""
    heading = heading_of(sheet, place, place)
    for last in range(place, min(place + _MOST_HEADING_ROWS, len(sheet.rows))):
        if last > place and not _goes_on(sheet, place, last):
            break
        heading = heading_of(sheet, place, last)
        if fields_of(heading, named).issuperset(NEEDED):
            break
    return _whole(sheet, heading)


def seen_heading(sheet: Sheet) -> tuple[int, tuple[str, ...]] | None:
    """The row that looks most like a heading where none names what is needed: its number and texts."""
    best: tuple[int, int, tuple[str, ...]] | None = None
    for place, row in enumerate(sheet.rows):
        if row.number > NEAR_THE_TOP:
            break
        texts = tuple(dict.fromkeys(cell.text for cell in row.cells if cell.text and is_words(cell)))
        score = len({found.field for text in texts if (found := meaning(text)) is not None and found.field != UNUSED})
        if score and len(texts) > 1 and (best is None or score > best[0]):
            best = score, sheet.rows[place].number, texts
    return best[1:] if best is not None else None


def fields_of(heading: Heading, named: Mapping[str, str]) -> set[str]:
    """The fields that a heading's columns are of, by their meaning or as somebody named them."""
    from sync.importing.headings import compared  # noqa: PLC0415 - beside its only use

    fields = set()
    for at, text in heading.texts.items():
        given = named.get(compared(text), named.get(column_name(at).lower()))
        found = heading.meanings[at]
        field = given if given is not None else found.field if found is not None else UNUSED
        if field != UNUSED:
            fields.add(field)
    return fields


def heading_of(sheet: Sheet, first: int, last: int) -> Heading:
    """Rows of a sheet, by their places, as one heading."""
    rows = sheet.rows[first : last + 1]
    texts: dict[int, str] = {}
    meanings: dict[int, Meaning | None] = {}
    for at in range(max(len(row.cells) for row in rows)):
        cells = (_over(rows, number, at) for number in range(len(rows)))
        parts = list(dict.fromkeys(" ".join((cell.text or cell.was).split()) for cell in cells if not cell.is_empty))
        if not parts:
            continue
        texts[at] = ": ".join(parts)
        meanings[at] = joined_meaning(parts)
    return Heading(first=first, last=last, texts=texts, meanings=meanings)


def _over(rows: Sequence[Row], number: int, at: int) -> Cell:
    """A cell of a heading's row; an empty one over a heading is of the group to its left, if that is over one, too."""
    cell = rows[number].at(at)
    below = rows[number + 1] if number + 1 < len(rows) else None
    while below is not None and cell.is_empty and at > 0 and not below.at(at).is_empty and not below.at(at - 1).is_empty:
        at -= 1
        cell = rows[number].at(at)
    return cell


def _whole(sheet: Sheet, heading: Heading) -> Heading:
    """A heading with the rows below that are of it still: further rows, and the numbers of columns."""
    last = heading.last
    while (
        last + 1 < len(sheet.rows)
        and last + 1 - heading.first < _MOST_HEADING_ROWS
        and _goes_on(sheet, heading.first, last + 1)
    ):
        last += 1
    whole = heading_of(sheet, heading.first, last) if last > heading.last else heading
    if last + 1 < len(sheet.rows) and _numbers_columns(sheet.rows[last + 1]):
        last += 1
    return Heading(first=whole.first, last=last, texts=whole.texts, meanings=whole.meanings)


def _goes_on(sheet: Sheet, first: int, last: int) -> bool:
    """Whether a row is one of the heading's that begins above: cells merged over both say so, or that it has headings
    alone, below cells of the heading that are empty or merged across."""
    top, row = sheet.rows[first], sheet.rows[last]
    if row.number - sheet.rows[last - 1].number > 1:
        return False
    if any(merged.top in range(top.number, row.number) and merged.bottom >= row.number for merged in sheet.merged):
        return True
    own = [(at, cell) for at, cell in enumerate(row.cells) if not cell.is_empty]
    if not own or any(not is_words(cell) for _at, cell in own):
        return False
    above = {at: top.at(at) for at, _cell in own}
    if _names_columns_of_group(top, own):
        return True
    open_above = all(cell.is_empty or cell.note == "filled" or _starts_group(top, at) for at, cell in above.items())
    return open_above and any(meaning(cell.text) is not None for _at, cell in own)


def _starts_group(row: Row, at: int) -> bool:
    """Whether a cell of a heading is over several columns: the one to its right is empty or merged with it."""
    right = row.at(at + 1)
    return not row.at(at).is_empty and (right.is_empty or right.note == "filled")


def _names_columns_of_group(top: Row, own: Sequence[tuple[int, Cell]]) -> bool:
    """Whether all cells of a row stand below one that is over several columns, and name those, whatever they are called."""
    groups = {_group_start(top, at) for at, _cell in own}
    return None not in groups and len({cell.text for _at, cell in own}) == len(own) > len(groups)


def _group_start(row: Row, at: int) -> int | None:
    """The first column of the heading that is over a column and over others; None without one."""
    start = at
    while start > 0 and (row.at(start).is_empty or row.at(start).note == "filled"):
        start -= 1
    return start if _starts_group(row, start) else None


def tells_of_something(sheet: Sheet) -> bool:
    """Whether a sheet without a heading has days, figures or ticks beside other cells, in several rows: a form, a month with
    its days as columns; a cover or what explains the others has words."""
    rows = [[cell for cell in row.cells if not cell.is_empty and cell.note != "filled"] for row in sheet.rows]
    wide = [row for row in rows if len(row) > 1]
    return len(wide) > 1 and any(_holds_data(cell) for row in wide for cell in row[1:])


def _holds_data(cell: Cell) -> bool:
    return bool(cell.date) or cell.number is not None or _DATA.fullmatch(cell.text) is not None or is_written_day(cell.text)


def _numbers_columns(row: Row) -> bool:
    """Whether a row numbers the columns: (1), (2), (3), or A, B, 1, 2."""
    cells = [cell.text for cell in row.cells if not cell.is_empty and cell.note != "filled"]
    if len(cells) < 3 or not all(_NUMBERING.fullmatch(text) for text in cells):
        return False
    marks = [text.partition("=")[0].strip(" ()") for text in cells]
    numbers, letters = [int(mark) for mark in marks if mark.isdigit()], [mark for mark in marks if mark.isalpha()]
    counted = all(second == first + 1 for first, second in pairwise(numbers))
    return counted and letters == sorted(set(letters)) and len(marks) == len(numbers) + len(letters)
