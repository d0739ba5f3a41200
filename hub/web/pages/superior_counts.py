"""Counts of what a superior's own unit and those that report to it did: as a table, and for programs."""

from __future__ import annotations

import datetime
from typing import Final, cast, get_args

import msgspec
from msgspec import Struct
from starlette.responses import Response

from hub.monitoring import counts
from hub.monitoring.counts import CountLine
from hub.monitoring.scope import OTHER, Scope
from hub.store.records import RecordFilter
from hub.web import render
from hub.web.api.serving import json
from hub.web.api.shapes import CountShape, CountsShape, SumsShape
from hub.web.context import NotFound, PageRequest
from hub.web.filters import FilterOption
from hub.web.scoped import ScopedContext, ScopedRoute
from sync.ledger.figures import By, Tally
from sync.ledger.period import Period, months, parse
from sync.wording.dates import day
from sync.wording.i18n import catalogue
from sync.wording.names import by_unit_name, dimension_words, dimensions
from sync.wording.statuses import erased_figures_words

_ = catalogue("hub")

_MONTHS: Final = 12


class ScopedCounts(Struct, frozen=True, kw_only=True):
    """What was asked for, and its sums."""

    by: By
    period: Period
    unit: str
    """Empty: all units in scope."""
    lines: list[tuple[str, CountLine]]
    """Each under its name."""
    total: CountLine
    erased: int
    """How many of the activities have texts that the province erased."""

    @property
    def query(self) -> dict[str, str]:
        """The values of an address that asks for the same."""
        return {"period": self.period.name, "unit": self.unit} if self.unit else {"period": self.period.name}


def show(context: ScopedContext, request: PageRequest) -> Response:
    """The page of counts."""
    with context.reading() as scope:
        found = _count(scope, request)
        units = sorted(((code, scope.name(code)) for code in scope.ever), key=lambda unit: by_unit_name(unit[1]))
        return render.page(
            request,
            "superior_counts.html",
            found=found,
            whose=scope.unit_name,
            dimension=dimension_words(found.by),
            dimensions=[(by, words, render.address("/counts", found.query, by=by)) for by, words in dimensions().items()],
            told=f"{scope.period_words(found.period.name)} · {day(found.period.start)} – {day(found.period.end)}",
            counts=scope.counted(found.period),
            erased=erased_figures_words(found.erased),
            periods=_periods(scope, found.period),
            units=units,
        )


def as_json(context: ScopedContext, request: PageRequest) -> Response:
    """The sums, as the API answers them."""
    with context.reading() as scope:
        found = _count(scope, request)
    rows = tuple(CountShape(name=name, **msgspec.structs.asdict(line)) for name, line in found.lines)
    total = msgspec.convert(found.total, SumsShape, from_attributes=True)
    return json(CountsShape(by=found.by, filters=found.query, rows=rows, total=total))


def _count(scope: Scope, request: PageRequest) -> ScopedCounts:
    by = cast(By, request.chosen("by", get_args(By), "unit"))
    period, unit = _period(scope, request.value("period")), request.value("unit")
    if unit and unit not in scope.ever:
        raise NotFound("no-page")
    wanted = msgspec.structs.replace(counts.of_period(period), unit=unit or None)
    sums = scope.counts(by, wanted)
    lines = [(scope.words(by, key), _line(by, key, sums, wanted)) for key in scope.in_order(by, sums)]
    total = counts.line(None, "", scope.total(wanted), wanted)
    return ScopedCounts(by=by, period=period, unit=unit, lines=lines, total=total, erased=scope.erased(wanted))


def _line(by: By, key: str, sums: dict[str, Tally], wanted: RecordFilter) -> CountLine:
    line = counts.line(by, key, sums[key], wanted)
    return msgspec.structs.replace(line, quantity=None) if key == OTHER else line


def _period(scope: Scope, name: str) -> Period:
    """The period that is named: of the calendar, or one that is owed in scope; by default the month of today."""
    if not name:
        name = months(datetime.date.fromisoformat(scope.today), 1)[0]
    return scope.period(name) if "@" in name else parse(name, ())


def _periods(scope: Scope, chosen: Period) -> list[FilterOption]:
    names = [*months(datetime.date.fromisoformat(scope.today), _MONTHS), *(period.name for period in scope.periods())]
    if chosen.name not in names:
        names.append(chosen.name)
    return [FilterOption(name, scope.period_words(name)) for name in dict.fromkeys(names)]


ROUTES: Final = (
    ScopedRoute("GET", "/counts", show),
    ScopedRoute("GET", "/api/v1/counts", as_json),
)
