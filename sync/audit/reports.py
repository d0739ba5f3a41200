"""Judging a unit's reports from its signed entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sync.audit.devices import DeviceLog
from sync.audit.faults import AuditMarks
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import judge_of
from sync.ledger.unit_records import UnitRecords

_BY_RECORDS: Final = frozenset({"other-figures", "other-commitment"})
"""What is found of a report by the records that it counts: where some of them stand by the hub's word, the fault may be the
hub's."""


def records_of(logs: Sequence[DeviceLog]) -> UnitRecords:
    """The records of a unit, whose logs these are."""
    return UnitRecords((log.device, log.versions) for log in logs)


def check(logs: Sequence[DeviceLog], registry: Registry, records: UnitRecords, marks: AuditMarks) -> int:
    """Judge every report of a unit, whose logs these are; how many reports there are. What is wrong with one is found on
    the laptop that made it, and no fault of the hub, which can only pass it on."""
    judge = judge_of(logs[0].unit, registry, records, {log.device: log.size for log in logs})
    for log in logs:
        for index, report in log.reports:
            judged = judge.judge(log.device, index, report)
            if judged.verdict == "unread":
                marks.leave_unread(log.origin, index, judged.code, judged.facts)
            elif judged.verdict != "valid":
                by_word = judged.code in _BY_RECORDS and bool(registry.redactions.get(log.unit))
                marks.find(log.origin, index, "other-than-redacted" if by_word else judged.code, judged.facts)
    return sum(len(log.reports) for log in logs)
