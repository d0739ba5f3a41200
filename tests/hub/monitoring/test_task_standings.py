"""Who has begun a task, of the units that lead it: in its round of now, and for those that were merged away too."""

from __future__ import annotations

import datetime
from pathlib import Path

from hub import own_logs
from hub.monitoring import counts
from hub.monitoring.task_standings import TaskStandings, task_standings
from hub.registry.directives.publish import publish
from hub.store.records import RecordFilter
from sync.ledger.directive import Directive, Due, Task
from tests.world import World

PLAN = Directive(
    id="plan",
    number="9/KH-UBND",
    kind="plan",
    date="2025-01-05",
    province="12",
    issuer="UBND tỉnh",
    subject="x",
    tasks=(
        Task(no="1", label="Hằng năm", due=Due(kind="yearly-day", day="12-10"), lead=("commune-committee",)),
        Task(no="2", label="Của sở", due=Due(kind="continuous"), lead=("culture-department",)),
        Task(no="10", label="Thường xuyên", due=Due(kind="continuous"), lead=("service-centre",)),
    ),
)
UNIT, OTHER = "03390", "03405"


def standings(world: World, today: str) -> dict[str, TaskStandings]:
    counts.freshen(world.store)
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        counts_for = counts.counts_for(registry, "now", today)
        ever = counts.by_unit_and_task(transaction, RecordFilter(directive=PLAN.id), counts_for)
        found = task_standings(transaction, registry, PLAN, ever, datetime.date.fromisoformat(today))
    return {standing.task.no: standing for standing in found}


def test_what_was_done_in_an_earlier_round_begins_a_task_without_a_day_alone(tmp_path: Path) -> None:
    world = World(tmp_path / "world")
    with world.store.writing() as transaction:
        publish(transaction, world.keys, PLAN, now=world.now(), random_bytes=world.random)
    laptop, other = world.laptop(UNIT), world.laptop(OTHER)
    laptop.log(directive="plan", task="1", date="2026-09-30")
    laptop.log(directive="plan", task="10", date="2026-09-30")
    other.log(directive="plan", task="1", date="2026-10-12")
    for made in (laptop, other):
        made.exchange(world.line)
    found = standings(world, "2026-12-10")
    assert list(found) == ["1", "10"]
    assert (found["1"].begun, found["10"].begun) == ((OTHER,), (UNIT,))
    assert UNIT in found["1"].not_begun and len(found["1"].not_begun) == len(found["10"].not_begun) == 37
    assert [found[no].is_overdue for no in found] == [False, False]
    late = standings(world, "2026-12-11")
    assert [late[no].is_overdue for no in late] == [True, False]
    world.close()
