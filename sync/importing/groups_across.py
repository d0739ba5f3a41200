"""Groups of columns that come again across a table: months or rounds beside one another, each with its day and what was
done. A row holds an activity for each of them, and the columns before and behind them are of all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct, structs

from sync.importing.doubts import spoken, tells_of_done
from sync.importing.headings import compared
from sync.importing.layout import NEEDED, Heading, fields_of
from sync.ledger.text import fold
from sync.tables import EMPTY, Row, Sheet

_FEWEST: Final = 2
"""Columns of a group, and groups."""
_COUNTED: Final = re.compile(r" ?(?:\(?(?:lan|dot|thang|tuan|quy|ky|buoi) )?\(?[0-9]{1,2}\)?$")
"""What tells the headings of one group from those of another."""
_OF_A_TIME: Final = re.compile(
    r"\W*(?:thang|quy|tuan|dot|lan|ky|hoc ky|buoi|vong)\W*(?:[0-9]|[ivx]+\b|nhat|dau|hai|ba|cuoi)"
)


class Groups(Struct, frozen=True):
    """Groups of columns: the first place of each, what stands over it, and the place behind the last."""

    starts: tuple[int, ...]
    names: tuple[str, ...]
    end: int


def groups_across(sheet: Sheet, heading: Heading, named: Mapping[str, str]) -> Groups | None:
    """The groups of columns under a heading; None without several that name what is needed with what is beside them all. A
    plan beside what was done of it is no two groups."""
    places = sorted(heading.texts)
    stems = [_COUNTED.sub("", fold(compared(heading.texts[at].rpartition(": ")[2]))) for at in places]
    for lead in range(1, len(places)):
        for size in range(_FEWEST, (len(places) - lead) // _FEWEST + 1):
            count = 1
            while stems[lead + count * size : lead + (count + 1) * size] == stems[lead : lead + size]:
                count += 1
            if count < _FEWEST:
                continue
            behind = lead + count * size
            starts = tuple(places[lead:behind:size])
            own = _fields(heading, places[lead : lead + size], named)
            names = [_name(sheet, heading, start) for start in starts]
            whole = own | _fields(heading, places[:lead], named)
            if "date" in own and whole >= NEEDED and _are_of_times(names, titled="title" in own):
                return Groups(starts, tuple(names), places[behind] if behind < len(places) else places[-1] + 1)
    return None


def _fields(heading: Heading, places: Sequence[int], named: Mapping[str, str]) -> set[str]:
    return fields_of(structs.replace(heading, texts={at: heading.texts[at] for at in places}), named)


def _name(sheet: Sheet, heading: Heading, start: int) -> str:
    """What stands over a group: in the heading, or right above it."""
    inside = heading.texts[start].rpartition(": ")[0]
    above = sheet.rows[heading.first - 1].at(start).text if heading.first else ""
    return inside or above


def _are_of_times(names: Sequence[str], *, titled: bool) -> bool:
    """Whether names are of times, and so of other activities each; groups that say what was done may be without names."""
    if any(spoken(name, "name") or tells_of_done(name) for name in names):
        return False
    return titled or (len(set(names)) == len(names) and all(_OF_A_TIME.match(fold(name)) for name in names))


def rows_of(sheet: Sheet, heading: Heading, groups: Groups, number: int) -> tuple[Row, ...]:
    """The rows of one of the groups with what is beside all; a row in which only others have something is theirs."""
    start = groups.starts[number]
    end = groups.starts[number + 1] if number + 1 < len(groups.starts) else groups.end
    rows = []
    for place, row in enumerate(sheet.rows):
        whole = len({cell.text for cell in row.cells if cell.text}) == 1
        own, others = _has_any(row, start, end), _has_any(row, groups.starts[0], groups.end)
        if place < heading.first and not whole:
            kept = tuple(cell if start <= at < end else EMPTY for at, cell in enumerate(row.cells))
        elif place <= heading.last or own or (not others and number == 0) or place < heading.first:
            shared = (at < groups.starts[0] or at >= groups.end or start <= at < end for at in range(len(row.cells)))
            kept = tuple(cell if is_own else EMPTY for cell, is_own in zip(row.cells, shared, strict=True))
        else:
            continue
        if any(not cell.is_empty for cell in kept):
            rows.append(structs.replace(row, cells=kept))
    return tuple(rows)


def _has_any(row: Row, start: int, end: int) -> bool:
    return any(not row.at(at).is_empty for at in range(start, end))
