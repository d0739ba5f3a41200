"""A hub whose database somebody put back without a word, and that nothing told so: it signs a second history of its own
logs, until a laptop that holds the first one calls."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from field.exchange import packing
from field.messages import now_there_words
from hub import own_logs
from hub.generations.standing import gathering
from hub.generations.words import to_do
from hub.registry.laptops import revoke_laptop
from hub.times import AcceptedTimes
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.errors import Fork, Refused, SoxaError, WrongRoot
from sync.ledger import origins
from sync.ledger.entry import Restored
from sync.wording.dates import moment
from tests.hub.generations import gathering as knowing
from tests.hub.generations.gathering import backed_up, closed, entries
from tests.world import HUB, Laptop, World

UNIT, OTHER_UNIT = "03390", "03424"
REGISTRY = origins.registry(HUB)


def put_back(world: World, backup: Path) -> None:
    world.store.close()
    shutil.copyfile(backup, world.home.database)
    world.reopen()


def copied(world: World, laptop: Laptop, path: Path) -> Laptop:
    other = Laptop(world, laptop.copied(path))
    world.laptops.append(other)
    return other


def replied_to(world: World, laptop: Laptop, path: Path) -> Path:
    """A laptop's stick to the hub and back: the hub's answer to it."""
    path.mkdir()
    answer = path / "reply.soxa"
    world.unpack(laptop.pack(path / "push.soxa"), answer)
    return answer


def asks(world: World) -> bool:
    with world.store.reading() as transaction:
        return gathering(transaction, world.keys) is not None


def test_who_holds_the_other_registry_shows_it_and_goes_on_with_the_stated_fork(world: World, tmp_path: Path) -> None:
    laptop, early, newcomer = world.laptop(UNIT), world.laptop(UNIT), world.laptop(UNIT)
    laptop.log()
    backup = backed_up(world, tmp_path / "backup")
    early.log()
    early.exchange(world.line)
    put_back(world, backup)
    newcomer.exchange(world.line)  # enrolled where `early` was
    early.exchange(world.line)  # its receipts show that the hub went back
    assert asks(world)
    closed(world, keep_this=True)
    (restored,) = [entry for entry in entries(world, REGISTRY) if isinstance(entry, Restored)]
    assert restored.grown
    assert f"{origins.acceptances(HUB)}\n" in "".join(restored.lost)
    for each in (early, newcomer, laptop, early):
        each.exchange(world.line)
    assert early.records() == world.hub_records(UNIT)
    assert len(early.records()) == 2
    assert early.store.logs.own.acked == early.store.logs.own.size
    world.audit(tmp_path / "bundle.soxa")


def test_what_the_hub_had_received_of_a_copy_is_carried_on_where_it_holds_another_branch_now(
    world: World, tmp_path: Path
) -> None:
    laptop = world.laptop(UNIT)
    copy = copied(world, laptop, tmp_path / "copy")
    backup = backed_up(world, tmp_path / "backup")
    saved = {*copy.log(quantity=1), *copy.log(quantity=2)}
    copy.exchange(world.line)
    assert copy.store.logs.own.acked == 3
    put_back(world, backup)
    laptop.log(quantity=3)
    laptop.exchange(world.line)
    with pytest.raises(Fork):
        copy.exchange(world.line)
    copy.begin_anew()
    with pytest.raises(WrongRoot):
        copy.exchange(world.line)
    with pytest.raises(SoxaError):
        copy.exchange(world.line)  # shows the other history of the registry, which the new store has of the old one
    assert asks(world)
    closed(world, keep_this=True)
    for each in (copy, laptop, copy):
        each.exchange(world.line)
    assert saved <= set(copy.leaves())
    assert len(world.hub_records(UNIT)) == 3
    assert laptop.records() == copy.records() == world.hub_records(UNIT)


def test_a_citation_of_a_history_of_the_same_length_makes_the_hub_ask(world: World, tmp_path: Path) -> None:
    laptop, other, newcomer = world.laptop(UNIT), world.laptop(UNIT), world.laptop("03405")
    for each in (laptop, other, newcomer):
        each.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    world.set_clock(Instant(world.now() + DAY_SECONDS))
    other.exchange(world.line)  # has seen the acceptance of that, which the day's answer proves
    put_back(world, backup)
    newcomer.log()
    newcomer.exchange(world.line)  # another acceptance in its place
    other.log()
    other.exchange(world.line)
    assert asks(world)
    for each in (laptop, other, newcomer):
        each.exchange(world.line)
    closed(world, keep_this=True)
    for each in (laptop, other, newcomer, laptop, other):
        each.exchange(world.line)
    assert len(world.hub_records(UNIT)) == 2
    assert laptop.records() == other.records() == world.hub_records(UNIT)
    world.audit(tmp_path / "bundle.soxa")


def report_received(world: World, laptop: Laptop) -> Instant:
    """When the hub says that it received all of a laptop's log."""
    with world.store.reading() as transaction:
        log = transaction.logs.get(laptop.store.logs.own_origin)
        assert log is not None
        newest = transaction.logs.accepted(log.id)[-1]
        registry = own_logs.registry(transaction, world.keys)
        return AcceptedTimes(transaction, registry).received_as(newest, log.seen_size)


