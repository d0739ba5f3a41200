"""The list of a unit's activities in a period as a document of its own, to be printed and signed."""

from __future__ import annotations

import io
from typing import Final

from field.printing.activity_table import activity_table
from field.printing.paper import Paper
from sync.documents import frame, layout
from sync.documents.layout import Align
from sync.documents.parts import blank_day
from sync.wording.dates import day_in_document, moment_in_document, period_in_document

_TITLE: Final = "Danh sách hoạt động tuyên truyền"
_DAYS: Final = "(Từ {start} đến hết {end}; theo sổ của đơn vị lúc {moment})"
_DRAWN_UP: Final = "Người lập"


def write(paper: Paper) -> bytes:
    """The document as a DOCX file."""
    period = paper.period
    when = period_in_document(period.name, period.end)
    document = layout.blank(layout.plain(f"{_TITLE} {when}"), paper.made)
    layout.lay(document.sections[0])
    office = paper.office
    if office.parent:
        layout.paragraph(document, office.parent.upper(), size=13)
    layout.paragraph(document, office.issuer.upper(), size=13, bold=True)
    layout.paragraph(document, _TITLE.upper(), size=14, bold=True, align=Align.CENTER, before=6)
    frame.centred(document, when[:1].upper() + when[1:], size=14, bold=True)
    moment = moment_in_document(paper.made, in_text=True)
    days = _DAYS.format(start=day_in_document(period.start), end=day_in_document(period.end), moment=moment)
    layout.paragraph(document, days, size=13, italic=True, align=Align.CENTER, after=8)
    activity_table(document, paper)
    frame.two_signatures(
        document, drawn_up=_DRAWN_UP, capacity=office.capacity, place_and_date=f"{office.place}, {blank_day(paper.made)}"
    )
    layout.number_pages(document.sections[0])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
