"""The report upward as a Word document, laid out as Decree 30/2020/NĐ-CP asks, for the operator to finish: tables filled,
what the units say gathered under its headings; number, date and signature left blank, for they are the office's.

`sync.documents` says how documents look and what frames them, this file what the report is put together from.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from operator import attrgetter
from typing import Final

from docx.document import Document
from msgspec.structs import replace

from hub.export.documents.report_appendix import appendix, provenance
from hub.export.documents.report_parts import PROMPTS, not_owed, subject
from hub.export.documents.report_results import gathered, is_told, results
from hub.export.documents.told import Told
from sync.annex.model import BY_UNIT, Annex
from sync.documents import frame, layout, parts
from sync.documents.frame import BLANK
from sync.documents.layout import Align
from sync.documents.office import Office, receivers
from sync.documents.parts import blank_day, heading, prompt, text
from sync.wording.numbers import official_number as amount

_STEP: Final = "Báo cáo được tổng hợp từ báo cáo mà các đơn vị phải gửi {due}."
"""Of a report that the province owes."""


def write(annex: Annex, told: Told, office: Office, *, section: bool) -> bytes:
    """The document as a DOCX file. `section`: its results alone, to be pasted into a larger report."""
    annex = _as_told(annex, told)
    document = layout.blank(layout.plain(f"Báo cáo {subject(annex, told)}"), annex.made)
    if section:
        heading(document, 1, subject(annex, told))
        results(document, annex, told)
        provenance(document, annex)
    else:
        _head(document, annex, told, office)
        _body(document, annex, told, office)
        frame.foot(document, receivers=receivers(office), capacity=office.capacity)
        layout.number_pages(document.sections[0])
        appendix(document, annex, told, office)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _as_told(annex: Annex, told: Told) -> Annex:
    """The annex with the deadline that the units have, and units that share a name told apart."""
    return replace(
        annex,
        due=annex.due if told.due is None else told.due,
        standings=tuple(replace(row, name=told.names.get(row.unit, row.name)) for row in annex.standings),
        tables=annex.tables
        | {
            by: tuple(replace(row, name=told.names.get(row.key, row.name)) for row in annex.tables.get(by, ()))
            for by in BY_UNIT
        },
    )


def _head(document: Document, annex: Annex, told: Told, office: Office) -> None:
    """The frame above the text, and whom the report is addressed to."""
    unbroken = office.province.replace(" ", "\N{NO-BREAK SPACE}")
    frame.head(
        document,
        parent=office.parent.replace(office.province, unbroken),
        issuer=office.issuer,
        number=f"{BLANK}/BC-{office.symbol}",
        place_and_date=f"{office.place}, {blank_day(annex.made)}",
    )
    frame.title(document, "Báo cáo", subject(annex, told))
    layout.paragraph(document, f"Kính gửi: {office.recipient}", size=14, align=Align.CENTER, before=12, after=12)


def _body(document: Document, annex: Annex, told: Told, office: Office) -> None:
    difficulties, proposals = attrgetter("difficulties"), attrgetter("proposals")
    written: list[tuple[str, Callable[[], object]]] = [
        (parts.DIRECTION, lambda: _direction(document, annex, told)),
        (parts.RESULTS, lambda: results(document, annex, told)),
        (parts.NEXT, lambda: prompt(document, PROMPTS["next"])),
    ]
    if is_told(told, difficulties):
        written.insert(
            2,
            (parts.DIFFICULTIES, lambda: gathered(document, annex, told, difficulties, PROMPTS["difficulties"])),
        )
    if is_told(told, proposals):
        written.append((parts.PROPOSALS, lambda: gathered(document, annex, told, proposals, PROMPTS["proposals"])))
    parts.chapters(document, written)
    parts.closing(document, subject(annex, told), office.issuer, office.recipient)


def _direction(document: Document, annex: Annex, told: Told) -> None:
    """What was asked for: the facts; how it was directed is for the operator to write."""
    parts.by_directive(document, annex.directive, told.directive)
    if told.step is not None:
        text(document, _STEP.format(due=_by(annex, told)))
    owed = _owed(annex, told) if annex.standings else not_owed(annex, told)
    text(document, f"{parts.window(annex.period, annex.start, annex.end)} {owed}")
    prompt(document, PROMPTS["direction"])


def _owed(annex: Annex, told: Told) -> str:
    """Until when, if that is not said already, and by how many units it is owed."""
    count = f"Số đơn vị có trách nhiệm báo cáo: {amount(len(annex.standings))}."
    return count if told.step is not None else f"Hạn gửi báo cáo: {_by(annex, told)}. {count}"


def _by(annex: Annex, told: Told) -> str:
    return parts.by_when(annex.due, to_the_end=told.to_the_end)
