"""Excel workbooks as rows of text: cells as somebody would type them, and no harm from a damaged or hostile file."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from sync.errors import BadInput
from sync.tables import Book, light_copy, xlsx
from tests.tables import workbook


def read(path: Path) -> Book:
    return xlsx.book(path.read_bytes(), path.name)


def test_cells_are_what_somebody_would_type(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [["Ngày", None, "Nội dung"], [datetime.date(2026, 10, 5), 2.0, "Họp"], [datetime.date(2026, 1, 2), 2.5, 350]],
    )
    rows = read(path).sheets[0].rows
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["Ngày", "", "Nội dung"],
        ["05/10/2026", "2", "Họp"],
        ["02/01/2026", "2.5", "350"],
    ]
    assert rows[1].at(0).date == "2026-10-05" and rows[2].at(1).number == 2.5


@pytest.mark.parametrize(("code", "shown"), [("mm/yyyy", "11/2026"), ("yyyy", "2026"), ('dd" tháng "mm', "01/11/2026")])
def test_a_month_is_no_day_of_it(tmp_path: Path, code: str, shown: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([datetime.date(2026, 11, 1), datetime.datetime(2026, 11, 1)])  # noqa: DTZ001 - a sheet has no zones
    for cell in sheet[1]:
        cell.number_format = code
    book.save(tmp_path / "months.xlsx")
    found = read(tmp_path / "months.xlsx").sheets[0].rows[0].cells
    assert [(cell.text, bool(cell.date)) for cell in found] == [(shown, "d" in code)] * 2


def changed(path: Path, change: Callable[[str, bytes], bytes]) -> bytes:
    """The bytes of a workbook with its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(made, "w") as others:
        for name in parts.namelist():
            others.writestr(name, change(name, parts.read(name)))
    return made.getvalue()


def of_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, content: content.replace(old, new) if "worksheets/" in name else content


