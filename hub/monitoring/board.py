"""Every unit by every period of a year: who has reported on time, who late, who not, and what was returned.

The verdicts are those of `sync.ledger.reporting_status`, from receipts and brackets. What the province answered comes on
top: a report that was returned awaits another, whichever other report covers its period.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from typing import Final

from msgspec import Struct, structs

from hub.monitoring.entered import EnteredLogs
from hub.monitoring.outdated import outdated_places
from hub.monitoring.report_answers import standing
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by
from hub.store import Transaction
from hub.store.rows import ReportRow
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger.answered_status import AnsweredStatus, CountedStatus, answered, newest
from sync.ledger.directive import REQUEST, Directive
from sync.ledger.entry import Reorganised
from sync.ledger.obligations import Obligations
from sync.ledger.period import Period, calendar_of, day_of, midnight, months, parse
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatus
from sync.wording.directive_names import period_names, shown_names

_SUBJECT: Final = 40
"""Characters of a request's subject that a column's head has."""
_LOOKED_BACK: Final = 92 * DAY_SECONDS
"""For so long what the year before left open is told on the board of the new year: as long as a laptop tells it."""
_MONTHS: Final = 13
"""A year of months, and the one that is not closed."""

ORDER: Final[tuple[CountedStatus, ...]] = ("on-time", "claimed-on-time", "late", "returned", "missing", "due")


class BoardCell(Struct, frozen=True, kw_only=True):
    """A cell of the board: where one unit stands with one period; `received` in POSIX seconds."""

    standing: CountedStatus
    sent: ReportingStatus
    """By receipts alone: whether what was sent back had come in time."""
    reported: bool
    """Whether the unit counts among those that have reported."""
    received: Instant | None = None
    provisional: bool = False
    """Whether the newest report says that its window was open: as it was signed."""
    unread: bool = False
    """Whether a newer program wrote the newest report: that it came is known, and not what it says."""
    outdated: bool = False
    """Whether something came in since that changes what that report says."""

    entered: bool = False
    """Whether the province entered the newest report for the unit."""

    @property
    def grew(self) -> bool:
        """Whether the report was sent early and something came in since: the mark that people are shown."""
        return self.provisional and self.outdated


class BoardLine(Struct, frozen=True, kw_only=True):
    """A unit's line of the board: its cells stand under the columns; None where it owed nothing, not being a unit then."""

    unit: str
    name: str
    cells: tuple[BoardCell | None, ...]
    happened: tuple[Reorganised, ...] = ()
    """What made or changed the unit within the year or before, as far as the registry says."""
    ended: bool = False
    """Whether it is no more."""

    def count(self, *standings: CountedStatus) -> int:
        """How many of its cells are one of these."""
        return sum(cell is not None and cell.standing in standings for cell in self.cells)


class BoardColumn(Struct, frozen=True, kw_only=True):
    """A column of the board: one period with its sums."""

    period: Period
    label: str
    """Short, for the head of a narrow column."""
    said: str
    """What people call the period."""
    sums: dict[CountedStatus, int]
    reported: int
    """How many units have reported."""

    @property
    def owing(self) -> int:
        """How many units owe it."""
        return sum(self.sums.values())


class Board(Struct, frozen=True, kw_only=True):
    """A year's periods and units."""

    year: int
    columns: tuple[BoardColumn, ...]
    lines: tuple[BoardLine, ...]
    began: Instant
    """When the hub was founded: nothing was due here before."""

    def behind(self, line: BoardLine, now: Instant) -> int:
        """How many periods a unit is behind with: those that it missed, and those whose deadline has passed since what it
        sent was sent back."""
        return sum(
            cell.standing == "missing" or (cell.standing == "returned" and not cell.reported and column.period.due <= now)
            for cell, column in zip(line.cells, self.columns, strict=True)
            if cell is not None
        )


def board(transaction: Transaction, registry: Registry, year: int, now: Instant, *, since: Instant | None = None) -> Board:
    """The board of a year: the periods owed whose deadline falls into it, not before `since`, and whose window has begun, by
    deadline."""
    today = day_of(now).isoformat()
    rules = statuses_by(transaction, registry)
    history = rules.history
    owed = periods_of(rules.obligations, year)
    begun_then = (period for period in owed if period.start <= today and (since is None or period.due >= since))
    by_period = cells(transaction, registry, begun_then, now)
    last = min(today, f"{year}-12-31")
    units = sorted({unit for column in by_period.values() for unit in column} | set(history.reporting(today)))
    lines = tuple(
        BoardLine(
            unit=unit,
            name=history.name_apart(unit, last),
            cells=tuple(column.get(unit) for column in by_period.values()),
            happened=history.what_happened(unit),
            ended=history.ended(unit, today),
        )
        for unit in units
    )
    labels = _labels(by_period, registry.directives)
    said = period_names(registry.directives)
    columns = tuple(
        _column(period, labels[period], said(period.name), column.values()) for period, column in by_period.items()
    )
    return Board(year=year, columns=columns, lines=lines, began=rules.obligations.founded)


def before_new_year(now: Instant, year: int) -> Instant | None:
    """From when on what was due in the year before `year` still matters on its board at `now`; None once that is long past,
    and on the board of another year."""
    since = Instant(now - _LOOKED_BACK)
    return since if year == day_of(now).year > day_of(since).year else None


