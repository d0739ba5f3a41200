"""How an administrative document looks in Word: paper, letters, headings, tables and drawn lines, and nothing of what it
says.

Sizes and places are those of Decree 30/2020/NĐ-CP, Annex I, part I. Whatever text comes in here goes through `plain`
first: records are hostile, and a document must open whatever they hold.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Sequence
from typing import Final, Protocol

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from sync.encoding.types import Instant

Align = WD_ALIGN_PARAGRAPH
"""How a paragraph stands between the margins."""
FONT: Final = "Times New Roman"
BODY: Final = "Body Text"
"""The style of running text; Word's own name, so that an operator finds it."""
CELL: Final = "Table Cell"
CAPTION: Final = "Caption"
HEADINGS: Final = ("Heading 1", "Heading 2", "Heading 3")
"""Of I., 1. and a): Word's own styles, so that its outline shows them."""

_SHORT, _LONG = Mm(210), Mm(297)
_TOP, _LEFT, _RIGHT = Mm(20), Mm(30), Mm(15)
TEXT_WIDTH: Final = Length(_SHORT - _LEFT - _RIGHT)
WIDE_TEXT: Final = Length(_LONG - _LEFT - _RIGHT)
"""How wide text runs on an upright page, and on one that lies on its side."""

_UNPRINTABLE: Final = re.compile(
    "[^\\x20-\\x7e\\xa0-\\u200d\\u2010-\\u2027\\u202f-\\u2065\\u206a-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd"
    "\\U00010000-\\U0010ffff]"
)
"""What XML cannot hold, control characters, and the marks that turn the direction of writing."""
_IN_A_NUMBER: Final = re.compile(r"(?<=[0-9A-ZĐ])-(?=[0-9A-ZĐ])")
"""The hyphens in numbers and symbols of documents, and of their tasks."""


class Holder(Protocol):
    """A part of a document that paragraphs are put into: its body, a cell, a page's head."""

    def add_paragraph(self, text: str = "", style: str | ParagraphStyle | None = None) -> Paragraph: ...


def plain(text: str) -> str:
    """Text of one line that any program can show: what cannot be shown becomes a space or nothing.

    >>> plain("Phát\\tloa\\x00 \\u202ecab")
    'Phát loa cab'
    """
    return _UNPRINTABLE.sub("", text.translate({9: " ", 10: " ", 13: " "}))


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line for line in map(str.strip, map(plain, text.splitlines())) if line]


def blank(title: str, made: Instant) -> Document:
    """A document without text: A4, Times New Roman, black, with the styles that reports use. `made` is what it says
    of itself; who wrote it stays open."""
    document = docx.Document()
    _letters(document)
    for name, bold, indent, before in ((BODY, False, 1.27, 0), *((heading, True, 1.27, 6) for heading in HEADINGS)):
        style = _style(document, name, size=14, bold=bold)
        style.paragraph_format.alignment = Align.JUSTIFY
        style.paragraph_format.first_line_indent = Cm(indent)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(6)
    caption = _style(document, CAPTION, size=13, bold=True)
    caption.paragraph_format.alignment = Align.CENTER
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(6), Pt(4)
    caption.paragraph_format.keep_with_next = True
    document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell = _style(document, CELL, size=13)
    cell.base_style = document.styles["Normal"]
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    page = document.sections[0]
    page.page_width, page.page_height = _SHORT, _LONG
    page.top_margin = page.bottom_margin = _TOP
    page.left_margin, page.right_margin = _LEFT, _RIGHT
    page.header_distance = page.footer_distance = Mm(9)
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments, about.language = title, "", "", "", "vi-VN"
    about.created = about.modified = datetime.datetime.fromtimestamp(made, datetime.UTC)
    return document


def _letters(document: Document) -> None:
    """What holds wherever nothing else is said: for Word a document's defaults and its style Normal."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    spacing = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}")
    for name, value in (("after", "0"), ("line", "240")):
        spacing.set(qn(f"w:{name}"), value)
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _name_font(run.find(qn("w:rFonts")))
    run.find(qn("w:lang")).set(qn("w:val"), "vi-VN")
    _style(document, "Normal", size=14)
    _style(document, "Header", size=14)


def _style(document: Document, name: str, *, size: int, bold: bool = False) -> ParagraphStyle:
    """A style of the template, told to look as this document does and not as the template meant."""
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    properties = style.element.get_or_add_rPr()
    _name_font(properties.find(qn("w:rFonts")))
    for tag in ("w:color", "w:szCs"):
        for found in properties.findall(qn(tag)):
            properties.remove(found)
    color = OxmlElement("w:color")
    color.set(qn("w:val"), "000000")
    properties.find(qn("w:sz")).addprevious(color)
    return style


def _name_font(fonts: BaseOxmlElement) -> None:
    """The one font for every script, in place of the template's theme."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def paragraph(
    holder: Holder,
    text: str,
    style: str | None = None,
    *,
    size: int | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    align: Align | None = None,
    before: int | None = None,
    after: int | None = None,
) -> Paragraph:
    """A paragraph. What is not said is as its style has it; sizes and distances in points."""
    made = holder.add_paragraph(style=style)
    run = made.add_run()
    _write(run, plain(text))
    run.bold, run.italic = bold, italic
    run.font.size = None if size is None else Pt(size)
    if align is not None:
        made.alignment = align
    made.paragraph_format.space_before = None if before is None else Pt(before)
    made.paragraph_format.space_after = None if after is None else Pt(after)
    return made


