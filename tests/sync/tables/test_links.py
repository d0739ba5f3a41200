"""Where cells lead to: addresses on the web are kept with the row, whatever file they stand in."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from sync.tables import Book, html, ods, read_book
from sync.tables.formulas import computed
from tests.sync.importing.test_plan import NOV, planned, stated
from tests.sync.tables.test_ods import spreadsheet

ADDRESS = "https://zalo.me/bai?a=1&b=2"


def linked(path: Path, target: str = ADDRESS) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Ngày", "Nội dung", "Minh chứng"), ("3/11/2026", "Đăng bài", "xem"), ("4/11/2026", "Họp", "có")):
        sheet.append(row)
    sheet["C2"].hyperlink = target
    sheet["C3"] = f'=HYPERLINK("{target}","ảnh")'
    book.save(path / "so.xlsx")
    return path / "so.xlsx"


def links(book: Book) -> list[tuple[str, str]]:
    return [(cell.text, cell.link) for sheet in book.sheets for row in sheet.rows for cell in row.cells if cell.link]


def test_a_workbook_says_where_its_cells_lead_to(tmp_path: Path) -> None:
    assert links(read_book(linked(tmp_path))) == [("xem", ADDRESS), ("ảnh", ADDRESS)]
    assert links(read_book(linked(tmp_path, "mailto:ai@xa.vn"))) == []


def test_so_do_a_web_page_and_a_spreadsheet_of_opendocument() -> None:
    page = f"<table><tr><td><a href='{ADDRESS}'>xem</a></td><td><a href='{ADDRESS}'>{ADDRESS}</a></td></tr></table>"
    assert links(html.book(page.encode(), "so.xls")) == [("xem", ADDRESS)]
    target = ADDRESS.replace("&", "&amp;")
    cell = f'<text:p><text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{target}">xem</text:a></text:p>'
    row = f"<table:table-row><table:table-cell>{cell}</table:table-cell></table:table-row>"
    body = f'<table:table table:name="1">{row}</table:table>'
    assert links(ods.book(spreadsheet(body), "so.ods")) == [("xem", ADDRESS)]


def test_where_a_cell_leads_to_is_kept_in_the_description_and_told(tmp_path: Path) -> None:
    plan = planned(linked(tmp_path))
    assert stated(plan, "text") == [
        (f"{NOV}03", f"xem\nMinh chứng: {ADDRESS}"),
        (f"{NOV}04", f"ảnh\nMinh chứng: {ADDRESS}"),
    ]
    assert [reading.cells for reading in plan.taken[0].readings if reading.how == "link"] == [2]


@pytest.mark.parametrize(
    ("formula", "text", "link"),
    [
        (f'=HYPERLINK("{ADDRESS}","xem")', "xem", ADDRESS),
        (f'HYPERLINK("{ADDRESS}")', ADDRESS, ""),
        (f'=HYPERLINK("{ADDRESS}",A1)', "", ""),
    ],
)
def test_a_formula_of_a_link_is_what_it_shows(formula: str, text: str, link: str) -> None:
    cell = computed(formula)
    assert (cell.text, cell.link) == (text, link)
