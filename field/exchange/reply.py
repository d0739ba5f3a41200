"""Taking a reply of the hub: in one transaction, whatever of it is proven, and nothing else.

Every range is held against the frontier of its log, every receipt against the laptop's own tree and the hub's key, and
a log of the hub that goes back or forks is refused. A key is believed because the registry names it, and the registry
because the invite's key signs it.

A range that does not hold is kept away, and the rest is taken: one log must not stop all the others. So is a range of a
log that this laptop does not follow, or does not know, which is no fault. A reply fails as a whole for its form alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from field.store import LaptopStore, Taking
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant, Origin, Size
from sync.errors import BadInput, Fork, Refused, SoxaError, Unproven
from sync.exchange.parcel import Event, Header, Limits, Refusal
from sync.exchange.ranges import RangeHead, RangeTaker, ReceiptedBy, check_receipt
from sync.exchange.walker import IncomingRange, events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Acceptance
from sync.ledger.origins import LogKind, ParsedOrigin
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint


class Reply(Struct, frozen=True):
    """A reply of the hub, taken."""

    acked: Size | None
    """How much of the own log its receipt covers; None if it brought no receipt."""
    received: int
    """New entries taken from logs that this laptop follows."""
    more: bool
    refusal: Refusal | None
    skipped: frozenset[Origin] = frozenset()
    """The logs in it that this laptop does not follow, or does not know."""
    fault: SoxaError | None = None
    """What stands against the first of its ranges that was kept away. The rest is taken."""


def take_reply(store: LaptopStore, pieces: Iterable[bytes], limits: Limits, *, on_line: bool) -> Reply:
    """Take a reply in one transaction: every range that is proven. What came on the line is of now, and believed when it
    says that the hub holds less than before; a file may be old.

    Raises for what is no reply to this laptop, and as `ParcelReader` does: then nothing is taken.
    """
    try:
        with store.taking() as taking:
            header, ranges = ranges_of(_formed(events_of(pieces, limits)))
            return _ReplyTaker(store, taking, on_line=on_line).take(header, ranges)
    except _BrokenForm as broken:
        raise broken.error from None


class _BrokenForm(Exception):
    """A reply that breaks off or cannot be read, apart from what stands against one of its ranges."""

    def __init__(self, error: SoxaError) -> None:
        super().__init__(error)
        self.error = error


def _formed(events: Iterator[Event]) -> Iterator[Event]:
    try:
        yield from events
    except SoxaError as error:
        raise _BrokenForm(error) from None


class _ReplyTaker:
    """Takes the ranges of one answer, in their order, into one open transaction."""

    def __init__(self, store: LaptopStore, taking: Taking, *, on_line: bool) -> None:
        self._store = store
        self._taking = taking
        self._on_line = on_line
        self._membership = store.membership
        self._registry: Registry = store.logs.registry()
        self._acked: Size | None = None
        self._received = 0
        self._skipped: set[Origin] = set()
        self._fault: SoxaError | None = None

    def take(self, header: Header, ranges: Iterable[IncomingRange]) -> Reply:
        self._begin(header)
        for incoming in ranges:
            parsed = self._followed(incoming.head.origin)
            if parsed is None:
                self._skipped.add(incoming.head.origin)
                continue
            try:
                with self._taking.part():
                    self._take_range(incoming, parsed)
            except SoxaError as error:
                self._fault = self._fault or error
        return Reply(
            self._acked, self._received, header.more, header.refusal, skipped=frozenset(self._skipped), fault=self._fault
        )

    def _begin(self, header: Header) -> None:
        if header.kind != "reply":
            raise Refused("wrong-parcel", kind=header.kind)
        if header.hub != self._membership.hub:
            raise Refused("another-hub", origin=header.hub, hub=self._membership.hub)
        if header.device not in ("", self._membership.device):
            raise Refused("another-laptop", device=header.device)
        if header.refusal is None:
            self._taking.quarantined(header.held)

    def _followed(self, origin: Origin) -> ParsedOrigin | None:
        """The origin of a log that this laptop follows: the hub's word to all and to its unit, and the unit's laptops."""
        try:
            parsed = origins.parse(origin)
        except BadInput:
            return None  # a kind of log that a newer hub has
        device = self._registry.devices.get(parsed.device) if parsed.kind is LogKind.DEVICE else None
        follows = {
            LogKind.REGISTRY: True,
            LogKind.ACCEPTANCES: True,
            LogKind.DESK: parsed.name == self._membership.unit,
            LogKind.DEVICE: parsed.name == self._membership.device
            or (device is not None and device.unit == self._membership.unit),
        }
        return parsed if parsed.hub == self._membership.hub and follows[parsed.kind] else None

    def _take_range(self, incoming: IncomingRange, parsed: ParsedOrigin) -> None:
        head = incoming.head
        if head.origin == self._store.logs.own_origin:
            when = self._receipt(head)
            _check_empty(incoming)
            self._keep_receipt(head, when)
        elif parsed.kind is LogKind.ACCEPTANCES:
            self._acceptances(head)
            _check_empty(incoming)
        else:
            self._entries(incoming, parsed)

    def _entries(self, incoming: IncomingRange, parsed: ParsedOrigin) -> None:
        """The next entries of a log that this laptop follows."""
        head, origin = incoming.head, incoming.head.origin
        state, held = self._store.logs.extent(origin), self._store.logs.leaves
        verifier = self._registry.verifier(origin)
        taker = RangeTaker(head, verifier, state.frontier, lambda start, end: held(origin, start, end))
        registry = self._registry.copy() if parsed.kind is LogKind.REGISTRY else None
        received = 0
        for lines in incoming:
            start = taker.frontier.size
            new, leaves = taker.feed(lines)
            if not new:
                continue
            self._taking.append(origin, start, list(new), leaves)
            received += len(new)
            if registry is not None:
                registry.take(decode(line, LogKind.REGISTRY) for line in new)
        taker.finish()
        if head.end >= state.size:
            self._taking.head(origin, taker.frontier, head.checkpoint)
        self._received += received
        self._registry = registry or self._registry

    def _acceptances(self, head: RangeHead) -> None:
        """The hub's newest word on what it took in: no entries, and never older or other than what was seen."""
        signed = checkpoints.verify(head.checkpoint, self._registry.verifier(head.origin)).checkpoint
        state = self._store.logs.extent(head.origin)
        if head.start != head.end or head.end != signed.size:
            raise BadInput("bad-range", origin=head.origin, start=head.start, end=head.end)
        if signed.size < state.size:
            raise Unproven("stale-checkpoint", origin=head.origin, held=state.size, found=signed.size)
        if signed.size == state.size and state.size:
            if checkpoints.parse(state.checkpoint).checkpoint.root != signed.root:
                raise Fork(origin=head.origin, index=signed.size)
            return
        self._taking.head(head.origin, None, head.checkpoint)

    def _receipt(self, head: RangeHead) -> Instant:
        """The hub's time on a receipt on this laptop's own log: the laptop's signature, its own root, the hub's
        cosignature. The time may be any: what the hub holds does not hang on its clock."""
        own = self._store.logs.own
        if self._registry.cosigner is None:
            raise Unproven("no-receipt", name=origins.mirror(self._membership.hub))
        when = check_receipt(head, self._registry.verifier(own.origin), self._registry.cosigner)
        signed = checkpoints.parse(head.checkpoint).checkpoint
        if signed.size > own.size:
            raise Unproven("hub-holds-more", held=signed.size, own=own.size)
        if self._store.logs.frontier_at(own.origin, signed.size).root() != signed.root:
            raise Fork(origin=own.origin, index=signed.size)
        return when

    def _keep_receipt(self, head: RangeHead, when: Instant) -> None:
        signed = checkpoints.parse(head.checkpoint).checkpoint
        accepted = None if head.acceptance is None else self._acceptance(head.acceptance, signed, when)
        self._taking.receipt(signed.size, head.checkpoint, when, accepted, may_lower=self._on_line)
        self._acked = signed.size

    def _acceptance(self, told: ReceiptedBy, receipted: Checkpoint, when: Instant) -> ReceiptedBy | None:
        """The acceptance that a receipt is of, None if it cannot be kept beside it; raises if it is another's."""
        entry = decode(told.entry.encode(), LogKind.ACCEPTANCES)
        if isinstance(entry, Quarantined) and entry.why == "future":
            return None  # a newer hub says more in it
        other = Unproven("other-acceptance", index=told.index, origin=receipted.origin)
        if not isinstance(entry, Acceptance):
            raise other
        stated = (entry.device, entry.size, entry.root)
        if stated != (self._membership.device, receipted.size, tobase64(receipted.root)):
            raise other
        if entry.at != when:  # the receipt is right all the same
            self._fault = self._fault or other
            return None
        return told


def _check_empty(incoming: IncomingRange) -> None:
    for _lines in incoming:
        raise BadInput("bad-parcel", why="entries in a range that has none")
