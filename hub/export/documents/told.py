"""What a document tells beside the figures of its annex: the units' own words, what the province answered, what is in
conflict, and which reports say other figures than the ledger gives now.

An annex holds what an auditor recomputes from a bundle: who reported, how that was answered, and what came in since. This is
the hub's word alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from msgspec import Struct

from hub.export.documents import narratives
from hub.export.documents.narratives import UnitNarrative
from hub.monitoring import counts as counting
from hub.monitoring.before_hub import came_all_the_same
from hub.monitoring.damaged import DamagedEntries, damaged_units
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.records import merged_records
from hub.monitoring.report_answers import standing
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.rows import ANSWERS, ReportRow
from sync.annex.model import Annex
from sync.encoding.types import Instant
from sync.ledger.answered_status import AnsweredStatus, AnswerName, answered
from sync.ledger.asked import Asked, asked_of
from sync.ledger.directive import Directive
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses
from sync.ledger.tasks import report_tasks
from sync.ledger.unit_history import UnitHistory
from sync.wording.gathered import counted_words
from sync.wording.i18n import speaking

_AT_ONCE = 200
"""Records in conflict that are merged at once."""


class ConflictedRecord(Struct, frozen=True, kw_only=True):
    """An activity with a field that two officers set differently: it is counted by what is displayed."""

    unit: str
    """The unit's name."""
    began: str | None
    """Its first day, where it has several."""
    date: str
    title: str
    record: str


class SentAgain(Struct, frozen=True, kw_only=True):
    """A unit whose report was sent back, and which sent another of its name."""

    name: str
    returned: Instant
    """When it was sent back last (POSIX seconds), and when the first after that came."""
    came: Instant


class Told(Struct, frozen=True, kw_only=True):
    """What a document tells beside its annex."""

    narratives: tuple[UnitNarrative, ...] = ()
    directive: Directive | None = None
    """The one that the report is about."""
    directives: tuple[Directive, ...] = ()
    """All that periods of reports may be named by."""
    activities: Mapping[AnswerName, int] = {}
    """How many of the activities that are counted were answered how."""
    names: Mapping[str, str] = {}
    """By unit that owes the period, its name where others share that; an annex has the names that an auditor computes."""
    conflicts: tuple[ConflictedRecord, ...] = ()
    erased: int = 0
    """How many of the activities that are counted have texts that the province erased."""
    due: Instant | None = None
    """What the units have to report before, where that is another day than the calendar's; an annex has the calendar's."""
    again: tuple[SentAgain, ...] = ()
    """The units that sent again what was sent back, by code."""
    report_tasks: tuple[str, ...] = ()
    """The numbers of the tasks that are reports: no activity does one."""
    to_the_end: bool = False
    """Whether they have until the end of the day before that, and were not asked to report "before" a day."""
    asked: Asked = Asked()
    """What the report is to say: by the duty of it, and by that of the step which feeds it."""
    counts: str = ""
    """The sentence that says what is counted, where that needs saying."""
    step: Period | None = None
    """Of a report that the province itself owes: the period whose answers it is made from."""
    ahead: frozenset[str] = frozenset()
    """The units with a report that only a newer program can read: the newest for the period, or one that may be for it."""
    before_hub: bool = False
    """Whether directives ask for the period, and it was due before there was a hub."""
    began: str = ""
    """The day (ISO) on which the ledger began, where the period had begun before; else empty."""
    came_all_the_same: tuple[str, ...] = ()
    """The names of the units that have reported it if so."""
    unread: tuple[str, ...] = ()
    """Names of directives with reports that only a newer program can read."""
    damaged: tuple[str, ...] = ()
    """Names of the units of whose logs something is damaged where the hub holds it; an empty one: of the hub's own."""


