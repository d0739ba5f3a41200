"""What stands on a calendar: until when reports and tasks are due, and the days that directives want kept.

An event is named after what it is of, never after the words that tell it, so that the calendars of laptop and desk, and
those of other days, call the same by the same name.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from sync.calendar.icalendar import CalendarEvent
from sync.ledger.directive import REQUEST, Directive, Task
from sync.ledger.obligations import Obligation
from sync.ledger.observances import kept_days
from sync.wording.directive_names import period_words, shown_name, shown_names
from sync.wording.directives import issued, requested_words, rule_words, task_parties
from sync.wording.i18n import catalogue
from sync.wording.names import terms

_ = catalogue("sync")


def report_events(obligations: Iterable[Obligation], hub: str, directives: Sequence[Directive]) -> Iterator[CalendarEvent]:
    """The last day on which each report is on time that directives, of all that there are, ask for."""
    for owes in obligations:
        yield CalendarEvent(
            uid=_uid("report", hub, owes.directive.id, owes.duty.id, owes.period.name),
            first=owes.period.last_day,
            last=owes.period.last_day,
            summary=_report(owes, directives),
            description=(
                rule_words(f"before {owes.period.last_day + datetime.timedelta(days=1)}"),
                *([_("from: {bodies}").format(bodies=terms("actors", owes.duty.reporters))] if owes.duty.reporters else ()),
                _source(owes.directive),
            ),
        )


def _report(owes: Obligation, directives: Sequence[Directive]) -> str:
    """What a report is of; of one that the province asks for once, that it does."""
    if owes.directive.kind == REQUEST:
        return requested_words(f"{owes.duty.what} ({shown_name(owes.directive)})")
    return _("Report {period}: {what}").format(period=period_words(owes.period.name, directives), what=owes.duty.what)


def task_events(
    tasks: Iterable[tuple[Directive, Task, datetime.date]], hub: str, directives: Iterable[Directive]
) -> Iterator[CalendarEvent]:
    """The last days on which tasks of directives, of all that there are, are done in time."""
    names = shown_names(directives)
    for directive, task, day in tasks:
        yield CalendarEvent(
            uid=_uid("task", hub, directive.id, task.no, day.isoformat()),
            first=day,
            last=day,
            summary=_("{directive}, task {task}: {what}").format(
                directive=names[directive.id], task=task.no, what=task.label
            ),
            description=(*(f"{name}: {value}" for name, value in task_parties(task)), _source(directive)),
        )


def kept_events(
    directives: Iterable[Directive], first: datetime.date, last: datetime.date, hub: str
) -> Iterator[CalendarEvent]:
    """The days to keep between two days."""
    for kept in kept_days(directives, first, last):
        yield CalendarEvent(
            uid=_uid("day", hub, kept.first.isoformat(), kept.last.isoformat(), kept.label.casefold()),
            first=kept.first,
            last=kept.last,
            summary=kept.label,
            description=(_source(kept.directive),),
        )


def in_order(events: Iterable[CalendarEvent]) -> list[CalendarEvent]:
    """Events by their days."""
    return sorted(events, key=lambda event: (event.first, event.last, event.summary, event.uid))


def _uid(kind: str, hub: str, *parts: str) -> str:
    digest = hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()
    return f"{kind}-{digest[:32]}@{hub}"


def _source(directive: Directive) -> str:
    """The document that asks for it."""
    return f"{shown_name(directive)}, {directive.issuer}, {issued(directive)}: {directive.subject}"
