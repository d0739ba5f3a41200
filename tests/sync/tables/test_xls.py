"""Workbooks of before 2007. `files/old.xls` was written by the library xlwt."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from sync.errors import BadInput
from sync.tables import xls

OLD = (Path(__file__).parent / "files" / "old.xls").read_bytes()


def test_an_old_workbook_is_read_with_its_fonts_merged_cells_and_what_it_hides() -> None:
    book = xls.book(OLD, "old.xls")
    first, second = book.sheets
    assert (first.name, first.hidden, second.name, second.hidden) == ("Tháng 11", False, "Ẩn", True)
    assert first.hidden_columns == {3} and [row.hidden for row in first.rows] == [False, False, False, True]
    assert [cell.text for cell in first.rows[0].cells] == ["Ngày", "Nội dung", "Số lượng", "Lệch"]
    assert [(told.source, told.cells) for told in book.turned] == [(".VnTime", 5)]
    assert [(row.at(0).date, row.at(0).note) for row in first.rows[1:]] == [
        ("2026-11-03", ""),
        ("2026-11-03", "filled"),
        ("2026-11-04", ""),
    ]
    assert [row.at(2).number for row in first.rows[1:3]] == [12, 1.5]
    assert first.rows[3].at(0).was == "7:30", "what a day leaves out is kept"


def test_a_damaged_workbook_is_refused_in_words() -> None:
    refused = 0
    for at in range(0, len(OLD), 7):
        damaged = OLD[:at] + bytes([OLD[at] ^ 0xFF]) + OLD[at + 1 :]
        try:
            xls.book(damaged, "old.xls")
        except BadInput:
            refused += 1
    assert refused > 10
    for end in range(512, len(OLD), 512):
        with pytest.raises(BadInput) as caught:
            xls.book(OLD[:end], "old.xls")
        assert caught.value.code == "bad-workbook"


def test_what_is_struck_through_is_known() -> None:
    """`files/struck.xls` was written by LibreOffice."""
    (sheet,) = xls.book((Path(__file__).parent / "files" / "struck.xls").read_bytes(), "struck.xls").sheets
    assert [row.struck for row in sheet.rows] == [False, False, False, True]
    assert [(cell.text, cell.note, cell.was) for cell in (sheet.rows[1].at(1), sheet.rows[2].at(2))] == [
        ("Tuần tra bản Tăm", "struck", "Tuần tra bản Lao bản Tăm"),
        ("", "struck", "Bản Lao"),
    ]


def test_sectors_that_lead_back_to_themselves_end_somewhere() -> None:
    raw = bytearray((Path(__file__).parent / "files" / "struck.xls").read_bytes())
    (small,) = struct.unpack_from("<i", raw, 60)  # where the table of small sectors begins
    for first in range(4):
        struct.pack_into("<i", raw, 512 * (small + 1) + 4 * first, first)
    with pytest.raises(BadInput, match="bad-workbook"):
        xls.book(bytes(raw), "struck.xls")
