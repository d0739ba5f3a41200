"""Workbooks made for tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook


def workbook(tmp_path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A workbook with one sheet of these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    path = tmp_path / "so.xlsx"
    book.save(path)
    return path
