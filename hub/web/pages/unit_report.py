"""What a unit reported for a period: when, what it says in figures and in words, and what the province answered."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from starlette.responses import Response

from hub.messages import sentence
from hub.monitoring import report_entries
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.outdated import OutdatedReport, outdated
from hub.monitoring.report_answers import answers as standing_answers
from hub.monitoring.report_entries import ReportEntry
from hub.monitoring.reporting_status import statuses_by, unit_statuses
from hub.monitoring.reviews import review_report
from hub.store import Transaction
from hub.store.rows import ReportRow
from hub.web import answers, render
from hub.web.answers import ShownAnswer
from hub.web.context import OPERATORS, SIGNED_IN, HubContext, NotFound, PageRequest, Route, go
from hub.web.report_words import MARKS, report_words
from sync.encoding.patterns import UNIT_CODE
from sync.encoding.types import Hash, Instant
from sync.errors import Misuse
from sync.ledger.answered_status import AnsweredStatus
from sync.ledger.asked import Asked, asked_of, under_heads, unwritten
from sync.ledger.deadline_verdict import Bracket, verdict
from sync.ledger.entry import Position, ReportInPart
from sync.ledger.figures import By, Figures, Tally, quantity_adds_up
from sync.ledger.period import Period, chosen_period_name, day_of, months
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import may_be_opaque
from sync.ledger.reporting_status import ReportingStatus
from sync.ledger.unit_history import UnitHistory
from sync.wording.changed_figures import changed_figures
from sync.wording.dates import day_at
from sync.wording.directive_names import period_names
from sync.wording.gathered import counted_words
from sync.wording.i18n import catalogue
from sync.wording.names import Names, dimension_head
from sync.wording.statuses import erased_words, sent_back_words, status_words

_ = catalogue("hub")

_SHOWN: Final = 20
"""Reports shown of one unit and name: the newest."""


class FiguresTable(Struct, frozen=True):
    """Figures by one thing."""

    head: str
    rows: list[tuple[str, Tally, int | None]]
    """Each with the quantity, where it is of one channel."""


class ReportShown(Struct, frozen=True, kw_only=True):
    """A report as it is shown."""

    received: Instant
    claimed: Instant
    standing: ReportingStatus | None
    """None where the deadline cannot be told."""
    changed: str
    """How its figures differ from those that the ledger gives now; empty where they do not."""
    provisional: bool
    """Whether it was sent while its window was open, and something came in since."""
    is_read: bool
    """Whether there are figures and words that this program can read."""
    replaced: bool
    """Whether a later one builds on it."""
    entered: bool
    """Whether the province entered it for the unit."""
    erased: str
    """That the province erased its texts, since when and why; empty of all others."""
    counts: bool
    """Whether it answers for the period."""
    mark: str
    """What was found of it in few words, and `told` in sentences; both empty of a valid one."""
    told: str
    total: Tally
    tables: list[FiguresTable]
    narrative: list[tuple[str, str]]
    unwritten: str
    """The headings that are asked for, and under which it says nothing."""
    records: int
    root: str
    covers: tuple[Position, ...]


class ReportGroup(Struct, frozen=True, kw_only=True):
    """The reports of one unit under one name, the newest first. An answer speaks of those that count."""

    unit: str
    unit_name: str
    name: str
    count: int
    """How many answer for the period."""
    total: int
    """How many there are."""
    returned: bool
    """Whether they were sent back, and none came since."""
    reports: list[ReportShown]
    said: list[ShownAnswer]
    heads: frozenset[bytes]


class UnitReport(Struct, frozen=True, kw_only=True):
    """All that the page shows."""

    unit: str
    unit_name: str
    name: str
    """The period's name."""
    at: str
    """What says of it in an address which it is."""
    period: Period | None
    """None where the directives in force do not tell it here; `untold` says why."""
    untold: str
    counts: str
    """The sentence that says what is counted, where that needs saying."""
    status: AnsweredStatus | None
    """None where it owed nothing, not being a unit then, and where the period is not told."""
    owed: bool
    """Whether any unit owes the period."""
    groups: list[ReportGroup]


