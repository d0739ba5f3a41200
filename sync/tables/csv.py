"""Reading a CSV file as rows of text, whatever stands between its cells."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sync.errors import BadInput

Cells = Sequence[str]

NEAR_THE_TOP: Final = 30
"""Rows from the top among which a heading must stand."""

_DELIMITERS: Final = ",;\t"


def rows(path: Path, is_heading: Callable[[Cells], bool]) -> Iterator[Cells]:
    """The rows of a file. `BadInput`: "file-missing", "not-utf8-file", "bad-csv"."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("not-utf8-file", path=path.name) from None
    except OSError:
        raise BadInput("file-missing", path=str(path)) from None
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, is_heading))
    except csv.Error as error:
        raise BadInput("bad-csv", path=path.name, why=str(error)) from None


def _delimiter(text: str, is_heading: Callable[[Cells], bool]) -> str:
    """What stands between the cells: that by which a line near the top comes apart into known headings. Excel writes
    semicolons where, as in Vietnam, the comma is in numbers."""
    for line in itertools.islice(text.splitlines(), NEAR_THE_TOP):
        for delimiter in _DELIMITERS:
            if is_heading([cell.strip('"') for cell in line.split(delimiter)]):
                return delimiter
    return _DELIMITERS[0]
