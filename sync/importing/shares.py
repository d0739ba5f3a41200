"""Columns beside one another that each count a share of one figure: in the morning and in the evening, by language, by
cluster of loudspeakers; or each another kind of work, of which a row has one. They are added, and somebody is asked; the
first alone is never all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import structs

from sync.importing.by_cells import held
from sync.importing.columns import PlannedColumn
from sync.importing.headings import UNUSED, meaning
from sync.importing.term_names import term_named
from sync.importing.totals import begins_as_total
from sync.ledger.activity_fields import COUNTED
from sync.ledger.text import fold
from sync.tables import Row

_FEWEST: Final = 2
_OF_DAY: Final = r"(?:buoi )?(?:sang|trua|chieu|toi|dem)(?:\W.*)?"
_SHARE: Final = re.compile(
    rf"{_OF_DAY}|chu nhat|cn"
    r"|(?:lan|dot|ky|tuan|cum|loa|diem|khu|to|ban|thon|xom|lop|khoi|thu) (?:[0-9]{1,2}|\w+(?: \w+)?)"
)
"""A part of the day, a round, a place."""
_PART_BEHIND: Final = re.compile(rf" \(?(?:{_OF_DAY})$")


def with_shares_added(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> list[PlannedColumn]:
    """The columns, those that count a share of one figure each added; where another has all of it, they are parts."""
    told = list(columns)
    for field in COUNTED:
        shares = _shares(told, field, below) or _kinds(told, field, below)
        others = [
            each for each in told if each.field == field and each.cells and each.place not in shares and each.why != "unsure"
        ]
        told = [
            column
            if column.place not in shares
            else structs.replace(column, field=UNUSED, why="part" if field == "audience" else "unknown", claimed=UNUSED)
            if others
            else structs.replace(column, field=field, why="added", claimed=UNUSED)
            for column in told
        ]
    return told


def _shares(columns: Sequence[PlannedColumn], field: str, below: Sequence[Row]) -> set[int]:
    """The places of the columns of one figure that each are of a share of it; empty without two."""
    groups: dict[str, set[int]] = {}
    for column in columns:
        upper = _whole(column)
        if upper and _is_open(column, field) and _counts(upper, field) and _holds_numbers(column, below):
            groups.setdefault(fold(upper), set()).add(column.place)
    return next((places for places in groups.values() if len(places) >= _FEWEST), set())


def _whole(column: PlannedColumn) -> str:
    """The heading of what a column is a share of; empty for one that is no share."""
    upper, _sign, lowest = column.heading.rpartition(": ")
    if upper and (_SHARE.fullmatch(fold(lowest)) or term_named("languages", lowest)):
        return upper
    words = column.heading.split()
    found = _PART_BEHIND.search(folded := fold(column.heading))
    return (
        ""
        if found is None or len(words) != len(folded.split())
        else " ".join(words[: folded[: found.start()].count(" ") + 1])
    )


def _is_open(column: PlannedColumn, field: str) -> bool:
    return column.field in (field, UNUSED) and column.why in ("heading", "unsure", "cells", "unknown", "numbers")


def _counts(heading: str, field: str) -> bool:
    found = meaning(heading)
    return found is not None and found.field == field and not found.open


def _kinds(columns: Sequence[PlannedColumn], field: str, below: Sequence[Row]) -> set[int]:
    """The places of columns that count how many there were of something else each, where no row has two of them."""
    kinds = [column for column in columns if column.field == field == "quantity" and column.why in ("heading", "unsure")]
    kinds = [column for column in kinds if column.cells and fold(column.heading).startswith("so ")]
    if len(kinds) < _FEWEST:
        return set()
    rows = [row for row in below if not any(begins_as_total(cell.text) for cell in row.cells if cell.text)]
    if any(sum(not row.at(each.place).is_empty for each in kinds) > 1 for row in rows):
        return set()
    return {column.place for column in kinds if _holds_numbers(column, below)}


def _holds_numbers(column: PlannedColumn, below: Sequence[Row]) -> bool:
    return held([row.at(column.place) for row in below]) in ("numbers", "nothing")
