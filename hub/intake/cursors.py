"""What a laptop's cursors say of the logs that it follows, beside what is held here: by name and generation.

A cursor under an older generation's name counts as far as that was kept. One beyond what is held is the word of a laptop
that nobody signed: it is asked to show the head (`show-head`), and nothing follows before it has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hub.store import Transaction
from hub.store.rows import LogRow
from sync.encoding.limits import MAX_EXACT
from sync.encoding.types import NOTHING, DeviceId, Origin, Size
from sync.errors import BadInput, ShowHead
from sync.exchange.parcel import Refusal
from sync.exchange.refusals import refusal_of
from sync.ledger import origins
from sync.ledger.origins import LogKind, ParsedOrigin
from sync.ledger.registry import Registry

_ORDER = (LogKind.REGISTRY, LogKind.DESK, LogKind.ACCEPTANCES, LogKind.DEVICE)
"""In which what is missing is asked for: what proves the rest first."""


def held_cursor(cursors: Mapping[Origin, Size], log: LogRow, registry: Registry) -> Size:
    """How much of a log a laptop has of the history that is held here, as it says; more than that for one of now. One of a
    generation after it leaves nothing to be said: it is to be shown."""
    now = origins.parse(log.name)
    held = cursors.get(log.name)
    if held is not None:
        return held
    sizes = [
        log.size if parsed.generation > now.generation else min([size, *registry.kept_since(parsed)])
        for parsed, size in _read(cursors)
        if parsed.first == log.origin
    ]
    return max(sizes, default=NOTHING)


def wanted_head(
    transaction: Transaction, registry: Registry, cursors: Mapping[Origin, Size], sender: DeviceId
) -> Refusal | None:
    """The first log of which a laptop says that it has more than is held here, asked to be shown from there on; None if
    there is none."""
    found = sorted(_read(cursors), key=lambda each: (_ORDER.index(each[0].kind), each[0].written))
    generation = transaction.settings.generation
    asking = transaction.settings.asking is not None
    for parsed, size in found:
        if parsed.hub != registry.name or size == 0:
            continue
        if parsed.kind is LogKind.DEVICE:
            size = size if asking else min(size, _taken_at_most(registry, parsed.device))  # noqa: PLW2901 - what is asked for
            if parsed.name == sender or size == 0:
                continue
        elif parsed.generation < generation:
            continue
        held = _held(transaction, parsed)
        is_later = parsed.kind is LogKind.REGISTRY and parsed.generation > generation
        if (size > held or is_later) and size > _shown(transaction, parsed):
            return refusal_of(ShowHead(origin=parsed.written, size=min(held, size)))
    return None


def is_short(transaction: Transaction, registry: Registry, cursors: Mapping[Origin, Size], sender: DeviceId) -> bool:
    """Whether a hub that was put back lacks something that a laptop says it has, of its own log or of another: the next
    file, which it packs once it has the answer to this one, brings that."""
    asking = transaction.settings.asking is not None
    if not asking and transaction.settings.generation == 1:
        return False
    if wanted_head(transaction, registry, cursors, sender) is not None:
        return True
    size = own_cursor(registry.name, cursors, sender)
    return (size if asking else min(size, _taken_at_most(registry, sender))) > held_of(transaction, registry.name, sender)


def own_cursor(hub: str, cursors: Mapping[Origin, Size], sender: DeviceId) -> Size:
    """How much of its own log a laptop says that the hub has receipted."""
    return cursors.get(origins.device(hub, sender), NOTHING) if sender else NOTHING


def held_of(transaction: Transaction, hub: str, device: DeviceId) -> Size:
    """How much is held of a laptop's log, with what waits of it."""
    return _held(transaction, origins.parse(origins.device(hub, device))) if device else NOTHING


def _taken_at_most(registry: Registry, device: DeviceId) -> Size:
    """How much of a laptop's log is taken of whoever brings it: of one that is revoked, what the hub held by then; and of
    one that is not known what carries its receipts, if the hub can have lost that it was enrolled."""
    if device in registry.revoked:
        return registry.revoked[device].size
    is_lost = device not in registry.devices and registry.generation > 1
    return Size(MAX_EXACT) if is_lost or (device in registry.devices and registry.goes_on(device)) else NOTHING


def _held(transaction: Transaction, parsed: ParsedOrigin) -> Size:
    """How much is held of a log, with what waits of it."""
    log = transaction.logs.get(parsed.first)
    waits = transaction.waiting.last(parsed.written) if parsed.kind is LogKind.DEVICE else None
    return waits.size if waits is not None else NOTHING if log is None else log.size


def _shown(transaction: Transaction, parsed: ParsedOrigin) -> Size:
    """How far a laptop has shown one of the hub's own logs, where that could not be taken in."""
    is_head = parsed.kind is LogKind.ACCEPTANCES
    heads = transaction.waiting.heads()
    sizes = [head.size for head in heads if head.origin == parsed.first and (is_head or head.beside)]
    return max(sizes, default=NOTHING)


def _read(cursors: Mapping[Origin, Size]) -> Iterator[tuple[ParsedOrigin, Size]]:
    for origin, size in cursors.items():
        try:
            yield origins.parse(origin), size
        except BadInput:
            continue
