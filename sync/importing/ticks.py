"""Columns of ticks: of several that stand beside one another each names a way, a topic, or whom something was for, and a
cross stands where it is so. What is ticked is what the heading names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import structs

from sync.importing.columns import PlannedColumn
from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED, meaning
from sync.importing.row_kinds import is_total
from sync.importing.totals import begins_as_total
from sync.ledger.activity_fields import BY_CODE
from sync.ledger.text import fold
from sync.ledger.vocabulary import named
from sync.tables import Cell, Row

_TICKS: Final = re.compile(r"[x×✕✖✗✘☒v✓✔☑√+•●]|co|true")
_NO_TICKS: Final = re.compile(r"[0\-–—☐□o]|khong|false")
_OF_SIGNS: Final = ("ü", "þ", "ý", "û")
"""Ticks as a font of signs has them, in a file that does not name it: no words of a column of ticks."""
_TOLD_BY_NAME: Final = "channel"
"""The field that a heading without another above it may be of: a cross under "Zalo" says how; one under "Phụ nữ" may say who
did it."""
_OF_ELSE_TOO: Final = frozenset({"anh", "video", "phim", "tin", "bai"})
_LONGEST_SHORT: Final = 2
_SHORT_ALONE: Final = frozenset({"tv", "fb"})
"""What is so short, and is nothing else."""


def is_tick(cell: Cell) -> bool:
    """Whether a cell says that it is so."""
    if cell.text in _OF_SIGNS:
        return True
    return _TICKS.fullmatch(fold(cell.text)) is not None


def is_no_tick(cell: Cell) -> bool:
    """Whether a cell says that it is not so."""
    return _NO_TICKS.fullmatch(fold(cell.text)) is not None


def ticked_name(column: PlannedColumn) -> str:
    """What a column of ticks names."""
    return column.heading.rpartition(": ")[2]


def group_name(column: PlannedColumn) -> str:
    """What stands over a column of ticks; empty where nothing does."""
    return column.heading.rpartition(": ")[0]


def with_ticks(columns: Sequence[PlannedColumn], below: Sequence[Row]) -> list[PlannedColumn]:
    """The columns, those of ticks with the field of which they name something; none where another column has the field."""
    told = {column.place: of for column in columns if (of := _field(column, columns, below))}
    groups = {(told[column.place], group_name(column)) for column in columns if column.place in told and group_name(column)}
    for column in columns:
        field = _group_field(column)
        if not column.cells and (field, group_name(column)) in groups and column.why not in ("named", "hidden"):
            told[column.place] = field
    others = {column.field for column in columns if column.cells and column.place not in told}
    return [
        structs.replace(column, field=told[column.place], why="ticks", claimed=UNUSED)
        if column.place in told and told[column.place] not in others
        else column
        for column in columns
    ]


def _field(column: PlannedColumn, columns: Sequence[PlannedColumn], below: Sequence[Row]) -> str:
    """The field of which a column of ticks names something; empty for any other column."""
    if not column.cells or column.why in ("named", "hidden", "day-part", "day-rows") or not _may_be(column):
        return ""
    ticks = 0
    for row in below:
        cell = row.at(column.place)
        if cell.is_empty or cell.note == "filled" or is_no_tick(cell):
            continue
        if is_tick(cell):
            ticks += 1
        elif not any(begins_as_total(other.text) or is_total(other.text) for other in row.cells if other.text):
            return ""
    if not ticks:
        return ""
    if field := _group_field(column):
        return field
    beside = any(abs(other.place - column.place) == 1 and _is_sure_name(other) for other in columns)
    return _TOLD_BY_NAME if _is_name(column) and (beside or _is_sure_name(column)) else ""


def _is_name(column: PlannedColumn) -> bool:
    return named("channels", ticked_name(column)) is not None


def _is_sure_name(column: PlannedColumn) -> bool:
    """Whether a heading names a way, and is no abbreviation or word that stands for something else as often: "TH", "Ảnh"."""
    text = fold(ticked_name(column))
    is_short = len(text) <= _LONGEST_SHORT and text not in _SHORT_ALONE
    return not is_short and text not in _OF_ELSE_TOO and _is_name(column)


def _may_be(column: PlannedColumn) -> bool:
    """Whether the samples of a column are ticks: most columns need no closer look."""
    return column.field not in (ROW_NUMBERS, "date", "title") and any(
        sample in _OF_SIGNS or _TICKS.fullmatch(fold(sample)) for sample in column.samples
    )


def _group_field(column: PlannedColumn) -> str:
    """The field that stands over a column, if its values are of a list."""
    found = meaning(group_name(column)) if group_name(column) else None
    if found is None or found.field in (UNUSED, DESCRIPTION, ROW_NUMBERS):
        return ""
    return found.field if BY_CODE[found.field].terms is not None else ""