def show(context: HubContext, request: PageRequest) -> Response:
    """The page of a unit's reports for a period."""
    return _page(context, request, request.value("period"))


def answer(context: HubContext, request: PageRequest) -> Response:
    """Accept what a unit reported under one name, or return it."""
    verdict, now = answers.verdict_sent(request), context.now()
    unit, name, shown = request.field("unit"), request.field("name"), request.field("period")
    if not UNIT_CODE.fullmatch(unit):
        raise Misuse("bad-address", name="unit")
    count = answers.number_sent(request.field("reports"))
    try:
        with context.writing() as (transaction, _registry):
            review_report(
                transaction,
                context.keys,
                unit,
                name,
                verdict,
                request.field("comment"),
                now=now,
                random_bytes=context.random_bytes,
                account=request.who.name,
                reports=count,
            )
            transaction.accounts.tell(request.who.visit, _("Answered. It reaches the unit with its next sync."))
    except Misuse as error:
        return _page(context, request, shown, fault=sentence(error), comment=request.field("comment"))
    return go(render.address(request.path, period=shown))


def _page(context: HubContext, request: PageRequest, named: str, *, fault: str = "", comment: str = "") -> Response:
    code = request.params["code"]
    with context.counting() as (transaction, registry):
        if code not in registry.units:
            raise NotFound("no-page")
        name, words = named or months(day_of(context.now()), 1)[0], period_names(registry.directives)
        try:
            shown = _gather(transaction, registry, code, _asked(transaction, registry, name), context.now())
        except Misuse as error:
            shown = _gather_untold(transaction, registry, code, name, day_of(context.now()).isoformat(), error)
            if not shown.groups and not may_be_opaque(name, registry.directive_editions):
                raise
    return render.page(
        request,
        "unit_report.html",
        status=400 if fault else 200,
        shown=shown,
        words=words,
        standing=status_words,
        sent_back=sent_back_words,
        due_day="" if shown.period is None else day_at(shown.period.due),
        fault=fault,
        comment=comment,
    )


def _asked(transaction: Transaction, registry: Registry, name: str) -> Period:
    return statuses_by(transaction, registry).obligations.as_asked(registry.period(name))


def _gather(transaction: Transaction, registry: Registry, code: str, period: Period, now: Instant) -> UnitReport:
    history, day = UnitHistory(registry), period.last_day.isoformat()
    names = Names(registry, day)
    statuses = {status.unit: status for status in unit_statuses(transaction, registry, period, now)}
    due = min(asked.due for asked in statuses_by(transaction, registry).demanded(period)) if statuses else None
    asked = asked_of(period, registry.directives, statuses_by(transaction, registry).obligations.of(period))
    groups = [
        _group(transaction, registry, names, unit, name, rows, due=due, asked=asked)
        for unit in (code, *history.predecessors(code, day))
        for name, rows in _by_name(transaction, registry, unit, period).items()
    ]
    return UnitReport(
        unit=code,
        unit_name=names.unit(code),
        name=period.name,
        at=chosen_period_name(period, registry.directives),
        period=period,
        untold="",
        counts=counted_words(period, registry.directives),
        status=statuses.get(code),
        owed=bool(statuses),
        groups=groups,
    )


def _gather_untold(
    transaction: Transaction, registry: Registry, code: str, name: str, today: str, why: Misuse
) -> UnitReport:
    """The unit's own reports under a name that the directives in force do not tell here: of a duty that was taken back, or
    that only a newer program can read. Nothing is said of their deadline."""
    names = Names(registry, today)
    rows = [row for row in transaction.reports.all(code) if row.period == name]
    groups = [_group(transaction, registry, names, code, name, rows[::-1], due=None, asked=Asked())] if rows else []
    return UnitReport(
        unit=code,
        unit_name=names.unit(code),
        name=name,
        at=name,
        period=None,
        untold=sentence(why),
        counts="",
        status=None,
        owed=False,
        groups=groups,
    )


