"""The log in which the province enters things for a unit: marked, proven, taken over by the unit, closed after a restore."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.importing.ledger import LaptopLedger
from hub import own_logs
from hub.entering.log import close_logs, open_log, state
from hub.safekeeping.backup import back_up
from hub.safekeeping.restore import restore
from sync.errors import Refused
from sync.importing.answers import Answers
from sync.importing.file_plan import FilePlan, plan_file
from sync.importing.take import ImportResult, take_plan
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Activity, Fields, Join, Reorganised
from sync.ledger.origins import LogKind
from tests.hub.entering.entered import ROWS, UNIT, enter, table
from tests.hub.generations.gathering import closed
from tests.world import World


def taken(world: World, own: LaptopLedger, planned: FilePlan) -> ImportResult:
    """A plan taken on a laptop."""
    return take_plan(own, planned, Answers(), now=world.now(), random_bytes=world.random, progress=lambda _done, _all: None)


def test_what_is_entered_stands_in_a_log_that_the_registry_marks(world: World, tmp_path: Path) -> None:
    done = enter(world, table(tmp_path, *ROWS))
    assert (done.taken, done.bad) == (3, [])
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        (device,) = registry.devices.values()
        log = transaction.logs.get(device.verifier.origin)
        assert log is not None
        entries = [decode(line, LogKind.DEVICE) for line in transaction.logs.lines(log.id, 0, log.size)]
        (kept,) = transaction.entering.by(log.id)
    assert (device.entered, device.unit, registry.laptops) == (True, UNIT, [])
    assert [type(entry) for entry in entries] == [Join, Activity, Activity, Activity]
    assert (kept.first, kept.after, kept.account, kept.source) == (1, 4, "lan", "thư ngày 23/10")
    assert len(world.hub_records(UNIT)) == 3
    world.audit(tmp_path / "bundle.soxa")


def test_the_hub_states_nothing_for_a_unit_but_under_the_mark(world: World, tmp_path: Path) -> None:
    """Whatever is in a log of a unit's, and no laptop signed it, stands under a device that is marked."""
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)
    enter(world, table(tmp_path, *ROWS))
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        logs = [log for log in transaction.logs.all() if origins.parse(log.origin).kind is LogKind.DEVICE]
    signed_by_laptops = {log.origin for log in logs} & {laptop.origin}
    marked = {device.verifier.origin for device in registry.entered.values()}
    assert {log.origin for log in logs} == signed_by_laptops | marked and not signed_by_laptops & marked


def test_one_log_takes_all_that_is_entered_for_a_unit(world: World, tmp_path: Path) -> None:
    enter(world, table(tmp_path, ROWS[0]))
    enter(world, table(tmp_path, *ROWS[1:], name="second.csv"))
    enter(world, table(tmp_path, ROWS[0], name="other.csv"), unit="03424")
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
    assert sorted(device.unit for device in registry.entered.values()) == [UNIT, "03424"]


def test_the_unit_takes_over_what_was_entered_without_a_double(world: World, tmp_path: Path) -> None:
    path = table(tmp_path, *ROWS)
    enter(world, path)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    laptop.exchange(world.line)
    assert laptop.records() == world.hub_records(UNIT)
    own = LaptopLedger(laptop.store, laptop.signer)
    size = laptop.store.logs.own.size
    planned = plan_file(own, path, Answers(), now=world.now())
    assert planned.plan.questions == ()
    done = taken(world, own, planned)
    assert (done.taken, done.again, done.changed) == (0, 3, 0)
    assert laptop.store.logs.own.size == size
    corrected = table(tmp_path, ROWS[0], ROWS[1].replace(",60", ",65"), ROWS[2])
    done = taken(world, own, plan_file(own, corrected, Answers(), now=world.now()))
    assert (done.taken, done.again, done.changed) == (0, 2, 1)
    laptop.exchange(world.line)
    assert sorted(record.values.audience or 0 for record in world.hub_records(UNIT).values()) == [0, 65, 120]


