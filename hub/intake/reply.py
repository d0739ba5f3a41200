"""The hub's answer to a push: its own logs, the sender's receipt, and the logs of the sender's colleagues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from hub import own_logs
from hub.home import Keys
from hub.intake.receive import PushResult
from hub.store import HubStore, Transaction
from hub.store.rows import LogRow
from sync.encoding.types import NOTHING, Origin, Size
from sync.errors import Refused
from sync.exchange.parcel import VERSION, Effort, Header, ParcelWriter, Refusal
from sync.exchange.ranges import RangeHead, ReceiptedBy
from sync.exchange.refusals import refusal_of
from sync.ledger import origins

LINE_BUDGET: Final = 4 * 1024 * 1024
"""Bytes of entries in one answer on the line."""
FILE_BUDGET: Final = 1024 * 1024 * 1024
_MAX_QUARANTINED: Final = 1_000


def refuse(keys: Keys, refusal: Refusal, device: str = "") -> bytes:
    """An answer that carries nothing but why."""
    writer = ParcelWriter()
    header = Header(soxa=VERSION, kind="reply", hub=keys.hub, device=device, refusal=refusal)
    return writer.header(header) + writer.end()


def answer(store: HubStore, keys: Keys, taken: PushResult, *, budget: int, effort: Effort) -> Iterator[bytes]:
    """The bytes of the answer to what was taken. Reads one state of the store."""
    with store.reading() as transaction:
        yield from _Reply(transaction, keys, taken, budget).pieces(effort)


class _Reply:
    def __init__(self, transaction: Transaction, keys: Keys, taken: PushResult, budget: int) -> None:
        self._transaction = transaction
        self._keys = keys
        self._taken = taken
        self._budget = budget
        self._own = transaction.logs.get(origins.device(keys.hub, taken.device)) if taken.device else None
        self.more = False

    def pieces(self, effort: Effort) -> Iterator[bytes]:
        """Header, ranges, end."""
        try:
            ranges = self._ranges()
        except Refused as error:
            ranges, self._taken.refusal = [], refusal_of(error)  # what the exchange came to
        quarantined = self._transaction.logs.quarantined(self._own.id, _MAX_QUARANTINED) if self._own is not None else ()
        writer = ParcelWriter(effort)
        yield writer.header(
            Header(
                soxa=VERSION,
                kind="reply",
                hub=self._keys.hub,
                device=self._taken.device,
                more=self.more,
                held=quarantined,
                refusal=self._taken.refusal,
            )
        )
        for head, log in ranges:
            yield writer.range(head)
            for batch in self._transaction.logs.batches(log.id, head.start, head.end):
                yield writer.entries(batch)
        yield writer.end()

    def _ranges(self) -> list[tuple[RangeHead, LogRow]]:
        hub = self._keys.hub
        found = self._from_cursor(origins.registry(hub))
        if self._own is None:
            return found
        acceptances = self._transaction.logs.get(origins.acceptances(hub))
        if acceptances is not None and acceptances.size != self._cursor(acceptances):
            found.append((_empty(acceptances, acceptances.checkpoint), acceptances))
        found.append((self._receipt(self._own), self._own))
        if self._taken.device in own_logs.registry(self._transaction, self._keys).revoked:
            return found  # whoever holds it now reads nothing more of the unit's
        found += self._from_cursor(origins.desk(hub, self._own.unit))
        for peer in self._transaction.logs.peers(self._own.unit, self._own.id):
            found += self._peer(peer)
        return found

    def _cursor(self, log: LogRow) -> Size:
        cursor = self._taken.cursors.get(log.origin, NOTHING)
        if cursor > log.size:
            raise Refused("hub-restored", origin=log.origin)
        return cursor

    def _from_cursor(self, origin: Origin) -> list[tuple[RangeHead, LogRow]]:
        log = self._transaction.logs.get(origin)
        if log is None or self._cursor(log) == log.size:
            return []
        head = RangeHead(origin=origin, start=self._cursor(log), end=log.size, checkpoint=log.checkpoint)
        return [(head, log)]

    def _peer(self, peer: LogRow) -> list[tuple[RangeHead, LogRow]]:
        """A colleague's log from the cursor to the last accepted size that the budget allows, or at least the next."""
        start = self._cursor(peer)
        end, note = start, ""
        for accepted in self._transaction.logs.accepted(peer.id, start):
            if end > start and self._transaction.logs.bytes_between(peer.id, start, accepted.size) > self._budget:
                self.more = True
                break
            end, note = accepted.size, accepted.checkpoint
        if end == start:
            return []
        if self._budget <= 0:
            self.more = True
            return []
        self._budget -= self._transaction.logs.bytes_between(peer.id, start, end)
        return [(RangeHead(origin=peer.origin, start=start, end=end, checkpoint=note), peer)]

    def _receipt(self, own: LogRow) -> RangeHead:
        """The receipt of the acceptance of all that is held of the laptop's log, the same each time that it is asked for;
        with that acceptance, if the laptop does not say that it has it already."""
        head = _empty(own, own.checkpoint)
        if self._taken.cursors.get(own.origin, NOTHING) == own.size:
            return head
        acceptances = self._transaction.logs.get(origins.acceptances(self._keys.hub))
        (newest,) = self._transaction.logs.accepted(own.id, Size(own.size - 1))
        assert acceptances is not None, "what is accepted stands there"
        (line,) = self._transaction.logs.lines(acceptances.id, newest.acceptance, newest.acceptance + 1)
        return msgspec.structs.replace(head, acceptance=ReceiptedBy(index=newest.acceptance, entry=line.decode("utf-8")))


def _empty(log: LogRow, note: str) -> RangeHead:
    return RangeHead(origin=log.origin, start=log.size, end=log.size, checkpoint=note)
