"""Vietnamese text: repaired on input, compared without accents, ordered as a dictionary has it."""

from __future__ import annotations

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.ledger import text as module
from sync.ledger.text import fold, sort_key, tidy

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)


def backwards_sorted(words: list[str]) -> list[str]:
    """Sorted from the opposite order, so that a sort that does nothing is seen."""
    backwards = words[::-1]
    return sorted(backwards, key=sort_key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoá", "hóa"),
        ("Đường", "duong"),
        ("ĐƯỜNG", "đường"),
        ("Ðường", "Đường"),
        ("Ɖường", "Đường"),
        ("Bình  Lư\n", "binh lu"),
        (unicodedata.normalize("NFD", "Tuyên truyền"), "tuyen truyen"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(TEXTS)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_what_is_tidy_stays_and_is_nfc(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert unicodedata.is_normalized("NFC", tidied)
    assert "\r" not in tidied


def test_look_alikes_of_d_are_repaired_and_lines_end_one_way() -> None:
    assert tidy(" Ðài\r\nɖi\rÐ ") == "Đài\nđi\nĐ"


def test_letters_come_in_the_order_of_the_alphabet() -> None:
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert backwards_sorted(alphabet) == alphabet


def test_tones_come_in_the_order_of_the_dictionary() -> None:
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert backwards_sorted(tones) == tones
    decomposed = [unicodedata.normalize("NFD", word) for word in tones]
    assert backwards_sorted(decomposed) == decomposed


def test_letters_decide_before_tones() -> None:
    names = ["Bản Bo", "Bản Lang", "Bum Nưa", "Bum Tở", "Dào San", "Đoàn Kết", "Mường Kim", "Mường Tè", "Sìn Hồ"]
    assert backwards_sorted(names) == names
    assert backwards_sorted(["bạn", "báo"]) == ["bạn", "báo"]


def test_words_come_before_longer_ones_and_digits_before_letters() -> None:
    names = ["Phường 1", "Phường 10", "Phường A", "Phường An"]
    assert backwards_sorted(names) == names


def test_spaces_and_signs_come_before_digits_and_these_before_letters_of_any_alphabet() -> None:
    names = ["Bản", "Bản 2", "Bản-2", "Bản_2", "Bản0", "Bản2", "Bảna", "Bảnz", "Bảnλ"]
    assert backwards_sorted(names) == names


def test_no_tone_comes_before_every_tone_whatever_the_case() -> None:
    for toned in ("Mà", "Mả", "Mã", "Má", "Mạ"):
        assert backwards_sorted(["ma", toned]) == ["ma", toned]


@given(TEXTS, TEXTS)
def test_only_the_same_text_has_the_same_key(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (one == other)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(module) == (0, 3)
