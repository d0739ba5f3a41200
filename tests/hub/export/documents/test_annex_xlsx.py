"""The workbook as a spreadsheet program opens it: its cells, their types and formats, and how it prints."""

from __future__ import annotations

import csv
import datetime
import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from hub.export.documents import annex_xlsx
from sync.annex.layout import COUNTS, FLAT, PROOF, STANDINGS, SUMMARY, TOTAL, clock
from sync.annex.model import Annex, Table, tables_of
from sync.annex.written import annex_csv, annex_json
from tests.hub.export.documents.reported import busy, gathered


@pytest.fixture(scope="module")
def annex(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Annex]:
    """A busy month."""
    world = busy(tmp_path_factory.mktemp("province"), 5)
    yield gathered(world)
    world.close()


def _counts(annex: Annex) -> dict[Table, str]:
    """The sheets of counts, by what they go by."""
    return {by: COUNTS[by] for by in tables_of(annex.soxa)}


def opened(annex: Annex) -> Workbook:
    """The workbook, written and opened again."""
    return openpyxl.load_workbook(io.BytesIO(annex_xlsx.write(annex)))


def rows(book: Workbook, name: str) -> list[tuple[object, ...]]:
    """The values of a sheet."""
    return list(book[name].iter_rows(values_only=True))


def test_there_is_a_sheet_for_each_table_between_the_summary_and_the_proof(annex: Annex) -> None:
    assert opened(annex).sheetnames == [
        "Tổng hợp",
        "Ai đã báo cáo",
        "Theo đơn vị",
        "Theo chủ đề",
        "Theo hình thức",
        "Theo văn bản",
        "Theo nhiệm vụ",
        "Theo số người",
        "Theo đối tượng",
        "Theo bộ phận",
        "Theo ngôn ngữ",
        "Do tỉnh nhập",
        "Kiểm chứng",
    ]


def test_every_count_is_a_number_in_its_place_and_the_total_stands_last(annex: Annex) -> None:
    book = opened(annex)
    for by, name in _counts(annex).items():
        _head, *found, total = rows(book, name)
        stated = [
            (row.key or "–", row.name, row.activities, row.quantity, row.audience, row.minutes) for row in annex.tables[by]
        ]
        assert [(*(str(cell).removeprefix("'") for cell in row[:2]), *row[2:]) for row in found] == stated
        assert (total[0], *total[2:]) == (TOTAL, *msgspec.structs.astuple(annex.total))
        for line in book[name].iter_rows(min_row=2, min_col=3):
            told = [cell for cell in line if cell.value is not None]
            assert {(cell.data_type, cell.number_format) for cell in told} == {("n", "#,##0")}
            assert len(told) >= 3, "all but quantities, where they are of several channels"


def test_who_reported_when_are_real_times(annex: Annex) -> None:
    book = opened(annex)
    found = rows(book, STANDINGS)[1:-1]
    assert [(row[0], row[1], row[3], row[4]) for row in found] == [
        (one.unit, one.name, clock(one.received), clock(one.claimed)) for one in annex.standings
    ]
    assert any(isinstance(row[3], datetime.datetime) for row in found)
    facts = {row[0]: row[1] for row in rows(book, SUMMARY)}
    assert facts["Chưa đến hạn"] == sum(one.standing == "due" for one in annex.standings)


def test_the_proof_sheet_carries_the_signed_state(annex: Annex) -> None:
    facts = {row[0]: row[1] for row in rows(opened(annex), PROOF)}
    assert facts["Sổ đăng ký khi đó"] == annex.state.registry
    assert facts["Sổ tiếp nhận khi đó"] == annex.state.acceptances
    assert "soxa audit report" in str(facts["Lệnh kiểm chứng"])


def test_no_text_can_be_a_formula_whatever_a_name_is(annex: Annex) -> None:
    hostile = ("=1+1", "+1", "-1", "@x", '=HYPERLINK("http://x")', "\tx", "a\x00b\x0b\u202e", "_x0041_", "\ufffe\r\n=x")
    tables = {
        by: tuple(msgspec.structs.replace(row, name=hostile[at % len(hostile)]) for at, row in enumerate(found))
        for by, found in annex.tables.items()
    }
    standings = tuple(msgspec.structs.replace(one, name="=1+1", claimed=2**63 - 1) for one in annex.standings)
    book = opened(msgspec.structs.replace(annex, tables=tables, standings=standings))
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and cell.value[:1] in "=+-@\t\r" and cell.value), cell.value


