"""Every unit by every period of a year: who has reported on time, who late, who not, and what was returned.

The verdicts are those of `sync.ledger.reporting_status`, from receipts and brackets. What the desk itself said comes on
top: a report that was returned awaits another.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct

from hub.monitoring import reporting_status
from hub.store import Session
from sync.ledger.entry import Reorganised
from sync.ledger.period import Period, day_of, midnight, months, owed, parse
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import Reported, Standings, UnitStatus

Standing = Literal["on-time", "claimed-on-time", "late", "returned", "missing", "due"]
"""As in `sync.ledger.reporting_status`, and `returned`: the desk sent the newest report back, and no newer one has come."""

ORDER: Final[tuple[Standing, ...]] = ("on-time", "claimed-on-time", "late", "returned", "missing", "due")


class Cell(Struct, frozen=True, kw_only=True):
    """One unit and one period."""

    standing: Standing
    received: int | None = None
    provisional: bool = False


class Line(Struct, frozen=True, kw_only=True):
    """One unit: its cells stand under the board's columns; None where it owed nothing, not being a unit then."""

    unit: str
    name: str
    cells: tuple[Cell | None, ...]
    happened: tuple[Reorganised, ...] = ()
    """What made or changed the unit within the year or before, as far as the registry says."""
    ended: bool = False
    """Whether it is no more."""

    def count(self, *standings: Standing) -> int:
        """How many of its cells are one of these."""
        return sum(cell is not None and cell.standing in standings for cell in self.cells)


class Column(Struct, frozen=True, kw_only=True):
    """One period with its sums."""

    period: Period
    label: str
    """Short, for the head of a narrow column."""
    sums: dict[Standing, int]

    @property
    def owing(self) -> int:
        """How many units owe it."""
        return sum(self.sums.values())


class Board(Struct, frozen=True, kw_only=True):
    """A year's periods and units."""

    year: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def board(session: Session, registry: Registry, year: int, now: int) -> Board:
    """The board of a year: the periods whose deadline falls into it and whose window has begun, by deadline. What was due
    before there was a hub to report to stands there only if somebody reported it."""
    today = day_of(now).isoformat()
    shown = cells(session, registry, (one for one in periods_of(registry, year) if one.start <= today), now)
    found = list(shown.values())
    territory = reporting_status.standings(registry).territory
    last = min(today, f"{year}-12-31")
    units = sorted({unit for column in found for unit in column} | set(territory.reporting(today)))
    lines = tuple(
        Line(
            unit=unit,
            name=territory.name(unit, last),
            cells=tuple(column.get(unit) for column in found),
            happened=territory.what_happened(unit),
            ended=territory.ended(unit, today),
        )
        for unit in units
    )
    columns = tuple(
        Column(period=period, label=_label(period), sums=_sums(column.values())) for period, column in shown.items()
    )
    return Board(year=year, columns=columns, lines=lines)


def cells(session: Session, registry: Registry, periods: Iterable[Period], now: int) -> dict[Period, dict[str, Cell]]:
    """Of each of some periods the units that owed it, with where they stand; but see `board` of what is left out."""
    standings = reporting_status.standings(registry)
    reports = reporting_status.reports_by_unit(session)
    returned = _returned(session, reports)
    founded = registry.hub.at if registry.hub is not None else 0
    found: dict[Period, dict[str, Cell]] = {}
    for period in periods:
        statuses = standings.of(period, reports, now)
        if period.due > founded or any(one.received is not None for one in statuses):
            found[period] = {one.unit: _cell(one, period, standings, reports, returned) for one in statuses}
    return found


def begun(registry: Registry, now: int) -> list[Period]:
    """The periods whose window has begun, of this year and those beside it, the latest deadline first."""
    today = day_of(now)
    found = [one for year in (today.year - 1, today.year, today.year + 1) for one in periods_of(registry, year)]
    return [one for one in reversed(found) if one.start <= today.isoformat()]


def periods_of(registry: Registry, year: int) -> list[Period]:
    """The periods that a year asks communes for, by deadline: of the calendar once however many directives ask, and those of
    one date. Where no directive asks for any month, the months, since all that is logged can be counted by them."""
    province = registry.hub.province if registry.hub is not None else ""
    first, last = (midnight(day) for day in (_day(year, 1), _day(year + 1, 1)))
    found: dict[str, Period] = {}
    for one, duty in owed(registry.own_directives, province, first, last - 1):
        if "commune-committee" in duty.reporters:
            _whose, _at, when = one.name.rpartition("@")
            period = one if one.rule.startswith("before ") else parse(when, ())
            found.setdefault(period.name, period)
    if not any(one.rule == "monthly-15" for one in found.values()):
        for name in reversed(months(day_of(last - 1), 13)):
            period = parse(name, ())
            if first <= period.due < last:
                found.setdefault(name, period)
    return sorted(found.values(), key=lambda one: (one.due, one.start, one.name))


def _day(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, 1)


def _returned(session: Session, reports: Mapping[str, list[Reported]]) -> dict[str, set[str]]:
    """By unit, the names of the periods whose newest report was sent back."""
    found: dict[str, set[str]] = {}
    for (unit, name), answer in session.facts.report_answers().items():
        newer = any(one.period == name and one.received > answer.at for one in reports.get(unit, ()))
        if answer.verdict == "returned" and not newer:
            found.setdefault(unit, set()).add(name)
    return found


def _cell(
    status: UnitStatus,
    period: Period,
    standings: Standings,
    reports: Mapping[str, list[Reported]],
    returned: Mapping[str, set[str]],
) -> Cell:
    standing: Standing = status.standing
    if status.unit in returned and status.received is not None:
        answering = standings.answering(period, reports.get(status.unit, ()))
        if answering and answering[-1].period in returned[status.unit]:
            standing = "returned"
    return Cell(standing=standing, received=status.received, provisional=status.provisional)


def _sums(cells: Iterable[Cell]) -> dict[Standing, int]:
    sums = Counter(cell.standing for cell in cells)
    return {standing: sums[standing] for standing in ORDER if sums[standing]}


def _label(period: Period) -> str:
    """A month as `11`, a half-year as `H1`, a year as itself, a day as `28/12`."""
    when = period.name.rpartition("@")[2]
    if period.rule.startswith("before "):
        return f"{when[8:]}/{when[5:7]}"
    return when if period.rule == "yearly-1215" else when[5:]
