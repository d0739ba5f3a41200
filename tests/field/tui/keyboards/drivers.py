"""What the drivers of `streams/*.json` send for a text, burst by burst, as a terminal gives it on.

Each file says whether it was recorded or written, and from what. A recorded one holds its bursts; a written one says how the
driver turns a changed word into erasures and letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from unicodedata import combining, normalize

import msgspec
from msgspec import Struct

from tests.field.tui.keyboards.hands import Habit, Method, words_typed

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")


class Driver(Struct, frozen=True, rename={"source": "from"}, forbid_unknown_fields=True):
    """A keyboard driver."""

    driver: str
    how: str
    """Recorded, written from its source or documentation, or supposed."""
    source: str
    telex: tuple[str, ...] = ()
    vni: tuple[str, ...] = ()
    letters: str = "whole"
    """"whole" (Unicode dựng sẵn), or with their "tones apart" (Unicode tổ hợp)."""
    erase: str = ""
    """What it sends to erase or select a letter."""
    erases: str = "letters"
    """What it counts: "letters", or "code points"."""
    before_erasing: str = ""
    """What it puts down first, and erases along with the rest."""
    pastes: bool = False
    """Whether the new letters come as a paste."""
    commits: bool = False
    """Whether a word comes when it is finished."""
    layout: bool = False
    """Whether each letter and each tone has a key of its own."""

    @property
    def is_recorded(self) -> bool:
        return self.how == "recorded"


def drivers() -> dict[str, Driver]:
    """The drivers by the names of their files."""
    folder = Path(__file__).parent / "streams"
    return {path.stem: msgspec.json.decode(path.read_bytes(), type=Driver) for path in sorted(folder.glob("*.json"))}


def sent(driver: Driver, text: str, method: Method, habit: Habit) -> Iterator[str]:
    """What it sends for words with spaces behind them."""
    if driver.is_recorded:
        recorded = "".join(driver.telex if method == "telex" else driver.vni)
        start = recorded.index(f"{text} ")
        yield recorded[start : start + len(text) + 1]
        return
    for word, steps in words_typed(text, method, habit):
        if driver.commits:
            yield f"{word} "
            continue
        if driver.layout:
            yield from _apart(word)
        else:
            before = ""
            for now in steps:
                if now != before:
                    yield _change(driver, before, now)
                before = now
        yield " "


def _change(driver: Driver, before: str, now: str) -> str:
    kept = next((at for at, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), min(len(before), len(now)))
    gone, new = before[kept:], now[kept:]
    if driver.letters == "tones apart":
        new = _apart(new)
    times = len(_apart(gone)) if driver.erases == "code points" else len(gone)
    if not gone:
        return new
    first = driver.before_erasing
    if driver.pastes and new:
        new = f"\x1b[200~{new}\x1b[201~"
    return first + driver.erase * (times + len(first)) + new


def _apart(text: str) -> str:
    """Letters with the tones behind them, as Windows' code page 1258 and Unicode tổ hợp have them: ê and its tone, two."""
    return "".join(_with_tone_apart(letter) for letter in text)


def _with_tone_apart(letter: str) -> str:
    base, *marks = list(normalize("NFD", letter))
    tones = "".join(mark for mark in marks if mark in _TONES)
    return normalize("NFC", base + "".join(mark for mark in marks if mark not in _TONES and combining(mark))) + tones
