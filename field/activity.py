"""Activities: what an officer typed, checked and made into entries; then logged, revised or taken back.

What decides is pure and gives an entry; what saves asks it inside the store's transaction, so that nothing changes
between looking and writing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Final

import msgspec
from msgspec import UNSET, Struct, UnsetType

from field.dates import parse_date
from field.store import Store
from sync.errors import Misuse, Refused
from sync.ledger.directive import Directive
from sync.ledger.entry import Activity, Fields, Retraction, Seen
from sync.ledger.merge import Record, Values
from sync.ledger.period import day_of, find_directive
from sync.ledger.text import tidy
from sync.ledger.vocabulary import find
from sync.log.keys import Signer
from sync.strict import tobase64

RandomBytes = Callable[[int], bytes]

_MAX_COUNT: Final = 1_000_000_000
_MAX_LINE: Final = 500
_MAX_TEXT: Final = 10_000
_MAX_TOPICS: Final = 32
_COUNT: Final = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]{1,10}")
"""Digits, perhaps in groups of three as Vietnam writes them: 1.200 is one thousand two hundred."""


class Draft(Struct, frozen=True, kw_only=True):
    """An activity as typed. None: not said. Empty: to be emptied, where it may be."""

    title: str | None = None
    date: str | None = None
    directive: str | None = None
    task: str | None = None
    topics: tuple[str, ...] | None = None
    channel: str | None = None
    text: str | None = None
    place: str | None = None
    quantity: str | None = None
    audience: str | None = None
    minutes: str | None = None
    language: str | None = None


class Wrong(Struct, frozen=True):
    """A field of a draft that cannot be taken, and why."""

    field: str
    error: Misuse


def check(
    draft: Draft, *, today: datetime.date, directives: Iterable[Directive], was: Values | None = None
) -> tuple[Fields, list[Wrong]]:
    """The fields that a draft sets, and all that is wrong with it: a program that shows one fault at a time makes people
    give up. `was` is what a revised record is now: a task belongs to a directive named now or before."""
    wrong: list[Wrong] = []
    known = tuple(directives)
    directive = _directive(draft.directive, was, known, wrong)

    def read(name: str, reader: Callable[[str], object]) -> object:
        typed = getattr(draft, name)
        if typed is None:
            return UNSET
        try:
            return reader(tidy(typed)) if tidy(typed) else None
        except Misuse as error:
            wrong.append(Wrong(name, error))
            return UNSET

    values: dict[str, object] = {
        "title": read("title", _line),
        "date": read("date", lambda typed: parse_date(typed, today)),
        "directive": directive.id if draft.directive and directive else UNSET if draft.directive is None else None,
        "task": read("task", lambda typed: _task(typed, directive)),
        "topics": _topics(draft.topics, wrong),
        "channel": read("channel", lambda typed: find("channels", typed).id),
        "text": read("text", _text),
        "place": read("place", _line),
        "quantity": read("quantity", _count),
        "audience": read("audience", _count),
        "minutes": read("minutes", _count),
        "language": read("language", lambda typed: find("languages", typed).id),
    }
    for name in ("title", "date"):
        missing = values[name] is None or (was is None and getattr(draft, name) is None)
        if missing:
            values[name] = UNSET
            wrong.append(Wrong(name, Misuse("field-needed", field=name)))
    return msgspec.convert(values, Fields, strict=True, from_attributes=True) if not wrong else Fields(), wrong
