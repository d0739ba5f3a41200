"""Excel workbooks as rows of text: cells as somebody would type them, and no harm from a damaged or hostile file."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import pytest

from sync.errors import BadInput
from sync.tables import xlsx
from tests.tables import workbook


def test_cells_are_what_somebody_would_type(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [["Ngày", None, "Nội dung"], [datetime.date(2026, 10, 5), 2.0, "Họp"], [datetime.date(2026, 1, 2), 2.5, 350]],
    )
    assert list(xlsx.rows(path, 3)) == [
        ["Ngày", "", "Nội dung"],
        ["05/10/2026", "2", "Họp"],
        ["02/01/2026", "2.5", "350"],
    ]


def test_no_more_columns_are_read_than_were_asked_for(tmp_path: Path) -> None:
    assert list(xlsx.rows(workbook(tmp_path, [list(range(9))]), 2)) == [["0", "1"]]


def test_a_damaged_workbook_is_refused_in_words(tmp_path: Path) -> None:
    whole = workbook(tmp_path, [["Ngày", "Nội dung"], *(["1/10", f"Họp {number}"] for number in range(50))])
    refused = 0
    with zipfile.ZipFile(whole) as parts:
        contents = {name: parts.read(name) for name in parts.namelist()}
    for damaged in contents:
        path = tmp_path / "damaged.xlsx"
        with zipfile.ZipFile(path, "w") as parts:
            for name, content in contents.items():
                parts.writestr(name, content[: len(content) // 2] if name == damaged else content)
        try:
            list(xlsx.rows(path, 9))
        except BadInput as error:
            assert error.code == "bad-workbook"
            refused += 1
    assert refused


def test_a_workbook_that_would_unpack_to_far_more_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(501):
            part.write(bytes(1024 * 1024))
    with pytest.raises(BadInput) as caught:
        list(xlsx.rows(path, 9))
    assert caught.value.code == "file-too-big"


@pytest.mark.parametrize(("offset", "value"), [(8, 1), (10, 99)], ids=["under a password", "compressed in another way"])
def test_a_workbook_whose_archive_cannot_be_unpacked_is_refused_in_words(tmp_path: Path, offset: int, value: int) -> None:
    path = workbook(tmp_path, [["Ngày", "Nội dung"]])
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # each entry of the central directory: its flags, its way of compressing
        data[at + offset] = value
        at = data.find(b"PK\x01\x02", at + 1)
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        list(xlsx.rows(path, 9))
    assert caught.value.code == "bad-workbook"
