"""A table's file is read by what its name says it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.errors import BadInput
from sync.tables import read_rows
from tests.tables import workbook


def read(path: Path) -> list[list[str]]:
    return [list(row) for row in read_rows(path, most_columns=2, is_heading=lambda cells: "b" in cells)]


def test_a_workbook_and_a_csv_give_the_same_rows(tmp_path: Path) -> None:
    rows = [["a", "b"], ["1", "2"]]
    text = tmp_path / "so.csv"
    text.write_text("a;b\n1;2\n", encoding="utf-8")
    assert read(text) == read(workbook(tmp_path, rows)) == rows


def test_the_ending_of_a_workbooks_name_may_be_in_capitals(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a", "b"]])
    assert read(path.rename(tmp_path / "SO.XLSX")) == [["a", "b"]]


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path / name)
    assert (caught.value.code, caught.value.facts) == ("file-missing", {"path": str(tmp_path / name)})


@pytest.mark.parametrize("name", ["so.csv", "so.xlsx"])
def test_a_file_that_is_too_big_is_not_opened(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert (caught.value.code, caught.value.facts) == ("file-too-big", {"limit": 50})
