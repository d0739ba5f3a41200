"""The tables of a sheet: those below one another, each under a heading of its own, and those side by side. A heading that
comes again is of the same table; one that names other columns begins another, whether that can be read or not: no row is
read by a heading that it does not stand under.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct, structs

from sync.importing.day_order import is_written_day
from sync.importing.doubts import spoken
from sync.importing.groups_across import groups_across, rows_of
from sync.importing.guessed import guessed_by_cells
from sync.importing.headings import UNUSED, Meaning, compared, meaning
from sync.importing.layout import NEEDED, Heading, fields_of, find_heading, heading_at, heading_of, is_day_row
from sync.importing.row_kinds import heads_what_follows
from sync.tables import EMPTY, Row, Sheet, column_name

_MOST_TITLES: Final = 3
"""Rows between two tables that may name the lower one."""
_MAY_HEAD: Final = re.compile("ng[àa]y|th[ờơo]i|gi[ờơo]|date|n[ộôo]i dung|stt|^tt$|công việc|hoạt động|title", re.IGNORECASE)
"""What stands in a cell of a heading and, at its shortest, in few others: most rows need no closer look."""
_SURE_OF: Final = 3
"""Known headings in one row that are no chance."""
_OF_MONTH: Final = re.compile(r"\btháng ?[0-9]", re.IGNORECASE)
"""What names the month of one of several tables side by side: no other's is of it."""
_LONGEST: Final = 60
_SHORT: Final = 30


class Table(Struct, frozen=True, kw_only=True):
    """A table of a sheet."""

    sheet: Sheet
    """The sheet with its own rows and cells alone; columns keep their places."""
    heading: Heading
    title: str
    """What stands above it, beside it too."""
    over: tuple[str, ...] = ()
    """What stands alone in rows above it: over all tables side by side."""
    repeated: frozenset[int] = frozenset()
    """The numbers of the rows in which its heading comes again."""
    parted: bool = False
    """Whether it stands beside another that names what it does not: what its own columns are is to be found."""
    corner: str = ""
    """The first cell of its heading, where the sheet has several tables."""


def tables_of(sheet: Sheet, named: Mapping[str, str]) -> tuple[Table, ...]:
    """The tables of a sheet, from the top and the left; none without a heading that can be read. `named` as for
    `find_heading`."""
    heading = find_heading(sheet, named) if sheet.rows else None
    if heading is None:
        return ()
    tables = tuple(
        group for table in _below(sheet, heading, named) for part in _beside(table, named) for group in _across(part, named)
    )
    tables = tuple(_told_undated(table, named) for table in tables)
    return tables if len(tables) > 1 else tuple(structs.replace(table, corner="") for table in tables)


def _told_undated(table: Table, named: Mapping[str, str]) -> Table:
    """A table that has its days in rows of their own, said to be one."""
    rows, heading = table.sheet.rows[table.heading.last + 1 :], table.heading
    fields = fields_of(heading, named) if heading.texts else set(named.values())
    if "date" in fields or "title" not in fields or not any(map(is_day_row, rows)):
        return table
    return structs.replace(table, heading=structs.replace(heading, is_undated=True))


# -- one below the other


def _below(sheet: Sheet, heading: Heading, named: Mapping[str, str]) -> Iterator[Table]:
    """The tables from the top."""
    starts, repeated = _headings(sheet, heading, named)
    cuts = [0, *(_title_of(sheet.rows, upper.last, lower.first) for upper, lower in pairwise(starts))]
    for start, cut, end in zip(starts, cuts, [*cuts[1:], len(sheet.rows)], strict=True):
        if start.last < start.first and cut == end:
            continue  # columns were named by letters, and the first row is a heading all the same
        above = (cell.text for row in sheet.rows[cut : start.first] for cell in row.cells if cell.note != "filled")
        yield Table(
            sheet=structs.replace(sheet, rows=sheet.rows[cut:end]),
            heading=structs.replace(start, first=start.first - cut, last=start.last - cut),
            title=" ".join(filter(None, above)),
            over=tuple(filter(None, map(_whole_row, sheet.rows[cut : start.first]))),
            repeated=repeated,
            corner=_corner(start, sheet.rows[start.first]),
        )


def _whole_row(row: Row) -> str:
    """What stands in a row that has nothing else: over all tables side by side below it."""
    texts = {cell.text for cell in row.cells if cell.text}
    return texts.pop() if len(texts) == 1 else ""


def _headings(sheet: Sheet, first: Heading, named: Mapping[str, str]) -> tuple[list[Heading], frozenset[int]]:
    """The headings of a sheet's tables, and the numbers of the rows in which one comes again."""
    found, repeated = [first], set()
    place = first.last + 1
    while place < len(sheet.rows):
        if not _looks_like_one(sheet.rows[place], named) and not _heads_days(sheet, place, named):
            place += 1
            continue
        lower = heading_at(sheet, place, named)
        if _says(lower, named) == _says(found[-1], named):
            named_above = heads_what_follows(sheet.rows[lower.first - 1])
            repeated |= {row.number for row in sheet.rows[lower.first - named_above : lower.last + 1]}
        else:
            found.append(lower)
        place = lower.last + 1
    return found, frozenset(repeated)


