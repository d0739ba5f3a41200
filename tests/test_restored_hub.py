"""A hub that went back, with real laptops, whoever calls when, by line and by stick: nothing acknowledged is lost, everybody
goes on, and what is said is true."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from field.cli.commands import app
from field.exchange import packing
from field.exchange.evidence import evidence
from field.reporting.reports import submit
from field.reporting.restore import hub_restore, restore_words
from field.session import Session
from hub.registry.laptops import revoke_laptop
from sync.errors import Refused, SoxaError
from sync.ledger import origins
from sync.ledger.directive import Directive
from sync.ledger.entry import Narrative
from sync.log import checkpoint as checkpoints
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.world import HUB, Laptop, World

UNIT = "03390"
Carry = Callable[[Laptop], None]


def by_line(world: World) -> Carry:
    return lambda laptop: laptop.exchange(world.line)


def by_stick(world: World) -> Carry:
    """There and back as often as the answer asks for more, at most three times."""
    count = itertools.count()

    def carry(laptop: Laptop) -> None:
        for _journey in range(3):
            name = next(count)
            up, down = world.folder / f"{name}.up", world.folder / f"{name}.down"
            laptop.pack(up)
            world.unpack(up, down)
            laptop.unpack(down)

    return carry


WAYS = [by_line, by_stick]


def titles(laptop: Laptop) -> set[str]:
    return {str(record.values.title) for record in laptop.records().values()}


def at_hub(world: World) -> set[str]:
    return {str(record.values.title) for record in world.hub_records(UNIT).values()}


def ends_well(world: World, carry: Carry, *laptops: Laptop) -> None:
    """Everybody goes on: all has what all wrote, it is received, held by nobody, and an auditor finds no fault."""
    for number, laptop in enumerate(laptops):
        laptop.log(title=f"Sau cùng {number}")
    for _again in range(2):
        for laptop in laptops:
            carry(laptop)
    everything = set.union(*map(titles, laptops))
    assert at_hub(world) == everything
    for laptop in laptops:
        assert titles(laptop) == everything
        assert laptop.store.records.unsent() == 0 and not laptop.store.records.counts().quarantined
        assert laptop.store.closed is None and not laptop.store.local.hub_state.asking
        laptop.check_receipt()
        assert laptop.leaves() == world.hub_leaves(laptop.origin)
        assert laptop.store.soundness.check(None, lambda _count: None) == []
    world.audit(world.folder / "bundle.soxa")


def lived(world: World, tmp_path: Path) -> tuple[Laptop, Laptop, Path]:
    """Two laptops, and a backup of before what they wrote last, which was receipted and has reached both."""
    mine, other = world.laptop(UNIT), world.laptop(UNIT)
    for laptop, title in ((mine, "Một"), (other, "Của bạn")):
        laptop.log(title=title)
        laptop.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    for laptop, title in ((mine, "Hai"), (other, "Của bạn nữa"), (mine, "Ba")):
        laptop.log(title=title)
        laptop.exchange(world.line)
    mine.exchange(world.line)
    return mine, other, backup


def test_a_fresh_answer_of_a_hub_that_was_put_back_is_not_called_old(world: World, tmp_path: Path) -> None:
    mine, _other, backup = lived(world, tmp_path)
    put_back(world, backup)
    for number in range(2):
        mine.pack(tmp_path / f"{number}.up")
        world.unpack(tmp_path / f"{number}.up", tmp_path / f"{number}.down")
        reply = packing.unpack(mine.store, tmp_path / f"{number}.down", now=world.now())
        assert reply.asking and not reply.older


@pytest.mark.parametrize("way", WAYS)
def test_somebody_had_joined_since_and_others_join_after(
    world: World, tmp_path: Path, way: Callable[[World], Carry]
) -> None:
    mine, other, backup = lived(world, tmp_path)
    since = world.laptop(UNIT)
    since.log(title="Từ hôm qua")
    since.exchange(world.line)
    mine.exchange(world.line)
    put_back(world, backup)
    carry = way(world)
    for laptop in (since, mine, other):
        with suppress(SoxaError):
            carry(laptop)
        carry(laptop)
    closed(world)
    ends_well(world, carry, since, mine, other, world.laptop(UNIT))


@pytest.mark.parametrize("way", WAYS)
def test_only_records_had_come_since(world: World, tmp_path: Path, way: Callable[[World], Carry]) -> None:
    mine, other, backup = lived(world, tmp_path)
    times = {kept.acked: kept.time for kept in mine.store.logs.receipts()}
    put_back(world, backup)
    carry = way(world)
    carry(mine)
    closed(world)
    carry(mine)
    assert mine.store.logs.own.acked == mine.store.logs.own.size
    assert {kept.acked: kept.time for kept in mine.store.logs.receipts() if kept.acked in times} == times
    ends_well(world, carry, mine, other)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("order", list(itertools.permutations(("mine", "other", "close"))), ids="-".join)
def test_whoever_calls_before_and_after_the_closing(
    world: World, tmp_path: Path, order: tuple[str, ...], way: Callable[[World], Carry]
) -> None:
    mine, other, backup = lived(world, tmp_path)
    put_back(world, backup)
    carry = way(world)
    for step in order:
        if step == "close":
            closed(world)
        else:
            carry(mine if step == "mine" else other)
    ends_well(world, carry, mine, other)


def test_a_colleague_gives_back_what_a_laptop_that_is_gone_had_sent(world: World, tmp_path: Path) -> None:
    mine, other, backup = lived(world, tmp_path)
    other.store.close()
    shutil.rmtree(other.home.path)
    world.laptops.remove(other)
    put_back(world, backup)
    mine.exchange(world.line)
    closed(world)
    ends_well(world, by_line(world), mine)
    assert "Của bạn nữa" in at_hub(world)


@pytest.mark.parametrize("way", WAYS)
def test_a_database_put_back_by_hand_is_found_out_by_the_first_who_calls(
    world: World, tmp_path: Path, way: Callable[[World], Carry]
) -> None:
    mine, other, _backup = lived(world, tmp_path)
    world.store.close()
    copy = tmp_path / "by-hand"
    shutil.copytree(world.home.path, copy)
    world.reopen()
    mine.log(title="Sau bản sao")
    mine.exchange(world.line)
    other.exchange(world.line)
    world.store.close()
    shutil.rmtree(world.home.path)
    shutil.copytree(copy, world.home.path)
    world.reopen()
    mine.log(title="Khi tỉnh chưa biết")
    carry = way(world)
    carry(mine)
    assert mine.store.local.hub_state.asking
    carry(other)
    closed(world)
    ends_well(world, carry, mine, other)


def test_what_the_hub_has_lost_is_kept_and_can_be_shown_to_an_auditor(world: World, tmp_path: Path) -> None:
    mine, _other, backup = lived(world, tmp_path)
    world.ask_monthly()
    mine.exchange(world.line)
    put_back(world, backup)
    closed(world)
    mine.exchange(world.line)
    asked = CliRunner().invoke(app, ["check", "--home", str(mine.home.path), "--evidence", str(tmp_path / "shown")])
    assert asked.exit_code == 0
    lines = [msgspec.json.decode(line) for line in (tmp_path / "shown").read_bytes().splitlines()]
    assert any("directive" in line.get("lost", "") for line in lines)
    assert {checkpoints.parse(line["head"]).checkpoint.origin for line in lines if "head" in line} == {
        origins.registry(HUB),
        origins.acceptances(HUB),
        origins.registry(HUB, 2),
        origins.acceptances(HUB, 2),
    }


def test_it_is_said_in_a_line_as_long_as_it_matters(world: World, tmp_path: Path) -> None:
    mine, other, backup = lived(world, tmp_path)
    assert restore_words(hub_restore(mine.store, world.now())) == ""
    put_back(world, backup)
    mine.exchange(world.line)
    found = hub_restore(mine.store, world.now())
    assert found is not None and found.asking
    closed(world)
    other.exchange(world.line)
    mine.exchange(world.line)
    for laptop in (mine, other):
        found = hub_restore(laptop.store, world.now())
        assert found is not None and (found.asking, found.again) == (False, 0) and found.at is not None
        assert restore_words(found)
        assert hub_restore(laptop.store, type(found.at)(found.at + 30 * 86_400)) is None


def test_with_the_program_open_the_directives_are_those_of_the_hub_of_now(world: World, tmp_path: Path) -> None:
    mine, other, backup = lived(world, tmp_path)
    world.ask_monthly()
    mine.exchange(world.line)
    program = Session(mine.home, clock=world.now, random_bytes=world.random)
    known: tuple[Directive, ...] = program.directives
    assert known
    put_back(world, backup)
    closed(world)
    mine.exchange(world.line)
    assert program.directives == (), "nobody showed it to the hub in time"
    assert program.laptop_status().restore is not None
    program.close()
    ends_well(world, by_line(world), mine, other)


def test_a_revocation_that_was_lost_comes_back_with_a_laptop_that_has_it(world: World, tmp_path: Path) -> None:
    thief = world.laptop(UNIT)
    thief.log(title="Trước khi mất máy")
    thief.exchange(world.line)
    mine, other, backup = lived(world, tmp_path)
    with world.store.writing() as transaction:
        device = thief.store.membership.device
        revoke_laptop(transaction, world.keys, device, "Mất máy", now=world.now(), random_bytes=world.random)
    mine.exchange(world.line)
    put_back(world, backup)
    closed(world)
    mine.exchange(world.line)
    mine.exchange(world.line)
    with pytest.raises(Refused):
        thief.exchange(world.line)
    ends_well(world, by_line(world), mine, other)


@pytest.mark.parametrize("way", WAYS)
def test_what_a_revoked_laptop_signed_beyond_what_counts_of_it_stays_with_nobody(
    world: World, tmp_path: Path, way: Callable[[World], Carry]
) -> None:
    """The operator says that it was revoked, before a colleague shows what was accepted of it in what was lost."""
    thief = world.laptop(UNIT)
    thief.log(title="Trước khi sao lưu")
    thief.exchange(world.line)
    mine, other, backup = lived(world, tmp_path)
    (record,) = (record for record, shown in thief.records().items() if shown.values.title == "Trước khi sao lưu")
    thief.revise(record, quantity=7)
    thief.log(title="Tỉnh không còn giữ")
    thief.exchange(world.line)
    submit(thief.store, thief.signer, "2026-11", Narrative(), now=world.now(), random_bytes=world.random)
    thief.exchange(world.line)
    mine.exchange(world.line)
    before = mine.pack(tmp_path / "before.soxa")
    old = tmp_path / "old.soxa"
    world.unpack(before, old)
    lost = mine.store.logs.lines(thief.origin, 2, 10**6)
    assert len(lost) == 3
    put_back(world, backup)
    closed(world, thief.store.membership.device)
    carry = way(world)
    for _again in range(3):
        for laptop in (mine, other):
            carry(laptop)
    assert mine.store.logs.extent(thief.origin).size == 2 == len(world.hub_leaves(thief.origin))
    assert mine.records() == other.records() == world.hub_records(UNIT)
    assert mine.store.records.page(record).record.values.quantity is None
    shown = [msgspec.json.decode(line) for line in evidence(mine.store)]
    assert [row["lost"].encode() for row in shown if row.get("origin") == thief.origin] == lost, "it is put aside"
    mine.unpack(old)
    assert mine.store.logs.extent(thief.origin).size == 2, "nor does a stick of before bring it back"
    assert "2026-11" not in mine.store.reporting.reports(answering=True)
    ends_well(world, carry, mine, other)


def test_who_was_enrolled_and_revoked_in_what_was_lost_does_not_come_back_by_a_receipt(world: World, tmp_path: Path) -> None:
    mine, other, backup = lived(world, tmp_path)
    thief = world.laptop(UNIT)
    thief.log(title="Trước khi mất máy")
    thief.exchange(world.line)
    with world.store.writing() as transaction:
        device = thief.store.membership.device
        revoke_laptop(transaction, world.keys, device, "Mất máy", now=world.now(), random_bytes=world.random)
    mine.exchange(world.line)
    put_back(world, backup)
    closed(world)
    for _again in range(2):  # the first tells of the restore, the second shows what was lost
        mine.exchange(world.line)
    with pytest.raises(Refused) as refused:
        thief.exchange(world.line)
    assert refused.value.code == "revoked-device"
    other.exchange(world.line)
    assert not mine.store.local.hub_state.asking and other.store.records.unsent() == 0


def test_a_line_that_breaks_anywhere_loses_nothing(world: World, tmp_path: Path) -> None:
    mine, other, backup = lived(world, tmp_path)
    put_back(world, backup)
    for at in (0.2, 0.6, 0.95):
        for line in (world.cut_request(at), world.cut_reply(at)):
            with suppress(SoxaError):
                mine.exchange(line)
    mine.exchange(world.line)
    closed(world)
    for at in (0.2, 0.6, 0.95):
        for line in (world.cut_request(at), world.cut_reply(at)):
            with suppress(SoxaError):
                mine.exchange(line)
                other.exchange(line)
    ends_well(world, by_line(world), mine, other)


def test_twice_restored_while_somebody_was_away(world: World, tmp_path: Path) -> None:
    mine, other, backup = lived(world, tmp_path)
    put_back(world, backup)
    mine.exchange(world.line)
    closed(world)
    mine.exchange(world.line)
    again = backed_up(world, tmp_path / "again")
    mine.log(title="Bốn")
    mine.exchange(world.line)
    put_back(world, again)
    mine.exchange(world.line)
    closed(world)
    ends_well(world, by_line(world), mine, other)
    assert other.store.logs.generation == 3


def test_an_unsent_pack_of_before_is_taken_after(world: World, tmp_path: Path) -> None:
    mine, other, backup = lived(world, tmp_path)
    mine.log(title="Trên USB")
    packing.pack(mine.store, mine.signer, tmp_path / "up", now=world.now())
    put_back(world, backup)
    with suppress(SoxaError):
        world.unpack(tmp_path / "up", tmp_path / "down")
        mine.unpack(tmp_path / "down")
    mine.exchange(world.line)
    closed(world)
    world.unpack(tmp_path / "up", tmp_path / "late")
    mine.unpack(tmp_path / "late")
    ends_well(world, by_line(world), mine, other)
