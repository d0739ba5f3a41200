"""Cells as a draft has them: figures with their units, signs for nothing, several terms in one cell. What is taken off is
said, so that a plan can name it; what would change a figure is not taken off."""

from __future__ import annotations

import re
from typing import Final, Literal

from sync.errors import Misuse
from sync.ledger.text import fold
from sync.ledger.vocabulary import ListName, find

_NOTHING: Final = re.compile(r"[-–—_.…*/\\ ]+|0*[-–—]+")
_ABOUT: Final = re.compile(r"^(?:~|≈|>=?|<=?|khoang|gan|hon|tren|duoi|uoc|chung|tam) ?")
_NUMBER: Final = re.compile(r"([0-9][0-9., ]*)(.*)")
_SCALES: Final = re.compile(
    r"\b(?:nghin|ngan|trieu|ty|chuc|tram|k|h|gio|giay|ngay|tuan|thang|nam|ho|gia dinh)\b|[0-9%/+x*=]"
)
_PEOPLE: Final = re.compile(
    r"(?:luot )?(?:nguoi|dai bieu|hoc vien|hoc sinh|hoi vien|doan vien|dan|em|ba con|can bo|nghe|xem)\b.*"
)
_MINUTES: Final = re.compile(r"(?:phut|ph|p|'|’|min)\.?")
_TURNS: Final = re.compile(r"luot\b.*")
_MAX_TERMS: Final = 2_000

FigureHow = Literal["unit", "about"]
"""How a figure was read where it does not stand alone: a unit was taken off; it is no exact one."""


def is_nothing(text: str) -> bool:
    """Whether a text is a sign that stands for an empty cell."""
    return _NOTHING.fullmatch(text) is not None


def figure(text: str, field: str) -> tuple[str, FigureHow | None]:
    """A figure as a draft has it, and how it was read. One that is not understood stays as it is, and the
    check of the draft says why.

    >>> figure("12 lượt", "quantity"), figure("~150", "audience"), figure("40 hộ", "audience"), figure("1 200.", "audience")
    (('12', 'unit'), ('150', 'about'), ('40 hộ', None), ('1 200', None))
    """
    if text.isascii() and text.isdigit():
        return text, None
    folded = fold(text)
    bare = _ABOUT.sub("", folded)
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return text, None
    number, unit = match[1].strip(" .,"), match[2].strip(" .,()")
    if unit and (_SCALES.search(unit) or not _fits(unit, field)):
        return text, None
    return number, "about" if bare != folded else "unit" if unit else None


def _fits(unit: str, field: str) -> bool:
    """Whether a unit is one of what a field counts."""
    if field == "minutes":
        return _MINUTES.fullmatch(unit) is not None
    if field == "audience":
        return _PEOPLE.fullmatch(unit) is not None or _TURNS.fullmatch(unit) is not None
    return _PEOPLE.fullmatch(unit) is None and _MINUTES.fullmatch(unit) is None and unit.replace(" ", "").isalpha()


def several(text: str) -> tuple[str, ...]:
    """The terms in a cell that holds several."""
    return tuple(part.strip() for part in re.split("[,;\n]", text[:_MAX_TERMS]) if part.strip())


class Terms:
    """Terms of the vocabulary looked up once for a file: its cells say the same few again and again."""

    def __init__(self) -> None:
        self._found: dict[tuple[ListName, str], str] = {}

    def code(self, terms: ListName, text: str) -> str:
        """The code of a term, or the text where it names none: the check of the draft says why."""
        known = self._found.get((terms, text))
        if known is None:
            try:
                known = find(terms, text).code
            except Misuse:
                known = text
            self._found[terms, text] = known
        return known
