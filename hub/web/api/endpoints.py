"""The JSON API: what the province's pages show, for other systems. It reads, for whoever holds a read token or is signed in.

`ENDPOINTS` is the one table: it serves, and it is described from (`openapi`).
"""

from __future__ import annotations

from functools import cache
from typing import Final, cast, get_args

import msgspec
from starlette.responses import Response

from hub.export.documents import annex as annexes
from hub.monitoring import board as boards
from hub.monitoring import counts, report_entries
from hub.monitoring.reporting_status import statuses_by, unit_statuses
from hub.registry.laptops import laptop_rows
from hub.registry.units import unit_rows
from hub.store import Transaction
from hub.web import answers, filters
from hub.web.api import openapi
from hub.web.api.openapi import Endpoint, Parameter
from hub.web.api.records import record, records
from hub.web.api.serving import json, page_asked, pages, period_shape
from hub.web.api.shapes import (
    BoardShape,
    CellShape,
    ColumnShape,
    CountShape,
    CountsShape,
    DirectiveLine,
    DirectivesShape,
    LaptopShape,
    LaptopsShape,
    LineShape,
    RecordDetail,
    RecordsShape,
    ReorganisedShape,
    ReportShape,
    ReportsShape,
    StatusShape,
    SumsShape,
    UnitShape,
    UnitsShape,
    UnitStanding,
)
from hub.web.context import ANYONE, SYSTEMS, HubContext, NotFound, PageRequest, Route
from sync.annex.model import Annex, Units
from sync.encoding.limits import FIRST_YEAR, LAST_YEAR
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant
from sync.ledger.answered_status import AnswerName
from sync.ledger.directive import ALL_READ, DirectiveAsRead
from sync.ledger.entry import ReportInPart
from sync.ledger.figures import BANDS, By, Tally
from sync.ledger.period import Period, day_of, months
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.wording.names import Names

_PAGE: Final = 100
"""Reports in one answer."""


def status(context: HubContext, request: PageRequest) -> Response:
    """Who has reported for a period; for one that the province itself owes, for the step that it is made from."""
    now = context.now()
    with context.reading() as (transaction, registry):
        obligations = statuses_by(transaction, registry).obligations
        period = obligations.as_asked(obligations.answered_by(_period(request, registry, now)))
        statuses = unit_statuses(transaction, registry, period, now)
    units = tuple(msgspec.convert(status, UnitStanding, from_attributes=True) for status in statuses)
    return json(StatusShape(period=period_shape(period), now=now, units=units))


def board(context: HubContext, request: PageRequest) -> Response:
    """Every unit by every period of a year."""
    now = context.now()
    year = request.number("year", day_of(now).year, LAST_YEAR)
    if year < FIRST_YEAR:
        raise NotFound("no-page")
    with context.counting() as (transaction, registry):
        found = boards.board(transaction, registry, year, now)
    return json(board_shape(found))


def board_shape(found: boards.Board) -> BoardShape:
    """A board, as the API answers it."""
    columns = tuple(ColumnShape(period=period_shape(column.period), sums=column.sums) for column in found.columns)
    lines = tuple(
        LineShape(
            unit=line.unit,
            name=line.name,
            ended=line.ended,
            cells=tuple(None if cell is None else _cell(cell) for cell in line.cells),
        )
        for line in found.lines
    )
    return BoardShape(year=found.year, columns=columns, lines=lines)


def _cell(cell: boards.BoardCell) -> CellShape:
    return CellShape(
        standing=cell.standing,
        received=cell.received,
        provisional=cell.provisional,
        unread=cell.unread,
        entered=cell.entered,
    )


def count(context: HubContext, request: PageRequest) -> Response:
    """Sums of the activities that the filters ask for."""
    by = cast(By, request.chosen("by", get_args(By), "unit"))
    with context.counting() as (transaction, registry):
        chosen = filters.filter_of(request, registry, context.today())
        tallies = counts.tallies(transaction, chosen.wanted, by, chosen.counts_for)
        several = by in ("topic", "audiences")  # what an activity may have more than one of
        total = counts.total(transaction, chosen.wanted, chosen.counts_for) if several else sum(tallies.values(), Tally())
        names = Names(registry, chosen.wanted.end or context.today())
    lines = counts.rows(tallies, by, chosen.wanted)
    rows = tuple(CountShape(name=names.of(by, line.key), **msgspec.structs.asdict(line)) for line in lines)
    all_of_it = msgspec.convert(counts.line(None, "", total, chosen.wanted), SumsShape, from_attributes=True)
    return json(CountsShape(by=by, filters=chosen.query, rows=rows, total=all_of_it))


