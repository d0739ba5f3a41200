"""A filed annex held against the right one: whatever is changed in it is named by its place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import msgspec
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from sync.annex.diff import Difference
from sync.annex.layout import PROOF, SUMMARY
from sync.annex.written import annex_csv, annex_json
from tests.sync.annex.auditor import Auditor


def replacing(part: str, text: bytes) -> Callable[[str, bytes], bytes]:
    """Another text in place of one part's."""
    return lambda name, data: text if name == part else data


def test_every_number_of_a_workbook_that_is_another_is_named(auditor: Auditor) -> None:
    """One at a time, counts and times alike."""
    parts = zipfile.ZipFile(auditor.file)
    names = openpyxl.load_workbook(auditor.file).sheetnames
    tried = 0
    for number, name in enumerate(names, 1):
        part = f"xl/worksheets/sheet{number}.xml"
        text = parts.read(part).decode()
        for match in re.finditer(r'<c r="[A-Z]+([0-9]+)"[^>]*?(?: t="n")?><v>([0-9.]+)</v></c>', text):
            if 't="s"' in match[0] or (name == PROOF and match[1] in ("2", "6")):
                continue  # words; and its version and when it was made, which is what it rests on
            other = str(int(match[2]) + 1) if match[2].isdecimal() else str(float(match[2]) + 1 / 86_400)
            start, end = match.span(2)
            changed = (text[:start] + other + text[end:]).encode()
            differences = auditor.found(auditor.repacked(replacing(part, changed)))
            assert [(one.sheet, one.line) for one in differences] == [(name, int(match[1]))], match[0]
            tried += 1
    assert tried > 200


def test_a_wrong_order_is_named_beside_a_wrong_cell(auditor: Auditor) -> None:
    rows = auditor.annex.tables["unit"]
    assert len(rows) > 1
    total = msgspec.structs.replace(auditor.annex.total, minutes=auditor.annex.total.minutes + 1)
    changed = msgspec.structs.replace(auditor.annex, total=total, tables=auditor.annex.tables | {"unit": rows[::-1]})
    for write, kind in ((annex_csv, ".csv"), (annex_json, ".json")):
        cell, order = auditor.found(auditor.path(write(changed), kind))
        assert (cell.row, cell.column, order.row, order.column) == ("total", "minutes", "", "")
        assert (order.stated or "").startswith(f"unit; {rows[-1].key}; ")
        assert (order.recomputed or "").startswith(f"unit; {rows[0].key}; ")


def test_sheets_out_of_order_are_named_beside_a_wrong_cell(auditor: Auditor) -> None:
    def change(book: Workbook) -> None:
        book.move_sheet("Theo chủ đề", 1)
        book["Theo đơn vị"]["A1"].value = "Tên"

    differences = auditor.found(auditor.edited(change))
    assert [(each.stated, each.recomputed) for each in differences][-1] == ("Theo hình thức", "Theo chủ đề")
    assert len(differences) > 1


def test_every_word_of_a_workbook_that_is_another_is_named(auditor: Auditor) -> None:
    """Every ninth, one at a time; a name in the first column is a row missing and one too many."""
    book = openpyxl.load_workbook(auditor.file)
    cells = [
        (sheet.title, cell)
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str) and not (sheet.title == PROOF and (cell.column == 1 or 2 <= cell.row <= 8))
    ]
    for sheet, cell in cells[::9]:
        value, cell.value = cell.value, f"{cell.value}."
        file = io.BytesIO()
        book.save(file)
        differences = auditor.found(auditor.path(file.getvalue()))
        assert {(one.sheet, one.line) for one in differences if one.stated is not None} == {(sheet, cell.row)}
        cell.value = value


def test_a_tampered_figure_is_named_by_sheet_row_and_column(auditor: Auditor) -> None:
    def more(book: Workbook) -> None:
        book["Theo chủ đề"]["C2"].value = 99

    row = auditor.annex.tables["topic"][0]
    (one,) = auditor.found(auditor.edited(more))
    assert one == Difference(
        sheet="Theo chủ đề", line=2, row=row.key, column="Số hoạt động", stated="99", recomputed=str(row.activities)
    )


def test_every_cell_of_a_flat_file_that_is_another_is_named(auditor: Auditor) -> None:
    text = annex_csv(auditor.annex).decode("utf-8-sig")
    head, *lines = text.split("\r\n")[:-1]
    tried = 0
    for at, line in enumerate(lines):
        cells = line.split(",")
        if line.startswith("fact,") or line.count('"') or len(cells) != 23:
            continue
        for place, cell in enumerate(cells[2:], 2):
            if cell.isdecimal() or place == 2:
                changed = ",".join([*cells[:place], f"{cell}1", *cells[place + 1 :]])
                path = auditor.path("\r\n".join([head, *lines[:at], changed, *lines[at + 1 :], ""]).encode(), ".csv")
                (one,) = auditor.found(path)
                assert (one.row, one.column) == (" ".join(filter(None, cells[:2])), head.split(",")[place])
                tried += 1
    assert tried > 100


