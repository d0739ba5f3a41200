"""Tasks of directives: by which day each is to be done, and whether a unit that leads it has begun.

A task is begun with the first activity that names it. One that returns every year is begun anew in each of its rounds:

    a quarter       a round begins with the quarter
    a day           it begins 60 days before that day
    either          it lasts until the next one begins; to the first belongs all that came before

A task that is a report, which a duty of the same directive asks of the same bodies, is done by that report and by nothing
else; the province's own, by what went upward. It is such a task if its words name a report, it names no channel, and

    with a day          a report of that duty is due with the same day
    without one         it begins with those words: each report of that duty that was asked for does it

Whoever receives the report leads no such task, as nobody owes a report to itself.

A task without a day is never overdue. Neither is one whose day had passed before its directive was made known here, or of
which the directive does not hold on that day: nobody could have known.

Of a day before there was a hub nobody is called late, nor is it called not begun: the round that comes next stands in its
place, or that it was before the hub, where none comes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct

from sync.encoding.limits import FIRST_YEAR, LAST_YEAR
from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Due, Duty, Task
from sync.ledger.obligations import Obligation, Obligations
from sync.ledger.own_reports import sent_upward
from sync.ledger.period import directive_start, midnight, working_day
from sync.ledger.registry import Registry, holds
from sync.ledger.text import fold

TaskStanding = Literal["overdue", "not-begun", "begun", "before-hub"]
"""Where a task stands with a unit that leads it; `before-hub`: not begun, and to be done before there was a hub."""

BEFORE_DAYS: Final = 60
"""How many days before its day a task of every year begins anew."""

_A_REPORT: Final = "bao cao"
"""How the words of a task name a report, without accents; those of one without a day begin so."""
_REPORTING: Final = (_A_REPORT, f"gui {_A_REPORT}", f"nop {_A_REPORT}")


class TaskRound(Struct, frozen=True):
    """A round of a task: the days of activities that begin it, and its own day."""

    since: str | None
    """The first day (ISO) whose activities count for it; None: all that came before count, too."""
    last: str
    """The last day (ISO) on which it is done in time."""


class LedTask(Struct, frozen=True, kw_only=True):
    """A task with the units that lead it."""

    directive: Directive
    task: Task
    round: TaskRound | None
    """The round of today; None for a task without a day."""
    units: tuple[str, ...]
    """By code, those that lead it: on its day, where that has passed and there was a hub; else today."""
    may_be_overdue: bool
    """Whether its day has passed, of which they could know."""
    was_before_hub: bool = False
    """Whether its day was over before there was a hub, and none comes again."""
    reports: tuple[Obligation, ...] = ()
    """Of a task that is a report: those that do it, any of them."""
    is_sent: bool = False
    """Whether such a report of the province itself went upward."""

    def standing(self, newest: str | None, has_reported: Callable[[Obligation], bool]) -> TaskStanding:
        """Where it stands with a unit whose newest activity for it has this date (ISO), if there is any, and that
        `has_reported` what it owes: what was sent back counts as no report."""
        if self._is_begun(newest, has_reported):
            return "begun"
        if self.was_before_hub:
            return "before-hub"
        return "overdue" if self.may_be_overdue else "not-begun"

    def _is_begun(self, newest: str | None, has_reported: Callable[[Obligation], bool]) -> bool:
        if self.reports:
            return self.is_sent or any(has_reported(owes) for owes in self.reports if not owes.own)
        since = None if self.round is None else self.round.since
        return newest is not None and (since is None or newest >= since)


def led_tasks(registry: Registry, obligations: Obligations, today: datetime.date) -> dict[str, tuple[LedTask, ...]]:
    """The tasks of the province's own directives, by directive's id and in the document's order, with who leads them."""
    known = _made_known(registry)
    return {
        directive.id: tuple(_led(registry, directive, task, obligations, known, today) for task in directive.tasks)
        for directive in registry.own_directives
    }


def report_tasks(
    registry: Registry, obligations: Obligations, directive: str | None, today: datetime.date
) -> tuple[str, ...]:
    """The numbers of the tasks of a directive (its id) that are reports: no activity does one."""
    return tuple(led.task.no for led in led_tasks(registry, obligations, today).get(directive or "", ()) if led.reports)


def _led(
    registry: Registry,
    directive: Directive,
    task: Task,
    obligations: Obligations,
    known: Mapping[tuple[str, str, Due], Instant],
    today: datetime.date,
) -> LedTask:
    now, day = round_of(directive, task.due, today, obligations), today.isoformat()
    passed = now is not None and now.last < day
    on = now.last if now is not None and passed else day
    before_hub = now is not None and _was_before_the_hub(obligations, now.last)
    reports = _reports(directive, task, now, obligations, today)
    units: tuple[str, ...] = ()
    if holds(directive, on, on):
        to = reports[0].duty.recipient if reports else None
        units = obligations.leading(directive, task, on, among=day if before_hub else on, but=to)
    return LedTask(
        directive=directive,
        task=task,
        round=now,
        units=units,
        may_be_overdue=passed and not before_hub and known[directive.id, task.no, task.due] < midnight(_after(on)),
        was_before_hub=before_hub,
        reports=reports,
        is_sent=any(owes.own and sent_upward(registry, obligations, owes) is not None for owes in reports),
    )