def test_the_unit_revises_and_retracts_it_as_a_colleagues(world: World, tmp_path: Path) -> None:
    enter(world, table(tmp_path, *ROWS))
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    laptop.exchange(world.line)
    first, second, _third = laptop.record_ids()
    laptop.revise(first, quantity=9)
    laptop.retract(second)
    laptop.exchange(world.line)
    assert world.hub_records(UNIT) == laptop.records()
    assert laptop.records()[first].values.quantity == 9
    assert laptop.records()[second].retracted == "nhầm"
    world.audit(tmp_path / "bundle.soxa")


def test_a_table_that_the_unit_logged_itself_is_found(world: World, tmp_path: Path) -> None:
    path = table(tmp_path, *ROWS)
    laptop = world.laptop(UNIT)
    own = LaptopLedger(laptop.store, laptop.signer)
    planned = plan_file(own, path, Answers(), now=world.now())
    taken(world, own, planned)
    laptop.exchange(world.line)
    done = enter(world, path)
    assert (done.taken, done.again) == (0, 3)
    assert len(world.hub_records(UNIT)) == 3


def test_a_log_that_was_closed_is_not_gone_on_with(world: World, tmp_path: Path) -> None:
    """A hub that was restored may lack the end of it: its next entry stands in another log, under another key."""
    enter(world, table(tmp_path, ROWS[0]))
    with world.store.writing() as transaction:
        before = open_log(own_logs.registry(transaction, world.keys), UNIT)
        closed = close_logs(transaction, world.keys, "khôi phục", now=world.now(), random_bytes=world.random)
        assert closed == [before]
        assert open_log(own_logs.registry(transaction, world.keys), UNIT) is None
    enter(world, table(tmp_path, *ROWS[1:], name="second.csv"))
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
    assert len(registry.entered) == 2
    assert open_log(registry, UNIT) not in (None, before)
    assert len(world.hub_records(UNIT)) == 3
    world.audit(tmp_path / "bundle.soxa")


def test_a_restored_hub_enters_what_comes_next_in_another_log(world: World, tmp_path: Path) -> None:
    enter(world, table(tmp_path, ROWS[0]))
    backup = tmp_path / "backup"
    back_up(
        world.home, backup, passphrase=None, with_keys=False, random_bytes=world.random, advance=lambda _left, _pages: None
    )
    enter(world, table(tmp_path, *ROWS[1:], name="lost.csv"))
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    laptop.exchange(world.line)
    world.store.close()
    restore(world.home, backup, lambda: "", world.now())
    world.reopen()
    with pytest.raises(Refused) as asking:
        enter(world, table(tmp_path, *ROWS[1:], name="again.csv"))
    assert asking.value.code == "hub-asking"
    closed(world)
    enter(world, table(tmp_path, *ROWS[1:], name="again.csv"))
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
        before, after = registry.entered
        assert registry.revoked[before].size == 2 and open_log(registry, UNIT) == after
        assert not transaction.settings.may_lack_entered
    enter(world, table(tmp_path, "23/10/2026,Phát loa,Loa,1,", name="more.csv"))
    with world.store.reading() as transaction:
        assert len(own_logs.registry(transaction, world.keys).entered) == 2
    world.audit(tmp_path / "bundle.soxa")


def test_nothing_is_entered_for_a_unit_that_there_is_no_more(world: World) -> None:
    ended = Reorganised(
        salt="0" * 16, at=world.now(), how="merged", units=(UNIT, "03424"), into=("03424",), since="2026-10-01"
    )
    entry = Activity(
        salt="0" * 16,
        at=world.now(),
        record="01a17700-0000-7000-8000-000000000001",
        fields=Fields(title="Phát loa", date="2026-10-02"),
    )
    with world.store.writing() as transaction:
        own_logs.append(transaction, world.keys, origins.registry(world.keys.hub), [ended])
        with pytest.raises(Refused) as refused:
            state(transaction, world.keys, UNIT, [entry], now=world.now(), random_bytes=world.random)
    assert refused.value.code == "unit-ended"
