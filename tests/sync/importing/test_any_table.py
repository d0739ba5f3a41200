"""Any table at all: what is planned to be signed is what the sheet says, and no cell with data is neither used nor named."""

from __future__ import annotations

import csv
import datetime
import html
import io
import os
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from sync.errors import BadInput
from sync.importing.answers import Answers
from sync.importing.cells import figure, is_nothing
from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED
from sync.importing.plan import Plan, PlannedSheet
from sync.importing.planning import make_plan
from sync.importing.read_row import ReadRow
from sync.ledger.activity_fields import BY_CODE
from sync.ledger.entry import Fields
from sync.ledger.text import tidy
from sync.tables import Book, Cell, Comment, Merged, Row, book_of
from sync.tables.book import SheetMaker, date_cell, number_cell, text_cell
from tests.sync.tables.test_ods import spreadsheet
from tests.sync.tables.test_ods import text as spreadsheet_text

TODAY = datetime.date(2026, 11, 25)
EXAMPLES = int(os.environ.get("SOXA_EXAMPLES", "60"))
HEADINGS = {
    "number": ["STT", "TT", "Số TT"],
    "date": ["Ngày", "Ngày, tháng", "Thời gian tổ chức", "Ngày thực hiện"],
    "title": ["Nội dung", "Nội dung công việc", "Tên bài, tin", "Nội dung tuyên truyền"],
    "quantity": ["Số lượng", "Số lượng (buổi)", "Số lượt", "Số tin, bài"],
    "audience": ["Số người", "Số người tham dự", "Số lượt người nghe", "Số lượng (người)"],
    "minutes": ["Thời lượng (phút)", "Thời lượng phát (phút)", "Số phút"],
    "channel": ["Hình thức", "Hình thức tuyên truyền"],
    "place": ["Địa điểm", "Địa điểm tổ chức (thôn, bản)"],
    "text": ["Ghi chú", "Kết quả thực hiện"],
    "": ["Xăng xe", "Người phụ trách", ""],
    "planned": ["Số lượng kế hoạch", "Chỉ tiêu số người", "Số phút dự kiến"],
}
UNITS = {
    "quantity": ["", " lượt", " buổi", " (ước)", " có ảnh kèm"],
    "audience": ["", " người", " lượt", " người ở bản Hon", " (khoảng)"],
    "minutes": ["", " phút", "'"],
}
DENIED = " (không đạt)"
DITTO = st.sampled_from(["nt", "Như trên", "-nt-", "n/t", '"', "〃", "như trên."])
OFF = st.sampled_from(["Hoãn", "Chưa họp", "không tổ chức", "Đã hủy do mưa"])
WORDS = st.sampled_from(
    ["Phát loa", "Họp bản", "Chủ tịch xã nói chuyện", "Tổng kết năm", "Cộng tác viên họp", "Ngày hội số"]
)


Grid = list[list[Any]]
Truth = list[dict[str, Any]]
Corners = tuple[int, int, int, int]
"""First row, last row, first column, last column: of merged cells, from 1."""


