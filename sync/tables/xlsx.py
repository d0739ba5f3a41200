"""Reading an Excel workbook as rows of text."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import openpyxl

from sync.errors import BadInput
from sync.wording.dates import day
from sync.workbooks import DAMAGED

_MAX_UNPACKED: Final = 500 * 1024 * 1024
"""Bytes of all parts of a workbook: a hundred thousand long rows fit many times, a zip bomb does not."""


def rows(path: Path, most_columns: int) -> Iterator[list[str]]:
    """The rows of the first sheet, of so many columns at most. What a damaged or hostile workbook does to its reader is
    one error of ours: `BadInput`, `bad-workbook` or `file-too-big`."""
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MAX_UNPACKED:
                raise BadInput("file-too-big", limit=_MAX_UNPACKED // 1024 // 1024)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            for row in book.worksheets[0].iter_rows(values_only=True, max_col=most_columns):
                yield [_cell(value) for value in row]
        finally:
            book.close()
    except DAMAGED:
        raise BadInput("bad-workbook", path=path.name) from None


def _cell(value: object) -> str:
    """A cell as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return day(value.date().isoformat() if isinstance(value, datetime.datetime) else value.isoformat())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
