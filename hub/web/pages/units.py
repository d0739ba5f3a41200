"""The units of the province: what there is, what became of those that are no more, and one of them whole."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from starlette.responses import Response

from hub.entering.doubles import doubled
from hub.monitoring import counts
from hub.monitoring.board import BoardCell, begun, cells
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.reporting_status import statuses_by
from hub.registry.official_units import FormerUnit, made_of
from hub.store import Transaction
from hub.store.records import RecordFilter
from hub.web import render
from hub.web.context import SIGNED_IN, HubContext, NotFound, PageRequest, Route
from hub.web.pages.laptops import LaptopDetails, LaptopLine, details, shown
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.patterns import is_commune
from sync.encoding.types import Instant
from sync.ledger.entry import Unit
from sync.ledger.figures import Tally
from sync.ledger.period import Period, day_of, month_name, months, parse
from sync.ledger.registry import Registry
from sync.ledger.text import fold
from sync.ledger.unit_history import UnitHistory
from sync.wording.directive_names import period_names
from sync.wording.i18n import catalogue
from sync.wording.names import by_unit_name, what_happened
from sync.wording.statuses import status_letter, status_words

_ = catalogue("hub")

_MONTHS: Final = 12


class UnitEvent(Struct, frozen=True, kw_only=True):
    """An event in which units were renamed, merged or split, told; and since when."""

    told: str
    since: str
    document: str


class ListedUnit(Struct, frozen=True, kw_only=True):
    """A unit as the list shows it."""

    code: str
    name: str
    type: str
    ended: bool
    until: str | None
    successors: tuple[tuple[str, str], ...]
    """Code and name of those that hold what an ended one was."""
    laptops: int
    seen: Instant | None
    happened: tuple[UnitEvent, ...]
    parts: tuple[str, ...]
    """The names of the units that the reorganisation of 2025 made it of."""


class PeriodCell(Struct, frozen=True):
    """Where the unit stands with one period."""

    period: Period
    cell: BoardCell


class MonthTally(Struct, frozen=True):
    """What a unit logged for one month."""

    name: str
    tally: Tally


class UnitName(Struct, frozen=True, kw_only=True):
    """What a unit was called between two days."""

    name: str
    start: str
    until: str | None


class WholeUnit(Struct, frozen=True, kw_only=True):
    """What a unit's page shows."""

    code: str
    name: str
    ended: bool
    names: tuple[UnitName, ...]
    happened: tuple[UnitEvent, ...]
    parts: tuple[FormerUnit, ...]
    predecessors: tuple[tuple[str, str], ...]
    successors: tuple[tuple[str, str], ...]
    standings: tuple[PeriodCell, ...]
    months: tuple[MonthTally, ...]
    entered: int
    """How many of its activities the province entered for it, and stand."""
    laptops: tuple[LaptopLine, ...]
    more: dict[str, LaptopDetails]


# -- the list


def show(context: HubContext, request: PageRequest) -> Response:
    """The units, or those that a search finds by any of their names, former ones too."""
    q, today = request.value("q"), context.today()
    with context.counting() as (transaction, registry):
        listed = _listed(transaction, registry, today)
    wanted = fold(q)
    listed = [unit for unit in listed if wanted in fold(f"{unit.code} {unit.name} {' '.join(unit.parts)}")]
    listed.sort(key=lambda unit: (unit.code != _province(registry), by_unit_name(unit.name), unit.code))
    return render.page(
        request,
        "units.html",
        q=q,
        standing=[unit for unit in listed if not unit.ended],
        ended=[unit for unit in listed if unit.ended],
        communes=sum(not unit.ended and is_commune(unit.code) for unit in listed),
        others=sum(not unit.ended and not is_commune(unit.code) and unit.code != _province(registry) for unit in listed),
        province=_province(registry),
    )


def _listed(transaction: Transaction, registry: Registry, today: str) -> list[ListedUnit]:
    history, heard = UnitHistory(registry), transaction.laptops.all()
    theirs: dict[str, list[Instant | None]] = {}
    for device in registry.laptops:
        if registry.goes_on(device.id):
            theirs.setdefault(device.unit, []).append(heard[device.id].seen if device.id in heard else None)
    return [
        ListedUnit(
            code=code,
            name=history.name_apart(code, today),
            type=history.at(code, today).type,
            ended=history.ended(code, today),
            until=history.at(code, today).valid_to,
            successors=_named(history, (other for other in history.became(code, today) if other != code), today),
            laptops=len(theirs.get(code, ())),
            seen=max((at for at in theirs.get(code, ()) if at is not None), default=None),
            happened=_happened(history, code),
            parts=tuple(part.full_name for part in made_of(code)),
        )
        for code in registry.units
    ]


