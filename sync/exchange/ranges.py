"""The one noun of the protocol: a range of a log, and the one way in which every party checks it.

A range is `origin, from, to, checkpoint` and the entries between. Whoever takes it hashes the new entries, extends the
frontier it already holds, compares with the signed root and checks one signature. What it holds already is skipped,
after comparing leaf hash by leaf hash; nothing is taken that does not join on to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Annotated

from msgspec import Meta, Struct, field

from sync.encoding.limits import MAX_CHECKPOINT, MAX_ENTRY, MAX_PROVEN, MAX_WITNESSED
from sync.encoding.spelling import unbase64
from sync.encoding.types import Base64Hash, Hash, Index, Instant, Origin, Size
from sync.errors import BadInput, Behind, Fork, Unproven, WrongRoot
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.checkpoint import SignedCheckpoint
from sync.log.merkle import HASH_SIZE, Frontier, check_consistency, leaf_hash, leaf_hashes
from sync.log.note import Verifier
from sync.log.proof import MAX_HASHES
from sync.log.redacted import MARK, is_redacted

HeldLeaves = Callable[[int, int], Iterable[Hash]]
"""The leaf hashes that one holds of a log, from an index up to and without another."""


class ReceiptedBy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The acceptance that a receipt is of: its index in the hub's acceptances, and its line."""

    index: Index
    entry: Annotated[str, Meta(max_length=MAX_ENTRY)]


class Grown(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The consistency proof from a size of a log to the size that is signed."""

    start: Size = field(name="from")
    proof: Annotated[tuple[Base64Hash, ...], Meta(max_length=MAX_HASHES + 1)]


class RangeHead(
    Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, tag="range", tag_field="line"
):
    """The line that opens a range. `to - from` entry lines follow it."""

    origin: Origin
    start: Size = field(name="from")
    end: Size = field(name="to")
    checkpoint: Annotated[str, Meta(max_length=MAX_CHECKPOINT)]
    """The signed checkpoint at `to`, as a note, with the receipts that its sender has."""
    acceptance: ReceiptedBy | None = None
    """In a reply, with a receipt that is news to the laptop."""
    proof: Annotated[tuple[Base64Hash, ...], Meta(max_length=MAX_HASHES + 1)] = ()
    """In a reply, of a range that ends before its checkpoint's size: the consistency proof from there to that size. Of a
    range that mends, the subtrees beside it."""
    mend: bool = False
    """Whether it brings again what rotted where it goes: see `mending`."""
    witnessed: Annotated[tuple[Annotated[str, Meta(max_length=MAX_CHECKPOINT)], ...], Meta(max_length=MAX_WITNESSED)] = ()
    """In a bundle, of the registry and the acceptances: heads of the log with the cosignatures of witnesses, as notes in
    order of their sizes."""
    grown: Annotated[tuple[Grown, ...], Meta(max_length=MAX_PROVEN + 1)] = ()
    """In a reply, of the acceptances: that they go on from what the laptop holds of them, and from what it asked for."""
    inclusion: Annotated[tuple[Base64Hash, ...], Meta(max_length=MAX_HASHES)] = ()
    """In a reply, of the acceptances: that the acceptance which comes with the laptop's own log stands in them."""


class RangeTaker:
    """Takes one range of a log into what is held of it.

    `known` is the frontier held (it is copied, not changed); `held` gives leaf hashes of what is held already. Feed the
    entry lines in any portions, then `finish`. Only after `finish` is anything proven: keep what `feed` gives back in
    an open transaction until then.

    A range with a `proof` ends before its checkpoint's size; only who takes `parts` takes one.

    `redacted` is what is kept in the place of each redacted entry of its unit, by leaf hash: nothing else is given back of
    one that comes with its bytes.

    Raises `BadInput("bad-range")` if the head contradicts itself, `Unproven` if the signature, the root or the proof does
    not hold, `Fork` if an entry differs from the one held at its place, and `Behind` if the range starts after what is held.
    """

    def __init__(
        self,
        head: RangeHead,
        verifier: Verifier,
        known: Frontier,
        held: HeldLeaves,
        *,
        parts: bool = False,
        redacted: Mapping[Hash, bytes] | None = None,
    ) -> None:
        self.head = head
        self._redacted = redacted or {}
        self.signed: SignedCheckpoint = checkpoints.verify(head.checkpoint, verifier)
        size = self.signed.checkpoint.size
        is_part = parts and bool(head.proof) and 0 < head.end < size
        if head.mend or head.start > head.end or not (is_part or (head.end == size and not head.proof)):
            raise BadInput("bad-range", origin=head.origin, start=head.start, end=head.end, size=size)
        if head.start > known.size:
            raise Behind(origin=head.origin, at=known.size)
        self.frontier = known.copy()
        self._known = known.size
        self._next: int = head.start
        self._held = iter(held(head.start, min(known.size, head.end)))

    def feed(self, lines: Sequence[bytes]) -> tuple[Sequence[bytes], list[Hash]]:
        """Take the next entry lines; gives the new ones among them, and their leaf hashes."""
        if self._next + len(lines) > self.head.end:
            raise BadInput("bad-range", origin=self.head.origin, start=self.head.start, end=self.head.end)
        skip = min(max(self._known - self._next, 0), len(lines))
        for offset in range(skip):
            if leaf_hash(lines[offset]) != next(self._held, None):
                raise Fork(origin=self.head.origin, index=self._next + offset)
        self._next += len(lines)
        new = lines[skip:] if skip else lines
        leaves = leaf_hashes(new)
        self.frontier.extend(leaves)
        return as_kept(self.head.origin, self._next - len(new), new, leaves, self._redacted), leaves

    def finish(self) -> None:
        """Compare with the signed root. A range that ends before what is held proves nothing new, and is no fault."""
        if self._next != self.head.end:
            raise BadInput("cut-range", origin=self.head.origin, at=self._next, end=self.head.end)
        if self.head.end < self._known:
            return
        signed = self.signed.checkpoint
        if self.head.end < signed.size:
            check_consistency(hashes_of(self.head.proof), self.frontier.size, self.frontier.root(), signed.size, signed.root)
        elif self.frontier.root() != signed.root:
            wrong = Fork if self._known and self.head.end == self._known else WrongRoot
            raise wrong(origin=self.head.origin, index=self.head.end)


def hashes_of(proof: Sequence[Base64Hash]) -> list[Hash]:
    """A proof's hashes, as a parcel has them. `BadInput` for one that is none."""
    return [Hash(unbase64(hash_, length=HASH_SIZE)) for hash_ in proof]


def as_kept(
    origin: Origin, start: int, lines: Sequence[bytes], leaves: Sequence[Hash], redacted: Mapping[Hash, bytes]
) -> Sequence[bytes]:
    """The lines of a log from an index on as they are kept: in the place of each redacted entry what stands for it.
    `Unproven` for a leaf hash in an entry's place that no redaction names."""
    if not redacted and not any(line.startswith(MARK) for line in lines):
        return lines
    for at, (line, leaf) in enumerate(zip(lines, leaves, strict=True)):
        if leaf not in redacted and is_redacted(line):
            raise Unproven("unstated-redaction", origin=origin, index=start + at)
    return [redacted.get(leaf, line) for line, leaf in zip(lines, leaves, strict=True)]


def check_receipt(head: RangeHead, verifier: Verifier, cosigner: Verifier) -> Instant:
    """The hub's time (POSIX seconds) on a checkpoint, once both signatures hold; `Unproven` otherwise."""
    signed = checkpoints.verify(head.checkpoint, verifier)
    return receipt.receipt_time(signed.note, signed.checkpoint, cosigner)
