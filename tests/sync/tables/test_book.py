"""Cells as they stand in a file: what nobody sees is left out and kept, and a sheet is bounded before it is kept."""

from __future__ import annotations

import pytest

from sync.errors import BadInput
from sync.tables import book
from sync.tables.book import Cell, Merged, SheetMaker, column_name, number_cell, text_cell


@pytest.mark.parametrize(
    ("raw", "text", "was"),
    [
        ("  Họp ", "Họp", ""),
        ("1\u00a0200", "1 200", ""),
        ("45\u200b", "45", "45\u200b"),
        ("a\x07b", "ab", "a\x07b"),
        ("hai\r\ndòng", "hai\ndòng", ""),
        ("To\u0301m", "Tóm", ""),
        ("a_x000D_\nb", "a_x000D_\nb", ""),
    ],
)
def test_what_nobody_sees_is_left_out_and_kept_beside(raw: str, text: str, was: str) -> None:
    assert text_cell(raw) == Cell(text, was=was)


def test_office_open_xmls_escapes_are_read() -> None:
    assert text_cell("a_x000D_\nb", escaped=True).text == "a\nb"


@pytest.mark.parametrize(("number", "text"), [(2.0, "2"), (2.5, "2.5"), (1e300, "1e+300"), (7, "7")])
def test_a_whole_number_is_written_as_one(number: float, text: str) -> None:
    assert number_cell(number).text == text


def test_merged_cells_are_filled_where_there_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    maker = SheetMaker("x")
    maker.put(1, 0, Cell("a"))
    maker.put(2, 1, Cell("b"))
    maker.put(3, 0, Cell("c"))
    maker.merged.append(Merged(1, 1_000_000, 0, 1))
    rows = maker.made().rows
    assert [[(cell.text, cell.note) for cell in row.cells] for row in rows] == [
        [("a", ""), ("a", "filled")],
        [("a", "filled"), ("b", "")],
        [("c", ""), ("a", "filled")],
    ]


@pytest.mark.parametrize(("row", "place", "code"), [(1, 256, "file-too-wide"), (3, 0, "file-too-long")])
def test_a_sheet_is_bounded(monkeypatch: pytest.MonkeyPatch, row: int, place: int, code: str) -> None:
    monkeypatch.setattr(book, "MOST_ROWS", 2)
    maker = SheetMaker("x")
    for number in range(1, row):
        maker.put(number, 0, Cell("a"))
    with pytest.raises(BadInput) as caught:
        maker.put(row, place, Cell("a"))
    assert caught.value.code == code


def test_merged_cells_over_and_over_cost_no_more_than_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MOST_CELLS", 50)
    maker = SheetMaker("x")
    for number in range(1, 10):
        maker.put(number, 0, Cell("a"))
    maker.merged += [Merged(1, 9, 0, 0)] * 6
    with pytest.raises(BadInput):
        maker.made()


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_call_them(place: int, name: str) -> None:
    assert column_name(place) == name
