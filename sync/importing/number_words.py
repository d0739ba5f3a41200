"""Numbers that are written in words: "hai mươi", "một trăm linh năm". One that may say something else is none."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

_DIGITS: Final = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9,
}  # fmt: skip
_BARE: Final = {
    "mot": "một", "bon": "bốn", "lam": "lăm", "sau": "sáu", "bay": "bảy", "tam": "tám", "chin": "chín", "muoi": "mươi",
    "tram": "trăm", "nghin": "nghìn", "ngan": "nghìn", "ngàn": "nghìn", "le": "lẻ",
}  # fmt: skip
"""Words without their accents; "nam" is five, men and a year, and no number then, nor is another of them alone."""
_BEHIND_TENS: Final = frozenset({"mốt", "tư", "lăm", "nhăm"})
"""Digits that stand behind tens alone."""
_TEN: Final = 10
_HUNDRED: Final = 100
_THOUSAND: Final = 1_000


def spelled(text: str) -> tuple[int, str] | None:
    """The number that the words at the beginning of a text say, and what stands behind them; None without one.

    >>> [spelled(text) for text in ("Hai mươi", "mười lăm người", "một trăm linh năm", "một nghìn hai trăm", "hai muoi mot")]
    [(20, ''), (15, 'người'), (105, ''), (1200, ''), (21, '')]
    >>> [spelled(text) for text in ("vài chục", "hai mươi nam", "năm năm", "lăm", "mười mươi", "bay", "trăm")]
    [None, (20, 'nam'), None, None, None, None, None]
    """
    said = unicodedata.normalize("NFC", text).casefold().split()
    words = [_BARE.get(word, word) for word in said]
    for size in range(len(words), 0, -1):
        number = _number(words[:size])
        if number is not None and (size > 1 or said[0] not in _BARE):
            rest = words[size:]
            return None if rest and rest[0] in (*_DIGITS, *_BARE.values(), "mười", "linh") else (number, " ".join(rest))
    return None


def _number(words: Sequence[str]) -> int | None:
    if "nghìn" in words:
        at = words.index("nghìn")
        thousands, rest = _below_thousand(words[:at]), _below_thousand(words[at + 1 :])
        if thousands is None or (rest is None and words[at + 1 :]):
            return None
        return _THOUSAND * thousands + (rest or 0) if rest is None or rest >= _HUNDRED else None
    return _below_thousand(words)


def _below_thousand(words: Sequence[str]) -> int | None:
    if len(words) > 1 and words[1] == "trăm" and words[0] in _DIGITS and words[0] not in _BEHIND_TENS:
        rest = list(words[2:])
        if rest[:1] in (["linh"], ["lẻ"]):
            digit = _digit(rest[1:])
            return None if digit is None else _HUNDRED * _DIGITS[words[0]] + digit
        below = _below_hundred(rest) if rest else 0
        return None if below is None or (rest and below < _TEN) else _HUNDRED * _DIGITS[words[0]] + below
    return _below_hundred(words)


def _below_hundred(words: Sequence[str]) -> int | None:
    if list(words) == ["mười"]:
        return _TEN
    if words[:1] == ["mười"] or words[:1] == ["mươi"]:
        digit = _DIGITS.get(words[1]) if len(words) == len(("ten", "digit")) and words[1] not in ("mốt", "tư") else None
        return None if digit is None else _TEN + digit
    if len(words) > 1 and words[1] == "mươi" and words[0] in _DIGITS and words[0] not in _BEHIND_TENS:
        if len(words) == len(("digit", "ten")):
            return _TEN * _DIGITS[words[0]]
        digit = _DIGITS.get(words[2]) if len(words) == len(("digit", "ten", "digit")) else None
        return None if digit is None else _TEN * _DIGITS[words[0]] + digit
    return _digit(words)


def _digit(words: Sequence[str]) -> int | None:
    return _DIGITS.get(words[0]) if len(words) == 1 and words[0] not in _BEHIND_TENS else None
