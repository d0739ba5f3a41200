"""Reporting statuses, who has reported to this hub for a period and who has not: `sync.ledger.reporting_status` over its
store."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from hub.store import Transaction
from hub.store.rows import ReportRow
from sync.encoding.types import Instant
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses, UnitStatus


def statuses_by(transaction: Transaction, registry: Registry) -> ReportingStatuses:
    """The rules of a registry, made once for each that is read: what a report's name answers for does not change in it."""
    return transaction.readings.reporting_statuses.get(registry, lambda: ReportingStatuses(registry))


def unit_statuses(transaction: Transaction, registry: Registry, period: Period, now: Instant) -> list[UnitStatus]:
    """The status of every unit that owes a period, in order of their codes; none where no duty asks for it. Bodies that
    share a name are told apart."""
    rules = statuses_by(transaction, registry)
    return told_apart(rules, period, rules.of(period, receipts_by_unit(transaction), now))


def told_apart(rules: ReportingStatuses, period: Period, statuses: Iterable[UnitStatus]) -> list[UnitStatus]:
    """Statuses with names that no two units share; an annex has the names that an auditor computes."""
    day = period.last_day.isoformat()
    return [replace(status, name=rules.history.name_apart(status.unit, day)) for status in statuses]


def receipts_by_unit(transaction: Transaction) -> dict[str, list[ReportRow]]:
    """The reports of each unit that answer what they name, in the order in which they were received."""
    by_unit: dict[str, list[ReportRow]] = {}
    for row in transaction.reports.answering():
        by_unit.setdefault(row.unit, []).append(row)
    return by_unit
