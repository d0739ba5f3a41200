"""The calendar of a unit: the deadlines of its reports and tasks, and the days to keep, for a year ahead."""

from __future__ import annotations

import datetime
from typing import Final

from field.reporting.deadlines import owed_by_unit
from field.store import LaptopStore
from sync.calendar.events import in_order, kept_events, report_events, task_events
from sync.calendar.icalendar import CalendarEvent
from sync.encoding.types import Instant
from sync.ledger.obligations import Obligations
from sync.ledger.period import day_of, midnight
from sync.ledger.tasks import dated_tasks
from sync.ledger.unit_history import UnitHistory

BEHIND: Final = datetime.timedelta(days=92)
AHEAD: Final = datetime.timedelta(days=366)
"""How far back and ahead of today it reaches."""


def calendar_events(store: LaptopStore, now: Instant) -> list[CalendarEvent]:
    """The events of this laptop's unit around POSIX second `now`, by their days."""
    registry = store.logs.registry()
    history = UnitHistory(registry)
    obligations = Obligations(registry, history)
    first, last = day_of(now) - BEHIND, day_of(now) + AHEAD
    unit, hub = store.membership.unit, store.membership.hub
    reports = owed_by_unit(store, registry, midnight(first), midnight(last))
    tasks = [
        (directive, task, day)
        for directive, task, day in dated_tasks(registry.own_directives, obligations, first, last)
        if history.successor(unit, day.isoformat()) in obligations.leading(directive, task, day.isoformat())
    ]
    return in_order(
        [
            *report_events(reports, hub, registry.directives),
            *task_events(tasks, hub, registry.directives),
            *kept_events(registry.own_directives, first, last, hub),
        ]
    )
