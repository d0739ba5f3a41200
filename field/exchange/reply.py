"""Taking a reply of the hub: all of it in one transaction, and only what is proven.

Every range is held against the frontier of its log, every receipt against the laptop's own tree and the hub's key, and
a log of the hub that goes back or forks is refused. A key is believed because the registry names it, and the registry
because the invite's key signs it.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from field.store import LaptopStore, Taking
from sync.encoding import Origin, Size
from sync.errors import BadInput, Fork, Refused, Unproven
from sync.exchange.parcel import Header, Limits, Refusal
from sync.exchange.ranges import RangeHead, RangeTaker, check_receipt
from sync.exchange.walker import IncomingRange, events_of, ranges_of
from sync.ledger import origins
from sync.ledger.entry import decode
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.note import Verifier


class Reply(Struct, frozen=True):
    """A reply of the hub, taken."""

    acked: Size | None
    """How much of the own log its receipt covers; None if it brought no receipt."""
    received: int
    """New entries taken from logs that this laptop follows."""
    more: bool
    refusal: Refusal | None


def take_reply(store: LaptopStore, pieces: Iterable[bytes], limits: Limits) -> Reply:
    """Take a reply: all of it in one transaction, or nothing. Raises as `ParcelReader` and `RangeTaker` do, and
    `Unproven` for a receipt or a log of the hub that goes back."""
    with store.taking() as taking:
        header, ranges = ranges_of(events_of(pieces, limits))
        return _ReplyTaker(store, taking).take(header, ranges)


class _ReplyTaker:
    """Takes the ranges of one answer, in their order, into one open transaction."""

    def __init__(self, store: LaptopStore, taking: Taking) -> None:
        self._store = store
        self._taking = taking
        self._membership = store.membership
        self._registry: Registry = store.logs.registry()
        self._acked: Size | None = None
        self._received = 0

    def take(self, header: Header, ranges: Iterable[IncomingRange]) -> Reply:
        self._begin(header)
        for incoming in ranges:
            self._take_range(incoming)
        return Reply(self._acked, self._received, header.more, header.refusal)

    def _begin(self, header: Header) -> None:
        if header.kind != "reply":
            raise Refused("wrong-parcel", kind=header.kind)
        if header.hub != self._membership.hub:
            raise Refused("another-hub", origin=header.hub, hub=self._membership.hub)
        if header.device not in ("", self._membership.device):
            raise Refused("another-laptop", device=header.device)
        if header.refusal is None:
            self._taking.quarantined(header.held)

    def _take_range(self, incoming: IncomingRange) -> None:
        head = incoming.head
        if head.origin == self._store.logs.own.origin:
            self._receipt(head)
        elif head.origin == origins.acceptances(self._membership.hub):
            self._acceptances(head)
        else:
            self._entries(incoming)
        for _lines in incoming:
            raise BadInput("bad-parcel", why="entries in a range that has none")

    def _entries(self, incoming: IncomingRange) -> None:
        """The next entries of a log that this laptop follows."""
        head, origin = incoming.head, incoming.head.origin
        state, held = self._store.logs.extent(origin), self._store.logs.leaves
        taker = RangeTaker(head, self._verifier(origin), state.frontier, lambda start, end: held(origin, start, end))
        for lines in incoming:
            start = taker.frontier.size
            new, leaves = taker.feed(lines)
            if not new:
                continue
            self._taking.append(origin, start, list(new), leaves)
            self._received += len(new)
            if origins.parse(origin).kind is origins.LogKind.REGISTRY:
                self._registry.take(decode(line, origins.LogKind.REGISTRY) for line in new)
        taker.finish()
        if head.end >= self._store.logs.extent(origin).size:
            self._taking.head(origin, taker.frontier, head.checkpoint)

    def _verifier(self, origin: Origin) -> Verifier:
        """The key of a log that this laptop follows: the hub's word, or a device of its own unit."""
        parsed = origins.parse(origin)
        verifier = self._registry.verifier(origin)
        if parsed.kind is origins.LogKind.DESK and parsed.name != self._membership.unit:
            raise Refused("not-followed", origin=origin)
        if parsed.kind is origins.LogKind.DEVICE and self._registry.devices[parsed.device].unit != self._membership.unit:
            raise Refused("not-followed", origin=origin)
        return verifier

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

    def _receipt(self, head: RangeHead) -> None:
        """The hub's receipt on this laptop's own log: the laptop's signature, its own root, the hub's cosignature."""
        own = self._store.logs.own
        if self._registry.cosigner is None:
            raise Unproven("no-receipt", name=origins.mirror(self._membership.hub))
        when = check_receipt(head, self._registry.verifier(own.origin), self._registry.cosigner)
        signed = checkpoints.parse(head.checkpoint).checkpoint
        if signed.size > own.size:
            raise Unproven("hub-holds-more", held=signed.size, own=own.size)
        if self._store.logs.frontier_at(own.origin, signed.size).root() != signed.root:
            raise Fork(origin=own.origin, index=signed.size)
        self._taking.receipt(signed.size, head.checkpoint, when)
        self._acked = signed.size
