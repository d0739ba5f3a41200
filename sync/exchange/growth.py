"""A head of the acceptances held against what a laptop holds: whether it is proven to go on from that."""

from __future__ import annotations

from msgspec import Struct

from sync.encoding.types import Hash, Size
from sync.errors import Fork, Unproven
from sync.exchange.ranges import RangeHead, ReceiptedBy, hashes_of
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import check_consistency, check_inclusion, is_other_history, leaf_hash


class HeldHead(Struct, frozen=True):
    """What a new head is to go on from: a size of the acceptances, and their root there."""

    size: Size
    root: Hash


def is_proven(head: RangeHead, signed: Checkpoint, held: HeldHead | None, accepted: ReceiptedBy | None) -> bool:
    """Whether a larger head, whose signature was checked, goes on from the one that is `held`, and has the laptop's own
    acceptance, where that is known; False where there is no proof of it. Of who holds nothing the first is taken with no
    more than that: there is nothing that it could contradict.

    `Fork` if the head is proven to be of another history, `Unproven` if a proof does not hold.
    """
    if held is not None:
        proof = next((hashes_of(grown.proof) for grown in head.grown if grown.start == held.size), None)
        if proof is None:
            return False
        if is_other_history(proof, held.size, held.root, signed.size, signed.root):
            raise Fork(origin=head.origin, index=held.size)
        check_consistency(proof, held.size, held.root, signed.size, signed.root)
    if accepted is not None:
        leaf = leaf_hash(accepted.entry.encode())
        try:
            check_inclusion(hashes_of(head.inclusion), signed.size, signed.root, accepted.index, leaf)
        except Unproven:
            if not head.grown and not head.inclusion:
                return False
            raise
    return True
