"""The tables of a file as they stand in it: sheets of rows of cells, whatever kind of file it is. What they mean is the
caller's.

Nothing is left out silently. A cell that has no value that can be told says why; a text that was turned into Unicode, or
lost characters that nobody sees, keeps what the file has.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

from msgspec import Struct, structs

from sync.encoding.limits import MAX_EXACT
from sync.errors import BadInput
from sync.wording.dates import day

MOST_ROWS: Final = 100_000
"""Rows with cells of one sheet."""
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 1_500_000
"""Cells with a value of one file: some hundred megabytes as they stand here."""

FileKind = Literal["xlsx", "xls", "ods", "html", "csv"]

CellNote = Literal[
    "",
    "filled",
    "computed",
    "no-value",
    "error",
    "cut-short",
    "ditto",
    "nothing-above",
    "unheld-above",
    "joined",
    "of-sheet",
    "of-week",
    "scaled",
    "of-each",
    "other-scale",
    "continued",
    "struck",
]
"""What is to be known of a cell: `filled` with the value of the merged cells that it is one of; `computed` here from a
formula whose value was not stored, or that formula has `no-value` that is certain; an `error` of the spreadsheet; a quoted
text of a CSV file that goes on over rows, so that rows may have been swallowed (`cut-short`); a `ditto`, which says that it
is as above, with what stands there or, where nothing does, `nothing-above`, or where what was not held stands there,
`unheld-above`; a day that was `joined` from several cells, or is of the month that the sheet's name says
(`of-sheet`) or of the week that stands above the table (`of-week`),
a figure that was multiplied as it is `scaled` or `of-each` session, or cannot be for certain (`other-scale`),
a text that is `continued` by the rows below (no reader makes these: what cells mean is the caller's); what is left of a
cell of which something is `struck` through, perhaps nothing."""


class Cell(Struct, frozen=True, gc=False):
    """A cell: its text as somebody would type it."""

    text: str = ""
    date: str = ""
    """The day (ISO), where the file says that it is one."""
    number: int | float | None = None
    """The number, where the file says that it is one."""
    note: CellNote = ""
    was: str = ""
    """What stands in the file where that is not the text: in an old font, a formula, with characters that nobody sees."""
    shown: str = ""
    """A number as the sheet shows it, where that is not the text."""
    link: str = ""
    """The address on the web that it leads to, where that is not in the text."""

    @property
    def words(self) -> str:
        """What somebody sees in it."""
        return self.shown or self.text

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it, no formula and no error either."""
        return not self.text and not self.note


EMPTY: Final = Cell()


class Row(Struct, frozen=True, gc=False):
    """A row: its number in the file, from 1, and its cells from the first column on."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    struck: bool = False
    """Whether all that stands in it is struck through."""

    def at(self, place: int) -> Cell:
        """The cell of a column, counted from 0."""
        try:
            return self.cells[place]  # of most rows there is one, and this is asked very often
        except IndexError:
            return EMPTY


class Merged(Struct, frozen=True, gc=False):
    """Cells that are one: rows from 1, columns from 0, both ends inside."""

    top: int
    bottom: int
    left: int
    right: int


class Comment(Struct, frozen=True, gc=False):
    """What somebody has pinned to a cell: its row from 1, its column from 0."""

    row: int
    place: int
    text: str


class Sheet(Struct, frozen=True, kw_only=True):
    """A sheet: its rows that are not empty."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Merged, ...] = ()
    comments: tuple[Comment, ...] = ()


WHOLE_FILE: Final = "Windows-1258"
"""The encoding that a whole file is turned from, and not cell by cell."""


class Turned(Struct, frozen=True, kw_only=True):
    """What was turned into Unicode: from which font or encoding, in how many cells, and the first before and after."""

    source: str
    cells: int
    before: str
    after: str


class Book(Struct, frozen=True, kw_only=True):
    """A file's tables."""

    kind: FileKind
    sheets: tuple[Sheet, ...]
    turned: tuple[Turned, ...] = ()
    unseen: int = 0
    """How many cells had characters that nobody sees, which were left out."""


# -- made

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_SPACES: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_TO_CHANGE: Final = re.compile(f"{_UNSEEN.pattern[:-1]}{_SPACES.pattern[1:-1]}\r\x85\u2028]")
_ROOM: Final = re.compile(" {2,}")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How Office Open XML writes a character that XML cannot hold."""


def text_cell(raw: str, *, note: CellNote = "", escaped: bool = False) -> Cell:
    """The cell of a text: NFC, without characters that nobody sees, every space a plain one. `escaped` texts are those of
    Office Open XML."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw) if escaped and "_x" in raw else raw
    if text.isascii() and text.isprintable():
        plain = text.strip()
    elif _TO_CHANGE.search(text) is None:
        return Cell(unicodedata.normalize("NFC", text).strip(), note=note)
    else:
        lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
        plain = unicodedata.normalize("NFC", _SPACES.sub(" ", _UNSEEN.sub("", lines))).strip()
    lost = bool(_UNSEEN.search(text.replace("\r", "")))
    return Cell(plain, note=note, was=raw if lost else "")


def number_cell(number: int | float, *, note: CellNote = "", was: str = "", shown: str = "") -> Cell:
    """The cell of a number; a whole one is written as such."""
    if isinstance(number, float) and number.is_integer() and abs(number) <= MAX_EXACT:
        number = int(number)
    text = str(number)
    return Cell(text, number=number, note=note, was=was, shown="" if shown == text else shown)


def date_cell(date: str, *, note: CellNote = "", was: str = "") -> Cell:
    """The cell of a day (ISO)."""
    return Cell(day(date), date=date, note=note, was=was)


def moment_cell(date: str, time: str) -> Cell:
    """The cell of a day (ISO) with a time of day, which is told where there is one."""
    return date_cell(date, was=f"{day(date)} {time[:5]}" if time.strip("0:.") else "")


_WEB: Final = re.compile(r"\s*https?://\S", re.IGNORECASE)
_LONGEST_LINK: Final = 500


class SheetMaker:
    """A sheet while it is read: bounded before it is kept."""

    def __init__(self, name: str, *, hidden: bool = False) -> None:
        self._name = name
        self._hidden = hidden
        self._rows: dict[int, list[Cell]] = {}
        self._hidden_rows: set[int] = set()
        self._cells = self._covered = 0
        self._links: dict[tuple[int, int], str] = {}
        self._struck: dict[int, dict[int, str]] = {}
        """By row and place, what is not struck through of cells of which something is."""
        self.hidden_columns: set[int] = set()
        self.comments: list[Comment] = []
        self.merged: list[Merged] = []

    def put(self, number: int, place: int, cell: Cell) -> None:
        """Put a cell at a row, from 1, and column, from 0. `BadInput`: `file-too-long`, `file-too-wide`."""
        if not cell.text and not cell.note:
            return
        if place >= MOST_COLUMNS:
            raise BadInput("file-too-wide", sheet=self._name[:60], limit=MOST_COLUMNS)
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = []
            if len(self._rows) > MOST_ROWS:
                raise BadInput("file-too-long", limit=MOST_ROWS)
        if place >= len(row):
            row.extend([EMPTY] * (place + 1 - len(row)))
        row[place] = cell
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise BadInput("file-too-long", limit=MOST_ROWS)

    def link(self, number: int, place: int, target: str) -> None:
        """Say where a cell leads to; what is no address on the web is of nobody who reads the list."""
        if _WEB.match(target) and len(self._links) < MOST_ROWS:
            self._links[number, place] = target.strip()[:_LONGEST_LINK]

    def _with_links(self) -> None:
        for (number, place), target in self._links.items():
            row = self._rows.get(number, [])
            if place < len(row) and row[place].text and target not in row[place].text:
                row[place] = structs.replace(row[place], link=target)

    def hide_row(self, number: int) -> None:
        """Say that a row is not shown."""
        self._hidden_rows.add(number)

    def strike(self, number: int, place: int, left: str = "") -> None:
        """Say that a cell that was put is struck through, but for what is left."""
        self._struck.setdefault(number, {})[place] = _ROOM.sub(" ", left).strip()

    def _is_struck(self, number: int) -> bool:
        """Whether nothing is left of a row: its cells stay as they are then, and lose what is struck through otherwise."""
        struck, cells = self._struck[number], self._rows[number]
        if all(cell.is_empty or struck.get(place) == "" for place, cell in enumerate(cells)):
            return True
        for place, left in struck.items():
            if place < len(cells) and not cells[place].is_empty:
                cells[place] = Cell(left, note="struck", was=cells[place].words or cells[place].was)
        return False

    def made(self) -> Sheet:
        """The sheet: merged cells are filled with the value of the first of them, those that lie in its rows."""
        self._with_links()
        struck = {number for number in self._struck if number in self._rows and self._is_struck(number)}
        for merged in self.merged:
            self._fill(merged)
        rows = tuple(
            Row(number, tuple(cells), number in self._hidden_rows, number in struck)
            for number, cells in sorted(self._rows.items())
        )
        return Sheet(
            name=self._name,
            rows=rows,
            hidden=self._hidden,
            hidden_columns=frozenset(self.hidden_columns),
            merged=tuple(self.merged),
            comments=tuple(comment for comment in self.comments if comment.text),
        )

    def _fill(self, merged: Merged) -> None:
        source = self._rows.get(merged.top, [])
        if merged.left >= len(source) or source[merged.left].is_empty:
            return
        first = source[merged.left]
        note: CellNote = "filled" if first.text or first.note != "struck" else "struck"
        filled = Cell(first.text, date=first.date, number=first.number, note=note, was=first.was, shown=first.shown)
        last, right = min(merged.bottom, max(self._rows)), min(merged.right, MOST_COLUMNS - 1)
        self._covered += (last + 1 - merged.top) * (right + 1 - merged.left)
        if self._covered > MOST_CELLS:
            raise BadInput("file-too-long", limit=MOST_ROWS)
        for number in range(merged.top, last + 1):
            for place in range(merged.left, right + 1):
                if (number, place) != (merged.top, merged.left) and self._free(number, place):
                    self.put(number, place, filled)

    def _free(self, number: int, place: int) -> bool:
        row = self._rows.get(number, ())
        return place >= len(row) or row[place].is_empty


def unseen_in(sheets: Iterable[Sheet]) -> int:
    """How many cells of some sheets had characters that nobody sees."""
    cells = (cell for sheet in sheets for row in sheet.rows for cell in row.cells if cell.was)
    return sum(_UNSEEN.search(cell.was) is not None and _is_as_it_was(cell) for cell in cells)


def _is_as_it_was(cell: Cell) -> bool:
    """Whether a cell is what the file has, less what nobody sees: in an old font, that is a letter."""
    return cell.text in (text_cell(cell.was).text, text_cell(cell.was, escaped=True).text)


@lru_cache(maxsize=1_024)
def column_name(place: int) -> str:
    """What a spreadsheet calls a column, counted from 0: A, B, ..., Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