@st.composite
def tables(draw: st.DrawFn) -> tuple[Book, Truth]:
    """A workbook as an office might keep it, of a table or of two below one another or side by side, and what each row
    says."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for _ in range(draw(st.integers(0, 3))):
        sheet.append(
            [draw(st.sampled_from(["UBND XÃ BÌNH LƯ", "BẢNG TỔNG HỢP KẾT QUẢ TUYÊN TRUYỀN", "SỔ THEO DÕI NĂM 2026"]))]
        )
    top = sheet.max_row + 1 if sheet["A1"].value else 1
    month_first = draw(st.booleans())
    grid, merged, truth = _table(draw, "A", month_first=month_first)
    _put(sheet, grid, merged, top, 0)
    layout = draw(st.sampled_from(["one", "one", "below", "beside"]))
    if layout == "beside":
        second, merged, others = _table(draw, "B", month_first=month_first)
        _put(sheet, second, merged, top, max(map(len, grid)) + 1)
        truth += others
    elif layout == "below":
        top += len(grid) + draw(st.integers(0, 2))
        if draw(st.booleans()):
            sheet.cell(top, 1, "BẢNG 2: HỘI NGHỊ")
            top += 1
        grid, merged, others = _table(draw, "B", month_first=month_first)
        _put(sheet, grid, merged, top, 0)
        truth += others
    if draw(st.booleans()):
        row = sheet.max_row + 2
        sheet.cell(row, draw(st.integers(2, 6)), "Bình Lư, ngày 14 tháng 11 năm 2026")
        sheet.cell(row + 1, 1, "Người lập biểu")
    with io.BytesIO() as file:
        book.save(file)
        return book_of(file.getvalue(), "so.xlsx"), truth


def _put(sheet: Worksheet, grid: Grid, merged: list[Corners], top: int, left: int) -> None:
    for number, cells in enumerate(grid, top):
        for at, value in enumerate(cells, left + 1):
            if value not in (None, ""):
                sheet.cell(number, at, value)
    for first, last, start, end in merged:
        sheet.merge_cells(
            start_row=top + first - 1, end_row=top + last - 1, start_column=left + start, end_column=left + end
        )


def _table(draw: st.DrawFn, name: str, *, month_first: bool) -> tuple[Grid, list[Corners], Truth]:
    """A table's cells from its heading on, what is merged of them, and what each row says."""
    more = st.lists(st.sampled_from([field for field in HEADINGS if field not in ("date", "title")]), unique=True)
    fields = list(draw(st.permutations(["date", "title", *draw(more)])))
    grid, merged = _heading(draw, fields)
    if draw(st.booleans()) and len(fields) > 2:
        grid.append([f"({number})" for number in range(1, len(fields) + 1)])
    truth = [_row(draw, fields, f"{name}{number}") for number in range(1, draw(st.integers(1, 6)) + 1)]
    for row in truth[1:]:
        _put_off(draw, fields, row)
    for above, row in pairwise(truth):
        if not (above["off"] or row["off"]):
            _repeat(draw, above, row)
    if month_first:
        truth[0]["date"] = TODAY  # a day above 12 proves the order
    for number, row in enumerate(truth, 1):
        if draw(st.integers(0, 5)) == 0:
            grid.append([])
        cells = [_cell(draw, field, row, number, month_first=month_first) for field in fields]
        grid.append([(draw(DITTO) if field in row["repeats"] else cell) for field, cell in zip(fields, cells, strict=True)])
    sums = {field: sum(row.get(field) or 0 for row in truth if row["denied"] != field) for field in fields if field in UNITS}
    if draw(st.booleans()) and sums:
        grid.append(["Tổng cộng" if field == "title" else sums.get(field) for field in fields])
    return grid, merged, truth


def _heading(draw: st.DrawFn, fields: list[str]) -> tuple[Grid, list[Corners]]:
    """A heading of one row, or of two where two figures stand side by side."""
    heading = [draw(st.sampled_from(HEADINGS[field])) for field in fields]
    counted = [at for at, field in enumerate(fields) if field in UNITS]
    if not draw(st.booleans()) or len(counted) != 2 or counted[1] != counted[0] + 1:
        return [heading], []
    top = [*heading]
    top[counted[0]], top[counted[1]] = "Kết quả", ""
    merged = [(1, 1, counted[0] + 1, counted[1] + 1)]
    merged += [(1, 2, at + 1, at + 1) for at in range(len(fields)) if at not in counted]
    return [top, [text if at in counted else "" for at, text in enumerate(heading)]], merged


def _row(draw: st.DrawFn, fields: list[str], number: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "date": TODAY - datetime.timedelta(days=draw(st.integers(0, 50))),
        "denied": None,
        "repeats": set(),
        "off": False,
    }
    row["title"] = f"{draw(WORDS)} {number}"
    for field in fields:
        if field in UNITS:
            row[field] = draw(st.one_of(st.none(), st.integers(1, 2000)))
            if row[field] is not None and draw(st.integers(0, 15)) == 0:
                row["denied"] = field
        elif field == "planned":
            row[field] = draw(st.integers(1, 2000))
        elif field == "channel":
            row[field] = draw(st.sampled_from([None, "commune-radio", "meeting"]))
        elif field in ("place", "text", ""):
            row[field] = draw(st.sampled_from([None, f"Bản Hon {number}", "tốt"]))
    figures = [row[field] for field in fields if field in UNITS]
    if "planned" in row and figures and not any(figures):
        row["planned"] = None  # what was planned, and of which nothing was done, is left out
    return row


def _repeat(draw: st.DrawFn, above: dict[str, Any], row: dict[str, Any]) -> None:
    """Let a row say of some of its fields that they are as above."""
    for field, value in above.items():
        said = value is not None and field in row and field not in ("title", "denied", "repeats", "off", "planned", "date")
        if said and above["denied"] != field and row["denied"] != field and draw(st.integers(0, 7)) == 0:
            row[field] = value
            row["repeats"].add(field)


