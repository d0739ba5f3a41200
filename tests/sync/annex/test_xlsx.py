"""Workbooks that somebody made: bounded, and read only where every program would show the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook import Workbook

from sync.annex.xlsx import MAX_UNPACKED
from tests.sync.annex.auditor import Auditor, refused


def test_digits_that_only_the_format_shows_are_named(auditor: Auditor) -> None:
    def disguise(book: Workbook) -> None:
        book["Theo đơn vị"]["C2"].number_format = '"1234"'

    (one,) = auditor.found(auditor.edited(disguise))
    assert one.stated is not None and "1234" in one.stated


def test_a_row_that_the_sheet_says_is_outside_of_it_is_read_all_the_same(auditor: Auditor) -> None:
    """Spreadsheet programs show every row, whatever the sheet says of its own size."""
    path = auditor.edited(lambda book: book["Theo đơn vị"].append(["99999", "Xã Ma", 1, 1, 1, 1]))
    data = io.BytesIO()
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(data, "w") as changed:
        for part in parts.infolist():
            text = parts.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                start = text.index(b"<dimension")
                text = text[:start] + b'<dimension ref="A1:B2"/>' + text[text.index(b"/>", start) + 2 :]
            changed.writestr(part.filename, text)
    (one,) = auditor.found(auditor.path(data.getvalue()))
    assert one.row == "99999"


def test_rows_or_cells_that_stand_twice_are_refused(auditor: Auditor) -> None:
    """One program would show the first, another the last."""

    def again(tag: bytes) -> Callable[[str, bytes], bytes]:
        def change(name: str, text: bytes) -> bytes:
            if not name.startswith("xl/worksheets/sheet"):
                return text
            start = text.index(b"<" + tag + b" ")
            end = text.index(b"</" + tag + b">", start) + len(tag) + 3
            return text[:end] + text[start:end] + text[end:]

        return change

    for tag in (b"row", b"c", b"sheetData"):
        change = (
            again(tag)
            if tag != b"sheetData"
            else (lambda name, text: text.replace(b"</sheetData>", b'</sheetData><sheetData><row r="1"/></sheetData>'))
        )
        assert refused(auditor.repacked(change)) == "bad-annex"


def test_a_workbook_that_would_be_too_big_is_refused_before_it_is_unpacked(auditor: Auditor) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/workbook.xml", "w") as part:
        for _piece in range(MAX_UNPACKED // 2**20 + 1):
            part.write(bytes(2**20))
    assert len(bomb.getvalue()) < 2**20
    assert refused(auditor.path(bomb.getvalue())) == "annex-too-big"


def test_entities_are_refused(auditor: Auditor) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'

    def declare(name: str, text: bytes) -> bytes:
        start = text.index(b"?>") + 2 if text.startswith(b"<?xml") else 0
        return text[:start] + bomb + text[start:] if name == "xl/workbook.xml" else text

    assert refused(auditor.repacked(declare)) == "bad-annex"


def test_too_many_elements_are_refused(auditor: Auditor) -> None:
    def many(name: str, text: bytes) -> bytes:
        return text.replace(b"<cellXfs", b"<x/>" * 200_000 + b"<cellXfs") if name == "xl/styles.xml" else text

    assert refused(auditor.repacked(many)) == "bad-annex"


def hide_row(book: Workbook) -> None:
    book["Theo đơn vị"].row_dimensions[2].hidden = True


def flatten_row(book: Workbook) -> None:
    book["Theo đơn vị"].row_dimensions[2].height = 0.1


def hide_column(book: Workbook) -> None:
    book["Theo đơn vị"].column_dimensions["D"].hidden = True


def hide_sheet(book: Workbook) -> None:
    book["Kiểm chứng"].sheet_state = "veryHidden"


def merge(book: Workbook) -> None:
    book["Theo đơn vị"].merge_cells("F2:F3")


def disguise_by_condition(book: Workbook) -> None:
    format_ = NumberFormat(numFmtId=200, formatCode='"1234"')
    rule = Rule(type="expression", formula=["TRUE"], dxf=DifferentialStyle(numFmt=format_))
    book["Theo đơn vị"].conditional_formatting.add("D2", rule)


@pytest.mark.parametrize("change", [hide_row, flatten_row, hide_column, hide_sheet, merge, disguise_by_condition])
def test_what_shows_less_or_else_than_the_cells_hold_is_refused(
    auditor: Auditor, change: Callable[[Workbook], None]
) -> None:
    assert refused(auditor.edited(change)) == "bad-annex"


def test_words_that_only_the_format_shows_are_named(auditor: Auditor) -> None:
    def disguise(book: Workbook) -> None:
        book["Ai đã báo cáo"]["C2"].number_format = 'General;General;General;"Đúng hạn"'

    (one,) = auditor.found(auditor.edited(disguise))
    assert one.column == "Tình trạng" and one.stated is not None and "Đúng hạn" in one.stated
