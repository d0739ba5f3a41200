"""The parts of a log that an answer brings: each proves itself, so what came of an answer before its line broke is kept.

A part ends at a size that the hub has a signed head of, where one lies near; else it carries the consistency proof (RFC 6962
section 2.1.2) from its end to the next such head.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Final

from msgspec import Struct

from hub.store import Transaction
from hub.store.rows import LogRow
from sync.encoding.limits import MAX_EXACT
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Size
from sync.exchange.ranges import RangeHead
from sync.log.merkle import Tree

_SMALLEST: Final = 16 * 1024
_LARGEST: Final = 256 * 1024
_PARTS: Final = 8
"""In an answer of full size: what a cut costs is the last of them."""


class SignedSize(Struct, frozen=True):
    """A size of a log, and the note that signs its head there."""

    size: Size
    note: str


class Portion(Struct, frozen=True):
    """A range of an answer, and the log that it is of."""

    head: RangeHead
    log: LogRow


class Allowance:
    """The bytes of entries that an answer may still bring; whatever it brings, it brings at least one entry."""

    def __init__(self, budget: int) -> None:
        self.left = budget
        self.more = False
        """Whether something did not find room."""
        self._part = min(max(budget // _PARTS, _SMALLEST), _LARGEST)

    def apart(self) -> Allowance:
        """Room without end, in parts of the same size: for what its reader cannot do without."""
        other = copy(self)
        other.left = MAX_EXACT
        return other

    def portions(
        self, transaction: Transaction, log: LogRow, start: Size, signed: Sequence[SignedSize]
    ) -> Iterator[Portion]:
        """The next parts of a log from `start` on, towards the last of the sizes that are signed, as many as there is room
        for."""
        tree: Tree | None = None
        ahead = list(signed)
        while ahead and start < ahead[-1].size:
            if self.left <= 0:
                self.more = True
                return
            reach, cost = _reach(transaction, log, start, ahead[-1].size, min(self._part, self.left))
            ahead = [head for head in ahead if head.size > start]
            whole = [head for head in ahead if head.size <= reach]
            if whole:
                end, note, proof = whole[-1].size, whole[-1].note, tuple[Base64Hash, ...]()
            else:
                tree = tree or Tree(list(transaction.logs.leaves(log.id, 0, ahead[-1].size)))
                end, note = reach, ahead[0].note
                proof = tuple(Base64Hash(tobase64(hash_)) for hash_ in tree.consistency_proof(end, ahead[0].size))
            self.left -= cost
            yield Portion(RangeHead(origin=log.name, start=start, end=end, checkpoint=note, proof=proof), log)
            start = end


def _reach(transaction: Transaction, log: LogRow, start: Size, end: Size, budget: int) -> tuple[Size, int]:
    """How far into a log so many bytes of entries lead, at least by one entry, and how many bytes that is."""
    at, cost = start, 0
    for lines in transaction.logs.batches(log.id, start, end):
        for line in lines:
            if at > start and cost + len(line) > budget:
                return at, cost
            at, cost = Size(at + 1), cost + len(line) + 1
    return at, cost
