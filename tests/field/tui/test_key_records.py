"""What Windows' console gives for keys comes through, whatever lock is on: records as the console would hold them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Final

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from field.tui.key_records import KeyRecord, KeyRecords, as_paste, key_record

NUMLOCK, CAPSLOCK, SHIFT, CTRL = 0x0020, 0x0080, 0x0010, 0x0008
VK_PACKET, VK_BACK, VK_RETURN, VK_SHIFT, VK_MENU = 0xE7, 0x08, 0x0D, 0x10, 0x12


class Char(ctypes.Union):
    """As in textual/drivers/win32.py, where it cannot be loaded from elsewhere than Windows."""

    _fields_ = [("AsciiChar", ctypes.c_char), ("UnicodeChar", ctypes.c_wchar)]


class KeyEventRecord(ctypes.Structure):
    """KEY_EVENT_RECORD."""

    _fields_ = [
        ("bKeyDown", ctypes.c_int),
        ("wRepeatCount", ctypes.c_ushort),
        ("wVirtualKeyCode", ctypes.c_ushort),
        ("wVirtualScanCode", ctypes.c_ushort),
        ("uChar", Char),
        ("dwControlKeyState", ctypes.c_ulong),
    ]


def record(unit: str, *, code: int = 0, state: int = 0, down: bool = True, repeats: int = 1) -> KeyEventRecord:
    return KeyEventRecord(down, repeats, code, 0, Char(UnicodeChar=unit), state)


def pressed(text: str, *, code: int = 0, state: int = 0) -> list[KeyEventRecord]:
    """Each key pressed and released."""
    return [record(unit, code=code, state=state, down=down) for unit in text for down in (True, False)]


def typed(records: Iterable[KeyEventRecord]) -> str:
    return KeyRecords().text(map(key_record, records))


def keys(text: str) -> list[tuple[str, str | None]]:
    return [(event.key, event.character) for event in XTermParser().feed(text) if isinstance(event, events.Key)]


BACK: Final = pressed("\x7f", code=VK_BACK, state=NUMLOCK)


@pytest.mark.parametrize("state", [0, NUMLOCK, CAPSLOCK, SHIFT, NUMLOCK | CAPSLOCK], ids=hex)
@pytest.mark.parametrize("code", [0, VK_PACKET], ids=["no key code", "VK_PACKET"])
def test_an_injected_letter_comes_through_whatever_lock_is_on(code: int, state: int) -> None:
    records = [*pressed("vie", state=state), *BACK, *pressed("ệt", code=code, state=state)]
    assert typed(records) == "vie\x7fệt"


def test_openkey_s_empty_character_and_its_backspaces_come_in_order() -> None:
    records = [
        *pressed("tie"),
        *pressed("\u202f", code=VK_PACKET, state=NUMLOCK),
        *BACK,
        *BACK,
        *pressed("ê", code=VK_PACKET),
    ]
    assert keys(typed(records))[3:] == [
        ("narrow_no_break_space", "\u202f"),
        ("backspace", "\x7f"),
        ("backspace", "\x7f"),
        ("ê", "ê"),
    ]


def test_a_key_alone_without_a_character_is_nothing() -> None:
    shift = [record("\0", code=VK_SHIFT, state=SHIFT), record("\0", code=VK_SHIFT, down=False)]
    assert typed([*shift, *pressed("A", code=0x41, state=SHIFT), record("\0", state=NUMLOCK)]) == "A"


def test_a_key_held_down_repeats() -> None:
    assert typed([record("a", code=0x41, repeats=5), record("b", repeats=0)]) == "aaaaab"


def test_escape_sequences_come_through_with_a_lock_on() -> None:
    assert keys(typed(pressed("\x1b[1;2H", state=NUMLOCK))) == [("shift+home", None)]


def test_halves_of_a_character_are_put_together_across_reads_and_a_lone_one_is_nothing() -> None:
    console = KeyRecords()
    high, low = "\ud83d", "\ude42"
    assert console.text([KeyRecord(True, 1, VK_PACKET, high)]) == ""
    assert console.text([KeyRecord(True, 1, VK_PACKET, low), KeyRecord(True, 1, 0, "a")]) == "🙂a"
    assert console.text([KeyRecord(True, 1, 0, low), KeyRecord(True, 1, 0, "b")]) == "b"
    assert console.text([KeyRecord(True, 1, 0, high), KeyRecord(True, 1, 0, "c")]) == "c"
    assert console.text([KeyRecord(True, 2, 0, high), KeyRecord(True, 2, 0, low)]) == "🙂"


def test_a_character_typed_with_alt_and_digits_comes_with_the_release_of_alt() -> None:
    digits = [record("\0", code=VK_MENU), record("\0", code=0x61), record("\0", code=0x61, down=False)]
    assert typed([*digits, record("ế", code=VK_MENU, down=False)]) == "ế"


@pytest.mark.parametrize(
    ("text", "pasted"),
    [
        ("Họp thôn bản\rPhát loa\r", True),
        ("Họp thôn bản Phát loa xã\r", False),
        ("Họp\rPhát", False),
        ("\x1b[AHọp thôn bản\rPhát loa", False),
        ("\x1b[200~Họp thôn bản\rPhát loa\x1b[201~", False),
    ],
)
def test_lines_that_come_in_one_read_are_a_paste(text: str, pasted: bool) -> None:
    assert as_paste(text) == (f"\x1b[200~{text}\x1b[201~" if pasted else text)
    assert typed(pressed(text)) == as_paste(text)
