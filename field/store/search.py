"""Accent-blind search: what of a record is searched, and how what a person types becomes a query of FTS5.

Both sides are folded by `sync.ledger.text.fold`, so "duong", "Đường" and a query in Unicode form NFD find the same
records. Both are cut into words here: what is given to FTS5 has letters, digits and spaces alone. Its own tokenizer goes by
Unicode 6.1, and takes what came since (the isolates around a name copied from a chat, most emoji) for letters. No SQL here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from sync.ledger.merge import Values
from sync.ledger.text import fold
from sync.ledger.vocabulary import Term, label, vocabulary

WORD = re.compile(r"[^\W_]+")
"""A word of a text that is folded."""


_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
"""What is shown as nothing (Unicode's Default_Ignorable_Code_Point), besides the characters of format, Cf."""


def words(typed: str) -> list[str]:
    """The folded words of what was typed: what is not seen parts none."""
    return WORD.findall(fold(typed if typed.isascii() else _seen(typed)))


def searched(values: Values) -> str:
    """The folded words by which a record is found."""
    return " ".join(words(" ".join(_texts(values))))


def _seen(text: str) -> str:
    """A text without what is shown as nothing."""
    return "".join(char for char in _UNSEEN.sub("", text) if unicodedata.category(char) != "Cf")


def _texts(values: Values) -> Iterator[str]:
    yield values.title
    yield from filter(None, (values.text, *values.every_place, values.directive, values.task))
    known = vocabulary()
    terms = [
        known.channels.get(values.channel or ""),
        *(known.topics.get(topic) for topic in values.topics),
        *(known.audiences.get(group) for group in values.audiences),
        known.actors.get(values.body or ""),
    ]
    for term in terms:
        yield from _labels(term)
    yield from (*values.topics, values.channel or "", *values.audiences, values.body or "")


def _labels(term: Term | None) -> Iterator[str]:
    if term is not None:
        yield label(term, "vi")
        yield label(term, "en")


def match_expression(typed: str) -> str | None:
    """The FTS5 query for what was typed: every word of it, each as the beginning of a word. None if it has no word.

    Words are quoted, so nothing that is typed is ever read as FTS5's own syntax.

    >>> match_expression("Đường - giao* AND")
    '"duong"* "giao"* "and"*'
    """
    return " ".join(f'"{word}"*' for word in words(typed)) or None
