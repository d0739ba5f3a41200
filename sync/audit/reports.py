"""Recomputing every figure of a unit's reports from its signed entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from sync.audit.devices import DeviceLog
from sync.errors import SoxaError
from sync.ledger.entry import Position, Report
from sync.ledger.figures import commitment, count
from sync.ledger.merge import Record, Version, merge
from sync.ledger.period import Period, parse
from sync.ledger.registry import Registry
from sync.strict import tobase64


class TellFault(Protocol):
    """Where faults go."""

    def __call__(
        self, origin: str, index: int | None, code: str, error: SoxaError | None = None, **facts: object
    ) -> None: ...


def check(logs: Sequence[DeviceLog], registry: Registry, fault: TellFault) -> tuple[int, int]:
    """Check every report of a unit, whose logs these are; how many records and reports there are."""
    by_device = {log.device: log for log in logs}
    for log in logs:
        for index, report in log.reports:
            _check_one(log, index, report, by_device, registry, fault)
    ids = {version.entry.record for log in logs for _index, version in log.versions}
    return len(ids), sum(len(log.reports) for log in logs)


def _check_one(
    log: DeviceLog, index: int, report: Report, logs: dict[str, DeviceLog], registry: Registry, fault: TellFault
) -> None:
    try:
        period = parse(report.period, registry.directives)
    except SoxaError as error:
        fault(log.origin, index, error.code, error)
        return
    for covered in report.covers:
        held = logs.get(covered.device)
        if held is None or covered.size > held.size:
            fault(log.origin, index, "covers-what-is-not-here", device=covered.device, size=covered.size)
            return
    if Position(log.device, index) not in report.covers:
        fault(log.origin, index, "covers-not-itself")
        return
    records = list(counted(report.covers, logs, period))
    if len(records) != report.records or count(record.values for record in records) != report.figures:
        fault(log.origin, index, "other-figures", period=report.period, stated=report.records, counted=len(records))
    if tobase64(commitment(head for record in records for head in record.heads)) != report.root:
        fault(log.origin, index, "other-commitment", period=report.period)


def counted(covers: Iterable[Position], logs: dict[str, DeviceLog], period: Period) -> Iterable[Record]:
    """The records that a report counts: of the entries that it covers, dated in its window, not taken back."""
    versions: dict[str, list[Version]] = {}
    for covered in covers:
        for index, version in logs[covered.device].versions:
            if index < covered.size:
                versions.setdefault(version.entry.record, []).append(version)
    for of_one in versions.values():
        record = merge(of_one)
        in_window = record.retracted is None and period.holds(record.values.date)
        if in_window and period.directive in (None, record.values.directive):
            yield record
