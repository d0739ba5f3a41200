"""The vocabulary that all parties share: codes of topics, channels, actors, audiences and languages, with their words."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

from sync.errors import Misuse
from sync.ledger.text import fold


class Term(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    code: str
    vi: str
    en: str
    covers: tuple[str, ...] = ()
    quantity_vi: str = ""
    quantity_en: str = ""
    reach_vi: str = ""
    reach_en: str = ""
    common: bool = False
    level: str = ""
    until: str = ""


class Vocabulary(Struct, frozen=True):
    topics: dict[str, Term]
    channels: dict[str, Term]
    actors: dict[str, Term]
    audiences: dict[str, Term]
    languages: dict[str, Term]


@cache
def vocabulary() -> Vocabulary:
    data = resources.files("sync.ledger").joinpath("vocabulary.json").read_bytes()
    lists = msgspec.json.decode(data, type=dict[str, list[Term]])
    return Vocabulary(**{name: {t.code: t for t in terms} for name, terms in lists.items()})


def label(term: Term, language: str) -> str:
    return term.en if language == "en" else term.vi


def find(list_name: str, typed: str) -> Term:
    terms: dict[str, Term] = getattr(vocabulary(), list_name)
    wanted = fold(typed)
    if wanted in terms:
        return terms[wanted]
    found = [t for t in terms.values() if wanted and any(wanted in fold(x) for x in (t.vi, t.en, *t.covers))]
    if len(found) == 1:
        return found[0]
    if found:
        raise Misuse("ambiguous-code", list=list_name, text=typed, near=", ".join(t.code for t in found[:8]))
    raise Misuse("unknown-code", list=list_name, text=typed, near=", ".join(list(terms)[:8]))
