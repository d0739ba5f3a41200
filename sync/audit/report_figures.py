"""Recomputing every figure of a unit's reports from its signed entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from sync.audit.devices import DeviceLog
from sync.encoding import DeviceId, Hash, Index, Size, tobase64
from sync.errors import Fact, Misuse, SoxaError, UnknownDirective
from sync.ledger.directive import Directive
from sync.ledger.entry import Activity, Fields, Position, Report
from sync.ledger.figures import Counted, Figures, Tally, commitment, count
from sync.ledger.merge import Version, counted_alone, merge
from sync.ledger.period import Period, parse


class TellFault(Protocol):
    """Where faults go."""

    def __call__(
        self, origin: str, index: int | None, code: str, error: SoxaError | None = None, **facts: object
    ) -> None: ...


Placed = tuple[DeviceId, Index, Version]
"""An entry of a record: the device and the index in its log, and the entry."""


class Tallied(Struct):
    """The activities that a report counts, each with its date, and the leaf hashes of all their heads."""

    activities: list[Counted]
    dates: list[str]
    heads: list[Hash]


class UnitRecords:
    """A unit's entries by record, laid out so that a report looks only at what its window could hold: the records of one
    entry, which are nearly all, lie by their date."""

    def __init__(self, logs: Sequence[DeviceLog]) -> None:
        by_record: dict[str, list[Placed]] = {}
        for log in logs:
            for index, version in log.versions:
                by_record.setdefault(version.entry.record, []).append((log.device, index, version))
        self.count = len(by_record)
        self._alone: dict[str, list[tuple[DeviceId, Index, Hash, Fields]]] = {}
        self._revised: list[list[Placed]] = []
        for placed in by_record.values():
            device, index, first = placed[0]
            entry = first.entry
            if len(placed) > 1:
                self._revised.append(placed)
            elif isinstance(entry, Activity) and isinstance(entry.fields.date, str):
                self._alone.setdefault(entry.fields.date, []).append((device, index, first.leaf, entry.fields))

    def counted(self, covers: Mapping[DeviceId, Size], period: Period) -> Tallied:
        """What a report counts: of the entries that it covers, the records dated in its window and not taken back."""
        tallied = Tallied([], [], [])
        for date, alone in self._alone.items():
            if period.holds(date):
                for device, index, leaf, fields in alone:
                    if index < covers.get(device, 0):
                        _tally(tallied, period, date, counted_alone(fields), (leaf,))
        for placed in self._revised:
            versions = [version for device, index, version in placed if index < covers.get(device, 0)]
            record = merge(versions) if versions else None
            if record is not None and record.retracted is None and period.holds(record.values.date):
                _tally(tallied, period, record.values.date, record.values, record.heads)
        return tallied


def _tally(tallied: Tallied, period: Period, date: str, activity: Counted, heads: Sequence[Hash]) -> None:
    if period.directive in (None, activity.directive):
        tallied.activities.append(activity)
        tallied.dates.append(date)
        tallied.heads += heads


def check(logs: Sequence[DeviceLog], directives: Sequence[Directive], fault: TellFault) -> tuple[int, int]:
    """Check every report of a unit, whose logs these are; how many records and reports there are.

    `directives` are all editions, the earlier first.
    """
    sizes = {log.device: log.size for log in logs}
    records = UnitRecords(logs)
    for log in logs:
        for index, report in log.reports:
            if _covers_what_is_here(log, index, report, sizes, fault):
                _check_figures(log.origin, index, report, records, directives, fault)
    return records.count, sum(len(log.reports) for log in logs)


def _covers_what_is_here(
    log: DeviceLog, index: int, report: Report, sizes: Mapping[DeviceId, Size], fault: TellFault
) -> bool:
    for covered in report.covers:
        if covered.size > sizes.get(covered.device, -1):
            fault(log.origin, index, "covers-what-is-not-here", device=covered.device, size=covered.size)
            return False
    if Position(log.device, Size(index)) not in report.covers:
        fault(log.origin, index, "covers-not-itself")
        return False
    return True


def _check_figures(
    origin: str,
    index: int,
    report: Report,
    records: UnitRecords,
    directives: Sequence[Directive],
    fault: TellFault,
) -> None:
    """A report is right if it is by one of the meanings that its period had; what is wrong is said by the newest."""
    try:
        periods = meanings(report.period, directives)
    except Misuse as error:
        fault(origin, index, error.code, error)
        return
    covers = {covered.device: covered.size for covered in report.covers}
    faults: list[tuple[str, dict[str, Fact]]] = []
    for period in periods:
        faults = list(_differences(report, records.counted(covers, period)))
        if not faults:
            return
    for code, facts in faults:
        fault(origin, index, code, None, period=report.period, **facts)


def _differences(report: Report, counted: Tallied) -> Iterator[tuple[str, dict[str, Fact]]]:
    figures = count(counted.activities)
    if report.figures != figures:
        yield "other-figures", _first_difference(report.figures, figures)
    elif report.records != len(counted.activities):
        yield "other-figures", _figure("", "", "activities", report.records, len(counted.activities))
    if tobase64(commitment(counted.heads)) != report.root:
        yield "other-commitment", {}


def _first_difference(stated: Figures, counted: Figures) -> dict[str, Fact]:
    """The first figure that differs, looked for where it says most: in a channel or topic, before the sum over all."""
    groups = (
        ("channel", stated.channels, counted.channels),
        ("topic", stated.topics, counted.topics),
        ("task", stated.tasks, counted.tasks),
        ("directive", stated.directives, counted.directives),
        ("", {"": stated.total}, {"": counted.total}),
    )
    none = Tally()
    for by, told, found in groups:
        for key in sorted(told.keys() | found.keys()):
            for name in Tally.__struct_fields__:
                one, other = getattr(told.get(key, none), name), getattr(found.get(key, none), name)
                if one != other:
                    return _figure(by, key, name, one, other)
    by, key = next((by, key) for by, told, found in groups for key in sorted(told.keys() ^ found.keys()))
    return _figure(by, key, "activities", 0, "–")  # a line of nothing but zeros, which counting does not make


def _figure(by: str, key: str, name: str, stated: Fact, counted: Fact) -> dict[str, Fact]:
    """The facts of a figure: under which key of which grouping, if any, which of a tally's numbers, and both its values."""
    return {"by": by, "key": key, "figure": name, "stated": stated, "counted": counted}


def meanings(name: str, directives: Sequence[Directive]) -> list[Period]:
    """What a period's name means by each edition of the directives that it could be of, the newest last: a directive
    that was entered anew with other duties does not make the reports of before wrong. `Misuse` if it means nothing."""
    if "@" not in name:
        return [parse(name, ())]
    periods: list[Period] = []
    refusal: Misuse | None = None
    for directive in directives:
        try:
            period = parse(name, (directive,))
        except Misuse as error:
            if refusal is None or not isinstance(error, UnknownDirective):
                refusal = error
            continue
        if period not in periods:
            periods.append(period)
    if not periods:
        raise refusal or UnknownDirective(text=name[:100])
    return periods
