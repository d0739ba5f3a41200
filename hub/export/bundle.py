"""The audit bundle: everything the hub holds, whole, in the one order that an auditor reads it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from hub import own_logs
from hub.home import Keys
from hub.monitoring.damaged import check_whole
from hub.store import HubStore, Transaction
from hub.store.rows import LogRow
from sync.encoding.limits import MAX_WITNESSED
from sync.encoding.types import NOTHING, Size
from sync.exchange.parcel import VERSION, Effort, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.shell.files import write_anew


def write(store: HubStore, keys: Keys, path: Path, progress: Callable[[int], None]) -> int:
    """Write a new file; how many entries it holds. `Refused("file-exists")` rather than write over another. What came
    while it was written is not in it: it is the store of one moment. `Unavailable("damaged-export")` while anything is known
    to be damaged."""
    written = 0

    def counted(transaction: Transaction) -> Iterator[bytes]:
        nonlocal written
        for piece, count in _pieces(transaction, keys):
            written += count
            progress(count)
            yield piece

    with store.reading() as transaction:
        write_anew(path, counted(transaction))
    return written


def pieces(store: HubStore, keys: Keys) -> Iterator[bytes]:
    """The bytes of a bundle: one state of the store, which is read for as long as they are asked for."""
    with store.reading() as transaction:
        for piece, _count in _pieces(transaction, keys):
            yield piece


def size(store: HubStore) -> int:
    """How many entries a bundle would hold now."""
    with store.reading() as transaction:
        return sum(log.size for log in transaction.logs.all())


def _pieces(transaction: Transaction, keys: Keys) -> Iterator[tuple[bytes, int]]:
    own_logs.check_serving(transaction)
    check_whole(transaction, own_logs.registry(transaction, keys))
    writer = ParcelWriter(Effort.LINE)
    yield writer.header(Header(soxa=VERSION, kind="bundle", hub=keys.hub)), 0
    for log in in_order(transaction, keys.hub):
        seen = witnessed(transaction, log)
        head = RangeHead(origin=log.name, start=NOTHING, end=log.size, checkpoint=log.checkpoint, witnessed=seen)
        yield writer.range(head), 0
        for batch in transaction.logs.batches(log.id, 0, log.size):
            yield writer.entries(batch), len(batch)
    yield writer.end(), 0


def witnessed(transaction: Transaction, log: LogRow) -> tuple[str, ...]:
    """The heads of a log with the cosignatures that the hub has on them, in order of their sizes."""
    lines: dict[tuple[Size, str], list[str]] = {}
    for head in transaction.witnesses.cosigned_of(log.name):
        if head.size <= log.size:
            lines.setdefault((head.size, head.note), []).append(head.line)
    return tuple(note + "".join(of_one) for (_size, note), of_one in sorted(lines.items()))[-MAX_WITNESSED:]


def in_order(transaction: Transaction, hub: str) -> list[LogRow]:
    """The logs of a bundle: the registry, the acceptances, then each unit's desk and devices by unit and id."""
    logs = {log.origin: log for log in transaction.logs.all() if log.size}
    own = [logs.pop(origin) for origin in (origins.registry(hub), origins.acceptances(hub)) if origin in logs]
    return own + sorted(logs.values(), key=_place)


def _place(log: LogRow) -> tuple[str, bool, str]:
    origin = origins.parse(log.origin)
    desk = origin.kind is LogKind.DESK
    return (origin.name if desk else log.unit, not desk, origin.name)
