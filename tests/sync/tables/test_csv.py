"""CSV as rows of cells, whatever program wrote it."""

from __future__ import annotations

import pytest

from sync.errors import BadInput
from sync.tables import csv
from sync.tables.book import Row

HEADING = ["STT", "Ngày", "Nội dung"]


def rows(text: str) -> tuple[Row, ...]:
    return csv.book(text.encode(), "so.csv").sheets[0].rows


def texts(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in rows(text)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("title", ["", "Sổ, theo dõi, năm, 2026\r\n"])
def test_most_lines_tell_what_stands_between_the_cells(delimiter: str, title: str) -> None:
    row = delimiter.join(["1", "26/10", '"Họp, bàn; kết\tluận\nđủ"'])
    *_above, heading, first, _second = texts(title + "\r\n".join([delimiter.join(HEADING), row, row]))
    assert heading == HEADING
    assert first == ["1", "26/10", "Họp, bàn; kết luận\nđủ"]


def test_the_line_of_excel_that_names_the_delimiter_is_believed() -> None:
    assert texts("sep=|\r\na,b|c\r\nd,e|f\r\n") == [["a,b", "c"], ["d,e", "f"]]


def test_rows_keep_their_numbers_over_empty_lines_and_cells_of_several() -> None:
    """As a spreadsheet shows them: a cell of two lines is in one row, and the line that names the delimiter in none."""
    assert [row.number for row in rows('a;b\n\n"x\ny";c\nd;e\n')] == [1, 3, 4]
    assert [row.number for row in rows('sep=;\r\na;b\r\n"x\r\ny";c\r\n')] == [1, 2]


def test_a_quote_that_is_not_closed_is_named_where_it_swallows_rows() -> None:
    found = rows('Ngày;Nội dung\n1/11;"Họp\n2/11;Phát loa\n3/11;Dán áp phích\n')
    assert [(cell.note, len(cell.was.splitlines())) for cell in found[1].cells] == [("", 0), ("cut-short", 3)]


def test_a_cell_beyond_what_excel_holds_is_named() -> None:
    assert rows('a,"' + "x" * 50_000 + '"\n')[0].cells[1].note == "cut-short"


def test_a_cell_that_is_a_whole_file_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        rows('a,"' + "x" * 200_000 + '"\n')
    assert caught.value.code == "bad-csv"


def test_a_text_of_no_known_letters_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        csv.book("日本語;テキスト".encode("shift_jis"), "so.csv")
    assert caught.value.code == "unknown-encoding"
