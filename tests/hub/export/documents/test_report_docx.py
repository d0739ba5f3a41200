"""The report as a Word document: laid out as Decree 30/2020 asks, its figures those of the annex, its words those of the
units, and whole whatever these hold."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path

import docx
import msgspec
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Pt
from docx.styles.style import ParagraphStyle
from hypothesis import given, settings
from hypothesis import strategies as st

from hub import own_logs
from hub.export.documents.office import default_office
from hub.export.documents.report_docx import write
from hub.export.documents.report_parts import PROMPTS
from hub.export.documents.told import Told
from sync.annex.model import CountRow
from sync.documents import layout
from sync.documents.frame import BLANK, MOTTO, STATE
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant
from sync.ledger.asked import Asked, with_heads
from sync.ledger.directive import Due, Task
from tests.field.alone import PLAN
from tests.hub.export.documents.written import (
    ANNEX,
    DUE,
    OFFICE,
    ROOT,
    SAID,
    TOLD,
    drawn,
    everything,
    find,
    look,
    made,
    narrative,
    rows,
    sums,
    table_headed,
    texts,
)
from tests.world import World

CAME, LATE = "báo cáo tỉnh nhận 22:00 ngày 14/11/2026", "báo cáo tỉnh nhận 00:01 ngày 15/11/2026"
PROVISIONAL = "Ước thực hiện: 6 hoạt động, sổ 7; 307 người, sổ 308"
OTHERWISE = "Số đã gửi khác sổ: tổng số như nhau, khác theo hình thức, chủ đề hoặc nhiệm vụ"

# -- the page and its letters


def millimetres(page: Section) -> tuple[int, int]:
    assert page.page_width is not None
    assert page.page_height is not None
    return round(page.page_width.mm), round(page.page_height.mm)


def test_the_page_is_a4_with_the_margins_of_the_decree() -> None:
    page = made().sections[0]
    assert millimetres(page) == (210, 297)
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    top, bottom, left, right = (0 if one is None else round(one.mm) for one in margins)
    assert 20 <= top == bottom <= 25
    assert 30 <= left <= 35
    assert 15 <= right <= 20


def test_every_letter_is_times_new_roman_and_black() -> None:
    document = made()
    used = {one.style.name for one in everything(document) if one.style is not None} | {"Header"}
    assert used == {"Normal", "Body Text", "Heading 1", "Heading 2", "Caption", "Table Cell", "Header"}
    for name in used:
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        fonts = style.element.rPr.find(qn("w:rFonts"))
        assert {key.rpartition("}")[2]: value for key, value in fonts.attrib.items()} == dict.fromkeys(
            ("ascii", "hAnsi", "eastAsia", "cs"), "Times New Roman"
        )
        assert str(style.font.color.rgb) == "000000"
    assert all(run.font.name is None and run.font.color.rgb is None for one in everything(document) for run in one.runs)


def test_running_text_is_justified_indented_and_spaced() -> None:
    document = made()
    for name in ("Body Text", "Heading 1", "Heading 2"):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        assert style.font.size == Pt(14)
        assert style.paragraph_format.alignment == ALIGN.JUSTIFY
        assert style.paragraph_format.first_line_indent == Cm(1.27)
        assert style.paragraph_format.space_after is not None
        assert style.paragraph_format.space_after >= Pt(6)


def test_pages_are_numbered_in_the_top_margin_from_the_second_on() -> None:
    document = made()
    for page in document.sections:  # the annex too, anew from 1
        assert page.different_first_page_header_footer
        assert not page.first_page_header.paragraphs[0].text
        (line,) = page.header.paragraphs
        assert [field.text for field in line._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert (line.alignment, look(line)[0]) == (ALIGN.CENTER, 14)
    assert document.sections[1]._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


# -- the head


def test_the_head_names_the_state_and_the_office_as_the_decree_lays_them_out() -> None:
    document = made()
    head = document.tables[0]
    body, state = head.rows[0].cells
    assert [one.text for one in body.paragraphs][1] == "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH"
    assert body.paragraphs[0].text.replace("\xa0", " ") == "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU"
    assert [look(one) for one in body.paragraphs[:2]] == [(13, False, False), (13, True, False)]
    assert [one.text for one in state.paragraphs[:2]] == [STATE, MOTTO]
    assert [look(one) for one in state.paragraphs[:2]] == [(13, True, False), (14, True, False)]
    assert {one.alignment for one in (*body.paragraphs[:2], *state.paragraphs[:2])} == {ALIGN.CENTER}
    assert head.style is not None
    assert head._tbl.tblPr.find(qn("w:tblBorders")) is None
    assert head.style.name == "Normal Table"


def test_number_day_and_month_stay_blank() -> None:
    document = made()
    number, date = (cell.paragraphs[0] for cell in document.tables[0].rows[1].cells)
    assert (number.text, look(number)) == (f"Số: {BLANK}/BC-SVHTTDL", (13, False, False))
    assert (date.text, look(date)) == (f"Lai Châu, ngày {BLANK} tháng {BLANK} năm 2026", (14, False, True))


_WIDTHS = dict(
    zip(
        "ABCDEGHIKLMNOPQRSTUVXY ,",
        (
            722,
            667,
            722,
            722,
            667,
            778,
            778,
            389,
            778,
            667,
            944,
            722,
            778,
            611,
            778,
            722,
            556,
            667,
            722,
            722,
            722,
            722,
            250,
            250,
        ),
        strict=True,
    )
)
"""Of bold capitals in Times, in thousandths of their size."""


def _wrapped(text: str, points: int, inside: Length) -> list[Length]:
    """How wide the lines of a text are that breaks at spaces."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char)).replace("Đ", "D")
    found = [0]
    for word in plain.split():
        width = sum(_WIDTHS[char] for char in word)
        longer = found[-1] + 250 + width if found[-1] else width
        if Pt(longer * points / 1000) <= inside:
            found[-1] = longer
        else:
            found.append(width)
    return [Pt(one * points / 1000) for one in found]


