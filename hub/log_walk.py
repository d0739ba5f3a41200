"""Whether a hub's logs still say what was signed: every root, every accepted size, every receipt computed anew.

A walk goes segment by segment, so that it can be made at once or, while the hub serves, a little now and then: between two
steps it keeps a log's frontier and nothing of the store. What it finds is told of entries: where a log has accepted sizes,
or subtrees of its edge that still hold, these bound where a wrong root comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hub.store import Transaction
from hub.store.rows import AcceptedRow, Damage, DamagedPart, LogRow
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Hash, Index, Origin, Size
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Acceptance
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.checkpoint import SignedCheckpoint
from sync.log.merkle import Frontier, leaf_hashes
from sync.log.note import Verifier

_ORDER: Final = (LogKind.REGISTRY, LogKind.ACCEPTANCES, LogKind.DESK, LogKind.DEVICE)


def in_order(transaction: Transaction) -> list[LogRow]:
    """The logs in the order in which they are walked: what others rest on first."""
    return sorted(transaction.logs.all(), key=lambda log: (_ORDER.index(origins.parse(log.origin).kind), log.origin))


class Walked:
    """What walks share: the registry, and which of the hub's logs are damaged, so that what rests on them is not blamed."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.damaged: set[Origin] = set()

    def is_sound(self, kind: LogKind) -> bool:
        """Whether nothing is found of the hub's one log of a kind."""
        return origins.ParsedOrigin(self.registry.name, kind).written not in self.damaged

    def verifier(self, origin: Origin) -> Verifier | None:
        """The key of a log; None where a damaged registry may have lost it. `Unproven`."""
        try:
            return self.registry.verifier(origin)
        except SoxaError:
            if self.is_sound(LogKind.REGISTRY):
                raise
            return None


