"""Reading a spreadsheet of OpenDocument (.ods)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element, ParseError, iterparse

from sync.encoding.patterns import DAY
from sync.errors import BadInput
from sync.tables.archive import check_size, declares_entities
from sync.tables.book import (
    MOST_COLUMNS,
    MOST_ROWS,
    Book,
    Cell,
    Comment,
    Merged,
    Sheet,
    SheetMaker,
    moment_cell,
    number_cell,
)
from sync.tables.turning import Turning
from sync.workbooks import DAMAGED

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FORMAT: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TARGET: Final = "{http://www.w3.org/1999/xlink}href"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_DAY: Final = re.compile(rf"({DAY.pattern})(T[0-9:.]+)?")
_MONTH: Final = re.compile(r"\d{1,2}[/.-]\d{4}|\d{4}")
_ERROR: Final = re.compile(r"#[A-Z0-9/]+[!?]?|Err:[0-9]+")
_MOST_REPEATED: Final = 1_000
"""Rows alike that are taken as data; more of them are formatting."""


def book(raw: bytes, name: str) -> Book:
    """The sheets of a spreadsheet. `BadInput`: "bad-workbook", "with-password", "file-too-big", "file-too-long",
    "file-too-wide"."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            check_size(parts)
            if b"encryption-data" in parts.read("META-INF/manifest.xml"):
                raise BadInput("with-password", path=name)
            content = parts.read("content.xml")
        if declares_entities(content):
            raise BadInput("bad-workbook", path=name)
        turning = Turning()
        return turning.book("ods", tuple(_Reader(turning).sheets(content)))
    except (ParseError, *DAMAGED):
        raise BadInput("bad-workbook", path=name) from None