@pytest.mark.parametrize("by_stick", [False, True])
def test_what_was_in_time_stays_so_whoever_comes_first(world: World, tmp_path: Path, *, by_stick: bool) -> None:
    laptop, other = world.laptop(UNIT), world.laptop(UNIT)
    for each in (laptop, other):
        each.log()
        each.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    before = world.now()
    laptop.log()
    laptop.exchange(world.line)
    in_time = report_received(world, laptop)
    world.set_clock(Instant(world.now() + 2 * DAY_SECONDS))
    put_back(world, backup)
    other.log()
    other.exchange(world.line)
    assert not asks(world)
    if by_stick:
        reply = packing.unpack(laptop.store, replied_to(world, laptop, tmp_path / "first"), now=world.now())
        assert reply.lost == 1
        assert now_there_words(2, reply.unsent, reply.lost) != now_there_words(2, reply.unsent)  # that it has all
        assert asks(world)  # by what the file brings though nothing is unsent
        assert laptop.store.local.hub_state.asking  # so the next holds all
        laptop.unpack(replied_to(world, laptop, tmp_path / "second"))
    else:
        laptop.exchange(world.line)
    assert asks(world)
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
    assert state is not None
    assert state.parted == [origins.acceptances(HUB)]
    assert 0 < state.lost_since <= before < in_time < state.newest
    assert closed(world, keep_this=True).entries == 1
    (restored,) = [entry for entry in entries(world, REGISTRY) if isinstance(entry, Restored)]
    assert restored.since == state.lost_since
    assert report_received(world, laptop) == in_time
    for each in (laptop, other, laptop):
        each.exchange(world.line)
    assert laptop.records() == other.records() == world.hub_records(UNIT)
    world.audit(tmp_path / "bundle.soxa")


def test_all_that_was_delivered_in_time_counts_so_once_all_have_called(world: World, tmp_path: Path) -> None:
    early, second, other = world.laptop(UNIT), world.laptop(UNIT), world.laptop(OTHER_UNIT)
    for each in (early, second, other):
        each.log()
        each.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    for each in (early, second):
        each.log()
        each.exchange(world.line)
    newcomer = world.laptop(UNIT)  # nobody knows it any more, and it cites nothing of before
    newcomer.log()
    newcomer.exchange(world.line)
    in_time = {each.origin: report_received(world, each) for each in (early, second, newcomer)}
    world.set_clock(Instant(world.now() + 2 * DAY_SECONDS))
    put_back(world, backup)
    other.log()
    other.exchange(world.line)
    early.log()
    for each in (early, newcomer, second):
        each.exchange(world.line)
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
    assert state is not None
    assert 0 < state.lost_since < min(in_time.values())
    closed(world, keep_this=True)
    for each in (early, newcomer, second, other):
        each.exchange(world.line)
    early.exchange(world.line)
    with world.store.reading() as transaction:
        times = AcceptedTimes(transaction, own_logs.registry(transaction, world.keys))
        for each in (early, second, newcomer):
            log = transaction.logs.get(each.origin)
            assert log is not None
            assert in_time[each.origin] in [
                times.received_as(row, log.seen_size) for row in transaction.logs.accepted(log.id)
            ]
    assert early.records() == world.hub_records(UNIT)
    world.audit(tmp_path / "bundle.soxa")