def _put_off(draw: st.DrawFn, fields: list[str], row: dict[str, Any]) -> None:
    """Let a row be of what was not held: it says so, or all its figures are 0."""
    figures = [field for field in fields if field in UNITS]
    if row["denied"] or draw(st.integers(0, 7)) > 0:
        return
    if figures and draw(st.integers(0, 1)) == 0:
        row |= dict.fromkeys(figures, 0) | {"off": True}
    elif "text" in fields:
        row |= dict.fromkeys(figures) | {"text": draw(OFF), "off": True}


def _cell(draw: st.DrawFn, field: str, row: dict[str, Any], number: int, *, month_first: bool) -> object:
    if field == "number":
        return number
    value = row[field]
    if value is None:
        return None
    if field == "date":
        pattern = (
            "%m/%d/%Y"
            if month_first
            else draw(st.sampled_from(["%d/%m/%Y", "Thứ ba, %d/%m/%Y", "%d/%m/%Y 08:30", "%d.%m.%Y"]))
        )
        return value.strftime(pattern)
    if field == "channel":
        return draw(st.sampled_from({"commune-radio": ["loa", "Loa truyền thanh"], "meeting": ["Họp", "họp thôn"]}[value]))
    if field in UNITS:
        if row["denied"] == field:
            return f"{value}{DENIED}"
        return draw(
            st.sampled_from([value, f"{value}{draw(st.sampled_from(UNITS[field]))}", f"{value:,}".replace(",", ".")])
        )
    return value


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(tables())
def test_what_is_signed_is_what_the_sheet_says(made: tuple[Book, list[dict[str, Any]]]) -> None:
    book, truth = made
    plan = planned(book)
    rows = [row.fields for sheet in plan.taken for row in sheet.rows if row.fields is not None]
    right = [row for row in truth if row["denied"] is None and not row["off"]]
    assert sum(bool(row.faults) for sheet in plan.taken for row in sheet.rows) == sum(
        row["denied"] is not None for row in truth
    )
    assert sum(sheet.count("unheld") for sheet in plan.taken) == sum(row["off"] for row in truth)
    assert len(rows) == len(right)
    for fields, row in zip(sorted(rows, key=_title), sorted(right, key=lambda row: str(row["title"])), strict=True):
        assert fields.date == row["date"].isoformat()
        for code in ("title", "quantity", "audience", "minutes", "channel", "place", "text"):
            assert (getattr(fields, code) or None) == row.get(code), code
    assert all(compared.agrees for sheet in plan.taken for compared in sheet.sums)
    assert list(unaccounted(book, plan)) == []


def _title(fields: Fields) -> str:
    return str(fields.title)


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(1, 999), st.booleans()), min_size=1, max_size=8))
def test_a_row_of_a_text_that_has_too_many_cells_is_never_taken(rows: list[tuple[int, bool]]) -> None:
    lines = [f"{at + 1:02}/11/2026,Việc {at},{count}{',200' if cut else ''}" for at, (count, cut) in enumerate(rows)]
    plan = planned(book_of("\n".join(["Ngày,Nội dung,Số người", *lines]).encode(), "so.csv"))
    (sheet,) = plan.taken
    assert [bool(row.faults) for row in sheet.rows] == [cut for _count, cut in rows]
    taken = [row.fields.audience for row in sheet.rows if row.fields is not None]
    assert taken == [count for count, cut in rows if not cut]


# -- anything at all

_NOISE = st.one_of(
    st.sampled_from([text for some in HEADINGS.values() for text in some]),
    st.sampled_from(
        [
            "",
            "",
            "",
            "nt",
            "Như trên",
            "〃",
            "0",
            "Hoãn",
            "3/11/2026",
            "11/13/2026",
            "3-5/11",
            "12 lượt",
            "~150",
            "-",
            "Tổng cộng",
            "I",
            "1",
            "(1)",
            "(2)",
            "(3)",
        ]
    ),
    st.sampled_from(
        ["Người lập biểu", "CHỦ TỊCH", "loa", "Ngày 3 tháng 11 năm 2026", "x" * 700, "1e9", "12,345", "#REF!", "=A1"]
    ),
    st.text(max_size=12),
)
_CELLS = st.one_of(
    _NOISE.map(text_cell),
    st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1)).map(lambda date: date_cell(date.isoformat())),
    st.one_of(st.integers(-5, 10**10), st.floats(-5, 10**6)).map(number_cell),
    st.sampled_from([Cell("#REF!", note="error"), Cell(note="no-value", was="=A1"), Cell("12", number=12, note="computed")]),
)


