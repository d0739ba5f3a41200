"""Reading a workbook's cells, whoever made it: bounded, and only where every program that opens it would show the same, and
all of it.

openpyxl reads what is there; that nothing is there twice, or said to be elsewhere, is checked here first.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final
from xml.parsers import expat

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell

from sync.annex.layout import Cell, Row, Sheet
from sync.errors import BadInput
from sync.workbooks import DAMAGED

MAX_UNPACKED: Final = 128 * 1024 * 1024
"""Bytes of all parts together: a province's annex has some hundred thousand."""
MAX_PARTS: Final = 200
MAX_SHEETS: Final = 30
MAX_ROWS: Final = 500_000
MAX_COLUMNS: Final = 26
MAX_CONTENT: Final = 6_000_000
MAX_OTHER: Final = 100_000
"""Elements of one part: those that hold cells, and all the rest, such as styles."""

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT: Final = frozenset(f"{_MAIN} {tag}" for tag in ("row", "c", "v", "is", "t", "si", "r", "f"))
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_PLAIN_NUMBERS: Final = ("General", "0", "#,##0")
_PLAIN_DATE: Final = re.compile(r"[dmyhsDMYHS/:.\\ -]+(?:;@)?")
"""Formats that show the value itself. Another could show any digits whatever the cell holds."""


def read(data: bytes) -> list[Sheet]:
    """The sheets of a workbook. `BadInput("bad-annex")` for one that is damaged, beyond all bounds, or ambiguous."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            _check_parts(parts)
        return _sheets(data)
    except DAMAGED as error:
        raise _bad(f"{type(error).__name__}: {error}") from None


def _sheets(data: bytes) -> list[Sheet]:
    with warnings.catch_warnings(action="ignore"):  # of parts that openpyxl leaves out: none of them is a cell
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            names = book.sheetnames
            if len(names) > MAX_SHEETS or len(set(names)) != len(names):
                raise _bad("too many sheets, or two of one name")
            sheets = {sheet.title: tuple(_rows(sheet.title, _cells(sheet))) for sheet in book.worksheets}
            return [Sheet(name, sheets.get(name, ())) for name in names]
        finally:
            book.close()


def _bad(why: str) -> BadInput:
    return BadInput("bad-annex", why=why[:200])


def _check_parts(parts: zipfile.ZipFile) -> None:
    """Before anything is unpacked: how much it will be. No part gives more than it says."""
    listed = parts.infolist()
    if len(listed) > MAX_PARTS or len({part.filename.lower() for part in listed}) != len(listed):
        raise _bad("too many parts, or two of one name")
    if sum(part.file_size for part in listed) > MAX_UNPACKED:
        raise BadInput("annex-too-big", limit=MAX_UNPACKED // 1024 // 1024)
    for part in listed:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            _Scan(part.filename).take(parts.read(part))


class _Scan:
    """A part of a workbook's archive read before openpyxl reads it, without keeping any of it. Every row and every cell says
    where it stands, and stands after the one before it: of two in one place one program would show the first, another the
    last."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._row = 0
        self._column = ""
        self._values = 0
        self._elements: Counter[bool] = Counter()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._element
        self._parser.StartDoctypeDeclHandler = self._doctype

    def take(self, text: bytes) -> None:
        """The whole part."""
        self._parser.Parse(text)
        self._parser.Parse(b"", True)  # noqa: FBT003 - expat's own

    def _doctype(self, *_said: object) -> None:
        raise _bad(f"{self._name}: declares a document type")

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        self._check_shown(tag, attributes)
        self._elements[tag in _CONTENT] += 1
        if self._elements[True] > MAX_CONTENT or self._elements[False] > MAX_OTHER:
            raise _bad(f"{self._name}: too much in it")
        if tag == f"{_MAIN} row":
            row = int(attributes.get("r", "0"))
            if row <= self._row:
                raise _bad(f"{self._name}: row {row} after row {self._row}")
            self._row, self._column = row, ""
        elif tag == f"{_MAIN} c":
            address = _ADDRESS.fullmatch(attributes.get("r", ""))
            before = (len(self._column), self._column)
            if address is None or int(address[2]) != self._row or (len(address[1]), address[1]) <= before:
                raise _bad(f"{self._name}: a cell after {self._column}{self._row} does not follow it")
            self._column, self._values = address[1], 0
        elif tag in (f"{_MAIN} v", f"{_MAIN} is"):
            self._values += 1
            if self._values > 1:
                raise _bad(f"{self._name}: two values in {self._column}{self._row}")

    def _check_shown(self, tag: str, attributes: dict[str, str]) -> None:
        """Refuse what makes a reader see less than the cells hold, or something else."""
        name = tag.rpartition(" ")[2]
        if name in _COVERING:
            raise _bad(f"{self._name}: {name}: cells show something else than they hold")
        flags = {key: attributes.get(key, "0") for key in _HIDING.get(name, ())}
        hidden = any(value not in ("0", "false") for value in flags.values())
        sizes = [attributes[key] for key in _SIZES.get(name, ()) if key in attributes]
        unseen = name == "sheet" and attributes.get("state", "visible") != "visible"
        if hidden or unseen or any(not float(size) >= _LEAST for size in sizes):
            raise _bad(f"{self._name}: {name} {attributes.get('r') or attributes.get('name') or ''}: is hidden")


_COVERING: Final = frozenset({"mergeCell", "conditionalFormatting"})
_HIDING: Final = {"row": ("hidden",), "col": ("hidden",), "sheetFormatPr": ("zeroHeight",)}
_SIZES: Final = {"row": ("ht",), "col": ("width",)}
_LEAST: Final = 1
"""A point of height, a character of width: in less nothing can be read."""


def _cells(sheet: Any) -> Iterator[tuple[object, ...]]:
    """The rows of a sheet (openpyxl's types do not say which kind of sheet has what)."""
    sheet.reset_dimensions()  # what a sheet says of its own size hides nothing
    yield from sheet.iter_rows()


def _rows(name: str, found: Iterable[tuple[object, ...]]) -> list[Row]:
    rows: list[Row] = []
    for row in found:
        cells = [_value(read_cell) for read_cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if len(cells) > MAX_COLUMNS or len(rows) >= MAX_ROWS:
            raise _bad(f"{name}: too many rows or columns")
        rows.append(tuple(cells))
    return rows


def _value(read_cell: object) -> Cell:
    """What a cell shows; what shows something else than it holds is told as text, and so is equal to nothing."""
    if not isinstance(read_cell, ReadOnlyCell):
        return None
    value = read_cell.value
    if value is None or value == "":
        return None
    if read_cell.data_type == "f":
        return f"={str(value).removeprefix('=')}"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        number = int(value) if isinstance(value, float) and value.is_integer() else value
        plain = isinstance(number, int) and read_cell.number_format in _PLAIN_NUMBERS
        return number if plain and isinstance(number, int) else f"{value!r} [{read_cell.number_format}]"
    if isinstance(value, datetime.datetime):
        exact = value.microsecond == 0 and _PLAIN_DATE.fullmatch(read_cell.number_format) is not None
        return value if exact else f"{value} [{read_cell.number_format}]"
    text = str(value).replace("\r\n", "\n")
    shown = read_cell.number_format in (*_PLAIN_NUMBERS, "@") or _PLAIN_DATE.fullmatch(read_cell.number_format) is not None
    return text if shown else f"{text} [{read_cell.number_format}]"
