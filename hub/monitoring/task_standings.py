"""Which of the units that lead a directive's tasks have begun them: those with an activity that names the task, or with the
report, where the task is one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from msgspec import Struct

from hub.monitoring import counts
from hub.monitoring.counts import UnitTaskTallies
from hub.monitoring.report_answers import standing
from hub.monitoring.reporting_status import receipts_by_unit, statuses_by
from hub.store import Transaction
from hub.store.records import RecordFilter
from sync.encoding.types import Instant
from sync.ledger.answered_status import answered
from sync.ledger.directive import Directive, Task
from sync.ledger.obligations import Obligation
from sync.ledger.period import day_of, midnight
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses
from sync.ledger.tasks import LedTask, led_tasks


class TaskStandings(Struct, frozen=True, kw_only=True):
    """A task with the units that lead it, by code; of a merged unit its successor stands here."""

    task: Task
    begun: tuple[str, ...]
    not_begun: tuple[str, ...]
    is_overdue: bool
    """Whether its day has passed, so that those which have not begun are late."""
    was_before_hub: bool = False
    """Whether its day was over before there was a hub, so that nobody has not begun it."""


def task_standings(
    transaction: Transaction, registry: Registry, directive: Directive, ever: UnitTaskTallies, today: datetime.date
) -> list[TaskStandings]:
    """The tasks of a directive that units lead, in the document's order; `ever` are its sums of all days."""
    rules, day = statuses_by(transaction, registry), today.isoformat()
    led = led_tasks(registry, rules.obligations, today).get(directive.id, ())
    counts_for = counts.counts_for(registry, "now", day)
    done = {
        since: _done(
            ever
            if since is None
            else counts.by_unit_and_task(transaction, RecordFilter(directive=directive.id, start=since), counts_for)
        )
        for since in {None if found.round is None else found.round.since for found in led}
    }
    reports = _reported(transaction, rules, led, midnight(today))

    def has_reported_of(unit: str) -> Callable[[Obligation], bool]:
        return lambda owes: unit in reports[owes.period.name]

    standings = []
    for found in led:
        since = None if found.round is None else found.round.since
        units = dict.fromkeys(rules.history.successor(unit, day) for unit in found.units)
        newest = {unit: day if (unit, found.task.no) in done[since] else None for unit in units}  # of its round already
        begun = tuple(unit for unit in units if found.standing(newest[unit], has_reported_of(unit)) == "begun")
        if units:
            standings.append(
                TaskStandings(
                    task=found.task,
                    begun=begun,
                    not_begun=tuple(unit for unit in units if unit not in begun),
                    is_overdue=found.may_be_overdue,
                    was_before_hub=found.was_before_hub,
                )
            )
    return standings


def _reported(
    transaction: Transaction, rules: ReportingStatuses, led: Iterable[LedTask], now: Instant
) -> dict[str, set[str]]:
    """By the name of each period that a task is the report of, who has reported it; of a merged unit its successor."""
    periods = {owes.period.name: owes.period for found in led for owes in found.reports if not owes.own}
    if not periods:
        return {}
    reports, day = receipts_by_unit(transaction), day_of(now).isoformat()
    given = standing(transaction, reports)
    return {
        name: {
            rules.history.successor(status.unit, day)
            for status in answered(rules, period, reports, given, now)
            if status.reported
        }
        for name, period in periods.items()
    }


def _done(tallies: UnitTaskTallies) -> set[tuple[str, str]]:
    return {keys for keys, tally in tallies.items() if tally.activities}
