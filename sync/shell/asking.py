"""Questions of commands at a terminal: what is asked goes to standard error, and is answered in the reader's language or in
English. No command asks by other means."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final, Literal

from sync.ledger.text import fold
from sync.shell.console import say
from sync.wording.i18n import catalogue

_ = catalogue("sync")

_YES: Final = frozenset({"y", "yes", "c", "co", "dong y", "ok"})
_NO: Final = frozenset({"n", "no", "k", "ko", "khong"})
_REST: Final = frozenset({"a", "all", "t", "tat ca"})


def can_ask() -> bool:
    """Whether somebody sits there who sees what is asked and can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirmed(question: str, *, in_words: bool = False) -> bool:
    """Whether somebody says yes; no more input is no, and so is Enter alone, unless the answer is wanted `in_words`: then it
    is asked again."""
    hint = _("[y/n]") if in_words else _("[y/N]")
    while True:
        answer = _answer(f"{question} {hint} ")
        if answer in _YES:
            return True
        if answer in _NO or answer is None or not (answer or in_words):
            return False
        say(_("Type y for yes, or n for no."))


def decided(question: str, *, yes: str, no: str, rest: str) -> Literal["yes", "no", "rest"]:
    """What somebody says to one of several questions, each answer with what it means; Enter alone is yes."""
    while True:
        say(question)
        say(_("  y  yes: {meaning} (Enter is this)").format(meaning=yes))
        say(_("  n  no: {meaning}").format(meaning=no))
        say(_("  a  {meaning}").format(meaning=rest))
        answer = _answer("> ")
        if not answer or answer in _YES:
            return "yes"
        if answer in _NO or answer in _REST:
            return "no" if answer in _NO else "rest"


def chosen(question: str, choices: Sequence[str]) -> int | None:
    """The place of the choice that somebody types the number of; None for Enter alone."""
    while True:
        say(question)
        for number, choice in enumerate(choices, start=1):
            say(f"  {number}  {choice}")
        answer = _answer(_("A number, or Enter for none of them: "))
        if not answer:
            return None
        if answer in map(str, range(1, len(choices) + 1)):
            return int(answer) - 1


def _answer(prompt: str) -> str | None:
    """What is typed; None where there is no more input."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    try:
        line = sys.stdin.readline()
        return fold(line) if line else None
    except UnicodeDecodeError:
        return "?"  # what a console sends in another encoding is no answer
