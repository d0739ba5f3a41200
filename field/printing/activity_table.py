"""The list of a period's activities as a table: each with its day, what it was, how, where, and its figures."""

from __future__ import annotations

from typing import Final

from docx.document import Document

from field.printing.paper import Paper
from sync.documents import layout
from sync.documents.parts import NO_ACTIVITIES, note, text
from sync.ledger.merge import Values
from sync.wording.dates import days
from sync.wording.i18n import speaking
from sync.wording.names import term
from sync.wording.numbers import official_number as amount

HEADS: Final = ("TT", "Ngày", "Hoạt động", "Hình thức", "Chủ đề", "Địa điểm", "Số lượng", "Số người", "Số phút")
_WIDTHS: Final = (4, 10, 23, 14, 16, 11, 7, 8, 7)
_NOTE: Final = "Số lượng tính riêng cho từng hình thức (buổi, tin, bài, lượt phát ...), nên không có tổng."


def rows(paper: Paper) -> list[tuple[str | int | None, ...]]:
    """A row for each activity, and the total; what is not said is None."""
    total = paper.total if paper.sent is None or not paper.sent.changed else None
    told: list[tuple[str | int | None, ...]] = []
    with speaking("vi"):
        told += [(number, *_row(values)) for number, values in enumerate(paper.activities, 1)]
    audience = sum(values.audience or 0 for values in paper.activities)
    minutes = sum(values.minutes or 0 for values in paper.activities)
    assert total is None or (total.audience, total.minutes) == (audience, minutes), "the figures are of these"
    return [*told, (None, None, f"Tổng cộng: {amount(len(paper.activities))} hoạt động", *[None] * 4, audience, minutes)]


def _row(values: Values) -> tuple[str | int | None, ...]:
    return (
        days(values.date, values.span_end),
        values.title,
        term("channels", values.channel) if values.channel else None,
        "; ".join(term("topics", topic) for topic in values.topics) or None,
        "; ".join(values.every_place) or None,
        values.quantity,
        values.audience,
        values.minutes,
    )


def activity_table(document: Document, paper: Paper) -> None:
    """The table, with what is to be said under it."""
    if not paper.activities:
        text(document, NO_ACTIVITIES)
        return
    written = [tuple(_cell(value) for value in row) for row in rows(paper)]
    layout.table(document, HEADS, _WIDTHS, written, width=layout.WIDE_TEXT, centred=(0, 1), right=(6, 7, 8))
    note(document, _NOTE)


def _cell(value: str | int | None) -> str:
    return "" if value is None else amount(value) if isinstance(value, int) else value
