"""Words for a report typed under the headings that it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sync.errors import Misuse, NotListed
from sync.ledger.asked import under_heads, with_heads
from sync.ledger.text import fold, tidy


def typed_under_heads(typed: Iterable[str], heads: Sequence[str], first: str = "", before: str = "") -> str:
    """The words of a report, each typed as HEADING=TEXT: a heading may be said by its number, or without accents.
    `first` stands before them all; of a heading that is not typed stays what was said under it `before`.
    `Misuse("head-without-text")`; `NotListed("unknown-head")`: nobody asks for it."""
    words = {**dict.fromkeys(heads, ""), **under_heads(before, heads), "": first}
    for text in typed:
        named, equals, said = text.partition("=")
        if not equals:
            raise Misuse("head-without-text", text=text[:100])
        words[_head(named, heads)] = tidy(said)
    return with_heads(words)


def _head(named: str, heads: Sequence[str]) -> str:
    wanted = fold(named)
    for number, head in enumerate(heads, 1):
        if wanted in (fold(head), str(number)):
            return head
    raise NotListed("unknown-head", text=named[:100], near="; ".join(heads) or "–")
