"""The rows of a file that were refused, saved as a file of the same shape with a column that says why: put right there, that
file is imported."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Final

from sync.importing.columns import PlannedColumn
from sync.importing.file_plan import FilePlan
from sync.importing.headings import meaning
from sync.importing.plan import PlannedSheet
from sync.importing.take import BadRow, ImportResult
from sync.ledger.activity_fields import BY_CODE, COUNTED
from sync.tables import Cell, Sheet, read_book
from sync.wording.dates import day
from sync.wording.fields import field_title
from sync.wording.i18n import catalogue
from sync.wording.messages import sentence

_ = catalogue("sync")

_MOST_NAMES: Final = 1_000


def save_refused(planned: FilePlan, done: ImportResult) -> Path | None:
    """Save a file's refused rows beside it, in a workbook that was not there; its path, or None where nothing can be
    written beside the file."""
    file = planned.path
    from openpyxl import Workbook  # noqa: PLC0415 - for the few that have refused rows

    why: dict[tuple[str, int], list[BadRow]] = defaultdict(list)
    for bad in done.bad:
        why[bad.sheet, bad.row].append(bad)
    book = Workbook(write_only=True)
    sheets = {sheet.name: sheet for sheet in read_book(file).sheets}
    for table in planned.plan.taken:
        rows = {row: faults for (name, row), faults in why.items() if name == table.name}
        if rows:
            page = book.create_sheet(table.name[:31])
            for line in _lines(sheets[table.sheet], table, rows):
                page.append(line)
    path = _free(file)
    try:
        book.save(path)
    except OSError:
        return None
    return path


def _lines(sheet: Sheet, planned: PlannedSheet, rows: dict[int, list[BadRow]]) -> list[list[str]]:
    """A table's heading, in one row, and its refused rows, each with why at its end."""
    texts = {
        column.place: field_title(column.field) if not planned.heading[0] and column.field in BY_CODE else _heading(column)
        for column in planned.columns
        if column.heading != column.letter or not planned.heading[0]
    }
    places = range(min(column.place for column in planned.columns), max(column.place for column in planned.columns) + 1)
    lines = [[*(texts.get(at, "") for at in places), _("Why it was refused")]]
    days = {
        (row.number, reading.place): " – ".join(map(day, reading.after.split(" – ")))
        for row in planned.rows
        for reading in row.readings
        if reading.how in ("above", "day-row")
    }
    counted = {column.place for column in planned.columns if column.field in COUNTED}
    for row in sheet.rows:
        if row.number in rows:
            told = "; ".join(f"{fault.column}: {sentence(fault.error)}" for fault in rows[row.number])
            lines.append([*(days.get((row.number, at)) or _shown(row.at(at), counted=at in counted) for at in places), told])
    return lines


def _heading(column: PlannedColumn) -> str:
    """A column's heading in one row: the lowest of several, if that alone means what they mean together."""
    lowest = column.heading.rpartition(": ")[2]
    found = meaning(lowest)
    return lowest if found is not None and found.field == column.field else column.heading


def _shown(cell: Cell, *, counted: bool) -> str:
    """A cell as it stands in the file, and never a formula of the new one."""
    text = (cell.text if counted else cell.words) or cell.was
    return f" {text}" if text.startswith("=") else text


def _free(file: Path) -> Path:
    """A path beside a file where there is nothing yet."""
    refused = _("refused")  # not within the braces below: words there are not found for translation
    stem = f"{file.stem} - {refused}"
    names = (f"{stem}{number}.xlsx" for number in ("", *(f" {number}" for number in range(2, _MOST_NAMES))))
    return next(path for name in names if not (path := file.with_name(name)).exists())
