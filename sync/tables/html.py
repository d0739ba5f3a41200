"""Reading the tables of a web page, which is what many sites save as `.xls`. What stands outside of them is lines above the
next table, as Excel has it, or below the last."""

from __future__ import annotations

import email
import email.policy
import re
from html.parser import HTMLParser
from typing import Final

from sync.errors import BadInput
from sync.tables.book import MOST_COLUMNS, MOST_ROWS, Book, Cell, Merged, SheetMaker
from sync.tables.encodings import decoded
from sync.tables.turning import Turning

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_BREAKS: Final = (
    "br",
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "td",
    "th",
    "pre",
)
"""Elements that begin a line, and but for the first end one; rows and cells do so in a table within a cell."""
_BREAKS_OUTSIDE: Final = (*_BREAKS, "caption", "center", "hr", "section", "header", "article", "main", "table")
_ITEM: Final = "\ue002"
"""Stands before an item of a list until it is known whether there are several."""
_UNSHOWN: Final = ("script", "style", "head", "title", "template", "noscript")
_ROOM: Final = re.compile(r"[^\S\n\u00a0]+")
_MOST_SPAN: Final = 1_000
_STRIKING: Final = ("s", "strike", "del")
_STRUCK: Final = re.compile(r"line-through", re.IGNORECASE)
_STRUCK_CLASS: Final = re.compile(r"\.([\w-]{1,80})\s*\{[^{}]{0,2000}line-through", re.IGNORECASE)
_LONGEST_STYLES: Final = 200_000
_NO_LINES: Final = ("button", "footer", "nav", "select", "textarea")
"""Elements outside of tables that say nothing of them: what leads about the page, and what somebody fills in."""
_MOST_LINES: Final = 12
"""Lines above a table, or below the last, that are of it: those nearest to it."""
_LONGEST_LINE: Final = 1_000
_EMPTY: Final = ("br", "img", "hr", "input", "wbr", "col", "meta", "link")
"""Elements that have no end."""
_NO_DISPLAY: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)


def book(raw: bytes, name: str) -> Book:
    """The tables of a page, each as a sheet. `BadInput`: "no-table-file" where there is none, "file-too-long",
    "file-too-wide", "unknown-encoding"."""
    turning = Turning()
    found = _CHARSET.search(raw[:4_096])
    reader = _Tables(turning)
    reader.feed(decoded(raw, name, turning, said=found[1].decode() if found else ""))
    reader.close()
    reader.end()
    sheets = tuple(maker.made() for maker in reader.makers)
    if not any(sheet.rows for sheet in sheets):
        raise BadInput("no-table-file", path=name, kind="HTML")
    return turning.book("html", tuple(sheet for sheet in sheets if sheet.rows))


