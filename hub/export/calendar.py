"""The province's calendar: the deadlines of all reports and tasks that its directives ask for, and the days to keep."""

from __future__ import annotations

import datetime
from typing import Final

from sync.calendar.events import in_order, kept_events, report_events, task_events
from sync.calendar.icalendar import icalendar
from sync.encoding.types import Instant
from sync.ledger.obligations import Obligations
from sync.ledger.period import day_of, midnight
from sync.ledger.registry import Registry
from sync.ledger.tasks import dated_tasks
from sync.wording.i18n import catalogue

_ = catalogue("hub")

_BEHIND: Final = datetime.timedelta(days=92)
_AHEAD: Final = datetime.timedelta(days=366)


def calendar(registry: Registry, now: Instant) -> bytes:
    """The calendar around POSIX second `now` as a file of iCalendar, whoever owes or leads what stands on it."""
    first, last = day_of(now) - _BEHIND, day_of(now) + _AHEAD
    obligations = Obligations(registry)
    events = in_order(
        [
            *report_events(obligations.between(midnight(first), midnight(last)), registry.name, registry.directives),
            *task_events(dated_tasks(registry.own_directives, obligations, first, last), registry.name, registry.directives),
            *kept_events(registry.own_directives, first, last, registry.name),
        ]
    )
    return icalendar(_("Sổ xã: {hub}").format(hub=registry.name), events, made=now)
