"""CSV files as rows of text, whatever program wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import BadInput
from sync.tables import csv
from sync.tables.csv import NEAR_THE_TOP, Cells

HEADING = ["STT", "Ngày", "Nội dung"]


def is_heading(cells: Cells) -> bool:
    return list(cells) == HEADING


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "so.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("title", ["", "Sổ, theo dõi, năm, 2026\r\n"])
def test_the_heading_tells_what_stands_between_the_cells(tmp_path: Path, encoding: str, delimiter: str, title: str) -> None:
    rows = [delimiter.join(HEADING), delimiter.join(["1", "26/10", '"Họp, bàn; kết\tluận\nđủ"'])]
    *_above, heading, row = csv.rows(written(tmp_path, title + "\r\n".join(rows), encoding), is_heading)
    assert heading == HEADING
    assert row == ["1", "26/10", "Họp, bàn; kết\tluận\nđủ"]


@pytest.mark.parametrize(("lines_above", "found"), [(NEAR_THE_TOP - 1, True), (NEAR_THE_TOP, False)])
def test_a_heading_far_down_is_not_looked_for(tmp_path: Path, lines_above: int, found: bool) -> None:
    rows = list(csv.rows(written(tmp_path, "tiêu đề\n" * lines_above + ";".join(HEADING)), is_heading))
    assert (rows[-1] == HEADING) is found


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("Ngày,Nội dung".encode("utf-16"), "not-utf8-file"),
        (b'Date,"' + b"x" * 200_000 + b'"\n', "bad-csv"),
    ],
)
def test_a_file_that_is_no_csv_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        list(csv.rows(path, is_heading))
    assert caught.value.code == code
