"""Vietnamese text: what people type made tidy, compared without accents, and put in order.

Pure functions over `str`, from the standard library alone. Nothing here knows what a text is for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Final, TypeVar

_LOOK_ALIKES: Final = {"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"}
"""U+00D0 and U+0189 look like Đ (U+0110) and are other letters; so do the small ones, U+00F0 and U+0256."""

_PLAIN_D: Final = {"Đ": "D", "đ": "d", "Ð": "D", "Ɖ": "D", "ð": "d", "ɖ": "d"}
"""Unicode gives đ no decomposition, so taking marks off leaves it and its look-alikes as they are."""


_OFTEN: Final = 0x2000
"""Below it are the letters of Vietnamese and their marks."""


class _MarksOff(dict[int, int | None]):
    """What becomes of a character when marks are taken off, for `str.translate`: filled as texts come by, and bounded."""

    def __missing__(self, code: int) -> int | None:
        kept = None if unicodedata.combining(chr(code)) else code
        if code < _OFTEN:
            self[code] = kept
        return kept


_MARKS: Final = _MarksOff()
_USUAL_MARKS: Final = re.compile("[\u0300-\u0323]")
"""The marks of Vietnamese, U+031B among them, and a few more."""

_LETTERS: Final = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES: Final = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", 1)}
"""Huyền, hỏi, ngã, sắc, nặng; no mark, ngang, comes before them."""

_SHAPES: Final = frozenset("\u0306\u0302\u031b")
"""The marks that make another letter: breve (ă), circumflex (â, ê, ô), horn (ơ, ư)."""

_REMEMBERED: Final = 4_096
_SHORT: Final = 200
"""Letters."""

T = TypeVar("T")

SortKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]
"""What texts are ordered by: their letters, then their tones, then the rest."""


def tidy(text: str) -> str:
    """Text as it is kept: NFC, the letter đ where a look-alike stood, lines ended by a newline, no space around.

    >>> tidy("  Ðường giao thông\\r\\n")
    'Đường giao thông'
    """
    composed = text if text.isascii() else _replaced(unicodedata.normalize("NFC", text), _LOOK_ALIKES)
    if "\r" in composed:
        composed = composed.replace("\r\n", "\n").replace("\r", "\n")
    return composed.strip()


def remembered(read: Callable[[str], T]) -> Callable[[str], T]:
    """What reads a text and remembers short ones, which come again and again in lists. Long ones would fill the memory."""
    known = lru_cache(maxsize=_REMEMBERED)(read)

    @wraps(read)
    def reading(text: str) -> T:
        return known(text) if len(text) <= _SHORT else read(text)

    return reading


@remembered
def fold(text: str) -> str:
    """Text for comparing: no accents, no case, đ as d, single spaces.

    >>> fold("Văn  hoá") == fold("VĂN HÓA") == "van hoa"
    True
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = _USUAL_MARKS.sub("", unicodedata.normalize("NFD", _replaced(text, _PLAIN_D)))
    if not plain.isascii():
        plain = plain.translate(_MARKS)
    return " ".join(plain.casefold().split())


def _replaced(text: str, letters: Mapping[str, str]) -> str:
    """A text with a few letters replaced: several times as fast as `str.translate` beyond ASCII."""
    for letter, other in letters.items():
        text = text.replace(letter, other)
    return text


def sort_key(text: str) -> SortKey:
    """A key that puts texts into the order of a Vietnamese dictionary: a ă â b c d đ e ê ..., and of the same letters
    ngang, huyền, hỏi, ngã, sắc, nặng. Spaces and signs come before digits, digits before letters, as Unicode
    Technical Standard 10 has it.

    >>> sorted(["đá", "da", "dạ", "dà", "ăn", "an"], key=sort_key)
    ['an', 'ăn', 'da', 'dà', 'dạ', 'đá']
    """
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for char in _replaced(unicodedata.normalize("NFC", text), _LOOK_ALIKES).lower():
        parts = unicodedata.normalize("NFD", char)
        shaped = unicodedata.normalize("NFC", parts[0] + "".join(mark for mark in parts[1:] if mark in _SHAPES))
        letters.append(_rank(shaped))
        tones.append(next((_TONES[mark] for mark in parts[1:] if mark in _TONES), 0))
    return tuple(letters), tuple(tones), text


def _rank(char: str) -> tuple[int, int]:
    if char in _LETTERS:
        return 2, _LETTERS[char]
    if char.isdecimal():
        return 1, unicodedata.decimal(char)
    return (3 if char.isalpha() else 0), ord(char[0])
