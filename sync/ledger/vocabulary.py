"""The vocabulary that all parties share: topics, channels, actors, audiences and languages, each a code with its words.

Codes are what entries carry; they are ASCII and never change their meaning. Labels are for people and may be reworded.
New codes may come: an entry with a code that is unknown here is kept, and shown by its code. The terms stand in
`vocabulary.json`, one to a line, in the order in which lists show them; the codes of languages are those of ISO 639, as
BCP 47 takes them. No words of an interface live here, and nothing that one province alone uses.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Final, Literal

import msgspec
from msgspec import Struct

from sync.errors import NotListed
from sync.ledger.text import fold

ListName = Literal["topics", "channels", "actors", "audiences", "languages", "bodies"]
Level = Literal["commune", "district", "province", "central"]

_SHOWN: Final = 6
"""Codes that an error names: as many as a person reads."""
_PARTS: Final = re.compile(r":.*|[,;()]")
_TONGUE: Final = "tieng "


class Term(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A term of the vocabulary, with its words in each language."""

    code: str
    vi: str
    en: str
    covers: tuple[str, ...] = ()
    """Narrower or other names (Vietnamese) that belong under this code, so that they are found too."""
    quantity_vi: str = ""
    quantity_en: str = ""
    """Of a channel: what `quantity` counts on it."""
    reach_vi: str = ""
    reach_en: str = ""
    """Of a channel: whom or what `audience` counts on it."""
    common: bool = False
    """Of a channel: among the dozen that communes use, and so shown first."""
    level: Level | None = None
    """Of an actor: where it stands. None for a group across levels."""
    members: tuple[str, ...] = ()
    """Of an actor that is a group: the actors that it covers. Who is asked as a group's member owes as if named."""
    until: str | None = None
    """The last day (ISO) of a channel or actor that is no more; older documents still name it."""


class Vocabulary(Struct, frozen=True, forbid_unknown_fields=True):
    """The five lists, each from code to term."""

    topics: dict[str, Term]
    channels: dict[str, Term]
    actors: dict[str, Term]
    audiences: dict[str, Term]
    languages: dict[str, Term]

    @property
    def bodies(self) -> dict[str, Term]:
        """The actors that are a commune or a body of one."""
        return {code: actor for code, actor in self.actors.items() if actor.level == "commune"}


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read from the package once."""
    data = resources.files("sync.ledger").joinpath("vocabulary.json").read_bytes()
    lists = msgspec.json.decode(data, type=dict[ListName, tuple[Term, ...]])
    return Vocabulary(**{name: {term.code: term for term in terms} for name, terms in lists.items()})


@cache
def covering(kind: str) -> frozenset[str]:
    """The actors that cover a kind of body: the kind itself, and the groups of which it is a member.

    >>> sorted(covering("science-department"))
    ['departments', 'science-department']
    """
    return frozenset({kind, *(code for code, term in vocabulary().actors.items() if kind in term.members)})


@cache
def aliases(list_name: str) -> dict[str, tuple[str, ...]]:
    """The abbreviations and everyday words of a list's terms, by code: how officials type them, and nothing that is ever
    shown. They stand in `aliases.json`."""
    data = resources.files("sync.ledger").joinpath("aliases.json").read_bytes()
    lists = msgspec.json.decode(data, type=dict[str, dict[str, tuple[str, ...]]])
    return lists.get("actors" if list_name == "bodies" else list_name, {})


def label(term: Term, language: str) -> str:
    """The term's words in a language: `en`, or Vietnamese."""
    return term.en if language == "en" else term.vi


def find(list_name: str, typed: str) -> Term:
    """The term of one list (`ListName`) that a person means, with or without accents and capitals.

    It is the term with that code; else the one whose label, covered name or alias is that; else the one that begins so, or
    has a word in it that does. `NotListed`: `ambiguous-code` if several are as near, `unknown-code` if there is none, with
    those that are like it.

    >>> find("channels", "commune-radio").code, find("channels", "BANG TIN").code, find("languages", "mông").code
    ('commune-radio', 'electronic-board', 'hmn')
    """
    terms: dict[str, Term] = getattr(vocabulary(), list_name)
    wanted = fold(typed)
    if wanted in terms:
        return terms[wanted]
    names = _names_in(list_name)
    nearest = _nearest(wanted, names, aliases(list_name))
    if len(nearest) == 1:
        return terms[nearest[0]]
    code = "ambiguous-code" if nearest else "unknown-code"
    near = nearest or _alike(wanted, names)
    raise NotListed(code, list=list_name, text=typed[:100], near=", ".join(near[:_SHOWN]))


