"""A part of a log given again to who holds it damaged: small, and proven by itself, whatever else is damaged there.

Whoever finds that entries rotted asks for them (`Header.wanted`). Whoever holds them true answers with ranges that
`mend`: the entries, a signed head of their log that is not before their end, and the roots of the subtrees beside them,
which give that head's root together with them. A range without entries gives a signed head again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import Base64Hash, Hash, Index, Origin, Size
from sync.errors import BadInput
from sync.exchange.ranges import RangeHead, as_kept
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import SignedCheckpoint
from sync.log.merkle import HASH_SIZE, check_part, leaf_hashes, part_proof
from sync.log.note import Verifier

_PIECE: Final = 32 * 1024
"""Bytes of entries in one range: each that arrives is mended, whatever comes of the next."""


class MendingRange(Struct, frozen=True):
    """A range that mends: its head and its lines."""

    head: RangeHead
    lines: list[bytes]


def given_again(start: int, lines: Sequence[bytes], leaves: Sequence[Hash], note: str) -> Iterator[MendingRange]:
    """The ranges that give these lines of a log again, from an index on, in pieces, under the name that `note` has for the
    log. `leaves` are all leaf hashes up to the size of the head that it signs; they are not asked for where there are no
    lines, and the head alone is given."""
    signed = checkpoints.parse(note).checkpoint
    origin = signed.origin
    if not lines:
        yield _range(origin, start, lines, [signed.root], note)
    at = 0
    while at < len(lines):
        end, cost = at + 1, len(lines[at])
        while end < len(lines) and cost + len(lines[end]) <= _PIECE:
            cost += len(lines[end])
            end += 1
        yield _range(origin, start + at, lines[at:end], part_proof(leaves, start + at, start + end), note)
        at = end


def _range(origin: Origin, start: int, lines: Sequence[bytes], proof: Sequence[Hash], note: str) -> MendingRange:
    beside = tuple(Base64Hash(tobase64(root)) for root in proof)
    end = Size(start + len(lines))
    head = RangeHead(origin=origin, start=Size(start), end=end, checkpoint=note, proof=beside, mend=True)
    return MendingRange(head, list(lines))


class ProvenPart(Struct, frozen=True):
    """Entries that stand in a log of which somebody signed a head."""

    start: Index
    lines: list[bytes]
    leaves: list[Hash]
    signed: SignedCheckpoint


def check_mending(
    head: RangeHead, lines: list[bytes], verifier: Verifier, redacted: Mapping[Hash, bytes] | None = None
) -> ProvenPart:
    """Check a range that mends, against its log's key. `BadInput` if it contradicts itself, `Unproven` if its signature or
    its proof does not hold. Whether that head is of the log that one holds is its taker's to say."""
    signed = checkpoints.verify(head.checkpoint, verifier)
    size = signed.checkpoint.size
    if not head.mend or len(lines) != head.end - head.start or head.end > size or not size:
        raise BadInput("bad-range", origin=head.origin, start=head.start, end=head.end, size=size)
    leaves = leaf_hashes(lines)
    proof = [Hash(unbase64(root, length=HASH_SIZE)) for root in head.proof]
    check_part(proof, size, signed.checkpoint.root, head.start, leaves)
    kept = as_kept(head.origin, head.start, lines, leaves, redacted or {})
    return ProvenPart(Index(head.start), list(kept), leaves, signed)
