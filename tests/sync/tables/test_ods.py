"""Spreadsheets of OpenDocument, as LibreOffice writes them."""

from __future__ import annotations

import io
import zipfile

import pytest

from sync.errors import BadInput
from sync.tables import ods

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {"office": "office", "table": "table", "text": "text", "style": "style"}.items()
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def spreadsheet(body: str, styles: str = "", manifest: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", f"<m>{manifest}</m>")
        parts.writestr(
            "content.xml",
            f"<office:document-content {_NAMES} {_CALC}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>",
        )
    return made.getvalue()


def text(words: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{words}</text:p></table:table-cell>'


def test_a_spreadsheet_is_read_with_what_stands_behind_its_cells() -> None:
    styles = (
        '<style:style style:name="old"><style:text-properties style:font-name=".VnTime"/></style:style>'
        '<style:style style:name="gone"><style:table-properties table:display="false"/></style:style>'
    )
    body = f"""<table:table table:name="Tháng 11"><table:table-column/><table:table-column table:visibility="collapse"/>
    <table:table-row>{text("Ngày")}{text("Néi dung", 'table:style-name="old"')}</table:table-row>
    <table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/>
    </table:table-row>
    <table:table-row><table:table-cell office:value-type="date" office:date-value="2026-11-03T07:30:00"
      table:number-rows-spanned="2"><text:p>03/11/26</text:p></table:table-cell>
      {text("hai <text:s text:c='2'/>chữ<text:line-break/>x")}
      <table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p></table:table-cell></table:table-row>
    <table:table-row table:visibility="filter"><table:covered-table-cell/>{text("b")}
      <table:table-cell table:formula="of:=1/0" calcext:value-type="error"><text:p>#DIV/0!</text:p>
      </table:table-cell><table:table-cell table:formula="of:=X()"/></table:table-row>
    <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>
    </table:table-row></table:table>
    <table:table table:name="Ẩn" table:style-name="gone"><table:table-row>{text("x")}</table:table-row></table:table>"""
    book = ods.book(spreadsheet(body, styles), "so.ods")
    first, second = book.sheets
    assert (first.name, first.hidden, second.name, second.hidden, first.hidden_columns) == (
        "Tháng 11",
        False,
        "Ẩn",
        True,
        frozenset({1}),
    )
    assert [(row.number, row.hidden) for row in first.rows] == [(1, False), (5, False), (6, True)]
    assert [cell.text for cell in first.rows[0].cells] == ["Ngày", "Nội dung"]
    day, words, number = first.rows[1].cells
    assert (day.date, day.was, words.text, number.number) == ("2026-11-03", "03/11/2026 07:30", "hai   chữ\nx", 12)
    filled, _b, error, without = first.rows[2].cells
    assert (filled.date, filled.note, error.note, error.text, without.note) == (
        "2026-11-03",
        "filled",
        "error",
        "#DIV/0!",
        "no-value",
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (spreadsheet("", manifest="<encryption-data/>"), "with-password"),
        (spreadsheet("<table:table>"), "bad-workbook"),
        (spreadsheet("")[:200], "bad-workbook"),
        (spreadsheet("<!DOCTYPE x>"), "bad-workbook"),
        (
            spreadsheet(
                '<table:table table:name="x"><table:table-row table:number-rows-repeated="99999">'
                + text("a")
                + "</table:table-row></table:table>"
            ),
            "file-too-long",
        ),
        (
            spreadsheet(
                '<table:table table:name="x"><table:table-row>'
                + text("a", 'table:number-columns-repeated="300"')
                + "</table:table-row></table:table>"
            ),
            "file-too-wide",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        ods.book(data, "so.ods")
    assert caught.value.code == code


def test_what_a_sheet_shows_strikes_and_remarks_is_known() -> None:
    styles = '<style:style style:name="out"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    struck = 'table:style-name="out"'
    body = f"""<table:table table:name="T"><table:table-row>{text("a", struck)}{text("b", struck)}</table:table-row>
    <table:table-row>{text("c", struck)}<table:table-cell office:value-type="percentage" office:value="0.95">
      <office:annotation><text:p>ước</text:p></office:annotation><text:p>95%</text:p></table:table-cell>
    </table:table-row></table:table>"""
    (sheet,) = ods.book(spreadsheet(body, styles), "so.ods").sheets
    assert [row.struck for row in sheet.rows] == [True, False]
    assert (sheet.rows[1].at(1).words, sheet.rows[1].at(1).number) == ("95%", 0.95)
    assert [(comment.row, comment.place, comment.text) for comment in sheet.comments] == [(2, 1, "ước")]


def test_what_is_struck_through_in_a_text_is_left_out_of_it() -> None:
    styles = (
        '<style:style style:name="out"><style:text-properties style:text-line-through-type="single"/></style:style>'
        '<style:style style:name="in"><style:text-properties style:text-line-through-type="none"/></style:style>'
    )
    part = '120<text:s/><text:span text:style-name="out">(150)</text:span> người'
    but = 'Bản Lao <text:span text:style-name="in">Bản Hon</text:span>'
    body = f"""<table:table table:name="T"><table:table-row>{text(part)}{text(but, 'table:style-name="out"')}{text("a")}
    </table:table-row></table:table>"""
    (sheet,) = ods.book(spreadsheet(body, styles), "so.ods").sheets
    assert [(cell.text, cell.note, cell.was) for cell in sheet.rows[0].cells] == [
        ("120 người", "struck", "120 (150) người"),
        ("Bản Hon", "struck", "Bản Lao Bản Hon"),
        ("a", "", ""),
    ]


def test_what_has_a_line_of_its_own_stays_in_it() -> None:
    item = "<text:list-item><text:p>{}</text:p></text:list-item>"
    cells = (
        "<text:p>Hon</text:p><text:p>Thẳm</text:p>",
        f"<text:list>{item.format('Hon')}{item.format('Thẳm')}</text:list>",
        "<office:annotation><text:p>của ai</text:p></office:annotation><text:p>Hon<text:line-break/>Thẳm</text:p>",
    )
    row = "".join(f'<table:table-cell office:value-type="string">{cell}</table:table-cell>' for cell in cells)
    (sheet,) = ods.book(
        spreadsheet(f'<table:table table:name="1"><table:table-row>{row}</table:table-row></table:table>'), "a"
    ).sheets
    assert [cell.text for cell in sheet.rows[0].cells] == ["Hon\nThẳm"] * 3