@pytest.mark.parametrize(
    "issuer", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế", "Sở Thông tin và Truyền thông", "Sở Tài chính", "Sở Nội vụ"]
)
def test_the_line_under_the_office_is_a_third_to_a_half_of_its_name(issuer: str) -> None:
    data = write(ANNEX, Told(), msgspec.structs.replace(OFFICE, issuer=issuer), section=False)
    (cell, state) = docx.Document(io.BytesIO(data)).tables[0].rows[0].cells
    assert cell.width is not None
    (line,) = drawn(cell.paragraphs, cell.width)
    assert 1 / 3 <= line / max(_wrapped(issuer.upper(), 13, cell.width)) <= 1 / 2
    assert state.width is not None
    (under_motto,) = drawn(state.paragraphs, state.width)
    assert Cm(6.1) <= under_motto <= Cm(6.4)  # as long as the motto is in bold Times of 14 points


def test_what_the_document_is_stands_in_the_middle_with_a_line_under_it() -> None:
    document = made()
    name, subject, line, to = document.paragraphs[:4]
    assert (name.text, look(name), name.alignment) == ("BÁO CÁO", (14, True, False), ALIGN.CENTER)
    assert subject.text == (
        "Kết quả công tác tuyên truyền thực hiện Kế hoạch số 2653/KH-UBND ngày 05 tháng 01 năm 2026 của UBND tỉnh Lai Châu, "
        "tháng 11 năm 2026"
    )
    assert (look(subject), subject.alignment) == ((14, True, False), ALIGN.CENTER)
    (width,) = drawn([line], layout.TEXT_WIDTH)
    assert layout.TEXT_WIDTH / 3 <= width <= layout.TEXT_WIDTH / 2
    assert (to.text, look(to)[0], to.alignment) == ("Kính gửi: Ủy ban nhân dân tỉnh Lai Châu", 14, ALIGN.CENTER)


@pytest.mark.parametrize(
    ("period", "end", "words"),
    [
        ("2026-01", "2026-01-14", "tháng 01 năm 2026"),
        ("2026-09", "2026-09-14", "tháng 9 năm 2026"),
        ("2026-H1", "2026-06-14", "6 tháng đầu năm 2026"),
        ("2026", "2026-12-14", "năm 2026"),
        ("UBND-VX@2025-12-06", "2025-12-05", "đến ngày 05 tháng 12 năm 2025"),
    ],
)
def test_a_period_is_told_in_words(period: str, end: str, words: str) -> None:
    annex = msgspec.structs.replace(ANNEX, period=period, end=end, directive=None)
    assert made(annex, Told()).paragraphs[1].text == f"Kết quả công tác tuyên truyền {words}"


