"""The annex that a hub exports is the one that an auditor computes from the signed records, whatever happened before."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from hub.registry import unit_changes
from hub.registry.directives.publish import publish
from sync.annex.model import Annex, tables_of
from sync.encoding.types import Instant
from sync.ledger.figures import By, Tally, count
from sync.ledger.period import parse
from tests.hub.export.documents.reported import (
    HEIR,
    MERGED,
    PERIODS,
    PLAN,
    bundled,
    busy,
    checked,
    filed,
    gathered,
    of_version,
    soxa,
    submit,
)
from tests.world import BEGAN, World


@pytest.mark.parametrize("seed", range(8))
def test_an_auditor_computes_the_same_from_the_signed_records(tmp_path: Path, seed: int) -> None:
    world = busy(tmp_path / "province", seed)
    audited = bundled(world)
    for period in PERIODS:
        for units in ("then", "now"):
            annex = gathered(world, period, units)
            for kind in (".xlsx", ".csv", ".json"):
                outcome = checked(world, filed(tmp_path, annex, kind), audited)
                assert (outcome.faults, outcome.differences) == ((), ()), (period, units, kind)
            assert outcome.figures >= 4 + len(annex.standings)
            for version in (1, 2, 3):
                outcome = checked(world, filed(tmp_path, of_version(world, annex, version), ".csv"), audited)
                assert (outcome.faults, outcome.differences) == ((), ()), (period, units, version)
    world.close()


@pytest.mark.parametrize("seed", range(4))
def test_what_level_2_brought_is_annexed_in_its_own_version_and_proven(tmp_path: Path, seed: int) -> None:
    """And the version before, of the same moment, is what a reader of level 1 counts."""
    world = busy(tmp_path / "province", seed, level=2)
    audited = bundled(world)
    for period in PERIODS:
        for units in ("then", "now"):
            annex = gathered(world, period, units)
            assert annex.soxa in (4, 5) and tuple(annex.tables) == tables_of(4)
            for version in (annex, of_version(world, annex, 3)):
                for kind in (".xlsx", ".csv", ".json"):
                    outcome = checked(world, filed(tmp_path, version, kind), audited)
                    assert (outcome.faults, outcome.differences, outcome.undecided) == ((), (), ()), (period, units, kind)
    claimed = msgspec.structs.replace(of_version(world, gathered(world, "2026"), 3), soxa=2)
    assert checked(world, filed(tmp_path, claimed), audited).differences, "level 1 counts less"
    world.close()


@pytest.mark.parametrize("seed", range(3))
def test_a_report_stays_proven_when_more_comes_in_later(tmp_path: Path, seed: int) -> None:
    world = busy(tmp_path / "province", seed)
    annex = gathered(world)
    file = filed(tmp_path, annex)
    stranger = world.laptop("03433")
    for laptop in world.laptops:
        laptop.log(date="2026-10-20", quantity=100, channel="zalo")
        submit(laptop)
        laptop.exchange(world.line)
    stranger.exchange(world.line)
    with world.store.writing() as transaction:
        changed = msgspec.structs.replace(PLAN, number="9/KH-UBND")
        publish(transaction, world.keys, changed, now=world.now(), random_bytes=world.random)
        unit_changes.rename(
            transaction, world.keys, HEIR, name="Tên Mới", since="2026-10-01", now=world.now(), random_bytes=world.random
        )
    outcome = checked(world, file)
    assert (outcome.faults, outcome.differences, outcome.left_out) == ((), (), 0)
    assert gathered(world).total != annex.total
    world.close()


def test_the_sums_are_those_of_the_activities(tmp_path: Path) -> None:
    """Against the one function that laptops count with, over the laptops' own records."""
    world = busy(tmp_path / "province", 5)
    period = parse("2026-11", ())
    for laptop in world.laptops * 2:
        laptop.exchange(world.line)
    by_unit = {laptop.unit: laptop for laptop in world.laptops}
    values = [
        record.values for laptop in by_unit.values() for record in laptop.records().values() if record.retracted is None
    ]
    figures = count(one for one in values if period.holds(one.date))
    annex = gathered(world)
    assert msgspec.structs.asdict(annex.total) == {**msgspec.structs.asdict(figures.total), "quantity": None}
    tables: dict[By, dict[str, Tally]] = {
        "topic": figures.topics,
        "channel": figures.channels,
        "directive": figures.directives,
    }
    for table, tallies in tables.items():
        found = {row.key: (row.activities, row.quantity, row.audience, row.minutes) for row in annex.tables[table]}
        assert found == {
            key: (tally.activities, tally.quantity if table == "channel" and key else None, tally.audience, tally.minutes)
            for key, tally in tallies.items()
        }
    first = of_version(world, annex, 1)
    assert msgspec.structs.asdict(first.total) == msgspec.structs.asdict(figures.total)
    assert {row.key: row.quantity for row in first.tables["topic"]} == {
        key: tally.quantity for key, tally in figures.topics.items()
    }
    world.close()


