"""Who has reported to this hub for a period, and who has not: `sync.ledger.reporting_status` over the hub's store."""

from __future__ import annotations

from functools import lru_cache

from hub.store import Session
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import Reported, Standing, Standings, UnitStatus

__all__ = ["Standing", "UnitStatus", "reports_by_unit", "standings", "status"]


@lru_cache(maxsize=2)
def standings(registry: Registry) -> Standings:
    """The rules of a registry, made once for each that is read: what a report's name answers for does not change in it."""
    return Standings(registry)


def status(session: Session, registry: Registry, period: Period, now: int) -> list[UnitStatus]:
    """Every unit that reports, in order of its code. A period of the calendar is answered for when every duty of it is."""
    return standings(registry).of(period, reports_by_unit(session), now)


def reports_by_unit(session: Session) -> dict[str, list[Reported]]:
    """By unit, its reports in the order in which they were received."""
    found: dict[str, list[Reported]] = {}
    for row in session.reports():
        found.setdefault(row.unit, []).append(row)
    return found
