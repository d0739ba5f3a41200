"""How the acceptances grew, proven to laptops: that they go on from the head that a laptop holds, and that its own newest
acceptance stands in them.

A proof is dear beside an idle answer. So one goes with what is news to the laptop, and where it has not seen a part of the
acceptances for a day: what it holds says so itself, and nothing is kept of whom was given which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from hub.store import Transaction
from hub.store.rows import LogRow
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Hash, Index, Instant, Size
from sync.errors import Unproven
from sync.exchange.ranges import Grown, RangeHead
from sync.ledger.decode import Quarantined, decode
from sync.ledger.origins import LogKind
from sync.log.merkle import DistantTree, check_consistency, check_inclusion


def unseen_since(transaction: Transaction, acceptances: LogRow, cursor: Size, now: Instant) -> Instant:
    """When the first of the acceptances was made that a laptop with this cursor has not seen; `now` if it has seen all."""
    line = next(iter(transaction.logs.lines(acceptances.id, cursor, cursor + 1)), None)
    if line is None:
        return now
    entry = decode(line, LogKind.ACCEPTANCES)
    return Instant(0) if isinstance(entry, Quarantined) else entry.at


def proven_head(
    transaction: Transaction,
    head: RangeHead,
    acceptances: LogRow,
    start: Size,
    others: Sequence[Size],
    own: Index | None,
) -> RangeHead | None:
    """A head of the acceptances with the proofs that they go on from `start` and from other sizes, and that an acceptance
    stands in them; None where what is stored gives no proof, for it is damaged."""
    sizes = [size for size in dict.fromkeys((start, *others)) if 0 < size <= acceptances.size]
    for _try in range(2):
        try:
            return _proven(transaction, head, acceptances, sizes, own)
        except (Unproven, ValueError):
            transaction.readings.acceptances_tree = DistantTree()  # it was read of what has been mended since
    return None


def _proven(
    transaction: Transaction, head: RangeHead, acceptances: LogRow, sizes: Sequence[Size], own: Index | None
) -> RangeHead:
    tree, logs, size = transaction.readings.acceptances_tree, transaction.logs, acceptances.size

    def leaves(start: int, end: int) -> Iterable[Hash]:
        return logs.leaves(acceptances.id, start, end)

    root, grown = acceptances.frontier.root(), []
    for old in sizes:
        proof = tree.consistency_proof(leaves, old, size)
        check_consistency(proof, old, logs.root_at(old) or Hash(b""), size, root)
        grown.append(Grown(start=old, proof=_spelled(proof)))
    inclusion: list[Hash] = []
    if own is not None:
        inclusion = tree.inclusion_proof(leaves, own, size)
        (leaf,) = leaves(own, own + 1)
        check_inclusion(inclusion, size, root, own, leaf)
    return structs.replace(head, grown=tuple(grown), inclusion=_spelled(inclusion))


def _spelled(hashes: Iterable[Hash]) -> tuple[Base64Hash, ...]:
    return tuple(Base64Hash(tobase64(hash_)) for hash_ in hashes)
