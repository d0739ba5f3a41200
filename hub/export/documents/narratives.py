"""What the units say in words: the narratives of their reports for a period, as they wrote them."""

from __future__ import annotations

from msgspec import Struct

from hub.monitoring import report_entries
from hub.monitoring.reporting_status import statuses_by
from hub.store import Transaction
from hub.store.rows import ReportRow
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory


class UnitNarrative(Struct, frozen=True, kw_only=True):
    """What one unit says. Its words are hostile input, of any length that a report may have."""

    unit: str
    name: str
    results: str = ""
    difficulties: str = ""
    proposals: str = ""


def gather(transaction: Transaction, registry: Registry, period: Period) -> tuple[UnitNarrative, ...]:
    """Each unit's words, by its code, as it was called when the period was due; units that say nothing are left out.

    A unit's newest report that answers for the period speaks. Where a period of the calendar stands for several duties,
    the newest for each does, in the order in which they were received.
    """
    history, day = UnitHistory(registry), period.last_day.isoformat()
    narratives: list[UnitNarrative] = []
    for unit, reports in sorted(_newest(transaction, registry, period).items()):
        stated = [report_entries.read(transaction, report).entry.narrative for report in reports]
        joined = UnitNarrative(
            unit=unit,
            name=history.name(unit, day),
            results="\n".join(narrative.results for narrative in stated if narrative.results),
            difficulties="\n".join(narrative.difficulties for narrative in stated if narrative.difficulties),
            proposals="\n".join(narrative.proposals for narrative in stated if narrative.proposals),
        )
        if joined.results or joined.difficulties or joined.proposals:
            narratives.append(joined)
    return tuple(narratives)


def _newest(transaction: Transaction, registry: Registry, period: Period) -> dict[str, list[ReportRow]]:
    """By unit: the newest report for each period that must be answered for, each report once, the oldest first."""
    newest: dict[str, dict[str, ReportRow]] = {}
    rules = statuses_by(transaction, registry)
    wanted = rules.demanded(period)
    for report in transaction.reports.answering():
        for asked in wanted:
            if rules.answers(asked, report.period):
                newest.setdefault(report.unit, {})[asked.name] = report
    return {
        unit: sorted(set(by_period.values()), key=lambda row: (row.received, row.log, row.idx))
        for unit, by_period in newest.items()
    }
