"""What awaits the province's answer: activities, of which many can be answered at once, and reports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct, structs
from starlette.responses import Response

from hub.messages import sentence
from hub.monitoring import counts, records, report_entries
from hub.monitoring.damaged import DamagedEntries
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.erased import ErasedRecords
from hub.monitoring.outdated import OutdatedReport, outdated
from hub.monitoring.reviews import ChosenRecord, review_each
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.records import RecordFilter
from hub.store.rows import RecordSummary, ReportRow
from hub.web import answers, render
from hub.web.answers import NothingTicked
from hub.web.context import OPERATORS, SIGNED_IN, HubContext, PageRequest, Route, go
from sync.encoding.patterns import RECORD_ID, UNIT_CODE
from sync.errors import Misuse
from sync.ledger.entry import Redaction
from sync.ledger.merge import Record
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.wording.changed_figures import changed_figures
from sync.wording.directive_names import period_names
from sync.wording.i18n import N_, catalogue, counted
from sync.wording.names import Names, by_unit_name, terms
from sync.wording.statuses import status_words

_ = catalogue("hub")

_ROWS: Final = 50
_PAGES: Final = 40
"""As far as one may leaf: nobody answers by going to the end of thousands, and sorting all of them would take seconds."""
_TICKED: Final = re.compile(rf"({UNIT_CODE.pattern})/({RECORD_ID.pattern})/([0-9]{{1,9}})")
"""What a tick carries: the unit, the record, and how many entries of it were seen."""
_KEPT: Final = ("what", "unit", "period", "page")
"""Values of the address that a form carries on, so that one comes back to the same place."""
_KINDS: Final = {"activities": N_("Activities"), "reports": N_("Reports")}


class ReviewLine(Struct, frozen=True, kw_only=True):
    """An activity in the queue."""

    summary: RecordSummary
    id: str
    unit_name: str
    title: str
    channel: str
    early: str
    """That it is dated before the unit began; empty of all others."""
    entered: bool
    """Whether the province entered it for the unit, or some of it."""
    erased: Redaction | None
    """By which act the province erased texts of it last; None if it erased none."""

    @property
    def path(self) -> str:
        """The page of the activity."""
        return f"/records/{self.summary.unit}/{self.id}"

    @property
    def tick(self) -> str:
        """What the box of the activity sends."""
        return f"{self.summary.unit}/{self.id}/{self.summary.entries}"


class ReviewQueue(Struct, frozen=True, kw_only=True):
    """A page of the queue: what awaits an answer. Of activities, or else of reports."""

    total: int
    units: list[tuple[str, str, int]]
    """Units with anything in it: code, name, how many."""
    page: int
    """Its number: the one asked for, or the last there is."""
    rows: list[ReviewLine] = []
    reports: list[tuple[ReportRow, str, str, bool]] = []
    """Each with the name of its unit, and what became of its figures since it was sent."""


def show(context: HubContext, request: PageRequest) -> Response:
    """The page of what awaits an answer."""
    given = {name: request.value(name) for name in _KEPT}
    return _page(context, request, given)


def answer(context: HubContext, request: PageRequest) -> Response:
    """Answer what was ticked: all, or where one cannot be answered, none."""
    given = {name: request.field(name)[:300] for name in _KEPT}
    try:
        verdict = answers.verdict_sent(request)
        chosen = [_chosen(text) for text in request.fields("record")]
        if not chosen:
            raise NothingTicked()
        with context.writing() as (transaction, _registry):
            count = review_each(
                transaction,
                context.keys,
                chosen,
                verdict,
                request.field("comment"),
                now=context.now(),
                random_bytes=context.random_bytes,
                account=request.who.name,
            )
            told = counted(
                count,
                _("{count} activity answered. It reaches the unit with its next sync."),
                _("{count} activities answered. It reaches the units with their next sync."),
            ).format(count=count)
            transaction.accounts.tell(request.who.visit, told)
    except Misuse as error:
        ticked = frozenset(request.fields("record"))
        return _page(context, request, given, fault=sentence(error), comment=request.field("comment"), ticked=ticked)
    return go(render.address("/review", given))


def _chosen(text: str) -> ChosenRecord:
    found = _TICKED.fullmatch(text)
    if found is None:
        raise Misuse("bad-record", text=text[:60])
    return ChosenRecord(found[1], UUID(found[2]).bytes, answers.number_sent(found[3]))


def _page(
    context: HubContext,
    request: PageRequest,
    given: Mapping[str, str],
    *,
    fault: str = "",
    comment: str = "",
    ticked: frozenset[str] = frozenset(),
) -> Response:
    what = given["what"] or "activities"
    if what not in _KINDS:
        raise Misuse("bad-address", name="what")
    page = _page_number(given["page"])
    with context.counting() as (transaction, registry):
        period = registry.chosen_period(given["period"]) if given["period"] else None
        names = Names(registry, context.today())
        gather = _activities if what == "activities" else _reports
        queue = gather(transaction, registry, names, given["unit"], period, page)
        words = period_names(registry.directives)
    return render.page(
        request,
        "review.html",
        status=400 if fault else 200,
        what=what,
        kinds=[(code, _(name)) for code, name in _KINDS.items()],
        given=given,
        queue=queue,
        words=words,
        page=queue.page,
        last=_last(queue.total),
        cut=queue.total > _ROWS * _PAGES,
        fault=fault,
        comment=comment,
        ticked=ticked,
    )


def _page_number(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise Misuse("bad-address", name="page")
    return int(text)


def _activities(
    transaction: Transaction, registry: Registry, names: Names, unit: str, period: Period | None, page: int
) -> ReviewQueue:
    """Activities, the newest day first; those of merged units among their successors'."""
    counts_for = counts.counts_for(registry, "then", "")
    dates = RecordFilter() if period is None else counts.of_period(period)
    wanted = structs.replace(dates, answer="awaited")
    by_unit = _by_unit(transaction, wanted, counts_for)
    total = by_unit.get(unit, 0) if unit else sum(by_unit.values())
    page = min(page, _last(total))
    wanted = structs.replace(wanted, unit=unit or None)
    summaries = transaction.records.page(wanted, counts_for, limit=_ROWS, offset=page * _ROWS) if total else []
    entered, damaged = EnteredLogs(transaction, registry), DamagedEntries(transaction)
    erased = ErasedRecords(registry)
    summaries = [each for each in summaries if not damaged.among(each.places)]  # nobody can answer what is not known
    rows = [
        _row(names, summary, merged, entered, erased)
        for summary, merged in zip(summaries, records.merged_records(transaction, summaries), strict=True)
    ]
    return ReviewQueue(total=total, units=_units(names, by_unit), page=page, rows=rows)


