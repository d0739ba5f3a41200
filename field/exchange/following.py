"""Following a hub that was restored from a copy into its next generation: which ranges are of the generation that is held,
the registry of a later one, and what the restores that it tells of leave of each log here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from field.exchange.taken_reply import ReceivedReceipt, Reply
from field.store import LaptopStore, Taking
from sync.encoding.spelling import unbase64
from sync.encoding.types import NOTHING, Hash, Origin, Size
from sync.errors import Behind, Fork, WentBack
from sync.exchange.ranges import RangeHead, RangeTaker
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Restored
from sync.ledger.origins import LogKind, ParsedOrigin
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier, leaf_hash
from sync.log.note import Verifier


class GenerationFollower:
    """Follows the generations of the hub's own logs, in one reply."""

    def __init__(self, store: LaptopStore, reply: Reply, *, on_line: bool) -> None:
        self._store = store
        self._reply = reply
        self._on_line = on_line
        self._membership = store.membership

    def held(self, parsed: ParsedOrigin) -> ParsedOrigin:
        """What one of the hub's own logs is called in the generation that is held of it."""
        return origins.parse(self._store.logs.named(parsed.first))

    def of_now(self, head: RangeHead, parsed: ParsedOrigin, *, asks: bool) -> bool:
        """Whether a range of one of the hub's own logs is of the generation that is held, or the registry's of a later one.
        What was signed in one before says nothing any more; a file with it is old. `asks`: whether the hub gathers what it
        lacks, which may be a generation that is held here."""
        held = self.held(parsed)
        if parsed.generation == held.generation or (parsed.kind is LogKind.REGISTRY and parsed.generation > held.generation):
            return True
        if parsed.generation > held.generation:
            self._reply.skipped |= {head.origin}  # the registry, which would tell of it, did not come
        elif self._on_line and not asks:
            raise WentBack(origin=head.origin, held=held.generation, found=parsed.generation)
        self._reply.older |= parsed.generation < held.generation
        return False

    def registry_anew(
        self,
        taking: Taking,
        head: RangeHead,
        batches: Iterable[list[bytes]],
        parsed: ParsedOrigin,
        verifier: Verifier,
        received: ReceivedReceipt | None,
    ) -> None:
        """The registry in a later generation: it may leave what is held at its own statement that the hub was restored, or
        before one that states that two histories were signed, and nowhere else. `received` is the receipt that came in
        this reply, if it has come."""
        first, state = parsed.first, self._store.logs.extent(parsed.first)
        lines = [line for batch in batches for line in batch]
        kept = self._common(first, head.start, state.size, lines)
        edge = self._store.logs.frontier_at(first, kept)
        held = self._store.logs.leaves
        taker = RangeTaker(head, verifier, edge, lambda start, end: held(first, start, end), parts=True)
        new, leaves = taker.feed(lines)
        taker.finish()
        if head.end <= kept:
            return  # nothing of it is new here
        if kept < state.size:
            passed_over = any(restore.position >= kept for restore in self._store.logs.registry().restores)
            if not _may_leave(new, leaves, first, edge, passed_over=passed_over):
                raise Fork(origin=first, index=kept)
            taking.leave_behind(first, kept, self._store.logs.named(first))
        before = self._store.logs.generation
        taking.append(first, kept, list(new), leaves)
        taking.head(first, taker.frontier, head.checkpoint)
        self._reply.received += len(new)
        self._reply.received_bytes += sum(map(len, new))
        self.restores(taking, before, received)

    def _common(self, first: Origin, start: Size, size: Size, lines: list[bytes]) -> Size:
        """How far what is held of a log and what came of it from an index on are the same."""
        if start > size:
            raise Behind(origin=first, at=size)
        held = self._store.logs.leaves(first, start, min(size, start + len(lines)))
        other = (start + at for at, (leaf, line) in enumerate(zip(held, lines, strict=False)) if leaf != leaf_hash(line))
        return Size(next(other, size))

    def restores(self, taking: Taking, before: int, received: ReceivedReceipt | None) -> None:
        """Go on with a hub that was restored from a copy, as the registry says, which was of the generation `before`."""
        logs = self._store.logs
        receipted = max((kept.acked for kept in logs.receipts()), default=logs.own.acked)
        known = receipted or logs.extent(origins.acceptances(self._membership.hub)).size
        here = [restored.generation for restored in logs.restores()]
        forked = max((restored.generation for restored in logs.restores() if restored.grown), default=0)
        for restored in logs.restores():
            if restored.generation > before:
                is_apart = before not in (1, *here) or restored.generation <= forked
                self._restored(taking, restored, before, received, is_apart=is_apart)
                before = restored.generation
                if known:
                    self._reply.restored, self._reply.older = before, False
                    self._store.local.was_restored(before, restored.at, receipted)

    def _restored(
        self, taking: Taking, restored: Restored, before: int, received: ReceivedReceipt | None, *, is_apart: bool
    ) -> None:
        """Go on with what a hub that was restored has kept of each log that is held, and with the receipts alone that it
        gives now; `before` is the generation that was held, of which nothing is kept for certain if it `is_apart`: passed
        over, or of a history beside the one that stayed, as a restore since says itself."""
        logs = self._store.logs
        for first in logs.followed()[1:]:
            kept, root = _kept(restored, first)
            named = structs.replace(origins.parse(first), generation=before).written
            state = logs.extent(first)
            note = logs.heads_of(named).get(kept, "")
            signed = checkpoints.parse(note).checkpoint.root if note else None
            is_acceptances = origins.parse(first).kind is LogKind.ACCEPTANCES
            if not is_acceptances and state.size >= kept:
                signed = logs.frontier_at(first, kept).root()
            if kept and signed not in (None, root):
                taking.contradicted(note or state.checkpoint)
                if not is_apart:
                    self._reply.blame(Fork(origin=first, index=kept))
                    continue
                kept = NOTHING
            if is_acceptances and state.size > kept:
                taking.forget_head(first)
            elif state.size > kept:
                taking.leave_behind(first, kept, named)
        acceptances = origins.parse(origins.acceptances(self._membership.hub))
        taking.forget_receipt(
            structs.replace(acceptances, generation=before).written, _kept(restored, acceptances.written)[0]
        )
        if received is not None:
            received.keep(taking)


