"""Tables that offices keep, read from their files as rows of cells: CSV, and Excel workbooks. What the columns mean is the
caller's.

A cell is a text as somebody would type it. Rows above the heading are given like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from sync.errors import BadInput
from sync.tables import csv
from sync.tables.csv import NEAR_THE_TOP, Cells

__all__ = ["NEAR_THE_TOP", "Cells", "read_rows"]

_MAX_BYTES: Final = 50 * 1024 * 1024


def read_rows(path: Path, *, most_columns: int, is_heading: Callable[[Cells], bool]) -> Iterator[Cells]:
    """The rows of a file, of a workbook's first sheet those of so many columns at most. `is_heading` knows the heading
    row by its cells.

    `BadInput`: "file-missing", "file-too-big", "not-utf8-file", "bad-csv", "bad-workbook"; some of them once rows are
    asked for.
    """
    try:
        size = path.stat().st_size
    except OSError:
        raise BadInput("file-missing", path=str(path)) from None
    if size > _MAX_BYTES:
        raise BadInput("file-too-big", limit=_MAX_BYTES // 1024 // 1024)
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return csv.rows(path, is_heading)
    from sync.tables import xlsx  # noqa: PLC0415 - its reader takes longer to load than most commands to run

    return xlsx.rows(path, most_columns)