def units(context: HubContext, request: PageRequest) -> Response:
    """The units of the province, and what happened to them."""
    today = context.today()
    with context.reading() as (_transaction, registry):
        view = UnitHistory(registry)
        shapes = tuple(_unit(view, unit.code, today, unit.laptops) for unit in unit_rows(registry, today))
        happened = tuple(ReorganisedShape.of(event) for event in registry.reorganisations)
    return json(UnitsShape(units=shapes, reorganisations=happened))


def _unit(view: UnitHistory, code: str, today: str, laptops: int) -> UnitShape:
    unit = view.at(code, today)
    return UnitShape(
        code=code,
        name=view.name(code, today),
        type=unit.type,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        stands=view.stands(code, today),
        heir=view.successor(code, today),
        laptops=laptops,
    )


def laptops(context: HubContext, request: PageRequest) -> Response:
    """The laptops of all units. Officers are named to people alone, not to other systems."""
    to_people = request.who.visit != b""
    with context.reading() as (transaction, registry):
        shapes = tuple(
            LaptopShape(
                id=laptop.device,
                unit=laptop.unit,
                officer=laptop.officer if to_people else None,
                enrolled=registry.devices[laptop.device].at,
                seen=laptop.seen,
                entries=laptop.entries,
                revoked=laptop.revoked,
                reason=laptop.reason,
                successor=laptop.successor,
                succeeded=laptop.succeeded,
            )
            for laptop in laptop_rows(transaction, registry)
        )
    return json(LaptopsShape(laptops=shapes))


def directives(context: HubContext, _request: PageRequest) -> Response:
    """The directives in force."""
    with context.reading() as (_transaction, registry):
        shapes = tuple(_directive(edition.as_read) for edition in registry.editions_in_force)
    return json(DirectivesShape(directives=shapes))


def _directive(known: DirectiveAsRead) -> DirectiveLine:
    unread = known.unread or ALL_READ
    return DirectiveLine(
        id=known.id,
        name=known.name,
        issued=known.date or known.month or str(known.year),
        issuer=known.issuer,
        subject=known.subject,
        valid_from=known.valid_from,
        valid_to=known.valid_to,
        tasks=None if unread.edition else len(known.tasks),
        duties=None if unread.edition else len(known.duties) + len(unread.duties),
        unread=known.unread,
    )


def directive(context: HubContext, request: PageRequest) -> Response:
    """A directive, whole, in the form now in force."""
    with context.reading() as (_transaction, registry):
        found = next(
            (edition for edition in registry.editions_in_force if edition.directive.id == request.params["id"]), None
        )
    if found is None:
        raise NotFound("no-page")
    return json(found.as_read)


def reports(context: HubContext, request: PageRequest) -> Response:
    """The reports received that answer for a period, with their figures and what they say."""
    page = page_asked(request)
    with context.reading() as (transaction, registry):
        period = statuses_by(transaction, registry).obligations.as_asked(_period(request, registry, context.now()))
        rows = list(transaction.reports.answering())
        names = report_entries.names_for(transaction, registry, period, (row.period for row in rows))
        rows = [row for row in rows if row.period in names]
        view, on_page = UnitHistory(registry), rows[(page - 1) * _PAGE : page * _PAGE]
        shapes = tuple(_report(transaction, view, report_entries.read(transaction, row)) for row in on_page)
    total = len(rows)
    return json(ReportsShape(period=period_shape(period), total=total, page=page, pages=pages(total, _PAGE), reports=shapes))


def _report(transaction: Transaction, view: UnitHistory, report: report_entries.ReportEntry) -> ReportShape:
    row, entry = report.row, report.entry
    shown_answers = answers.told(transaction, transaction.answers.of_report(row.unit, row.period))
    answer: AnswerName = next((each.verdict for each in shown_answers if report.leaf in each.heads), "awaited")
    return ReportShape(
        entry=tobase64(report.leaf),
        unit=row.unit,
        unit_name=view.name(row.unit, day_of(row.received).isoformat()),
        period=row.period,
        received=row.received,
        claimed=row.claimed,
        after=row.after,
        provisional=row.provisional,
        covers=entry.covers,
        figures=None if isinstance(entry, ReportInPart) else entry.figures,
        narrative=None if isinstance(entry, ReportInPart) else entry.narrative,
        answer=answer,
    )


def annex(context: HubContext, request: PageRequest) -> Response:
    """The report upward of a period as data, with the state of the ledger that it was computed from."""
    now = context.now()
    asked = cast(Units, request.chosen("units", get_args(Units), "then"))
    with context.counting() as (transaction, registry):
        period = _period(request, registry, now)
        found = annexes.annex(transaction, context.keys, registry, period, units=asked, made=now)
    return json(found)


def description(_context: HubContext, _request: PageRequest) -> Response:
    """What there is to ask, as OpenAPI."""
    return Response(_described(), media_type="application/json")