def test_a_merged_units_records_count_for_its_heir_from_its_day_on_or_now(tmp_path: Path) -> None:
    world = busy(tmp_path / "province", 1)
    laptop = next(one for one in world.laptops if one.unit == MERGED)
    then, now = gathered(world), gathered(world, units="now")
    laptop.log(date="2026-10-31")
    laptop.log(date="2026-11-01")
    laptop.exchange(world.line)
    then_after, now_after = gathered(world), gathered(world, units="now")
    assert [activities(then_after, unit) - activities(then, unit) for unit in (MERGED, HEIR)] == [1, 1]
    assert [activities(now_after, unit) - activities(now, unit) for unit in (MERGED, HEIR)] == [0, 2]
    assert activities(now_after, MERGED) == 0
    world.close()


def activities(annex: Annex, unit: str) -> int:
    """How many activities count for a unit."""
    return next((row.activities for row in annex.tables["unit"] if row.key == unit), 0)


def test_a_directives_every_task_and_every_unit_has_its_row(tmp_path: Path) -> None:
    world = busy(tmp_path / "province", 2)
    annex = gathered(world, "2653/KH-UBND@2026-11")
    keys = {row.key for row in annex.tables["task"]}
    assert {f"{PLAN.id}#{task.no}" for task in PLAN.tasks} <= keys
    assert [row.key for row in annex.tables["task"]][:2] == [f"{PLAN.id}#1", f"{PLAN.id}#2"]
    assert {one.unit for one in annex.standings} <= {row.key for row in annex.tables["unit"]}
    assert annex.province == "Tỉnh Lai Châu"
    world.close()


def test_a_hub_that_nobody_wrote_to_has_an_annex_that_is_proven(tmp_path: Path) -> None:
    world = World(tmp_path / "province")
    annex = gathered(world)
    assert (annex.soxa, tuple(annex.tables)) == (4, tables_of(4)), "no version before says what was answered"
    outcome = checked(world, filed(tmp_path, annex))
    assert (outcome.faults, outcome.differences, outcome.accepted_at) == ((), (), None)
    world.close()


def test_what_a_report_leaves_out_that_had_come_before_it_was_made_is_told(tmp_path: Path) -> None:
    """An operator who exports what the hub held last week as of today says nothing wrong, and not all."""
    world = busy(tmp_path / "province", 3)
    annex = gathered(world)
    world.laptops[0].log(date="2026-10-20")
    world.laptops[0].exchange(world.line)
    later = msgspec.structs.replace(annex, made=world.now())
    outcome = checked(world, filed(tmp_path, later, ".json"))
    assert outcome.left_out == 1
    world.close()


def test_a_report_that_a_laptop_dates_back_is_late_for_both(tmp_path: Path) -> None:
    """Its clock says before the deadline; it cites what the hub said after it."""
    world = World(tmp_path / "province")
    world.ask_monthly()
    laptop, due = world.laptop(HEIR), parse("2026-11", ()).due
    world.set_clock(Instant(due + 1_000))
    laptop.exchange(world.line)
    laptop.exchange(world.line)  # now it holds an acceptance from after the deadline
    world.set_clock(Instant(due - 1_000))
    laptop.log()
    submit(laptop)
    world.set_clock(Instant(due + 2_000))
    laptop.exchange(world.line)
    annex = gathered(world)
    row = next(one for one in annex.standings if one.unit == HEIR)
    assert row.claimed is not None and (row.standing, row.claimed < due) == ("late", True)
    outcome = checked(world, filed(tmp_path, annex))
    assert (outcome.faults, outcome.differences) == ((), ())
    world.close()


