"""Signed heads of the hub's own logs, judged: a log has one history, and a hub that went back owns up to what it lost.

A head is held against the log as it stands today, whatever name it was signed under:

    holds          the log had this root at this size
    ahead          the log is not so large yet, and the head is of its name of today
    lost           a restore did not keep so much, and the registry names this head
    unstated       the same, and nothing names it: whoever had it in hand must have
    other-history  the hub signed two histories of one name
"""

from __future__ import annotations

from typing import Literal

from sync.encoding.types import Hash
from sync.errors import BadInput
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint

HeadVerdict = Literal["holds", "ahead", "lost", "unstated", "other-history"]


class OwnHeads:
    """Judges heads by what a registry says of restores."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._named: tuple[int, frozenset[Checkpoint]] = (0, frozenset())

    def judge(self, head: Checkpoint, root: Hash | None) -> HeadVerdict:
        """The verdict on a head that is known to be signed; `root` is the log's at its size, None if it is smaller."""
        if root == head.root:
            return "holds"
        stayed = self._registry.stayed(head.origin)
        if stayed is None:
            return "ahead" if root is None else "other-history"
        if head.size <= stayed:
            return "other-history"
        return "lost" if head in self._lost() else "unstated"

    def _lost(self) -> frozenset[Checkpoint]:
        """All heads that the registry names as lost, read again when there are more."""
        notes = [note for restore in self._registry.restores for note in restore.lost]
        if len(notes) != self._named[0]:
            self._named = len(notes), frozenset(filter(None, map(head_in, notes)))
        return self._named[1]


def head_in(note: str) -> Checkpoint | None:
    """The head that a note says, whoever signed it; None if it is no note of one."""
    try:
        return checkpoints.parse(note).checkpoint
    except BadInput:
        return None
