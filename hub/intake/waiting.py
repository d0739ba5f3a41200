"""The waiting room: what laptops bring while the hub gathers what it lacks.

A range is verified against what is held of its log and what waits of it, stored durably, and receipted, which says no more
than that it is held: a deadline may fall into these days. Its acceptance is written when the hub goes on. What unknown
laptops bring is stored as far as there is room for it, and not receipted, unless it carries a receipt of the hub: then it
was enrolled once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from hub import own_logs
from hub.home import Keys
from hub.intake.enrolment import closed, introduced
from hub.intake.mending import check_vouching
from hub.store import Transaction
from hub.store.rows import WaitingRange
from sync.encoding.types import NOTHING, DeviceId, Hash, Instant, Origin, Size
from sync.errors import DamagedLog, Refused, SoxaError
from sync.exchange.ranges import RangeTaker
from sync.exchange.walker import IncomingRange
from sync.ledger import origins
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log import receipt
from sync.log.merkle import Frontier, leaf_hashes
from sync.log.note import Note, Verifier

MOST_UNKNOWN_LOGS: Final = 64
MOST_UNKNOWN_BYTES: Final = 4 * 1024 * 1024
"""What is stored of laptops that nobody knows, together."""


def waiting_key(transaction: Transaction, keys: Keys, device: DeviceId) -> Verifier | None:
    """The key of a laptop that is not enrolled and of which a log waits from its start on; None if none does."""
    rows = transaction.waiting.of(origins.device(keys.hub, device))
    if not rows or rows[0].start != 0:
        return None
    _unit, verifier = introduced(keys, device, rows[0].lines)
    return verifier


class WaitingRoom:
    """Takes ranges of laptops' logs that are to wait, in one transaction."""

    def __init__(self, transaction: Transaction, keys: Keys, now: Instant, brought: DeviceId) -> None:
        self._transaction = transaction
        self._keys = keys
        self._now = now
        self._brought = brought
        self._registry = own_logs.registry(transaction, keys)

    def take(self, incoming: IncomingRange) -> int:
        """Verify and store a range; the number of new entries. Raises as `Acceptor.accept` does, and
        `Refused("asking")` where there is no room for what an unknown laptop brings."""
        head, device = incoming.head, origins.parse(incoming.head.origin).device
        check_vouching(self._transaction)
        log, waits = self._transaction.logs.get(head.origin), self._transaction.waiting.last(head.origin)
        if any(damage.origin == head.origin for damage in self._transaction.settings.damage):
            raise DamagedLog(origin=head.origin)
        lines = [line for batch in incoming for line in batch]
        incoming.reach_next()
        unit, verifier, known = self._whose(incoming, device, lines)
        size = waits.size if waits is not None else NOTHING if log is None else log.size
        frontier = waits.frontier if waits is not None else Frontier() if log is None else log.frontier
        taker = RangeTaker(
            head,
            verifier,
            frontier,
            lambda start, end: self._held(head.origin, start, end),
            redacted=self._registry.redacted_of(unit),
        )
        new, _leaves = taker.feed(lines)
        taker.finish()
        before = self._receipted_before(head.checkpoint, verifier)
        if head.end > (NOTHING if log is None else log.size):
            self._check_goes_on(device, head.end, receipted=before is not None)
        note = before or own_logs.owner_only(head.checkpoint, verifier)
        if before is None and known:
            note = receipt.with_signature(note, receipt.cosign(taker.signed.checkpoint, self._keys.mirror, self._now))
        if not new:
            self._receipt_came(head.origin, head.end, note)
            return 0
        if before is None and not known:
            self._check_room(head.origin, sum(map(len, new)))
        self._transaction.waiting.add(
            WaitingRange(
                origin=head.origin,
                unit=unit,
                start=size,
                size=taker.frontier.size,
                frontier=taker.frontier,
                lines=list(new),
                note=note,
                at=self._now,
                brought=self._brought,
                known=known or before is not None,
            )
        )
        if before is not None and not known:
            self._transaction.waiting.know(head.origin)
        return len(new)

    def _whose(self, incoming: IncomingRange, device: DeviceId, lines: list[bytes]) -> tuple[str, Verifier, bool]:
        """The unit and key of a log, and whether its laptop is enrolled."""
        enrolled = self._registry.devices.get(device)
        if enrolled is not None:
            return enrolled.unit, enrolled.verifier, True
        first = self._transaction.waiting.of(incoming.head.origin)[:1]
        unit, verifier = introduced(self._keys, device, first[0].lines if first else lines)
        return unit, verifier, False

    def _check_goes_on(self, device: DeviceId, end: Size, *, receipted: bool) -> None:
        """Refuse what goes beyond the end of a log that may not grow any more; what was receipted once lies before it."""
        fault = closed(self._registry, device)
        fence = self._registry.revoked.get(device)
        if fault is not None and not (end <= fence.size if fence is not None else receipted):
            raise fault

    def _held(self, origin: Origin, start: int, end: int) -> Iterator[Hash]:
        """The leaf hashes of a log as far as it is held or waits."""
        log = self._transaction.logs.get(origin)
        size = NOTHING if log is None else log.size
        if log is not None:
            yield from self._transaction.logs.leaves(log.id, start, min(end, size))
        waiting = list(chain.from_iterable(row.lines for row in self._transaction.waiting.of(origin)))
        yield from leaf_hashes(waiting[max(start - size, 0) : max(end - size, 0)])

    def _receipted_before(self, note: str, verifier: Verifier) -> str | None:
        """A note with its owner's signature and the hub's receipt alone; None if it has no receipt of the hub that holds."""
        signed = checkpoints.parse(note)
        mirror = receipt.cosigner_verifier(self._keys.mirror)
        try:
            receipt.receipt_time(signed.note, signed.checkpoint, mirror)
        except SoxaError:
            return None
        lines = (signed.note.find(verifier), signed.note.find(mirror))
        return notes.format(Note(signed.note.text, tuple(line for line in lines if line is not None)))

    def _receipt_came(self, origin: Origin, size: Size, note: str) -> None:
        """Keep a receipt of what waits already, if it is the first or an older one."""
        row = self._transaction.waiting.at_size(origin, size)
        mirror = receipt.cosigner_verifier(self._keys.mirror)
        came = receipted_at(note, mirror)
        held = None if row is None else receipted_at(row.note, mirror)
        if row is not None and came is not None and (held is None or came < held):
            self._transaction.waiting.receipted(row, note)
            self._transaction.waiting.know(origin)

    def _check_room(self, origin: Origin, size: int) -> None:
        logs, stored = self._transaction.waiting.unknown()
        is_new = self._transaction.waiting.last(origin) is None
        if logs + is_new > MOST_UNKNOWN_LOGS or stored + size > MOST_UNKNOWN_BYTES:
            asking = self._transaction.settings.asking
            raise Refused("asking", since=self._now if asking is None else asking.since)


def is_of_lost(registry: Registry, receipted: Instant) -> bool:
    """Whether a receipt of what is not held was given since the hub last said what it may have lost: then it went back
    again."""
    return not registry.restores or receipted > registry.restores[-1].entry.at


def receipted_at(note: str, mirror: Verifier) -> Instant | None:
    """The time of the hub's receipt on a note; None if it has none that holds."""
    signed = checkpoints.parse(note)
    try:
        return receipt.receipt_time(signed.note, signed.checkpoint, mirror)
    except SoxaError:
        return None
