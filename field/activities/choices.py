"""Choices to pick from while typing: a few unaccented letters find a channel, a topic, a language, a directive or a task."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import cache
from typing import Final

from msgspec import Struct

from field.store.search import words
from sync.ledger.directive import Directive
from sync.ledger.period import chosen_name
from sync.ledger.vocabulary import ListName, aliases, label, vocabulary
from sync.wording.directive_names import shown_names
from sync.wording.directives import unread_mark
from sync.wording.i18n import LANGUAGE

_Rank = tuple[int, int, int]
"""How well a name fits what was typed, the best first: how its words fit, whose name it is, whether it begins so."""
_SAME, _WHOLE, _BEGUN, _APART, _APART_BEGUN, _BETWEEN, _WITHIN = range(7)
_LIKELY = _BEGUN
"""Words that stand together: what merely holds them somewhere is not lit where something else holds them too."""

_FEW: Final = 2


class Choice(Struct, frozen=True):
    """A choice to pick. `value` is what goes into a draft, `words` what people read."""

    value: str
    words: str
    names: tuple[str, ...] = ()
    """The names that it has besides."""
    more: str = ""
    """What is said of it in the list besides."""
    used: bool = False
    """Whether this unit uses it."""
    spoken: tuple[str, ...] = ()
    """Aliases and abbreviations: what people type and nobody reads."""


def terms(which: ListName, habits: Sequence[str] = ()) -> list[Choice]:
    """The terms of a list of the vocabulary: what this unit uses first, then what most do, then the rest."""
    known = getattr(vocabulary(), which)
    order = {code: place for place, code in enumerate(habits)}
    ranked = sorted(known.values(), key=lambda term: (order.get(term.code, len(order)), not term.common))
    other = "vi" if LANGUAGE == "en" else "en"
    return [
        Choice(
            term.code,
            label(term, LANGUAGE),
            (*term.covers, label(term, other), term.code),
            used=term.code in order,
            spoken=aliases(which).get(term.code, ()),
        )
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
            chosen_name(directive, known),
            names[directive.id],
            (directive.name, directive.subject, directive.issuer),
            f"{directive.subject} ({unread_mark()})" if directive.id in in_part else directive.subject,
            directive.id in order,
        )
        for directive in ranked
    ]


def tasks(directive: Directive | None) -> list[Choice]:
    """A directive's tasks, in its own order; none of one whose tasks only a newer program can read."""
    if directive is None:
        return []
    return [Choice(task.no, f"{task.no} · {task.label}", (task.no,)) for task in directive.tasks]


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """The choices of which every word typed begins a word, the likeliest first."""
    return [choice for _rank, choice in _ranked(choices, typed)] if words(typed) else list(choices)


def likely(choices: Sequence[Choice], typed: str) -> Choice | None:
    """The choice that is meant by what was typed, if one is likelier than all others."""
    ranked = _ranked(choices, typed) if words(typed) else []
    if not ranked:
        return None
    (rank, first), *others = ranked
    if rank[0] == _WITHIN:
        return first if not others or others[0][0] != rank else None
    if others and _is_short(typed) and rank[0] != _SAME:
        return None
    if others and (rank[0] > _LIKELY or (others[0][0] == rank and (others[0][1].used or not first.used))):
        return None
    return first


def _is_short(typed: str) -> bool:
    """Whether one or two letters were typed: too few to tell one beginning from another. Digits are numbers, and whole."""
    letters = "".join(words(typed))
    return len(letters) <= _FEW and not letters.isdigit()


def _ranked(choices: Sequence[Choice], typed: str) -> list[tuple[_Rank, Choice]]:
    """The choices that fit, each with how well; of two that fit as well the one that stands first comes first."""
    wanted = tuple(words(typed))
    fitting = ((_rank(choice, wanted), choice) for choice in choices)
    return sorted(((rank, choice) for rank, choice in fitting if rank is not None), key=lambda fit: fit[0])


def _rank(choice: Choice, wanted: tuple[str, ...]) -> _Rank | None:
    """The best rank that any name has. Aliases count as the names of a term after its label, before its other names."""
    called_so = (choice.words, *choice.spoken, *choice.names)
    ranks = [rank for place, name in enumerate(called_so) if (rank := _fit(_words(name), wanted, min(place, 1)))]
    if ranks:
        return min(ranks)
    everything = {word for name in called_so for word in _words(name)}
    if all(any(word.startswith(part) for word in everything) for part in wanted):
        return (_BETWEEN, 1, 1)
    within = max((len(name) for name in map(_words, called_so) if len(name) > 1 and _holds(wanted, name)), default=0)
    return (_WITHIN, -within, 1) if within else None


def _holds(wanted: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether more words were typed than a name has, and the name is among them."""
    return any(wanted[at : at + len(name)] == name for at in range(len(wanted) - len(name) + 1))


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(words(name))


def _fit(name: tuple[str, ...], wanted: tuple[str, ...], place: int) -> _Rank | None:
    """How the words typed fit a name: all of it, some of its words together, the last of them only begun, or apart."""
    if name == wanted or "".join(name) == "".join(wanted):
        return (_SAME, place, 0)
    length = len(wanted)
    for how, fits in ((_WHOLE, str.__eq__), (_BEGUN, str.startswith)):
        for at in range(len(name) - length + 1):
            part = name[at : at + length]
            if part[:-1] == wanted[:-1] and fits(part[-1], wanted[-1]):
                return (how, place, min(at, 1))
    if set(wanted) <= set(name):
        return (_APART, place, 1)
    if all(any(word.startswith(part) for word in name) for part in wanted):
        return (_APART_BEGUN, place, 1)
    return None
