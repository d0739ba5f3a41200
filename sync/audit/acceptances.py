"""The hub's acceptances as an auditor keeps them: who was accepted up to where and when, and the root at every size."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from sync.audit.faults import AuditMarks
from sync.encoding.spelling import unbase64
from sync.encoding.types import DeviceId, Hash, Index, Instant, Size
from sync.ledger.decode import Quarantined
from sync.ledger.entry import Acceptance, Clock, Entry, Head
from sync.ledger.received_time import HubTimes
from sync.ledger.restores import HeldReceipt
from sync.log.merkle import EMPTY_ROOT, Frontier, leaf_hash


class Accepted(Struct, frozen=True):
    """The hub held the first `size` entries of a log, with this root, at its time `at`; entry `index` says so."""

    size: Size
    root: Hash
    at: Instant
    index: Index
    held: HeldReceipt | None = None
    """The receipt of before that it states."""


class Acceptances:
    """The acceptances of a log, filled in its order."""

    def __init__(self) -> None:
        self._by_device: dict[DeviceId, list[Accepted]] = {}
        self._roots: list[Hash] = [EMPTY_ROOT]
        self.times = HubTimes()
        self.heads: list[tuple[Index, Head]] = []
        """What is said in it of the hub's other logs."""
        self._frontier = Frontier()
        self._least: Instant | None = None
        """The time before which no further acceptance may be made."""
        self.last_at: Instant | None = None
        """The hub's time when the newest was made; when its clock was set right, where that came after."""
        self._made: list[Index] = []

    @property
    def size(self) -> Size:
        """The number of acceptances."""
        return Size(len(self._roots) - 1)

    def take(self, index: Index, entry: Entry | Quarantined, line: bytes, marks: AuditMarks, origin: str) -> None:
        """Take the next acceptance. Its time may not be before the last, nor its size at or below the device's last."""
        self._frontier.append(leaf_hash(line))
        self._roots.append(self._frontier.root())
        if not isinstance(entry, Acceptance):
            self._take_other(index, entry, marks, origin)
            self.times.pass_over()
            return
        if self._least is not None and entry.at < self._least:
            marks.fault(origin, index, "time-goes-back", at=entry.at, before=self._least)
        known = self._by_device.setdefault(entry.device, [])
        if entry.size <= (known[-1].size if known else 0):
            marks.fault(origin, index, "size-goes-back", device=entry.device, size=entry.size)
        known.append(Accepted(entry.size, unbase64(entry.root, length=32), entry.at, index, entry.held))
        self.times.add(entry.at)
        self._made.append(index)
        self.last_at = self._least = entry.at

    def _take_other(self, index: Index, entry: Entry | Quarantined, marks: AuditMarks, origin: str) -> None:
        """Take an entry that is no acceptance; its time says nothing, but that of a clock that was set right."""
        if isinstance(entry, Head):
            self.heads.append((index, entry))
        elif isinstance(entry, Clock):
            if self.times.state(entry.first, entry.last, entry.at):
                self.last_at = self._least = entry.at
            else:
                marks.fault(origin, index, "bad-clock", first=entry.first, last=entry.last)
        elif isinstance(entry, Quarantined):
            if entry.why == "invalid":
                marks.fault(origin, index, "bad-entry", why=entry.detail)
            else:
                marks.hold(origin, index, entry.why, entry.detail)

    def devices(self) -> set[DeviceId]:
        """The ids of the laptops of whose logs anything was accepted."""
        return set(self._by_device)

    def of(self, device: DeviceId) -> list[Accepted]:
        """What was accepted of one device, in order."""
        return self._by_device.get(device, [])

    def root_at(self, size: Size) -> Hash | None:
        """The root of the acceptances when there were `size`; None if there never were so many."""
        return self._roots[size] if size < len(self._roots) else None

    def later(self, size: Size, before: Instant) -> int:
        """How many acceptances came after the first `size` entries, and before a time."""
        return sum((self.times.latest(index) or 0) < before for index in self._made[bisect_left(self._made, size) :])

    @property
    def roots(self) -> Sequence[Hash]:
        """The roots at each size, from 0 on."""
        return self._roots

    def time_at(self, size: Size, known: Size | None = None) -> Instant | None:
        """The hub's time when there were `size`, or the least that it can have been: of the newest of them that can be read.
        None where there is none. `known` as in `HubTimes`."""
        return self.times.earliest(size, known)