_ALONE = st.sampled_from(
    [
        "I. Tháng 11",
        "Quý IV",
        "A",
        "II",
        "Ghi chú: làm lại",
        "Bản Hon",
        "Cộng mục I",
        "Ngày 3/11/2026",
        "PHẦN HAI",
        "Phụ lục 2",
    ]
)


@st.composite
def grids(draw: st.DrawFn) -> Book:
    """A workbook of anything: sheets of one heading or several, known ones or hidden or merged, with rows of groups, hidden
    rows and comments."""
    sheets = []
    for number in range(draw(st.integers(1, 2))):
        maker = SheetMaker(f"S{number}", hidden=draw(st.integers(0, 9)) == 0)
        width = draw(st.integers(2, 9))
        rows = draw(st.integers(1, 12))
        for row in range(1, rows):
            if draw(st.integers(0, 4)) == 0:
                maker.put(row, draw(st.integers(0, width - 1)), text_cell(draw(_ALONE)))
                continue
            for at in range(width):
                maker.put(row, at, draw(_CELLS))
        for _ in range(draw(st.integers(1, 3))):
            _put_heading(draw, maker, draw(st.integers(1, rows)), width)
        if draw(st.booleans()):
            maker.hidden_columns.add(draw(st.integers(0, width)))
        for _ in range(draw(st.integers(0, 2))):
            maker.hide_row(draw(st.integers(1, rows)))
            top, left = draw(st.integers(1, rows)), draw(st.integers(0, width))
            maker.merged.append(Merged(top, top + draw(st.integers(0, 2)), left, left + draw(st.integers(0, 2))))
        if draw(st.booleans()):
            maker.strike(
                draw(st.integers(1, rows)), draw(st.integers(0, width)), draw(st.sampled_from(["", "12", "bản Hon"]))
            )
        for _ in range(draw(st.integers(0, 2))):
            maker.comments.append(Comment(draw(st.integers(1, rows + 2)), draw(st.integers(0, width + 1)), "hỏi lại"))
        sheets.append(maker.made())
    return Book(kind=draw(st.sampled_from(["xlsx", "csv"])), sheets=tuple(sheets))


def _put_heading(draw: st.DrawFn, maker: SheetMaker, row: int, width: int) -> None:
    """A heading in a row, perhaps of two tables side by side."""
    known = ["Ngày", "Nội dung", "Số người", "Ghi chú", "Ngày", "Xăng", "Địa điểm"]
    heading = draw(st.permutations(["Ngày", "Nội dung", *known[2 : min(width, len(known))]]))
    if width >= 5 and draw(st.booleans()):
        heading = ["Ngày", "Nội dung", "", "Ngày", "Nội dung"]
    for at, text in enumerate(heading):
        maker.put(row, at, text_cell(text))


@settings(max_examples=EXAMPLES * 5, suppress_health_check=list(HealthCheck))
@given(grids())
def test_no_cell_with_data_is_neither_used_nor_named(book: Book) -> None:
    try:
        plan = planned(book)
    except BadInput as error:
        assert error.code.endswith("-heading") or error.code == "turned-table"
        return
    assert list(unaccounted(book, plan)) == []


def planned(book: Book) -> Plan:
    return make_plan(book, file="so.xlsx", answers=Answers(), today=TODAY, directives=())


# -- any kind of file


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, str]:
    """A file of any kind that an office may have, of rows of texts."""
    width = draw(st.integers(2, 6))
    texts = st.one_of(_NOISE, WORDS, _ALONE).map(lambda text: "".join(char for char in text if char.isprintable()))
    rows = draw(st.lists(st.lists(texts, min_size=1, max_size=width), max_size=8))
    rows.insert(draw(st.integers(0, 2)), ["Ngày", "Nội dung", "Số người", "Ghi chú", "Xăng", "Địa điểm"][:width])
    kind = draw(st.sampled_from(["csv", "html", "ods", "xlsx", "tcvn3"]))
    return _WRITERS[kind](rows), kind


def _csv(rows: list[list[str]]) -> bytes:
    with io.StringIO() as file:
        csv.writer(file).writerows(rows)
        return file.getvalue().encode()


def _html(rows: list[list[str]]) -> bytes:
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return f"<html><meta charset=utf-8><table>{body}</table></html>".encode()


