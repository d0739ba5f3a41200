"""Judging a unit's reports from its signed entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sync.audit.devices import DeviceLog
from sync.encoding import NOTHING
from sync.errors import SoxaError
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import VALID, ReportJudge
from sync.ledger.unit_records import UnitRecords


class TellFault(Protocol):
    """Where faults go."""

    def __call__(
        self, origin: str, index: int | None, code: str, error: SoxaError | None = None, **facts: object
    ) -> None: ...


def check(logs: Sequence[DeviceLog], registry: Registry, fault: TellFault) -> tuple[int, int]:
    """Judge every report of a unit, whose logs these are; how many records and reports there are."""
    records = UnitRecords((log.device, log.versions) for log in logs)
    sizes = {device.id: NOTHING for device in registry.peers(logs[0].unit)} | {log.device: log.size for log in logs}
    judge = ReportJudge(sizes, records, registry.directive_editions)
    for log in logs:
        for index, report in log.reports:
            judged = judge.judge(log.device, index, report)
            if judged != VALID:
                fault(log.origin, index, judged.code, None, **judged.facts)
    return records.count, sum(len(log.reports) for log in logs)
