"""What the province itself stated since a backup was made, as far as the database that was in its place tells it: what no
laptop may ever bring again, by kind and by the unit that it is about."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from hub.log_walk import registry_of
from hub.store import HubStore
from sync.encoding.types import Origin, Size
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Entry
from sync.ledger.origins import LogKind
from sync.log.note import Verifier

KINDS: Final = ("activity", "retraction", "report", "review", "reminder", "directive", "dispatched")
"""The kinds of entries by which the province states something; what follows by itself from others has none."""


class StatedSince(Struct, frozen=True, kw_only=True):
    """What stood in one log behind what a backup has of it."""

    origin: Origin
    unit: str
    """Whom it is about; empty of the registry."""
    start: Size
    kinds: tuple[str, ...]
    """Of each entry from `start` on; empty of one that is of none."""


class LostStatements(Struct, frozen=True, kw_only=True):
    """Statements of one kind that are not here."""

    kind: str
    count: int
    units: tuple[str, ...]


def stated_since(database: Path, held: Mapping[Origin, Size]) -> tuple[StatedSince, ...]:
    """What a database has of the province's own statements behind what is `held`; nothing of one that cannot be read."""
    with contextlib.suppress(SoxaError):
        store = HubStore.open(database, any_version=True, alone=True)
        try:
            return _stated_since(store, held)
        finally:
            store.close()
    return ()


def _stated_since(store: HubStore, held: Mapping[Origin, Size]) -> tuple[StatedSince, ...]:
    found: list[StatedSince] = []
    with store.reading() as transaction:
        entered = registry_of(transaction, Verifier.parse(transaction.settings.key)).entered
        for log in transaction.logs.all():
            parsed, start = origins.parse(log.origin), held.get(log.origin, Size(0))
            if parsed.kind is LogKind.ACCEPTANCES or (parsed.kind is LogKind.DEVICE and parsed.device not in entered):
                continue
            lines = transaction.logs.lines(log.id, start, log.size)
            kinds = tuple(_kind(decode(line, parsed.kind)) for line in lines)
            if any(kinds):
                unit = parsed.name if parsed.kind is LogKind.DESK else log.unit
                found.append(StatedSince(origin=log.origin, unit=unit, start=start, kinds=kinds))
    return tuple(found)


def _kind(entry: Entry | Quarantined) -> str:
    tag = "" if isinstance(entry, Quarantined) else entry.__struct_config__.tag
    return str(tag) if tag in KINDS else ""


def lost_statements(
    stated: Sequence[StatedSince], held: Callable[[Origin], int] = lambda _origin: 0
) -> list[LostStatements]:
    """What is not here of statements, by kind, where so much of their logs is `held` now."""
    counts: dict[str, dict[str, int]] = {}
    for each in stated:
        for kind in filter(None, each.kinds[max(held(each.origin) - each.start, 0) :]):
            of_kind = counts.setdefault(kind, {})
            of_kind[each.unit] = of_kind.get(each.unit, 0) + 1
    return [
        LostStatements(kind=kind, count=sum(counts[kind].values()), units=tuple(sorted(filter(None, counts[kind]))))
        for kind in KINDS
        if kind in counts
    ]
