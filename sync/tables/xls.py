"""Reading a workbook of Excel 97 to 2003 (.xls), and of before."""

from __future__ import annotations

import datetime
import io
import struct
from collections.abc import Sequence
from typing import Any, Final

import xlrd
from xlrd.biffh import XLRDError
from xlrd.book import Book as XlrdBook
from xlrd.compdoc import SIGNATURE, CompDoc, CompDocError
from xlrd.sheet import Sheet as XlrdSheet

from sync.errors import BadInput
from sync.tables.book import MOST_COLUMNS, Book, Cell, Comment, Merged, Sheet, SheetMaker, date_cell, number_cell, text_cell
from sync.tables.shown import shown_month, shown_number
from sync.tables.turning import Turning

_DAMAGED: Final = (
    XLRDError,
    CompDocError,
    struct.error,
    UnicodeError,
    AssertionError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    MemoryError,
    RecursionError,
    EOFError,
    OSError,
    NotImplementedError,
)
"""What xlrd raises when a workbook is not one."""


def book(raw: bytes, name: str) -> Book:
    """The sheets of a workbook. `BadInput`: "bad-workbook", "with-password", "file-too-long", "file-too-wide"."""
    turning = Turning()
    try:
        _check_chains(raw)
        with xlrd.open_workbook(
            file_contents=raw, formatting_info=True, ragged_rows=True, on_demand=True, logfile=io.StringIO()
        ) as opened:
            sheets = tuple(_sheet(opened, opened.sheet_by_index(number), turning) for number in range(opened.nsheets))
    except XLRDError as error:
        code = "with-password" if "encrypted" in str(error).lower() else "bad-workbook"
        raise BadInput(code, path=name) from None
    except _DAMAGED:
        raise BadInput("bad-workbook", path=name) from None
    return turning.book("xls", sheets)


def _check_chains(raw: bytes) -> None:
    """Refuse a compound file whose small sectors lead back to themselves: xlrd would follow them for ever."""
    if not raw.startswith(SIGNATURE):
        return
    chain: Sequence[int] = CompDoc(raw, logfile=io.StringIO()).SSAT
    begun, known = bytearray(len(chain)), bytearray(len(chain))
    for start in range(len(chain)):
        path, at = list[int](), start
        while 0 <= at < len(chain) and not begun[at]:
            begun[at] = 1
            path.append(at)
            at = chain[at]
        if 0 <= at < len(chain) and not known[at]:
            raise XLRDError("its small sectors lead back to themselves")
        for each in path:
            known[each] = 1


def _sheet(opened: XlrdBook, sheet: XlrdSheet, turning: Turning) -> Sheet:
    maker = SheetMaker(sheet.name, hidden=sheet.visibility != 0)
    maker.hidden_columns |= {place for place, about in sheet.colinfo_map.items() if about.hidden and place < MOST_COLUMNS}
    for number, about in sheet.rowinfo_map.items():
        if about.hidden:
            maker.hide_row(number + 1)
    maker.merged += [Merged(top + 1, bottom, left, right - 1) for top, bottom, left, right in sheet.merged_cells]
    for number in range(sheet.nrows):
        for place in range(sheet.row_len(number)):
            cell = _cell(opened, sheet, number, place, turning)
            maker.put(number + 1, place, cell)
            if not cell.is_empty and (left := _left(opened, sheet, number, place, turning)) is not None:
                maker.strike(number + 1, place, left)
    for (number, place), link in sheet.hyperlink_map.items():
        maker.link(number + 1, place, str(link.url_or_path or ""))
    maker.comments += [Comment(row + 1, place, str(note.text)) for (row, place), note in sheet.cell_note_map.items()]
    return maker.made()


def _cell(opened: XlrdBook, sheet: XlrdSheet, number: int, place: int, turning: Turning) -> Cell:
    kind, value = sheet.cell_type(number, place), sheet.cell_value(number, place)
    if kind == xlrd.XL_CELL_TEXT:
        return _text(opened, sheet, number, place, turning)
    if kind == xlrd.XL_CELL_NUMBER:
        return number_cell(float(value), shown=shown_number(float(value), _format(opened, sheet, number, place)))
    if kind == xlrd.XL_CELL_DATE:
        return _date(opened, float(value), _format(opened, sheet, number, place))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell("TRUE" if value else "FALSE")
    if kind == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(int(value), "#ERR!")
        return Cell(text, note="error", was=text)
    return Cell()


def _format(opened: XlrdBook, sheet: XlrdSheet, number: int, place: int) -> str:
    """The code of a cell's format; empty where the file has none of it."""
    about = opened.format_map.get(opened.xf_list[sheet.cell_xf_index(number, place)].format_key)
    return "" if about is None else str(about.format_str)


def _date(opened: XlrdBook, value: float, code: str) -> Cell:
    try:
        year, month, day, *clock = xlrd.xldate_as_tuple(value, opened.datemode)
    except xlrd.xldate.XLDateError:
        return number_cell(value)
    if not year:  # a time of day, without a day
        return Cell(f"{clock[0]}:{clock[1]:02}")
    if shown := shown_month(datetime.date(year, month, day), code):
        return Cell(shown)
    return date_cell(f"{year:04}-{month:02}-{day:02}", was=f"{clock[0]}:{clock[1]:02}" if any(clock) else "")


def _text(opened: XlrdBook, sheet: XlrdSheet, number: int, place: int, turning: Turning) -> Cell:
    text = str(sheet.cell_value(number, place))
    if text.isascii():
        return text_cell(text)
    return turning.cell(text, str(_font(opened, sheet, number, place).name))


def _left(opened: XlrdBook, sheet: XlrdSheet, number: int, place: int, turning: Turning) -> str | None:
    """What of a cell is not struck through; None where nothing is."""
    whole, runs = _font(opened, sheet, number, place), sheet.rich_text_runlist_map.get((number, place))
    if not runs:
        return "" if whole.struck_out else None
    text = str(sheet.cell_value(number, place))
    starts = [0, *(start for start, _font_index in runs)]
    fonts = [whole, *(opened.font_list[index] for _start, index in runs)]
    if not any(font.struck_out for font in fonts):
        return None
    pieces = zip(starts, [*starts[1:], len(text)], fonts, strict=True)
    return "".join(
        turning.cell(f"|{text[start:end]}|", str(font.name)).text[1:-1] for start, end, font in pieces if not font.struck_out
    )


def _font(opened: XlrdBook, sheet: XlrdSheet, number: int, place: int) -> Any:
    return opened.font_list[opened.xf_list[sheet.cell_xf_index(number, place)].font_index]
