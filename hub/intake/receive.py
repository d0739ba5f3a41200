"""Taking a push, and answering it.

Each range of a push is staged, verified, committed and receipted by itself, in one transaction:

    stage      the new entries go into the log's table; a laptop that is not known yet is enrolled by its join
    verify     signature, frontier and root, as every party does
    accept     what this hub says of it goes into its own log of acceptances, and the receipt is signed
    commit     the log's head moves by compare-and-swap, and reports that this settles are judged; from here on the
               receipt may leave

A crash before the commit leaves nothing of the range, and the laptop sends it again; a crash after it leaves the range
whole, and the laptop, which never saw the receipt, sends it again and gets one. Both are the ordinary path.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import chain

from msgspec import Struct

from hub import own_logs, verdicts
from hub.home import Keys
from hub.intake.cited import cited_heads, unnamed
from hub.intake.cursors import own_cursor, wanted_head
from hub.intake.enrolment import closed, enrol, enrolled_again, introduced, joins_in
from hub.intake.mending import Mender, check_vouching
from hub.intake.own_tails import OwnTails
from hub.intake.projection import PushProjection
from hub.intake.quota import Brought, QuotaReached, spend
from hub.intake.waiting import WaitingRoom, is_of_lost, receipted_at, waiting_key
from hub.store import HubStore, Transaction
from hub.store.rows import AcceptedRow, LogRow, Quota
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, DeviceId, Instant, Origin, RandomBytes, Size
from sync.errors import (
    BadInput,
    DamagedLog,
    Fork,
    PlaceTaken,
    Refused,
    ShowHead,
    SoxaError,
    Unavailable,
    Unproven,
    WrongRoot,
)
from sync.exchange.answers import Named
from sync.exchange.parcel import ONE_FILE, End, Entries, Header, Limits, Refusal, WantedRange
from sync.exchange.ranges import RangeHead, RangeTaker
from sync.exchange.refusals import refusal_of
from sync.exchange.sealed import keyring, stated_key, unsealed
from sync.exchange.walker import IncomingRange, ParcelEvents, events_of, ranges_of
from sync.ledger import origins
from sync.ledger.entry import Acceptance, Device, Join, Lost, new_salt
from sync.ledger.origins import LogKind
from sync.ledger.period import day_of
from sync.ledger.received_time import counts
from sync.ledger.registry import Registry
from sync.ledger.restores import HeldReceipt, held_receipt
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log import receipt


class PushResult(Struct, kw_only=True):
    """What became of a push."""

    device: DeviceId
    cursors: dict[Origin, Size]
    entries: int = 0
    """New entries."""
    refusal: Refusal | None = None
    origin: str = ""
    """The last log that a range of it was about."""
    budget: int | None = None
    """Bytes of entries that its sender can take at a time, if it says so."""
    tail: bool = False
    """Whether its sender's log went back, and is asked for again."""
    alone: bool = False
    """Whether its sender wants no logs of the unit's other laptops."""
    wanted: tuple[WantedRange, ...] = ()
    """What rotted where its sender holds it, and is asked for again."""
    mended: int = 0
    """Entries that had rotted here, and that it brought again."""
    proofs: tuple[Size, ...] | None = None
    """Of what sizes of the acceptances its sender wants to see how they grew; None if it takes them unproven."""
    at: Instant = Instant(0)
    """When it was taken, by the hub's clock."""
    short: bool = False
    """Whether less than half is left of what its sender, or its unit, may bring today."""
    asked: str = ""
    """How its answer names it; empty where nobody signs the answer."""
    proven: bool = False
    """Whether the laptop that it names has signed for it, as it came; and, of a file, has a key that the answer is sealed
    to: what is a unit's is for no one else."""
    seal: str = ""
    """The key that it wants a file for it to be sealed to."""
    on_line: bool = False
    """Whether its sender waits for the answer."""
    showed: bool = False
    """Whether it brought a head of the acceptances."""
    brought: bool = False
    """Whether this laptop has signed for it, or it brought a head that this laptop has signed, whoever carried it."""


