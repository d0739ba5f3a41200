"""The list of activities: what a filter finds, the newest day first; and the way to one by its id."""

from __future__ import annotations

import uuid
from typing import Final

import msgspec
from msgspec import Struct
from starlette.responses import Response

from hub.messages import sentence
from hub.monitoring import counts, records, reviews
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.records import RecordFilter
from hub.store.rows import AnswerName, RecordSummary
from hub.web import filters, render
from hub.web.context import SIGNED_IN, HubContext, PageRequest, Route, go
from hub.web.filters import ChosenFilter
from sync.errors import Misuse
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.wording.i18n import catalogue
from sync.wording.names import Names, terms

_ = catalogue("hub")

ROWS: Final = 50
PAGES: Final = 200
"""The number of pages that are shown; a filter finds what lies further back, and the store need not put all in order."""
_TICKED: Final = ("", "1")


class Row(Struct, frozen=True, kw_only=True):
    """An activity, as the list shows it."""

    href: str
    date: str
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


def show(desk: HubContext, ask: PageRequest) -> Response:
    """The list; or, where an id is asked for, on to its record."""
    typed = ask.value("id").strip()
    if not typed:
        return _list(desk, ask)
    try:
        with desk.reading() as (transaction, _registry):
            unit, record = reviews.find(transaction, typed)
    except Misuse as error:
        return _list(desk, ask, typed=typed, said=sentence(error))
    return go(address_of(unit, record))


def address_of(unit: str, record: bytes) -> str:
    """Where a record's own page is."""
    return f"/records/{unit}/{uuid.UUID(bytes=record)}"


def listed(ask: PageRequest, chosen: ChosenFilter) -> tuple[RecordFilter, dict[str, str]]:
    """What the list asks for beside the filters, and the values that put it into an address: `taken_back=1`, the
    activities that were taken back; `conflicted=1`, those with a field that two officers set differently."""
    ticked = {name: ask.chosen(name, _TICKED, "") for name in ("taken_back", "conflicted")}
    wanted = msgspec.structs.replace(chosen.wanted, stands=not ticked["taken_back"], conflicted=bool(ticked["conflicted"]))
    return wanted, chosen.query | {name: value for name, value in ticked.items() if value}


def _list(desk: HubContext, ask: PageRequest, *, typed: str = "", said: str = "") -> Response:
    today = desk.today()
    page = max(ask.number("page", 1, PAGES), 1)
    with desk.counting() as (transaction, registry):
        chosen = filters.filter_of(ask, registry, today)
        wanted, query = listed(ask, chosen)
        total = counts.total(transaction, wanted, chosen.counts_for).activities
        pages = min(max(-(-total // ROWS), 1), PAGES)
        page = min(page, pages)
        found = transaction.records.page(wanted, chosen.counts_for, limit=ROWS, offset=(page - 1) * ROWS)
        rows = _rows(transaction, registry, found, chosen.counts_for)
    return render.page(
        ask,
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


def _rows(transaction: Transaction, registry: Registry, found: list[RecordSummary], counts_for: CountsFor) -> list[Row]:
    history = UnitHistory(registry)
    titles = [state.values.title for state in records.merged(transaction, found)]
    return [_row(history, fact, title, counts_for) for fact, title in zip(found, titles, strict=True)]


def _row(history: UnitHistory, fact: RecordSummary, title: str, counts_for: CountsFor) -> Row:
    counted = fact.counted
    successor = counts.unit_of(counts_for, fact.unit, fact.date)
    return Row(
        href=address_of(fact.unit, fact.record),
        date=fact.date,
        unit=history.name(fact.unit, fact.date),
        counts_for="" if successor == fact.unit else history.name(successor, fact.date),
        title=title or _("(without a title)"),
        channel=terms("channels", [counted.channel] if counted.channel else []),
        topics=terms("topics", counted.topics),
        quantity=counted.quantity,
        audience=counted.audience,
        minutes=counted.minutes,
        answer=fact.answer,
        answered=filters.answer_words(fact.answer),
        conflict=fact.conflicts > 0,
    )


ROUTES: Final = (Route("GET", "/records", show, SIGNED_IN),)
