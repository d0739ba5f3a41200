"""Ticks of fonts that have signs instead of letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from sync.importing.answers import Answers
from sync.importing.planning import make_plan
from sync.tables import html, read_book
from sync.tables.dingbats import signs
from tests.sync.importing.test_plan import TODAY, csv, stated


@pytest.mark.parametrize(
    ("font", "text", "shown"),
    [
        ("Wingdings", "ü", "✓"),
        ("Wingdings", "þ", "☑"),
        ("Wingdings", "ý", "☒"),
        ("Wingdings 2", "P", "✓"),
        ("Wingdings 2", "R", "☑"),
        ("Webdings", "a", "✓"),
        ("Wingdings", "\uf0fc", "✓"),
    ],
)
def test_a_tick_of_a_font_of_signs_is_a_tick(tmp_path: Path, font: str, text: str, shown: str) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Ngày", "Nội dung", "Loa", "Zalo"), ("2/11/2026", "A", text, None), ("13/11/2026", "B", None, text)):
        sheet.append(row)
    for cell in ("C2", "D3"):
        sheet[cell].font = Font(name=font)
    book.save(tmp_path / "so.xlsx")
    read = read_book(tmp_path / "so.xlsx")
    assert read.sheets[0].rows[1].cells[2].text == shown
    assert [(turned.source, turned.cells) for turned in read.turned] == [(font, 2)]
    plan = make_plan(read, file="so.xlsx", answers=Answers(), today=TODAY, directives=())
    assert [row[1] for row in stated(plan, "channel")] == ["commune-radio", "zalo"]
    assert plan.questions == ()


def test_a_web_page_names_the_font() -> None:
    page = "<table><tr><td><font face=Wingdings>&uuml;</font></td></tr></table>"
    assert html.book(page.encode(), "so.xls").sheets[0].rows[0].cells[0].text == "✓"


@pytest.mark.parametrize("tick", ["ü", "þ", "ý"])
def test_without_the_name_of_the_font_it_is_one_in_a_column_of_ticks(tick: str) -> None:
    plan = csv("Ngày,Nội dung,Loa,Zalo", f"2/11/2026,A,{tick},", f"13/11/2026,B,,{tick}")
    assert [row[1] for row in stated(plan, "channel")] == ["commune-radio", "zalo"]
    assert plan.turned == ()


@pytest.mark.parametrize("text", ["Việc", "yes", "Nội"])
def test_words_in_such_a_font_stay_words(text: str) -> None:
    assert signs(text, "Wingdings") == text
