"""The report as Word opens it: what Decree 30/2020/NĐ-CP wants of paper and letters, tables, and the place to sign."""

from __future__ import annotations

from docx.enum.section import WD_ORIENT

from field.printing.paper import paper
from field.store import LaptopStore
from sync.documents.layout import FONT
from tests.field.alone import NOW, activity, signer
from tests.field.printing.read_back import list_of, report_of, under, unparted, words


def logged(store: LaptopStore) -> None:
    store.logs.append([activity(f"Họp bản {number}", channel="meeting", audience=20) for number in range(40)], signer())


def test_paper_letters_and_margins_are_those_of_the_decree(store: LaptopStore) -> None:
    logged(store)
    document = report_of(paper(store, "2026-11", made=NOW))
    first, last = document.sections
    assert first.page_width is not None and first.page_height is not None
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    assert (last.page_height, last.page_width) == (first.page_width, first.page_height)
    assert last.orientation == WD_ORIENT.LANDSCAPE
    margins = [first.left_margin, first.right_margin, first.top_margin, first.bottom_margin]
    assert [round(margin.mm) for margin in margins if margin is not None] == [30, 15, 20, 20]
    assert document.styles["Body Text"].font.name == FONT
    assert "PAGE" in first.header._element.xml and first.different_first_page_header_footer


def test_no_row_is_parted_and_heads_come_again(store: LaptopStore) -> None:
    logged(store)
    printed = paper(store, "2026-11", made=NOW)
    assert unparted(report_of(printed)) and unparted(list_of(printed))


def test_the_signature_keeps_with_the_sentence_before_it(store: LaptopStore) -> None:
    document = report_of(paper(store, "2026-11", made=NOW))
    closing = next(each for each in document.paragraphs if each.text.endswith("./."))
    assert closing.paragraph_format.keep_with_next


def test_a_section_has_the_results_and_nothing_of_the_frame(store: LaptopStore) -> None:
    logged(store)
    document = report_of(paper(store, "2026-11", made=NOW), section=True)
    told = words(document)
    assert told[0] == "Kết quả công tác tuyên truyền tháng 11 năm 2026" and told[1] == "[DỰ THẢO]"
    assert not any("Nơi nhận" in cell.text for table in document.tables for cell in table._cells)
    assert under(document, "Hình thức")[-1][1:3] == ["Tổng cộng", "40"]


def test_what_a_stranger_typed_prints_all_the_same(store: LaptopStore) -> None:
    store.logs.append([activity("=1+1 \u202eloa", place="a & <b>")], signer())
    (row, _total) = (
        [cell.text for cell in each.cells] for each in list_of(paper(store, "2026-11", made=NOW)).tables[0].rows[1:]
    )
    assert row[2] == "=1+1 loa" and row[5] == "a & <b>"