def test_it_prints_on_a4_as_wide_as_the_page_with_its_head_on_each(annex: Annex) -> None:
    for sheet in opened(annex).worksheets:
        assert sheet.page_setup.paperSize == 9
        wide = sheet.title == STANDINGS
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (2 if wide else 1, 0), "so that it can be read"
        assert sheet.print_title_cols == ("$A:$B" if wide else None), "and each page names its rows"
        assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet["A1"].font.bold
        assert sheet.freeze_panes == (None if sheet.title in (SUMMARY, PROOF) else "A2")
        assert sheet.column_dimensions["A"].width >= 9
        footer = sheet.oddFooter
        assert footer is not None and footer.right is not None and footer.center is not None
        assert (footer.right.text, footer.center.text) == ("&P/&N", None), "beside what stands at the left"


def test_a_head_of_several_words_makes_no_column_wide(annex: Annex) -> None:
    sheet = opened(annex)[STANDINGS]
    (place,) = (cell.column_letter for cell in sheet[1] if cell.value == "Đã gửi: số hoạt động")
    assert sheet.column_dimensions[place].width < 15
    assert sheet.row_dimensions[1].height > sheet.row_dimensions[2].height, "its words stand below each other"


def test_the_flat_file_has_every_figure_a_line(annex: Annex) -> None:
    data = annex_csv(annex)
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(lines[0]) == FLAT
    units = {line["key"]: line for line in lines if line["table"] == "unit"}
    assert {key: int(line["activities"]) for key, line in units.items()} == {
        row.key: row.activities for row in annex.tables["unit"]
    }
    assert next(line["name"] for line in lines if line["key"] == "registry") == annex.state.registry
    assert all(not cell or cell[0] not in "=+-@\t\r" for line in lines for cell in line.values())


def test_json_is_the_annex(annex: Annex) -> None:
    assert msgspec.json.decode(annex_json(annex), type=Annex) == annex


def test_the_file_is_small(annex: Annex, tmp_path: Path) -> None:
    path = tmp_path / "annex.xlsx"
    path.write_bytes(annex_xlsx.write(annex))
    assert path.stat().st_size < 100_000


def test_why_quantities_are_not_added_up_is_said_on_the_screen_and_on_paper(annex: Annex) -> None:
    book = opened(annex)
    for by, name in _counts(annex).items():
        sheet = book[name]
        (head,) = (cell for cell in sheet[1] if cell.value == "Số lượng")
        assert head.comment is not None and "chỉ cộng trong từng hình thức" in head.comment.text, by
        assert sheet.oddFooter is not None and sheet.oddFooter.left is not None
        assert sheet.oddFooter.left.text == head.comment.text
    (note,) = (cell for cell in book[STANDINGS][1] if cell.value == "Ghi chú")
    assert note.comment is not None and "ký khi kỳ chưa kết thúc" in note.comment.text


def test_nothing_in_the_file_tells_when_it_was_written_but_the_annex_itself(annex: Annex) -> None:
    """So its digest can be stated of a file that was taken before."""
    made = datetime.datetime.fromtimestamp(annex.made, datetime.UTC)
    with zipfile.ZipFile(io.BytesIO(annex_xlsx.write(annex))) as file:
        moments = {part.date_time for part in file.infolist()}
        properties = file.read("docProps/core.xml").decode()
    assert moments == {(*made.timetuple()[:5], made.second // 2 * 2)}, "zip counts by two seconds"
    stamp = made.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert properties.count(stamp) == 2 and len(re.findall(r"T\d\d:\d\d:\d\dZ", properties)) == 2


def test_an_ampersand_in_a_name_is_no_code_of_a_header(annex: Annex) -> None:
    first, *others = annex.tables["unit"]
    named = msgspec.structs.replace(first, key="12-x", name="Sở A & B", activities=1)
    once = msgspec.structs.replace(
        annex, period="45/CV@2026-11-14", tables=annex.tables | {"unit": (named, *others)}, standings=annex.standings[:1]
    )
    with zipfile.ZipFile(io.BytesIO(annex_xlsx.write(once))) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    headers = [html.unescape(found) for sheet in sheets for found in re.findall("<oddHeader>(.+?)</oddHeader>", sheet)]
    assert headers and all("Sở A && B (1)" in found for found in headers)