def gather(transaction: Transaction, registry: Registry, period: Period, annex: Annex) -> Told:
    """What there is to tell of a period, as of the annex's moment."""
    rules, reports = statuses_by(transaction, registry), receipts_by_unit(transaction)
    step = rules.obligations.step(period)
    told_by = step or period
    statuses = answered(rules, told_by, reports, standing(transaction, reports), annex.made)
    today = day_of(annex.made).isoformat()
    counts_for = counting.counts_for(registry, annex.units, today)
    return Told(
        narratives=narratives.gather(transaction, registry, told_by),
        directive=next((known for known in registry.directives if known.id == period.directive), None),
        directives=registry.directives,
        activities=_activities(transaction, period, counts_for),
        names=_names_apart(registry, rules, told_by, annex),
        conflicts=_conflicts(transaction, registry, period),
        erased=ErasedRecords(registry).count(transaction, counting.of_period(period), counts_for),
        report_tasks=report_tasks(registry, rules.obligations, period.directive, day_of(annex.made)),
        again=tuple(_sent_again(transaction, rules, told_by, statuses, reports)),
        ahead=frozenset(status.unit for status in statuses if status.unread),
        due=rules.obligations.as_asked(told_by).due,
        to_the_end=_is_to_the_end(rules, told_by),
        asked=_asked(registry, rules, period, step),
        counts=_counts(registry, period),
        step=step,
        before_hub=rules.obligations.was_due_before_the_hub(period),
        began=_began(rules, period),
        came_all_the_same=tuple(came_all_the_same(rules, period, reports)),
        unread=tuple(_unread(registry, period)),
        damaged=tuple(rules.history.name_apart(unit, today) if unit else "" for unit in damaged_units(transaction)),
    )


def _counts(registry: Registry, period: Period) -> str:
    with speaking("vi"):
        return counted_words(period, registry.directives)


def _sent_again(
    transaction: Transaction,
    rules: ReportingStatuses,
    period: Period,
    statuses: Iterable[AnsweredStatus],
    reports: Mapping[str, list[ReportRow]],
) -> Iterator[SentAgain]:
    day = period.last_day.isoformat()
    for status in statuses:
        found = [
            (said.at, min(row.received for row in rows if row.period == name and row.received > said.at))
            for code, rows in rules.counting(period, status.unit, reports).items()
            for name in {row.period for row in rows}
            for said in transaction.answers.of_report(code, name)
            if said.verdict == "returned" and any(row.period == name and row.received > said.at for row in rows)
        ]
        if found:
            returned, came = max(found)
            yield SentAgain(name=rules.history.name_apart(status.unit, day), returned=returned, came=came)


def _began(rules: ReportingStatuses, period: Period) -> str:
    began = day_of(rules.obligations.founded).isoformat()
    return began if period.start < began else ""


def _is_to_the_end(rules: ReportingStatuses, period: Period) -> bool:
    owed = [owes.duty for owes in rules.obligations.of(period) if not owes.own]
    return bool(owed) and not any(duty.strict for duty in owed)


def _names_apart(registry: Registry, rules: ReportingStatuses, period: Period, annex: Annex) -> dict[str, str]:
    """The units of an annex and of the standings of a period by code, those that share a name told apart."""
    history, day = rules.history, period.last_day.isoformat()
    counted = {row.key for row in annex.tables["unit"] if row.key in registry.units}
    owing = {unit for owes in rules.obligations.of(period) for unit in owes.units}
    names = {code: history.name_apart(code, day) for code in counted | owing}
    return {code: name for code, name in names.items() if name != history.name(code, day)}


def _asked(registry: Registry, rules: ReportingStatuses, period: Period, step: Period | None) -> Asked:
    own, of_step = (
        Asked() if asking is None else asked_of(asking, registry.directives, rules.obligations.of(asking))
        for asking in (period, step)
    )
    return Asked(heads=tuple(dict.fromkeys(own.heads + of_step.heads)), tables=own.tables or of_step.tables)


def _activities(transaction: Transaction, period: Period, counts_for: CountsFor) -> Counter[AnswerName]:
    sums = transaction.records.sums(counting.of_period(period), ("answer",), counts_for)
    return Counter({ANSWERS[int(answer)]: tally.activities for (answer,), tally in sums})


def _conflicts(transaction: Transaction, registry: Registry, period: Period) -> tuple[ConflictedRecord, ...]:
    wanted = counting.of_period(period, conflicted=True)
    damaged = DamagedEntries(transaction)
    summaries = [each for each in transaction.records.every(wanted, {}) if not damaged.among(each.places)]
    history = UnitHistory(registry)
    found = []
    for start in range(0, len(summaries), _AT_ONCE):
        some = summaries[start : start + _AT_ONCE]
        for summary, merged in zip(some, merged_records(transaction, some), strict=True):
            found.append(
                ConflictedRecord(
                    unit=history.name_apart(summary.unit, summary.date) if summary.unit in registry.units else summary.unit,
                    date=summary.date,
                    began=summary.began,
                    title=merged.values.title,
                    record=str(UUID(bytes=summary.record)),
                )
            )
    return tuple(found)


def _unread(registry: Registry, period: Period) -> list[str]:
    """The names of the directives that a period is about with reports that only a newer program can read."""
    return [
        edition.directive.name
        for edition in registry.hiding_duties(period.start, period.end)
        if period.directive in (None, edition.directive.id)
    ]
