"""A hub whose clock was wrong: which acceptances look so, and what follows from stating it, at the hub and with auditors."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.reporting.reports import submit
from hub import own_logs, upgrade
from hub.export import bundle
from hub.registry.false_times import is_ahead, state_false, suspicious
from hub.store.rows import ReportRow
from sync.audit.verify import verify
from sync.encoding.types import Index, Instant
from sync.errors import Misuse, Refused
from sync.ledger.deadline_verdict import Bracket, verdict
from sync.ledger.entry import Narrative
from sync.ledger.period import parse
from sync.ledger.received_time import FalseStretch
from tests.hub.generations.gathering import accepted
from tests.independent.verifier import Audit
from tests.world import BEGAN, Laptop, World

DAY = 86_400
AHEAD = Instant(BEGAN + 730 * DAY)
UNIT = "03390"


@pytest.fixture
def laptop(world: World) -> Laptop:
    world.ask_monthly()
    made = world.laptop(UNIT)
    made.exchange(world.line)
    return made


def report(laptop: Laptop, at: int, period: str = "2026-11") -> None:
    laptop.log()
    narrative = Narrative(results="Xong")
    submit(laptop.store, laptop.signer, period, narrative, now=Instant(at), random_bytes=laptop.world.random)


def looks_false(world: World) -> list[tuple[Index, Index]]:
    with world.store.reading() as transaction:
        found = suspicious(transaction, own_logs.registry(transaction, world.keys), world.now())
    return [(each.first, each.last) for each in found]


def state(world: World, first: int, last: int) -> FalseStretch:
    with world.store.writing() as transaction:
        return state_false(transaction, world.keys, Index(first), Index(last), now=world.now(), random_bytes=world.random)


def rows(world: World) -> list[ReportRow]:
    with world.store.reading() as transaction:
        return list(transaction.reports.all())


def standings(world: World) -> list[str]:
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
    found: list[str] = []
    for row in rows(world):
        due = parse(row.period, registry.directives).due
        assert due is not None
        found.append(verdict(Bracket(row.claimed, row.after, row.received), due))
    return found


def gone_wrong(world: World, laptop: Laptop) -> int:
    """A report comes in on time while the hub's clock runs two years ahead, and other things after it was set right; how
    many acceptances there were before."""
    with world.store.reading() as transaction:
        log = next(log for log in own_logs.own(transaction) if "/acceptances" in log.origin)
    world.set_clock(AHEAD)
    laptop.log()
    laptop.exchange(world.line)
    world.set_clock(Instant(BEGAN + 2 * DAY))
    report(laptop, world.now())
    laptop.exchange(world.line)
    return log.size


def test_times_that_have_not_come_are_shown_and_a_statement_puts_them_right(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    assert looks_false(world) == []
    first = gone_wrong(world, laptop)
    assert {row.received for row in rows(world)} == {accepted(world, laptop.store.membership.device)[-1].at}
    assert standings(world) == ["late"], "by a time that is false"
    assert looks_false(world) == [(first, first + 1)]
    with world.store.reading() as transaction:
        assert is_ahead(transaction, world.now())
    stretch = state(world, first, first + 1)
    assert looks_false(world) == []
    (row,) = rows(world)
    assert (row.received, row.after) == (stretch.latest, stretch.earliest)
    assert standings(world) == ["on-time"]
    with world.store.reading() as transaction:
        assert not is_ahead(transaction, world.now())
    report(laptop, world.now(), "2026-12")
    laptop.exchange(world.line)
    last = accepted(world, laptop.store.membership.device)[-1]
    assert stretch.latest <= last.at < BEGAN + 3 * DAY, "time goes on from the truth"
    audited(world, tmp_path)
    again = rows(world)
    with world.store.writing() as transaction:
        transaction.settings.keep_false_times(())
        transaction.migration.renew_tables()
        upgrade.derive(transaction, world.keys, lambda _count: None)
    assert rows(world) == again, "an upgrade reads the same from the logs"


def audited(world: World, folder: Path) -> None:
    """Two auditors find no fault, and the hub's times of reports."""
    path = folder / "bundle.soxa"
    bundle.write(world.store, world.keys, path, lambda _count: None)
    key = world.keys.logs.verifier
    assert verify(path, key).faults == ()
    stranger = Audit(path.read_bytes(), key.vkey())
    assert stranger.faults == [] and stranger.ledger is not None
    with world.store.reading() as transaction:
        names = {log.id: log.origin.rpartition("/")[2] for log in transaction.logs.all()}
    for row in rows(world):
        device = names[row.log]
        bracket = stranger.ledger.brackets.get((device, row.idx), 0)
        assert (stranger.ledger.received(device, row.idx), bracket) == (row.received, row.after or 0)


def test_a_citation_of_what_was_signed_by_a_false_time_proves_no_more_than_the_time_before(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    """Before the statement and right after it, when nothing else was accepted yet."""
    first = gone_wrong(world, laptop)
    report(laptop, world.now(), "2026-12")  # cites the head of the false time
    stretch = state(world, first, first + 1)
    laptop.exchange(world.line)
    report(laptop, world.now(), "2027-01")
    laptop.exchange(world.line)
    assert [row.after for row in rows(world)][1] == stretch.earliest
    assert max(row.after or 0 for row in rows(world)) < BEGAN + 3 * DAY
    audited(world, tmp_path)


def test_time_that_stood_still_behind_a_jump_of_days_is_shown_once_it_was_caught_up_with(world: World) -> None:
    laptops = [world.laptop(UNIT) for _each in range(12)]
    laptops[0].exchange(world.line)
    world.set_clock(Instant(BEGAN + 5 * DAY))
    laptops[1].exchange(world.line)
    world.set_clock(Instant(BEGAN + 3_600))
    for laptop in laptops[2:]:
        laptop.exchange(world.line)
    world.set_clock(Instant(BEGAN + 20 * DAY))
    ((first, last),) = looks_false(world)
    with world.store.reading() as transaction:
        times = dict(transaction.logs.accepted_times())
    assert {times[index] for index in times if first <= index <= last} == {max(times.values())}
    assert len([index for index in times if first <= index <= last]) == 11
    state(world, first, last)
    assert looks_false(world) == []


def test_a_stretch_that_is_none_is_not_stated(world: World, laptop: Laptop) -> None:
    first = gone_wrong(world, laptop)
    for wrong in ((first + 1, first), (first, first + 2), (first, 10**14), (10**14, 10**14)):
        with pytest.raises(Misuse) as misused:
            state(world, *wrong)
        assert misused.value.code == "no-such-stretch"
    world.set_clock(Instant(BEGAN - DAY))
    with pytest.raises(Refused) as refused:
        state(world, first, first + 1)
    assert refused.value.code == "clock-still-wrong"
    world.set_clock(Instant(BEGAN + 2 * DAY))
    state(world, first, first + 1)
    with pytest.raises(Misuse) as misused:
        state(world, first + 1, first + 1)
    assert misused.value.code == "no-such-stretch"
