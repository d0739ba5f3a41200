"""What a report is asked to say: the headings of its words, and its tables, by the duties that it answers.

Words under headings travel in `results` (`entry.Narrative`), each heading a line of its own: every program shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sync.ledger.directive import Directive, Duty
from sync.ledger.obligations import Obligation
from sync.ledger.period import Period


class Asked(Struct, frozen=True, kw_only=True):
    """The headings and the tables that a report is to have."""

    heads: tuple[str, ...] = ()
    """Each once; without any, words stand under what every report has."""
    tables: tuple[str, ...] = ()
    """Empty for all of them."""

    def has(self, table: str) -> bool:
        """Whether a table is asked for."""
        return not self.tables or table in self.tables


def asked_for(duties: Iterable[Duty]) -> Asked:
    """What duties that one report answers ask for together: all tables, if one of them leaves that open."""
    known = tuple(duties)
    tables = (table for duty in known for table in duty.tables) if all(duty.tables for duty in known) else ()
    return Asked(
        heads=tuple(dict.fromkeys(head for duty in known for head in duty.heads)), tables=tuple(dict.fromkeys(tables))
    )


def asked_of(period: Period, directives: Iterable[Directive], owed: Iterable[Obligation]) -> Asked:
    """What a report of a period is asked to say: by the duty of its directive, or of the calendar by all that is owed."""
    if period.directive is None:
        return asked_for(owes.duty for owes in owed)
    named = (directive for directive in directives if directive.id == period.directive)
    return asked_for([duty for directive in named for duty in directive.duties if duty.rule == period.rule][:1])


def under_heads(words: str, heads: Sequence[str]) -> dict[str, str]:
    """Words by the heading that they stand under, in their order, and what stands before the first of them under an empty
    text: only what says something.

    >>> under_heads("Chung\\nThiệt hại\\nKhông có", ["Thiệt hại", "Kiến nghị"])
    {'': 'Chung', 'Thiệt hại': 'Không có'}
    """
    lines: dict[str, list[str]] = {"": []}
    under = ""
    for line in words.split("\n"):
        if line.strip() in heads:
            under = line.strip()
            lines.setdefault(under, [])
        else:
            lines[under].append(line)
    texts = {head: "\n".join(lines[head]).strip() for head in ("", *heads) if head in lines}
    return {head: text for head, text in texts.items() if text}


def unwritten(words: str, heads: Sequence[str]) -> tuple[str, ...]:
    """The headings, of those that are asked for, under which nothing is said.

    >>> unwritten("Thiệt hại\\nKhông có", ["Thiệt hại", "Kiến nghị"])
    ('Kiến nghị',)
    """
    said = under_heads(words, heads)
    return tuple(head for head in heads if head not in said)


def with_heads(words: Mapping[str, str]) -> str:
    """Words by heading as one text, as `under_heads` reads it.

    >>> with_heads({"": "Chung", "Thiệt hại": "Không có", "Kiến nghị": ""})
    'Chung\\n\\nThiệt hại\\nKhông có'
    """
    parts = [f"{head}\n{text.strip()}" for head, text in words.items() if head and text.strip()]
    return "\n\n".join(filter(None, [words.get("", "").strip(), *parts]))
