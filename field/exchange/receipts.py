"""What this laptop has of the hub's word, gathered: receipts on its own log and on colleagues', every signed head of the
hub's own logs, however it came, and those that colleagues cite."""

from __future__ import annotations

from collections.abc import Iterator

from field.exchange.acceptances import CITES
from field.store import LaptopStore
from sync.encoding.types import Instant
from sync.exchange.ranges import ReceiptedBy
from sync.ledger import origins
from sync.ledger.citation import acceptances_keys, cited_note
from sync.ledger.decode import Quarantined, decode
from sync.ledger.origins import LogKind
from sync.log import note as notes
from sync.receipts.lines import VERSION, HeadLine, HeldWord, ReceiptLine, ReceiptsHeader, in_order

_PIECE = 64 * 1024


def gathered(store: LaptopStore, now: Instant) -> HeldWord:
    """All of it, at POSIX second `now`."""
    member = store.membership
    header = ReceiptsHeader(soxa=VERSION, hub=member.hub, device=member.device, made=now)
    return HeldWord(header, in_order(_receipts(store)), in_order(_heads(store)))


def _receipts(store: LaptopStore) -> Iterator[ReceiptLine]:
    for kept in store.logs.receipts():
        if kept.note:
            told = None
            if kept.index is not None and kept.line is not None:
                told = ReceiptedBy(index=kept.index, entry=kept.line.decode())
            yield ReceiptLine(note=kept.note, acceptance=told)
    mirror = origins.mirror(store.membership.hub)
    for origin in store.logs.peers():
        for note in store.logs.heads_of(origin).values():
            if any(line.name == mirror for line in notes.parse(note).signatures):
                yield ReceiptLine(note=note)


def _heads(store: LaptopStore) -> Iterator[HeadLine]:
    """The first of several that say one head says the most of it."""
    logs = store.logs
    yield from (HeadLine(note=note, how="contradicts") for note in logs.contradictions())
    yield from (HeadLine(note=note, how="taken") for note in logs.hub_heads())
    yield from (HeadLine(note=word.note, how=word.why) for word in logs.hub_words() if word.why != "cited")
    keys = acceptances_keys(logs.registry())
    for origin in logs.peers():
        at, size = 0, logs.extent(origin).size
        while at < size:
            lines = logs.lines(origin, at, _PIECE)
            at += len(lines)
            for line in lines:
                entry = decode(line, LogKind.DEVICE) if CITES in line else None
                if entry is None or isinstance(entry, Quarantined) or entry.seen is None:
                    continue
                note = cited_note(entry.seen, keys)
                if note is not None:
                    yield HeadLine(note=notes.format(note), how="cited")