def _looks_like_one(row: Row, named: Mapping[str, str]) -> bool:
    """Whether a row heads columns: words alone, with a day's heading beside another known one, or several of those."""
    if any(cell.date or cell.number is not None for cell in row.cells):
        return False
    texts = [cell.text for cell in row.cells if not cell.is_empty and cell.note != "filled"]
    if len(texts) < len(NEEDED):
        return False
    if not named and not any(len(text) <= _LONGEST and _MAY_HEAD.search(text) for text in texts):
        return False
    fields = set()
    for text in texts:
        given = named.get(compared(text))
        found = meaning(text) if len(text) <= _LONGEST and not any(char.isdigit() for char in text) else None
        if given is not None or (found is not None and found.exact):
            fields.add(given if given is not None else found.field if found is not None else UNUSED)
    return len(fields) >= (len(NEEDED) if "date" in fields else _SURE_OF)


def _heads_days(sheet: Sheet, place: int, named: Mapping[str, str]) -> bool:
    """Whether a row heads columns of which nothing is known but that days stand in one: words alone, and a day right below
    the heading of days."""
    row = sheet.rows[place]
    if any(cell.date or cell.number is not None for cell in row.cells):
        return False
    texts = {at: cell.text for at, cell in enumerate(row.cells) if not cell.is_empty and cell.note != "filled"}
    if len(texts) < _SURE_OF or place + 1 == len(sheet.rows) or any(map(str.isdigit, "".join(texts.values()))):
        return False
    if any(len(text) > _SHORT for text in texts.values()):
        return False
    below = sheet.rows[place + 1]
    return any(
        _MAY_HEAD.search(text)
        and (named.get(compared(text)) == "date" or ((found := meaning(text)) is not None and _is_of_days(found)))
        and (below.at(at).date or is_written_day(below.at(at).text))
        for at, text in texts.items()
    )


def _is_of_days(found: Meaning) -> bool:
    return found.exact and found.field == "date"


def _says(heading: Heading, named: Mapping[str, str]) -> dict[int, str]:
    """What each column is by its heading: its field, or its text where no field is known."""
    return {at: _field_or_text(text, heading.meanings[at], named) for at, text in heading.texts.items()}


def _field_or_text(text: str, found: Meaning | None, named: Mapping[str, str]) -> str:
    lowest = compared(text.rpartition(": ")[2])
    known = found.field if found is not None else UNUSED
    return named.get(lowest, known) or f"“{lowest}”"


def _title_of(rows: Sequence[Row], upper: int, first: int) -> int:
    """The place of the first row of the lower of two tables: what names it stands right above its heading."""
    place = first
    while place - 1 > upper and first - place < _MOST_TITLES and heads_what_follows(rows[place - 1]):
        place -= 1
    return place


def _corner(heading: Heading, row: Row) -> str:
    return f"{column_name(min(heading.texts, default=0))}{row.number}"


# -- side by side


def _beside(table: Table, named: Mapping[str, str]) -> Iterator[Table]:
    """The tables of one that is several, from the left."""
    starts = _starts(table, named)
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        if len(starts) == 1:
            yield table
            return
        rows = tuple(row for row in (_between(row, start, end) for row in table.sheet.rows) if row is not None)
        merged = tuple(each for each in table.sheet.merged if start <= each.left and (end is None or each.left < end))
        part = _part(table, structs.replace(table.sheet, rows=rows, merged=merged), named)
        yield structs.replace(part, parted=not fields_of(part.heading, named).issuperset(NEEDED))


def _part(table: Table, sheet: Sheet, named: Mapping[str, str], corner: int = -1) -> Table:
    """The part of a table that has some of its cells; its heading is called by that of a column, or by the first."""
    first = table.sheet.rows[table.heading.first].number
    heading = heading_at(sheet, next(place for place, row in enumerate(sheet.rows) if row.number >= first), named)
    rows = sheet.rows
    own = [cell.text for row in rows[: heading.first] for cell in row.cells if cell.text and cell.note != "filled"]
    row = rows[heading.first]
    return structs.replace(
        table,
        sheet=sheet,
        heading=heading,
        title=" ".join(dict.fromkeys([*table.over, *own])) if any(map(_OF_MONTH.search, own)) else table.title,
        corner=_corner(heading, row) if corner < 0 else f"{column_name(corner)}{row.number}",
    )


