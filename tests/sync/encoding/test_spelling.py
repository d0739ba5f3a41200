"""Spellings refuse whatever writing again would change."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.limits import MAX_TREE
from sync.encoding.patterns import DEVICE_ID
from sync.encoding.spelling import decimal, tobase32, tobase64, unbase64, utf8
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


def test_text_is_strict_utf8() -> None:
    with pytest.raises(BadInput) as refused:
        utf8(b"xy\xed\xa0\x80")
    assert (refused.value.code, refused.value.facts) == ("not-utf8", {"at": 2})


@given(data=st.binary(min_size=10, max_size=10))
def test_ten_bytes_make_an_id(data: bytes) -> None:
    text = tobase32(data)
    assert DEVICE_ID.fullmatch(text)
    assert base64.b32decode(text.upper()) == data