def mhtml_book(raw: bytes, name: str) -> Book:
    """The tables of a page saved as one file with its parts. `BadInput` as `book`."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and b"<t" in content.lower():
                return book(content, name)
    raise BadInput("no-table-file", path=name, kind="MHTML")


class _Tables(HTMLParser):
    """Makes a sheet of each table; what stands in a table within a cell is of that cell."""

    def __init__(self, turning: Turning) -> None:
        super().__init__(convert_charrefs=True)
        self.makers: list[SheetMaker] = []
        self._turning = turning
        self._depth = 0
        self._row = self._place = self._column = 0
        self._above = -1
        """How many lines were put above the open table; none yet where that is negative."""
        self._taken: set[tuple[int, int]] = set()
        self._spans = (1, 1)
        self._fonts: list[str] = []
        self._text: list[str] | None = None
        self._link = ""
        self._unshown = 0
        self._left: list[str] = []
        """What of a cell's text is not struck through."""
        self._struck: list[tuple[str, bool]] = []
        """The elements that are open in a cell, and whether each strikes its text through."""
        self._row_struck = False
        self._styles: list[str] | None = None
        """The texts of a style sheet that is open."""
        self._struck_classes: set[str] = set()
        self._lines: list[Cell] = []
        """What stands outside of tables since the last one."""
        self._line: list[str] = []
        self._line_font = ""
        self._unread: list[str] = []
        """Elements that are open outside of tables and say nothing of them, with those within."""

    def end(self) -> None:
        """Put what stands below the last table."""
        self._end_cell()
        self._end_line()
        if self.makers:
            for number, cell in enumerate(self._lines[:_MOST_LINES], self._row + 1):
                self.makers[-1].put(number, 0, cell)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        if self._text is None:
            self._pass_start(tag, values)
        if tag in _UNSHOWN:
            self._unshown += 1
            self._styles = [] if tag == "style" else self._styles
        elif tag == "table":
            self._begin_table(values)
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._put_above()
            self._row, self._place = self._row + 1, 0
            self._row_struck = self._strikes(tag, values)
            if _is_hidden(values):
                self.makers[-1].hide_row(self._row)
            if self._row > MOST_ROWS:
                raise BadInput("file-too-long", limit=MOST_ROWS)
        elif self._depth == 1 and tag == "col":
            width = min(_span(values.get("span", "")), MOST_COLUMNS)
            if _is_hidden(values):
                self.makers[-1].hidden_columns.update(range(self._column, self._column + width))
            self._column += width
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            self._begin_cell(values)
            self._struck = [("tr", self._row_struck), (tag, self._strikes(tag, values))]
        elif tag in ("a", "font") and self._text is not None:
            self._link = self._link or values.get("href", "")
            self._fonts.append(values.get("face", ""))
        elif tag in _BREAKS and self._text is not None:
            self._break(_ITEM if tag == "li" else "")
        if self._text is not None and tag not in ("td", "th", *_EMPTY):
            self._struck.append((tag, self._strikes(tag, values)))

    def _begin_table(self, values: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            self.makers.append(SheetMaker(str(len(self.makers) + 1), hidden=_is_hidden(values)))
            self._row, self._column, self._taken, self._above = 0, 0, set(), -1

    def _pass_start(self, tag: str, values: dict[str, str]) -> None:
        """Pass an element that begins outside of cells."""
        if tag in _BREAKS_OUTSIDE:
            self._end_line()
        if tag in ("table", "tr", "td", "th"):
            self._unread.clear()
        elif tag not in _EMPTY and (self._unread or tag in _NO_LINES or _is_hidden(values) or self._strikes(tag, values)):
            self._unread.append(tag)
        if tag == "font":
            self._line_font = self._line_font or values.get("face", "")

    def _pass_end(self, tag: str) -> None:
        """Pass the end of an element outside of cells."""
        if tag in _BREAKS_OUTSIDE:
            self._end_line()
        if tag in self._unread:
            del self._unread[len(self._unread) - 1 - self._unread[::-1].index(tag) :]

    def _end_line(self) -> None:
        """Keep a line outside of cells, unless nothing is in it."""
        text, font = "".join(self._line).strip(), self._line_font
        self._line, self._line_font = [], ""
        if text:
            self._lines.append(self._turning.cell(text[:_LONGEST_LINE], font))
            del self._lines[_MOST_LINES:-_MOST_LINES]

    def _put_above(self) -> None:
        """Put what stands above a table, its caption too, before its first row."""
        if self._above < 0:
            self._end_line()
            for number, cell in enumerate(self._lines[-_MOST_LINES:], 1):
                self.makers[-1].put(number, 0, cell)
            self._row = self._above = min(len(self._lines), _MOST_LINES)
            self._lines = []

    def handle_endtag(self, tag: str) -> None:
        if self._text is None:
            self._pass_end(tag)
        if tag == "style" and self._styles is not None:
            self._struck_classes.update(_STRUCK_CLASS.findall("".join(self._styles)[:_LONGEST_STYLES]))
            self._styles = None
        opened = next((at for at in range(len(self._struck) - 1, 1, -1) if self._struck[at][0] == tag), None)
        if opened is not None:
            del self._struck[opened:]
        if tag in _BREAKS and not (self._depth == 1 and tag in ("td", "th", "tr")) and self._text is not None:
            self._break()
        if tag in _UNSHOWN:
            self._unshown = max(0, self._unshown - 1)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._unshown:
            text = _ROOM.sub(" ", data.replace("\r", "").replace("\n", " "))
            self._text.append(text)
            if not any(strikes for _tag, strikes in self._struck):
                self._left.append(text)
        elif self._styles is not None:
            self._styles.append(data)
        elif not self._unshown and not self._unread:
            self._line.append(_ROOM.sub(" ", data.replace("\r", "").replace("\n", " ")))

    def _break(self, lead: str = "") -> None:
        """Begin a line in a cell, with what leads it."""
        assert self._text is not None, "a cell is open"
        for text in (self._text, self._left):
            if any(map(str.strip, text)) and not text[-1].endswith("\n"):
                text.append("\n")
            if lead:
                text.append(lead)

    def _strikes(self, tag: str, values: dict[str, str]) -> bool:
        """Whether an element strikes its text through."""
        if tag in _STRIKING or _STRUCK.search(values.get("style", "")):
            return True
        return not self._struck_classes.isdisjoint(values.get("class", "").split())

    def _begin_cell(self, values: dict[str, str]) -> None:
        self._put_above()
        self._row = max(self._row, self._above + 1)
        while (self._row, self._place) in self._taken:
            self._place += 1
        self._spans = _span(values.get("rowspan", "")), min(_span(values.get("colspan", "")), MOST_COLUMNS)
        self._text, self._left, self._link = [], [], ""
        self._fonts = []

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text, self._text = "".join(self._text), None
        text, left = (whole.replace(_ITEM, "• " if whole.count(_ITEM) > 1 else "") for whole in (text, "".join(self._left)))
        rows, columns = self._spans
        font = next((font for font in self._fonts if font), "")
        cell = self._turning.cell(text, font)
        self.makers[-1].put(self._row, self._place, cell)
        self.makers[-1].link(self._row, self._place, self._link)
        if not cell.is_empty and left.strip() != text.strip():
            self.makers[-1].strike(self._row, self._place, self._turning.cell(left, font).text)
        if rows > 1 or columns > 1:
            merged = Merged(self._row, self._row + rows - 1, self._place, self._place + columns - 1)
            self.makers[-1].merged.append(merged)
            self._taken |= {
                (row, place)
                for row in range(merged.top, merged.bottom + 1)
                for place in range(merged.left, merged.right + 1)
            }
        self._place += columns


def _is_hidden(values: dict[str, str]) -> bool:
    """Whether a browser shows nothing of an element."""
    return "hidden" in values or _NO_DISPLAY.search(values.get("style", "")) is not None


def _span(text: str) -> int:
    digits = text.strip()
    return min(max(int(digits), 1), _MOST_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 1
