"""Which of the units that lead a directive's tasks have begun them: those with an activity that names the task."""

from __future__ import annotations

import datetime

from msgspec import Struct

from hub.monitoring import counts
from hub.monitoring.counts import UnitTaskTallies
from hub.monitoring.reporting_status import statuses_by
from hub.store import Transaction
from hub.store.records import RecordFilter
from sync.ledger.directive import Directive, Task
from sync.ledger.registry import Registry
from sync.ledger.tasks import led_tasks


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
    standings = []
    for found in led:
        since = None if found.round is None else found.round.since
        units = dict.fromkeys(rules.history.successor(unit, day) for unit in found.units)
        begun = tuple(unit for unit in units if (unit, found.task.no) in done[since])
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


def _done(tallies: UnitTaskTallies) -> set[tuple[str, str]]:
    return {keys for keys, tally in tallies.items() if tally.activities}
