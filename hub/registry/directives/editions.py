"""The editions of a directive: which there were, and what changed from one to the next, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct

from hub.home import Keys
from hub.registry.directives.yaml import LISTS
from hub.store import Transaction
from sync.encoding.types import Instant
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.directive import ALL_READ, ENVELOPE, Directive, Due, Unread
from sync.ledger.entry import Directed, DirectedInPart
from sync.ledger.origins import LogKind
from sync.wording.directives import key_words, rule_words, until
from sync.wording.i18n import catalogue
from sync.wording.names import terms

_ = catalogue("hub")

_NAMES: Final = {
    "tasks": ("no",),
    "duties": ("id",),
    "observances": ("label",),
    "based_on": ("number", "label"),
    "attachments": ("label",),
    "contents": ("label",),
}
"""The lists whose items have a name of their own, and where it stands."""

_Part = Mapping[str, Any]


class Edition(Struct, frozen=True):
    """A form of a directive, as it was stated."""

    at: Instant
    """POSIX seconds."""
    position: int
    """Where it stands in the registry."""
    directive: Directive
    unread: Unread = ALL_READ
    """What of it only a newer program can read."""


class EditionChange(Struct, frozen=True):
    """A place in which an edition is not as the one before; None where there is nothing."""

    where: tuple[str, ...]
    """From the outside in, as in ("task", "19", "until")."""
    before: str | None
    after: str | None


def editions(transaction: Transaction, keys: Keys, directive: str) -> list[Edition]:
    """Every edition of the directive with this id, the first first."""
    log = transaction.logs.get(origins.registry(keys.hub))
    if log is None:
        return []
    entries = (decode(line, LogKind.REGISTRY) for line in transaction.logs.lines(log.id, 0, log.size))
    return [
        Edition(entry.at, position, entry.directive, entry.unread if isinstance(entry, DirectedInPart) else ALL_READ)
        for position, entry in enumerate(entries)
        if isinstance(entry, Directed) and entry.directive.id == directive
    ]


def changes(
    before: Directive, after: Directive, before_unread: Unread = ALL_READ, after_unread: Unread = ALL_READ
) -> list[EditionChange]:
    """What is not the same in two editions; nothing if that is the order alone. Nothing is said of what is unread in
    either: it may have been in both."""
    unread = (before_unread, after_unread)
    return list(_fields((), _comparable(before, before_unread, unread), _comparable(after, after_unread, unread)))


def _comparable(directive: Directive, own: Unread, unread: Iterable[Unread]) -> _Part:
    """What of an edition can be held against another: what was read in both. Of a duty that was not, that is its text."""
    parts: dict[str, Any] = msgspec.to_builtins(directive)
    if any(part.edition for part in unread):
        return {key: value for key, value in parts.items() if key in ENVELOPE and key != "needs"}
    opaque = {duty.id for part in unread for duty in part.duties}
    duties = [duty if duty["id"] not in opaque else _envelope(duty) for duty in parts.get("duties", ())]
    return parts | {"duties": duties + [_envelope(msgspec.to_builtins(duty)) for duty in own.duties]}


def _envelope(duty: _Part) -> _Part:
    return {"id": duty["id"], "what": duty["what"]}


def _fields(where: tuple[str, ...], before: _Part, after: _Part) -> Iterator[EditionChange]:
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        place = (*where, key_words(key) or key)
        if was == now:
            continue
        if key in _NAMES:
            yield from _items(place, _named(key, was or ()), _named(key, now or ()))
        else:
            yield EditionChange(place, _text(key, was), _text(key, now))


def _items(where: tuple[str, ...], before: Mapping[str, _Part], after: Mapping[str, _Part]) -> Iterator[EditionChange]:
    for name in {**before, **after}:
        place = (*where, name)
        if name in before and name in after:
            yield from _fields(place, before[name], after[name])
        else:
            yield EditionChange(place, _summary(before.get(name)), _summary(after.get(name)))


def _named(key: str, items: Iterable[_Part]) -> dict[str, _Part]:
    found: dict[str, _Part] = {}
    times: Counter[str] = Counter()
    for item in items:
        name = next(str(item[where]) for where in _NAMES[key] if item.get(where))
        times[name] += 1
        found[name if times[name] == 1 else f"{name} ({times[name]})"] = item
    return found


def _summary(item: _Part | None) -> str | None:
    if item is None:
        return None
    return str(item.get("what") or item.get("label") or item.get("number"))


def _text(key: str, value: Any) -> str | None:
    """A value in words; None for one that is not there."""
    if value is None:
        return None
    if key == "due":
        return until(msgspec.convert(value, Due))
    if key == "rule":
        return rule_words(value)
    if key == "signer":
        return f"{value['name']} ({value['capacity']})"
    if key in LISTS:
        return terms(LISTS[key], [value] if isinstance(value, str) else value)
    if key == "recipients":
        return "; ".join(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
