"""Reading an Excel workbook (.xlsx, .xlsm, Strict Open XML too).

openpyxl reads it, from a copy in memory that holds of each sheet its cells with a value alone: formatting down to the last
row costs nothing then, and neither the size that the file states nor what else hangs on a sheet is looked at. Formulas
whose value was not stored are found in that copy, where openpyxl would give nothing.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree

import openpyxl
from msgspec import structs
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.cell import column_index_from_string

from sync.errors import BadInput
from sync.tables.book import (
    MOST_ROWS,
    Book,
    Cell,
    Comment,
    Sheet,
    SheetMaker,
    date_cell,
    moment_cell,
    number_cell,
    text_cell,
)
from sync.tables.formulas import computed
from sync.tables.light_copy import FORMULA_MARK, STRUCK_MARKS, Layout, lightened
from sync.tables.shown import shown_month, shown_number, shown_time
from sync.tables.turning import Turning
from sync.workbooks import DAMAGED

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EDGE: Final = "\ue001"
"""Keeps the spaces at the ends of a piece of a text, as `FORMULA_MARK`."""
_STRUCK: Final = re.compile(f"{STRUCK_MARKS[0]}[^{STRUCK_MARKS[1]}]*{STRUCK_MARKS[1]}")
_MARKS: Final = re.compile("[" + "".join(STRUCK_MARKS) + "]")
_MOST_SIGNS: Final = 2
"""Letters of which a sign may consist, in a font of signs."""
_LAST_ROW: Final = 1_048_576
"""Of a sheet, as Excel numbers them."""
_CORNER: Final = re.compile("([A-Z]{1,3})([0-9]{1,7})")


def book(raw: bytes, name: str) -> Book:
    """The sheets of a workbook. What a damaged or hostile one does to its reader is an error of ours: `BadInput`,
    `bad-workbook`, `file-too-big`, `file-too-long` or `file-too-wide`."""
    try:
        return _book(raw)
    except DAMAGED:
        raise BadInput("bad-workbook", path=name) from None


def _book(raw: bytes) -> Book:
    copy, layouts = lightened(raw)
    for name, comments in _comments(copy):
        if name in layouts:
            layouts[name] = structs.replace(layouts[name], comments=comments)
    for name, targets in _targets(copy):
        if name in layouts:
            links = {cell: targets.get(link, link) for cell, link in layouts[name].links.items()}
            layouts[name] = structs.replace(layouts[name], links=links)
    copy.seek(0)
    turning, is_struck = Turning(), b"strike" in copy.getvalue()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that were left out
        workbook = openpyxl.load_workbook(copy, read_only=True, data_only=True, rich_text=True, keep_links=False)
        try:
            parts = [part for part in _parts(copy) if part in layouts]
            sheets = tuple(
                _sheet(sheet, layouts[part], turning, is_struck=is_struck)
                for sheet, part in zip(workbook.worksheets, parts, strict=True)
            )
        finally:
            workbook.close()
    return turning.book("xlsx", sheets)


# -- its parts


def _parts(copy: io.BytesIO) -> Iterator[str]:
    """The parts of the workbook's sheets, in its order."""
    with zipfile.ZipFile(copy) as parts:
        root = _target("", _tree(parts.read("_rels/.rels")), "/officeDocument")
        folder, _slash, file = root.rpartition("/")
        links = _tree(parts.read(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"))
        for sheet in _tree(parts.read(root)).iter(f"{_MAIN}sheet"):
            identity = sheet.get(f"{_OFFICE}id")
            for link in links:
                if link.get("Id") == identity:
                    yield _path(folder, link.get("Target", ""))


def _comments(copy: io.BytesIO) -> Iterator[tuple[str, tuple[Comment, ...]]]:
    """The comments of each sheet that has some, by its part."""
    with zipfile.ZipFile(copy) as parts:
        for links in (name for name in parts.namelist() if name.endswith(".rels")):
            folder = links.rpartition("_rels/")[0].rstrip("/")
            sheet = f"{folder}/{links.rpartition('/')[2].removesuffix('.rels')}".lstrip("/")
            for link in _tree(parts.read(links)):
                target = _path(folder, link.get("Target", ""))
                if link.get("Type", "").endswith("/comments") and target in parts.namelist():
                    yield sheet, tuple(map(_comment, _tree(parts.read(target)).iter(f"{_MAIN}comment")))


def _targets(copy: io.BytesIO) -> Iterator[tuple[str, dict[str, str]]]:
    """By the part of each sheet that has some, where its links lead to, by their ids."""
    with zipfile.ZipFile(copy) as parts:
        for links in (name for name in parts.namelist() if name.endswith(".rels")):
            folder = links.rpartition("_rels/")[0].rstrip("/")
            sheet = f"{folder}/{links.rpartition('/')[2].removesuffix('.rels')}".lstrip("/")
            tree = _tree(parts.read(links))
            targets = {
                link.get("Id", ""): link.get("Target", "") for link in tree if link.get("Type", "").endswith("/hyperlink")
            }
            if targets:
                yield sheet, targets


def _comment(comment: ElementTree.Element) -> Comment:
    where = _CORNER.fullmatch(comment.get("ref", ""))
    if where is None:
        raise ValueError(comment.get("ref"))
    text = "".join(piece.text or "" for piece in comment.iter(f"{_MAIN}t"))
    return Comment(int(where[2]), column_index_from_string(where[1]) - 1, text_cell(text, escaped=True).text)


def _tree(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 - no part that declares entities is copied


def _target(folder: str, links: ElementTree.Element, kind: str) -> str:
    return next(_path(folder, link.get("Target", "")) for link in links if link.get("Type", "").endswith(kind))


def _path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}").lstrip("/")


# -- its cells


def _sheet(sheet: Any, layout: Layout, turning: Turning, *, is_struck: bool) -> Sheet:
    """A sheet; `is_struck` says whether anything in the workbook may be struck through."""
    maker = SheetMaker(str(sheet.title), hidden=sheet.sheet_state != "visible")
    maker.hidden_columns |= layout.hidden_columns
    maker.merged += layout.merged
    for number in layout.hidden_rows:
        maker.hide_row(number)
    maker.comments += layout.comments
    for corner, target in layout.links.items():
        if (where := _CORNER.fullmatch(corner)) is not None:
            maker.link(int(where[2]), column_index_from_string(where[1]) - 1, target)
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > _LAST_ROW:  # rows that are left out between two are made up
            raise BadInput("file-too-long", limit=MOST_ROWS)
        for cell in cells:
            if (value := cell.value) is not None:
                maker.put(cell.row, cell.column - 1, _cell(value, cell, turning))
                if is_struck and (left := _left(cell, turning)) is not None:
                    maker.strike(cell.row, cell.column - 1, left)
    return maker.made()


def _cell(value: Any, cell: Any, turning: Turning) -> Cell:
    match value:
        case str():
            return _text(value, cell, turning)
        case bool():
            return Cell("TRUE" if value else "FALSE")
        case int() | float():
            return number_cell(value, shown=shown_number(value, cell.number_format))
        case datetime.date() if month := shown_month(value, cell.number_format):
            return Cell(month)
        case datetime.datetime():
            return moment_cell(value.date().isoformat(), value.time().isoformat())
        case datetime.date():
            return date_cell(value.isoformat())
        case datetime.time() | datetime.timedelta():
            return Cell(shown_time(value))
        case CellRichText():
            return _rich(value, cell, turning)
        case _:
            return Cell(str(value))


def _text(text: str, cell: Any, turning: Turning) -> Cell:
    if text.startswith(FORMULA_MARK):
        return computed(text.removeprefix(FORMULA_MARK))
    if cell.data_type == "e":
        return Cell(text, note="error", was=text)
    if not text.isascii():
        text = _MARKS.sub("", text)
    return turning.cell(text, "" if text.isascii() and len(text) > _MOST_SIGNS else _font(cell), escaped=True)


def _rich(text: CellRichText, cell: Any, turning: Turning) -> Cell:
    """A text of several fonts: each piece is turned from its own."""
    pieces = [
        turning.cell(f"{_EDGE}{piece.text}{_EDGE}", piece.font.rFont or _font(cell), escaped=True)
        if isinstance(piece, TextBlock)
        else turning.cell(f"{_EDGE}{piece}{_EDGE}", _font(cell), escaped=True)
        for piece in text
    ]
    was = "".join(piece.was or piece.text for piece in pieces) if any(piece.was for piece in pieces) else ""
    return structs.replace(text_cell("".join(piece.text for piece in pieces).replace(_EDGE, "")), was=was.replace(_EDGE, ""))


def _left(cell: Any, turning: Turning) -> str | None:
    """What of a cell is not struck through; None where nothing is."""
    value = cell.value
    if isinstance(value, CellRichText):
        left = [piece for piece in value if not _is_struck(piece, cell)]
        return None if len(left) == len(value) else _rich(CellRichText(left), cell, turning).text
    if isinstance(value, str) and STRUCK_MARKS[0] in value:
        return _text(_STRUCK.sub("", value), cell, turning).text
    return "" if cell.font is not None and cell.font.strike else None


def _is_struck(piece: str | TextBlock, cell: Any) -> bool:
    """Whether a piece of a text is struck through; one without a font of its own has that of the cell."""
    return bool(piece.font.strike if isinstance(piece, TextBlock) else cell.font is not None and cell.font.strike)


def _font(cell: Any) -> str:
    return str(cell.font.name or "") if cell.font is not None else ""
