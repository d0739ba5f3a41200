"""What the units say in words: the narratives of their reports for a period, as they wrote them."""

from __future__ import annotations

from msgspec import Struct

from hub.founding import province_code
from hub.store import ReportRow, Session
from sync.ledger.entry import Narrative, Report, decode
from sync.ledger.origins import LogKind
from sync.ledger.period import Period, day_of, discharges
from sync.ledger.registry import Registry
from sync.ledger.standing import demanded
from sync.ledger.territory import Territory


class UnitNarrative(Struct, frozen=True, kw_only=True):
    """What one unit says. Its words are hostile input, of any length that a report may have."""

    unit: str
    name: str
    results: str = ""
    difficulties: str = ""
    proposals: str = ""


def gather(session: Session, registry: Registry, period: Period) -> tuple[UnitNarrative, ...]:
    """Each unit's words, by its code, as it was called when the period was due; units that say nothing are left out.

    A unit's newest report that answers for the period speaks. Where a period of the calendar stands for several duties,
    the newest for each does, in the order in which they were received.
    """
    territory, day = Territory(registry), day_of(period.due - 1).isoformat()
    found: list[UnitNarrative] = []
    for unit, reports in sorted(_newest(session, registry, period).items()):
        said = [words for words in (_narrative(session, report) for report in reports) if words is not None]
        told = UnitNarrative(
            unit=unit,
            name=territory.name(unit, day),
            results="\n".join(one.results for one in said if one.results),
            difficulties="\n".join(one.difficulties for one in said if one.difficulties),
            proposals="\n".join(one.proposals for one in said if one.proposals),
        )
        if told.results or told.difficulties or told.proposals:
            found.append(told)
    return tuple(found)


def _newest(session: Session, registry: Registry, period: Period) -> dict[str, list[ReportRow]]:
    """By unit: the newest report for each period that must be answered for, each report once, the oldest first."""
    answers: dict[tuple[str, str], bool] = {}
    newest: dict[str, dict[str, ReportRow]] = {}
    wanted = demanded(registry.directives, province_code(registry), period)
    for report in session.reports():
        for one in wanted:
            asked = (report.period, one.name)
            if asked not in answers:
                answers[asked] = discharges(report.period, one, registry.directives)
            if answers[asked]:
                newest.setdefault(report.unit, {})[one.name] = report
    return {
        unit: sorted(set(by_period.values()), key=lambda row: (row.received, row.log, row.idx))
        for unit, by_period in newest.items()
    }


def _narrative(session: Session, report: ReportRow) -> Narrative | None:
    (line,) = session.lines(report.log, report.idx, report.idx + 1)
    entry = decode(line, LogKind.DEVICE)
    return entry.narrative if isinstance(entry, Report) else None
