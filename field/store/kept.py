"""Small things that the laptop keeps for itself, read back: what rotted of them reads as nothing."""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

_T = TypeVar("_T")
_LONG: Final = 17
"""Digits of a number that is none of ours."""


def decoded(kept: str | bytes | None, type_: type[_T]) -> _T | None:
    """What was kept as JSON; None if nothing was, or nothing can be read of it."""
    try:
        return None if kept is None else msgspec.json.decode(kept, type=type_)
    except (msgspec.DecodeError, UnicodeError):
        return None


def numbers(kept: str | None, count: int) -> tuple[int, ...]:
    """Numbers that were kept with a space between, so many; as many zeros if nothing was, or other than that."""
    found = (kept or "").split()
    whole = len(found) == count and all(each.isascii() and each.isdecimal() and len(each) < _LONG for each in found)
    return tuple(map(int, found)) if whole else (0,) * count