@cache
def _described() -> bytes:
    return openapi.document(ENDPOINTS)


def _period(request: PageRequest, registry: Registry, now: Instant) -> Period:
    """The period that is named; by default the month whose window holds today."""
    return registry.chosen_period(request.value("period") or months(day_of(now), 1)[0])


_PERIOD: Final = Parameter(
    name="period",
    what="2026-11 (month), 2026-H1 (half-year), 2026 (year), or NUMBER@ one of these or a day, for one directive. "
    "By default the month whose window holds today.",
)
_PAGES: Final = Parameter(name="page", what="Which page, from 1.", kind="integer")
_UNITS: Final = Parameter(
    name="units", what="By the units of each record's date, or by those of today.", among=get_args(Units)
)
_FILTERS: Final = (
    Parameter(name="period", what=f"{_PERIOD.what} `all`: all days."),
    Parameter(name="from", what="The first day, YYYY-MM-DD."),
    Parameter(name="to", what="The last day, YYYY-MM-DD."),
    Parameter(name="unit", what="The code of the unit that activities count for."),
    Parameter(name="topic", what="A code of the vocabulary; `-`: those that name none."),
    Parameter(name="channel", what="A code of the vocabulary; `-`: those that name none."),
    Parameter(name="directive", what="The id of a directive; `-`: those that name none."),
    Parameter(name="task", what="Directive id#task number; `-`: those that name none."),
    Parameter(name="band", what="How many people were reached; `-`: not said.", among=(filters.NOT_SAID, *BANDS)),
    Parameter(name="audience", what="Whom it was for, a code of the vocabulary; `-`: those that do not say."),
    Parameter(name="body", what="Which of the unit's bodies did it, a code of the vocabulary; `-`: not said."),
    Parameter(name="answer", what="The province's answer.", among=get_args(AnswerName)),
    _UNITS,
)


def _in_path(name: str, what: str) -> Parameter:
    return Parameter(name=name, what=what, where="path")


ENDPOINTS: Final = (
    Endpoint(
        path="/api/v1/status",
        page=status,
        answer=StatusShape,
        parameters=(_PERIOD,),
        what="Who has reported for a period, on time or late, and who has not",
    ),
    Endpoint(
        path="/api/v1/board",
        page=board,
        answer=BoardShape,
        what="Every unit by every period of a year",
        parameters=(Parameter(name="year", what="By default this year.", kind="integer"),),
    ),
    Endpoint(
        path="/api/v1/counts",
        page=count,
        answer=CountsShape,
        what="Sums of the activities that the filters ask for",
        parameters=(Parameter(name="by", what="What to group by; by default the unit.", among=get_args(By)), *_FILTERS),
    ),
    Endpoint(
        path="/api/v1/records",
        page=records,
        answer=RecordsShape,
        what="The activities that the filters ask for",
        parameters=(
            *_FILTERS,
            Parameter(name="taken_back", what="1: those that were taken back, in place of those that stand.", among=("1",)),
            Parameter(name="conflicted", what="1: those in conflict alone.", among=("1",)),
            _PAGES,
        ),
    ),
    Endpoint(
        path="/api/v1/records/{unit}/{record}",
        page=record,
        answer=RecordDetail,
        what="An activity whole: state, conflicts, history, answers",
        parameters=(
            _in_path("unit", "The code of the unit that states it."),
            _in_path("record", "Its id, a UUID."),
            Parameter(name="page", what="Which page of its history, from 1, the oldest first.", kind="integer"),
        ),
    ),
    Endpoint(
        path="/api/v1/units", page=units, answer=UnitsShape, what="The units of the province, and what happened to them"
    ),
    Endpoint(path="/api/v1/laptops", page=laptops, answer=LaptopsShape, what="The laptops of all units"),
    Endpoint(path="/api/v1/directives", page=directives, answer=DirectivesShape, what="The directives in force"),
    Endpoint(
        path="/api/v1/directives/{id}",
        page=directive,
        answer=DirectiveAsRead,
        what="A directive whole, in the form now in force",
        parameters=(_in_path("id", "Its id."),),
    ),
    Endpoint(
        path="/api/v1/reports",
        page=reports,
        answer=ReportsShape,
        parameters=(_PERIOD, _PAGES),
        what="The reports received that answer for a period, with figures and narratives",
    ),
    Endpoint(
        path="/api/v1/annex",
        page=annex,
        answer=Annex,
        parameters=(_PERIOD, _UNITS),
        what="The report upward of a period as data, with the state of the ledger that it was computed from",
    ),
)
"""All that may be asked."""

ROUTES: Final = (
    *(Route("GET", endpoint.path, endpoint.page, SYSTEMS) for endpoint in ENDPOINTS),
    Route("GET", "/api/openapi.json", description, ANYONE),
)
