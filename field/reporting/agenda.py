"""The agenda of a unit: what is overdue, then what the next 60 days bring: reports, tasks that it leads, days to keep. Of
what has been overdue for long there is one line, that names it all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from msgspec import Struct

from field.reporting.deadlines import LONG_DAYS, DuePeriod, ReturnedReport, due_periods
from field.reporting.directives import TaskProgress
from field.store import LaptopStore
from sync.encoding.types import Instant
from sync.ledger.observances import kept_days
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import JudgedReport

AHEAD_DAYS: Final = 60
"""How many days ahead are told."""

AgendaKind = Literal["report", "request", "long-overdue", "task", "day"]
AgendaState = Literal["overdue", "returned", "to-do", "submitted", "keep"]
"""Where a line stands: overdue, or returned by the province; to be done or submitted; a day to keep."""


class AgendaLine(Struct, frozen=True, kw_only=True):
    """A line of the agenda."""

    kind: AgendaKind
    state: AgendaState
    day: str
    """The last day (ISO) on which it is done in time; of days to keep the first."""
    until: str | None = None
    """The last of several days to keep (ISO)."""
    days: int
    """Whole days from today until `day`; negative if that is past."""
    what: str
    period: str | None = None
    """Of a report: what it is of."""
    periods: tuple[str, ...] = ()
    """Of reports overdue for long: what they are of, the oldest first."""
    directive: str | None = None
    """The id of the directive that names a task or a day to keep."""
    task: str | None = None
    """The number of a task."""
    doubts: tuple[JudgedReport, ...] = ()
    """What was found of reports of it that are not known to be valid, of whichever laptop."""
    returned: tuple[ReturnedReport, ...] = ()
    """The reports of it that the province returned, with what it said."""

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return self.state != "submitted"

    @property
    def is_pressing(self) -> bool:
        """Whether it should have been done by now."""
        return self.state in ("overdue", "returned")


def agenda(store: LaptopStore, registry: Registry, tasks: Iterable[TaskProgress], now: Instant) -> tuple[AgendaLine, ...]:
    """The agenda at POSIX second `now`, of reports, of `tasks` and of days to keep: what presses first, then the rest, each
    by its day."""
    today = day_of(now)
    lines = [
        *_long_as_one(_reports(due_periods(store, now, registry), today)),
        *_tasks(tasks, today),
        *_kept(registry, today),
    ]
    return tuple(sorted(lines, key=lambda line: (not line.is_pressing, line.day, line.kind, line.period or line.what)))


def _reports(periods: Iterable[DuePeriod], today: datetime.date) -> Iterator[AgendaLine]:
    for due in periods:
        is_done = due.status in ("unsent", "accepted", "received")
        if due.asked_by and due.days <= AHEAD_DAYS and not (is_done and due.days < 0):
            state: AgendaState = "submitted"
            if due.status in ("overdue", "returned", "to-do"):
                state = due.status
            yield AgendaLine(
                kind="request" if due.requested else "report",
                state=state,
                day=(today + datetime.timedelta(days=due.days)).isoformat(),
                days=due.days,
                what="; ".join(due.asked_by),
                period=due.period.name,
                doubts=tuple(head.judged for head in due.doubtful),
                returned=due.returned,
            )


def _long_as_one(lines: Iterable[AgendaLine]) -> list[AgendaLine]:
    """Lines of reports, those of them as one that are overdue for long."""
    known = list(lines)
    long = [line for line in known if line.state == "overdue" and line.days < -LONG_DAYS]
    long.sort(key=lambda line: (line.day, line.period or ""))
    if len(long) < 2:
        return known
    oldest = long[0]
    one = AgendaLine(
        kind="long-overdue",
        state="overdue",
        day=oldest.day,
        days=oldest.days,
        what="; ".join(dict.fromkeys(line.what for line in long)),
        periods=tuple(line.period for line in long if line.period is not None),
        doubts=tuple(judged for line in long for judged in line.doubts),
    )
    return [one, *(line for line in known if line not in long)]


def _tasks(tasks: Iterable[TaskProgress], today: datetime.date) -> Iterator[AgendaLine]:
    for progress in tasks:
        if progress.round is None or progress.is_owed or progress.standing not in ("not-begun", "overdue"):
            continue
        days = (datetime.date.fromisoformat(progress.round.last) - today).days
        if progress.standing == "overdue" or 0 <= days <= AHEAD_DAYS:
            yield AgendaLine(
                kind="task",
                state="overdue" if progress.standing == "overdue" else "to-do",
                day=progress.round.last,
                days=days,
                what=progress.task.label,
                directive=progress.directive.id,
                task=progress.task.no,
            )


def _kept(registry: Registry, today: datetime.date) -> Iterator[AgendaLine]:
    for kept in kept_days(registry.own_directives, today, today + datetime.timedelta(days=AHEAD_DAYS)):
        yield AgendaLine(
            kind="day",
            state="keep",
            day=kept.first.isoformat(),
            until=None if kept.last == kept.first else kept.last.isoformat(),
            days=(kept.first - today).days,
            what=kept.label,
            directive=kept.directive.id,
        )
