"""A unit's records from its signed entries, laid out for counting what a report of it counts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from operator import is_not

from msgspec import Struct

from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, DeviceId, Hash, Index, Size
from sync.ledger.entry import Activity
from sync.ledger.figures import Counted, CountedFields, Figures, commitment, count
from sync.ledger.levels import LEVEL, level_of
from sync.ledger.merge import Record, Version, counted_alone, merge
from sync.ledger.period import Period
from sync.ledger.span import last_day

PlacedVersion = tuple[DeviceId, Index, Version]
"""An entry of a record: the device and the index in its log, and the entry."""


class Tallied(Struct, dict=True):
    """The activities that a report counts, each with its last day, and the leaf hashes of all their heads. What is asked for
    by several reports is kept: a reader does not change it."""

    activities: list[Counted]
    dates: list[str]
    heads: list[Hash]

    @cached_property
    def figures(self) -> Figures:
        """What the activities add up to."""
        return count(self.activities)

    @cached_property
    def root(self) -> Base64Hash:
        """The commitment to the heads."""
        return tobase64(commitment(self.heads))


_Alone = tuple[DeviceId, Index, int, CountedFields, Hash]
"""The one entry of a record: where it stands, the lowest level at which it is read, what counting reads of it, its leaf."""

_Cut = tuple[int, ...]
"""How many versions of each log are covered: reports between which nothing was logged cover the same."""


class UnitRecords:
    """A unit's entries by record, laid out so that a report looks only at what its window could hold: the records of one
    entry, which are nearly all, lie by their last day. What was worked out for one report serves the next, as far as it
    covers the same: many that come at once are mostly of few periods."""

    def __init__(self, logs: Iterable[tuple[DeviceId, Iterable[tuple[Index, Version]]]]) -> None:
        first: dict[str, PlacedVersion] = {}
        revised: dict[str, list[PlacedVersion]] = {}
        self._indices: dict[DeviceId, list[Index]] = {}
        for log_device, versions in logs:
            indices = self._indices.setdefault(log_device, [])
            for index, version in versions:
                indices.append(index)
                placed = (log_device, index, version)
                before = first.setdefault(version.entry.record, placed)
                if before is not placed:
                    revised.setdefault(version.entry.record, [before]).append(placed)
        self.count = len(first)
        self._placed: dict[str, list[PlacedVersion]] = {}
        self._revised = list(revised.values())
        self._merged: list[tuple[list[Version], Record | None]] = [([], None) for _placed in self._revised]
        """Of each revised record, what the versions that were covered last give."""
        for record, placed in first.items():
            entry = placed[2].entry
            if record not in revised and isinstance(entry, Activity) and isinstance(entry.fields.date, str):
                until = entry.fields.until if isinstance(entry.fields.until, str) else None
                self._placed.setdefault(last_day(entry.fields.date, until), []).append(placed)
        self._dates = sorted(self._placed)
        self._alone: dict[str, list[_Alone]] = {}
        """By last day, what of `_placed` was looked at."""
        self._kept: dict[tuple[Period, int], tuple[_Cut, Tallied]] = {}
        """What was tallied last for a period and level."""

    def counted(self, covers: Mapping[DeviceId, Size], period: Period, level: int = LEVEL) -> Tallied:
        """What a report counts whose author's program reads this level: of the entries that it covers, the records whose
        last day is in its window, and not taken back."""
        cut = tuple(bisect_left(indices, covers.get(device, 0)) for device, indices in self._indices.items())
        cut_before, tallied = self._kept.get((period, level), (None, None))
        if tallied is None or cut_before != cut:
            tallied = self._tally(covers, period, level)
            self._kept[period, level] = (cut, tallied)
        return tallied

    def _tally(self, covers: Mapping[DeviceId, Size], period: Period, level: int) -> Tallied:
        tallied, gathering = Tallied([], [], []), period.gathering
        all_read = level >= LEVEL  # no entry that is read here is of a higher level
        for date in self._dates[bisect_left(self._dates, period.start) : bisect_right(self._dates, period.end)]:
            for device, index, needed, activity, leaf in self._alone.get(date) or self._look_at(date):
                if index >= covers.get(device, 0) or not (all_read or needed <= level):
                    continue
                if gathering is None or gathering.takes(activity):
                    tallied.activities.append(activity)
                    tallied.dates.append(date)
                    tallied.heads.append(leaf)
        for number, placed in enumerate(self._revised):
            versions = [
                version
                for device, index, version in placed
                if index < covers.get(device, 0) and (all_read or level_of(version.entry) <= level)
            ]
            record = self._merge(number, versions)
            if record is None or record.retracted is not None or not period.holds(record.values.last_day):
                continue
            if gathering is None or gathering.takes(record.values):
                tallied.activities.append(record.values)
                tallied.dates.append(record.values.last_day)
                tallied.heads += record.heads
        return tallied

    def stated_in(
        self, logs: Collection[DeviceId], covers: Mapping[DeviceId, Size], period: Period, level: int = LEVEL
    ) -> list[tuple[str, Counted]]:
        """The activities that `counted` counts and of which an entry stands in one of these logs, each with its last day."""
        found: list[tuple[str, Counted]] = []
        gathering = period.gathering
        for date in self._dates[bisect_left(self._dates, period.start) : bisect_right(self._dates, period.end)]:
            for device, index, needed, activity, _leaf in self._alone.get(date) or self._look_at(date):
                if device in logs and index < covers.get(device, 0) and needed <= level:
                    found += [(date, activity)] if gathering is None or gathering.takes(activity) else []
        for placed in self._revised:
            read = [
                (device, version)
                for device, index, version in placed
                if index < covers.get(device, 0) and level_of(version.entry) <= level
            ]
            if not any(device in logs for device, _version in read):
                continue
            record = merge([version for _device, version in read])
            if record.retracted is None and period.holds(record.values.last_day):
                stated = (record.values.last_day, record.values)
                found += [stated] if gathering is None or gathering.takes(record.values) else []
        return found

    def _look_at(self, date: str) -> list[_Alone]:
        alone: list[_Alone] = []
        for device, index, version in self._placed[date]:
            assert isinstance(version.entry, Activity), "no retraction stands alone here"
            alone.append((device, index, level_of(version.entry), counted_alone(version.entry.fields), version.leaf))
        self._alone[date] = alone
        return alone

    def _merge(self, number: int, versions: list[Version]) -> Record | None:
        """A revised record of these of its versions; None of none."""
        before, record = self._merged[number]
        if len(before) != len(versions) or any(map(is_not, before, versions)):
            record = merge(versions) if versions else None
            self._merged[number] = (versions, record)
        return record
