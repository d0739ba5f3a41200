"""The board: every unit by every period of a year. The first thing seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from typing import Final

from markupsafe import Markup
from msgspec import Struct
from starlette.responses import Response

from hub.clock_words import clock_lines
from hub.cosigning.words import told_lines
from hub.monitoring.board import ORDER, Board, BoardCell, BoardColumn, BoardLine, before_new_year, board
from hub.monitoring.damage_words import advice, affected, log_told, place_told
from hub.monitoring.false_time_words import ahead
from hub.monitoring.found import FoundLately, found_lately
from hub.monitoring.own_duties import OwnDuty, own_duties
from hub.monitoring.own_duty_words import own_duty_told
from hub.monitoring.reporting_status import statuses_by
from hub.registry.false_times import is_ahead
from hub.store.rows import Damage
from hub.web import charts, render
from hub.web.context import ADMINS, OPERATORS, SIGNED_IN, HubContext, PageRequest, Route, tell
from sync.encoding.limits import DAY_SECONDS, FIRST_YEAR
from sync.encoding.types import Instant
from sync.ledger.answered_status import CountedStatus
from sync.ledger.entry import Reorganised
from sync.ledger.period import Period, chosen_period_name, day_of
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.wording.dates import day, moment
from sync.wording.directives import unread_duties
from sync.wording.i18n import catalogue
from sync.wording.names import by_unit_name, what_happened
from sync.wording.statuses import entered_words, sent_back_words, status_letter, status_words

_ = catalogue("hub")

_FIRST_YEAR: Final = 2025
"""The first whole year of the units that there are now."""


class PeriodFocus(Struct, frozen=True, kw_only=True):
    """A period that matters today: the next that is due, or the last that was."""

    column: BoardColumn
    days: int
    """Days left; negative once it is over."""
    here: int
    """Units that have reported."""


class UnitLine(Struct, frozen=True, kw_only=True):
    """A unit as the page shows it; None where it owed nothing."""

    unit: str
    name: str
    happened: tuple[str, ...]
    cells: tuple[ShownCell | None, ...]
    behind: int


class ShownCell(Struct, frozen=True):
    """A cell as the page shows it: a page has some thousands of them, so each is made ready in one go."""

    standing: CountedStatus
    letter: str
    told: str
    href: str


class OwnLine(Struct, frozen=True, kw_only=True):
    """A report that the province owes, in words."""

    told: str
    state: str
    to_state: str
    """Where it can be stated that it was sent; empty where it was, and for who may not."""


def show(context: HubContext, request: PageRequest) -> Response:
    """The board of a year."""
    now = context.now()
    year = year_asked(request, now)
    with context.counting() as (transaction, registry):
        found = board(transaction, registry, year, now)
        since = before_new_year(now, year)
        before = None if since is None else board(transaction, registry, year - 1, now, since=since)
        own = own_duties(registry, statuses_by(transaction, registry).obligations, now)
        unread = registry.hiding_duties(f"{year}-01-01", f"{year}-12-31")
        history, typed = UnitHistory(registry), partial(chosen_period_name, directives=registry.directives)
        witnesses, laptops = list(told_lines(transaction, now)), found_lately(transaction, registry, now)
        damage, asking = transaction.settings.damage, transaction.settings.asking is not None
        false_times = ahead(transaction.logs.last_accepted_at()) if is_ahead(transaction, now) else ""
    return page(
        request,
        found,
        now=now,
        typed=typed,
        before=before,
        own=[_own_line(duty, typed(duty.owes.period), request.who.role in OPERATORS) for duty in own],
        unread=unread_duties(unread),
        damaged=[_damaged(each, registry, history, day_of(now).isoformat()) for each in damage],
        asking=asking,
        witnesses=witnesses,
        laptops=laptops,
        happened=lambda event: what_happened(history, event),
        clock=[] if context.clock is None else clock_lines(context.clock),
        false_times=false_times,
        may_confirm=request.who.role in ADMINS,
    )


def confirm_clock(context: HubContext, request: PageRequest) -> Response:
    """The machine's clock is right: the hub goes by it, and takes what comes in."""
    if context.clock is not None:
        context.clock.confirm()
        with context.store.writing() as transaction:
            transaction.settings.keep_clock(context.now())
    return tell(context, request, "/", _("The hub goes by this machine's clock: {now}.").format(now=moment(context.now())))


def _damaged(damage: Damage, registry: Registry, history: UnitHistory, on: str) -> tuple[str, str]:
    """What is damaged, whose it is and what that may have made wrong; and what becomes of it."""
    unit = history.name_apart(damage.unit, on) if damage.unit in registry.units else ""
    return f"{log_told(damage, unit)}: {place_told(damage)}; {affected(damage)}.", advice(damage)


def _own_line(duty: OwnDuty, period: str, may_state: bool) -> OwnLine:
    to_state = render.address("/dispatches/new", period=period) if may_state and duty.sent is None else ""
    return OwnLine(told=own_duty_told(duty), state=duty.state, to_state=to_state)


def year_asked(request: PageRequest, now: Instant) -> int:
    """The year that the address names; by default this."""
    this_year = day_of(now).year
    return request.number("year", this_year, this_year + 1, FIRST_YEAR)


