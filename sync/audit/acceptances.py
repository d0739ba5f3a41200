"""The hub's acceptances as an auditor keeps them: who was accepted up to where and when, and the root at every size."""

from __future__ import annotations

from msgspec import Struct

from sync.audit.faults import AuditMarks
from sync.encoding.spelling import unbase64
from sync.encoding.types import DeviceId, Hash, Index, Instant, Size
from sync.ledger.decode import Quarantined
from sync.ledger.entry import Acceptance, Entry
from sync.log.merkle import EMPTY_ROOT, Frontier, leaf_hash


class Accepted(Struct, frozen=True):
    """The hub held the first `size` entries of a log, with this root, at its time `at`; entry `index` says so."""

    size: Size
    root: Hash
    at: Instant
    index: Index


class Acceptances:
    """The acceptances of a log, filled in its order."""

    def __init__(self) -> None:
        self._by_device: dict[DeviceId, list[Accepted]] = {}
        self._roots: list[Hash] = [EMPTY_ROOT]
        self._times: list[Instant | None] = []
        self._frontier = Frontier()
        self.last_at: Instant | None = None

    @property
    def size(self) -> Size:
        """The number of acceptances."""
        return Size(len(self._times))

    def take(self, index: Index, entry: Entry | Quarantined, line: bytes, marks: AuditMarks, origin: str) -> None:
        """Take the next acceptance. Its time may not be before the last, nor its size at or below the device's last."""
        self._frontier.append(leaf_hash(line))
        self._roots.append(self._frontier.root())
        if not isinstance(entry, Acceptance):
            self._times.append(self.last_at)
            if isinstance(entry, Quarantined):
                if entry.why == "invalid":
                    marks.fault(origin, index, "bad-entry", why=entry.detail)
                else:
                    marks.hold(origin, index, entry.why, entry.detail)
            return
        if self.last_at is not None and entry.at < self.last_at:
            marks.fault(origin, index, "time-goes-back", at=entry.at, before=self.last_at)
        known = self._by_device.setdefault(entry.device, [])
        if entry.size <= (known[-1].size if known else 0):
            marks.fault(origin, index, "size-goes-back", device=entry.device, size=entry.size)
        known.append(Accepted(entry.size, unbase64(entry.root, length=32), entry.at, index))
        self._times.append(entry.at)
        self.last_at = entry.at

    def devices(self) -> set[DeviceId]:
        """The ids of the laptops of whose logs anything was accepted."""
        return set(self._by_device)

    def of(self, device: DeviceId) -> list[Accepted]:
        """What was accepted of one device, in order."""
        return self._by_device.get(device, [])

    def root_at(self, size: Size) -> Hash | None:
        """The root of the acceptances when there were `size`; None if there never were so many."""
        return self._roots[size] if size < len(self._roots) else None

    def time_at(self, size: Size) -> Instant | None:
        """The hub's time when there were `size`: of the newest of them that can be read. None where there is none."""
        return self._times[size - 1] if 0 < size <= len(self._times) else None
