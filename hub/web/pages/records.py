"""The list of activities: what a filter finds, the newest day first; and the way to one by its id."""

from __future__ import annotations

import datetime
import uuid
from typing import Final

import msgspec
from msgspec import Struct
from starlette.responses import Response

from hub.messages import sentence
from hub.monitoring import counts, records, reviews
from hub.monitoring.damaged import DamagedEntries
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.erased import ErasedRecords
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.places import places_in, stands_at
from hub.store.records import RecordFilter
from hub.store.rows import RecordSummary
from hub.times import AcceptedTimes
from hub.web import filters, render
from hub.web.context import SIGNED_IN, HubContext, PageRequest, Route, go
from hub.web.filters import ChosenFilter
from sync.encoding.types import NOTHING, Instant
from sync.errors import Misuse
from sync.ledger.answered_status import AnswerName
from sync.ledger.entry import Redaction
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.wording.future_day import dated_after_words
from sync.wording.i18n import catalogue
from sync.wording.names import Names, before_beginning, terms

_ = catalogue("hub")

ROWS: Final = 50
PAGES: Final = 200
"""The number of pages that are shown; a filter finds what lies further back, and the store need not put all in order."""
_TICKED: Final = ("", "1")


class ListedRecord(Struct, frozen=True, kw_only=True):
    """An activity, as the list shows it."""

    href: str
    date: str
    """Its last day, on which it counts."""
    began: str | None
    """Its first, where that is another."""
    unit: str
    """The unit that states it, as it was called on that day."""
    counts_for: str
    """The unit that it counts for, where that is another."""
    title: str
    channel: str
    topics: str
    quantity: int | None
    audience: int | None
    minutes: int | None
    answer: AnswerName
    answered: str
    conflict: bool
    future: str
    """That it is dated after the day on which it was received; empty of all others."""
    early: str
    """That it is dated before the unit began; empty of all others."""
    entered: bool
    """Whether the province entered it for the unit, or some of it."""
    erased: Redaction | None
    """By which act the province erased texts of it last; None if it erased none."""


def show(context: HubContext, request: PageRequest) -> Response:
    """The list; or, where an id is asked for, on to its record."""
    typed = request.value("id").strip()
    if not typed:
        return _list(context, request)
    try:
        with context.reading() as (transaction, _registry):
            unit, record = reviews.find(transaction, typed)
    except Misuse as error:
        return _list(context, request, typed=typed, said=sentence(error))
    return go(address_of(unit, record))


def address_of(unit: str, record: bytes) -> str:
    """Where a record's own page is."""
    return f"/records/{unit}/{uuid.UUID(bytes=record)}"


def listed(request: PageRequest, chosen: ChosenFilter, today: str) -> tuple[RecordFilter, dict[str, str]]:
    """What the list asks for beside the filters, and the values that put it into an address: `taken_back=1`, the
    activities that were taken back; `conflicted=1`, those with a field that two officers set differently;
    `to_come=1`, those of days after today."""
    ticked = {name: request.chosen(name, _TICKED, "") for name in ("taken_back", "conflicted", "to_come")}
    wanted = msgspec.structs.replace(chosen.wanted, stands=not ticked["taken_back"], conflicted=bool(ticked["conflicted"]))
    if ticked["to_come"]:
        tomorrow = (datetime.date.fromisoformat(today) + datetime.timedelta(days=1)).isoformat()
        wanted = msgspec.structs.replace(wanted, start=max(tomorrow, wanted.start or ""), end=None)
    return wanted, chosen.query | {name: value for name, value in ticked.items() if value}


def _list(context: HubContext, request: PageRequest, *, typed: str = "", said: str = "") -> Response:
    today = context.today()
    page = max(request.number("page", 1, PAGES), 1)
    with context.counting() as (transaction, registry):
        chosen = filters.filter_of(request, registry, today)
        wanted, query = listed(request, chosen, today)
        total = counts.total(transaction, wanted, chosen.counts_for).activities
        pages = min(max(-(-total // ROWS), 1), PAGES)
        page = min(page, pages)
        found = transaction.records.page(wanted, chosen.counts_for, limit=ROWS, offset=(page - 1) * ROWS)
        rows = _rows(transaction, registry, found, chosen.counts_for)
    return render.page(
        request,
        "records.html",
        status=400 if said else 200,
        told=filters.told(chosen, Names(registry, today)),
        chosen=chosen,
        choices=filters.choices(chosen, registry, today),
        query=query,
        rows=rows,
        total=total,
        first=(page - 1) * ROWS + 1 if rows else 0,
        page=page,
        pages=pages,
        beyond=total > PAGES * ROWS,
        typed=typed,
        said=said,
    )


def _rows(
    transaction: Transaction, registry: Registry, found: list[RecordSummary], counts_for: CountsFor
) -> list[ListedRecord]:
    history, entered, erased = UnitHistory(registry), EnteredLogs(transaction, registry), ErasedRecords(registry)
    times = AcceptedTimes(transaction, registry)
    damaged = DamagedEntries(transaction)
    whole = [summary for summary in found if not damaged.among(summary.places)]
    titles = iter([merged.values.title for merged in records.merged_records(transaction, whole)])
    return [
        _row(
            history,
            summary,
            _("(damaged)") if damaged.among(summary.places) else next(titles),
            counts_for,
            entered=entered.entered(summary.places),
            erased=erased.record(summary.unit, summary.record),
            taken=_taken(transaction, times, summary),
        )
        for summary in found
    ]


def _taken(transaction: Transaction, times: AcceptedTimes, summary: RecordSummary) -> Instant | None:
    """When the hub took what was said last of a record, by the first acceptance of it."""
    log, index = stands_at(places_in(summary.places)[-1])
    accepted = transaction.logs.first_accepted(log, index)
    return None if accepted is None else times.received_as(accepted, NOTHING)


def _row(
    history: UnitHistory,
    summary: RecordSummary,
    title: str,
    counts_for: CountsFor,
    *,
    entered: bool,
    erased: Redaction | None,
    taken: Instant | None,
) -> ListedRecord:
    counted = summary.counted
    successor = counts.unit_of(counts_for, summary.unit, summary.date)
    return ListedRecord(
        href=address_of(summary.unit, summary.record),
        date=summary.date,
        began=summary.began,
        unit=history.name_apart(summary.unit, summary.date),
        counts_for="" if successor == summary.unit else history.name_apart(successor, summary.date),
        title=title or _("(without a title)"),
        channel=terms("channels", [counted.channel] if counted.channel else []),
        topics=terms("topics", counted.topics),
        quantity=counted.quantity,
        audience=counted.audience,
        minutes=counted.minutes,
        answer=summary.answer,
        answered=filters.answer_words(summary.answer),
        conflict=summary.conflicts > 0,
        early=before_beginning(history, summary.unit, summary.began or summary.date),
        future=dated_after_words(summary.date, taken) if taken is not None else "",
        entered=entered,
        erased=erased,
    )


ROUTES: Final = (Route("GET", "/records", show, SIGNED_IN),)
