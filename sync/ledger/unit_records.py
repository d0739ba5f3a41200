"""A unit's records from its signed entries, laid out for counting what a report of it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from sync.encoding.types import DeviceId, Hash, Index, Size
from sync.ledger.entry import Activity
from sync.ledger.figures import Counted
from sync.ledger.levels import LEVEL, level_of
from sync.ledger.merge import Version, counted_alone, merge
from sync.ledger.period import Period

PlacedVersion = tuple[DeviceId, Index, Version]
"""An entry of a record: the device and the index in its log, and the entry."""


class Tallied(Struct):
    """The activities that a report counts, each with its date, and the leaf hashes of all their heads."""

    activities: list[Counted]
    dates: list[str]
    heads: list[Hash]


class UnitRecords:
    """A unit's entries by record, laid out so that a report looks only at what its window could hold: the records of one
    entry, which are nearly all, lie by their date."""

    def __init__(self, logs: Iterable[tuple[DeviceId, Iterable[tuple[Index, Version]]]]) -> None:
        first: dict[str, PlacedVersion] = {}
        revised: dict[str, list[PlacedVersion]] = {}
        for log_device, versions in logs:
            for index, version in versions:
                placed = (log_device, index, version)
                before = first.setdefault(version.entry.record, placed)
                if before is not placed:
                    revised.setdefault(version.entry.record, [before]).append(placed)
        self.count = len(first)
        self._alone: dict[str, list[PlacedVersion]] = {}
        self._revised = list(revised.values())
        for record, placed in first.items():
            entry = placed[2].entry
            if record not in revised and isinstance(entry, Activity) and isinstance(entry.fields.date, str):
                self._alone.setdefault(entry.fields.date, []).append(placed)

    def counted(self, covers: Mapping[DeviceId, Size], period: Period, level: int = LEVEL) -> Tallied:
        """What a report counts whose author's program reads this level: of the entries that it covers, the records dated in
        its window and not taken back."""
        tallied = Tallied([], [], [])
        all_read = level >= LEVEL  # no entry that is read here is of a higher level
        for date, alone in self._alone.items():
            if period.holds(date):
                for device, index, first in alone:
                    entry = first.entry
                    if index < covers.get(device, 0) and (all_read or level_of(entry) <= level):
                        assert isinstance(entry, Activity), "no retraction stands alone here"
                        activity = counted_alone(entry.fields)
                        if period.directive is None or period.directive == activity.directive:
                            tallied.activities.append(activity)
                            tallied.dates.append(date)
                            tallied.heads.append(first.leaf)
        for placed in self._revised:
            versions = [
                version
                for device, index, version in placed
                if index < covers.get(device, 0) and (all_read or level_of(version.entry) <= level)
            ]
            record = merge(versions) if versions else None
            if record is None or record.retracted is not None or not period.holds(record.values.date):
                continue
            if period.directive in (None, record.values.directive):
                tallied.activities.append(record.values)
                tallied.dates.append(record.values.date)
                tallied.heads += record.heads
        return tallied
