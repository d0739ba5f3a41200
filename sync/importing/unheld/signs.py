"""Cells that hold a figure, a tick, a share or a sign: what each says by itself."""

from __future__ import annotations

import re
from typing import Final

from sync.importing.cells import is_nothing
from sync.importing.day_order import is_written_day
from sync.importing.ticks import is_no_tick, is_tick
from sync.ledger.text import fold
from sync.tables import Cell

_ZERO: Final = re.compile(
    r"[^\w-]*0+(?:[.,]0+)?[^0-9]*|khong(?: co)?|chua(?: co)?"
    r"|(?:khong|ko|chua)(?: co| thay)? (?:ai|nguoi|nguoi nao|mot ai)(?: (?:den|toi|du|tham gia|tham du|nghe|xem))?"
)
CROSS: Final = re.compile("[✗✘☒❌×oO○☐□]")
"""Signs that something was not done, where others stand for what was."""
_MARK: Final = re.compile(r"[\W_xXvV+oO0]{1,2}")
"""A sign that stands for how something is."""
_CHECK: Final = re.compile("[✓✔√☑✅vV+]")
"""The sign that is sure to stand for what was done."""
_YES_WORDS: Final = frozenset({"c", "y", "yes", "roi", "xong", "ok", "da", "dat"})
_NO_WORDS: Final = frozenset({"k", "n", "no", "ko", "kd"})
_NUMBER: Final = re.compile(r"[0-9]{1,3}(?:[.][0-9]+)?")


def is_some(cell: Cell) -> bool:
    """Whether a cell is how many there are, and not that there are none."""
    return not cell.date and (cell.number is not None or cell.text[:1].isdigit()) and not is_zero(cell)


def is_day(cell: Cell) -> bool:
    """Whether a cell is a day."""
    return bool(cell.date) or (cell.number is None and bool(cell.text) and is_written_day(cell.text))


def share_of(cell: Cell) -> float | None:
    """The number of a share as it stands in its cell, whatever its sign."""
    text = (cell.text if cell.number is None else str(cell.number)).replace(",", ".").strip(" %")
    return float(text) if not cell.date and _NUMBER.fullmatch(text) else None


def is_yes(cell: Cell) -> bool:
    """Whether a cell below what was done says that it was."""
    return is_tick(cell) or fold(cell.text) in _YES_WORDS


def is_no(cell: Cell) -> bool:
    """Whether a cell below what was done says that it was not."""
    return is_no_tick(cell) or fold(cell.text) in _NO_WORDS


def is_mark(cell: Cell) -> bool:
    """Whether a cell is a sign that stands for how something is."""
    return bool(cell.text) and not cell.date and _MARK.fullmatch(cell.text) is not None


def is_open_mark(cell: Cell) -> bool:
    """Whether a sign may stand for what was not done, as others stand beside it."""
    return is_mark(cell) and not _CHECK.fullmatch(cell.text) and not CROSS.fullmatch(cell.text)


def is_text(cell: Cell) -> bool:
    """Whether a cell is no number and no day."""
    return bool(cell.text) and cell.number is None and not cell.date


def has_words(cell: Cell) -> bool:
    """Whether a cell says something: no number, tick or sign for nothing."""
    if cell.number is not None or cell.date or not any(map(str.isalpha, cell.text)):
        return False
    return not (is_tick(cell) or is_no_tick(cell) or fold(cell.text).strip(" .") in ("khong co", "khong", "ko"))


def is_zero(cell: Cell) -> bool:
    """Whether a cell is how many there are, and that is none."""
    return cell.number == 0 if cell.number is not None else _ZERO.fullmatch(fold(cell.text)) is not None


def is_none(cell: Cell) -> bool:
    """Whether a cell tells of none: nothing stands in it, a sign for that, or 0."""
    return cell.is_empty or is_nothing(cell.text) or is_zero(cell)
