"""Taking a reply of the hub: whatever of it is proven, and nothing else.

Every range is held against the frontier of its log, every receipt against the laptop's own tree and the hub's key, and
a log of the hub that goes back or forks is refused. A key is believed because the registry names it, and the registry
because the invite's key signs it.

Each range is taken in a transaction of its own, as soon as it is here whole: what came before a line broke stays. One that
does not hold is kept away, and the rest is taken: one log must not stop all the others. So is a range of a log that this
laptop does not follow, or does not know, which is no fault. A reply fails for its form alone, from there on.

What its header says is believed at its end, if it is the hub's word on what was asked (`hub_word`); else it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NoReturn

from field.exchange.acceptances import CITES, AcceptancesTaker
from field.exchange.following import GenerationFollower
from field.exchange.hub_word import HubWord
from field.exchange.taken_reply import ReceivedReceipt, Reply
from field.store import LaptopStore, Taking, notices
from field.store.rows import DayLimit
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Hash, Instant, Origin, Size
from sync.errors import BadInput, Behind, DayFull, Fork, OwnFork, Refused, ShowHead, SoxaError, Unproven, WentBack, WrongRoot
from sync.exchange.answers import ParcelSignature
from sync.exchange.mending import check_mending
from sync.exchange.parcel import Event, Header, Limits, WantedRange
from sync.exchange.ranges import RangeHead, RangeTaker, ReceiptedBy, check_receipt
from sync.exchange.refusals import error_of
from sync.exchange.walker import IncomingRange, events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Acceptance, Join
from sync.ledger.origins import LogKind, ParsedOrigin
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint, SignedCheckpoint
from sync.log.note import Verifier


def take_reply(
    store: LaptopStore,
    pieces: Iterable[bytes],
    limits: Limits,
    *,
    on_line: bool,
    asked: Callable[[], Collection[str]] = tuple,
    reply: Reply | None = None,
    watch: Callable[[Reply], None] = lambda _so_far: None,
) -> Reply:
    """Take a reply: every range that is proven; into `reply`, which says what was taken where this raises, and which
    `watch` is told after each. What came on the line is of now, if the answer as a whole is the hub's word on one of the
    things that were `asked`: then it is believed that the hub holds less than before, and held against it.

    Raises for what is no reply to this laptop, or to another request of it, as `ParcelReader` does, and what `pieces`
    raises: what came before is taken.
    """
    reply = reply or Reply()
    try:
        events = events_of(pieces, limits)
        header, ranges = ranges_of(_formed(events))
        taker = _ReplyTaker(store, reply, watch, asked, on_line=on_line)
        taker.take(header, ranges)
        taker.believe(header, events.signed)
    except _BrokenForm as broken:
        raise broken.error from None
    return reply


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
    """Takes the ranges of an answer, in their order, each in a transaction of its own."""

    def __init__(
        self,
        store: LaptopStore,
        reply: Reply,
        watch: Callable[[Reply], None],
        asked: Callable[[], Collection[str]],
        *,
        on_line: bool,
    ) -> None:
        self._store = store
        self._reply = reply
        self._watch = watch
        self._asked = asked
        self._on_line = on_line
        self._follower = GenerationFollower(store, reply, on_line=on_line)
        self._heads = AcceptancesTaker(store, reply)
        self._membership = store.membership
        self._registry: Registry = store.logs.registry()
        self._forked: Size | None = None
        self._asks = False
        """Whether the hub says that it gathers what it lacks, which may be a generation that is held here."""
        self._received: ReceivedReceipt | None = None
        """The receipt that came with this reply."""
        self._lower: ReceivedReceipt | None = None
        """The same, where it says that the hub holds less than before."""
        self._went_back: WentBack | None = None
        """The first of its ranges by which a log of the hub went back, if the answer is of now."""

    def take(self, header: Header, ranges: Iterable[IncomingRange]) -> None:
        self._begin(header)
        try:
            self._take_ranges(ranges)
        finally:  # once for all of them, and where the line broke too
            self._leave_revoked()
            self._store.judge_waiting()
            self._store.redactions.wipe()
            self._judge_own_log()

    def believe(self, header: Header, signed: ParcelSignature | None) -> None:
        """Take what a reply that is here whole says in its header, if that is the hub's word."""
        reply, local = self._reply, self._store.local
        word = HubWord(self._store)
        reply.believed = word.believes(header, signed, self._asked())
        if not reply.believed:
            reply.forgotten = not self._on_line and word.is_to_a_forgotten_file(header, signed)
            reply.told_refused = header.refusal is not None
            if self._on_line:
                reply.blame(Unproven("unsigned-answer", hub=self._membership.hub))
            return
        if self._went_back is not None:
            reply.blame(self._went_back)
        reply.more, reply.refusal, reply.wanted, reply.asking = header.more, header.refusal, header.wanted, header.asking
        if self._lower is not None:
            with self._store.taking(judge=False) as taking:
                self._lower.keep(taking)
            reply.acked = self._lower.size
        if self._asks or not reply.older:
            local.hub_asks(self._asks, goes_on=self._asks and not header.asking)
        self._store.mending.keep_hub_wants(header.wanted)
        refusal = None if header.refusal is None else error_of(header.refusal)
        if refusal is None or isinstance(refusal, DayFull):
            local.note_day_limit(None if refusal is None else DayLimit.of(refusal))
        if header.claimed is not None:
            local.set_setting(notices.CLAIMED, str(header.claimed))
        if header.refusal is None and not reply.older:  # that of an old file is no longer so
            with self._store.taking() as taking:
                taking.quarantined(header.held)

    def _leave_revoked(self) -> None:
        """Hold no more of a colleague's log than counts of it: of one that is revoked, a hub that was restored from a copy
        may have had more, and given it."""
        for origin, size in self._revoked_logs():
            if self._store.logs.extent(origin).size > size:
                with self._store.taking(judge=False) as taking:
                    taking.leave_revoked(origin, size)

    def _revoked_logs(self) -> Iterator[tuple[Origin, Size]]:
        """The colleagues' logs that are revoked, and how much of each counts."""
        own = self._membership
        for device, revoked in self._registry.revoked.items():
            if device != own.device and self._registry.devices[device].unit == own.unit:
                yield origins.device(own.hub, device), revoked.size

    def _judge_own_log(self) -> None:
        """Whether the own log may grow here, by what is proven now."""
        if self._reply.ahead is not None:
            self._store.held_elsewhere(self._reply.ahead)
        if self._forked is not None:
            self._store.close_log("forked", same=self._forked)
        if self._membership.device in self._registry.revoked:
            self._store.close_log("revoked")
        elif self._membership.device in self._registry.succeeded:
            self._store.close_log("succeeded")

    def _take_ranges(self, ranges: Iterable[IncomingRange]) -> None:
        for incoming in ranges:
            parsed = self._followed(incoming.head.origin)
            if parsed is None:
                self._reply.skipped |= {incoming.head.origin}
                continue
            # Whoever saves meanwhile must not wait for a line; a file is read as fast as it is taken.
            batches = list(incoming) if self._on_line else incoming
            try:
                with self._store.taking(judge=False) as taking:
                    self._take_range(taking, incoming.head, batches, parsed)
            except WentBack as error:  # what was signed before proves itself as well: only an answer of now accuses
                self._went_back = self._went_back or error
            except SoxaError as error:
                self._reply.blame(error)
                if isinstance(error, Fork | WrongRoot) and parsed.kind is not LogKind.DEVICE:  # its signature held
                    with self._store.taking(judge=False) as taking:
                        taking.contradicted(incoming.head.checkpoint)
            self._watch(self._reply)

    def _begin(self, header: Header) -> None:
        if header.kind != "reply":
            raise Refused("wrong-parcel", kind=header.kind)
        if header.hub != self._membership.hub:
            raise Refused("another-hub", origin=header.hub, hub=self._membership.hub)
        if header.device not in ("", self._membership.device):
            raise Refused("another-laptop", device=header.device)
        if self._on_line and header.answers and header.answers not in self._asked():
            raise Unproven("answers-another", hub=header.hub)
        self._asks = header.asking or (header.refusal is not None and isinstance(error_of(header.refusal), ShowHead))

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

    def _take_range(self, taking: Taking, head: RangeHead, batches: Iterable[list[bytes]], parsed: ParsedOrigin) -> None:
        if parsed.kind is not LogKind.DEVICE and not self._follower.of_now(head, parsed, asks=self._asks):
            return
        if head.mend:
            self._mend(taking, head, parsed.first, [line for lines in batches for line in lines])
        elif head.origin == self._store.logs.own_origin and head.end > head.start:
            self._own_tail(taking, head, batches)
        elif head.origin == self._store.logs.own_origin:
            when = self._receipt(head)
            _check_empty(batches)
            if when is not None:
                self._keep_receipt(taking, head, when)
        elif parsed.kind is LogKind.ACCEPTANCES:
            self._acceptances(taking, head)
            _check_empty(batches)
        elif parsed.kind is LogKind.REGISTRY and parsed.generation > self._follower.held(parsed).generation:
            verifier = self._registry.verifier(head.origin)
            self._follower.registry_anew(taking, head, batches, parsed, verifier, self._received)
            self._registry = self._store.logs.registry()
        else:
            self._entries(taking, head, batches, parsed)

    def _entries(self, taking: Taking, head: RangeHead, batches: Iterable[list[bytes]], parsed: ParsedOrigin) -> None:
        """The next entries of a log that this laptop follows."""
        origin = parsed.first
        state, held = self._store.logs.extent(origin), self._store.logs.leaves
        verifier = self._registry.verifier(head.origin)
        gone = self._registry.redacted_in(origin)
        taker = RangeTaker(
            head, verifier, state.frontier, lambda start, end: held(origin, start, end), parts=True, redacted=gone
        )
        registry = self._registry.copy() if parsed.kind is LogKind.REGISTRY else None
        before = self._store.logs.generation if registry is not None else 1
        received, size, cited = 0, 0, list[bytes]()
        for lines in batches:
            start = taker.frontier.size
            new, leaves = taker.feed(lines)
            if not new:
                continue
            taking.append(origin, start, list(new), leaves)
            received, size = received + len(new), size + sum(map(len, new))
            if registry is not None:
                registry.take(decode(line, LogKind.REGISTRY) for line in new)
            elif parsed.kind is LogKind.DEVICE:
                cited += [line for line in new if CITES in line]
        taker.finish()
        self._heads.cited(taking, cited, self._registry)
        if head.end >= state.size:
            taking.head(origin, taker.frontier, head.checkpoint)
        self._holds(head.end, state.size)
        self._reply.received += received
        self._reply.received_bytes += size
        self._registry = registry or self._registry
        if registry is not None:
            self._follower.restores(taking, before, self._received)

    def _own_verifier(self) -> Verifier:
        """The key of this laptop: as the registry names it, or as it joined with it, where a hub that was restored from a
        copy does not name it yet."""
        own = self._store.logs.own_origin
        if self._membership.device in self._registry.devices:
            return self._registry.verifier(own)
        joined = next(iter(self._store.logs.lines(own, 0, 1)), b"")
        entry = decode(joined, LogKind.DEVICE)
        if not isinstance(entry, Join) or not self._store.logs.receipts():
            raise Unproven("unknown-device", origin=own)
        return Verifier.parse(entry.key)

    def _mend(self, taking: Taking, head: RangeHead, origin: Origin, lines: list[bytes]) -> None:
        """What rotted here, given again; what does not hold is passed over, as if it had not come."""
        mending = self._store.mending
        if not any(each.origin == origin for each in mending.lost):
            return
        try:
            gone = self._registry.redacted_in(origin)
            part = check_mending(head, lines, self._registry.verifier(head.origin), gone)
        except SoxaError:
            return
        if not lines:
            self._put_back(head, origin, part.signed)
        elif mending.is_true(origin, part):
            for index in mending.differing(origin, head.start, part.lines):
                at = index - head.start
                taking.mend(origin, index, part.lines[at], part.leaves[at])
                self._reply.mended += 1
            mending.mended()
            if origins.parse(head.origin).kind is LogKind.REGISTRY:
                self._registry = self._store.logs.registry()

    def _put_back(self, head: RangeHead, origin: Origin, signed: SignedCheckpoint) -> None:
        """A signed head or a receipt that rotted here."""
        mending, extent = self._store.mending, self._store.logs.extent(origin)
        size, root = signed.checkpoint.size, signed.checkpoint.root
        if not head.end == size <= extent.size or self._store.logs.frontier_at(origin, size).root() != root:
            return
        if origin == self._store.logs.own_origin:
            if self._registry.cosigner is None:
                return
            time = check_receipt(head, self._registry.verifier(head.origin), self._registry.cosigner)
            mending.put_receipt(size, head.checkpoint, time)
        elif size == extent.size:
            mending.put_head(origin, head.checkpoint)
        mending.put_back(WantedRange(origin, size, size))
        self._reply.mended += 1

    def _own_tail(self, taking: Taking, head: RangeHead, batches: Iterable[list[bytes]]) -> None:
        """Entries of the own log that are here no more: this laptop's key signed them, so they are taken for its own. If
        what is here goes on in another way, somebody went on with a copy."""
        own = self._store.logs.own
        if head.start > own.size:
            raise Behind(origin=own.origin, at=own.size)
        edge = self._store.logs.frontier_at(own.origin, head.start)
        gone = self._registry.redacted_of(self._membership.unit)
        taker = RangeTaker(head, self._own_verifier(), edge, lambda _start, _end: (), parts=True, redacted=gone)
        lines: list[bytes] = []
        leaves: list[Hash] = []
        for batch in batches:
            came, named = taker.feed(batch)
            lines += came
            leaves += named
        taker.finish()
        held = self._store.logs.leaves(own.origin, head.start, head.end)
        for at, (one, other) in enumerate(zip(held, leaves, strict=False)):
            if one != other:
                self._fork(head.start + at, Size(head.start + at))
        if head.end > own.size:
            taking.append(own.origin, own.size, lines[len(held) :], leaves[len(held) :])
            taking.own(taker.frontier, head.checkpoint)
            self._reply.regained += head.end - own.size

    def _fork(self, index: int, same: Size) -> NoReturn:
        """Say that the laptop's key has signed another log than the one that is here, by an index; both are known to be the
        `same` so far."""
        self._forked = same
        raise OwnFork(origin=self._store.logs.own_origin, index=index)

    def _acceptances(self, taking: Taking, head: RangeHead) -> None:
        """The hub's newest word on what it took in: no entries, and never other than what was seen. On the line it is never
        older either; a file may be."""
        signed = checkpoints.verify(head.checkpoint, self._registry.verifier(head.origin)).checkpoint
        first = origins.parse(head.origin).first
        state = self._store.logs.extent(first)
        if head.start != head.end or head.end != signed.size:
            raise BadInput("bad-range", origin=head.origin, start=head.start, end=head.end)
        if self._store.logs.other_head(signed):
            raise Fork(origin=head.origin, index=signed.size)
        if signed.size < state.size and not self._on_line:
            self._holds(signed.size, state.size)
            return
        if signed.size < state.size:
            raise WentBack(origin=head.origin, held=state.size, found=signed.size)
        if signed.size == state.size and state.size:
            if checkpoints.parse(state.checkpoint).checkpoint.root != signed.root:
                raise Fork(origin=head.origin, index=signed.size)
            return
        accepted = None if self._received is None else self._received.accepted or self._kept(self._received.size)
        self._heads.take(taking, head, signed, accepted)

    def _kept(self, acked: Size) -> ReceiptedBy | None:
        """The acceptance that is kept with the receipt on so much of the own log."""
        for kept in self._store.logs.receipts():
            if kept.acked == acked and kept.index is not None and kept.line is not None:
                return ReceiptedBy(index=kept.index, entry=kept.line.decode())
        return None

    def _holds(self, size: int, taken: int) -> None:
        """Note whether a file has less of a log than was taken of it before. A hub that gathers what it lacks has less."""
        self._reply.older |= size < taken and not self._on_line and not self._asks

    def _receipt(self, head: RangeHead) -> Instant | None:
        """The hub's time on a receipt on this laptop's own log: the laptop's signature, its own root, the hub's
        cosignature. The time may be any: what the hub holds does not hang on its clock. None for one that covers more than
        is here."""
        own = self._store.logs.own
        if self._registry.cosigner is None:
            raise Unproven("no-receipt", name=origins.mirror(self._membership.hub))
        when = check_receipt(head, self._own_verifier(), self._registry.cosigner)
        signed = checkpoints.parse(head.checkpoint).checkpoint
        if signed.size > own.size:
            self._reply.ahead = signed.size
            return None
        if self._store.logs.frontier_at(own.origin, signed.size).root() != signed.root:
            self._fork(signed.size, NOTHING)
        return when

    def _keep_receipt(self, taking: Taking, head: RangeHead, when: Instant) -> None:
        signed = checkpoints.parse(head.checkpoint).checkpoint
        self._holds(signed.size, self._store.logs.own.acked)
        accepted = None if head.acceptance is None else self._acceptance(head.acceptance, signed, when)
        received = ReceivedReceipt(signed.size, head.checkpoint, when, accepted)
        self._received = received
        if self._on_line and signed.size < self._store.logs.own.acked:
            self._lower = received  # of now, if the answer as a whole is
        else:
            self._reply.acked = signed.size
        received.keep(taking, may_lower=False)

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
            self._reply.blame(other)
            return None
        return told


def _check_empty(batches: Iterable[list[bytes]]) -> None:
    for _lines in batches:
        raise BadInput("bad-parcel", why="entries in a range that has none")
