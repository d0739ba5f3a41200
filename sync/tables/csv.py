"""Reading text with a table in it (CSV), whatever stands between its cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Final

from sync.errors import BadInput
from sync.tables.book import Book, Cell, SheetMaker, text_cell
from sync.tables.encodings import decoded
from sync.tables.turning import Turning

_DELIMITERS: Final = (";", "\t", ",", "|")
_LOOKED_AT: Final = 200
"""Lines from the top by which the delimiter is found."""
_MOST_CELL: Final = 40_000
"""Characters of a cell: more than Excel's 32,767."""
_SWALLOWED: Final = 2
"""Lines within one quoted cell that have as many delimiters as a row: from then on a quote was not closed."""


def book(raw: bytes, name: str) -> Book:
    """The one sheet of a text. `BadInput`: "bad-csv", "unknown-encoding", "file-too-long", "file-too-wide"."""
    turning = Turning()
    text = decoded(raw, name, turning)
    maker = SheetMaker("CSV")
    if text.startswith("sep=") and text[5:6] in ("\r", "\n"):  # Excel's own line that names the delimiter
        delimiter, text = text[4], text.partition("\n")[2]
    else:
        delimiter = _delimiter(text)
    lines = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(lines, start=1):  # as a spreadsheet numbers them, which shows several lines as a row
            for place, cell in enumerate(cells):
                maker.put(number, place, _cell(cell, delimiter, len(cells)))
    except csv.Error as error:
        raise BadInput("bad-csv", path=name, why=str(error)) from None
    return turning.book("csv", (maker.made(),))


def _cell(text: str, delimiter: str, columns: int) -> Cell:
    if len(text) > _MOST_CELL:
        return Cell(text[:200], note="cut-short", was=text)
    if "\n" in text:
        rows = sum(line.count(delimiter) >= max(columns - 1, 1) for line in text.splitlines())
        if rows >= _SWALLOWED:
            return Cell(text[:200], note="cut-short", was=text)
    return text_cell(text)


def _delimiter(text: str) -> str:
    """What stands between the cells: that by which most lines come apart into as many. Excel writes semicolons where, as in
    Vietnam, the comma is in numbers."""
    lines = [line for line in text[:400_000].splitlines()[:_LOOKED_AT] if line.strip()]
    best, found = ",", (0, 0)
    for delimiter in _DELIMITERS:
        widths = Counter(_width(line, delimiter) for line in lines)
        widths.pop(1, None)
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1] * min(item[0], 4), item[0]))
        if (count * min(width, 4), width) > found:
            best, found = delimiter, (count * min(width, 4), width)
    return best


def _width(line: str, delimiter: str) -> int:
    """How many cells a line has, as far as one line can tell."""
    return sum(piece.count(delimiter) for piece in line.split('"')[::2]) + 1
