"""The rows of the open data, table by table, in the order of the tables' columns: from the store of one moment, as read.

What must not be public is in none of them: officers' names, accounts, keys, comments of the province. Times are ISO 8601
by the clocks of Vietnam.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from msgspec import Struct

from hub.home import Keys
from hub.monitoring import report_entries
from hub.monitoring.board import board
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.records import merged_records
from hub.monitoring.report_answers import answers
from hub.monitoring.reporting_status import receipts_by_unit
from hub.store import Transaction
from hub.store.records import RecordFilter
from hub.store.rows import RecordSummary
from sync.encoding.types import Instant
from sync.ledger.directive import Directive
from sync.ledger.entry import ReportInPart
from sync.ledger.figures import task_key
from sync.ledger.merge import Record
from sync.ledger.period import day_of, month_name, month_number
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.ledger.vocabulary import Term, vocabulary
from sync.wording.dates import moment_iso, vietnam_time
from sync.wording.safe_text import safe_lines

Cell = str | int | None
Row = tuple[Cell, ...]

_AT_ONCE = 500
"""Records whose entries are in memory together."""


class FoundActivities(Struct, frozen=True, kw_only=True):
    """Some activities, with their topics, and with rows for the codes that they name and nobody has defined here."""

    activities: list[Row]
    topics: list[Row]
    unknown: dict[str, list[Row]]
    """By table."""


class OpenDataSource:
    """A source of rows: one state of a hub."""

    def __init__(self, transaction: Transaction, keys: Keys, registry: Registry, now: Instant) -> None:
        self._transaction = transaction
        self._registry = registry
        self._entered = EnteredLogs(transaction, registry)
        self._erased = ErasedRecords(registry)
        self._history = UnitHistory(registry)
        self._now = now
        self._today = day_of(now).isoformat()
        self._tasks = {task_key(directive.id, task.no) for directive in registry.directives for task in directive.tasks}
        self._directives = {directive.id for directive in registry.directives}
        self.hub = keys.hub
        self.province = registry.hub.name if registry.hub is not None else ""

    def small(self) -> Iterator[tuple[str, Iterable[Row]]]:
        """The tables that activities refer to."""
        known = vocabulary()
        yield "topics", map(_term, known.topics.values())
        yield "channels", map(_term, known.channels.values())
        yield "units", map(self._unit, sorted(self._registry.units))
        yield (
            "reorganisations",
            (
                (number, event.how, event.since, shown(event.document) or None)
                for number, event in enumerate(self._registry.reorganisations, 1)
            ),
        )
        yield (
            "reorganisation_units",
            (
                (number, side, unit)
                for number, event in enumerate(self._registry.reorganisations, 1)
                for side, units in (("before", event.units), ("after", event.into))
                for unit in units
            ),
        )
        yield "directives", map(_directive, self._registry.directives)
        yield (
            "tasks",
            (
                (task_key(directive.id, task.no), directive.id, shown(task.no), shown(task.label))
                for directive in self._registry.directives
                for task in directive.tasks
            ),
        )

    def _unit(self, code: str) -> Row:
        unit, stands = self._history.at(code, self._today), self._history.stands(code, self._today)
        successor = self._history.successor(code, self._today)
        name = shown(self._history.name_apart(code, self._today))
        return code, name, shown(unit.type), unit.valid_from, unit.valid_to, int(stands), successor

    def activities(self) -> Iterator[FoundActivities]:
        """All activities as rows, unit by unit, some at a time."""
        summaries = self._transaction.records.every(RecordFilter(stands=None), {})
        while some := list(islice(summaries, _AT_ONCE)):
            yield self._found(some, merged_records(self._transaction, some))

    def _found(self, summaries: list[RecordSummary], records: list[Record]) -> FoundActivities:
        known = vocabulary()
        topics: list[Row] = []
        unknown: dict[str, dict[str, Row]] = {"topics": {}, "channels": {}, "directives": {}, "tasks": {}}
        for summary, record in zip(summaries, records, strict=True):
            if not summary.stands:
                continue
            values, id_ = record.values, f"{summary.unit}/{record.record}"
            for topic in dict.fromkeys(values.topics):
                topics.append((id_, topic))
                if topic not in known.topics:
                    unknown["topics"][topic] = (topic, topic, topic)
            if values.channel and values.channel not in known.channels:
                unknown["channels"][values.channel] = (values.channel, values.channel, values.channel)
            if values.directive and values.directive not in self._directives:
                unknown["directives"][values.directive] = (values.directive, values.directive, *(None,) * 5)
            task = shown(task_key(values.directive, values.task))
            if task and task not in self._tasks:
                unknown["tasks"][task] = (task, values.directive, shown(values.task), None)
        rows = [self._activity(summary, record) for summary, record in zip(summaries, records, strict=True)]
        return FoundActivities(
            activities=rows, topics=topics, unknown={name: list(found.values()) for name, found in unknown.items()}
        )

    def _activity(self, summary: RecordSummary, record: Record) -> Row:
        values, day = record.values, summary.date or self._today
        answer = summary.answer if summary.stands else None
        first: Row = (
            f"{summary.unit}/{record.record}",
            summary.unit,
            shown(self._history.name_apart(summary.unit, day)),
            self._history.successor(summary.unit, day),
            summary.began or summary.date or None,
            month_name(month_number(summary.date)) if summary.date else None,
        )
        if not summary.stands:
            return *first, *(None,) * 16, "taken-back", answer, None, None
        labels = [_words(vocabulary().topics, code) for code in values.topics]
        return (
            *first,
            shown(values.title),
            shown(values.text),
            shown(values.place),
            values.channel,
            "; ".join(labels) or None,
            values.directive,
            shown(task_key(values.directive, values.task)) or None,
            values.quantity,
            values.audience,
            values.minutes,
            values.language,
            values.span_end,
            "; ".join(_words(vocabulary().audiences, code) for code in values.audiences) or None,
            _words(vocabulary().bodies, values.body) if values.body else None,
            "; ".join(values.languages) or None,
            shown("; ".join(values.places)) or None,
            "in-conflict" if summary.conflicts else "stands",
            answer,
            int(self._entered.entered(summary.places)),
            int(self._erased.record(summary.unit, summary.record) is not None),
        )

    def reports(self) -> Iterator[Row]:
        """Every report that answers what it names, in the order in which it was received."""
        numbers: dict[str, int] = {}
        given = answers(self._transaction, receipts_by_unit(self._transaction))
        for row in self._transaction.reports.answering():
            numbers[row.unit] = numbers.get(row.unit, 0) + 1
            read = report_entries.read(self._transaction, row)
            entry = read.entry
            is_read = not isinstance(entry, ReportInPart)
            total, said = entry.figures.total, entry.narrative
            yield (
                f"{row.unit}/{numbers[row.unit]}",
                row.unit,
                shown(row.period),
                moment(row.received),
                moment(row.claimed),
                moment(row.after),
                int(row.provisional) if is_read else None,
                int(row.verdict == "unread"),
                total.activities if is_read else None,
                None,  # its channels count unlike things
                total.audience if is_read else None,
                total.minutes if is_read else None,
                *(shown(text) or None for text in (said.results, said.difficulties, said.proposals)),
                given[row.unit, row.period],
                int(row.log in self._entered),
                int(self._erased.entry(row.unit, read.leaf) is not None),
            )

    def standings(self) -> Iterator[Row]:
        """Every unit and period of the calendar years since the hub was founded."""
        founded = self._registry.hub.at if self._registry.hub is not None else self._now
        for year in range(day_of(founded).year, day_of(self._now).year + 1):
            found = board(self._transaction, self._registry, year, self._now)
            for line in found.lines:
                for column, cell in zip(found.columns, line.cells, strict=True):
                    if cell is not None:
                        due, received = moment(column.period.due), moment(cell.received)
                        yield (
                            line.unit,
                            shown(line.name),
                            column.period.name,
                            due,
                            cell.standing,
                            received,
                            int(cell.provisional),
                            int(cell.unread),
                        )


def shown(text: str | None) -> str | None:
    """A stranger's text, defused."""
    return None if text is None else safe_lines(text)


def moment(instant: Instant | None) -> str | None:
    """An instant (POSIX seconds) as ISO 8601 by the clocks of Vietnam; None for one that no calendar has, as a laptop's
    clock may claim.

    >>> moment(1_793_000_000)
    '2026-10-26T14:33:20+07:00'
    """
    return moment_iso(instant) if instant is not None and vietnam_time(instant) is not None else None


def _words(terms: Mapping[str, Term], code: str) -> str:
    """A code in Vietnamese; one that is not known stands for itself."""
    return terms[code].vi if code in terms else code


def _term(term: Term) -> Row:
    return term.code, term.vi, term.en


def _directive(directive: Directive) -> Row:
    issued = directive.date or directive.month or str(directive.year)
    return (
        directive.id,
        shown(directive.name),
        issued,
        shown(directive.issuer),
        shown(directive.subject),
        directive.valid_from,
        directive.valid_to,
    )