class _Reader:
    """Reads the sheets one after another, keeping what it is done with no longer."""

    def __init__(self, turning: Turning) -> None:
        self._turning = turning
        self._fonts: dict[str, str] = {}
        self._unshown: set[str] = set()
        self._struck: set[str] = set()
        self._plain: set[str] = set()
        """Styles that say that nothing is struck through."""

    def sheets(self, content: bytes) -> Iterator[Sheet]:
        maker: SheetMaker | None = None
        depth = number = place = 0
        there = io.BytesIO(content)
        for event, element in iterparse(there, ("start", "end")):  # noqa: S314 - none that declares entities is read
            tag = element.tag
            if tag == f"{_TABLE}table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    hidden = element.get(f"{_TABLE}style-name", "") in self._unshown
                    maker, number, place = SheetMaker(element.get(f"{_TABLE}name", ""), hidden=hidden), 0, 0
                elif event == "end" and depth == 0 and maker is not None:
                    yield maker.made()
                    maker = None
            elif event == "end" and tag == f"{_STYLE}style":
                self._style(element)
            elif event == "end" and maker is not None and depth == 1:
                if tag == f"{_TABLE}table-column":
                    place = self._column(maker, element, place)
                elif tag == f"{_TABLE}table-row":
                    number = self._row(maker, element, number)
                    element.clear()

    def _style(self, style: Element) -> None:
        name = style.get(f"{_STYLE}name", "")
        for about in style:
            font = about.get(f"{_STYLE}font-name") or about.get(f"{_FORMAT}font-family")
            if font:
                self._fonts[name] = font.strip("'\"")
            for line in filter(None, (about.get(f"{_STYLE}text-line-through-{kind}") for kind in ("style", "type"))):
                (self._plain if line == "none" else self._struck).add(name)
            if about.tag == f"{_STYLE}table-properties" and about.get(f"{_TABLE}display") == "false":
                self._unshown.add(name)

    @staticmethod
    def _column(maker: SheetMaker, column: Element, place: int) -> int:
        count = _repeated(column, f"{_TABLE}number-columns-repeated")
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            maker.hidden_columns |= set(range(place, min(place + count, MOST_COLUMNS)))
        return place + count

    def _row(self, maker: SheetMaker, row: Element, number: int) -> int:
        """Take a row behind the one of a number; the number of the last that it stands for."""
        count = _repeated(row, f"{_TABLE}number-rows-repeated")
        cells = list(self._cells(row))
        last = number + count
        if all(cell.is_empty for _place, _element, cell in cells):
            return last
        if count > _MOST_REPEATED:
            raise BadInput("file-too-long", limit=MOST_ROWS)
        for this in range(number + 1, last + 1):
            if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                maker.hide_row(this)
            for place, element, cell in cells:
                maker.put(this, place, cell)
                for link in element.iter(f"{_TEXT}a"):
                    maker.link(this, place, link.get(_TARGET, ""))
                if (left := self._left(element)) is not None:
                    maker.strike(this, place, left)
                if (annotation := element.find(f"{_OFFICE}annotation")) is not None:
                    maker.comments.append(Comment(this, place, _paragraphs(annotation)))
                rows, columns = (_repeated(element, f"{_TABLE}number-{kind}-spanned") for kind in ("rows", "columns"))
                if rows > 1 or columns > 1:
                    maker.merged.append(Merged(this, this + rows - 1, place, place + columns - 1))
        return last

    def _cells(self, row: Element) -> Iterator[tuple[int, Element, Cell]]:
        """The cells of a row that are not empty: column, element and cell."""
        place = 0
        for element in row:
            if element.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            count = _repeated(element, f"{_TABLE}number-columns-repeated")
            cell = Cell() if element.tag.endswith("}covered-table-cell") else self._cell(element)
            if not cell.is_empty:
                for at in range(place, min(place + count, MOST_COLUMNS + 1)):
                    yield at, element, cell
            place += count

    def _cell(self, element: Element) -> Cell:
        kind = element.get(f"{_OFFICE}value-type", "")
        text = _paragraphs(element)
        if element.get(f"{_CALC}value-type") == "error" or (
            element.get(f"{_TABLE}formula") and _ERROR.fullmatch(text.strip())
        ):
            return Cell(text, note="error", was=text)
        if kind in ("float", "percentage", "currency"):
            try:
                return number_cell(float(element.get(f"{_OFFICE}value", "")), shown=text)
            except ValueError:
                return Cell(note="no-value", was=text)
        if kind == "date" and (found := _DAY.fullmatch(element.get(f"{_OFFICE}date-value", ""))):
            if _MONTH.fullmatch(text.strip()):  # nobody sees a day there, and nobody has typed one
                return Cell(text.strip())
            return moment_cell(found[1], (found[2] or "").removeprefix("T"))
        if not text and element.get(f"{_TABLE}formula"):
            return Cell(note="no-value", was=element.get(f"{_TABLE}formula", ""))
        return self._turning.cell(text, self._fonts.get(element.get(f"{_TABLE}style-name", ""), ""))

    def _left(self, element: Element) -> str | None:
        """What of a cell is not struck through; None where nothing is."""
        style = element.get(f"{_TABLE}style-name", "")
        struck = style in self._struck
        spans = {span.get(f"{_TEXT}style-name", "") for span in element.iter(f"{_TEXT}span")}
        if not struck and not spans & self._struck:
            return None
        left = "\n".join("".join(self._unstruck(part, struck=struck)) for part in _parts(element))
        return self._turning.cell(left, self._fonts.get(style, "")).text

    def _unstruck(self, part: Element, *, struck: bool) -> Iterator[str]:
        """The text of a paragraph as `_said` gives it, but for what is struck through."""
        if not struck:
            yield part.text or ""
        for inner in part:
            style = inner.get(f"{_TEXT}style-name", "")
            if inner.tag == f"{_TEXT}span":
                yield from self._unstruck(inner, struck=style in self._struck or (struck and style not in self._plain))
            elif not struck:
                yield from _said_of(inner)
            if not struck:
                yield inner.tail or ""


def _paragraphs(element: Element) -> str:
    return "\n".join("".join(_said(part)) for part in _parts(element))


def _parts(element: Element) -> Iterator[Element]:
    """The paragraphs of a cell, those of lists in it, too; what is a comment's is not of the cell."""
    for part in element:
        if part.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            yield part
        elif part.tag != f"{_OFFICE}annotation":
            yield from _parts(part)


def _said(part: Element) -> Iterator[str]:
    """The text of a paragraph, its spaces and line breaks spelled out."""
    yield part.text or ""
    for inner in part:
        yield from _said_of(inner)
        yield inner.tail or ""


def _said_of(inner: Element) -> Iterator[str]:
    """What an element within a paragraph says."""
    if inner.tag == f"{_TEXT}s":
        yield " " * min(_repeated(inner, f"{_TEXT}c"), 1_000)
    elif inner.tag == f"{_TEXT}line-break":
        yield "\n"
    elif inner.tag == f"{_TEXT}tab":
        yield " "
    else:
        yield from _said(inner)


def _repeated(element: Element, attribute: str) -> int:
    text = element.get(attribute, "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 9 else 1
