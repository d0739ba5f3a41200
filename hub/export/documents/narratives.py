"""What the units say in words: the narratives of all their reports that answer for a period, as they wrote them.

Nothing is left out but what its own author has replaced: a unit that answers two duties with two reports, or whose two
laptops report the same period apart, says what each of them says.
"""

from __future__ import annotations

from msgspec import Struct

from hub.monitoring import report_entries
from hub.monitoring.damaged import DamagedEntries
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.report_answers import answers
from hub.monitoring.report_entries import ReportEntry
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by
from hub.store import Transaction
from sync.encoding.types import Instant
from sync.ledger.answered_status import AnswerName
from sync.ledger.entry import Redaction, ReportInPart
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory


class UnitNarrative(Struct, frozen=True, kw_only=True):
    """What one report of one unit says. Its words are hostile input, of any length that a report may have."""

    unit: str
    name: str
    period: str
    """The period as the report names it."""
    received: Instant
    answer: AnswerName
    """The province's answer to the reports of this unit and name."""
    results: str = ""
    difficulties: str = ""
    proposals: str = ""
    erased: Redaction | None = None
    """By which act the province erased its texts; None of all others."""
    unread: bool = False
    """Whether a newer program wrote the report, so that its words cannot be read here: it is named all the same."""


def gather(transaction: Transaction, registry: Registry, period: Period) -> tuple[UnitNarrative, ...]:
    """What is said for a period, by the unit's code, its reports in the order in which they were received. Units are called
    as they were when the period was due; reports that say nothing are left out, and those that
    are damaged."""
    history, day = UnitHistory(registry), period.last_day.isoformat()
    reports = receipts_by_unit(transaction)
    given = answers(transaction, reports)
    rules, damaged = statuses_by(transaction, registry), DamagedEntries(transaction)
    erased = ErasedRecords(registry)
    narratives: list[UnitNarrative] = []
    for unit, rows in sorted(reports.items()):
        sound = [row for row in rows if not damaged.has(row.log, row.idx) and rules.answers(period, row.period)]
        entries = [report_entries.read(transaction, row) for row in sound]
        narratives += [
            _narrative(report, history.name_apart(unit, day), given[unit, report.row.period], erased)
            for report in _standing(entries)
        ]
    return tuple(said for said in narratives if said.results or said.difficulties or said.proposals or said.unread)


def _standing(entries: list[ReportEntry]) -> list[ReportEntry]:
    """The reports that no other of their name builds on."""
    by_name: dict[str, list[ReportEntry]] = {}
    for report in entries:
        by_name.setdefault(report.row.period, []).append(report)
    standing = {leaf for reports in by_name.values() for leaf in report_entries.heads(reports)}
    return [report for report in entries if report.leaf in standing]


def _narrative(report: ReportEntry, name: str, answer: AnswerName, erased: ErasedRecords) -> UnitNarrative:
    said = report.entry.narrative
    return UnitNarrative(
        unit=report.row.unit,
        name=name,
        period=report.row.period,
        received=report.row.received,
        answer=answer,
        results=said.results,
        difficulties=said.difficulties,
        proposals=said.proposals,
        erased=erased.entry(report.row.unit, report.leaf),
        unread=isinstance(report.entry, ReportInPart),
    )
