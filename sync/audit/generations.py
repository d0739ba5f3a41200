"""What a hub says of having gone back, held against its logs: what it kept, and what it lost.

An honest restore and a rollback are one act, which nothing tells apart. So each is shown, with what it lost; a fault is only
what the hub says of it that its logs and signatures belie.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from sync.audit.acceptances import Acceptances
from sync.audit.devices import DeviceLog
from sync.audit.faults import AuditMarks
from sync.encoding.spelling import unbase64
from sync.encoding.types import Base64Hash, Hash, Index, Instant, Origin, Size
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.ledger.own_heads import OwnHeads, head_in
from sync.ledger.received_time import counts, restore_of
from sync.ledger.registry import Registry, Restore
from sync.ledger.restores import KeptLog
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint


class KeptOfLog(Struct, frozen=True):
    """What a restore kept of one of the hub's own logs, and how far it is known to have been."""

    origin: str
    kept: Size
    known: Size


class AuditedGeneration(Struct, frozen=True, kw_only=True):
    """A restore of the hub: the generation that it began, and what it lost."""

    generation: int
    since: Instant
    """The gap: from here, by the hub's time (POSIX seconds), it cannot vouch for its own word,"""
    at: Instant
    """up to here."""
    reason: str
    fork: bool
    """Whether it owns up to having signed two histories."""
    logs: tuple[KeptOfLog, ...]
    lost: int
    """How many heads it names that it had signed, and lost."""
    honoured: int
    """How many acceptances state a receipt of before that counts."""
    citing: tuple[str, ...]
    """The laptops that cite what was lost, by their ids."""


