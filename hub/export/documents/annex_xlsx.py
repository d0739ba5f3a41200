"""An annex as an Excel workbook, to be read, printed and checked: what `sync.annex.layout` lays out, and how it looks."""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as WorkbookCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sync.annex.layout import NOTES, PROOF, SUMMARY, SUMS, Cell, Row, Sheet, workbook
from sync.annex.model import Annex
from sync.encoding.patterns import DAY
from sync.wording.gathered import others_words
from sync.wording.i18n import speaking
from sync.wording.numbers import official_number

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
_HEADER: Final = 200
"""Characters of a header: programs take 255 with their marks."""
QUANTITY: Final = SUMS[1]
_WHY: Final = {
    QUANTITY: "Số lượng chỉ cộng trong từng hình thức (lượt phát, bài, buổi ...), nên chỉ có ở trang “Theo hình thức”, "
    "và không có dòng tổng.",
    NOTES: "“Ước thực hiện”: báo cáo được ký khi kỳ chưa kết thúc, và sau đó số liệu trong sổ có đổi. “Số đã gửi khác sổ”: "
    "báo cáo được ký khi kỳ đã kết thúc, mà sổ khi lập phụ lục có số khác. Hai số ghi ở các cột cuối.",
}
"""What is said of a column, by its head."""
_PROPERTIES: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_ALONE: Final = frozenset({SUMMARY, PROOF})
"""The sheets of names and values; the others are tables with a total row."""


def write(annex: Annex) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Sổ xã"
    book.properties.created = book.properties.modified = datetime.datetime.fromtimestamp(annex.made, datetime.UTC).replace(
        tzinfo=None
    )
    others = _others(annex)
    for laid_out in workbook(annex):
        sheet = book.create_sheet(laid_out.name)
        for line, row in enumerate(laid_out.rows, 1):
            _fill(sheet, line, row)
        _style(sheet, laid_out)
        _explain(sheet, laid_out)
        _print(sheet, laid_out)
        if others and laid_out.name not in _ALONE:
            _say_others(sheet, others, annex.total.activities)
    file = io.BytesIO()
    book.save(file)
    return _of_its_moment(file.getvalue(), annex.made)


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


def _style(sheet: Worksheet, laid_out: Sheet) -> None:
    """Widths that fit; the head bold and kept in sight, and the total row bold, where the sheet is a table."""
    table = laid_out.name not in _ALONE
    columns = max(len(row) for row in laid_out.rows)
    last = len(laid_out.rows)
    for line in range(1, last + 1):
        for at in range(1, columns + 1):
            cell = sheet.cell(line, at)
            bold = line == 1 or (at == 1 and not table) or (line == last and table)
            cell.font = Font(name=_FONT, size=12, bold=bold)
            numeric = cell.data_type == "n" and cell.value is not None and table and not cell.is_date
            cell.alignment = Alignment(vertical="top", wrap_text=True, horizontal="right" if numeric else "left")
            cell.border = _BORDER
    widths = [_wide(laid_out, at, table=table) for at in range(columns)]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _printed(width)
    for line, row in enumerate(laid_out.rows, 1):
        sheet.row_dimensions[line].height = _LINE * max(
            _lines(*each) for each in zip(row, map(_printed, widths), strict=False)
        )
    if table:
        sheet.freeze_panes = "A2"


def _explain(sheet: Worksheet, laid_out: Sheet) -> None:
    """Say beside the cells, on the screen and on paper, what they cannot: they are the annex's, and an auditor holds each
    against the ledger."""
    heads = laid_out.rows[0]
    for at, name in enumerate(heads, 1):
        if not isinstance(name, str) or name not in _WHY or laid_out.name in _ALONE:
            continue
        cell = sheet.cell(1, at)
        assert isinstance(cell, WorkbookCell), "no cells are merged here"
        cell.comment = Comment(_WHY[name], "Sổ xã", width=320, height=110)
    footer = sheet.oddFooter
    if QUANTITY in heads and laid_out.name not in _ALONE:
        assert footer is not None and footer.left is not None, "every sheet has one"
        footer.left.text = _literal(_WHY[QUANTITY])


def _others(annex: Annex) -> list[tuple[str, int]]:
    """The units with activities in the annex of a report due once that do not owe it, and how many."""
    owing = {row.unit for row in annex.standings}
    due_once = DAY.fullmatch(annex.period.rpartition("@")[2]) is not None
    return (
        [(row.name, row.activities) for row in annex.tables["unit"] if row.activities and row.key not in owing]
        if due_once and owing
        else []
    )


def _say_others(sheet: Worksheet, others: list[tuple[str, int]], total: int) -> None:
    """Say above a table on paper, and beside its first head on the screen, that its sums hold others' activities, too."""
    with speaking("vi"):
        words = others_words(others, total)
    cell, header = sheet.cell(1, 1), sheet.oddHeader
    assert isinstance(cell, WorkbookCell), "no cells are merged here"
    assert header is not None and header.left is not None, "every sheet has one"
    cell.comment = Comment(words, "Sổ xã", width=320, height=110)
    header.left.text = _literal(words if len(words) <= _HEADER else f"{words[:_HEADER]}…")


def _literal(words: str) -> str:
    """Words in a header or footer, where an ampersand begins a code."""
    return words.replace("&", "&&")


def _wide(laid_out: Sheet, at: int, *, table: bool) -> int:
    """How many characters a column is to show beside each other: of a table's head its longest word is enough."""
    first, *others = (row[at] if len(row) > at else None for row in laid_out.rows)
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


def _print(sheet: Worksheet, laid_out: Sheet) -> None:
    """On A4, as wide as the page or as several of a wide table, on its side for tables, the head on every page."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "portrait" if laid_out.name in _ALONE else "landscape"
    sheet.page_setup.fitToWidth = _pages(laid_out)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    if sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = f"A:{get_column_letter(_NAMING)}"
    footer = sheet.oddFooter
    assert footer is not None and footer.right is not None, "every sheet has one"
    footer.right.text = "&P/&N"  # beside what may stand at the left


def _pages(laid_out: Sheet) -> int:
    """How many pages a sheet is wide, each with the columns that name its rows."""
    if laid_out.name in _ALONE:
        return 1
    widths = [_printed(_wide(laid_out, at, table=True)) for at in range(max(map(len, laid_out.rows)))]
    naming = sum(widths[:_NAMING])
    return max(1, math.ceil((sum(widths) - naming) / (_PAGE - naming)))
