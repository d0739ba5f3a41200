"""Characters are read by one version of Unicode on every machine."""

from __future__ import annotations

import hashlib
import unicodedata

from sync.encoding import unicode
from sync.encoding.unicode import is_nfc


def test_nfc_is_told_from_nfd() -> None:
    assert is_nfc("Tiếng") and not is_nfc("Tie\u0302\u0301ng")


def test_normalization_is_that_of_one_version_of_unicode_on_every_machine() -> None:
    """Of the characters that this machine's version moves or composes, those that came later are left alone: if this fails
    with a new Python, its version of Unicode has further ones for the list."""
    touched = [
        character
        for character in map(chr, range(0x110000))
        if unicodedata.combining(character)
        or (unicodedata.decomposition(character) and not unicodedata.decomposition(character).startswith("<"))
    ]
    known = "".join(character for character in touched if unicode._later().fullmatch(character) is None)
    assert hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest() == KNOWN_TO_UNICODE_14


KNOWN_TO_UNICODE_14 = "1b08a3d6348bb4ae9c6aeb4c5025045431b3d65907296c73e981e9011b84c5d6"


def test_characters_that_came_after_that_version_are_taken_as_they_are() -> None:
    """U+0897 would move before the acute, U+105D2 compose with the dot: in Unicode 16.0."""
    assert is_nfc("q\u0323\u0897") and is_nfc("q\u0897\u0323") and is_nfc("\U000105d2\u0307") and is_nfc("\U0001fae8")
    assert unicode._later().fullmatch("\u0897") and unicode._later().fullmatch("\U000105d2")
    assert not is_nfc("\u0897e\u0301")


def test_what_cannot_be_seen_is_a_list_and_not_a_machines_table() -> None:
    unseen = {code for code in range(0x110000) if unicode.has_unseen(chr(code))}
    assert {0x00, 0x1F, 0x7F, 0xA0, 0xAD, 0x200B, 0x202E, 0xD800, 0xE000, 0xFEFF, 0xFFFE, 0x10FFFF} <= unseen
    assert unseen.isdisjoint({0x20, 0x21, 0x2E, 0x1EBF, 0x0378, 0xFFFD, 0x1FAE8})
    never = {*range(0xFDD0, 0xFDF0), *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))}
    assert never <= unseen
    kinds = {unicodedata.category(chr(code)) for code in unseen - never}
    assert kinds == {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"}
