"""Who has reported to this hub for a period, and who has not: `sync.ledger.reporting_status` over the hub's store."""

from __future__ import annotations

from functools import lru_cache

from hub.store import Transaction
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses, ReportReceipt, UnitStatus

__all__ = ["UnitStatus", "reports_by_unit", "standings", "status"]


@lru_cache(maxsize=2)
def standings(registry: Registry) -> ReportingStatuses:
    """The rules of a registry, made once for each that is read: what a report's name answers for does not change in it."""
    return ReportingStatuses(registry)


def status(transaction: Transaction, registry: Registry, period: Period, now: int) -> list[UnitStatus]:
    """Every unit that reports, in order of its code. A period of the calendar is answered for when every duty of it is."""
    return standings(registry).of(period, reports_by_unit(transaction), now)


def reports_by_unit(transaction: Transaction) -> dict[str, list[ReportReceipt]]:
    """By unit, its reports in the order in which they were received."""
    found: dict[str, list[ReportReceipt]] = {}
    for row in transaction.reports.all():
        found.setdefault(row.unit, []).append(row)
    return found
