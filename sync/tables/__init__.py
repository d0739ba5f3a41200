"""Tables that offices keep, read from their files as they stand there: workbooks of Excel, old and new, of OpenDocument,
web pages saved as such, and CSV. What the columns mean is the caller's.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from sync.errors import BadInput
from sync.tables.book import EMPTY, WHOLE_FILE, Book, Cell, CellNote, Comment, Merged, Row, Sheet, Turned, column_name
from sync.tables.formats import format_of

__all__ = [
    "EMPTY",
    "NEAR_THE_TOP",
    "WHOLE_FILE",
    "Book",
    "Cell",
    "CellNote",
    "Comment",
    "Merged",
    "Row",
    "Sheet",
    "Turned",
    "column_name",
    "read_book",
]

NEAR_THE_TOP: Final = 30
"""Rows from the top among which a heading must stand."""
_MAX_BYTES: Final = 50 * 1024 * 1024


def read_book(path: Path) -> Book:
    """The tables of a file, whatever its name ends with.

    `BadInput`: "file-missing", "file-unreadable", "file-too-big", "file-too-long", "file-too-wide", "bad-workbook",
    "bad-csv", "with-password", "no-table-file", "unknown-encoding", "lock-file".
    """
    if path.name.startswith("~$"):
        raise BadInput("lock-file", path=path.name)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe never ends
            raise BadInput("file-missing", path=str(path))
        if found.st_size > _MAX_BYTES:
            raise BadInput("file-too-big", limit=_MAX_BYTES // 1024 // 1024)
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadInput("file-missing", path=str(path)) from None
    except OSError:
        raise BadInput("file-unreadable", path=str(path)) from None
    return book_of(raw, path.name)


def book_of(raw: bytes, name: str) -> Book:
    """The tables of a file's bytes; `name` is what people call it. `BadInput` as `read_book`."""
    kind = format_of(raw, name)
    # Each reader loads what it reads with: no command waits for those that it does not use.
    if kind == "xlsx":
        from sync.tables import xlsx  # noqa: PLC0415

        return xlsx.book(raw, name)
    if kind == "xls":
        from sync.tables import xls  # noqa: PLC0415

        return xls.book(raw, name)
    if kind == "ods":
        from sync.tables import ods  # noqa: PLC0415

        return ods.book(raw, name)
    if kind == "text":
        from sync.tables import csv  # noqa: PLC0415

        return csv.book(raw, name)
    from sync.tables import html  # noqa: PLC0415

    return html.book(raw, name) if kind == "html" else html.mhtml_book(raw, name)