class Receiver:
    """Takes pushes into one store, one at a time."""

    def __init__(self, store: HubStore, keys: Keys, random_bytes: RandomBytes) -> None:
        self._store = store
        self._keys = keys
        self._random_bytes = random_bytes
        self._mirror = receipt.cosigner_verifier(keys.mirror)

    def take(
        self, pieces: Iterable[bytes], limits: Limits, now: Instant, sender: DeviceId | None = None, *, asked: str = ""
    ) -> PushResult:
        """Take the bytes of a push at POSIX second `now`. Ranges that hold are taken even if a later one is refused,
        and the refusal is in the result. `BadInput` if it is no push for this hub at all, `Unavailable` if the store cannot
        serve.

        `sender` is the laptop that a request was proven to come from: the push must be its own,
        `Unproven("bad-request-signature")`, before anything of it is looked at. None where a parcel came as a file: who it
        is from, its own signature says, or nobody. `asked` is how its answer names it.
        """
        events = events_of(pieces, limits)
        header, ranges = ranges_of(events)
        taken = self._begin(header, sender)
        taken.asked, taken.on_line = asked, sender is not None
        own, note = origins.device(self._keys.hub, taken.device), ""
        taken.at = now
        try:
            for incoming in self._in_order(ranges, taken):
                note = incoming.head.checkpoint if incoming.head.origin == own else note
                if incoming.head.mend:
                    taken.mended += self._mend(incoming)
                    continue
                taken.origin = incoming.head.origin
                try:
                    taken.entries += self._take_range(incoming, now, taken)
                except Refused:
                    if not self._may_be_passed_over(incoming.head.origin, taken.device):
                        raise
            self._refuse_closed(taken.device)
        except Unavailable:  # the store's, of which a push is not the cause
            raise
        except SoxaError as error:
            taken.refusal = refusal_of(error)
        if sender is None:
            self._tell_whose(taken, events, note)
        else:
            taken.proven = taken.brought = True
        return taken

    def take_file(self, pieces: Iterable[bytes], now: Instant) -> PushResult:
        """Take a push that came as a file, sealed to this hub or not. As `take`, and `SealedToAnother`."""
        named = Named(iter(pieces))
        taken = self.take(unsealed(named, keyring([self._keys.opening])), ONE_FILE, now)
        for _rest in named:  # what is answered is the file, however much of it could be read
            pass
        taken.asked = named.name
        with self._store.writing() as transaction:
            if transaction.settings.asking is not None:
                claimed = own_cursor(self._keys.hub, taken.cursors, taken.device)
                transaction.settings.await_file(taken.device, claimed)
        return taken

    def _tell_whose(self, taken: PushResult, events: ParcelEvents, note: str) -> None:
        """Whether a parcel that came as a file is proven to be of the laptop that it names, by the signature at its end;
        `note` is the last head of that laptop's log in it."""
        with suppress(BadInput):  # one that was cut, or cannot be read to its end
            for _passed_over in events:
                pass
        with self._store.reading() as transaction:
            device = own_logs.registry(transaction, self._keys).devices.get(taken.device)
            verifier = device.verifier if device is not None else waiting_key(transaction, self._keys, taken.device)
        if verifier is None:
            return
        taken.brought = events.signed is not None and events.signed.holds(verifier)
        taken.proven = taken.brought and stated_key(taken.seal) is not None
        with suppress(SoxaError):
            checkpoints.verify(note, verifier)
            taken.brought = True

    def _may_be_passed_over(self, origin: Origin, sender: DeviceId) -> bool:
        """Whether a range is of a log that somebody else shows, of a laptop that is not known: what cannot be taken of it is
        no fault of its sender's."""
        parsed = origins.parse(origin)
        with self._store.reading() as transaction:
            known = own_logs.registry(transaction, self._keys).devices
        ours = parsed.hub == self._keys.hub and parsed.kind is LogKind.DEVICE
        return ours and parsed.device != sender and parsed.device not in known

    def _refuse_closed(self, device: DeviceId) -> None:
        """A laptop that was revoked, or whose place another took, is told so even when it brings nothing that is refused."""
        with self._store.reading() as transaction:
            fault = closed(own_logs.registry(transaction, self._keys), device)
        if fault is not None:
            raise fault

    def _begin(self, header: Header, sender: DeviceId | None) -> PushResult:
        if sender is not None and header.device != sender:
            raise Unproven("bad-request-signature")
        if header.kind != "push":
            raise Refused("wrong-parcel", kind=header.kind)
        if header.hub != self._keys.hub:
            raise Refused("another-hub", origin=header.hub, hub=self._keys.hub)
        return PushResult(
            device=DeviceId(header.device),
            cursors=header.cursors,
            budget=header.budget,
            tail=header.tail,
            alone=header.alone,
            seal=header.seal,
            wanted=header.wanted,
            proofs=header.proofs,
        )

    def _in_order(self, ranges: Iterable[IncomingRange], taken: PushResult) -> Iterable[IncomingRange]:
        """The ranges of a push as they come. From a laptop that has seen more of the hub's own logs than is here, those of
        the hub's own come first: nothing is to be accepted by a hub that does not know yet that it went back, and as long as
        it is not shown that, the others are passed over."""
        if not self._may_lack(taken):
            yield from ranges
            return
        others: list[IncomingRange] = []
        for incoming in ranges:
            lines = [line for batch in incoming for line in batch]
            incoming.reach_next()
            again = IncomingRange(
                incoming.head, iter([*([Entries(lines)] if lines else []), End(ranges=1, entries=len(lines))])
            )
            if origins.parse(incoming.head.origin).kind is LogKind.DEVICE:
                others.append(again)
            else:
                yield again
        if not self._may_lack(taken):
            yield from others

    def _may_lack(self, taken: PushResult) -> bool:
        """Whether the hub serves, and its sender says to have seen more of its own logs."""
        with self._store.reading() as transaction:
            if transaction.settings.asking is not None:
                return False
            registry = own_logs.registry(transaction, self._keys)
            cursors = {origin: size for origin, size in taken.cursors.items() if "/device/" not in origin}
            return wanted_head(transaction, registry, cursors, taken.device) is not None

    def _mend(self, incoming: IncomingRange) -> int:
        """What a range mends. One that does not hold mends nothing, and keeps nothing else of the push back."""
        lines = [line for batch in incoming for line in batch]
        incoming.reach_next()
        try:
            with self._store.writing() as transaction:
                return Mender(transaction, self._keys).take(incoming.head, lines)
        except Unavailable:
            raise
        except SoxaError:
            return 0

    def _take_range(self, incoming: IncomingRange, now: Instant, taken: PushResult) -> int:
        head = incoming.head
        origin = origins.parse(head.origin)
        if origin.hub != self._keys.hub:
            raise Refused("another-hub", origin=head.origin, hub=self._keys.hub)
        try:
            with self._store.writing() as transaction:
                if origin.kind is not LogKind.DEVICE:
                    taken.showed = taken.showed or origin.kind is LogKind.ACCEPTANCES
                    OwnTails(transaction, self._keys, self._random_bytes, now, taken.device).take(incoming)
                    return 0
                if self._is_bare_of_lost(transaction, head):
                    if not self._proves_loss(transaction, head, now):
                        return 0
                elif transaction.settings.asking is not None:
                    return WaitingRoom(transaction, self._keys, now, taken.device).take(incoming)
                elif not self._proves_loss(transaction, head, now):
                    acceptor = Acceptor(transaction, self._keys, self._random_bytes, now, transaction.settings.quota)
                    entries = acceptor.accept(incoming, origin.device)
                    taken.short = acceptor.short
                    return entries
                self._want_acceptances(transaction, taken)
                OwnTails(transaction, self._keys, self._random_bytes, now, taken.device).ask()
            # COMMIT POINT: it asks, whatever comes of the range.
            return self._take_range(incoming, now, taken)
        except QuotaReached as error:
            self._keep_evidence(now, head.origin, error.evidence, head.checkpoint)
            raise
        except (Fork, WrongRoot) as error:
            self._keep_evidence(now, head.origin, error.code, head.checkpoint)
            raise
        except PlaceTaken as error:  # somebody may have a copy of the laptop whose place it is
            successor = origins.device(self._keys.hub, DeviceId(str(error.facts["device"])))
            self._keep_evidence(now, successor, error.code, head.checkpoint)
            raise

    def _keep_evidence(self, now: Instant, origin: Origin, code: str, checkpoint: str) -> None:
        """Keep what contradicts a log, of each kind once a day: a laptop that goes on trying would fill the disk."""
        with self._store.writing() as transaction:
            before = transaction.logs.evidence_at(origin, code)
            if before is None or day_of(before) != day_of(now):
                transaction.logs.keep_evidence(now, origin, code, checkpoint)

    def _is_bare_of_lost(self, transaction: Transaction, head: RangeHead) -> bool:
        """Whether a range brings nothing but a head, of more than there is of its log: a file does, for its receipt."""
        if head.start != head.end:
            return False
        log, waits = transaction.logs.get(head.origin), transaction.waiting.last(head.origin)
        return head.end > max(NOTHING if log is None else log.size, NOTHING if waits is None else waits.size)

    def _proves_loss(self, transaction: Transaction, head: RangeHead, now: Instant) -> bool:
        """Whether a range brings the hub's own receipt of what the hub has not: it went back, and does not know it."""
        log, at = transaction.logs.get(head.origin), receipted_at(head.checkpoint, self._mirror)
        if at is None or at > now or transaction.settings.asking is not None:
            return False
        signed = checkpoints.parse(head.checkpoint).checkpoint
        is_its = (signed.origin, signed.size) == (head.origin, head.end) and (log is None or head.end > log.size)
        return is_its and is_of_lost(own_logs.registry(transaction, self._keys), at)

    def _want_acceptances(self, transaction: Transaction, taken: PushResult) -> None:
        """Ask whoever is on the line for the newest head of the acceptances that it has, before the hub asks all: it says
        whether the hub has signed two histories. `ShowHead`."""
        named = own_logs.named(transaction, origins.acceptances(self._keys.hub))
        log, has = transaction.logs.get(origins.acceptances(self._keys.hub)), taken.cursors.get(named, NOTHING)
        if taken.on_line and has and not taken.showed:
            raise ShowHead(origin=named, size=min(NOTHING if log is None else log.size, Size(has - 1)))


