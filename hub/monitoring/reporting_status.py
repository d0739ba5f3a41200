"""Reporting statuses, who has reported to this hub for a period and who has not: `sync.ledger.answered_status` over its
store.
"""

from __future__ import annotations

from msgspec.structs import replace

from hub.monitoring.report_answers import standing
from hub.store import Transaction
from hub.store.rows import ReportRow
from sync.encoding.types import Instant
from sync.ledger.answered_status import AnsweredStatus, answered
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses


def statuses_by(transaction: Transaction, registry: Registry) -> ReportingStatuses:
    """The rules of a registry, made once for each that is read: what a report's name answers for does not change in it."""
    return transaction.readings.reporting_statuses.get(registry, lambda: ReportingStatuses(registry))


def unit_statuses(transaction: Transaction, registry: Registry, period: Period, now: Instant) -> list[AnsweredStatus]:
    """The status of every unit that owes a period, in order of their codes; none where no duty asks for it. Bodies that
    share a name are told apart."""
    rules, reports = statuses_by(transaction, registry), receipts_by_unit(transaction)
    day = period.last_day.isoformat()
    return [
        replace(status, name=rules.history.name_apart(status.unit, day))
        for status in answered(rules, period, reports, standing(transaction, reports), now)
    ]


def receipts_by_unit(transaction: Transaction) -> dict[str, list[ReportRow]]:
    """The reports of each unit that answer what they name, in the order in which they were received."""
    by_unit: dict[str, list[ReportRow]] = {}
    for row in transaction.reports.answering():
        by_unit.setdefault(row.unit, []).append(row)
    return by_unit
