"""What is printed goes into new files of the kind that their name says."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from field.printing import pdf
from field.printing.files import check_path, file_name, print_to
from field.printing.paper import paper
from field.store import LaptopStore
from sync.errors import Misuse, Refused, Unavailable
from tests.field.alone import NOW, activity, signer


def test_a_workbook_has_each_table_and_the_list(store: LaptopStore, tmp_path: Path) -> None:
    store.logs.append([activity("=1+1", channel="meeting", audience=1_200, quantity=2)], signer())
    path = print_to(paper(store, "2026-11", made=NOW), tmp_path / "bc.xlsx").path
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Báo cáo", "Theo chủ đề", "Theo hình thức", "Danh sách hoạt động"]
    assert [cell.value for cell in book["Báo cáo"][1]] == [None, "DỰ THẢO"]
    assert [cell.value for cell in book["Theo hình thức"][3]] == ["Tổng cộng", 1, None, 1_200, 0]
    title = book["Danh sách hoạt động"]["C2"]
    assert (title.value, title.data_type) == ("=1+1", "s"), "a text, and no formula"
    alone = print_to(paper(store, "2026-11", made=NOW), tmp_path / "ds.xlsx", "list").path
    assert openpyxl.load_workbook(alone).sheetnames == ["Danh sách hoạt động"]


def test_nothing_is_overwritten_and_only_known_kinds_are_written(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(Refused, match="file-exists"):
        check_path(tmp_path / "a.docx", "report")
    with pytest.raises(Misuse, match="unknown-paper-kind"):
        check_path(tmp_path / "a.odt", "report")
    with pytest.raises(Misuse, match="section-in-a-workbook"):
        check_path(tmp_path / "b.xlsx", "section")


def test_where_no_pdf_can_be_made_the_word_document_is_written_beside_what_is_there(
    store: LaptopStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "installed", list)
    (tmp_path / "bc.docx").write_bytes(b"x")
    done = print_to(paper(store, "2026-11", made=NOW), tmp_path / "bc.pdf")
    assert done.path == tmp_path / "bc-2.docx" and done.path.read_bytes().startswith(b"PK")
    assert isinstance(done.no_pdf, Unavailable) and done.no_pdf.code == "no-pdf-maker"
    assert not (tmp_path / "bc.pdf").exists() and (tmp_path / "bc.docx").read_bytes() == b"x"


def test_a_file_that_nobody_named_says_of_whom_it_is_and_of_when() -> None:
    named = file_name("03390", "2653/KH-UBND@2026-11", "list", NOW, ".docx")
    assert named == "danh-sach-03390-2653-KH-UBND-2026-11-20261026-143320.docx"