def _by_unit(transaction: Transaction, wanted: RecordFilter, counts_for: CountsFor) -> dict[str, int]:
    """How many for each unit. The store sums by who stated them, in the order in which they lie, which takes half the time;
    what counts for a successor is moved to it then."""
    counted = Counter({unit: tally.activities for (unit,), tally in transaction.records.sums(wanted, ("unit",), {})})
    for code in counts_for:
        for (date,), tally in (
            transaction.records.sums(structs.replace(wanted, unit=code), ("date",), {}) if code in counted else ()
        ):
            counted[code] -= tally.activities
            counted[counts.unit_of(counts_for, code, date)] += tally.activities
    return dict(+counted)


def _row(names: Names, summary: RecordSummary, merged: Record, entered: EnteredLogs, erased: ErasedRecords) -> ReviewLine:
    channels = (summary.counted.channel,) if summary.counted.channel else ()
    return ReviewLine(
        summary=summary,
        id=merged.record,
        unit_name=names.unit(summary.unit),
        title=merged.values.title,
        channel=terms("channels", channels),
        early=names.before_beginning(summary.unit, summary.began or summary.date),
        entered=entered.entered(summary.places),
        erased=erased.record(summary.unit, summary.record),
    )


def _reports(
    transaction: Transaction, registry: Registry, names: Names, unit: str, period: Period | None, page: int
) -> ReviewQueue:
    """Reports, the newest first."""
    awaiting = report_entries.awaiting(transaction)
    if period is not None:
        answering = report_entries.names_for(transaction, registry, period, (row.period for row in awaiting))
        awaiting = [row for row in awaiting if row.period in answering]
    by_unit: dict[str, int] = {}
    for row in awaiting:
        by_unit[row.unit] = by_unit.get(row.unit, 0) + 1
    awaiting = [row for row in awaiting if unit in ("", row.unit)]
    page = min(page, _last(len(awaiting)))
    rows = awaiting[page * _ROWS : (page + 1) * _ROWS]
    changed = outdated(transaction, registry, rows)
    entered = EnteredLogs(transaction, registry)
    on_page = [(row, names.unit(row.unit), _became(changed.get((row.log, row.idx))), row.log in entered) for row in rows]
    return ReviewQueue(total=len(awaiting), units=_units(names, by_unit), page=page, reports=on_page)


def _became(changed: OutdatedReport | None) -> str:
    if changed is None:
        return ""
    told = changed_figures(changed.stated, changed.now)
    return f"{status_words('provisional')}: {told}" if changed.provisional else told


def _last(total: int) -> int:
    """The number of the last page that is shown."""
    return min(max(0, (total - 1) // _ROWS), _PAGES - 1)


def _units(names: Names, by_unit: Mapping[str, int]) -> list[tuple[str, str, int]]:
    named = [(code, names.unit(code), count) for code, count in by_unit.items()]
    return sorted(named, key=lambda unit: by_unit_name(unit[1]))


ROUTES: Final = (
    Route("GET", "/review", show, SIGNED_IN),
    Route("POST", "/review", answer, OPERATORS),
)