def page(
    request: PageRequest,
    found: Board,
    *,
    now: Instant,
    typed: Callable[[Period], str] = attrgetter("name"),
    before: Board | None = None,
    own: Sequence[OwnLine] = (),
    unread: Sequence[str] = (),
    damaged: Sequence[tuple[str, str]] = (),
    asking: bool = False,
    witnesses: Sequence[str] = (),
    laptops: Sequence[FoundLately] = (),
    happened: Callable[[Reorganised], str] = str,
    whose: str = "",
    clock: Sequence[str] = (),
    false_times: str = "",
    may_confirm: bool = False,
) -> Response:
    """The page of a board, of all units or of those of `whose`, with what the year `before` left open; `happened` tells of
    what became of units, `typed` what says of a period in an address which it is."""
    year, sort = found.year, request.value("sort") or "name"
    return render.page(
        request,
        "board.html",
        board=found,
        typed=typed,
        whose=whose,
        clock=clock,
        false_times=false_times,
        may_confirm=may_confirm,
        unread=unread,
        witnesses=witnesses,
        laptops=laptops,
        damaged=damaged,
        asking=asking,
        nothing=_nothing(found),
        own=own,
        rows=_rows(found, _sorted(found, sort, now), happened, now),
        sort=sort,
        years=list(range(max(_FIRST_YEAR, year - 2), day_of(now).year + 1)),
        year=year,
        focuses=[*_left_open(before, now), *_focuses(found, now)],
        trend=_trend(found, year),
        order=ORDER,
        standing=status_words,
        letter=status_letter,
    )


def _nothing(found: Board) -> str:
    """Why no report was due in the year of a board that has no column."""
    began = day_of(found.began)
    if found.year >= began.year:
        return _("No report was due in this year.")
    return _("The ledger began here on {day}: nothing was due before.").format(day=day(began.isoformat()))


def _rows(found: Board, lines: list[BoardLine], happened: Callable[[Reorganised], str], now: Instant) -> list[UnitLine]:
    names = {code: (status_letter(code), status_words(code)) for code in ORDER}
    ends = [render.address("/report", period=column.period.name) for column in found.columns]
    provisional, unread = _("provisional"), status_words("unread")

    def shown(unit: str, cell: BoardCell, end: str) -> ShownCell:
        letter, told = names[cell.standing]
        if cell.standing == "returned":
            told = sent_back_words(cell.sent, cell.reported)
        if cell.received is not None:
            told = f"{told}, {moment(cell.received)}"
        if cell.grew:
            letter, told = f"{letter}*", f"{told}, {provisional}"
        if cell.entered:
            letter, told = f"{letter}′", f"{told}, {entered_words()}"
        if cell.unread:
            letter, told = f"{letter}?", f"{told}, {unread}"
        return ShownCell(cell.standing, letter, told, f"/units/{unit}{end}")

    return [
        UnitLine(
            unit=line.unit,
            name=line.name,
            happened=tuple(map(happened, line.happened)),
            cells=tuple(shown(line.unit, cell, end) if cell else None for cell, end in zip(line.cells, ends, strict=True)),
            behind=found.behind(line, now),
        )
        for line in lines
    ]


def _trend(found: Board, year: int) -> Markup:
    """The shares of each period, as they change over the year."""
    columns = [
        charts.ChartColumn(
            name=column.label,
            title=column.said,
            href=render.address("/", year=year, sort=column.period.name),
            parts=tuple(
                charts.ChartPart(
                    code=code, letter=status_letter(code), name=status_words(code), value=column.sums.get(code, 0)
                )
                for code in ORDER
            ),
        )
        for column in found.columns
    ]
    return charts.stacked(columns, _("How units reported, period by period"))


def _left_open(before: Board | None, now: Instant) -> list[PeriodFocus]:
    """The periods of the year before of which reports are still awaited, that have no column on the board of this year."""
    columns = () if before is None else before.columns
    return [_focus(column, now) for column in columns if column.reported < column.owing]


def _focuses(found: Board, now: Instant) -> list[PeriodFocus]:
    """The periods that are due next, all of one moment; or else the last that was."""
    ahead = [column for column in found.columns if column.period.due > now]
    next_due = [column for column in ahead if column.period.due == ahead[0].period.due]
    by_start = sorted(next_due, key=lambda column: column.period.start, reverse=True)  # a month before its year
    columns = by_start or list(found.columns[-1:])
    return [_focus(column, now) for column in columns]


def _focus(column: BoardColumn, now: Instant) -> PeriodFocus:
    return PeriodFocus(column=column, days=(column.period.due - now) // DAY_SECONDS, here=column.reported)


def _sorted(found: Board, sort: str, now: Instant) -> list[BoardLine]:
    """By name, by code, by how much is behind, or by one period, the worst first."""
    lines = sorted(found.lines, key=lambda line: by_unit_name(line.name))
    if sort == "code":
        return sorted(lines, key=lambda line: line.unit)
    if sort == "behind":
        return sorted(lines, key=lambda line: (-found.behind(line, now), -line.count("late", "claimed-on-time")))
    names = [column.period.name for column in found.columns]
    if sort in names:
        place = names.index(sort)
        return sorted(lines, key=lambda line: -_badness(line, place))
    return lines


_BADNESS: Final[dict[CountedStatus, int]] = {
    "on-time": 1,
    "claimed-on-time": 2,
    "due": 3,
    "late": 4,
    "returned": 5,
    "missing": 6,
}


def _badness(line: BoardLine, place: int) -> int:
    cell = line.cells[place]
    return 0 if cell is None else _BADNESS[cell.standing]


ROUTES: Final = (Route("GET", "/", show, SIGNED_IN), Route("POST", "/clock", confirm_clock, ADMINS))