def _reports(
    directive: Directive, task: Task, now: TaskRound | None, obligations: Obligations, today: datetime.date
) -> tuple[Obligation, ...]:
    """The reports that a task is: those of a duty of its directive that its bodies owe."""
    words = fold(task.label)
    if task.channels or not (words.startswith(_REPORTING) if now is None else _A_REPORT in words):
        return ()
    duties = [duty for duty in directive.duties if task.lead and set(task.lead) <= set(duty.reporters)]
    if now is None:
        began = Instant(obligations.founded + 1)
        asked = obligations.between(began, midnight(_after(today.isoformat(), 366))) if duties else []
        return tuple(owes for owes in asked if _is_of(owes, directive, duties) and owes.period.start <= today.isoformat())
    last = datetime.date.fromisoformat(now.last)
    upto = midnight(_after(working_day(last).isoformat()))
    due = obligations.between(midnight(last), upto) if duties else []
    ends = (last, working_day(last))
    return tuple(owes for owes in due if _is_of(owes, directive, duties) and owes.period.last_day in ends)


def _is_of(owes: Obligation, directive: Directive, duties: Iterable[Duty]) -> bool:
    return owes.directive.id == directive.id and owes.duty in duties


def _made_known(registry: Registry) -> dict[tuple[str, str, Due], Instant]:
    """When each task, with its own day, was first made known here (POSIX seconds)."""
    known: dict[tuple[str, str, Due], Instant] = {}
    for edition in registry.directive_editions:
        for task in edition.directive.tasks:
            known.setdefault((edition.directive.id, task.no, task.due), edition.at)
    return known


def _was_before_the_hub(obligations: Obligations, last: str) -> bool:
    return obligations.was_before_the_hub(midnight(_after(last)))


def round_of(directive: Directive, due: Due, today: datetime.date, obligations: Obligations) -> TaskRound | None:
    """The round of a task that has begun last, or its first; of those before there was a hub only where none comes after
    it. None for one without a day."""
    first = _first_year(directive, due)
    if first is None:
        return None
    if not (due.recurs or due.kind == "yearly-day"):
        return TaskRound(None, _last(due, first).isoformat())
    year = max(first, min(today.year + 1, LAST_YEAR))
    while year > first and not (_begins(due, year) <= today and _is_valid(directive, _begins(due, year))):
        year -= 1
    while (
        year < LAST_YEAR
        and _was_before_the_hub(obligations, _last(due, year).isoformat())
        and _is_valid(directive, _begins(due, year + 1))
    ):
        year += 1
    since = None if year == first else _begins(due, year).isoformat()
    return TaskRound(since, _last(due, year).isoformat())


def dated_tasks(
    directives: Iterable[Directive], obligations: Obligations, first: datetime.date, last: datetime.date
) -> Iterator[tuple[Directive, Task, datetime.date]]:
    """The tasks of directives with the last days of their rounds, of those that fall between two days; while the directive
    holds, and not before there was a hub."""
    for directive in directives:
        for task in directive.tasks:
            for day in _last_days(directive, task.due, first, last):
                on = day.isoformat()
                if first <= day <= last and holds(directive, on, on) and not _was_before_the_hub(obligations, on):
                    yield directive, task, day


def _last_days(directive: Directive, due: Due, first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    began = _first_year(directive, due)
    if began is None:
        return
    recurs = due.recurs or due.kind == "yearly-day"
    for year in range(max(began, first.year), min(last.year, LAST_YEAR) + 1) if recurs else (began,):
        yield _last(due, year)


def _is_valid(directive: Directive, day: datetime.date) -> bool:
    return directive.valid_to is None or day.isoformat() <= directive.valid_to


def _first_year(directive: Directive, due: Due) -> int | None:
    """The year of a task's first round."""
    named = due.date or due.quarter
    if named is not None:
        return int(named[:4])
    if due.day is None:
        return None
    began = directive_start(directive)
    year = max(int(began[:4]), FIRST_YEAR)
    return year if year == LAST_YEAR or _last(due, year).isoformat() >= began else year + 1


def _last(due: Due, year: int) -> datetime.date:
    """The last day on which the round of a year is in time."""
    if due.quarter is not None:
        month = 3 * int(due.quarter[-1])
        return datetime.date(year, 12, 31) if month == 12 else _before(datetime.date(year, month + 1, 1))
    day = day_in_year(due.date[5:] if due.date is not None else str(due.day), year)
    return _before(day) if due.strict else day


def _begins(due: Due, year: int) -> datetime.date:
    """The first day of the round of a year."""
    if due.quarter is not None:
        return datetime.date(year, 3 * int(due.quarter[-1]) - 2, 1)
    return _before(_last(due, year), BEFORE_DAYS)


def day_in_year(day: str, year: int) -> datetime.date:
    """A day of each year (`MM-DD`) in a year; 29 February is the 28th where there is none."""
    month, number = int(day[:2]), int(day[3:])
    try:
        return datetime.date(year, month, number)
    except ValueError:
        return datetime.date(year, month, number - 1)


def _after(day: str, days: int = 1) -> datetime.date:
    return datetime.date.fromordinal(min(datetime.date.fromisoformat(day).toordinal() + days, datetime.date.max.toordinal()))


def _before(day: datetime.date, days: int = 1) -> datetime.date:
    return datetime.date.fromordinal(max(day.toordinal() - days, 1))