def _ods(rows: list[list[str]]) -> bytes:
    lines = (
        f"<table:table-row>{''.join(spreadsheet_text(html.escape(text)) for text in row)}</table:table-row>" for row in rows
    )
    return spreadsheet(f'<table:table table:name="Một">{"".join(lines)}</table:table>')


def _xlsx(rows: list[list[str]], font: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate(rows, 1):
        for at, text in enumerate(row, 1):
            if text:
                cell = sheet.cell(number, at)
                cell.value, cell.data_type = text, "s"
                if font and number > 3:
                    cell.font = Font(name=font)
    with io.BytesIO() as file:
        book.save(file)
        return file.getvalue()


_WRITERS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "csv": _csv,
    "html": _html,
    "ods": _ods,
    "xlsx": _xlsx,
    "tcvn3": lambda rows: _xlsx(rows, ".VnTime"),
}


@settings(max_examples=EXAMPLES * 2, suppress_health_check=list(HealthCheck))
@given(files())
def test_no_cell_of_any_kind_of_file_is_neither_used_nor_named(file: tuple[bytes, str]) -> None:
    raw, kind = file
    try:
        book = book_of(raw, "so.xlsx" if kind == "tcvn3" else f"so.{kind}")
        plan = planned(book)
    except BadInput as error:
        assert error.code.endswith("-heading") or error.code == "turned-table" or kind == "csv"
        return
    assert list(unaccounted(book, plan)) == []


def test_an_old_workbook_has_no_cell_that_is_neither_used_nor_named() -> None:
    path = Path(__file__).parent.parent / "tables" / "files" / "old.xls"
    book = book_of(path.read_bytes(), path.name)
    assert list(unaccounted(book, planned(book))) == []


def unaccounted(book: Book, plan: Plan) -> Iterator[tuple[str, int, int, str]]:
    """The cells with data that a plan neither uses nor names."""
    for sheet in book.sheets:
        tables = [said for said in plan.sheets if said.sheet == sheet.name]
        assert tables
        if any(said.taken for said in tables):
            told = [comment for said in tables if said.taken for comment in said.comments]
            for comment in sheet.comments:
                if told.count(comment) != sheet.comments.count(comment) and not any(
                    _is_left(said, comment.row) for said in tables
                ):
                    yield sheet.name, comment.row, comment.place, comment.text
        if len(tables) > 1 or tables[0].taken:
            for row in sheet.rows:
                for at, cell in enumerate(row.cells):
                    if not cell.is_empty and not any(_is_accounted(said, row, at, cell) for said in tables):
                        yield sheet.name, row.number, at, cell.text


def _is_left(said: PlannedSheet, row: int) -> bool:
    """Whether a row is of a table that is named as not taken."""
    return not said.taken and said.span[0] <= row <= said.span[1]


def _is_accounted(said: PlannedSheet, row: Row, at: int, cell: Cell) -> bool:
    """Whether a table uses a cell, or names it."""
    columns = {column.place: column for column in said.columns}
    if not said.taken:
        return said.span[0] <= row.number <= said.span[1]
    if row.number in {named.row for named in said.named}:
        return True
    if said.heading[0] <= row.number <= said.heading[1]:
        numbers = row.number > said.heading[0] and cell.text.strip("()").isdigit()
        text = " ".join((cell.text or cell.was).split())
        return numbers or (at in columns and text in columns[at].heading)
    rows = {read.number: read for read in said.rows}
    column = columns.get(at)
    if column is None:
        return cell.note == "filled"  # what it was filled with is accounted for where it stands
    if cell.note == "filled" and at and row.cells[at - 1].text == cell.text:
        return True  # as above: it may be merged with the cell to its left
    return column.field in (UNUSED, ROW_NUMBERS) or (
        row.number in rows and _is_used(rows[row.number], column.field, at, cell)
    )


def _is_used(row: ReadRow, field: str, at: int, cell: Cell) -> bool:
    if row.faults:
        return True  # named with its number
    assert row.fields is not None
    value = getattr(row.fields, field)
    if any(reading.place == at for reading in row.readings) or is_nothing(cell.text):
        return True
    kind = BY_CODE[field].kind
    if field == DESCRIPTION:
        return tidy(cell.text) in str(value)
    if kind == "count":
        return figure(cell.text, field)[0].translate({ord(sign): None for sign in "., "}) == str(value)
    if kind == "line":
        words = " ".join(tidy(cell.text).split())
        several = [part.strip() for part in words.split(";") if part.strip()] if field == "place" else []
        return words == str(value) or [value, *(row.fields.places or ())] == list(dict.fromkeys(several))
    return bool(value)
