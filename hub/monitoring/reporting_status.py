"""Reporting statuses, who has reported to this hub for a period and who has not: `sync.ledger.answered_status` over its
store.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Literal

from msgspec import Struct
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


class UnaskedReport(Struct, frozen=True, kw_only=True):
    """A report that no directive asks for: the newest of a unit that answers for a period."""

    unit: str
    name: str
    standing: Literal["unasked"] = "unasked"
    received: Instant
    claimed: Instant
    entered: bool
    """Whether the province entered it for the unit."""


def unasked_reports(
    rules: ReportingStatuses, period: Period, last: Mapping[str, ReportRow], entered: Container[str]
) -> list[UnaskedReport]:
    """The `last` reports, by unit, for a period that no directive asks for, in order of the units' codes."""
    day = period.last_day.isoformat()
    return [
        UnaskedReport(
            unit=unit,
            name=rules.history.name_apart(unit, day),
            received=row.received,
            claimed=row.claimed,
            entered=unit in entered,
        )
        for unit, row in sorted(last.items())
    ]


def receipts_by_unit(transaction: Transaction) -> dict[str, list[ReportRow]]:
    """The reports of each unit that answer what they name, in the order in which they were received."""
    by_unit: dict[str, list[ReportRow]] = {}
    for row in transaction.reports.answering():
        by_unit.setdefault(row.unit, []).append(row)
    return by_unit
