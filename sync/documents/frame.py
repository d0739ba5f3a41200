"""What frames the text of every administrative document: whose it is, its number and date, what it is about, who receives
it, and room for a signature.

Decree 30/2020/NĐ-CP, Annex I, part II, says what stands where. An official document is in Vietnamese whatever language
the program speaks: its fixed words are constants here, and in no catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from docx.document import Document
from docx.shared import Cm, Length

from sync.documents import layout
from sync.documents.layout import Align, Holder

STATE: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
_MOTTO_WIDTH: Final = Cm(6.28)
"""Of the motto in bold letters of 14 points: its line is as long as its text."""
_LEFT, _RIGHT = Cm(6.8), Cm(9.7)
"""The two columns of the head: the state's title fits into one line of its own."""
BLANK: Final = " " * 6
"""Where a number, a day or a month is written in by hand."""
_FOR: Final = re.compile(r"KT\.", re.IGNORECASE)
_INSTEAD: Final = re.compile(r"\s*[,;]\s*|\s+(?=phó\s)", re.IGNORECASE)
"""Between whom somebody signs for, and who signs."""
_SIGNATURE_LINES: Final = 5
"""Of the signature, the seal and the name."""


def head(document: Document, *, parent: str, issuer: str, number: str, place_and_date: str, mark: str = "") -> None:
    """The issuing body under the one above it if there is one, the state's title, and the document's number, place and
    date. Under the number stands a `mark`, if there is one: that it is a draft."""
    (body, state), (numbered, dated) = layout.columns(document, (_LEFT, _RIGHT), 2)
    if parent:
        centred(body, parent.upper(), size=13)
    centred(body, issuer.upper(), size=13, bold=True)
    line_under(body, issuer.upper(), 13, _LEFT)
    centred(state, STATE, size=13, bold=True)
    centred(state, MOTTO, size=14, bold=True)
    layout.drawn_line(state, _RIGHT, _MOTTO_WIDTH)
    centred(numbered, f"Số: {number}", size=13)
    if mark:
        centred(numbered, mark, size=13, bold=True)
    centred(dated, place_and_date, size=14, italic=True)


def title(document: Document, kind: str, subject: str) -> None:
    """The kind of document it is, and what it is about."""
    layout.paragraph(document, kind.upper(), size=14, bold=True, align=Align.CENTER, before=18)
    centred(document, subject, size=14, bold=True)
    line_under(document, subject, 14, layout.TEXT_WIDTH)


def foot(document: Document, *, receivers: Sequence[str], capacity: str) -> None:
    """Who receives it, a line each, and room for the signature of who signs, whose capacity may take several lines."""
    document.add_paragraph().paragraph_format.keep_with_next = True  # the text before it and the signature stay together
    ((received, signature),) = layout.columns(document, (_LEFT, _RIGHT), 1)
    layout.paragraph(received, "Nơi nhận:", size=12, bold=True, italic=True)
    for line in receivers:
        layout.paragraph(received, line, size=11)
    _sign(signature, capacity)


def two_signatures(document: Document, *, drawn_up: str, capacity: str, place_and_date: str) -> None:
    """Room under a table that lies on its side for the signature of who drew it up, and of who signs it."""
    document.add_paragraph().paragraph_format.keep_with_next = True
    half = Length(layout.WIDE_TEXT // 2)
    ((left, right),) = layout.columns(document, (half, half), 1)
    centred(left, "", size=14, italic=True)
    centred(right, place_and_date, size=14, italic=True)
    _sign(left, drawn_up)
    _sign(right, capacity)


def _sign(holder: Holder, capacity: str) -> None:
    """Room for a signature under whose it is."""
    for line in capacity_lines(capacity):
        centred(holder, line.upper(), size=14, bold=True)
    for _ in range(_SIGNATURE_LINES):
        centred(holder, "", size=14, bold=True)


def capacity_lines(capacity: str) -> list[str]:
    """The lines that a capacity takes: whoever signs for another stands under that other.

    >>> capacity_lines("KT. Giám đốc, Phó Giám đốc"), capacity_lines("TM. Ủy ban nhân dân / KT. Chủ tịch Phó Chủ tịch")
    (['KT. Giám đốc', 'Phó Giám đốc'], ['TM. Ủy ban nhân dân', 'KT. Chủ tịch', 'Phó Chủ tịch'])
    """
    parts = [part.strip() for part in capacity.split("/")]
    lines = [line for part in parts for line in (_INSTEAD.split(part, maxsplit=1) if _FOR.match(part) else [part])]
    return [line for line in lines if line]


def centred(holder: Holder, text: str, *, size: int, bold: bool = False, italic: bool = False) -> None:
    """A paragraph in the middle."""
    layout.paragraph(holder, text, size=size, bold=bold, italic=italic, align=Align.CENTER)


def line_under(holder: Holder, text: str, points: int, inside: Length) -> None:
    """A line under a text, one third to one half as wide as it."""
    layout.drawn_line(holder, inside, Length(int(layout.about_wide(text, points, inside) * 0.41)))
