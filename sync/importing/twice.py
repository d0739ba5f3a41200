"""Rows that say again what one above says, left out where somebody says that they are no activities of their own."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from sync.importing.plan import NamedRow, PlannedSheet
from sync.importing.told_again import equal_rows, told_again
from sync.tables import Row


def without_twice(sheet: PlannedSheet, table: Sequence[Row]) -> PlannedSheet:
    """A sheet without the activities of rows that say again what one above says; they are named."""
    again = {row.number for row in equal_rows(sheet.rows)}
    again |= {each.row.number for each in told_again(sheet.rows, table, sheet.columns)}
    rows = tuple(
        structs.replace(row, kind="again", fields=None, figures={}) if row.number in again else row for row in sheet.rows
    )
    named = [
        NamedRow(row=row.number, kind="again", text=row.text or dict(row.cells).get("title", ""))
        for row in rows
        if row.number in again
    ]
    return structs.replace(sheet, rows=rows, named=tuple(sorted((*sheet.named, *named), key=lambda row: row.row)))
