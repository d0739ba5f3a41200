"""What is turned into Unicode on the way, and the account of it."""

from __future__ import annotations

from sync.tables.book import Cell, Row, Sheet, Turned
from sync.tables.turning import Turning


def test_a_named_font_is_turned_and_counted_once() -> None:
    turning = Turning()
    cells = (turning.cell("Néi dung", ".VnTime"), turning.cell("Sè l\u00adîng", ".VnTime"), turning.cell("Họp", "Arial"))
    book = turning.book("xlsx", (Sheet(name="x", rows=(Row(1, cells),)),))
    assert [cell.text for cell in book.sheets[0].rows[0].cells] == ["Nội dung", "Số lượng", "Họp"]
    assert book.turned == (Turned(source=".VnTime", cells=2, before="Néi dung", after="Nội dung"),)


def test_a_font_without_a_name_is_told_by_the_whole_file() -> None:
    cells = (Cell("Ph¸t loa"), Cell("vÒ kü n¨ng sè"), Cell("VNeID"), Cell("12", number=12))
    book = Turning().book("csv", (Sheet(name="x", rows=(Row(1, cells),)),))
    assert [(cell.text, cell.was) for cell in book.sheets[0].rows[0].cells] == [
        ("Phát loa", "Ph¸t loa"),
        ("về kỹ năng số", "vÒ kü n¨ng sè"),
        ("VNeID", ""),
        ("12", ""),
    ]
    assert [(told.source, told.cells) for told in book.turned] == [("TCVN3", 2)]
