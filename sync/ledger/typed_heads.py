"""Words for a report typed under the headings that it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sync.errors import Misuse, NotListed
from sync.ledger.asked import under_heads, with_heads
from sync.ledger.entry import Narrative
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


def typed_anew(
    before: Narrative,
    heads: Sequence[str],
    under: Iterable[str],
    results: str | None,
    difficulties: str | None,
    proposals: str | None,
) -> Narrative:
    """The words that were typed, each in place of what the report said `before`; what was not typed, None, stays."""
    first = under_heads(before.results, heads).get("", "") if results is None else results
    return Narrative(
        results=typed_under_heads(under, heads, first, before.results),
        difficulties=before.difficulties if difficulties is None else difficulties,
        proposals=before.proposals if proposals is None else proposals,
    )


def stays(before: Narrative, narrative: Narrative, heads: Sequence[str]) -> bool:
    """Whether some words of the report before stay as they were."""
    was, said = (
        {**under_heads(words.results, heads), "difficulties": words.difficulties, "proposals": words.proposals}
        for words in (before, narrative)
    )
    return any(text and said.get(part) == text for part, text in was.items())


def _head(named: str, heads: Sequence[str]) -> str:
    wanted = fold(named)
    for number, head in enumerate(heads, 1):
        if wanted in (fold(head), str(number)):
            return head
    raise NotListed("unknown-head", text=named[:100], near="; ".join(heads) or "–")
