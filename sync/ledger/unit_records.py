"""A unit's records from its signed entries, laid out for counting what a report of it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from sync.encoding import DeviceId, Hash, Index, Size
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
        by_record: dict[str, list[PlacedVersion]] = {}
        for log_device, versions in logs:
            for index, version in versions:
                by_record.setdefault(version.entry.record, []).append((log_device, index, version))
        self.count = len(by_record)
        self._alone: dict[str, list[PlacedVersion]] = {}
        self._revised: list[list[PlacedVersion]] = []
        for placed in by_record.values():
            entry = placed[0][2].entry
            if len(placed) > 1:
                self._revised.append(placed)
            elif isinstance(entry, Activity) and isinstance(entry.fields.date, str):
                self._alone.setdefault(entry.fields.date, []).append(placed[0])

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
                        _tally(tallied, period, date, counted_alone(entry.fields), (first.leaf,))
        for placed in self._revised:
            versions = [
                version
                for device, index, version in placed
                if index < covers.get(device, 0) and (all_read or level_of(version.entry) <= level)
            ]
            record = merge(versions) if versions else None
            if record is not None and record.retracted is None and period.holds(record.values.date):
                _tally(tallied, period, record.values.date, record.values, record.heads)
        return tallied


def _tally(tallied: Tallied, period: Period, date: str, activity: Counted, heads: Sequence[Hash]) -> None:
    if period.directive in (None, activity.directive):
        tallied.activities.append(activity)
        tallied.dates.append(date)
        tallied.heads += heads
