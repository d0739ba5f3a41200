"""Key records of Windows' console, turned into the text that a terminal would send. Pure, so that it is tested anywhere.

With ENABLE_VIRTUAL_TERMINAL_INPUT the console gives every key as records of characters, escape sequences too. What a program
of keyboards injects with KEYEVENTF_UNICODE comes as a character whose virtual key code is VK_PACKET or none at all, beside
whatever lock is on; so a record counts by its character, not by its key code.
https://learn.microsoft.com/windows/console/key-event-record-str, https://github.com/Textualize/textual/pull/6689
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from msgspec import Struct

_MENU: Final = 0x12
"""The virtual key code of Alt. Older consoles give a character that has no key, in a paste above all, as digits typed with
Alt held, and the character with the release of Alt (https://github.com/microsoft/terminal/issues/9052)."""
_LONG: Final = 16
"""Fewer characters in one read are keys typed while the program was busy, Enter among them."""
_LINES_APART: Final = re.compile("\r(?=[^\r])")


class KeyRecord(Struct, frozen=True):
    """A KEY_EVENT_RECORD: what of it counts."""

    down: bool
    repeats: int
    code: int
    """The virtual key code."""
    unit: str
    """A unit of UTF-16: a character, half of one, or NUL for a key that has none."""


def key_record(event: Any) -> KeyRecord:
    """The record of a KEY_EVENT_RECORD of the console. Control keys that are held or locked play no part."""
    return KeyRecord(bool(event.bKeyDown), event.wRepeatCount, event.wVirtualKeyCode, event.uChar.UnicodeChar)


class KeyRecords:
    """The records of one console, read by read; half a character waits for its other half."""

    def __init__(self) -> None:
        self._half = ""

    def text(self, records: Iterable[KeyRecord]) -> str:
        """The text of the records of one read."""
        units = self._half + "".join(_units(record) for record in records)
        self._half = units[-1:] if units and _is_high(units[-1]) else ""
        units = units[: len(units) - len(self._half)]
        whole = units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\ufffd", "")
        return as_paste(whole)


def _units(record: KeyRecord) -> str:
    if record.unit == "\0" or not (record.down or record.code == _MENU):
        return ""
    return record.unit * (max(record.repeats, 1) if not "\ud800" <= record.unit <= "\udfff" else 1)


def _is_high(unit: str) -> bool:
    return "\ud800" <= unit <= "\udbff"


def as_paste(text: str) -> str:
    """Text of one read as a bracketed paste, if it is one: longer than a hand types in the meantime, with more lines than
    one. A console that does not bracket pastes gives Enter between their lines."""
    typed = "\x1b" in text or len(text) < _LONG or not _LINES_APART.search(text)
    return text if typed else f"\x1b[200~{text}\x1b[201~"
