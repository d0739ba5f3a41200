"""The hub's answer to a push: the sender's receipt, the hub's own logs, and the logs of the sender's colleagues.

What the sender waits for comes first. To one that says how much it can take at a time, the rest comes in parts that each
prove themselves (`portions`).

What is a unit's goes to a laptop of it alone, which has signed for its request or file. A file that nobody signed is
answered with what anybody may have: the registry, the newest head of the acceptances, the receipt of the log that it
brought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Final

import msgspec

from hub import own_logs
from hub.handing_on import HandingOn, say_damaged
from hub.home import Keys
from hub.intake.cursors import held_cursor, wanted_head
from hub.intake.growth import proven_head, unseen_since
from hub.intake.mending import DamagedParts, Readable, check_vouching, mending_portions
from hub.intake.portions import Allowance, Portion, SignedSize
from hub.intake.receive import PushResult
from hub.store import HubStore, Transaction
from hub.store.rows import LogRow
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Index, Instant, Origin, RandomBytes, Size
from sync.errors import BadInput, DamagedHubLog, PlaceTaken, Refused, ShowHead
from sync.exchange.answers import hub_signer
from sync.exchange.machine import ALL_AT_ONCE
from sync.exchange.parcel import VERSION, Effort, Header, ParcelWriter, Refusal
from sync.exchange.ranges import RangeHead, ReceiptedBy
from sync.exchange.refusals import error_of, refusal_of
from sync.exchange.sealed import sealed, stated_key
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Acceptance
from sync.ledger.origins import LogKind
from sync.ledger.registry import EnrolledDevice
from sync.log import checkpoint as checkpoints

LINE_BUDGET: Final = ALL_AT_ONCE
"""Bytes of entries in one answer on the line."""
FILE_BUDGET: Final = 1024 * 1024 * 1024
_MAX_QUARANTINED: Final = 1_000


def refuse(keys: Keys, refusal: Refusal, device: str = "", asked: str = "") -> bytes:
    """An answer that carries nothing but why, to the laptop that a request names, and to that request."""
    writer = ParcelWriter(Effort.SMALL, hub_signer(keys.logs) if asked else None)
    header = Header(soxa=VERSION, kind="reply", hub=keys.hub, device=device, refusal=refusal, answers=asked)
    return writer.header(header) + writer.end()


def answer(store: HubStore, keys: Keys, taken: PushResult, *, budget: int, effort: Effort) -> Iterator[bytes]:
    """The bytes of the answer to what was taken. Reads one state of the store. What of it is found not to be as it was
    signed is noted, and the answer goes without."""
    without: frozenset[Origin] = frozenset()
    while True:
        with store.reading() as transaction:
            reply = _Reply(transaction, keys, taken, budget, without)
            if reply.altered <= without:
                yield from reply.pieces(effort)
                return
        say_damaged()
        without |= reply.altered


def answer_file(store: HubStore, keys: Keys, taken: PushResult, random_bytes: RandomBytes) -> Iterator[bytes]:
    """The bytes of a file that answers one: sealed to the laptop that has signed for that; else it holds nothing that is for
    this laptop alone."""
    parcel = answer(store, keys, taken, budget=FILE_BUDGET, effort=Effort.FILE)
    key = stated_key(taken.seal) if taken.proven else None
    return parcel if key is None else sealed(parcel, key, random_bytes)


class _Reply:
    def __init__(
        self, transaction: Transaction, keys: Keys, taken: PushResult, budget: int, without: Set[Origin] = frozenset()
    ) -> None:
        """`without` are logs that were found not to be as they were signed: what is still given of them is looked at, too,
        and left out if it is not."""
        self._transaction = transaction
        self._keys = keys
        self._taken = taken
        self._in_parts = taken.budget is not None
        self._allowance = Allowance(budget if taken.budget is None else min(taken.budget, budget))
        self._own = transaction.logs.get(origins.device(keys.hub, taken.device)) if taken.device and taken.brought else None
        self._damaged = DamagedParts(transaction)
        self._readable: Readable | None = None
        self._asking = transaction.settings.asking
        self._registry_now = own_logs.registry(transaction, keys)
        self._shows_more = False
        if not taken.proven:  # what it says to hold of others' logs, nobody signed
            taken.cursors = {origin: taken.cursors[origin] for origin in taken.cursors if _is_for_all(origin)}
            taken.tail, taken.wanted = False, ()
        self._acceptances = transaction.logs.get(origins.acceptances(keys.hub))
        self._proves = self._proof_is_due()
        """Whether it proves how the acceptances grew."""
        try:
            if without:  # as of who comes when that is known
                check_vouching(transaction)
        except DamagedHubLog as error:
            taken.refusal = taken.refusal or refusal_of(error)
        try:
            ranges = self._ranges()
        except Refused as error:
            ranges, taken.refusal = [], refusal_of(error)  # what the exchange came to
        self.altered: Final = frozenset(self._altered(ranges))
        """The logs of which something that it would give is not as it was signed."""
        left_out = self.altered & without
        self._portions = [portion for portion in ranges if portion.log.origin not in left_out]

    def _altered(self, ranges: Sequence[Portion]) -> Iterator[Origin]:
        """Hold what would be given against what was signed, and note what differs."""
        handing = HandingOn(self._transaction, self._registry_now)
        by_log: dict[Origin, list[Portion]] = {}
        for portion in ranges:
            # what waits while the hub gathers is held by no log yet
            if self._asking is None or origins.parse(portion.log.origin).kind is LogKind.REGISTRY:
                by_log.setdefault(portion.log.origin, []).append(portion)
        for origin, portions in by_log.items():
            log = portions[0].log
            given = [portion.head for portion in portions if portion.head.end > portion.head.start]
            # what proves a part was made of all that the log has
            start = min((Size(0) if head.proof else Size(head.start) for head in given), default=None)
            if not handing.is_as_signed(log, {portion.head.checkpoint for portion in portions}, start):
                handing.note(log)
                yield origin
            elif (acceptances := self._acceptances) is not None and not all(_states(portion.head) for portion in portions):
                handing.note(acceptances)
                yield acceptances.origin

    def pieces(self, effort: Effort) -> Iterator[bytes]:
        """Header, ranges, end."""
        mine = self._own if self._taken.proven else None
        quarantined = self._transaction.logs.quarantined(mine.id, _MAX_QUARANTINED) if mine is not None else ()
        writer = ParcelWriter(effort, hub_signer(self._keys.logs) if self._taken.asked else None)
        yield writer.header(
            Header(
                soxa=VERSION,
                kind="reply",
                hub=self._keys.hub,
                device=self._taken.device,
                more=self._allowance.more,
                held=quarantined,
                refusal=self._taken.refusal,
                claimed=self._claimed(),
                asking=self._asking is not None,
                wanted=() if self._readable is None else self._damaged.wanted(self._readable),
                answers=self._taken.asked,
            )
        )
        for portion in self._portions:
            if self._in_parts and portion.head.end > portion.head.start:
                yield writer.flush()  # what came before it is not to wait for it
            yield writer.range(portion.head)
            for batch in self._transaction.logs.batches(portion.log.id, portion.head.start, portion.head.end):
                yield writer.entries(batch)
        yield writer.end()

    def _claimed(self) -> Instant | None:
        """When somebody else last claimed the place that the sender took."""
        if self._own is None or not self._taken.proven:
            return None
        return self._transaction.logs.evidence_at(self._own.origin, PlaceTaken().code)

    def _ranges(self) -> list[Portion]:
        """The receipt first, but where its reader has yet to learn from the registry whose it is."""
        hub = self._keys.hub
        registry = self._transaction.logs.get(origins.registry(hub))
        if self._asking is not None:
            return self._while_asking(registry)
        self._ask_for_more()
        if self._own is None or not self._own.size:
            return self._registry(registry)
        known = own_logs.registry(self._transaction, self._keys)
        enrolled = known.devices.get(self._taken.device)
        goes_on = self._taken.proven and known.goes_on(self._taken.device)
        self._readable = Readable(hub, self._taken.device, self._own.unit, goes_on=goes_on)
        receipt = [*self._tail(self._own), *self._receipt(self._own)]
        found = self._receipt_and_registry(receipt, registry, enrolled)
        if self._shows_more:
            return found
        if self._acceptances is not None:
            found += self._newest_acceptances(self._acceptances)
        found += mending_portions(
            self._transaction,
            self._taken.wanted,
            self._taken.cursors,
            self._readable,
            self._damaged,
            self._allowance.left,
        )
        if not goes_on:
            return found  # whoever holds it now reads nothing more of the unit's
        found += self._news(self._transaction.logs.get(origins.desk(hub, self._own.unit)), self._allowance)
        for peer in self._transaction.logs.peers(self._own.unit, self._own.id):
            if not self._taken.alone or origins.parse(peer.origin).device in known.entered:
                found += self._peer(peer)
        return found

    def _receipt_and_registry(
        self, receipt: list[Portion], registry: LogRow | None, enrolled: EnrolledDevice | None
    ) -> list[Portion]:
        if registry is not None and enrolled is not None and self._cursor(registry) > enrolled.position:
            return receipt + self._registry(registry)
        if registry is not None and not self._cursor(registry) and not self._damaged.is_sound(registry):
            return []  # whose a receipt is, its reader could not tell
        return self._registry(registry) + receipt

    def _while_asking(self, registry: LogRow | None) -> list[Portion]:
        """The receipt and the registry alone: whoever was revoked may not be known to be so."""
        self._ask_for_more()
        device = self._taken.device
        enrolled = own_logs.registry(self._transaction, self._keys).devices.get(device)
        waits = self._transaction.waiting.last(origins.device(self._keys.hub, device)) if device else None
        receipt: list[Portion] = []
        if self._own is not None and self._own.size:
            receipt = [*self._tail(self._own), *self._receipt(self._own)]
            self._readable = Readable(self._keys.hub, device, self._own.unit, goes_on=False)  # a peer may be revoked
        if waits is not None and waits.known:
            head = RangeHead(origin=waits.origin, start=waits.size, end=waits.size, checkpoint=waits.note)
            row = self._own or LogRow(0, waits.origin, waits.unit, waits.size, waits.frontier, waits.note, NOTHING)
            receipt = [*receipt[:-1], Portion(head, row)]
        return self._receipt_and_registry(receipt, registry, enrolled)

    def _ask_for_more(self) -> None:
        """Ask for what the sender holds of a log and the hub does not: a word without a signature proves nothing, so that is
        asked to be shown."""
        if self._taken.refusal is None:
            self._taken.refusal = wanted_head(self._transaction, self._registry_now, self._taken.cursors, self._taken.device)
        refusal = self._taken.refusal
        self._shows_more = refusal is not None and isinstance(error_of(refusal), ShowHead)

    def _newest_acceptances(self, acceptances: LogRow) -> list[Portion]:
        """The newest head of the acceptances: to a laptop that asks for proofs only when one is due, and with it."""
        cursor = self._cursor(acceptances)
        if acceptances.size == cursor or not self._damaged.sound(acceptances):
            return []
        head = _empty(acceptances, acceptances.checkpoint)
        if self._taken.proofs is not None:
            proven = self._proves and proven_head(
                self._transaction, head, acceptances, self._from(acceptances), self._taken.proofs, self._newest_own()
            )
            return [Portion(proven, acceptances)] if proven else []
        return [Portion(head, acceptances)]

    def _from(self, acceptances: LogRow) -> Size:
        """From where the growth of the acceptances is proven: from what the laptop holds of them; of who holds nothing, from
        what the last restore kept, which the registry says."""
        restores = self._registry_now.restores
        kept = restores[-1].kept_size(acceptances.origin) if restores else NOTHING
        return self._cursor(acceptances) or kept

    def _proof_is_due(self) -> bool:
        """Whether the answer proves how the acceptances grew: where an acceptance is news to the laptop, once it has sent
        all, and where it has not seen a part of them for a day."""
        taken, acceptances = self._taken, self._acceptances
        if taken.proofs is None or acceptances is None or self._own is None or self._asking is not None:
            return False
        if taken.cursors.get(self._own.origin, NOTHING) != self._own.size:
            return taken.budget != 0
        return taken.at - unseen_since(self._transaction, acceptances, self._cursor(acceptances), taken.at) >= DAY_SECONDS

    def _newest_own(self) -> Index | None:
        """Where the newest acceptance of the sender's log stands."""
        own = self._own
        rows = self._transaction.logs.accepted(own.id, Size(own.size - 1)) if own is not None else []
        return rows[-1].acceptance if rows else None

    def _cursor(self, log: LogRow) -> Size:
        """How much of a log its reader has of what is held here."""
        return min(held_cursor(self._taken.cursors, log, self._registry_now), log.size)

    def _registry(self, registry: LogRow | None) -> list[Portion]:
        """What is new in the registry, whole: nothing else can be read without it."""
        return self._news(registry, self._allowance.apart())

    def _news(self, log: LogRow | None, room: Allowance) -> list[Portion]:
        """What is new in one of the hub's own logs."""
        if log is None or self._cursor(log) == log.size or not self._damaged.is_sound(log):
            return []
        start = self._cursor(log)
        if not self._in_parts:
            return [Portion(RangeHead(origin=log.name, start=start, end=log.size, checkpoint=log.checkpoint), log)]
        return list(room.portions(self._transaction, log, start, [SignedSize(log.size, log.checkpoint)]))

    def _peer(self, peer: LogRow) -> list[Portion]:
        """A colleague's log from the cursor on, as far as the answer has room."""
        start = self._cursor(peer)
        accepted = self._accepted(peer, start)
        if self._in_parts:
            return list(self._allowance.portions(self._transaction, peer, start, accepted))
        return self._whole_pushes(peer, start, accepted)

    def _accepted(self, log: LogRow, above: Size) -> list[SignedSize]:
        """The sizes at which a laptop's log was accepted, as far as it is sound: what rotted is not given on."""
        rows, sound = self._transaction.logs.accepted(log.id, above), self._damaged.sound(log)
        return [SignedSize(row.size, row.checkpoint) for row in rows if row.size <= sound]

    def _whole_pushes(self, peer: LogRow, start: Size, accepted: list[SignedSize]) -> list[Portion]:
        """To the last accepted size that there is room for, or at least the next."""
        end, note = start, ""
        for head in accepted:
            if end > start and self._transaction.logs.bytes_between(peer.id, start, head.size) > self._allowance.left:
                self._allowance.more = True
                break
            end, note = head.size, head.note
        if end == start:
            return []
        if self._allowance.left <= 0:
            self._allowance.more = True
            return []
        self._allowance.left -= self._transaction.logs.bytes_between(peer.id, start, end)
        return [Portion(RangeHead(origin=peer.origin, start=start, end=end, checkpoint=note), peer)]

    def _tail(self, own: LogRow) -> list[Portion]:
        """The sender's own log from its cursor on, where it asks for it: it was put back from a copy, or lost a file.
        Whoever has its key wrote all of it, so a laptop that is trusted no more may have its own, too."""
        if not self._taken.tail:
            return []
        start = self._cursor(own)
        accepted = self._accepted(own, start)
        return list(self._allowance.apart().portions(self._transaction, own, start, accepted))

    def _receipt(self, own: LogRow) -> list[Portion]:
        """The receipt of the acceptance of all that is held of the laptop's log, the same each time that it is asked for;
        with that acceptance, if the laptop does not say that it has it already."""
        if self._damaged.is_headless(own):
            return []
        head = _empty(own, own.checkpoint)
        acceptances = self._acceptances
        if acceptances is None or not self._damaged.is_sound(acceptances):
            return [Portion(head, own)]  # which acceptance it is of, nobody can tell just now
        if self._taken.cursors.get(own.origin, NOTHING) == own.size and not self._proves:
            return [Portion(head, own)]
        (newest,) = self._transaction.logs.accepted(own.id, Size(own.size - 1))
        (line,) = self._transaction.logs.lines(acceptances.id, newest.acceptance, newest.acceptance + 1)
        told = ReceiptedBy(index=newest.acceptance, entry=line.decode("utf-8"))
        return [Portion(msgspec.structs.replace(head, acceptance=told), own)]


def _is_for_all(origin: Origin) -> bool:
    """Whether anybody may know how much is held of a log."""
    try:
        return origins.parse(origin).kind in (LogKind.REGISTRY, LogKind.ACCEPTANCES)
    except BadInput:
        return False


def _states(head: RangeHead) -> bool:
    """Whether the acceptance that goes with a receipt, if one does, is of its head."""
    if head.acceptance is None:
        return True
    signed = checkpoints.parse(head.checkpoint).checkpoint
    entry = decode(head.acceptance.entry.encode(), LogKind.ACCEPTANCES)
    stated = isinstance(entry, Acceptance) and (entry.device, entry.size, entry.root)
    return stated == (origins.parse(signed.origin).device, signed.size, tobase64(signed.root))


def _empty(log: LogRow, note: str) -> RangeHead:
    return RangeHead(origin=log.name, start=log.size, end=log.size, checkpoint=note)