def test_what_was_revoked_since_the_histories_part_is_asked_for(world: World, tmp_path: Path) -> None:
    laptop, colleague, stolen = world.laptop(UNIT), world.laptop(UNIT), world.laptop(OTHER_UNIT)
    for each in (laptop, colleague, stolen):
        each.log()
        each.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    with world.store.writing() as transaction:
        device = stolen.store.membership.device
        revoke_laptop(transaction, world.keys, device, "lost", now=world.now(), random_bytes=world.random)
    revoked_at = world.now()
    world.set_clock(Instant(revoked_at + 2 * DAY_SECONDS))
    put_back(world, backup)
    colleague.log()
    colleague.exchange(world.line)
    laptop.exchange(world.line)
    with world.store.reading() as transaction:
        state = gathering(transaction, world.keys)
    assert state is not None
    assert state.lost_since <= revoked_at < state.newest
    assert moment(state.lost_since) in to_do(state)
    assert moment(state.newest) not in to_do(state)
    closed(world, stolen.store.membership.device, keep_this=True)
    with pytest.raises(SoxaError) as told:
        stolen.exchange(world.line)
    assert told.value.code == "revoked-device"


def test_a_stick_that_brings_nothing_new_is_taken_by_a_hub_that_was_restored(world: World, tmp_path: Path) -> None:
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    knowing.put_back(world, backup)
    closed(world)
    laptop.unpack(replied_to(world, laptop, tmp_path / "first"))  # its receipt is of what was lost
    laptop.unpack(replied_to(world, laptop, tmp_path / "second"))
    assert not asks(world)
    assert laptop.records() == world.hub_records(UNIT)
    assert laptop.records()
    world.audit(tmp_path / "bundle.soxa")


def test_what_a_stated_fork_names_alarms_nobody_who_reads_it_cited(world: World, tmp_path: Path) -> None:
    laptop, other = world.laptop(UNIT), world.laptop(UNIT)
    for each in (laptop, other):
        each.log()
        each.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    put_back(world, backup)
    other.log()
    other.exchange(world.line)
    laptop.exchange(world.line)
    laptop.log()  # cites a head of what is lost
    laptop.exchange(world.line)
    closed(world, keep_this=True)
    other.exchange(world.line)  # holds one of the same size, of what stays
    assert other.store.logs.contradictions() == []
    laptop.exchange(world.line)
    assert laptop.records() == other.records() == world.hub_records(UNIT)
    world.audit(tmp_path / "bundle.soxa")


@pytest.mark.parametrize("keep_this", [False, True])
def test_the_first_history_that_is_put_back_once_the_second_was_closed_is_two_histories(
    world: World, tmp_path: Path, *, keep_this: bool
) -> None:
    laptop, other = world.laptop(UNIT), world.laptop(OTHER_UNIT)
    for each in (laptop, other):
        each.log()
        each.exchange(world.line)
    yesterday = backed_up(world, tmp_path / "yesterday")
    for _ in range(2):
        laptop.log()
        laptop.exchange(world.line)
    today = backed_up(world, tmp_path / "today")
    put_back(world, yesterday)
    other.log()
    other.exchange(world.line)
    laptop.log()
    with suppress(SoxaError):
        laptop.exchange(world.line)
    assert asks(world)
    closed(world, keep_this=True)
    for each in (laptop, other, laptop):
        each.log()
        each.exchange(world.line)
    world.audit(tmp_path / "second.soxa")
    put_back(world, today)
    for each in (laptop, other, laptop):
        with suppress(SoxaError):
            each.exchange(world.line)
    assert asks(world)
    if not keep_this:
        with pytest.raises(Refused, match=r"two-histories|later-generation"):
            closed(world)
    closed(world, keep_this=True)
    for each in (laptop, other, laptop):
        each.exchange(world.line)
    assert laptop.records() == world.hub_records(UNIT)
    world.audit(tmp_path / "third.soxa")
