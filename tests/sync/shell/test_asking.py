"""Questions of commands at a terminal, answered as people here answer them."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest

from sync.shell.asking import chosen, confirmed
from sync.wording.i18n import speaking

Typed = Callable[[str], None]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    def type_(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))

    return type_


@pytest.mark.parametrize("answer", ["y", "Y", "yes", "c", "C", "có", "CÓ", "co", unicodedata.normalize("NFD", "có"), " có "])
def test_a_yes_in_either_language_is_yes(typed: Typed, answer: str) -> None:
    for language in ("en", "vi"):
        typed(answer + "\n")
        with speaking(language):
            assert confirmed("?")


@pytest.mark.parametrize("answer", ["n", "no", "k", "K", "không", "KHÔNG", "khong", "ko", ""])
def test_a_no_in_either_language_enter_and_the_end_of_input_are_no(typed: Typed, answer: str) -> None:
    typed(answer + "\n")
    assert not confirmed("?")
    typed(answer)
    assert not confirmed("?")


def test_another_answer_is_asked_again(typed: Typed, capfd: pytest.CaptureFixture[str]) -> None:
    typed("x\nđược\ncó\n")
    with speaking("vi"):
        assert confirmed("Nhận như vậy?")
    assert capfd.readouterr().err.count("Nhận như vậy? [c/K] ") == 3
    monkey = b"\xff\xfe\n"
    assert monkey.strip() not in "có".encode()


def test_a_choice_is_taken_by_its_number(typed: Typed, capfd: pytest.CaptureFixture[str]) -> None:
    typed("3\n2\n")
    with speaking("en"):
        assert chosen("Which?", ["one", "two"]) == 1
    assert "Which?\n  1  one\n  2  two\n" in capfd.readouterr().err
    for nothing in ("\n", ""):
        typed(nothing)
        assert chosen("Which?", ["one", "two"]) is None


def test_a_question_that_signs_is_asked_again_at_enter_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n\nc\n"))
    assert confirmed("Nhận như vậy?", in_words=True)
    assert capsys.readouterr().err.count("Nhận như vậy?") == 3
    monkeypatch.setattr("sys.stdin", io.StringIO("\nk\n"))
    assert not confirmed("Nhận như vậy?", in_words=True)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert not confirmed("Nhận như vậy?", in_words=True), "there is no more input"