def test_an_annex_made_while_the_clock_stands_behind_is_not_before_its_state(tmp_path: Path) -> None:
    world = busy(tmp_path / "province", 3)
    world.set_clock(BEGAN)
    outcome = checked(world, filed(tmp_path, gathered(world)))
    assert (outcome.faults, outcome.differences) == ((), ())
    world.close()


def test_a_reader_of_the_store_sees_one_state_of_it(tmp_path: Path) -> None:
    world = busy(tmp_path / "province", 4)
    with world.store.reading() as transaction:
        sizes = {log.origin: log.size for log in transaction.logs.all()}
        world.laptops[0].log(date="2026-10-20")
        world.laptops[0].exchange(world.line)
        assert {log.origin: log.size for log in transaction.logs.all()} == sizes
    with world.store.reading() as transaction:
        assert {log.origin: log.size for log in transaction.logs.all()} != sizes
    world.close()


def test_the_annex_is_older_than_the_bundle_or_as_old(tmp_path: Path) -> None:
    """A bundle from before the export cannot prove it, and says so."""
    world = busy(tmp_path / "province", 6)
    old = bundled(world).rename(tmp_path / "old.soxa")
    world.laptops[0].log(date="2026-10-20")
    world.laptops[0].exchange(world.line)
    outcome = checked(world, filed(tmp_path, gathered(world)), old)
    assert [fault.code for fault in outcome.faults] == ["annex-ahead"]
    world.close()


def test_the_command_writes_each_kind_and_never_over_another(tmp_path: Path) -> None:
    world = busy(tmp_path / "province", 2)
    home = ("--home", str(tmp_path / "province" / "hub"))
    for kind in ("xlsx", "csv", "json"):
        done = soxa(tmp_path, "hub", "report", "2026-11", "-o", f"r.{kind}", *home)
        assert done.returncode == 0, done.stderr
        outcome = checked(world, tmp_path / f"r.{kind}")
        assert (outcome.faults, outcome.differences) == ((), ())
    written = (tmp_path / "r.csv").read_bytes()
    assert soxa(tmp_path, "hub", "report", "2026-11", "-o", "r.csv", *home).returncode == 1
    assert (tmp_path / "r.csv").read_bytes() == written
    asked = ("--directive", "2653/kh-ubnd", "--units", "now", "-o", "d.json")
    assert soxa(tmp_path, "hub", "report", "2026-11", *asked, *home).returncode == 0
    annex = msgspec.json.decode((tmp_path / "d.json").read_bytes(), type=Annex)
    assert (annex.period, annex.directive, annex.units) == ("2653/KH-UBND@2026-11", "2653/KH-UBND", "now")
    done = soxa(tmp_path, "hub", "report", "2653/KH-UBND@2026-11", "-o", "r.docx", *home)
    assert (done.returncode, (tmp_path / "r.docx").read_bytes()[:2]) == (0, b"PK"), done.stderr
    world.close()


@pytest.mark.parametrize(
    "wrong",
    [
        ("2026-11", "-o", "r.pdf"),
        ("2026-11", "-o", "r.csv", "--units", "later"),
        ("2026-13", "-o", "r.csv"),
        ("2026-11", "-o", "r.csv", "--section"),
        ("2653/KH-UBND@2026-11", "--directive", "2653/KH-UBND", "-o", "r.csv"),
    ],
)
def test_what_cannot_be_written_is_misuse_and_leaves_no_file(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    World(tmp_path / "province").close()
    done = soxa(tmp_path, "hub", "report", *wrong, "--home", str(tmp_path / "province" / "hub"))
    assert (done.returncode, b"Traceback" in done.stderr, done.stdout) == (2, False, b""), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["province"]
