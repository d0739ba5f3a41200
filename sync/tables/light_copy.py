"""A copy of an Excel workbook that holds of each sheet its cells with a value alone, made as its parts are unpacked: a
million rows that are formatted and empty take neither time nor memory then.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, Final

from msgspec import Struct
from openpyxl.utils.cell import column_index_from_string

from sync.errors import BadInput
from sync.tables.archive import check_size, declares_entities
from sync.tables.book import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Comment, Merged

_PIECE: Final = 1 << 18
"""Bytes that are unpacked at once."""
_LONGEST_START: Final = 32
"""Bytes in which a row's start is seen."""
_DATA: Final = re.compile(rb"<(?:\w+:)?sheetData\b")
_VALUE: Final = re.compile(rb"<(?:\w+:)?(?:v|f|is)\b")
"""What every cell has that is not empty."""
_NO_VALUE: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*+>(?:(?<=/>)|\s*</(?:\w+:)?c>)")
_NO_CELLS: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*+>(?:(?<=/>)|\s*</(?:\w+:)?row>)")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\s")
_PLAIN_CELL: Final = re.compile(rb"<c\s")
"""A cell where elements have no prefix: looking for one takes five times as long."""
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_ROW_START: Final = re.compile(rb"<(?:\w{1,16}:)?row[\s/>]")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")
_LINK: Final = re.compile(rb"<(?:\w+:)?hyperlink\s([^>]*)>")
_LINKED: Final = re.compile(rb"""\b(ref|\w+:id)=["']([^"']*)["']""")
_LINK_FORMULA: Final = re.compile(
    rb"""<(?:\w+:)?c\s[^>]{0,200}?\br=["']([A-Z]{1,3}[0-9]{1,7})["'][^>]{0,200}>\s*<(?:\w+:)?f\b[^>]{0,200}>\s*HYPERLINK\(\s*"""
    rb"(?:&quot;|\")(https?://[^\"<\s]{1,500}?)(?:&quot;|\")",
    re.IGNORECASE,
)
_FORMULA: Final = re.compile(
    rb"<((?:\w+:)?)c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A cell with a formula and no value."""
_PLAIN_TEXT: Final = re.compile(
    rb"""<((?:\w+:)?)c\b([^>]*\st=(?:"inlineStr"|'inlineStr')[^>]*)>\s*<(?:\w+:)?is>\s*<(?:\w+:)?t\b[^>]*>([^<]*)</(?:\w+:)?t>"""
    rb"\s*</(?:\w+:)?is>\s*</(?:\w+:)?c>"
)
"""A cell with a text of one font that stands in the cell itself."""
_STORED: Final = re.compile(rb"<(?:\w+:)?v\b")
_TYPE: Final = re.compile(rb"""\st=(?:"[^"]*"|'[^']*')""")
_ATTRIBUTE: Final = re.compile(rb"""\b(r|min|max|hidden)=["']([^"']*)["']""")
FORMULA_MARK: Final = "\ue000"
"""Stands in the copy before a formula that has no value: a character for private use, which no office's text has."""
STRUCK_MARKS: Final = "\ue002", "\ue003"
"""Stand in the copy around what is struck through in a text of several fonts that stands in its cell, of which openpyxl
reads no fonts."""
_STRUCK_RUN: Final = re.compile(
    rb"""(<(?:\w+:)?rPr>(?:(?!</(?:\w+:)?rPr>).){0,2000}?<(?:\w+:)?strike(?![^>]*val=["'](?:0|false)["'])[^>]*/>"""
    rb"(?:(?!</(?:\w+:)?r>).){0,2000}?<(?:\w+:)?t\b[^>]*>)([^<]*)",
    re.DOTALL,
)
_MOST_MERGED: Final = 100_000
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
"""The names of Strict Open XML, and those that openpyxl knows."""


class Layout(Struct, frozen=True):
    """What a sheet says beside its cells."""

    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: tuple[Merged, ...]
    comments: tuple[Comment, ...] = ()
    links: Mapping[str, str] = {}
    """By cell, the address that its formula leads to, or the id of the relation of its link."""


def lightened(raw: bytes) -> tuple[io.BytesIO, dict[str, Layout]]:
    """The workbook without what is not needed, and the layouts of its sheets, by part. `BadInput`: "file-too-big",
    "file-too-long"."""
    copy, layouts = io.BytesIO(), dict[str, Layout]()
    cells = 0
    with zipfile.ZipFile(io.BytesIO(raw)) as parts, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as light:
        check_size(parts)
        for name in dict.fromkeys(part.filename for part in parts.infolist() if part.filename.endswith((".xml", ".rels"))):
            with parts.open(name) as part, light.open(name, "w") as written:
                sheet = _Sheet(name, cells)
                for piece in sheet.lightened(_pieces(part)):
                    written.write(piece)
            cells = sheet.cells
            if sheet.is_one:
                layouts[name] = sheet.layout()
    copy.seek(0)
    return copy, layouts


def _pieces(part: IO[bytes]) -> Iterator[bytes]:
    """A part in pieces, cut before rows: the first has what stands before the rows, the last what stands behind them."""
    rest = bytearray(part.read(_PIECE))
    if bytes(rest[:2]) in (b"\xff\xfe", b"\xfe\xff"):
        yield re.sub(r"^<\?xml[^>]*\?>", "", (rest + part.read()).decode("utf-16")).encode()
        return
    looked = 0
    while more := part.read(_PIECE):
        rest += more
        starts = [found.start() for found in _ROW_START.finditer(rest, looked)]
        looked = max(len(rest) - _LONGEST_START, 0)
        if starts and starts[-1]:
            yield bytes(rest[: starts[-1]])
            del rest[: starts[-1]]
            looked = 1
    yield bytes(rest)


class _Sheet:
    """A part of a workbook while it is copied, which may be a sheet's."""

    def __init__(self, name: str, cells: int) -> None:
        self.is_one = False
        self.cells = cells
        """Cells with a value, of the sheets before, too."""
        self._name = name
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._merged: list[Merged] = []
        self._links: dict[str, str] = {}

    def lightened(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces of the part as they stand in the copy. `ValueError` for one that declares entities."""
        before = next(pieces)
        yield self._piece(before, is_first=True)
        before = b""
        for piece in pieces:
            if before and (not self.is_one or _VALUE.search(before)):
                yield self._piece(before)
            before = piece
        if before:
            yield self._piece(before)

    def _piece(self, piece: bytes, *, is_first: bool = False) -> bytes:
        if declares_entities(piece):
            raise ValueError(self._name)
        for strict, usual in _STRICT if is_first else ():
            piece = piece.replace(strict, usual)
        if not self.is_one and _DATA.search(piece):
            self.is_one = True
            piece = _DATA.sub(_sized, piece, count=1)
        if not self.is_one:
            return piece
        for cell, target in _LINK_FORMULA.findall(piece) if b"HYPERLINK" in piece else ():
            self._links[cell.decode()] = target.replace(b"&amp;", b"&").decode(errors="replace")
        piece = _NO_VALUE.sub(b"", piece)
        if b"<f" in piece or b":f" in piece:
            piece = _FORMULA.sub(_marked, piece)
        piece = _NO_CELLS.sub(b"", piece)
        if b"inlineStr" in piece:
            piece = _PLAIN_TEXT.sub(_as_value, piece)
        if b"strike" in piece:
            piece = _STRUCK_RUN.sub(_marked_struck, piece)
        self.cells += len(_CELL.findall(piece)) if b":c" in piece else len(_PLAIN_CELL.findall(piece))
        if self.cells > MOST_CELLS:
            raise BadInput("file-too-long", limit=MOST_ROWS)
        self._note_layout(piece)
        return piece

    def _note_layout(self, piece: bytes) -> None:
        for found in _ROW.findall(piece) if b"hidden" in piece else ():
            row = dict(_ATTRIBUTE.findall(found))
            if b"r" in row and _is_true(row.get(b"hidden")):
                self._hidden_rows.add(int(row[b"r"]))
        for found in _COLUMN.findall(piece) if b"hidden" in piece else ():
            column = dict(_ATTRIBUTE.findall(found))
            if _is_true(column.get(b"hidden")):
                self._hidden_columns.update(range(int(column[b"min"]) - 1, min(int(column[b"max"]), MOST_COLUMNS)))
        for found in _LINK.findall(piece) if b"hyperlink" in piece else ():
            link = {key.rpartition(b":")[2]: value.decode() for key, value in _LINKED.findall(found)}
            if b"ref" in link and b"id" in link:
                self._links.setdefault(link[b"ref"].partition(":")[0], link[b"id"])
        for left, top, right, bottom in _MERGED.findall(piece) if b"mergeCell" in piece else ():
            corners = (column_index_from_string(side.decode()) - 1 for side in (left, right))
            self._merged.append(Merged(int(top), int(bottom), *corners))
        if len(self._merged) > _MOST_MERGED:
            raise BadInput("file-too-long", limit=MOST_ROWS)

    def layout(self) -> Layout:
        """What the sheet says beside its cells."""
        return Layout(frozenset(self._hidden_rows), frozenset(self._hidden_columns), tuple(self._merged), links=self._links)


def _marked(found: re.Match[bytes]) -> bytes:
    if b't="str"' in found[2] and _STORED.search(found[0]):
        return b""  # a text without letters is a value
    prefix, attributes, formula = found[1], _TYPE.sub(b"", found[2]), found[3] or b""
    value = f"{FORMULA_MARK}=".encode() + formula
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (prefix, attributes, prefix, value, prefix, prefix)


def _marked_struck(found: re.Match[bytes]) -> bytes:
    before, behind = (mark.encode() for mark in STRUCK_MARKS)
    return b"%b%b%b%b" % (found[1], before, found[2], behind)


def _as_value(found: re.Match[bytes]) -> bytes:
    """The cell of a text as that of a formula's value: openpyxl takes several times as long for the other."""
    prefix, attributes, text = found[1], _TYPE.sub(b"", found[2]), found[3]
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (prefix, attributes, prefix, text, prefix, prefix)


def _sized(found: re.Match[bytes]) -> bytes:
    """The start of the cells behind a size: openpyxl looks for one through all cells where there is none."""
    prefix = found[0][1:].removesuffix(b"sheetData")
    return b'<%bdimension ref="A1"/>%b' % (prefix, found[0])


def _is_true(value: bytes | None) -> bool:
    return value in (b"1", b"true")