def test_the_office_of_a_city_reports_to_the_citys_committee(tmp_path: Path) -> None:
    world = World(tmp_path)
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys).copy()
    world.close()
    assert default_office(registry) == OFFICE
    registry.units["12"] = msgspec.structs.replace(registry.units["12"], type="thành phố", name="Huế")
    assert default_office(registry).parent == default_office(registry).recipient == "Ủy ban nhân dân thành phố Huế"
    assert default_office(registry).place == "Huế"


# -- the text


def test_the_text_has_the_five_parts_and_ends_with_the_mark() -> None:
    document = made()
    assert [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 1"] == [
        "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
        "II. KẾT QUẢ THỰC HIỆN",
        "III. KHÓ KHĂN, HẠN CHẾ VÀ NGUYÊN NHÂN",
        "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI",
        "V. ĐỀ XUẤT, KIẾN NGHỊ",
    ]
    assert sum(one.text.endswith("./.") for one in document.paragraphs) == 1
    for prompt in PROMPTS.values():
        assert all(look(one) == (14, False, True) for one in document.paragraphs if one.text == prompt)
    assert {PROMPTS["direction"], PROMPTS["next"]} <= set(texts(document))


def test_who_reported_when_is_said_with_the_names_of_the_late_and_the_missing() -> None:
    said = texts(made())
    assert "Đến 01:01 ngày 15/11/2026, có 3/4 đơn vị đã báo cáo, trong đó 1 đơn vị gửi số ước thực hiện." in said
    start = said.index("a) Đúng hạn: 1 đơn vị.")
    assert said[start + 1 : start + 4] == [
        "b) Máy ghi đúng hạn, nhận muộn: 1 đơn vị: Xã Bình Lư.",
        "c) Chậm: 1 đơn vị: Xã Sin Suối Hồ.",
        "d) Chưa báo cáo: 1 đơn vị: Xã Tả Lèng.",
    ]
    assert any("trước ngày 15 tháng 11 năm 2026. Số đơn vị có trách nhiệm báo cáo: 4." in one for one in said)


def test_nothing_is_shown_as_a_nought_that_nobody_counted() -> None:
    nothing = msgspec.structs.replace(ANNEX, total=sums(0))
    said = texts(made(nothing))
    days = "Từ ngày 15 tháng 10 năm 2026 đến hết ngày 14 tháng 11 năm 2026"
    assert f"{days}, không có hoạt động nào được ghi trong sổ." in said
    assert said.count("Trong kỳ không có hoạt động nào được ghi.") == 1, "in the appendix, in place of its table"
    assert not any(line.startswith("Bảng ") and "Kết quả theo" in line for line in said if not line.startswith("Bảng B"))
    asked = msgspec.structs.replace(TOLD, asked=Asked(tables=("channel",)))
    lines = texts(made(nothing, asked))
    assert lines[lines.index("2. Kết quả theo hình thức") + 1] == "Trong kỳ không có hoạt động nào được ghi."
    unsaid = texts(made(msgspec.structs.replace(ANNEX, total=sums(3))))
    assert f"{days}, các đơn vị thực hiện 3 hoạt động." in unsaid


def test_a_window_that_is_still_open_is_said_to_be() -> None:
    said = "Kỳ báo cáo chưa kết thúc, số liệu tính đến 22:00 ngày 14/11/2026."
    assert said in texts(made(msgspec.structs.replace(ANNEX, made=Instant(DUE - 7_200))))
    assert not any("chưa kết thúc" in line for line in texts(made(msgspec.structs.replace(ANNEX, made=DUE))))