class LogWalk:
    """A walk over one log, a segment at a time, in transactions of their own: what comes in meanwhile is walked, too."""

    def __init__(self, origin: Origin, walked: Walked) -> None:
        self._origin = origin
        self._walked = walked
        self._frontier = Frontier()
        self._unread: list[Index] = []
        self._good = NOTHING
        self._wrong: Size | None = None
        self.found: list[Damage] = []

    @property
    def frontier(self) -> Frontier:
        """The edge of the tree of what was walked."""
        return self._frontier

    def to_end(self, transaction: Transaction) -> list[Damage]:
        """Walk on to the log's end as of this transaction: what is found."""
        while self.step(transaction):
            pass
        return self.found

    def step(self, transaction: Transaction) -> int:
        """Check the next segment; how many entries that were. 0: the log is walked to its end as of this transaction."""
        log = transaction.logs.get(self._origin)
        at = self._frontier.size
        if log is None or at >= log.size:
            self._finish(log)
            if log is not None:
                beyond = (row for row in transaction.logs.accepted(log.id, log.size) if row.size > log.size)
                self.found += [self._damage(log, "acceptance", row.size, row.size) for row in beyond]
            return 0
        lines = _segment(transaction, log, at)
        kind = origins.parse(self._origin).kind
        unread = {Index(index) for index, line in enumerate(lines, at) if not _reads(line, kind)}
        self._unread += sorted(unread - transaction.logs.held_among(log.id, at, at + len(lines), "invalid"))
        leaves = leaf_hashes(lines)
        sizes = {row.size: row for row in transaction.logs.accepted(log.id, at) if row.size <= at + len(lines)}
        for cut in sorted({*sizes, Size(at + len(lines))}):
            self._frontier.extend(leaves[self._frontier.size - at : cut - at])
            if cut in sizes and not self._accepted(transaction, sizes[cut]):
                self.found.append(self._damage(log, "acceptance", cut, cut))
        return len(lines)

    def _accepted(self, transaction: Transaction, row: AcceptedRow) -> bool:
        """Whether an accepted size is what was signed of it, and what the acceptances say; what gives its root is found."""
        try:
            signed = _signed(row.checkpoint, self._walked.verifier(self._origin))
            cosigner = self._walked.registry.cosigner
            at = row.at if cosigner is None else receipt.receipt_time(signed.note, signed.checkpoint, cosigner)
        except SoxaError:
            return False
        root = signed.checkpoint.root
        if (signed.checkpoint.size, at) != (row.size, row.at) or not self._is_stated(transaction, row, root):
            return False
        if self._wrong is None and root == self._frontier.root():
            self._good = row.size
        elif self._wrong is None:
            self._wrong = row.size
        return True

    def _is_stated(self, transaction: Transaction, row: AcceptedRow, root: Hash) -> bool:
        """Whether the acceptances say of this size what its row says; not asked where they are damaged themselves."""
        if not self._walked.is_sound(LogKind.ACCEPTANCES):
            return True
        log = transaction.logs.get(origins.acceptances(self._walked.registry.name))
        lines = [] if log is None else list(transaction.logs.lines(log.id, row.acceptance, row.acceptance + 1))
        entry = decode(lines[0], LogKind.ACCEPTANCES) if lines else None
        stated = isinstance(entry, Acceptance) and (entry.device, entry.size, entry.root, entry.at)
        return stated == (origins.parse(self._origin).name, row.size, tobase64(root), row.at)

    def _finish(self, log: LogRow | None) -> None:
        """Hold what was walked against the signed head."""
        if log is None or not log.size:
            return
        try:
            found = _signed(log.checkpoint, self._walked.verifier(log.name))
            signed, cosigner = found.checkpoint, self._walked.registry.cosigner
            is_head = signed.size == log.size and origins.parse(log.name).first == self._origin
            if cosigner is not None and origins.parse(log.name).kind is LogKind.DEVICE:
                receipt.receipt_time(found.note, signed, cosigner)
        except SoxaError:
            is_head = False
        if not is_head:
            self.found.append(self._damage(log, "head", log.size, log.size))
        elif self._wrong is None and self._frontier.root() != signed.root:
            self._wrong = log.size
        if self._wrong is not None:
            self.found += self._bounded(log, self._wrong)
        elif is_head and self._frontier != log.frontier:
            self.found.append(self._damage(log, "edge", log.size, log.size))
        if self.found:
            self._walked.damaged.add(self._origin)

    def _bounded(self, log: LogRow, wrong: Size) -> list[Damage]:
        """Where the entries are that give a wrong root: those that cannot be read, else as far as accepted sizes and the
        subtrees of the edge that hold bound them."""
        bad = self._bad_subtrees(log)
        within = [(max(start, self._good), min(end, wrong)) for start, end in bad]
        suspect = [(start, end) for start, end in within if start < end] or [(int(self._good), int(wrong))]
        suspect += [(start, end) for start, end in bad if start >= wrong]
        found: list[Damage] = []
        for start, end in suspect:
            unread = _runs([index for index in self._unread if start <= index < end])
            found += [self._damage(log, "entries", *run) for run in unread or [(start, end)]]
        beyond = [
            index for index in self._unread if index >= wrong and not any(each.start <= index < each.end for each in found)
        ]
        return found + [self._damage(log, "entries", *run) for run in _runs(beyond)]

    def _bad_subtrees(self, log: LogRow) -> list[tuple[int, int]]:
        """The subtrees of the log's edge that its entries do not give."""
        bad, end = [], int(log.size)
        for kept, made in zip(reversed(log.frontier.hashes), reversed(self._frontier.hashes), strict=True):
            width = end & -end
            if kept != made:
                bad.append((end - width, end))
            end -= width
        return sorted(bad)

    def _damage(self, log: LogRow, what: DamagedPart, start: int, end: int) -> Damage:
        origin = origins.parse(self._origin)
        unit = origin.name if origin.kind is LogKind.DESK else log.unit
        return Damage(self._origin, unit, what, Index(start), Size(end))


def _segment(transaction: Transaction, log: LogRow, at: int) -> list[bytes]:
    """The entries from an index on that are stored together; nothing in the place of each that is not there."""
    lines, first, after = transaction.logs.segment(log.id, at) or ([], Index(log.size), None)
    end = log.size if after is None else min(int(log.size), after)
    if first > at:
        return [b""] * (min(first, int(log.size)) - at)
    if first < at or len(lines) > end - at:  # it fell apart: which of its lines was which nobody can tell
        return [b""] * (end - at)
    return lines + [b""] * (end - at - len(lines))


def _signed(note: str, verifier: Verifier | None) -> SignedCheckpoint:
    return checkpoints.parse(note) if verifier is None else checkpoints.verify(note, verifier)


def _runs(indices: Sequence[Index]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index in indices:
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _reads(line: bytes, kind: LogKind) -> bool:
    entry = decode(line, kind)
    return not (isinstance(entry, Quarantined) and entry.why == "invalid")


def registry_of(transaction: Transaction, key: Verifier) -> Registry:
    """What the registry says, read with the key alone."""
    read = Registry(key)
    log = transaction.logs.get(origins.registry(read.name))
    if log is not None:
        read.take(decode(line, LogKind.REGISTRY) for line in transaction.logs.lines(log.id, 0, log.size))
    return read
