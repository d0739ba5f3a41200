"""An activity told by telephone, and a report of a unit, as the province enters them."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.reporting.deadlines import due_periods
from field.reporting.reports import submit
from hub import own_logs
from hub.entering.ledger import Entering
from hub.entering.stating import LongPast, ReportToEnter, enter_activity, enter_report
from sync.activities.draft import ActivityDraft
from sync.audit.verify import verify
from sync.errors import Misuse
from sync.ledger.entry import Narrative
from tests.hub.entering.entered import ROWS, UNIT, enter, ledger, table
from tests.world import World

PERIOD = "2026-11"


def entering(world: World) -> Entering:
    return Entering("lan", "điện thoại", now=world.now(), random_bytes=world.random)


def report(world: World, period: str = PERIOD) -> ReportToEnter:
    with world.store.writing() as transaction:
        return enter_report(transaction, world.keys, UNIT, period, Narrative(results="Tốt"), entering(world))


def verdicts(world: World) -> list[tuple[str, str]]:
    with world.store.reading() as transaction:
        return [(row.period, row.verdict) for row in transaction.reports.all(UNIT)]


def test_an_activity_told_by_telephone_is_entered(world: World, tmp_path: Path) -> None:
    draft = ActivityDraft(title="Họp bản", date="2026-10-20", audience="60")
    record = enter_activity(ledger(world), draft, entering(world))
    assert world.hub_records(UNIT)[record].values.audience == 60
    with pytest.raises(Misuse) as future:
        enter_activity(ledger(world), ActivityDraft(title="Họp bản", date="2027-10-20"), entering(world))
    assert future.value.code == "date-out-of-range"
    world.audit(tmp_path / "bundle.soxa")


def test_a_day_long_past_is_asked_about_once(world: World) -> None:
    draft = ActivityDraft(title="Họp bản", date="2026-05-20")
    with pytest.raises(LongPast):
        enter_activity(ledger(world), draft, entering(world))
    assert enter_activity(ledger(world), draft, entering(world), is_right=True) in world.hub_records(UNIT)


def test_a_report_covers_all_that_is_held_and_is_right(world: World, tmp_path: Path) -> None:
    laptop = world.laptop(UNIT)
    laptop.log(date="2026-10-20", quantity=4, channel="commune-radio")
    laptop.exchange(world.line)
    enter(world, table(tmp_path, *ROWS))
    entered = report(world)
    assert (entered.figures.total.activities, entered.figures.total.audience, entered.submitted) == (4, 180, 0)
    assert verdicts(world) == [(PERIOD, "valid")]
    laptop.log(date="2026-10-21", quantity=1)
    laptop.exchange(world.line)
    assert report(world).submitted == 1
    assert verdicts(world) == [(PERIOD, "valid")] * 2
    world.audit(tmp_path / "bundle.soxa")
    summary = verify(tmp_path / "bundle.soxa", world.keys.logs.verifier)
    assert (summary.reports, summary.found, [found.reports for found in summary.entered]) == (2, {}, [2])


def test_a_report_may_be_the_first_thing_that_is_entered(world: World, tmp_path: Path) -> None:
    assert report(world).figures.total.activities == 0
    assert verdicts(world) == [(PERIOD, "valid")]
    world.audit(tmp_path / "bundle.soxa")


def test_a_report_says_level_two_only_where_it_is_used(world: World) -> None:
    enter_activity(ledger(world), ActivityDraft(title="Họp bản", date="2026-10-20"), entering(world))
    report(world)
    enter_activity(ledger(world), ActivityDraft(title="Hội", date="2026-10-20", until="2026-10-22"), entering(world))
    report(world)
    with world.store.reading() as transaction:
        rows = list(transaction.reports.all(UNIT))
        lines = [next(iter(transaction.logs.lines(row.log, row.idx, row.idx + 1))) for row in rows]
        assert own_logs.registry(transaction, world.keys).entered
    assert [b'"level":2' in line for line in lines] == [False, True]
    assert verdicts(world) == [(PERIOD, "valid")] * 2


def test_a_period_that_is_none_is_refused(world: World) -> None:
    with pytest.raises(Misuse) as none:
        report(world, "2026-13")
    assert none.value.code == "bad-period"


def test_the_laptop_of_the_unit_says_who_entered_its_report(world: World) -> None:
    world.ask_monthly()
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    report(world)
    laptop.exchange(world.line)
    found = {due.period.name: due.entered for due in due_periods(laptop.store, world.now())}
    assert found[PERIOD] and sum(found.values()) == 1
    submit(laptop.store, laptop.signer, PERIOD, Narrative(), now=world.now(), random_bytes=world.random)
    assert not any(due.entered for due in due_periods(laptop.store, world.now()))
    laptop.exchange(world.line)
    assert verdicts(world) == [(PERIOD, "valid")] * 2