def test_the_deadline_is_told_as_it_was_asked() -> None:
    (line,) = (line for line in texts(made()) if "Hạn gửi báo cáo" in line)
    assert line.startswith("Kỳ báo cáo tháng 11 năm 2026, gồm các hoạt động từ ngày 15 tháng 10 năm 2026")
    assert "Hạn gửi báo cáo: trước ngày 15 tháng 11 năm 2026." in line
    once = msgspec.structs.replace(ANNEX, period="45/CV@2026-11-14")
    (line,) = (line for line in texts(made(once, msgspec.structs.replace(TOLD, to_the_end=True))) if "Hạn gửi" in line)
    assert line.startswith("Báo cáo gồm các hoạt động từ ngày 15 tháng 10 năm 2026 đến hết ngày 14 tháng 11 năm 2026.")
    assert "Hạn gửi báo cáo: đến hết ngày 14 tháng 11 năm 2026." in line


def test_a_task_that_is_a_report_has_no_figures_and_tables_are_numbered_as_they_stand() -> None:
    told = msgspec.structs.replace(TOLD, report_tasks=("V.10", "V.11"))
    document = made(told=told)
    assert rows(table_headed(document, "Nhiệm vụ"))[1:3] == [
        ["19", "Phát thanh", "31", "33", "34"],
        ["V.10", "Tổ công nghệ số", "", "", ""],
    ]
    note = "Nhiệm vụ V.10, V.11 là báo cáo, không tính ở bảng này"
    assert any(line.endswith(f"{note}: ai đã gửi được nêu ở mục 1.") for line in texts(document))
    nobody = texts(made(msgspec.structs.replace(ANNEX, standings=()), told))
    assert any(line.endswith(f"{note}.") for line in nobody), "section 1 names nobody"
    without = made(msgspec.structs.replace(ANNEX, tables=ANNEX.tables | {"topic": ()}))
    captions = [one.text for one in without.paragraphs if one.style is not None and one.style.name == "Caption"]
    assert captions[:2] == ["Bảng 1. Kết quả theo hình thức", "Bảng 2. Kết quả theo nhiệm vụ"]


def test_where_nobody_has_reported_nobody_is_said_to_have_left_anything_out() -> None:
    silent = msgspec.structs.replace(ANNEX, standings=ANNEX.standings[-1:])
    said = texts(made(silent, Told()))
    assert said.count("Chưa có báo cáo nào của đơn vị cho kỳ này.") == 3
    assert "Các đơn vị không nêu trong báo cáo." not in said
    assert not {PROMPTS["results"], PROMPTS["difficulties"]} & set(said), "there is nothing to put together"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Chủ đề", [["1", "Kỹ năng số", "1.000", "12", "13"], ["2", "Không nêu", "963", "22", "23"]]),
        ("Hình thức", [["1", "Truyền thanh cơ sở (loa)", "1.963", "12.345", "396.140", "0"]]),
        ("Nhiệm vụ", [["19", "Phát thanh", "31", "33", "34"], ["V.10", "Tổ công nghệ số", "0", "0", "0"]]),
        (
            "Đơn vị",
            [["1", "Phường Đoàn Kết", "1.900", "390.000", "0"], ["2", "Xã Bình Lư", "63", "6.140", "0"]],
        ),
    ],
)
def test_every_table_says_what_the_annex_says(head: str, expected: list[list[str]]) -> None:
    table = table_headed(made(), head)
    """Quantities by channel alone, and not in its total: they are of unlike things."""
    quantity = [""] if head == "Hình thức" else []
    total = ["", "Tổng cộng", "1.963", *quantity, "396.140", "0"]
    assert rows(table)[1:] == [*expected, total]
    for row in table.rows[1:]:
        assert [cell.paragraphs[0].alignment for cell in row.cells[2:]] == [ALIGN.RIGHT] * (len(table.columns) - 2)
    assert all(look(cell.paragraphs[0]) == (13, True, False) for cell in table.rows[-1].cells)
    assert look(table.rows[1].cells[1].paragraphs[0]) == (13, False, False)


def test_tables_repeat_their_head_and_never_part_a_row() -> None:
    document = made()
    seen = [table for table in document.tables if table.style is not None and table.style.name == "Table Grid"]
    assert len(seen) == 5
    for table in seen:
        assert [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows] == [
            True,
            *[False] * (len(table.rows) - 1),
        ]
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)
    captions = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Caption"]
    assert captions[:3] == ["Bảng 1. Kết quả theo chủ đề", "Bảng 2. Kết quả theo hình thức", "Bảng 3. Kết quả theo nhiệm vụ"]


