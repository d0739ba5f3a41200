"""Tables by what their files hold: whatever their names end with, and no harm from what is none."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest

from sync.errors import BadInput
from sync.tables import Book, read_book
from tests.tables import workbook


def texts(book: Book, sheet: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in book.sheets[sheet].rows]


def test_a_workbook_and_a_csv_give_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text("Ngày;Nội dung\n03/11/2026;Họp\n", encoding="utf-8")
    book = workbook(tmp_path, [["Ngày", "Nội dung"], [datetime.date(2026, 11, 3), "Họp"]])
    assert texts(read_book(path)) == texts(read_book(book)) == [["Ngày", "Nội dung"], ["03/11/2026", "Họp"]]


@pytest.mark.parametrize("name", ["so.csv", "so.xls", "SO.XLSX", "so"])
def test_a_workbook_is_known_by_its_bytes(tmp_path: Path, name: str) -> None:
    path = workbook(tmp_path, [["a", "b"]]).rename(tmp_path / name)
    assert read_book(path).kind == "xlsx"


def test_a_web_page_under_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "so.xls"
    path.write_text("<html><body><table><tr><td>Ngày<td>Nội dung</table></body></html>", encoding="utf-8")
    assert texts(read_book(path)) == [["Ngày", "Nội dung"]] and read_book(path).kind == "html"


def test_what_is_no_file_is_named_so(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path, "file-missing"),
        (tmp_path / "none", "file-missing"),
        (tmp_path / ("x" * 400), "file-unreadable"),
    ):
        with pytest.raises(BadInput) as refused:
            read_book(path)
        assert refused.value.code == code


def zipped(names: list[str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name in names:
            parts.writestr(name, "x")
    return made.getvalue()


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7", "no-table-file"),
        (zipped(["[Content_Types].xml", "word/document.xml"]), "no-table-file"),
        (zipped(["[Content_Types].xml", "xl/workbook.bin"]), "no-table-file"),
        (zipped(["a.txt"]), "no-table-file"),
        (b"PK\x03\x04 cut off", "bad-workbook"),
        (OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "with-password"),
        (OLE2 + b"\0" * 600, "bad-workbook"),
        (b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "no-table-file"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "no-table-file"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadInput) as caught:
        read_book(path)
    assert caught.value.code == code


def test_the_trace_of_an_open_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "~$so.xlsx"
    path.write_bytes(b"x")
    with pytest.raises(BadInput) as caught:
        read_book(path)
    assert caught.value.code == "lock-file"


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    codes = []
    (tmp_path / "so.csv").write_text("a", encoding="utf-8")
    for path in (tmp_path / "no.csv", tmp_path, tmp_path / "so.csv" / "within.csv"):
        with pytest.raises(BadInput) as caught:
            read_book(path)
        codes.append(caught.value.code)
    assert codes == ["file-missing", "file-missing", "file-unreadable"]


def test_a_file_that_is_too_big_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(BadInput) as caught:
        read_book(path)
    assert caught.value.code == "file-too-big"