def test_every_figure_of_a_json_file_that_is_another_is_named(auditor: Auditor) -> None:
    annex = auditor.annex
    total = msgspec.structs.replace(annex.total, quantity=1)
    standings = (msgspec.structs.replace(annex.standings[0], standing="on-time", received=annex.made), *annex.standings[1:])
    units = annex.tables["unit"]
    for change, rows in (
        ({"total": total}, {"total"}),
        ({"total": msgspec.structs.replace(annex.total, activities=annex.total.activities + 1)}, {"total"}),
        ({"standings": standings}, {f"standing {annex.standings[0].unit}"}),
        ({"due": annex.due + 1}, {"fact due"}),
        ({"tables": annex.tables | {"unit": units[1:]}}, {f"unit {units[0].key}"}),
        ({"tables": {by: rows for by, rows in annex.tables.items() if by != "audience"}}, None),
    ):
        path = auditor.path(annex_json(msgspec.structs.replace(annex, **change)), ".json")
        differences = auditor.found(path)
        assert differences
        assert rows is None or {one.row for one in differences} == rows


@pytest.mark.parametrize("value", ["=1+1", True, "7", 7.5, None])
def test_a_formula_a_text_or_a_truth_in_place_of_a_number_is_named(auditor: Auditor, value: object) -> None:
    """Even where a spreadsheet program would show the right digits."""

    def put(book: Workbook) -> None:
        book["Theo đơn vị"]["E2"].value = value

    (one,) = auditor.found(auditor.edited(put))
    assert (one.sheet, one.column) == ("Theo đơn vị", "Số người")


@pytest.mark.parametrize("value", [0, 7, "0", "–"])
def test_a_quantity_that_adds_up_unlike_things_is_named(auditor: Auditor, value: object) -> None:
    """Nought is a sum, too; where nothing is added up the cell is empty."""

    def put(book: Workbook) -> None:
        book["Theo đơn vị"]["D2"].value = value

    (one,) = auditor.found(auditor.edited(put))
    assert (one.sheet, one.column, one.recomputed) == ("Theo đơn vị", "Số lượng", "")


def test_a_renamed_unit_is_named(auditor: Auditor) -> None:
    unit = auditor.annex.standings[0]

    def rename(book: Workbook) -> None:
        book["Ai đã báo cáo"]["B2"].value = "Xã Khác"

    (one,) = auditor.found(auditor.edited(rename))
    assert (one.sheet, one.row, one.recomputed) == ("Ai đã báo cáo", unit.unit, unit.name)


def test_rows_and_sheets_missing_or_too_many_are_named(auditor: Auditor) -> None:
    missing = auditor.edited(lambda book: book["Theo đơn vị"].delete_rows(3))
    (one,) = auditor.found(missing)
    assert (one.sheet, one.row, one.stated) == ("Theo đơn vị", auditor.annex.tables["unit"][1].key, None)
    added = auditor.edited(lambda book: book["Theo đơn vị"].append(["99999", "Xã Ma", 1, 1, 1, 1]))
    (one,) = auditor.found(added)
    assert (one.row, one.recomputed) == ("99999", None)
    twice = auditor.edited(lambda book: book["Theo đơn vị"].append([c.value for c in book["Theo đơn vị"][2]]))
    assert [(one.row, one.recomputed) for one in auditor.found(twice)] == [(auditor.annex.tables["unit"][0].key, None)]
    gone = auditor.edited(lambda book: book.remove(book["Theo số người"]))
    assert [(one.sheet, one.stated) for one in auditor.found(gone)] == [("Theo số người", None)]
    more = auditor.edited(lambda book: book.create_sheet("Tổng hợp (2)").append(["Số hoạt động", 1_000]))
    assert [(one.sheet, one.recomputed) for one in auditor.found(more)] == [("Tổng hợp (2)", None)]
    aside = auditor.edited(lambda book: book[SUMMARY].cell(3, 9, 5))
    assert [(one.sheet, one.line, one.column, one.stated) for one in auditor.found(aside)] == [(SUMMARY, 3, "I", "5")]


def test_rows_and_sheets_that_change_places_are_named(auditor: Auditor) -> None:
    """Every cell is right, and the order of rows says something, too."""

    def swap(book: Workbook) -> None:
        sheet = book["Theo đơn vị"]
        rows = [[cell.value for cell in sheet[line]] for line in (2, 3)]
        for line, values in zip((3, 2), rows, strict=True):
            for column, value in enumerate(values, 1):
                sheet.cell(line, column).value = value

    (one,) = auditor.found(auditor.edited(swap))
    first, second = auditor.annex.tables["unit"][:2]
    assert (one.sheet, one.line) == ("Theo đơn vị", 2)
    assert one.stated is not None and one.stated.startswith(second.key)
    assert one.recomputed is not None and one.recomputed.startswith(first.key)
    lower = auditor.edited(lambda book: book["Theo đơn vị"].insert_rows(3))
    (one,) = auditor.found(lower)
    assert (one.sheet, one.line, one.stated) == ("Theo đơn vị", 3, "")
    moved = auditor.edited(lambda book: book.move_sheet(PROOF, -1))
    (one,) = auditor.found(moved)
    assert (one.sheet, one.line, one.recomputed) == (PROOF, None, "Do tỉnh nhập")