def test_tasks_are_counted_where_the_report_is_about_a_directive() -> None:
    said = texts(made(msgspec.structs.replace(ANNEX, directive=None, period="2026-11"), Told()))
    assert "4. Kết quả nổi bật tại các đơn vị" in said
    assert not any("nhiệm vụ" in one and one.startswith("Bảng") for one in said)


def test_what_units_say_stands_under_its_heading_line_by_line() -> None:
    said = texts(made())
    results = said.index(f"- Phường Đoàn Kết ({CAME}): Phát loa hằng ngày.")
    assert said[results - 1] == "5. Kết quả nổi bật tại các đơn vị"
    assert said[results + 1 : results + 3] == ["Tập huấn hai buổi.", PROMPTS["results"]]
    assert said[said.index(f"- Xã Bình Lư ({LATE}): Đường truyền yếu.") - 1].startswith("III.")
    assert said[said.index(f"- Xã Bình Lư ({LATE}): Cấp thêm loa.") - 1].startswith("V.")
    assert texts(made(told=Told())).count("Các đơn vị không nêu trong báo cáo.") == 3


# -- the foot and the annex


def test_the_foot_says_who_receives_it_and_leaves_the_signature_blank() -> None:
    receivers, signature = (cell.paragraphs for cell in made().tables[4].rows[0].cells)
    assert [one.text for one in receivers] == ["Nơi nhận:", "- Như trên;", "- ...;", "- Lưu: VT, ..."]
    assert [look(one) for one in receivers] == [(12, True, True), *[(11, False, False)] * 3]
    assert [one.text for one in signature] == ["GIÁM ĐỐC", *[""] * 5]
    assert (look(signature[0]), signature[0].alignment) == ((14, True, False), ALIGN.CENTER)


def test_the_annex_lies_on_pages_of_its_own_and_says_who_reported_when() -> None:
    document = made()
    page = document.sections[1]
    assert (page.orientation, millimetres(page)) == (WD_ORIENT.LANDSCAPE, (297, 210))
    assert look(find(document, "Phụ lục")) == (14, True, False)
    assert f"(Kèm theo Báo cáo số {BLANK}/BC-SVHTTDL ngày {BLANK}" in "\n".join(texts(document))
    (standings,) = (table for table in document.tables if len(table.columns) == 9)
    assert rows(standings)[1:] == [
        [
            *("1", "03388", "Phường Đoàn Kết", "Đúng hạn", "22:00 14/11/2026", "22:00 14/11/2026", "21:59 14/11/2026"),
            *("Đã chấp nhận 15/11/2026", PROVISIONAL),
        ],
        [
            *("2", "03390", "Xã Bình Lư", "Máy ghi đúng hạn, nhận muộn", "00:01 15/11/2026", "00:01 15/11/2026"),
            *("23:59 14/11/2026", "Chưa có ý kiến", ""),
        ],
        [
            *("3", "03394", "Xã Sin Suối Hồ", "Chậm", "01:00 15/11/2026", "01:00 15/11/2026", "00:59 15/11/2026"),
            *("Chưa có ý kiến", OTHERWISE),
        ],
        ["4", "03405", "Xã Tả Lèng", "Chưa báo cáo", "", "", "", "", ""],
    ]


@pytest.mark.parametrize("section", [False, True])
def test_it_says_which_ledger_it_was_computed_from_and_what_it_is_not(section: bool) -> None:
    last = made(section=section).paragraphs[-1]
    assert f"sổ tiếp nhận 1.234 mục, gốc {tobase64(ROOT)}; sổ đăng ký 45 mục, gốc {tobase64(ROOT)}" in last.text
    assert "soxa.test.example lúc 01:01 ngày 15/11/2026" in last.text
    assert "không phải chữ ký số" in last.text


def test_a_section_has_the_results_alone() -> None:
    document = made(section=True)
    whole = "\n".join(one.text for one in everything(document))
    for absent in (STATE, "BÁO CÁO\n", "Kính gửi", "Nơi nhận", "GIÁM ĐỐC", "Phụ lục", "./.", "I. ", "Đường truyền yếu"):
        assert absent not in whole
    assert len(document.sections) == 1
    assert [table.rows[0].cells[1].text for table in document.tables] == ["Chủ đề", "Hình thức", "Nhiệm vụ"]
    assert f"- Phường Đoàn Kết ({CAME}): Phát loa hằng ngày." in texts(document)
    assert document.paragraphs[0].text == made().paragraphs[1].text


