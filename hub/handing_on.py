"""What leaves the hub, held against what was signed as it is given: what rotted is not handed on, be it a minute ago.

Entries have to give the root of a signed head, with what stands beside them in the log's tree. What does not is noted as
damage at once, as the slow check would find it, and kept when the transaction ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hub.log_walk import LogWalk, Walked, in_order
from hub.store import Transaction
from hub.store.rows import LogRow
from sync.encoding.types import Hash, Size
from sync.errors import SoxaError, Unproven
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import DistantTree, Frontier, check_part, leaf_hashes
from sync.shell.console import say
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def say_damaged() -> None:
    """Tell the operator that something was found damaged."""
    say(_("What the hub holds is damaged. “soxa hub check” says where, and what to do."))


def look(transaction: Transaction, registry: Registry) -> None:
    """Hold all that the hub has against what was signed, and note what differs."""
    handing = HandingOn(transaction, registry)
    for log in in_order(transaction):
        if log.size and not handing.is_as_signed(log, (log.checkpoint,), Size(0)):
            handing.note(log)


class HandingOn:
    """The look at what is given, in one transaction."""

    def __init__(self, transaction: Transaction, registry: Registry) -> None:
        self._transaction = transaction
        self._walked = Walked(registry)
        self._walked.damaged |= {damage.origin for damage in transaction.damage}

    def is_as_signed(self, log: LogRow, notes: Collection[str], start: Size | None) -> bool:
        """Whether notes that go with a log sign heads of it, and its entries from `start` on, if any are given, the root of
        the last of them."""
        try:
            heads = [self._head(log, note) for note in notes]
        except SoxaError:
            return False
        last = max(heads, key=lambda head: head.size)
        return start is None or self._root(log, start, last)

    def note(self, log: LogRow) -> None:
        """Note what is damaged of a log, and of what it rests on."""
        name = self._walked.registry.name
        for origin in dict.fromkeys((origins.registry(name), origins.acceptances(name), log.origin)):
            rested_on = self._transaction.logs.get(origin)
            if rested_on is None:
                continue
            if origin == log.origin or not (
                origin in self._walked.damaged or self.is_as_signed(rested_on, (rested_on.checkpoint,), Size(0))
            ):
                found = LogWalk(origin, self._walked).to_end(self._transaction)
                self._transaction.note_damage(damage for damage in found if damage.what != "edge")  # which is not given

    def _head(self, log: LogRow, note: str) -> Checkpoint:
        """The head that a note signs, and the hub has receipted if it is a laptop's. `Unproven`, `BadInput`."""
        verifier, cosigner = self._walked.verifier(log.name), self._walked.registry.cosigner
        signed = checkpoints.parse(note) if verifier is None else checkpoints.verify(note, verifier)
        if origins.parse(log.origin).kind is LogKind.DEVICE and cosigner is not None:
            receipt.receipt_time(signed.note, signed.checkpoint, cosigner)
        return signed.checkpoint

    def _root(self, log: LogRow, start: Size, head: Checkpoint) -> bool:
        """Whether the entries from an index up to a head give its root. What stands before them is read once, and kept of
        it what a root needs."""
        logs = self._transaction.logs
        if not start:
            frontier = Frontier()
            for lines in logs.batches(log.id, 0, head.size):
                frontier.extend(leaf_hashes(lines))
            return (frontier.size, frontier.root()) == (head.size, head.root)

        def leaves(first: int, end: int) -> Iterable[Hash]:
            return logs.leaves(log.id, first, end)

        part, trees = list(leaves(start, head.size)), self._transaction.readings.trees
        for tree in (trees.setdefault(log.id, DistantTree()), DistantTree()):  # the first may be of what was mended since
            try:
                check_part(tree.part_proof(leaves, start, head.size, head.size), head.size, head.root, start, part)
            except (Unproven, ValueError):
                continue
            trees[log.id] = tree
            return True
        return False