class Generations:
    """Follows an audit: is told of each log that is read, and notes what does not agree."""

    def __init__(self, registry: Registry, acceptances: Acceptances, marks: AuditMarks) -> None:
        self._registry = registry
        self._acceptances = acceptances
        self._marks = marks
        self._heads = OwnHeads(registry)
        self.roots: dict[Origin, Sequence[Hash]] = {}
        """By its first name, the roots of each of the hub's own logs at each size."""
        self._late: dict[Origin, Sequence[Hash]] = {}
        """The roots of registry and acceptances, which are held against what stands behind them."""
        self._read: set[Origin] = set()
        self._citing: dict[tuple[Size, Base64Hash], set[str]] = defaultdict(set)

    # -- following

    def read(self, first: Origin, roots: Sequence[Hash]) -> None:
        """A log of the hub's own was read: its first name, and its roots at each size."""
        self._read.add(first)
        self.roots[first] = roots
        if origins.parse(first).kind is LogKind.DESK:
            self._check(first, roots)
        else:
            self._late[first] = roots

    def unit_read(self, logs: Sequence[DeviceLog]) -> None:
        """The logs of a unit's laptops were read."""
        for log in logs:
            for head in log.lost_citations:
                self._citing[head].add(log.device)

    def close(self) -> None:
        """The bundle was read to its end."""
        for first, roots in self._late.items():
            self._check(first, roots)
        registry = self._registry.named(origins.registry(self._registry.name))
        acceptances = origins.acceptances(self._registry.name)
        for restore in self._registry.restores:
            kept = restore.kept_size(acceptances)
            least = (self._acceptances.time_at(kept) if self._still_stands(acceptances, kept, restore) else None) or 0
            if restore.entry.since < least:
                self._marks.fault(registry, restore.position, "gap-too-wide", since=restore.entry.since, kept=least)
            for note in restore.lost:
                if not self._is_signed(note, restore):
                    self._marks.fault(registry, restore.position, "bad-lost-head")
        for row in self._registry.restores[-1].kept.values() if self._registry.restores else ():
            if row.size and origins.parse(row.origin).first not in self._read:
                self._marks.fault(self._registry.named(row.origin), None, "log-missing")
        for index, head in self._acceptances.heads:
            if self._first(head.origin) not in self._read:
                self._head_belied(index, head.origin, head.size)

    # -- what was kept

    def _check(self, first: Origin, roots: Sequence[Hash]) -> None:
        """All that is said of one of the hub's own logs, held against its roots."""
        registry = self._registry.named(origins.registry(self._registry.name))
        for restore in self._registry.restores:
            grown = [row for row in restore.entry.grown if self._first(row.origin) == first]
            kept = [row for row in (restore.kept.get(first),) if row is not None]
            for row in (*kept, *grown):
                if self._is_belied(row, restore, roots):
                    self._marks.fault(registry, restore.position, "kept-other-root", log=row.origin, size=row.size)
            for head in filter(None, map(head_in, restore.lost)):
                if self._first(head.origin) == first and self._judge(head, roots) == "other-history":
                    self._marks.fault(registry, restore.position, "lost-below-kept", log=head.origin, size=head.size)
        for index, stated in self._acceptances.heads:
            if self._first(stated.origin) == first:
                head = Checkpoint(stated.origin, stated.size, Hash(unbase64(stated.root, length=32)))
                if self._judge(head, roots) in ("other-history", "ahead"):
                    self._head_belied(index, stated.origin, stated.size)

    def _is_belied(self, row: KeptLog, restore: Restore, roots: Sequence[Hash]) -> bool:
        """Whether the log had another root there, or never was so large. What a later restore lost nobody can tell."""
        if not self._still_stands(origins.parse(row.origin).first, row.size, restore):
            return False
        return row.size >= len(roots) or roots[row.size] != unbase64(row.root, length=32)

    def _still_stands(self, first: Origin, size: Size, restore: Restore) -> bool:
        """Whether every later restore kept so much of a log as there was at this one."""
        later = [after for after in self._registry.restores if after.position > restore.position]
        return all(after.agreed(first) >= size for after in later)

    def _judge(self, head: Checkpoint, roots: Sequence[Hash]) -> str:
        return self._heads.judge(head, roots[head.size] if head.size < len(roots) else None)

    def _head_belied(self, index: Index, log: Origin, size: Size) -> None:
        acceptances = self._registry.named(origins.acceptances(self._registry.name))
        self._marks.fault(acceptances, index, "head-other-root", log=log, size=size)

    def _is_signed(self, note: str, restore: Restore) -> bool:
        """Whether a note is a head that the hub's key signed of one of its own logs, in a generation before."""
        try:
            parsed = origins.parse(checkpoints.parse(note).checkpoint.origin)
            own = parsed.hub == self._registry.name and parsed.kind is not LogKind.DEVICE
            if not own or parsed.generation >= restore.entry.generation:
                return False
            return len(checkpoints.verify(note, self._registry.verifier(parsed.written)).note.signatures) == 1
        except SoxaError:
            return False

    def _first(self, origin: Origin) -> Origin | None:
        """The first name of one of the hub's own logs; None of what is none."""
        try:
            parsed = origins.parse(origin)
        except SoxaError:
            return None
        return parsed.first if parsed.hub == self._registry.name and parsed.kind is not LogKind.DEVICE else None

    # -- afterwards

    def told(self) -> tuple[AuditedGeneration, ...]:
        """Each restore, in order."""
        return tuple(map(self._told, self._registry.restores))

    def _told(self, restore: Restore) -> AuditedGeneration:
        heads = list(filter(None, map(head_in, restore.lost)))
        citing = set[str]()
        for head in heads:
            for (size, root), devices in self._citing.items():
                if (size, unbase64(root, length=32)) == (head.size, head.root):
                    citing |= devices
        honoured = [
            acceptance
            for device in self._acceptances.devices()
            for acceptance in self._acceptances.of(device)
            if acceptance.held is not None and self._counts(restore, acceptance.held.time, acceptance.index)
        ]
        return AuditedGeneration(
            generation=restore.entry.generation,
            since=restore.entry.since,
            at=restore.entry.at,
            reason=restore.entry.reason,
            fork=bool(restore.entry.grown),
            logs=self._logs(restore, heads),
            lost=len(restore.lost),
            honoured=len(honoured),
            citing=tuple(sorted(citing)),
        )

    def _counts(self, restore: Restore, held: Instant, index: Index) -> bool:
        return restore_of(self._registry, index) is restore and counts(self._registry, held, index, None)

    def _logs(self, restore: Restore, heads: Sequence[Checkpoint]) -> tuple[KeptOfLog, ...]:
        """Each log that the restore speaks of, with what was kept, and the largest head of it that is known."""
        known: dict[Origin, Size] = {first: row.size for first, row in restore.kept.items()}
        for head in heads:
            first = self._first(head.origin)
            if first is not None:
                known[first] = max(known.get(first, Size(0)), head.size)
        return tuple(KeptOfLog(first, restore.kept_size(first), size) for first, size in sorted(known.items()))