# -- what units say


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_document_opens_whatever_units_say(results: str, name: str) -> None:
    hostile = narrative("03390", name, results=results, proposals="x\r\n\x00\u202ey\u2028z")
    said = texts(made(told=Told(narratives=(hostile,))))
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", "".join(said))
    assert said[said.index("V. ĐỀ XUẤT, KIẾN NGHỊ") + 1 :][1:3] == ["y", "z"]


def test_markup_in_a_narrative_is_text() -> None:
    tag = "</w:t><w:br/> <script>alert(1)</script> &amp; {PAGE}"
    hostile = narrative("03390", "Xã Bình Lư", results=tag)
    assert f"- Xã Bình Lư ({CAME}): {tag}" in texts(made(told=Told(narratives=(hostile,))))


# -- what stands beside the figures


def test_the_directive_is_cited_by_kind_number_date_issuer_and_subject() -> None:
    whole = "Kế hoạch số 2653/KH-UBND ngày 05 tháng 01 năm 2026 của UBND tỉnh Lai Châu"
    assert f"Báo cáo thực hiện {whole} về “{PLAN.subject}”." in texts(made())
    assert not any("văn bản 2653/KH-UBND" in one.text for one in everything(made()))


def test_what_was_accepted_awaited_and_returned_is_one_line_and_what_is_in_conflict_is_named() -> None:
    said = texts(made())
    line = said.index("Trong 1.963 hoạt động được tính: 1.900 đã chấp nhận, 60 chưa có ý kiến, 3 đã trả lại.")
    assert said[line + 1].startswith("Còn 1 hoạt động có nội dung do hai cán bộ ghi khác nhau")
    assert said[line + 2] == "- Xã Bình Lư: “Phát loa”, ngày 02 tháng 11 năm 2026 (mã deadbeef)."
    assert "Báo cáo của 3 đơn vị: 1 đã chấp nhận, 2 chưa có ý kiến." in said
    none = "\n".join(texts(made(msgspec.structs.replace(ANNEX, standings=()), Told())))
    assert "chấp nhận" not in none and "ghi khác nhau" not in none, "of nothing nothing is said"


SENT_BACK = msgspec.structs.replace(
    ANNEX,
    standings=tuple(
        msgspec.structs.replace(
            row, standing="returned", received=None, claimed=None, latest=None, answer="returned", answered=DUE
        )
        if row.unit == "03390"
        else row
        for row in ANNEX.standings
    ),
)


def test_a_report_that_was_sent_back_counts_as_none_and_the_annex_says_so() -> None:
    said = texts(made(SENT_BACK))
    (was,), (now,) = ([line for line in lines if "đơn vị đã báo cáo" in line] for lines in (texts(made()), said))
    assert ("có 3/" in was, "có 2/" in now) == (True, True)
    back = ") Đã trả lại, cần gửi lại: 1 đơn vị: Xã Bình Lư (đã gửi: máy ghi đúng hạn, nhận muộn)."
    assert any(line.endswith(back) for line in said)
    assert not any("Máy ghi đúng hạn, nhận muộn: " in line for line in said)
    assert "Báo cáo của 3 đơn vị: 1 đã chấp nhận, 1 chưa có ý kiến, 1 đã trả lại (Xã Bình Lư)." in said
    assert not any("vẫn ghi ở đó" in line for line in said), "the annex says the same as the text"
    row = next(row for row in rows(made(SENT_BACK).tables[-2]) if row[1] == "03390")
    assert row[3:] == ["Đã trả lại, cần gửi lại", "00:01 15/11/2026", "", "", "Đã trả lại 15/11/2026", ""]


def standing_told(**changed: object) -> list[str]:
    """What the table of who reported says of the first unit."""
    first, *others = ANNEX.standings
    changed_row = msgspec.structs.replace(first, **changed)
    document = made(msgspec.structs.replace(ANNEX, standings=(changed_row, *others)))
    return next(row for row in rows(document.tables[-2]) if row[1] == first.unit)[3:]


