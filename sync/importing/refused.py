"""The rows of a file that were refused, saved as a file of the same shape with a column that says why: put right there, that
file is imported. What a row is by its file alone stands in it as it was understood: its days, whatever their order and year,
and what is as above; a number of merged cells stands once, and hidden columns are hidden.

The same rows are the same file, however often they are refused. One that nobody has changed since it was saved is made anew
for other rows of its list; what somebody has written in is never overwritten: the next file gets a number.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from sync.importing.answers import Answers, column_key
from sync.importing.columns import PlannedColumn
from sync.importing.file_names import refused_stem
from sync.importing.file_plan import FilePlan
from sync.importing.headings import compared, meaning
from sync.importing.ledger import ImportLedger
from sync.importing.plan import PlannedSheet
from sync.importing.planning import shape_of
from sync.importing.take import BadRow, ImportResult
from sync.ledger.activity_fields import BY_CODE, COUNTED
from sync.tables import Cell, Sheet, column_name, read_book
from sync.wording.dates import with_days
from sync.wording.fields import field_title
from sync.wording.i18n import catalogue
from sync.wording.messages import sentence

if TYPE_CHECKING:
    from openpyxl import Workbook

_ = catalogue("sync")

_MOST_NAMES: Final = 1_000
_NO_NAME: Final = re.compile(r"[\\*?:/\[\]]")
"""What no name of a sheet may have."""


class _Line(Struct, frozen=True):
    """A row of a saved file."""

    cells: tuple[str, ...]
    """Without empty ones at its end."""
    struck: bool = False


_Page = tuple[_Line, ...]


class _Table(Struct, frozen=True):
    """The refused rows of a table."""

    name: str
    lines: _Page
    places: tuple[int, ...]
    """The columns of the table that stand in them, in their order."""
    columns: tuple[PlannedColumn, ...]
    """The columns of the table."""
    headings: dict[int, str]
    """By their places, their headings."""

    def named(self) -> dict[str, str]:
        """What somebody said the columns are, by what these are called where they are saved."""
        letters, keys = self.letters(), Counter(map(column_key, self.headings.values()))
        return {
            key if keys[key] == 1 else letters[column.place].lower(): column.field
            for column in self.columns
            if column.why == "named" and column.place in letters
            for key in [column_key(self.headings.get(column.place, ""))]
        }

    def letters(self) -> dict[int, str]:
        """The letters of the columns as they are saved, by what they are in the table."""
        return {place: column_name(at) for at, place in enumerate(self.places)}


class _Saved(Struct, frozen=True):
    """A file that is there."""

    source: str
    """The name of the file whose rows it has, if it is one of these."""
    untouched: bool
    """Whether it is as it was saved."""
    pages: tuple[_Page, ...]


def save_refused(ledger: ImportLedger, planned: FilePlan, done: ImportResult) -> Path | None:
    """Save a file's refused rows beside it, and keep for what is saved what its columns were said to be; the path, or None
    where nothing can be written beside the file."""
    tables = _tables(planned, done)
    path = _save(planned, tables)
    if path is not None:
        _remember(ledger, path, planned, tables)
    return path


def _remember(ledger: ImportLedger, path: Path, planned: FilePlan, tables: Sequence[_Table]) -> None:
    named = {key: field for table in tables for key, field in table.named().items()}
    turned = any(days.order != "day" or days.swapped for sheet in planned.plan.taken for days in sheet.days.values())
    shape = shape_of(read_book(path)) if named or turned else ""
    if shape:
        ledger.imports.keep_answers(shape, Answers(columns=named, day_order="day"))


def _save(planned: FilePlan, tables: Sequence[_Table]) -> Path | None:
    pages = tuple(table.lines for table in tables)
    for path in _paths(planned.path):
        there = _saved(path) if path.exists() else None
        if there is not None and there.pages == pages:
            return path
        if there is not None and not (there.untouched and there.source == planned.path.name):
            continue
        try:
            _workbook(tables, planned.path.name).save(path)
        except OSError:
            if there is None:
                return None
            continue  # open in another program
        return path
    return None


def _tables(planned: FilePlan, done: ImportResult) -> list[_Table]:
    """The tables that have refused rows."""
    why: dict[tuple[str, int], list[BadRow]] = defaultdict(list)
    for bad in done.bad:
        why[bad.sheet, bad.row].append(bad)
    sheets = {sheet.name: sheet for sheet in read_book(planned.path).sheets}
    tables = []
    for table in planned.plan.taken:
        rows = {row: faults for (name, row), faults in why.items() if name == table.name}
        if rows:
            places = _places(table)
            lines = tuple(_lines(sheets[table.sheet], table, rows, places))
            tables.append(_Table(table.name, lines, places, table.columns, _headings(table)))
    return tables


def _page_name(table: str) -> str:
    return _NO_NAME.sub("-", table)[:31]


def _workbook(tables: Sequence[_Table], source: str) -> Workbook:
    """A workbook of some rows, which says what it was made of."""
    from openpyxl import Workbook  # noqa: PLC0415 - for the few that have refused rows
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    book.properties.title, book.properties.identifier = source, _digest([table.lines for table in tables])
    struck = Font(strike=True)
    for table in tables:
        page, letters = book.create_sheet(_page_name(table.name)), table.letters()
        for column in table.columns:
            if column.why == "hidden" and column.place in letters:
                page.column_dimensions[letters[column.place]].hidden = True
        for line in table.lines:
            cells = [WriteOnlyCell(page, value=text or None) for text in line.cells]
            for cell in cells if line.struck else ():
                cell.font = struck
            page.append(cells)
    return book


def _digest(pages: Sequence[_Page]) -> str:
    return hashlib.sha256(msgspec.json.encode(pages)).hexdigest()


def _saved(path: Path) -> _Saved:
    """What a file is that stands where one would be saved; one that cannot be read was not saved here."""
    from openpyxl import load_workbook  # noqa: PLC0415 - as above

    from sync.workbooks import DAMAGED  # noqa: PLC0415

    try:
        book = load_workbook(path)
        pages = tuple(
            tuple(
                _Line(
                    _without_end([str(cell.value or "") for cell in row]),
                    any(cell.font.strike for cell in row if cell.value is not None),
                )
                for row in sheet.iter_rows()
            )
            for sheet in book.worksheets
        )
    except DAMAGED:
        return _Saved("", untouched=False, pages=())
    return _Saved(book.properties.title or "", book.properties.identifier == _digest(pages), pages)


def _without_end(cells: Sequence[str]) -> tuple[str, ...]:
    told = len(cells)
    while told and not cells[told - 1]:
        told -= 1
    return tuple(cells[:told])


def _places(planned: PlannedSheet) -> tuple[int, ...]:
    """The columns of a table that are saved: all but one that says why already."""
    before = {column.place for column in planned.columns if compared(column.heading) == compared(_("Why it was refused"))}
    columns = [column.place for column in planned.columns if column.place not in before]
    return tuple(at for at in range(min(columns), max(columns) + 1) if at not in before)


def _headings(planned: PlannedSheet) -> dict[int, str]:
    """By their places, the headings of columns in one row."""
    return {
        column.place: field_title(column.field) if _is_named_anew(column, planned) else _heading(column)
        for column in planned.columns
        if column.heading != column.letter or _is_named_anew(column, planned) or not planned.heading[0]
    }


def _lines(sheet: Sheet, planned: PlannedSheet, rows: dict[int, list[BadRow]], places: Sequence[int]) -> Iterator[_Line]:
    """A table's heading, in one row, and its refused rows, each with why at its end."""
    texts = _headings(planned)
    yield _Line((*(texts.get(at, "") for at in places), _("Why it was refused")))
    above = {
        (row.number, reading.place): reading.after
        for row in planned.rows
        for reading in row.readings
        if reading.how in ("ditto", "joined", "continued")
    }
    above |= {(row.number, place): with_days(days) for row in planned.rows for place, days in row.days.items()}
    counted = {column.place for column in planned.columns if column.field in COUNTED}
    for row in sheet.rows:
        if row.number in rows:
            told = "; ".join(f"{fault.column}: {sentence(fault.error)}" for fault in rows[row.number])
            cells = (above.get((row.number, at)) or _shown(row.at(at), counted=at in counted) for at in places)
            yield _Line((*cells, told), row.struck)


def _is_named_anew(column: PlannedColumn, planned: PlannedSheet) -> bool:
    """Whether a column has no heading in the file, and gets its field's."""
    return column.why == "day-rows" or (not planned.heading[0] and column.field in BY_CODE)


def _heading(column: PlannedColumn) -> str:
    """A column's heading in one row: the lowest of several, if that alone means what they mean together."""
    lowest = column.heading.rpartition(": ")[2]
    found = meaning(lowest)
    return lowest if found is not None and found.field == column.field else column.heading


def _shown(cell: Cell, *, counted: bool) -> str:
    """A cell as it stands in the file, and never a formula of the new one; a figure of merged cells stands in the first."""
    if counted and cell.note == "filled":
        return ""
    text = (cell.text if counted else cell.words) or cell.was
    return f" {text}" if text.startswith("=") else text


def _paths(file: Path) -> Iterator[Path]:
    """The paths beside a file where its refused rows may be; those of such a file are beside it, under its own file's
    name."""
    for number in range(1, _MOST_NAMES):
        yield file.with_name(f"{refused_stem(file.stem, number)}.xlsx")