def _by_name(transaction: Transaction, registry: Registry, unit: str, period: Period) -> dict[str, list[ReportRow]]:
    """The unit's reports whose names answer for a period, the newest first, by the name that they bear; those, too, that do
    not count."""
    rows = list(transaction.reports.all(unit))
    wanted = report_entries.names_for(transaction, registry, period, (row.period for row in rows))
    by_name: dict[str, list[ReportRow]] = {}
    for row in reversed(rows):
        if row.period in wanted:
            by_name.setdefault(row.period, []).append(row)
    return by_name


def _group(
    transaction: Transaction,
    registry: Registry,
    names: Names,
    unit: str,
    name: str,
    rows: list[ReportRow],
    *,
    due: Instant | None,
    asked: Asked,
) -> ReportGroup:
    entries = [report_entries.read(transaction, row) for row in rows]
    answering = [report for report in entries if report.row.judged.answers]
    given = standing_answers(transaction, {unit: [report.row for report in reversed(answering)]})
    heads, entered = report_entries.heads(answering), EnteredLogs(transaction, registry)
    erased = ErasedRecords(registry)
    changed = outdated(transaction, registry, [report.row for report in answering if report.leaf in heads])
    return ReportGroup(
        unit=unit,
        unit_name=names.unit(unit),
        name=name,
        count=len(answering),
        total=len(rows),
        returned=given.get((unit, name)) == "returned",
        reports=[
            _report(
                names,
                report,
                due,
                heads,
                changed.get((report.row.log, report.row.idx)),
                asked,
                entered=entered,
                erased=erased,
            )
            for report in entries[:_SHOWN]
        ],
        said=answers.told(transaction, transaction.answers.of_report(unit, name)),
        heads=heads,
    )


def _report(
    names: Names,
    report: ReportEntry,
    due: Instant | None,
    heads: frozenset[Hash],
    changed: OutdatedReport | None,
    asked: Asked,
    *,
    entered: EnteredLogs,
    erased: ErasedRecords,
) -> ReportShown:
    gone = erased.entry(report.row.unit, report.leaf)
    row, said, judged = report.row, report.entry.narrative, report.row.judged
    under = under_heads(said.results, asked.heads)
    told = (
        *((head, under.get(head, "")) for head in asked.heads),
        (_("Results"), under.get("", "")),
        (_("Difficulties"), said.difficulties),
        (_("Proposals"), said.proposals),
    )
    return ReportShown(
        received=row.received,
        claimed=row.claimed,
        standing=None if due is None else verdict(Bracket(row.claimed, row.after, row.received), due),
        changed="" if changed is None else changed_figures(changed.stated, changed.now),
        provisional=changed is not None and changed.provisional,
        is_read=not isinstance(report.entry, ReportInPart),
        replaced=judged.answers and report.leaf not in heads,
        entered=row.log in entered,
        erased="" if gone is None else erased_words(gone),
        counts=judged.answers,
        mark=_(MARKS[judged.verdict]) if judged.verdict in MARKS else "",
        told=report_words(judged, row.period),
        total=report.entry.figures.total,
        tables=_tables(names, report.entry.figures),
        narrative=[(head, text) for head, text in told if text],
        unwritten="; ".join(unwritten(said.results, asked.heads)),
        records=report.entry.records,
        root=report.entry.root,
        covers=report.entry.covers,
    )


def _tables(names: Names, figures: Figures) -> list[FiguresTable]:
    """The figures as the report states them: its laptop's words, which an auditor recomputes."""
    by: dict[By, dict[str, Tally]] = {
        "channel": figures.channels,
        "topic": figures.topics,
        "directive": figures.directives,
        "task": figures.tasks,
        "audiences": figures.audiences,
        "body": figures.bodies,
    }
    return [
        FiguresTable(
            dimension_head(dimension),
            [
                (
                    names.of(dimension, key),
                    tallies[key],
                    tallies[key].quantity if quantity_adds_up(dimension, key) else None,
                )
                for key in names.in_order(dimension, tallies)
            ],
        )
        for dimension, tallies in by.items()
        if tallies
    ]


ROUTES: Final = (
    Route("GET", "/units/{code}/report", show, SIGNED_IN),
    Route("POST", "/units/{code}/report", answer, OPERATORS),
)