def test_who_sent_again_is_on_time_by_the_first_and_the_table_says_when_it_was() -> None:
    told = standing_told(latest=Instant(DUE + 86_400), answer="awaited", answered=None, stated=None, now=None)
    assert told == [
        "Đúng hạn",
        "22:00 14/11/2026",
        "00:00 16/11/2026",
        "21:59 14/11/2026",
        "Chưa có ý kiến",
        "Lần đầu đúng hạn, nộp lại 00:00 ngày 16/11/2026",
    ]


def test_a_report_beside_one_that_was_sent_back_counts_and_the_other_is_still_awaited() -> None:
    again = {"received": Instant(DUE + 9), "latest": Instant(DUE + 9), "standing": "late", "answer": "returned"}
    told = standing_told(**again, stated=None, now=None)
    assert (told[0], told[4]) == ("Chậm", "Đã trả lại 15/11/2026")
    assert told[5] == "Có báo cáo đã trả lại, cần gửi lại (lần đầu đúng hạn)"


def test_what_the_province_entered_bears_its_mark() -> None:
    assert standing_told(entered=True, stated=None, now=None)[5] == "Do tỉnh nhập thay"
    entered = (CountRow(key="03390", name="Xã Bình Lư", activities=3, quantity=None, audience=9, minutes=0),)
    said = texts(made(msgspec.structs.replace(ANNEX, tables=ANNEX.tables | {"entered": entered})))
    assert "Trong 1.963 hoạt động được tính có 3 hoạt động do tỉnh nhập thay đơn vị: Xã Bình Lư (3)." in said


def test_languages_have_a_table_where_an_activity_names_one() -> None:
    named = (CountRow(key="hmn", name="Tiếng Mông", activities=3, quantity=None, audience=9, minutes=0),)
    unsaid = (CountRow(key="", name="Không nêu", activities=3, quantity=None, audience=9, minutes=0),)
    for table, there in ((named, True), (unsaid, False), ((), False)):
        said = texts(made(msgspec.structs.replace(ANNEX, tables=ANNEX.tables | {"language": table})))
        assert any("Kết quả theo ngôn ngữ" in line for line in said) is there


def test_reports_that_the_ledger_outgrew_are_named_with_both_figures() -> None:
    said = "\n".join(texts(made()))
    assert "2 đơn vị có số liệu trong báo cáo khác số liệu của sổ khi lập báo cáo này" in said
    assert "Phường Đoàn Kết (6 hoạt động, sổ 7; 307 người, sổ 308); Xã Sin Suối Hồ (tổng số như nhau" in said
    assert "có 3/4 đơn vị đã báo cáo, trong đó 1 đơn vị gửi số ước thực hiện." in said
    assert standing_told()[5] == "Ước thực hiện: 6 hoạt động, sổ 7; 307 người, sổ 308"
    assert standing_told(provisional=False)[5].startswith("Số đã gửi khác sổ: 6 hoạt động")
    same = tuple(msgspec.structs.replace(row, stated=None, now=None, provisional=False) for row in ANNEX.standings)
    none = made(msgspec.structs.replace(ANNEX, standings=same))
    assert "ước thực hiện" not in "\n".join(one.text.lower() for one in everything(none))


def test_each_narrative_names_its_report_where_it_is_of_another_name() -> None:
    month = msgspec.structs.replace(SAID[0], period="2026-11", answer="returned")
    year = msgspec.structs.replace(SAID[0], period="2653/KH-UBND@2026-12", results="Tháng sau.")
    said = texts(made(told=msgspec.structs.replace(TOLD, narratives=(SAID[0], month, year))))
    came = "tỉnh nhận 22:00 ngày 14/11/2026"
    assert f"- Phường Đoàn Kết (báo cáo {came}): Phát loa hằng ngày." in said
    assert f"- Phường Đoàn Kết (báo cáo tháng 11 năm 2026, {came}, đã trả lại): Phát loa hằng ngày." in said
    assert f"- Phường Đoàn Kết (báo cáo tháng 12 năm 2026 theo Kế hoạch số 2653/KH-UBND, {came}): Tháng sau." in said