def leave_unknown(store: LaptopStore, held: Mapping[Origin, Size]) -> None:
    """Count no more of laptops that the hub does not know, and of whose logs it holds no more than this although it was
    shown them: it lost that they were enrolled, and what it cannot take for receipted does not come back. It is kept as
    evidence."""
    known = store.logs.registry().devices
    for origin, size in held.items():
        parsed = origins.parse(origin)
        if parsed.kind is LogKind.DEVICE and parsed.device not in known and store.logs.extent(origin).size > size:
            with store.taking() as taking:
                taking.leave_revoked(origin, size)


def _may_leave(lines: Sequence[bytes], leaves: Sequence[Hash], first: Origin, edge: Frontier, *, passed_over: bool) -> bool:
    """Whether the entries of the registry that come behind what is the same, which ends at the `edge`, say that the hub went
    back there, or that it has signed two histories. Where what is held is of a generation that was `passed_over`, which
    began behind the edge, the first restore that follows says how far the registry was kept that it goes on from."""
    read = ((at, decode(line, LogKind.REGISTRY)) for at, line in enumerate(lines))
    restores = [(at, entry) for at, entry in read if isinstance(entry, Restored)]
    if not restores or any(entry.grown for _at, entry in restores):
        return bool(restores)
    at, next_one = restores[0]
    edge.extend(leaves[:at])
    return (at == 0 or passed_over) and _kept(next_one, first) == (edge.size, edge.root())


def _kept(restored: Restored, first: Origin) -> tuple[Size, Hash]:
    """How much a restored hub has kept of one of its own logs, by that log's first name, and the root of it."""
    for row in restored.kept:
        if origins.parse(row.origin).first == first:
            return row.size, Hash(unbase64(row.root))
    return NOTHING, Frontier().root()
