"""The copy of a workbook without what is empty: the same cells however it was cut, in little memory."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from sync.errors import BadInput
from sync.tables import light_copy, xlsx
from tests.tables import workbook


def written(tmp_path: Path) -> bytes:
    """A workbook with all that a sheet may have beside its cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ngày", "Nội dung", "Số người"])
    for number in range(1, 30):
        sheet.append([f"{number:02}/11/2026", f"Họp <row r={number}> {number}", f"={number}*2" if number % 3 else None])
        sheet.cell(number + 1, 5).font = Font(bold=True)
    sheet.merge_cells("B3:B5")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("Trống")
    path = tmp_path / "so.xlsx"
    book.save(path)
    return path.read_bytes()


@pytest.mark.parametrize("size", [1, 7, 64, 500, 4_096])
def test_a_sheet_is_the_same_however_it_was_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    raw = written(tmp_path)
    whole = xlsx.book(raw, "so.xlsx")
    assert len(whole.sheets[0].rows) == 30 and whole.sheets[0].hidden_columns == {2}
    monkeypatch.setattr(light_copy, "_PIECE", size)
    assert xlsx.book(raw, "so.xlsx") == whole


def test_formatted_rows_without_a_value_take_no_memory(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["Ngày", "Nội dung"], ["3/11/2026", "Họp"]])
    cells = "".join(f'<c r="{column}{{number}}" s="0"/>' for column in "ABCDEF")
    row = '<row r="{number}">' + cells + "</row>"
    rows = "".join(row.format(number=number) for number in range(3, 100_003)).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as others:
        for name in parts.namelist():
            content = parts.read(name)
            others.writestr(name, content.replace(b"</sheetData>", rows + b"</sheetData>"))
    assert len(rows) > 12_000_000
    raw = made.getvalue()
    xlsx.book(path.read_bytes(), "so.xlsx")  # what reading loads is here now
    tracemalloc.start()
    try:
        book = xlsx.book(raw, "so.xlsx")
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [row.number for row in book.sheets[0].rows] == [1, 2]
    assert most < len(rows) / 2


def test_entities_are_refused_wherever_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = written(tmp_path)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as parts, zipfile.ZipFile(made, "w") as others:
        for name in parts.namelist():
            content = parts.read(name)
            others.writestr(name, content.replace(b"</sheetData>", b"</sheetData><!ENTITY a>"))
    for size in (64, 1 << 20):
        monkeypatch.setattr(light_copy, "_PIECE", size)
        with pytest.raises(BadInput) as caught:
            xlsx.book(made.getvalue(), "so.xlsx")
        assert caught.value.code == "bad-workbook"
