"""Columns that each count some of the people by who they are: pupils and parents, members and others, old and young. Where
none counts all of them, they are added, and somebody is asked; one of them is never all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import structs

from sync.importing.by_cells import held
from sync.importing.columns import PlannedColumn
from sync.importing.headings import UNUSED, meaning, names_some
from sync.ledger.text import fold
from sync.tables import Row

_FEWEST: Final = 2
_OF_EACH_OTHER: Final = re.compile(
    r"\btrong do\b|\b(?:dtts|dan toc|ho ngheo|can ngheo|ho can ngheo|nu|nam|phan tram|ty le|ti le|vang|moi|trieu tap)\b|%"
)
"""What some of the same people are, whoever stands in the columns beside."""


def with_groups_added(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> list[PlannedColumn]:
    """The columns, those that count some of the people each added to the others; where one counts all, they are parts."""
    groups = {column.place for column in columns if _counts_some(column, below)}
    below_people = {column.place for column in columns if column.place not in groups and _is_below_people(column)}
    if len({_upper(column) for column in columns if column.place in below_people}) == 1:
        groups |= below_people
    if len(groups) < _FEWEST or not any(_holds(column, below) == "numbers" for column in columns if column.place in groups):
        return list(columns)
    whole = {column.place for column in columns if column.place not in groups and _counts_all(column, below)}
    others = {column.place for column in columns if column.field == "audience" and column.cells} - groups
    return [
        structs.replace(column, field=UNUSED, why="part", claimed=UNUSED)
        if column.place in groups and (whole or others)
        else structs.replace(column, field="audience", why="added", claimed=UNUSED)
        if column.place in groups
        else structs.replace(column, field="audience", why="cells", claimed=UNUSED)
        if column.place in whole and not others
        else column
        for column in columns
    ]


def _counts_all(column: PlannedColumn, below: Sequence[Row]) -> bool:
    """Whether a column that was not taken for the people has all of those who came, as others have some of them."""
    found = meaning(_lowest(column))
    is_left = column.field == UNUSED and column.why in ("unknown", "numbers")
    return is_left and found is not None and found.open in ("total", "came") and _holds(column, below) == "numbers"


def _counts_some(column: PlannedColumn, below: Sequence[Row]) -> bool:
    """Whether a column has numbers, or nothing yet, of some of the people, and its heading says of whom."""
    if not _is_open(column) or not names_some(_lowest(column)):
        return False
    return _holds(column, below) in ("numbers", "nothing")


def _is_below_people(column: PlannedColumn) -> bool:
    """Whether a column is one of several below a heading of people, and no known heading itself."""
    if not _is_open(column) or column.why not in ("numbers", "unsure") or meaning(_lowest(column)) is not None:
        return False
    upper = meaning(_upper(column))
    return upper is not None and (upper.field in ("audience", "audiences") or upper.open in ("group", "came"))


def _is_open(column: PlannedColumn) -> bool:
    """Whether nothing but its heading and its cells says what a column is."""
    is_of_people = column.field == "audience" and column.why in ("heading", "unsure", "cells")
    is_unused = column.field == UNUSED and column.why in ("part", "numbers")
    return (is_of_people or is_unused) and not _OF_EACH_OTHER.search(fold(column.heading))


def _holds(column: PlannedColumn, below: Sequence[Row]) -> str:
    return held([row.at(column.place) for row in below])


def _lowest(column: PlannedColumn) -> str:
    return column.heading.rpartition(": ")[2]


def _upper(column: PlannedColumn) -> str:
    return column.heading.rpartition(": ")[0]
