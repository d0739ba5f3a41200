"""What a superior sees at the desk: the board of its own unit and of those that report to it, each unit, and the figures of
what it reported; and the board for programs. No text of any unit, and no other unit: see `hub.monitoring.scope`."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.responses import Response

from hub.monitoring.board import before_new_year
from hub.monitoring.scope import OTHER, ReportFigures, Scope
from hub.web import filters, render
from hub.web.api.endpoints import board_shape
from hub.web.api.serving import json, period_shape
from hub.web.api.shapes import StatusShape, UnitStanding
from hub.web.context import NotFound, PageRequest
from hub.web.pages import board as boards
from hub.web.report_words import MARKS
from hub.web.scoped import ScopedContext, ScopedRoute
from sync.ledger.figures import REPORT_TABLES, By, Tally, quantity_adds_up
from sync.wording.dates import day_at
from sync.wording.i18n import catalogue
from sync.wording.names import dimension_head
from sync.wording.statuses import sent_back_words, status_letter, status_words

_ = catalogue("hub")


def board(context: ScopedContext, request: PageRequest) -> Response:
    """The board of a year, of the units in scope."""
    now = context.now()
    with context.reading() as scope:
        year = boards.year_asked(request, now)
        since = before_new_year(now, year)
        before = None if since is None else scope.board(year - 1, since)
        return boards.page(request, scope.board(year), now=now, whose=scope.unit_name, before=before)


def unit(context: ScopedContext, request: PageRequest) -> Response:
    """A unit in scope: where it stands with what it owes, and how much it did."""
    with context.reading() as scope:
        code = _code(scope, request)
        return render.page(
            request,
            "superior_unit.html",
            code=code,
            name=scope.name(code),
            whose=scope.unit_name,
            standings=scope.standings(code),
            words=scope.period_words,
            months=scope.months(code),
            standing=status_words,
            letter=status_letter,
        )


def report(context: ScopedContext, request: PageRequest) -> Response:
    """What a unit in scope reported for a period, in figures."""
    with context.reading() as scope:
        code = _code(scope, request)
        named = request.value("period")
        period = scope.period(named) if named else next(iter(scope.periods()), None)
        if period is None:
            raise NotFound("no-page")
        owes = next((status for status in scope.statuses(period) if status.unit == code), None)
        reports = scope.reports(code, period)
        return render.page(
            request,
            "superior_report.html",
            code=code,
            name=scope.name(code),
            period=period,
            said=scope.said(period),
            words=scope.period_words,
            asked=scope.asked(code, period),
            owes=owes,
            due_day=day_at(period.due),
            reports=[(shown, _tables(scope, shown)) for shown in reports],
            marks={code: _(words) for code, words in MARKS.items()},
            answer_words=filters.answer_words,
            standing=status_words,
            sent_back=sent_back_words,
        )


def _code(scope: Scope, request: PageRequest) -> str:
    """The code of the unit in the path; any that is not in scope is as one that is not there."""
    code = request.params["code"]
    if code not in scope.ever:
        raise NotFound("no-page")
    return code


def _tables(scope: Scope, report: ReportFigures) -> list[tuple[str, list[tuple[str, Tally, int | None]]]]:
    """The figures of a report by one thing after another, each with its quantity where that is of one channel."""
    if report.figures is None:
        return []
    given: dict[By, dict[str, Tally]] = {
        "channel": report.figures.channels,
        "topic": report.figures.topics,
        "directive": report.figures.directives,
        "task": report.figures.tasks,
    }
    return [
        (
            dimension_head(by),
            [
                (scope.words(by, key), given[by][key], _quantity(by, key, given[by][key]))
                for key in scope.in_order(by, given[by])
            ],
        )
        for by in REPORT_TABLES
        if given[by]
    ]


def _quantity(by: By, key: str, tally: Tally) -> int | None:
    return tally.quantity if key != OTHER and quantity_adds_up(by, key) else None


# -- for programs


def board_json(context: ScopedContext, request: PageRequest) -> Response:
    """The board of a year, of the units in scope."""
    with context.reading() as scope:
        return json(board_shape(scope.board(boards.year_asked(request, context.now()))))


def status_json(context: ScopedContext, request: PageRequest) -> Response:
    """Who of the units in scope has reported for a period."""
    with context.reading() as scope:
        period = scope.period(request.value("period"))
        units = tuple(msgspec.convert(status, UnitStanding, from_attributes=True) for status in scope.statuses(period))
        return json(StatusShape(period=period_shape(period), now=scope.now, units=units))


ROUTES: Final = (
    ScopedRoute("GET", "/", board),
    ScopedRoute("GET", "/units/{code}", unit),
    ScopedRoute("GET", "/units/{code}/report", report),
    ScopedRoute("GET", "/api/v1/board", board_json),
    ScopedRoute("GET", "/api/v1/status", status_json),
)