class Acceptor:
    """Accepts one range of a laptop's log, in one transaction."""

    def __init__(
        self, transaction: Transaction, keys: Keys, random_bytes: RandomBytes, now: Instant, quota: Quota | None = None
    ) -> None:
        """`quota` is how much may come a day; None where it comes from the hub itself."""
        self._transaction = transaction
        self._keys = keys
        self._random_bytes = random_bytes
        self._now = max(now, transaction.logs.last_accepted_at())  # the hub's own time never goes back
        self._quota = quota
        self.short = False
        """Whether less than half is left of what a day allows."""

    def accept(
        self, incoming: IncomingRange, device: DeviceId, enrolling: Device | None = None, held: HeldReceipt | None = None
    ) -> int:
        """Stage, verify, accept; the number of new entries. The caller's transaction commits. A log that is not known yet is
        enrolled as `enrolling` says, a log of the hub's own; or else by the join in it, and an invite. `held` is a receipt
        that the hub gave for just this before it went back; one that stands on the range itself counts likewise."""
        head, batches = incoming.head, iter(incoming)
        check_vouching(self._transaction)
        registry = own_logs.registry(self._transaction, self._keys)
        receipted = self._receipted_before(registry, head.checkpoint)
        held = held or self._in_the_gap(registry, receipted)
        log = self._transaction.logs.get(head.origin)
        joins: list[Join] = []
        if log is None:
            first = next(batches, [])
            unit, verifier = introduced(self._keys, device, first)
            log, batches = self._transaction.logs.add(head.origin, unit), chain([first], batches)
            enrolled = False
        else:
            verifier, enrolled = registry.verifier(head.origin), True
            if not log.can_grow or any(each.origin == head.origin for each in self._transaction.settings.damage):
                raise DamagedLog(origin=head.origin)  # no receipt over entries that are not there any more
            fault = closed(registry, device)
            if fault is not None and head.end > log.size and not _lay_before(registry, device, head.end, held):
                raise fault  # it ends where it was when that was stated
        number, generation, cited, size = log.id, registry.generation, list[str](), 0
        taker = RangeTaker(
            head,
            verifier,
            log.frontier,
            lambda start, end: self._transaction.logs.leaves(number, start, end),
            redacted=registry.redacted_of(log.unit),
        )
        accepted = own_logs.next_acceptance(self._transaction, self._keys, grows=None if enrolled else registry.key.origin)
        projection = PushProjection(self._transaction, registry, log, self._now, accepted, held)
        for lines in batches:
            start = taker.frontier.size
            new, _leaves = taker.feed(lines)
            if new:
                size += sum(map(len, new))
                projection.stage(start, new)
                cited += cited_heads(self._keys, generation, new)
            if not enrolled:
                joins += joins_in(lines)
        incoming.reach_next()  # nothing is taken of the range in which a parcel was cut
        taker.finish()
        if not enrolled:
            again = enrol if held is None and receipted is None else enrolled_again
            device_entry = enrolling or again(self._transaction, self._keys, device, joins, self._now, self._random_bytes)
            registry.after([device_entry])  # refuses what no reader of the registry would take
            own_logs.append(self._transaction, self._keys, registry.key.origin, [device_entry])
        if taker.frontier.size == log.size and log.size:
            return 0
        if self._quota is not None and held is None:
            registry, brought = (
                own_logs.registry(self._transaction, self._keys),
                Brought(taker.frontier.size - log.size, size),
            )
            self.short = spend(self._transaction, registry, log, brought, self._quota, self._now)
        projection.settle()
        note = self._state(log, taker, own_logs.owner_only(head.checkpoint, verifier), device, held)
        # COMMIT POINT: with this head in place the range is the hub's; the receipt in it may be handed out.
        self._transaction.logs.advance(log, taker.frontier, note, projection.seen_size)
        self._name_lost(cited)
        verdicts.log_grew(self._transaction, lambda: own_logs.registry(self._transaction, self._keys), log.unit)
        OwnTails(self._transaction, self._keys, self._random_bytes, self._now, device).cited(cited)
        return taker.frontier.size - log.size

    def _state(self, log: LogRow, taker: RangeTaker, note: str, device: DeviceId, held: HeldReceipt | None) -> str:
        """State that a range is accepted. The head's note, with its receipt."""
        size, root = taker.frontier.size, taker.frontier.root()
        acceptance = Acceptance(
            salt=new_salt(self._random_bytes), at=self._now, device=device, size=size, root=tobase64(root), held=held
        )
        _log, index = own_logs.append(self._transaction, self._keys, origins.acceptances(self._keys.hub), [acceptance])
        receipted = receipt.with_signature(note, receipt.cosign(taker.signed.checkpoint, self._keys.mirror, self._now))
        self._transaction.logs.add_accepted(log.id, AcceptedRow(size, self._now, receipted, index))
        return receipted

    def _receipted_before(self, registry: Registry, note: str) -> HeldReceipt | None:
        """The receipt on a note that the hub gave before it was restored: whose log it is of was enrolled then."""
        if registry.generation == 1:
            return None
        mirror = receipt.cosigner_verifier(self._keys.mirror)
        line = notes.parse(note).find(mirror)
        return None if line is None or receipted_at(note, mirror) is None else held_receipt(line)

    def _in_the_gap(self, registry: Registry, held: HeldReceipt | None) -> HeldReceipt | None:
        """A receipt if it is of the time that the last restore has lost; one of a clock that was wrong may not be."""
        if held is None:
            return None
        index = own_logs.next_acceptance(self._transaction, self._keys)
        return held if counts(registry, held.time, index, None) else None

    def _name_lost(self, cited: Sequence[str]) -> None:
        """Name the heads of the acceptances that were cited, and that a restore has lost: they are in hand now."""
        registry = own_logs.registry(self._transaction, self._keys)
        lost = [
            Lost(salt=new_salt(self._random_bytes), at=self._now, head=head)
            for head in (unnamed(registry, cited) if cited else ())
        ]
        if lost:
            own_logs.append(self._transaction, self._keys, registry.key.origin, lost)


def _lay_before(registry: Registry, device: DeviceId, end: Size, held: HeldReceipt | None) -> bool:
    """Whether the hub, which lost it, held this of a log when the log was closed."""
    fence = registry.revoked.get(device)
    return held is not None if fence is None else end <= fence.size
