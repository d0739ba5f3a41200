"""Taking the hub's answer: all of it in one transaction, and only what is proven.

Every range is held against the frontier of its log, every receipt against the laptop's own tree and the hub's key, and
a log of the hub that goes back or forks is refused. A key is believed because the registry names it, and the registry
because the invite's key signs it.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from field.store import LaptopStore, Taking
from sync.errors import BadInput, Refused, Unproven
from sync.exchange.parcel import End, Entries, Header, Limits, ParcelReader, Refusal
from sync.exchange.ranges import RangeHead, RangeTaker, check_receipt
from sync.ledger import origins
from sync.ledger.entry import decode
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.note import Verifier


class Reply(Struct, frozen=True):
    """What one answer of the hub brought."""

    acked: int | None
    """How much of the own log its receipt covers; None if it brought no receipt."""
    received: int
    """New entries taken from logs that this laptop follows."""
    more: bool
    refusal: Refusal | None


def take_reply(store: LaptopStore, pieces: Iterable[bytes], limits: Limits) -> Reply:
    """Take an answer: all of it in one transaction, or nothing. Raises as `ParcelReader` and `RangeTaker` do, and
    `Unproven` for a receipt or a log of the hub that goes back."""
    reader = ParcelReader(limits)
    with store.taking() as taking:
        taker = _ReplyTaker(store, taking)
        for piece in pieces:
            for event in reader.feed(piece):
                taker.take(event)
        reader.close()
        return taker.finish()


class _ReplyTaker:
    """The events of one answer, in their order, into one open transaction."""

    def __init__(self, store: LaptopStore, taking: Taking) -> None:
        self._store = store
        self._taking = taking
        self._membership = store.membership
        self._registry: Registry = store.registry()
        self._header: Header | None = None
        self._range: RangeTaker | None = None
        self._acked: int | None = None
        self._received = 0

    def take(self, event: Header | RangeHead | Entries | End) -> None:
        if isinstance(event, Header):
            self._begin(event)
        elif isinstance(event, Entries):
            self._entries(event.lines)
        else:
            self._close_range()
            if isinstance(event, RangeHead):
                self._open_range(event)

    def finish(self) -> Reply:
        assert self._header is not None, "a parcel without a header does not get here"
        return Reply(self._acked, self._received, self._header.more, self._header.refusal)

    def _begin(self, header: Header) -> None:
        if header.kind != "reply":
            raise Refused("wrong-parcel", kind=header.kind)
        if header.hub != self._membership.hub:
            raise Refused("another-hub", origin=header.hub, hub=self._membership.hub)
        if header.device not in ("", self._membership.device):
            raise Refused("another-laptop", device=header.device)
        self._header = header
        if header.refusal is None:
            self._taking.held(header.held)

    def _open_range(self, head: RangeHead) -> None:
        if head.origin == self._store.own.origin:
            self._receipt(head)
        elif head.origin == origins.acceptances(self._membership.hub):
            self._acceptances(head)
        else:
            state = self._store.log(head.origin)
            held = self._store.leaves
            self._range = RangeTaker(
                head, self._verifier(head.origin), state.frontier, lambda start, end: held(head.origin, start, end)
            )

    def _verifier(self, origin: str) -> Verifier:
        """The key of a log that this laptop follows: the hub's word, or a device of its own unit."""
        parsed = origins.parse(origin)
        verifier = self._registry.verifier(origin)
        if parsed.kind is origins.LogKind.DESK and parsed.name != self._membership.unit:
            raise Refused("not-followed", origin=origin)
        if parsed.kind is origins.LogKind.DEVICE and self._registry.devices[parsed.name].unit != self._membership.unit:
            raise Refused("not-followed", origin=origin)
        return verifier

    def _entries(self, lines: list[bytes]) -> None:
        if self._range is None:
            raise BadInput("bad-parcel", why="entries in a range that has none")
        start = self._range.frontier.size
        new, leaves = self._range.feed(lines)
        if not new:
            return
        origin = self._range.head.origin
        self._taking.append(origin, start, list(new), leaves)
        self._received += len(new)
        if origins.parse(origin).kind is origins.LogKind.REGISTRY:
            self._registry.take(decode(line, origins.LogKind.REGISTRY) for line in new)

    def _close_range(self) -> None:
        taker, self._range = self._range, None
        if taker is None:
            return
        taker.finish()
        if taker.head.end >= self._store.log(taker.head.origin).size:
            self._taking.head(taker.head.origin, taker.frontier, taker.head.checkpoint)

    def _acceptances(self, head: RangeHead) -> None:
        """The hub's newest word on what it took in: no entries, and never older or other than what was seen."""
        signed = checkpoints.verify(head.checkpoint, self._registry.verifier(head.origin)).checkpoint
        state = self._store.log(head.origin)
        if head.start != head.end or head.end != signed.size:
            raise BadInput("bad-range", origin=head.origin, start=head.start, end=head.end)
        if signed.size < state.size:
            raise Unproven("stale-checkpoint", origin=head.origin, held=state.size, found=signed.size)
        if signed.size == state.size and state.size:
            if checkpoints.parse(state.checkpoint).checkpoint.root != signed.root:
                raise Unproven("fork", origin=head.origin, index=signed.size)
            return
        self._taking.head(head.origin, None, head.checkpoint)

    def _receipt(self, head: RangeHead) -> None:
        """The hub's receipt on this laptop's own log: the laptop's signature, its own root, the hub's cosignature."""
        own = self._store.own
        if self._registry.cosigner is None:
            raise Unproven("no-receipt", name=origins.mirror(self._membership.hub))
        when = check_receipt(head, self._registry.verifier(own.origin), self._registry.cosigner)
        signed = checkpoints.parse(head.checkpoint).checkpoint
        if signed.size > own.size:
            raise Unproven("hub-holds-more", held=signed.size, own=own.size)
        if self._store.frontier_at(own.origin, signed.size).root() != signed.root:
            raise Unproven("fork", origin=own.origin, index=signed.size)
        self._taking.receipt(signed.size, head.checkpoint, when)
        self._acked = signed.size
