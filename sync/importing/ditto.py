"""Cells that say "as above" instead of what stands there again: "nt", "Như trên", a mark of quotation. Such a cell is the
one above it, in the row that tells of an activity before; it is never a place or a title of that name. Below what was not
held ("nghỉ mưa") a row with figures is of work again, and nothing tells which: it is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import structs

from sync.importing.row_kinds import Columns, has_figures
from sync.importing.unheld.words import tells_of_no_work
from sync.ledger.text import fold
from sync.tables import Cell, Row

_LONGEST: Final = 40
_AROUND: Final = r"[\s\-–—=.,:*()\[\]/\\]*"
_MARK: Final = r"(?:[\"“”„″〃״’'‘′`´¨]{1,4}|,,|‚‚|//)"
_THERE: Final = r"(?:o|dong|hang|muc|cot|y|phan|buoi|ngay|lan|dot|viec|noi dung|dia diem|hinh thuc|thoi gian|so luong)"
_WORDS: Final = (
    r"(?:n ?[/.\-]? ?t|n\.tr|nhu ?tr|ntr|ditto|idem"
    rf"|(?:giong |tuong tu )?nhu (?:o )?(?:{_THERE} )?(?:(?:phia|ben|o) )?(?:tren|truoc)(?: da neu)?"
    rf"|(?:giong|tuong tu)(?: (?:nhu )?(?:{_THERE} )?(?:(?:phia|ben) )?tren)?)"
)
_DITTO: Final = re.compile(rf"{_AROUND}(?:{_WORDS}|{_MARK}){_AROUND}")
_SAME_DAY: Final = re.compile(rf"{_AROUND}(?:cung|trong) ngay(?: tren)?{_AROUND}")
_MAY_SAY_SO: Final = re.compile(r"[\W_]*(?:n ?[/.\-]? ?t|nh[uư]|gi[oô]|t[uư][oơ]|di|id|c[uù]n|tron|$)", re.IGNORECASE)
"""How each begins, and few others: most cells need no closer look."""
_UNKNOWN: Final = ("no-value", "error", "cut-short")


def is_ditto(text: str) -> bool:
    """Whether a text says that it is as above.

    >>> [is_ditto(text) for text in ("Như trên", "-nt-", "n/t", '"', "-//-", "NT Hon", "-", "/", "Nhà trường")]
    [True, True, True, True, True, False, False, False, False]
    """
    return _may_say_so(text) and _DITTO.fullmatch(fold(text)) is not None


def is_same_day(text: str) -> bool:
    """Whether what stands where a day does says that it is the one above."""
    return is_ditto(text) or (_may_say_so(text) and _SAME_DAY.fullmatch(fold(text)) is not None)


def _may_say_so(text: str) -> bool:
    return 0 < len(text) <= _LONGEST and _MAY_SAY_SO.match(text) is not None


class Dittos:
    """The rows of a table, one after another, with what stands above where a cell says so."""

    def __init__(self, columns: Columns, day_rows: Mapping[int, Cell]) -> None:
        """`day_rows` are the days that stand in rows of their own, by number of the row."""
        self._columns, self._date, self._numbers, self._day_rows = columns, columns.date, columns.numbers, day_rows
        self._above: tuple[Cell, ...] = ()
        self._day = Cell()
        """The last day, which people write once for several rows."""

    def resolved(self, row: Row) -> Row:
        """A row with the cells that it repeats; one that repeats nothing stays as it is."""
        places = [at for at, cell in enumerate(row.cells) if cell.text and self._says_so(at, cell)]
        if not places:
            return row
        cells = list(row.cells)
        for at in places:
            above = self._day if at == self._date else self._above[at] if at < len(self._above) else Cell()
            if at == self._columns.title and tells_of_no_work(above.text) and has_figures(row, self._columns):
                cells[at] = structs.replace(cells[at], note="unheld-above")
            elif above.note == "nothing-above" or (not above.text and above.note in ("", "struck")):
                cells[at] = structs.replace(cells[at], note="nothing-above")
            else:
                note = above.note if above.note in _UNKNOWN else "ditto"
                cells[at] = structs.replace(above, note=note, was=cells[at].text)
        return structs.replace(row, cells=tuple(cells))

    def _says_so(self, place: int, cell: Cell) -> bool:
        if cell.date or cell.number is not None or place in self._numbers:
            return False
        return is_same_day(cell.text) if place == self._date else is_ditto(cell.text)

    def pass_row(self, row: Row) -> None:
        """Go on below a row that tells of an activity, resolved."""
        self._above = row.cells
        if not row.at(self._date).is_empty:
            self._day = row.at(self._date)

    def pass_other(self, row: Row) -> None:
        """Go on below a row that tells of none, and may have a day alone."""
        self._day = self._day_rows.get(row.number, self._day)
