"""The alphabet refuses whatever writing again would change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding import MAX_TREE, decimal, is_nfc, tobase64, unbase64, utf8
from sync.errors import BadInput


@given(number=st.integers(0, MAX_TREE))
def test_a_number_reads_back(number: int) -> None:
    assert decimal(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", "01", "+1", "-1", "1_0", " 1", "1 ", "1\n", "1.0", "0x1", "١", str(MAX_TREE + 1), "9" * 5000]
)
def test_a_number_with_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        decimal(text)


@given(data=st.binary(max_size=100))
def test_base64_reads_back(data: bytes) -> None:
    assert unbase64(tobase64(data)) == data


@pytest.mark.parametrize("text", ["AA=", "AA", "AB==", "AA==\n", " AA==", "A-_=", "AA==AA==", "é"])
def test_loose_base64_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        unbase64(text)


def test_base64_of_another_length_is_refused() -> None:
    with pytest.raises(BadInput):
        unbase64(tobase64(bytes(31)), length=32)


def test_text_is_strict_utf8_and_nfc_is_told_from_nfd() -> None:
    with pytest.raises(BadInput):
        utf8(b"\xed\xa0\x80")
    assert is_nfc("Tiếng") and not is_nfc("Tie\u0302\u0301ng")
