"""Tables of web pages, which many sites save under the name of a workbook."""

from __future__ import annotations

import pytest

from sync.errors import BadInput
from sync.tables import html


def texts(page: str) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in sheet.rows] for sheet in html.book(page.encode(), "so.xls").sheets]


def test_tables_are_sheets_and_cells_end_where_the_next_begins() -> None:
    page = """<html><head><title>x</title><style>td{}</style></head><body>
    <table><tr><th>Ngày<th>Nội dung<tr><td>3/11<td>Họp<br>bản &amp; thôn</table>
    <table><tr><td>khác</td></tr></table></body></html>"""
    assert texts(page) == [[["Ngày", "Nội dung"], ["3/11", "Họp\nbản & thôn"]], [["khác"]]]


ROW = "<tr><td>3/11</td><td>a</td></tr>"


@pytest.mark.parametrize(
    ("page", "read"),
    [
        (f"<h3>Kế hoạch<br>tháng 11</h3><table>{ROW}</table>", [[["Kế hoạch"], ["tháng 11"], ["3/11", "a"]]]),
        (f"<div>Xã <b>Bình</b> Lư</div><div><table>{ROW}</table></div>", [[["Xã Bình Lư"], ["3/11", "a"]]]),
        (f"trần<table>{ROW}</table>", [[["trần"], ["3/11", "a"]]]),
        (f"<table><caption>ĐVT: nghìn</caption>{ROW}</table>", [[["ĐVT: nghìn"], ["3/11", "a"]]]),
        ("<p>x</p><table><td>3/11<td>a</table>", [[["x"], ["3/11", "a"]]]),
        (f"<table>{ROW}</table><p>x<table>{ROW}</table>y", [[["3/11", "a"]], [["x"], ["3/11", "a"], ["y"]]]),
        (
            f"<p hidden>x<b>y</b></p><s>z</s><select><option>t</select><nav><p>u</p></nav><table>{ROW}</table>",
            [[["3/11", "a"]]],
        ),
        (f"<p style='display: none'>x<table>{ROW}</table>y", [[["3/11", "a"], ["y"]]]),
        (
            "".join(f"<p>{line}</p>" for line in range(40)) + f"<table>{ROW}</table>",
            [[*([str(line)] for line in range(28, 40)), ["3/11", "a"]]],
        ),
        (
            f"<table>{ROW}</table>" + "".join(f"<p>{line}</p>" for line in range(40)),
            [[["3/11", "a"], *([str(line)] for line in range(12))]],
        ),
    ],
)
def test_what_stands_outside_of_tables_is_lines_above_the_next_or_below_the_last(
    page: str, read: list[list[list[str]]]
) -> None:
    assert texts(page) == read


def test_merged_and_hidden_rows_stay_where_they_are_below_lines() -> None:
    page = "<p>x</p><table><tr hidden><td rowspan=2>3/11</td><td>a</td></tr><tr><td>b</td></tr></table>"
    (sheet,) = html.book(page.encode(), "so.xls").sheets
    assert [(row.number, row.hidden) for row in sheet.rows] == [(1, False), (2, True), (3, False)]
    assert sheet.rows[2].at(0).text == "3/11"


def test_spans_are_merged_cells() -> None:
    page = "<table><tr><td rowspan=2>3/11</td><td>a</td></tr><tr><td>b</td></tr><tr><td colspan='2'>c</td></tr></table>"
    assert texts(page) == [[["3/11", "a"], ["3/11", "b"], ["c", "c"]]]


def test_a_table_within_a_cell_is_of_the_cell() -> None:
    assert texts("<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>") == [[["a\nb", "c"]]]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("<ul><li>Hon</li><li>Thẳm</li></ul>", "• Hon\n• Thẳm"),
        ("<ul><li>Hon</li></ul>", "Hon"),
        ("<p>Hon</p>Thẳm", "Hon\nThẳm"),
        ("<div>Hon</div><div>Thẳm</div>", "Hon\nThẳm"),
        ("<div><p>Hon</p></div><p>Thẳm</p>", "Hon\nThẳm"),
        ("Hon<br>Thẳm", "Hon\nThẳm"),
        ("<table><tr><td>Hon</td><td>Thẳm</td></tr><tr><td>Nà</td></tr></table>", "Hon\nThẳm\nNà"),
    ],
)
def test_what_has_a_line_of_its_own_stays_in_it(cell: str, read: str) -> None:
    assert texts(f"<table><tr><td>a</td><td>{cell}</td></tr></table>") == [[["a", read]]]


@pytest.mark.parametrize("span", ["99999999999", "x", "-1", "0", "\u0665"])
def test_spans_that_are_none_do_no_harm(span: str) -> None:
    assert texts(f"<table><tr><td rowspan={span}>a</td></tr></table>")[0][0] == ["a"]


def test_old_fonts_are_turned() -> None:
    assert texts('<table><tr><td><font face=".VnTime">Néi dung</font></td></tr></table>') == [[["Nội dung"]]]


def test_a_page_without_a_table_is_none() -> None:
    with pytest.raises(BadInput) as caught:
        html.book(b"<html><body>x</body></html>", "so.xls")
    assert caught.value.code == "no-table-file"


def test_a_page_with_its_parts_in_one_file_is_read() -> None:
    raw = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nPHRhYmxlPjx0cj48dGQ+SOG7jXA8L3RkPjwvdHI+PC90YWJsZT4=\r\n--b--\r\n"
    )
    assert html.mhtml_book(raw, "so.xls").sheets[0].rows[0].cells[0].text == "Họp"


def test_what_a_browser_does_not_show_is_hidden() -> None:
    page = (
        "<table><col><col span=2 style='display:none'><tr><td>a<td>b<td>c</tr><tr style='mso-x:1; DISPLAY : none'><td>d</tr>"
        "<tr hidden><td>e</tr></table><table style='display:none'><tr><td>f</table>"
    )
    first, second = html.book(page.encode(), "so.xls").sheets
    assert [row.hidden for row in first.rows] == [False, True, True]
    assert (first.hidden, first.hidden_columns, second.hidden) == (False, frozenset({1, 2}), True)


@pytest.mark.parametrize(
    "cell",
    [
        "<td>a <s>b</s></td>",
        "<td>a <del>b</del></td>",
        "<td>a <strike>b</strike></td>",
        "<td>a <span style='text-decoration:line-through'><b>b</b></span></td>",
        "<td>a <span class='x out'>b</span></td>",
        "<td>a <p style='text-decoration: Line-Through'>b</td>",
    ],
)
def test_what_is_struck_through_is_left_out_of_a_text(cell: str) -> None:
    page = f"<style>.out {{ color:red; text-decoration:line-through }}</style><table><tr>{cell}<td>c</td></tr></table>"
    (sheet,) = html.book(page.encode(), "so.xls").sheets
    first, second = sheet.rows[0].cells
    assert (first.text, first.note, " ".join(first.was.split())) == ("a", "struck", "a b")
    assert (second.text, second.note) == ("c", "")


def test_whole_cells_and_rows_may_be_struck_through() -> None:
    out = "style='text-decoration:line-through'"
    page = f"<table><tr><td {out}>a</td><td>b</td></tr><tr {out}><td>c</td><td>d</td></tr><tr><td><s>e</s></td></tr></table>"
    (sheet,) = html.book(page.encode(), "so.xls").sheets
    assert [row.struck for row in sheet.rows] == [False, True, True]
    assert [(cell.text, cell.note) for cell in sheet.rows[0].cells] == [("", "struck"), ("b", "")]
    assert [cell.text for cell in sheet.rows[1].cells] == ["c", "d"]