def test_tasks_stand_in_the_order_of_their_document() -> None:
    tasks = tuple(
        CountRow(key=f"{PLAN.id}#{no}", name=f"{no}. Việc", activities=1, quantity=None, audience=0, minutes=0)
        for no in ("1", "10", "2", "V.10", "99")
    )
    annex = msgspec.structs.replace(ANNEX, tables=ANNEX.tables | {"task": tasks})
    plan = msgspec.structs.replace(PLAN, tasks=tuple(_task(no) for no in ("1", "2", "10", "V.10")))
    told = msgspec.structs.replace(TOLD, directive=plan)
    numbers = [row[0] for row in rows(table_headed(made(annex, told), "Nhiệm vụ"))[1:-1]]
    assert numbers == ["1", "2", "10", "V.10", "99"]


def _task(no: str) -> Task:
    return Task(no=no, label="Việc", due=Due(kind="continuous"))


def test_who_signs_for_another_stands_under_that_other_and_no_body_above_is_made_up() -> None:
    office = msgspec.structs.replace(OFFICE, parent="", capacity="KT. Giám đốc Phó Giám đốc")
    document = made(office=office)
    (_receivers, signature) = document.tables[4].rows[0].cells
    assert [one.text for one in signature.paragraphs][:3] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", ""]
    assert look(signature.paragraphs[1]) == (14, True, False)
    body = document.tables[0].rows[0].cells[0]
    assert body.paragraphs[0].text == "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH" and look(body.paragraphs[0]) == (13, True, False)


def test_a_report_that_a_newer_program_wrote_is_named_under_each_heading_although_its_words_are_not_read() -> None:
    newer = msgspec.structs.replace(SAID[0], results="", unread=True)
    said = texts(made(told=msgspec.structs.replace(TOLD, narratives=(newer,))))
    line = f"- Phường Đoàn Kết ({CAME}): [báo cáo do phần mềm mới hơn lập, phần lời văn chưa đọc được; xem tại đơn vị.]"
    assert said.count(line) == 3 and "Các đơn vị không nêu trong báo cáo." not in said


# -- what certain headings and tables are asked for


def headings(document: Document, level: int) -> list[str]:
    return [one.text for one in document.paragraphs if one.style is not None and one.style.name == f"Heading {level}"]


def test_headings_that_were_asked_for_stand_in_it_with_each_units_words_beneath() -> None:
    asked = Asked(heads=("Thiệt hại", "Kiến nghị"), tables=("directive",))
    first = with_heads({"": "", "Thiệt hại": "Ba nhà tốc mái.\nHai loa hỏng.", "Kiến nghị": "Cấp loa."})
    said = (
        narrative("03388", "Phường Đoàn Kết", results=first),
        narrative("03390", "Xã Bình Lư", results="Thiệt hại\nKhông."),
    )
    document = made(told=msgspec.structs.replace(TOLD, narratives=said, asked=asked))
    lines = texts(document)
    assert headings(document, 1)[2:] == ["III. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI"]
    assert headings(document, 2) == [
        "1. Chấp hành chế độ báo cáo",
        "2. Kết quả theo văn bản",
        "3. Thiệt hại",
        "4. Kiến nghị",
    ]
    start = lines.index("3. Thiệt hại")
    assert lines[start + 1 : start + 4] == [
        f"- Phường Đoàn Kết ({CAME}): Ba nhà tốc mái.",
        "Hai loa hỏng.",
        f"- Xã Bình Lư ({CAME}): Không.",
    ]
    assert lines[lines.index("4. Kiến nghị") + 1] == f"- Phường Đoàn Kết ({CAME}): Cấp loa."
    beside = made(told=msgspec.structs.replace(TOLD, asked=msgspec.structs.replace(asked, heads=("Thiệt hại",))))
    assert headings(beside, 2)[2:] == ["3. Thiệt hại", "4. Kết quả nổi bật tại các đơn vị"]
    assert headings(beside, 1)[2:] == [
        "III. KHÓ KHĂN, HẠN CHẾ VÀ NGUYÊN NHÂN",
        "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI",
        "V. ĐỀ XUẤT, KIẾN NGHỊ",
    ]
    assert "Các đơn vị không nêu trong báo cáo." in texts(beside)