def _write(run: Run, text: str) -> None:
    """Text in a run, whose numbers of documents ("2653/KH-UBND") no line breaks at their hyphen; it is read as it was."""
    first, *others = _IN_A_NUMBER.split(text)
    run.add_text(first)
    for other in others:
        run._r.append(OxmlElement("w:noBreakHyphen"))
        run.add_text(other)


def drawn_line(holder: Holder, inside: Length, width: Length) -> None:
    """A thin line in the middle of a space: the upper edge of a paragraph that is as wide as the line."""
    made = holder.add_paragraph()
    each = Length((inside - width) // 2)
    made.paragraph_format.left_indent = made.paragraph_format.right_indent = each
    made.paragraph_format.space_before = Pt(3)  # below the letters that hang down
    made.paragraph_format.line_spacing = Pt(6)
    edges, edge = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    made._p.get_or_add_pPr().insert_element_before(edges, "w:spacing", "w:ind", "w:jc", "w:rPr")


def about_wide(text: str, points: int, most: Length) -> Length:
    """About how wide the longest line of some bold text is that has `most` to run in: good to a sixth, which is as
    good as "one third to one half of it" needs."""
    share = 0.62 if text.isupper() else 0.47
    return min(most, Pt(len(text) * points * share))


def columns(holder: Document, widths: Sequence[Length], rows: int) -> list[list[_Cell]]:
    """A table that is not seen: parts that stand side by side. Each cell has no paragraph yet."""
    made = holder.add_table(rows=0, cols=len(widths))
    _fix(made, widths)
    _pad(made, 0)
    cells = []
    for _ in range(rows):
        row = _row(made, widths)
        for cell in row.cells:
            cell._tc.remove(cell.paragraphs[0]._p)
        cells.append(list(row.cells))
    return cells


def table(
    document: Document,
    heads: Sequence[str],
    shares: Sequence[int],
    rows: Sequence[Sequence[str]],
    *,
    width: Length,
    right: Collection[int] = (),
    centred: Collection[int] = (0,),
    last_bold: bool = True,
) -> Table:
    """A table with thin lines, whose head comes again on each page and whose rows are never parted. `shares` divide the
    width among the columns."""
    made: Table = document.add_table(rows=0, cols=len(heads))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    widths = [Length(width * share // sum(shares)) for share in shares]
    _fix(made, widths)
    _pad(made, 80)
    head = _row(made, widths)
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _fill(head, heads, lambda _place: Align.CENTER, bold=True)
    head.cells[0].paragraphs[0].paragraph_format.keep_with_next = True  # no head stands on a page without a row

    def align(place: int) -> Align:
        return Align.RIGHT if place in right else Align.CENTER if place in centred else Align.LEFT

    for number, values in enumerate(rows, 1):
        row = _row(made, widths)
        _fill(row, values, align, bold=last_bold and number == len(rows))
        if number == len(rows) - 1:  # the last row never stands on a page by itself
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    return made


def _fill(row: _Row, values: Sequence[str], align: Callable[[int], Align], *, bold: bool) -> None:
    for place, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
        inside = cell.paragraphs[0]
        inside._p.style = CELL.replace(" ", "")  # by its id: looking its name up for each cell takes longest of all
        inside.alignment = align(place)
        run = inside.add_run()
        _write(run, plain(value))
        run.bold = bold or None


def _fix(made: Table, widths: Sequence[Length]) -> None:
    """The columns are as wide as told: Word goes by the cells, LibreOffice by the grid."""
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width


def _pad(made: Table, twips: int) -> None:
    """The space between a cell's sides and its text."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    made._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _row(made: Table, widths: Sequence[Length]) -> _Row:
    """A further row, which no page parts."""
    row: _Row = made.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width
    return row


def number_pages(page: Section) -> None:
    """Page numbers in Arabic digits, centred in the top margin, from the second page on."""
    page.different_first_page_header_footer = True
    made = page.header.paragraphs[0]
    made.alignment = Align.CENTER
    run = made.add_run()
    for kind in ("begin", "PAGE", "separate", "2", "end"):
        if kind == "PAGE":
            part = OxmlElement("w:instrText")
            part.text = "PAGE"
        elif kind == "2":
            part = OxmlElement("w:t")
            part.text = kind
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def mark_pages(pages: Section, words: str) -> None:
    """Words at the foot of each page, to the right."""
    for foot in (pages.footer, pages.first_page_footer) if pages.different_first_page_header_footer else (pages.footer,):
        made = foot.paragraphs[0]
        made.alignment = Align.RIGHT
        run = made.add_run(plain(words))
        run.italic, run.font.size = True, Pt(11)


def lay(page: Section) -> None:
    """A section's pages lie on their side."""
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = _LONG, _SHORT


def lying_page(document: Document) -> None:
    """From here on pages lie on their side, and are numbered anew, as an annex is."""
    page: Section = document.add_section(WD_SECTION.NEW_PAGE)
    lay(page)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    page._sectPr.insert_element_before(numbers, "w:cols", "w:titlePg", "w:docGrid")
