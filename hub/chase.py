"""Who has reported for a period, when, and who has not. Verdicts rest on receipts and brackets, never on a laptop's
clock alone."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from hub.founding import communes, province_code
from hub.store import ReportRow, Session
from sync.ledger.bracket import Bracket, Verdict, verdict
from sync.ledger.entry import Unit
from sync.ledger.period import Period, owed
from sync.ledger.period import discharges as answers_for
from sync.ledger.registry import Registry

Standing = Verdict | Literal["missing", "due"]
"""`due`: not here yet, and the deadline is still to come; `missing`: it has passed."""


class UnitStatus(Struct, frozen=True, kw_only=True):
    """Where one unit stands with one period."""

    unit: str
    name: str
    standing: Standing
    received: int | None = None
    """The hub's time (POSIX seconds) of the first report that answers for the period."""
    claimed: int | None = None
    """When the laptop's clock says it was made."""
    provisional: bool = False
    """Whether the newest such report is provisional."""
    reports: int = 0


def status(session: Session, registry: Registry, period: Period, now: int) -> list[UnitStatus]:
    """Every reporting unit in order of its code. A period of the calendar is answered for when every duty of it is."""
    demanded = _demanded(registry, period)
    by_unit: dict[str, list[ReportRow]] = {}
    for report in session.reports():
        by_unit.setdefault(report.unit, []).append(report)
    return [_unit(unit, by_unit.get(unit.code, []), demanded, registry, now) for unit in communes(registry)]


def _demanded(registry: Registry, period: Period) -> list[Period]:
    """The periods that must be answered for: the one asked about, or those of each directive that it stands for."""
    if period.directive is not None:
        return [period]
    province = province_code(registry)
    same = [
        one
        for one, duty in owed(registry.directives, province, period.due - 1, period.due + 1)
        if one.rule == period.rule and "commune-committee" in duty.reporters
    ]
    return same or [period]


def _unit(unit: Unit, reports: list[ReportRow], demanded: list[Period], registry: Registry, now: int) -> UnitStatus:
    answered = {
        one.name: [report for report in reports if answers_for(report.period, one, registry.directives)] for one in demanded
    }
    due = min(one.due for one in demanded)
    name = f"{unit.type.capitalize()} {unit.name}"
    if not all(answered.values()):
        return UnitStatus(unit=unit.code, name=name, standing="missing" if now >= due else "due")
    first = max((found[0] for found in answered.values()), key=lambda report: report.received)
    newest = max((found[-1] for found in answered.values()), key=lambda report: report.received)
    return UnitStatus(
        unit=unit.code,
        name=name,
        standing=verdict(Bracket(first.claimed, first.after, first.received), due),
        received=first.received,
        claimed=first.claimed,
        provisional=newest.provisional,
        reports=len({(report.received, report.claimed) for found in answered.values() for report in found}),
    )
