"""The alphabet refuses whatever writing again would change."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import encoding
from sync.encoding import MAX_TREE, decimal, exactly, is_commune, is_nfc, tobase32, tobase64, unbase64, utf8
from sync.errors import BadInput


@given(number=st.integers(0, MAX_TREE))
def test_a_number_reads_back(number: int) -> None:
    assert decimal(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", "01", "+1", "-1", "1_0", " 1", "1 ", "1\n", "1.0", "0x1", "١", str(MAX_TREE + 1), "9" * 5000]
)
def test_a_number_with_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        decimal(text)
    assert (refused.value.code, refused.value.facts) == ("not-a-number", {"text": text[:40]})


@given(data=st.binary(max_size=100))
def test_base64_reads_back(data: bytes) -> None:
    assert unbase64(tobase64(data)) == data


@pytest.mark.parametrize("text", ["AA=", "AA", "AB==", "AA==\n", " AA==", "A-_=", "AA==AA==", "é"])
def test_loose_base64_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        unbase64(text)
    assert (refused.value.code, refused.value.facts) == ("not-base64", {"text": text})


def test_base64_of_another_length_is_refused() -> None:
    with pytest.raises(BadInput) as refused:
        unbase64(tobase64(bytes(31)), length=32)
    assert (refused.value.code, refused.value.facts) == ("wrong-length", {"expected": 32, "found": 31})


def test_text_is_strict_utf8_and_nfc_is_told_from_nfd() -> None:
    with pytest.raises(BadInput) as refused:
        utf8(b"xy\xed\xa0\x80")
    assert (refused.value.code, refused.value.facts) == ("not-utf8", {"at": 2})
    assert is_nfc("Tiếng") and not is_nfc("Tie\u0302\u0301ng")


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("UNIT_CODE", "12 03390", "1 123 1234 123456 0339O"),
        ("COMMUNE_CODE", "03390", "12 033900"),
        ("DEVICE_ID", "abcdefghijklmno2", "abcdefghijklmno1 ABCDEFGHIJKLMNO2 abc"),
        ("SALT", "0123456789abcdef", "0123456789ABCDEF 0123456789abcde"),
        ("RECORD_ID", "01890000-0000-7000-8000-000000000001", "01890000-0000-4000-8000-000000000001 0189"),
        ("SLUG", "a plan-2026 a" + "-" * 62 + "z", "- a- -a A a_b a" + "-" * 63 + "z"),
        ("DAY", "2026-11-02 2026-99-99", "2026-11-2 26-11-02"),
        ("MONTH", "2026-11", "2026-1 2026-H1"),
        ("QUARTER", "2026-Q3", "2026-Q5 2026-3"),
        ("YEAR", "2026", "202"),
        ("MONTH_DAY", "02-29", "2-29"),
        ("PROVINCE_CODE", "12", "1 123"),
    ],
)
def test_a_pattern_takes_what_is_spelled_so_and_nothing_else(name: str, good: str, bad: str) -> None:
    pattern: re.Pattern[str] = getattr(encoding, name)
    assert all(pattern.fullmatch(text) and re.search(exactly(pattern), text) for text in good.split())
    assert not any(pattern.fullmatch(text) or re.search(exactly(pattern), text) for text in bad.split())
    assert not any(re.search(exactly(pattern), f"{text}\n") for text in good.split())


def test_a_commune_is_five_digits() -> None:
    assert (is_commune("03390"), is_commune("12")) == (True, False)


@given(data=st.binary(min_size=10, max_size=10))
def test_ten_bytes_make_an_id(data: bytes) -> None:
    text = tobase32(data)
    assert encoding.DEVICE_ID.fullmatch(text)
    assert base64.b32decode(text.upper()) == data


def test_the_limits_that_other_implementations_are_told_of_stand() -> None:
    assert (encoding.MAX_ENTRY, encoding.MAX_TREE, encoding.MAX_COUNT) == (65_535, 2**53, 1_000_000_000)
    assert (encoding.MAX_LINE, encoding.MAX_TEXT, encoding.MAX_TOPICS, encoding.MAX_HEADS) == (500, 10_000, 32, 64)
    assert (encoding.MAX_NAME, encoding.MAX_KEY, encoding.MAX_ORIGIN) == (100, 300, 200)


def test_normalization_is_that_of_one_version_of_unicode_on_every_machine() -> None:
    """Of the characters that this machine's version moves or composes, those that came later are left alone: if this fails
    with a new Python, its version of Unicode has further ones for the list."""
    touched = [
        character
        for character in map(chr, range(0x110000))
        if unicodedata.combining(character)
        or (unicodedata.decomposition(character) and not unicodedata.decomposition(character).startswith("<"))
    ]
    known = "".join(character for character in touched if encoding._LATER.fullmatch(character) is None)
    assert hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest() == KNOWN_TO_UNICODE_14


KNOWN_TO_UNICODE_14 = "1b08a3d6348bb4ae9c6aeb4c5025045431b3d65907296c73e981e9011b84c5d6"


def test_characters_that_came_after_that_version_are_taken_as_they_are() -> None:
    """U+0897 would move before the acute, U+105D2 compose with the dot: in Unicode 16.0."""
    assert is_nfc("q\u0323\u0897") and is_nfc("q\u0897\u0323") and is_nfc("\U000105d2\u0307") and is_nfc("\U0001fae8")
    assert encoding._LATER.fullmatch("\u0897") and encoding._LATER.fullmatch("\U000105d2")
    assert not is_nfc("\u0897e\u0301")


def test_what_cannot_be_seen_is_a_list_and_not_a_machines_table() -> None:
    unseen = {code for code in range(0x110000) if encoding.UNSEEN.fullmatch(chr(code))}
    assert {0x00, 0x1F, 0x7F, 0xA0, 0xAD, 0x200B, 0x202E, 0xD800, 0xE000, 0xFEFF, 0xFFFE, 0x10FFFF} <= unseen
    assert unseen.isdisjoint({0x20, 0x21, 0x2E, 0x1EBF, 0x0378, 0xFFFD, 0x1FAE8})
    never = {*range(0xFDD0, 0xFDF0), *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))}
    assert never <= unseen
    kinds = {unicodedata.category(chr(code)) for code in unseen - never}
    assert kinds == {"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"}
