"""Choices to pick from while typing: a few unaccented letters find a channel, a topic, a language, a directive or a task."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from msgspec import Struct

from field.store.search import words
from sync.ledger.directive import Directive
from sync.ledger.period import called
from sync.ledger.text import fold
from sync.ledger.vocabulary import ListName, label, vocabulary
from sync.wording.directive_names import shown_names
from sync.wording.directives import unread_mark
from sync.wording.i18n import LANGUAGE


class Choice(Struct, frozen=True):
    """A choice to pick. `value` is what goes into a draft, `words` what people read."""

    value: str
    words: str
    found_by: str
    """Everything it is found by, folded."""
    more: str = ""
    """What is said of it in the list besides."""


def terms(which: ListName, habits: Sequence[str] = ()) -> list[Choice]:
    """The terms of a list of the vocabulary: what this unit uses first, then what most do, then the rest."""
    known = getattr(vocabulary(), which)
    order = {code: place for place, code in enumerate(habits)}
    ranked = sorted(known.values(), key=lambda term: (order.get(term.code, len(order)), not term.common))
    return [
        Choice(term.code, label(term, LANGUAGE), fold(" ".join((term.vi, term.en, *term.covers, term.code))))
        for term in ranked
        if term.until is None
    ]


def directives(
    known: Sequence[Directive],
    habits: Sequence[str] = (),
    *,
    in_part: Container[str] = (),
    offered: Container[str] | None = None,
) -> list[Choice]:
    """The directives, those that this unit answers to first; `in_part` has the ids of those that a newer program alone can
    read whole, which is said of them; `offered` of those to be offered, all if it is not given."""
    order, names = {code: place for place, code in enumerate(habits)}, shown_names(known)
    standing = [directive for directive in known if offered is None or directive.id in offered]
    ranked = sorted(standing, key=lambda directive: order.get(directive.id, len(order)))
    return [
        Choice(
            called(directive, known),
            names[directive.id],
            fold(f"{directive.name} {names[directive.id]} {directive.subject} {directive.issuer}"),
            f"{directive.subject} ({unread_mark()})" if directive.id in in_part else directive.subject,
        )
        for directive in ranked
    ]


def tasks(directive: Directive | None) -> list[Choice]:
    """A directive's tasks, in its own order; none of one whose tasks only a newer program can read."""
    if directive is None:
        return []
    return [Choice(task.no, f"{task.no} · {task.label}", fold(f"{task.no} {task.label}")) for task in directive.tasks]


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices of which every word typed begins a word; whose words begin as typed come first."""
    wanted = words(typed)
    if not wanted:
        return list(choices)
    found = [choice for choice in choices if all(re.search(rf"\b{re.escape(word)}", choice.found_by) for word in wanted)]
    return sorted(found, key=lambda choice: not fold(choice.words).startswith(fold(typed)))
