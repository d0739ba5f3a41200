"""The reports of units as entries: which of them answer for a period, which await an answer, and what one says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from hub.monitoring.reporting_status import statuses_by
from hub.store import Transaction
from hub.store.rows import ReportRow
from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash
from sync.errors import Unavailable
from sync.ledger.decode import decode
from sync.ledger.entry import Report
from sync.ledger.origins import LogKind
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.log.merkle import leaf_hash


class ReportEntry(Struct, frozen=True):
    """A report as it was received, with what it says and its leaf hash."""

    row: ReportRow
    leaf: Hash
    entry: Report


def heads(entries: Sequence[ReportEntry]) -> frozenset[Hash]:
    """The leaf hashes of the report entries that none of the others builds on: what an answer speaks of."""
    built_on = {base for report in entries for base in report.entry.base}
    return frozenset(report.leaf for report in entries if tobase64(report.leaf) not in built_on)


def awaiting(transaction: Transaction) -> list[ReportRow]:
    """The newest report of each unit and name that the province has not answered yet, the newest first."""
    answered = {subject: answer.at for subject, answer in transaction.answers.newest_of_reports().items()}
    newest = {(row.unit, row.period): row for row in transaction.reports.answering()}
    open_ones = [row for subject, row in newest.items() if subject not in answered or row.received > answered[subject]]
    return sorted(open_ones, key=lambda row: (-row.received, row.unit, row.period))


def names_for(transaction: Transaction, registry: Registry, period: Period, names: Iterable[str]) -> set[str]:
    """The names of reports, of those given, that answer for a period, or for a part of what it stands for."""
    rules = statuses_by(transaction, registry)
    return {name for name in set(names) if rules.answers(period, name)}


def read(transaction: Transaction, row: ReportRow) -> ReportEntry:
    """What a report says. `Unavailable("damaged-report")` if that rotted."""
    line = next(transaction.logs.lines(row.log, row.idx, row.idx + 1), b"")
    entry = decode(line, LogKind.DEVICE)
    if not isinstance(entry, Report):
        raise Unavailable("damaged-report", unit=row.unit, period=row.period)
    return ReportEntry(row, leaf_hash(line), entry)