def named(list_name: str, text: str) -> Term | None:
    """The term of one list that is called just so: by its code, by its label or a part of that between commas, by what it
    covers or an alias; None if there is none, or several. For what was written down before anybody chose: a word that a
    label merely has in it says something else there.

    >>> [term and term.code for term in (named("topics", "Chuyển đổi số"), named("topics", "Đảng"))]
    ['digital-transformation', None]
    """
    terms: dict[str, Term] = getattr(vocabulary(), list_name)
    wanted = fold(text).removeprefix(_TONGUE)
    if wanted in terms:
        return terms[wanted]
    for known in _called(list_name) if wanted else ():
        called = known.get(wanted, ())
        if called:
            also = aliases(list_name).get(called[0], ())
            is_sure = len(called) == 1 and (" " in wanted or _is_spelled_so(text, terms[called[0]], also))
            return terms[called[0]] if is_sure else None
    return None


@cache
def _names_in(list_name: str) -> dict[str, tuple[str, ...]]:
    """The names of a list's terms, folded, by code."""
    terms: dict[str, Term] = getattr(vocabulary(), list_name)
    return {code: tuple(_names(term)) for code, term in terms.items()}


@cache
def _called(list_name: str) -> tuple[dict[str, tuple[str, ...]], ...]:
    """The codes of a list's terms by what they are called, folded: by whole names and aliases, by the first part of those
    between commas, by each part."""
    also = aliases(list_name)
    names = {code: (*known, *map(fold, also.get(code, ()))) for code, known in _names_in(list_name).items()}
    told = []
    for parts in (_whole, _first_part, _each_part):
        codes: dict[str, list[str]] = {}
        for code, known in names.items():
            for part in dict.fromkeys(parts(known)):
                codes.setdefault(part, []).append(code)
        told.append({part: tuple(each) for part, each in codes.items()})
    return tuple(told)


def _is_spelled_so(text: str, term: Term, also: Iterable[str]) -> bool:
    """Whether one word with its accents is one of a term's: "bảng" is not "băng". One without any may be either."""
    said = text.casefold().removeprefix("tiếng ")
    names = (term.vi, term.en, *term.covers, *also)
    return said == fold(text) or said in {
        part.strip().removeprefix("tiếng ") for part in _each_part(map(str.casefold, names))
    }


def _whole(names: Iterable[str]) -> Iterator[str]:
    return (name.removeprefix(_TONGUE) for name in names)


def _first_part(names: Iterable[str]) -> Iterator[str]:
    return (_PARTS.split(name)[0].strip().removeprefix(_TONGUE) for name in names)


def _each_part(names: Iterable[str]) -> Iterator[str]:
    return (part.strip().removeprefix(_TONGUE) for name in names for part in _PARTS.split(name))


def _names(term: Term) -> Iterator[str]:
    for name in (term.vi, term.en, *term.covers, term.code.replace("-", " ")):
        yield fold(name)


def _nearest(wanted: str, names: dict[str, tuple[str, ...]], also: dict[str, tuple[str, ...]]) -> list[str]:
    """The codes that pass the strictest test that any passes: a name is the same, an alias is, a name begins so, has a word
    that does."""
    if wanted and not any(wanted in known for known in names.values()):
        called_so = [code for code in names if wanted in map(fold, also.get(code, ()))]
        if called_so:
            return called_so
    exact = re.escape(wanted)
    for pattern in (rf"{exact}\Z", exact, rf".*\b{exact}") if wanted else ():
        codes = [code for code, known in names.items() if any(re.match(pattern, name) for name in known)]
        if codes:
            return codes
    return []


def _alike(wanted: str, names: dict[str, tuple[str, ...]]) -> list[str]:
    """The codes whose names look most like what was typed."""
    codes = {name: code for code, known in names.items() for name in known}
    close = difflib.get_close_matches(wanted[:100], codes, n=_SHOWN)
    return list(dict.fromkeys(codes[name] for name in close))