def test_the_size_that_a_sheet_states_is_not_believed(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a", "b"], ["c", "d"]])
    raw = changed(path, of_sheet(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'))
    assert raw != path.read_bytes()
    assert [[cell.text for cell in row.cells] for row in xlsx.book(raw, "x").sheets[0].rows] == [["a", "b"], ["c", "d"]]


def test_a_formula_whose_value_was_not_stored_is_not_empty(tmp_path: Path) -> None:
    cells = read(workbook(tmp_path, [["=2*6", "=SUM(A1:A2)", "=DATE(2026,11,4)"]])).sheets[0].rows[0].cells
    assert [(cell.text, cell.note, cell.was) for cell in cells] == [
        ("12", "computed", "=2*6"),
        ("", "no-value", "=SUM(A1:A2)"),
        ("04/11/2026", "computed", "=DATE(2026,11,4)"),
    ]


def test_an_empty_text_that_a_formula_gave_is_a_value(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a", '=IF(A1="","",A1)']])
    raw = changed(path, lambda _name, content: content.replace(b'<c r="B1">', b'<c r="B1" t="str">'))
    assert [cell.text for cell in xlsx.book(raw, "x").sheets[0].rows[0].cells] == ["a"]


def test_errors_are_named(tmp_path: Path) -> None:
    (cell,) = read(workbook(tmp_path, [["#DIV/0!"]])).sheets[0].rows[0].cells
    assert (cell.text, cell.note) == ("#DIV/0!", "error")


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["Ngày", "Nội dung"]])
    names = [(usual, strict) for strict, usual in light_copy._STRICT]

    def strict(_name: str, content: bytes) -> bytes:
        for usual, other in names:
            content = content.replace(usual, other)
        return content

    assert [cell.text for cell in xlsx.book(changed(path, strict), "x").sheets[0].rows[0].cells] == ["Ngày", "Nội dung"]


def test_what_is_hidden_and_merged_is_told_and_old_fonts_are_turned(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Ngày", "Néi dung", "kín"])
    sheet.append(["3/11", "Họp"])
    sheet.append([None, "Loa"])
    sheet["B1"].font = Font(name=".VnTime")
    sheet.merge_cells("A2:A3")
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Ẩn").sheet_state = "hidden"
    path = tmp_path / "so.xlsx"
    book.save(path)
    found = read(path)
    first, second = found.sheets
    assert first.hidden_columns == {2} and [row.hidden for row in first.rows] == [False, False, True] and second.hidden
    assert [(row.at(0).text, row.at(0).note) for row in first.rows[1:]] == [("3/11", ""), ("3/11", "filled")]
    assert first.rows[0].at(1).text == "Nội dung" and [told.source for told in found.turned] == [".VnTime"]


def test_each_piece_of_a_text_is_turned_from_its_own_font(tmp_path: Path) -> None:
    pieces = '<r><rPr><rFont val=".VnTime"/></rPr><t xml:space="preserve">Néi dung </t></r><r><t>số</t></r>'
    path = workbook(tmp_path, [["Hop"]])
    raw = changed(path, lambda _name, content: content.replace(b"<t>Hop</t>", pieces.encode()))
    (cell,) = xlsx.book(raw, "x").sheets[0].rows[0].cells
    assert (cell.text, cell.was) == ("Nội dung số", "Néi dung số")


def test_formatting_down_to_the_last_row_costs_nothing(tmp_path: Path) -> None:
    rows = b"".join(
        b'<row r="%d" spans="1:2"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(2, 200_002)
    )
    raw = changed(workbook(tmp_path, [["a"]]), of_sheet(b"</sheetData>", rows + b"</sheetData>"))
    (sheet,) = xlsx.book(raw, "x").sheets
    assert [row.number for row in sheet.rows] == [1]


def test_a_cell_far_out_and_merged_cells_without_end_do_no_harm(tmp_path: Path) -> None:
    cell = b'<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row></sheetData>'
    far = cell + b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    raw = changed(workbook(tmp_path, [["a"]]), of_sheet(b"</sheetData>", far))
    with pytest.raises(BadInput) as caught:
        xlsx.book(raw, "x")
    assert caught.value.code == "file-too-long"


@pytest.mark.parametrize("number", [b"1048577", b"3" * 100])
def test_a_row_beyond_the_last_that_a_sheet_has_is_refused(tmp_path: Path, number: bytes) -> None:
    far = b'<row r="%b"><c r="B3" t="str"><v>x</v></c></row></sheetData>' % number
    raw = changed(workbook(tmp_path, [["a"]]), of_sheet(b"</sheetData>", far))
    with pytest.raises(BadInput) as caught:
        xlsx.book(raw, "x")
    assert caught.value.code == "file-too-long"


def test_parts_that_declare_entities_are_refused(tmp_path: Path) -> None:
    raw = changed(workbook(tmp_path, [["a"]]), of_sheet(b"<worksheet", b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"))
    with pytest.raises(BadInput) as caught:
        xlsx.book(raw, "x")
    assert caught.value.code == "bad-workbook"


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
            read(path)
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
        read(path)
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
        read(path)
    assert caught.value.code == "bad-workbook"


def test_numbers_and_times_are_shown_as_the_sheet_shows_them(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    shown: list[tuple[float | datetime.time, str, str]] = [
        (0.95, "0%", "95%"),
        (912345678, "0000000000", "0912345678"),
        (1500000, '#,##0" đồng"', "1.500.000 đồng"),
        (12, "General", "12"),
        (-3.5, "0.0;[Red]-0.0", "-3,5"),
        (datetime.time(8, 30), "hh:mm", "08:30"),
    ]
    for number, (value, code, _words) in enumerate(shown, 1):
        page.cell(number, 1, value).number_format = code
    book.save(tmp_path / "so.xlsx")
    cells = [row.at(0) for row in read(tmp_path / "so.xlsx").sheets[0].rows]
    assert [cell.words for cell in cells] == [words for _value, _code, words in shown]
    assert (cells[0].text, cells[0].number, cells[1].text) == ("0.95", 0.95, "912345678"), "figures stay what they are"


def test_rows_struck_through_and_comments_are_known(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["a", "b"], ["c", "d"], ["e", "f"]):
        page.append(row)
    for where in ("A2", "B2", "A3"):
        page[where].font = Font(strike=True)
    page["B1"].comment = Comment("số này ước\n_x0041_", "cán bộ")
    book.save(tmp_path / "so.xlsx")
    (sheet,) = read(tmp_path / "so.xlsx").sheets
    assert [row.struck for row in sheet.rows] == [False, True, False], "a row of which all is struck through"
    assert [(comment.row, comment.place, comment.text) for comment in sheet.comments] == [(1, 1, "số này ước\nA")]


def test_what_is_struck_through_in_a_text_is_left_out_of_it(tmp_path: Path) -> None:
    runs = [
        TextBlock(InlineFont(), "Tuần tra "),
        TextBlock(InlineFont(strike=True), "bản Lao"),
        TextBlock(InlineFont(), " a"),
    ]
    plain = [TextBlock(InlineFont(b=True), "Họp "), TextBlock(InlineFont(strike=False), "dân")]
    path = workbook(tmp_path, [[CellRichText(runs), CellRichText(plain), 120]])
    struck = [("Tuần tra a", "struck", "Tuần tra bản Lao a"), ("Họp dân", "", ""), ("120", "", "")]
    for raw in (path.read_bytes(), _shared(path)):
        (row,) = xlsx.book(raw, "so.xlsx").sheets[0].rows
        assert [(cell.text, cell.note, cell.was) for cell in row.cells] == struck


def _shared(path: Path) -> bytes:
    """The workbook with its texts where Excel keeps them: openpyxl writes those of several fonts into their cells."""
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    texts = re.findall(r"<is>(.*?)</is>", sheet)
    numbers = iter(range(len(texts)))
    sheet = re.sub(r't="inlineStr"><is>.*?</is>', lambda _found: f't="s"><v>{next(numbers)}</v>', sheet)
    strings = "".join(f"<si>{text}</si>" for text in texts)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    made = io.BytesIO()
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(made, "w") as others:
        for name in parts.namelist():
            if name != "xl/sharedStrings.xml":
                others.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else _naming_strings(parts.read(name)))
        others.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{strings}</sst>')
    return made.getvalue()


def _naming_strings(part: bytes) -> bytes:
    """A part that names the others, with the texts among them."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    if b"sharedStrings" in part or b"</Types>" not in part:
        return part
    return part.replace(b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % kind)


def test_a_cell_of_which_all_is_struck_through_is_not_what_the_sheet_says(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a", 12, "b"], ["c", 13, "d"]], ["A1:A2"])
    book = load_workbook(path)
    page = book.active
    assert page is not None
    for where in ("A1", "B1"):
        page[where].font = Font(strike=True)
    book.save(path)
    first, second = read(path).sheets[0].rows
    assert [(cell.text, cell.number, cell.note, cell.was) for cell in first.cells] == [
        ("", None, "struck", "a"),
        ("", None, "struck", "12"),
        ("b", None, "", ""),
    ]
    assert (second.at(0).note, second.at(1).number) == ("struck", 13), "of merged cells, too"
