"""The appendix of the report upward, on pages of its own that lie on their side: who reported when, the counts by unit, and
which state of the ledger it rests on."""

from __future__ import annotations

from typing import Final

from docx.document import Document

from hub.export.documents import reporting_told
from hub.export.documents.report_parts import not_owed
from hub.export.documents.told import Told
from sync.annex.layout import STANDING_WORDS
from sync.annex.model import Annex
from sync.documents import count_tables, frame, layout
from sync.documents.frame import BLANK
from sync.documents.layout import Align
from sync.documents.office import Office
from sync.documents.parts import NO_ACTIVITIES, NOT_OFFICIAL, blank_day, is_one_day, note, text
from sync.encoding.spelling import tobase64
from sync.log import note as notes
from sync.log.checkpoint import parse_text
from sync.wording.dates import moment_in_document, period_in_document
from sync.wording.numbers import official_number as amount

_HEADS: Final = (
    *("TT", "Mã", "Đơn vị", "Tình trạng", "Nhận lần đầu", "Bản đang tính", "Máy ghi lúc"),
    *("Ý kiến của tỉnh", "Ghi chú"),
)
_WIDTHS: Final = (4, 9, 17, 14, 10, 10, 10, 12, 14)
_MOMENTS: Final = (
    "“Nhận lần đầu” và “Bản đang tính”: lúc máy chủ của tỉnh nhận báo cáo đầu tiên, và báo cáo được tính ở đây. "
    "“Máy ghi lúc”: giờ của máy đơn vị khi lập báo cáo."
)
_WHOSE: Final = {
    "then": "Hoạt động được tính cho đơn vị phụ trách địa bàn vào ngày diễn ra hoạt động.",
    "now": "Hoạt động được tính cho đơn vị phụ trách địa bàn vào ngày xuất báo cáo, kể cả của đơn vị đã sắp xếp, sáp nhập.",
}


def appendix(document: Document, annex: Annex, told: Told, office: Office) -> None:
    """Who reported when, and the counts by unit, on pages of their own."""
    layout.lying_page(document)
    frame.centred(document, "Phụ lục", size=14, bold=True)
    frame.centred(document, "TÌNH HÌNH BÁO CÁO VÀ KẾT QUẢ CỦA CÁC ĐƠN VỊ", size=14, bold=True)
    whose = f"(Kèm theo Báo cáo số {BLANK}/BC-{office.symbol} {blank_day(annex.made)} của {office.issuer})"
    frame.centred(document, whose, size=14, italic=True)
    frame.line_under(document, whose, 14, layout.WIDE_TEXT)
    _standings(document, annex, told)
    layout.paragraph(document, "Bảng B. Kết quả theo đơn vị", layout.CAPTION, before=14)
    if annex.total.activities:
        count_tables.counts(document, "Đơn vị", annex.tables.get("unit", ()), annex.total, width=layout.WIDE_TEXT)
        for words in (_WHOSE[annex.units], *reporting_told.of_others(annex, told)):
            note(document, words)
    else:
        text(document, NO_ACTIVITIES)
    provenance(document, annex)


def _standings(document: Document, annex: Annex, told: Told) -> None:
    """Who reported when, of all that owe it."""
    name, end = (annex.period, annex.end) if told.step is None else (told.step.name, told.step.end)
    of_day = f", tính đến {moment_in_document(annex.made, in_text=True)}"  # its last day is no day of this table
    of = of_day if is_one_day(name) else f" {period_in_document(name, end)}"
    layout.paragraph(document, f"Bảng A. Tình hình báo cáo{of}", layout.CAPTION)
    if not annex.standings:
        text(document, not_owed(annex, told))
        return
    rows = [
        (
            amount(number),
            row.unit,
            row.name,
            STANDING_WORDS[row.standing],
            moment_in_document(row.first_received or None),
            moment_in_document(row.latest or None),
            moment_in_document(row.claimed),
            reporting_told.answer_told(row),
            reporting_told.note(told, row),
        )
        for number, row in enumerate(annex.standings, 1)
    ]
    layout.table(document, _HEADS, _WIDTHS, rows, width=layout.WIDE_TEXT, centred=(0, 1, 4, 5, 6), last_bold=False)
    if any(row.first_received for row in annex.standings):
        note(document, _MOMENTS)


def provenance(document: Document, annex: Annex) -> None:
    """Which state of the ledger the figures are of, so that anybody may recompute them."""
    registry, acceptances = (
        parse_text(notes.parse(state).text) for state in (annex.state.registry, annex.state.acceptances)
    )
    made_at = moment_in_document(annex.made, in_text=True)
    layout.paragraph(
        document,
        f"Số liệu tính từ sổ của {annex.hub} lúc {made_at}: sổ tiếp nhận {amount(acceptances.size)} mục, "
        f"gốc {tobase64(acceptances.root)}; sổ đăng ký {amount(registry.size)} mục, gốc {tobase64(registry.root)}. "
        f"{NOT_OFFICIAL}",
        size=11,
        italic=True,
        align=Align.LEFT,
        before=8,
    )