def of_units(found: Board, units_on: Callable[[str], Collection[str]], today: str) -> Board:
    """A board of some units alone: of each column those that `units_on` names of its period's last day (ISO); lines and
    columns where nothing is left are left out, but for the units of today. What happened to units is not told."""
    days = [column.period.last_day.isoformat() for column in found.columns]
    shown: dict[str, tuple[BoardCell | None, ...]] = {
        line.unit: tuple(cell if line.unit in units_on(day) else None for cell, day in zip(line.cells, days, strict=True))
        for line in found.lines
    }
    kept = [place for place in range(len(days)) if any(cells[place] is not None for cells in shown.values())]
    lines = tuple(
        structs.replace(line, cells=tuple(shown[line.unit][place] for place in kept), happened=())
        for line in found.lines
        if any(shown[line.unit]) or line.unit in units_on(today)
    )
    columns = tuple(
        _column(
            found.columns[place].period,
            found.columns[place].label,
            found.columns[place].said,
            [cells[place] for cells in shown.values()],
        )
        for place in kept
    )
    return structs.replace(found, columns=columns, lines=lines)


def cells(
    transaction: Transaction, registry: Registry, periods: Iterable[Period], now: Instant, *, of: str | None = None
) -> dict[Period, dict[str, BoardCell]]:
    """Of each of some periods the units that owed it, or one `of` these alone, with where they stand."""
    rules = statuses_by(transaction, registry)
    reports = receipts_by_unit(transaction)
    given = standing(transaction, reports)
    found: dict[Period, list[AnsweredStatus]] = {}
    latest: dict[Period, dict[str, ReportRow]] = {}
    for period in periods:
        asked = answered(rules, period, reports, given, now, of=of)
        found[period] = asked
        latest[period] = newest(rules, period, [status.unit for status in asked], reports)
    entered = EnteredLogs(transaction, registry)
    changed = outdated_places(transaction, registry, (row for rows in latest.values() for row in rows.values()))
    by_period: dict[Period, dict[str, BoardCell]] = {}
    for period, statuses in found.items():
        grown = {unit for unit, row in latest[period].items() if (row.log, row.idx) in changed}
        told = {unit for unit, row in latest[period].items() if row.log in entered}
        by_period[period] = {status.unit: _cell(status, grown, told) for status in statuses}
    return by_period


def begun(obligations: Obligations, now: Instant) -> list[Period]:
    """The periods that are owed and whose window has begun, of this year and those beside it, the latest deadline first."""
    today = day_of(now)
    periods = [period for year in (today.year - 1, today.year, today.year + 1) for period in periods_of(obligations, year)]
    return [period for period in reversed(periods) if period.start <= today.isoformat()]


def countable(owed: Iterable[Period], now: Instant) -> list[Period]:
    """The periods that can be counted: those that are owed and have `begun`, and of the calendar the latest months, whoever
    asks for them; the latest deadline first."""
    newest = [parse(name, ()) for name in months(day_of(now), _MONTHS)]
    by_name = {period.name: period for period in (*newest, *owed)}
    return sorted(by_name.values(), key=_in_order, reverse=True)


def periods_of(obligations: Obligations, year: int) -> list[Period]:
    """The periods that units owe in a year, by the deadline that they have for it: of the calendar once however many
    directives ask, and those of one date."""
    first, last = _year(year)
    periods = {calendar_of(owed.period) for owed in obligations.between(first, Instant(last - 1)) if owed.units}
    return sorted(map(obligations.as_asked, periods), key=_in_order)


def _in_order(period: Period) -> tuple[Instant, str, str]:
    return period.due, period.start, period.name


def _year(year: int) -> tuple[Instant, Instant]:
    """The instants at which a year begins and is over."""
    return midnight(datetime.date(year, 1, 1)), midnight(datetime.date(year + 1, 1, 1))


def _cell(status: AnsweredStatus, outdated: Container[str], entered: Container[str]) -> BoardCell:
    return BoardCell(
        standing=status.state,
        sent=status.standing,
        reported=status.reported,
        received=status.received,
        provisional=status.provisional,
        unread=status.unread,
        outdated=status.unit in outdated,
        entered=status.unit in entered,
    )


def _column(period: Period, label: str, said: str, cells: Iterable[BoardCell | None]) -> BoardColumn:
    owing = [cell for cell in cells if cell is not None]
    sums = Counter(cell.standing for cell in owing)
    return BoardColumn(
        period=period,
        label=label,
        said=said,
        sums={standing: sums[standing] for standing in ORDER if sums[standing]},
        reported=sum(cell.reported for cell in owing),
    )


def _labels(periods: Iterable[Period], directives: Iterable[Directive]) -> dict[Period, str]:
    """The heads of columns, no two alike: before those that would be stands what asks for them, and of requests by one
    letter what each is about."""
    labels = {period: _label(period) for period in periods}
    times = Counter(labels.values())
    known = tuple(directives)
    asking = {period: _asking(period, known) for period in labels}
    heads: dict[Period, str] = {}
    for period, label in labels.items():
        head = f"{asking[period]} · {label}" if times[label] > 1 and asking[period] else label
        alike = sum(other == head or other.startswith(f"{head} (") for other in heads.values())
        heads[period] = f"{head} ({alike + 1})" if alike else head
    return heads


def _asking(period: Period, directives: Sequence[Directive]) -> str:
    """What asks for a period, as a column's head says it."""
    about = next((known for known in directives if known.id == period.directive), None)
    if about is None:
        return period.name.rpartition("@")[0]
    if about.kind == REQUEST and sum(other.name == about.name for other in directives) > 1:
        return f"{about.name}: {about.subject[:_SUBJECT]}"
    return shown_names(directives)[about.id]


def _label(period: Period) -> str:
    """A month as `11`, a half-year as `H1`, a year as itself, a day as `28/12`."""
    when = period.name.rpartition("@")[2]
    if period.rule.startswith("before "):
        return f"{when[8:]}/{when[5:7]}"
    return when if period.rule == "yearly-1215" else when[5:]
