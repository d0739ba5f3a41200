"""In what two rows are one: the keys by which they find each other, and what may differ."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

from sync.importing.read_row import ReadRow
from sync.importing.said import same
from sync.ledger.activity_fields import COUNTED
from sync.ledger.text import fold

NEAR: Final = 0.75
"""The share of words that titles have in common which look alike."""
NEAR_DAYS: Final = range(-14, 15)
"""How far, in days, a day may be from the one that it was put right from."""


class Folded(dict[str, str]):
    """Texts folded, each once: the cells of a list say the same few again and again."""

    def __missing__(self, text: str) -> str:
        self[text] = folded = fold(text)
        return folded


def fingerprint(row: ReadRow, alike: Counter[str], folded: Mapping[str, str]) -> bytes:
    """What a row is known by: its cells under the headings that are read, and how many like it stand before it in the
    file. `alike` counts those: two broadcasts on one day may well be two equal rows."""
    known = "\x1f".join(f"{field}={folded[text]}" for field, text in row.cells)
    number = alike[known]
    alike[known] += 1
    return hashlib.sha256(f"{known}\x1f{number}".encode()).digest()


def all_of(said: Mapping[str, object]) -> str:
    """What a row says, apart from fields that it leaves empty, as a key."""
    return msgspec.json.encode({code: said[code] for code in sorted(said) if said[code]}).decode()


def title_of(said: Mapping[str, object]) -> str:
    """Its title, folded."""
    return fold(str(said["title"]))


def place_of(said: Mapping[str, object]) -> str:
    """Its place, folded; empty where it says none."""
    return fold(str(said.get("place") or ""))


def day_and_title(said: Mapping[str, object]) -> tuple[str, str]:
    """Its day and title, as a key."""
    return str(said["date"]), title_of(said)


def title_and_place(said: Mapping[str, object]) -> tuple[str, str]:
    """Its title and place, as a key."""
    return title_of(said), place_of(said)


def day_and_place(said: Mapping[str, object]) -> tuple[str, str]:
    """Its day and place, as a key."""
    return str(said["date"]), place_of(said)


def without_title(said: Mapping[str, object]) -> str | None:
    """What a row says of its day, place and figures, as a key; None where it says nothing but the day."""
    codes = ("date", "until", "place", *COUNTED)
    told = [said.get(code) or None for code in codes]
    return msgspec.json.encode(told).decode() if any(told[2:]) else None


def days_between(told: Mapping[str, object], said: Mapping[str, object]) -> int:
    """Days from what was told to what is said."""
    first, second = (datetime.date.fromisoformat(str(each["date"])) for each in (told, said))
    return (second - first).days


def says_more(told: Mapping[str, object], said: Mapping[str, object]) -> bool:
    """Whether a row says all that was told, and perhaps more."""
    return all(not value or same(said.get(code), value) for code, value in told.items())


def fits(told: Mapping[str, object], said: Mapping[str, object]) -> bool:
    """Whether two rows of a day and title may be one: they name no two places or ways."""
    return all(
        not told.get(code) or not said.get(code) or fold(str(told[code])) == fold(str(said[code]))
        for code in ("place", "channel")
    )


def near(first: str, second: str) -> bool:
    """Whether two titles look alike: most words of both are in both."""
    words, others = set(fold(first).split()), set(fold(second).split())
    return bool(words) and len(words & others) >= NEAR * len(words | others)
