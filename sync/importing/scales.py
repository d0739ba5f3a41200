"""Figures that stand in another unit than they are counted in: thousands, or hours, by the heading of their column, by
what stands above the table ("ĐVT: nghìn lượt người") or by the unit in their row; those of each session, of which the row
says how many there were: a total below them is of all sessions, and stays. They are multiplied, and asked about; what cannot
be multiplied for certain is refused, and never taken as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec import structs

from sync.importing.by_cells import whole_number
from sync.importing.cells import figure, is_nothing
from sync.importing.columns import PlannedColumn
from sync.importing.figure_units import factor_of, is_each, is_time, unit_is
from sync.importing.headings import names_units, unit_of
from sync.importing.row_kinds import is_total, is_words
from sync.ledger.text import fold
from sync.tables import Cell, CellNote, Row

_ABOVE: Final = re.compile(r"\W*(?:dvt|don vi tinh|don vi|dv tinh|dv|tinh theo)\W+(.{1,80})")
_OWN_UNIT: Final = re.compile(r"(?:\b|(?<=[0-9]))(?:nghin|ngan|trieu|k|h|gio|tieng|phut|ph|p)(?![a-z])|:|['’]")
"""What says how much a number is, whatever the table is of."""
_NUMBER: Final = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,2})?")
_EXACT: Final = 1e-6


class Scale(NamedTuple):
    """How much one of a figure is."""

    factor: int
    """0 where it cannot be multiplied."""
    said: str
    note: CellNote = "scaled"


def scales_of(columns: Sequence[PlannedColumn], above: Iterable[Row]) -> dict[int, Scale]:
    """By place, the scales of columns: by their own headings, else by what stands above the table."""
    told = {
        column.place: Scale(factor, column.heading.rpartition(": ")[2])
        for column in columns
        if (factor := _factor(unit_of(column.heading), column.field)) is not None
    }
    for text in (cell.text for row in above for cell in row.cells if cell.text):
        found = _ABOVE.fullmatch(fold(text))
        for unit in re.split(r"[,;+]|\bva\b", found[1]) if found is not None else ():
            fitting = [
                column for column in columns if _factor(unit, column.field) is not None and not unit_of(column.heading)
            ]
            field = next((field for field in ("audience", "quantity", "minutes") if field in {c.field for c in fitting}), "")
            for column in fitting:
                if column.field == field and (factor := _factor(unit, field)) is not None:
                    told.setdefault(column.place, Scale(factor, text[:60]))
    return told


def _factor(unit: str, field: str) -> int | None:
    """By how much figures are multiplied that stand in a unit; 0 where it is another length than minutes, and cannot be."""
    factor = factor_of(unit, field)
    return 0 if factor is None and field == "minutes" and is_time(unit) and unit_is(unit, field) == "other" else factor


def with_scales(rows: Sequence[Row], columns: Sequence[PlannedColumn], scales: Mapping[int, Scale]) -> tuple[Row, ...]:
    """The rows of a table with their figures multiplied that stand in other units."""
    fields = {column.place: column.field for column in columns}
    unit_at = next((column.place for column in columns if names_units(column.heading)), None)
    quantity = next((column.place for column in columns if column.field == "quantity"), None)
    each = {column.place: column.heading.rpartition(": ")[2] for column in columns if is_of_each_session(column)}
    told = []
    for row in rows:
        here = dict(scales)
        unit = "" if unit_at is None or quantity is None else row.at(unit_at).text
        if unit and quantity is not None and quantity not in here:
            factor = factor_of(unit, "quantity") or factor_of(unit, "audience") or factor_of(unit, "minutes")
            here |= {quantity: Scale(factor, unit)} if factor is not None else {}
        times = whole_number(row.at(quantity)) if each and quantity is not None else None
        if times is not None and times > 1 and not any(is_words(cell) and is_total(cell.text) for cell in row.cells):
            here |= {at: Scale(times, said, "of-each") for at, said in each.items() if at not in here}
        cells = list(row.cells)
        for at, scale in here.items():
            if at < len(cells) and not cells[at].is_empty:
                cells[at] = _scaled(cells[at], scale, fields[at])
        told.append(structs.replace(row, cells=tuple(cells)) if here else row)
    return tuple(told)


def is_of_each_session(column: PlannedColumn) -> bool:
    """Whether the figures of a column are those of each session, and nobody has said what they are."""
    return column.why != "named" and is_each(column.heading, column.field) == "session"


def _scaled(cell: Cell, scale: Scale, field: str) -> Cell:
    if cell.note not in ("", "filled", "computed") or is_nothing(cell.text):
        return cell
    number: float | None = cell.number
    if number is None:
        if not any(map(str.isdigit, cell.text)):
            return cell
        if _OWN_UNIT.search(fold(cell.text)) and figure(cell.text, field)[1] is not None:
            return cell  # it has its own unit
        number = float(cell.text.replace(",", ".")) if _NUMBER.fullmatch(cell.text) else None
    whole = None if number is None else round(number * scale.factor)
    if not scale.factor or number is None or whole is None or abs(whole - number * scale.factor) > _EXACT or number < 0:
        return structs.replace(cell, note="other-scale", was=f"{cell.words} ({scale.said})")
    note = cell.note if cell.note == "filled" else scale.note
    stands = cell.words.replace(".", ",") if isinstance(cell.number, float) else cell.words
    return Cell(str(whole), number=whole, note=note, was=f"{stands} ({scale.said})")
