"""Texts in encodings that nobody named."""

from __future__ import annotations

import unicodedata

import pytest

from sync.errors import BadInput
from sync.tables.encodings import decoded
from sync.tables.turning import Turning

TEXT = "Ngày;Nội dung\n3/11;Phát loa về kỹ năng số, trồng rừng\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_known_with_and_without_its_mark(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding), "x", Turning()) == TEXT


def in_1258(text: str) -> bytes:
    """As Windows writes it: a letter with its shape, and its tone behind it."""
    out = b""
    for char in text:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in apart[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
            out += unicodedata.normalize("NFC", apart.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return out


def test_windows_1258_is_told_by_its_syllables_and_counted() -> None:
    turning = Turning()
    assert decoded(in_1258(TEXT), "x", turning) == TEXT
    (told,) = turning.book("csv", ()).turned
    assert told.source == "Windows-1258" and told.after == "Ngày;Nội dung"


def test_what_is_no_vietnamese_in_any_of_them_is_refused() -> None:
    with pytest.raises(BadInput) as caught:
        decoded("日本語のテキスト".encode("shift_jis"), "x", Turning(), said="no-such-encoding")
    assert caught.value.code == "unknown-encoding"


def test_broken_utf_16_is_refused() -> None:
    with pytest.raises(BadInput):
        decoded(b"\xff\xfe\x00\xd8", "x", Turning())
