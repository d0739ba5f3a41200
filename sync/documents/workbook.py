"""How tables look in an Excel workbook that is read and printed: letters, widths, heads, A4 paper."""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from collections.abc import Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as WorkbookCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sync.encoding.types import Instant
from sync.wording.numbers import official_number

Cell = str | int | datetime.datetime | None
"""What stands in a cell; a time is Vietnam's, without its zone."""
Row = Sequence[Cell]

_NUMBER: Final = "#,##0"
_MOMENT: Final = "dd/mm/yyyy hh:mm:ss"
_FONT: Final = "Times New Roman"
_THIN: Final = Side(style="thin", color="FF808080")
_BORDER: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_A4: Final = "9"
_NARROWEST, _WIDEST = 9, 60
_PAGE: Final = 190
"""Characters beside each other that are still read on a page; a wider table goes over several."""
_NAMING: Final = 2
"""The columns that name a row, and stand on each of those pages."""
_LINE: Final = 16.5
"""Points of a line of this letter."""
_PROPERTIES: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def blank(made: Instant) -> Workbook:
    """A workbook without sheets, made at POSIX second `made`."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Sổ xã"
    book.properties.created = book.properties.modified = datetime.datetime.fromtimestamp(made, datetime.UTC).replace(
        tzinfo=None
    )
    return book


def sheet(book: Workbook, name: str, rows: Sequence[Row], *, table: bool) -> Worksheet:
    """A further sheet with these rows: a `table`, whose first row is its head and whose last is its total, or names and
    their values."""
    made: Worksheet = book.create_sheet(name)
    for line, row in enumerate(rows, 1):
        _fill(made, line, row)
    _style(made, rows, table=table)
    _print(made, rows, table=table)
    return made


def written(book: Workbook, made: Instant) -> bytes:
    """A workbook's bytes."""
    file = io.BytesIO()
    book.save(file)
    return _of_its_moment(file.getvalue(), made)


def _of_its_moment(data: bytes, made: int) -> bytes:
    """A workbook with the moment of its annex wherever its writer put that of writing: one annex is the same bytes each
    time, so that its digest can be stated of a file that was taken before."""
    moment = datetime.datetime.fromtimestamp(made, datetime.UTC)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for part in read.infolist():
            body = read.read(part)
            if part.filename == _PROPERTIES:
                body = _MODIFIED.sub(rb"\g<1>%bZ" % moment.replace(tzinfo=None).isoformat().encode(), body)
            fixed = zipfile.ZipInfo(part.filename, (max(moment.year, 1980), *moment.timetuple()[1:6]))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(fixed, body)
    return file.getvalue()


def _fill(sheet: Worksheet, line: int, row: Row) -> None:
    for at, value in enumerate(row, 1):
        if value is None:
            continue
        cell = sheet.cell(line, at)
        assert isinstance(cell, WorkbookCell), "no cells are merged here"
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # text, and never a formula
        cell.number_format = _MOMENT if isinstance(value, datetime.datetime) else _NUMBER if isinstance(value, int) else "@"


def _style(sheet: Worksheet, rows: Sequence[Row], *, table: bool) -> None:
    """Widths that fit; the head bold and kept in sight, and the total row bold, where the sheet is a table."""
    columns = max(len(row) for row in rows)
    last = len(rows)
    for line in range(1, last + 1):
        for at in range(1, columns + 1):
            cell = sheet.cell(line, at)
            bold = line == 1 or (at == 1 and not table) or (line == last and table)
            cell.font = Font(name=_FONT, size=12, bold=bold)
            numeric = cell.data_type == "n" and cell.value is not None and table and not cell.is_date
            cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="right" if numeric else "left")
            cell.border = _BORDER
    widths = [_wide(rows, at, table=table) for at in range(columns)]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _printed(width)
    for line, row in enumerate(rows, 1):
        sheet.row_dimensions[line].height = _LINE * max(
            _lines(*each) for each in zip(row, map(_printed, widths), strict=False)
        )
    if table:
        sheet.freeze_panes = "A2"


def _wide(rows: Sequence[Row], at: int, *, table: bool) -> int:
    """How many characters a column is to show beside each other: of a table's head its longest word is enough."""
    first, *others = (row[at] if len(row) > at else None for row in rows)
    head = max(map(len, first.split())) if table and isinstance(first, str) and first else _width(first)
    return min(max(_NARROWEST, head, *(_width(value) for value in others)), _WIDEST)


def _printed(width: int) -> float:
    """How wide a column of so many characters is."""
    return width * 1.1 + 2


def _width(value: Cell) -> int:
    """How many characters a cell shows in its longest line."""
    if isinstance(value, datetime.datetime):
        return len(_MOMENT)
    if isinstance(value, int):
        return len(official_number(value))
    return max(map(len, value.split("\n")), default=0) if value else 0


def _lines(value: Cell, width: float) -> int:
    """How many lines a cell takes at most in a column of this width: programs that open it need not reckon."""
    return sum(max(1, math.ceil(len(line) / width)) for line in value.split("\n")) if isinstance(value, str) else 1


def _print(sheet: Worksheet, rows: Sequence[Row], *, table: bool) -> None:
    """On A4, as wide as the page or as several of a wide table, on its side for tables, the head on every page."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if table else "portrait"
    sheet.page_setup.fitToWidth = _pages(rows, table=table)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    if sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = f"A:{get_column_letter(_NAMING)}"
    footer = sheet.oddFooter
    assert footer is not None and footer.right is not None, "every sheet has one"
    footer.right.text = "&P/&N"  # beside what may stand at the left


def _pages(rows: Sequence[Row], *, table: bool) -> int:
    """How many pages a sheet is wide, each with the columns that name its rows."""
    if not table:
        return 1
    widths = [_printed(_wide(rows, at, table=True)) for at in range(max(map(len, rows)))]
    naming = sum(widths[:_NAMING])
    return max(1, math.ceil((sum(widths) - naming) / (_PAGE - naming)))
