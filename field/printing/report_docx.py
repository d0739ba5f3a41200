"""A unit's own report as a Word document, laid out as Decree 30/2020/NĐ-CP asks: tables filled, its words under their
heads, and the list of its activities behind; number, date and signature are left blank, for they are the office's.

An official document is in Vietnamese whatever language the program speaks: its fixed words are constants here.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

from docx.document import Document

from field.printing.activity_table import activity_table
from field.printing.paper import Paper
from sync.documents import count_tables, frame, layout, parts
from sync.documents.frame import BLANK
from sync.documents.layout import Align
from sync.documents.office import receivers
from sync.documents.parts import NOT_OFFICIAL, OPEN, blank_day, heading, is_open, prompt, text
from sync.ledger.asked import under_heads
from sync.wording.dates import moment_in_document

DRAFT: Final = "DỰ THẢO"
PROMPTS: Final = {
    "direction": "[Đơn vị viết: việc ban hành văn bản, phân công, hướng dẫn, kiểm tra trong kỳ.]",
    "results": "[Đơn vị viết: kết quả nổi bật trong kỳ.]",
    "head": "[Đơn vị viết mục này: văn bản yêu cầu nêu.]",
    "difficulties": "[Đơn vị viết: khó khăn, hạn chế và nguyên nhân.]",
    "next": "[Đơn vị viết: nhiệm vụ trọng tâm của kỳ tới.]",
    "proposals": "[Đơn vị viết: đề xuất, kiến nghị; không có thì bỏ mục này.]",
}
_DUE: Final = "Hạn gửi báo cáo: {when}."
_FOOT: Final = "Dự thảo, số liệu đến {moment}"
_DRAFTED: Final = "Dự thảo, chưa gửi tỉnh: số liệu tính từ sổ của đơn vị lúc {moment}."
_AS_SENT: Final = "Số liệu và lời văn là của báo cáo {whose} lúc {at}, {where}; in lúc {moment}."
_CHANGED: Final = (
    "Từ khi ký báo cáo này, số liệu trong sổ đã thay đổi, nên danh sách hoạt động không in kèm; danh sách theo sổ hiện nay "
    "được in riêng."
)


def write(paper: Paper, *, section: bool) -> bytes:
    """The document as a DOCX file. `section`: its results alone, to be pasted into a larger report."""
    document = layout.blank(layout.plain(f"Báo cáo {paper.subject}"), paper.made)
    if section:
        heading(document, 1, paper.subject)
        if paper.sent is None:
            prompt(document, f"[{DRAFT}]")
        _results(document, paper)
        _provenance(document, paper)
    else:
        _whole(document, paper)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _whole(document: Document, paper: Paper) -> None:
    office = paper.office
    frame.head(
        document,
        parent=office.parent,
        issuer=office.issuer,
        number=f"{BLANK}/BC-{office.symbol}",
        place_and_date=f"{office.place}, {blank_day(paper.made)}",
        mark=DRAFT if paper.sent is None else "",
    )
    frame.title(document, "Báo cáo", paper.subject)
    layout.paragraph(document, f"Kính gửi: {office.recipient}", size=14, align=Align.CENTER, before=12, after=12)
    written: list[tuple[str, Callable[[], object]]] = [
        (parts.DIRECTION, lambda: _direction(document, paper)),
        (parts.RESULTS, lambda: _results(document, paper)),
        (parts.DIFFICULTIES, lambda: _said(document, paper.words.difficulties, PROMPTS["difficulties"])),
        (parts.NEXT, lambda: prompt(document, PROMPTS["next"])),
        (parts.PROPOSALS, lambda: _said(document, paper.words.proposals, PROMPTS["proposals"])),
    ]
    if paper.asked.heads:  # its own heads say what is to be written: others only where something stands under them
        words = {parts.DIFFICULTIES: paper.words.difficulties, parts.PROPOSALS: paper.words.proposals}
        written = [chapter for chapter in written if words.get(chapter[0], "x").strip()]
    parts.chapters(document, written)
    parts.closing(document, paper.subject, office.issuer, office.recipient)
    frame.foot(document, receivers=receivers(office), capacity=office.capacity)
    layout.number_pages(document.sections[0])
    _mark(document, paper)
    _appendix(document, paper)


def _direction(document: Document, paper: Paper) -> None:
    period = paper.period
    parts.by_directive(document, None if paper.directive is None else paper.directive.name, paper.directive)
    due = _DUE.format(when=parts.by_when(paper.due, to_the_end=paper.to_the_end))
    text(document, f"{parts.window(period.name, period.start, period.end)} {due}")
    prompt(document, PROMPTS["direction"])


def _results(document: Document, paper: Paper) -> None:
    """The sums of the period, and what the unit says of it."""
    period = paper.period
    if paper.counts:
        text(document, paper.counts)
    text(document, count_tables.summed(period.start, period.end, paper.total, "đơn vị"))
    told_at = paper.made if paper.sent is None else paper.sent.at
    if is_open(told_at, period.end):
        text(document, OPEN.format(moment=moment_in_document(told_at, in_text=True)))
    last = count_tables.tables(document, paper.counted, after=0)
    heads = paper.asked.heads
    under = under_heads(paper.words.results, heads)
    for number, head in enumerate(heads, last + 1):
        heading(document, 2, f"{number}. {head}")
        _said(document, under.get(head, ""), PROMPTS["head"])
    if not heads or under.get(""):
        heading(document, 2, f"{last + len(heads) + 1}. Kết quả nổi bật")
        _said(document, under.get("", ""), PROMPTS["results"])


def _said(document: Document, words: str, task: str) -> None:
    """What was written under a head, a paragraph a line; where nothing was, what is to be written."""
    said = layout.lines(words)
    for line in said:
        text(document, line)
    if not said:
        prompt(document, task)


def _mark(document: Document, paper: Paper) -> None:
    """Each page of a draft says that it is one, and as of when."""
    if paper.sent is None:
        layout.mark_pages(document.sections[0], _FOOT.format(moment=moment_in_document(paper.made, in_text=True)))


def _appendix(document: Document, paper: Paper) -> None:
    """The activities behind the figures, on pages that lie on their side."""
    layout.lying_page(document)
    frame.centred(document, "Phụ lục", size=14, bold=True)
    frame.centred(document, "DANH SÁCH HOẠT ĐỘNG", size=14, bold=True)
    office = paper.office
    whose = f"(Kèm theo Báo cáo số {BLANK}/BC-{office.symbol} {blank_day(paper.made)} của {office.issuer})"
    frame.centred(document, whose, size=14, italic=True)
    frame.line_under(document, whose, 14, layout.WIDE_TEXT)
    if paper.sent is not None and paper.sent.changed:
        text(document, _CHANGED)
    else:
        activity_table(document, paper)
    _provenance(document, paper)


def _provenance(document: Document, paper: Paper) -> None:
    layout.paragraph(document, provenance(paper), size=11, italic=True, align=Align.LEFT, before=8)


def provenance(paper: Paper) -> str:
    """Of when the figures are, and that no signature of ours is the office's."""
    moment = moment_in_document(paper.made, in_text=True)
    if paper.sent is None:
        return f"{_DRAFTED.format(moment=moment)} {NOT_OFFICIAL}"
    whose = "do tỉnh nhập thay" if paper.sent.entered else "đã ký trong sổ"
    where = "tỉnh đã nhận" if paper.sent.received else "chờ gửi tỉnh ở lần đồng bộ tới"
    at = moment_in_document(paper.sent.at, in_text=True)
    return f"{_AS_SENT.format(whose=whose, at=at, where=where, moment=moment)} {NOT_OFFICIAL}"