# -- one of them


def show_unit(context: HubContext, request: PageRequest) -> Response:
    """The page of a unit, whole."""
    code = request.params["code"]
    with context.counting() as (transaction, registry):
        if code not in registry.units:
            raise NotFound("no-page")
        unit, words = _whole(transaction, registry, code, context.now()), period_names(registry.directives)
    made_on = _day(unit.parts[0].valid_to, 1) if unit.parts else None
    now, random_bytes = context.now(), context.random_bytes
    found = doubled(context.store, context.keys, code, now=now, random_bytes=random_bytes) if unit.entered else ()
    return render.page(
        request,
        "unit.html",
        unit=unit,
        words=words,
        made_on=made_on,
        doubled=sum(len(each.activities) for each in found),
        province=_province(registry),
        standing=status_words,
        letter=status_letter,
    )


def _whole(transaction: Transaction, registry: Registry, code: str, now: Instant) -> WholeUnit:
    today, history = day_of(now).isoformat(), UnitHistory(registry)
    before = tuple(other for other in history.predecessors(code, today) if other != code)
    theirs = shown(transaction, registry, today, (code, *before))
    return WholeUnit(
        code=code,
        name=history.name_apart(code, today),
        ended=history.ended(code, today),
        names=_names(registry.editions[code]),
        happened=_happened(history, code),
        parts=made_of(code),
        predecessors=_named(history, before, today),
        successors=_named(history, (other for other in history.became(code, today) if other != code), today),
        standings=_standings(transaction, registry, code, now),
        months=_months(transaction, registry, code, now),
        entered=EnteredLogs(transaction, registry).of_unit(transaction, code),
        laptops=tuple(theirs),
        more={laptop.row.device: details(transaction, registry, laptop.row.device) for laptop in theirs},
    )


def _standings(transaction: Transaction, registry: Registry, code: str, now: Instant) -> tuple[PeriodCell, ...]:
    """The periods due within a year back, and those under way, the newest first."""
    since = now - 366 * DAY_SECONDS
    periods = begun(statuses_by(transaction, registry).obligations, now)
    by_period = cells(transaction, registry, (period for period in periods if period.due >= since), now, of=code)
    return tuple(PeriodCell(period, units[code]) for period, units in by_period.items() if code in units)


def _months(transaction: Transaction, registry: Registry, code: str, now: Instant) -> tuple[MonthTally, ...]:
    """What counts for a unit, by month, the newest first: its own, and its predecessors' from the day they became it."""
    names = months(day_of(now), _MONTHS)
    wanted = RecordFilter(unit=code, start=parse(names[-1], ()).start)
    counts_for = counts.counts_for(registry, "then", day_of(now).isoformat())
    tallies = {month_name(month): tally for month, tally in counts.by_month(transaction, wanted, counts_for).items()}
    return tuple(MonthTally(name, tallies.get(name, Tally())) for name in names)


# -- words


def _happened(history: UnitHistory, code: str) -> tuple[UnitEvent, ...]:
    return tuple(
        UnitEvent(told=what_happened(history, event), since=event.since, document=event.document)
        for event in history.what_happened(code)
    )


def _names(stated: Iterable[Unit]) -> tuple[UnitName, ...]:
    """The editions of a unit by their first day, of which the last stated holds, each until it ended or the next began."""
    editions = sorted({edition.valid_from: edition for edition in stated}.values(), key=lambda edition: edition.valid_from)
    nexts = [*(_day(edition.valid_from, -1) for edition in editions[1:]), None]
    return tuple(
        UnitName(
            name=f"{edition.type.capitalize()} {edition.name}", start=edition.valid_from, until=edition.valid_to or until
        )
        for edition, until in zip(editions, nexts, strict=True)
    )


def _named(history: UnitHistory, codes: Iterable[str], today: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, history.name_apart(code, today)) for code in codes)


def _day(day: str, later: int) -> str:
    """The day (ISO) so many days after a day (ISO)."""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=later)).isoformat()


def _province(registry: Registry) -> str:
    return registry.hub.province if registry.hub is not None else ""


ROUTES: Final = (
    Route("GET", "/units", show, SIGNED_IN),
    Route("GET", "/units/{code}", show_unit, SIGNED_IN),
)