def _across(table: Table, named: Mapping[str, str]) -> Iterator[Table]:
    """The tables of one whose columns come again in groups."""
    groups = groups_across(table.sheet, table.heading, named)
    if groups is None:
        yield table
        return
    for number, (start, name) in enumerate(zip(groups.starts, groups.names, strict=True)):
        rows = rows_of(table.sheet, table.heading, groups, number)
        part = _part(table, structs.replace(table.sheet, rows=rows), named, start)
        titled = " ".join(dict.fromkeys([*table.over, name])) if _OF_MONTH.search(name) else part.title
        yield structs.replace(part, title=titled)


def _starts(table: Table, named: Mapping[str, str]) -> list[int]:
    """The first columns of tables side by side: behind a column that is empty, or where the same headings begin anew."""
    heading = table.heading
    top = heading_of(table.sheet, heading.first, heading.first) if heading.texts else heading
    places = sorted(heading.texts)
    starts = [0]
    for place in places:
        before = max((other for other in places if other < place), default=place - 1)
        gap = next((at for at in range(before + 1, place) if _is_gap(table, at)), None)
        sides = (starts[-1], place), (place, places[-1] + 1)
        # a list with one row of headings may stand beside one with two: its first activity is no heading
        ways = (heading,) if gap is None else (heading, top)
        whole = all(any(_has_needed(each, named, *side) for each in ways) for side in sides)
        anew = whole and (gap is not None or _begins_anew(heading, starts[-1], place))
        if anew or _parts_lists(table, named, starts[-1], place, gap=gap):
            starts.append(place if gap is None else gap + 1)
    return starts


def _parts_lists(table: Table, named: Mapping[str, str], start: int, place: int, *, gap: int | None) -> bool:
    """Whether two lists part before a column, though one of them does not say all that it needs: an empty column stands
    between them, or the name of a plan over the right one, and one has a column that may say what it lacks."""
    planned = _is_under_plan(table, place)
    if gap is None and not planned:
        return False
    end = max(table.heading.texts) + 1
    sides = [_fields_between(table.heading, named, *side) & NEEDED for side in ((start, place), (place, end))]
    if sides[0] | sides[1] != NEEDED or not all(sides) or sides[0] == NEEDED:
        return False
    if gap is not None and planned:
        return True
    lacking = [
        (side, NEEDED - said) for side, said in zip(((start, place), (place, end)), sides, strict=True) if said != NEEDED
    ]
    return any(missing <= set(_guessed(table, named, *side).values()) for side, missing in lacking)


def _guessed(table: Table, named: Mapping[str, str], start: int, end: int) -> dict[int, str]:
    """What some columns may be of which nothing says what they are."""
    rows = table.sheet.rows[table.heading.last + 1 :]
    texts = {at: text for at, text in table.heading.texts.items() if start <= at < end}
    unknown = [
        at
        for at, text in texts.items()
        if not _fields_between(table.heading, named, at, at + 1)
        and table.heading.meanings[at] is None
        and compared(text) not in named
    ]
    return guessed_by_cells({at: [row.at(at) for row in rows] for at in unknown})


def _is_under_plan(table: Table, place: int) -> bool:
    """Whether what begins over a column, and over no other to its left, speaks of a plan."""
    heading = table.heading
    over = heading.texts[place].rpartition(": ")[0]
    rows = [*table.sheet.rows[: heading.first], *(table.sheet.rows[heading.first : heading.last] if over else ())]
    cells = (row.at(place) for row in rows if not _whole_row(row))
    return any(cell.note != "filled" and cell.text and spoken(cell.text, "name") for cell in cells)


def _fields_between(heading: Heading, named: Mapping[str, str], start: int, end: int) -> set[str]:
    texts = {at: text for at, text in heading.texts.items() if start <= at < end}
    return fields_of(structs.replace(heading, texts=texts), named)


def _has_needed(heading: Heading, named: Mapping[str, str], start: int, end: int) -> bool:
    """Whether some columns have all that a table needs."""
    return _fields_between(heading, named, start, end).issuperset(NEEDED)


def _is_gap(table: Table, place: int) -> bool:
    """Whether a column is empty beside what stands under headings; a place and day may be signed in it below."""
    headed = table.heading.texts
    below = (row for row in table.sheet.rows[table.heading.first :] if not row.at(place).is_empty)
    return place not in headed and all(row.at(at).is_empty for row in below for at in headed)


def _begins_anew(heading: Heading, start: int, place: int) -> bool:
    """Whether the headings from a column on are those from the start on: two of them at least."""
    lowest = {at: compared(text.rpartition(": ")[2]) for at, text in heading.texts.items()}
    before = [lowest[at] for at in sorted(lowest) if start <= at < place]
    after = [lowest[at] for at in sorted(lowest) if at >= place][: len(before)]
    return len(after) >= len(NEEDED) and after == before[: len(after)]


def _between(row: Row, start: int, end: int | None) -> Row | None:
    """A row's cells from one column to before another; None without any."""
    cells = (*(EMPTY,) * min(start, len(row.cells)), *row.cells[start:end])
    return structs.replace(row, cells=cells) if any(not cell.is_empty for cell in cells) else None
