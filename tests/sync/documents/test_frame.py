"""The frame of an administrative document: what Decree 30/2020/NĐ-CP wants above and below the text, where it wants it."""

from __future__ import annotations

import io

import docx
import pytest
from docx.document import Document
from docx.shared import Pt

from sync.documents import frame, layout
from sync.documents.frame import BLANK, MOTTO, STATE
from sync.encoding.types import Instant

NOON = Instant(1_794_744_000)


@pytest.fixture
def framed() -> Document:
    """A document that is all frame, as it is when it is opened again."""
    made = layout.blank("Báo cáo", NOON)
    frame.head(
        made,
        parent="Ủy ban nhân dân tỉnh Lai Châu",
        issuer="Sở Văn hóa",
        number=f"{BLANK}/BC-SVH",
        place_and_date=f"Lai Châu, ngày {BLANK} tháng {BLANK} năm 2026",
    )
    frame.title(made, "Báo cáo", "Kết quả công tác")
    frame.foot(made, receivers=("- Như trên;", "- Lưu: VT."), capacity="Giám đốc")
    file = io.BytesIO()
    made.save(file)
    return docx.Document(io.BytesIO(file.getvalue()))


def cells(document: Document, table: int) -> list[list[str]]:
    return [[paragraph.text for paragraph in cell.paragraphs] for cell in document.tables[table]._cells]


def test_the_head_has_the_body_to_the_left_and_the_states_title_to_the_right(framed: Document) -> None:
    body, state, number, date = cells(framed, 0)
    assert body == ["ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "SỞ VĂN HÓA", ""]
    assert state == [STATE, MOTTO, ""]
    assert number == [f"Số: {BLANK}/BC-SVH"]
    assert date == [f"Lai Châu, ngày {BLANK} tháng {BLANK} năm 2026"]


def test_the_title_is_the_kind_in_capitals_over_the_subject(framed: Document) -> None:
    assert [paragraph.text for paragraph in framed.paragraphs if paragraph.text] == ["BÁO CÁO", "Kết quả công tác"]


def test_the_foot_names_the_receivers_and_leaves_room_to_sign(framed: Document) -> None:
    receivers, signature = cells(framed, 1)
    assert receivers == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]
    assert signature == ["GIÁM ĐỐC", *[""] * 5]


def test_what_a_stranger_typed_opens_all_the_same() -> None:
    made = layout.blank("x", NOON)
    frame.title(made, "Báo cáo\x00", "a\x1b[31m\u202eb\n<w:p/>")
    made.save(io.BytesIO())
    assert [paragraph.text for paragraph in made.paragraphs if paragraph.text] == ["BÁO CÁO", "a[31mb <w:p/>"]


def test_no_line_breaks_the_number_of_a_document() -> None:
    made = layout.blank("Báo cáo", NOON)
    text = "Kế hoạch 2653/KH-UBND, Nghị quyết 57-NQ/TW; Văn hóa - Xã hội, nhiệm vụ V.1-2, tháng 5 - 6"
    paragraph = layout.paragraph(made, text)
    layout.table(made, ("TT", "Văn bản"), (20, 80), [("1", "18-KH/BCĐ")], width=layout.TEXT_WIDTH)
    assert paragraph.text == text and made.tables[0].rows[1].cells[1].text == "18-KH/BCĐ", "it is read as it was"
    assert [
        part._p.xml.count("<w:noBreakHyphen/>") for part in (paragraph, made.tables[0].rows[1].cells[1].paragraphs[0])
    ] == [
        3,
        1,
    ]


def test_the_head_of_a_table_never_stands_on_a_page_without_a_row() -> None:
    made = layout.blank("Báo cáo", NOON)
    table = layout.table(
        made, ("TT", "Đơn vị"), (20, 80), [("1", "Xã Bình Lư"), ("2", "Xã Tả Lèng")], width=layout.TEXT_WIDTH
    )
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept == [True, True, None], "nor its last row"


def test_a_drawn_line_keeps_clear_of_the_letters_above_it() -> None:
    made = layout.blank("Báo cáo", NOON)
    frame.line_under(made, "tỉnh Lai Châu", 14, layout.TEXT_WIDTH)
    before = made.paragraphs[-1].paragraph_format.space_before
    assert before is not None and before >= Pt(3)


def test_the_signature_stays_with_the_text_before_it() -> None:
    made = layout.blank("Báo cáo", NOON)
    frame.foot(made, receivers=("- Như trên;",), capacity="Giám đốc")
    assert made.paragraphs[-1].paragraph_format.keep_with_next, "a blank line between them parts nothing"
