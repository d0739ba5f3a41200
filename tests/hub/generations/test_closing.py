"""A hub that went back asks, gathers and goes on: nothing acknowledged is lost, and each generation says what it lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from field.exchange import joining
from hub import own_logs
from hub.generations import words
from hub.generations.standing import kept_apart
from hub.registry.laptops import revoke_laptop
from hub.safekeeping.check import check
from sync.encoding.types import Size
from sync.errors import NoAnswer, Refused
from sync.ledger import origins
from sync.ledger.entry import Restored, Revoked
from sync.ledger.invite import parse_invite
from sync.wording.i18n import speaking
from tests.hub.generations.gathering import Held, accepted, backed_up, bring, closed, entries, names, put_back
from tests.hub.registry.replacing import replacing
from tests.world import HUB, Laptop, World

UNIT = "03390"
REGISTRY, ACCEPTANCES = origins.registry(HUB), origins.acceptances(HUB)


def device_of(laptop: Laptop) -> str:
    return laptop.store.membership.device


@pytest.fixture
def laptop(world: World) -> Laptop:
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)
    return laptop


def test_what_a_laptop_sent_since_comes_back_at_the_time_of_its_receipt(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    backup = backed_up(world, tmp_path / "backup")
    laptop.log(title="Họp bản")
    laptop.exchange(world.line)
    before, receipted = Held(world), laptop.store.logs.own.receipt_time
    put_back(world, backup)
    device = laptop.store.membership.device
    asked = bring(world, device, cursors={laptop.origin: Size(3), ACCEPTANCES: before.size(ACCEPTANCES)})
    assert (asked.header.asking, asked.wants) == (True, (ACCEPTANCES, 3))
    assert asked.size(laptop.origin) == 2
    told = bring(world, device, [*before.ranges(laptop.origin, 2), *before.ranges(ACCEPTANCES)], {laptop.origin: Size(2)})
    assert (told.header.asking, told.refusal, told.size(laptop.origin)) == (True, None, 3)
    with pytest.raises(Refused) as refused, world.store.writing() as transaction:
        own_logs.append(transaction, world.keys, REGISTRY, [])
    assert refused.value.code == "hub-asking"
    done = closed(world)
    assert (done.generation, done.entries, list(done.left_out)) == (2, 1, [])
    assert Held(world).lines[laptop.origin] == before.lines[laptop.origin]
    (*_kept, last) = accepted(world, device)
    assert last.held is not None and last.held.time == receipted
    (restored,) = [entry for entry in entries(world, REGISTRY) if isinstance(entry, Restored)]
    assert restored.lost == (before.notes[ACCEPTANCES][before.size(ACCEPTANCES)],)
    assert names(world) == {f"{REGISTRY}/2", f"{ACCEPTANCES}/2"}
    served = bring(world, device, cursors={REGISTRY: before.size(REGISTRY), laptop.origin: Size(3)})
    assert (served.header.asking, served.refusal) == (False, None)
    assert served.origins() == {f"{REGISTRY}/2", f"{ACCEPTANCES}/2", laptop.origin}


def test_joins_since_and_after_with_the_registry_and_without(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world, tmp_path / "backup")
    since = world.laptop(UNIT)
    since.log(title="Từ hôm qua")
    since.exchange(world.line)
    laptop.exchange(world.line)
    before = Held(world)
    put_back(world, backup)
    told = bring(world, since.store.membership.device, before.ranges(since.origin))
    assert (told.header.asking, told.size(since.origin)) == (True, 2), "its receipt proves that it was enrolled"
    asked = bring(world, laptop.store.membership.device, cursors={REGISTRY: before.size(REGISTRY)})
    assert asked.wants == (REGISTRY, before.size(REGISTRY) - 1)
    shown = bring(world, laptop.store.membership.device, before.ranges(REGISTRY, 1), {REGISTRY: before.size(REGISTRY)})
    assert shown.refusal is None
    after = world.laptop(UNIT)
    after.log(title="Sau đó")
    bodies: list[bytes] = []
    with pytest.raises(NoAnswer):
        after.exchange(world.kept(bodies))
    done = closed(world)
    assert done.laptops == 0, "the registry that came back says so"
    assert Held(world).lines[since.origin] == before.lines[since.origin]
    after.exchange(world.line)
    assert Held(world).size(after.origin) == 2


def test_an_enrolment_that_nobody_has_is_made_again_for_a_log_with_a_receipt(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    backup = backed_up(world, tmp_path / "backup")
    since = world.laptop(UNIT)
    since.exchange(world.line)
    before = Held(world)
    put_back(world, backup)
    bring(world, since.store.membership.device, before.ranges(since.origin))
    done = closed(world)
    assert done.laptops == 1
    assert Held(world).lines[since.origin] == before.lines[since.origin]


def test_revocations_that_the_anchor_names_or_the_operator_are_stated_again(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    other = world.laptop(UNIT)
    other.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log(title="Trước")
    laptop.exchange(world.line)
    device = laptop.store.membership.device
    with world.store.writing() as transaction:
        revoke_laptop(transaction, world.keys, device, "mất máy", now=world.now(), random_bytes=world.random)
    before = Held(world)
    put_back(world, backup)
    laptop.log(title="Kẻ trộm")
    late = Held(world)
    bring(world, device, before.ranges(laptop.origin, 2))
    assert late.size(laptop.origin) == 2
    done = closed(world, device)
    assert list(done.revoked) == [device]
    assert Held(world).size(laptop.origin) == 3
    (fence,) = [entry for entry in entries(world, REGISTRY) if isinstance(entry, Revoked)]
    assert (fence.device, fence.size) == (device, 3)
    told = bring(world, device)
    assert told.refusal == "revoked-device"


def test_what_went_on_in_a_new_generation_is_sound_and_can_be_backed_up(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    backup = backed_up(world, tmp_path / "backup")
    put_back(world, backup)
    closed(world)
    key = world.keys.logs.verifier
    assert check(world.store, key, lambda _count: None) == []
    again = backed_up(world, tmp_path / "again")
    put_back(world, again)
    assert closed(world).generation == 3
    assert names(world) == {f"{REGISTRY}/3", f"{ACCEPTANCES}/3"}
    assert check(world.store, key, lambda _count: None) == []


def test_who_came_back_without_an_invite_and_which_invites_count_again_is_told(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    """Registry and table of invites have both lost whose place a laptop took, and that an invite was withdrawn."""
    spare = parse_invite(world.invite(UNIT)).id
    backup = backed_up(world, tmp_path / "backup")
    with world.store.writing() as transaction:
        transaction.invites.withdraw(spare)
    old = laptop.store.membership.device
    laptop.log(title="Chưa gửi")
    line = replacing(world, old)
    laptop.store.close()
    laptop.home.key.rename(laptop.home.path / "lost.key")
    joining.join(laptop.home, line, officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
    laptop.reopen()
    laptop.exchange(world.line)
    plain = world.laptop(UNIT)
    plain.exchange(world.line)
    before, new = Held(world), laptop.store.membership.device
    put_back(world, backup)
    for device, origin in ((new, laptop.origin), (plain.store.membership.device, plain.origin)):
        bring(world, device, before.ranges(origin))
    done = closed(world)
    assert [(each.device, each.carried) for each in done.returned] == [(new, old), (plain.store.membership.device, "")]
    assert [invite.id for invite in done.invites] == [spare]
    told = words.returned(done)
    assert len(told) == 4 and old in told[0] and new in told[0] and spare in told[2]


def test_who_joined_by_an_invite_that_was_lost_is_named_with_its_unit_until_it_has_a_new_one(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    backup = backed_up(world, tmp_path / "backup")
    since = world.laptop(UNIT)
    since.log(title="Từ hôm qua")
    put_back(world, backup)
    since.exchange(world.line)
    before, done = since.leaves(), closed(world)
    ((apart,), device) = done.left_out, since.store.membership.device
    assert (apart.device, apart.unit, apart.start, apart.size, apart.why) == (device, UNIT, 0, 2, "unknown-invite")
    with speaking("en"):
        (told,) = words.left_out(done.left_out)
        issued = words.returned(done)[-1]
    assert told.startswith(f"Kept apart, and not counted: 2 entries of the laptop {device} of Xã Bình Lư ({UNIT}). ")
    assert "Issue a new one" in told and "same folder" in told
    assert "issue them anew" in issued, "nobody knows which there were"
    with world.store.reading() as transaction:
        assert kept_apart(transaction, world.keys) == list(done.left_out), "as long as they have not come"
    since.begin_anew()
    since.exchange(world.line)
    assert since.leaves()[: len(before)] == before and since.store.records.unsent() == 0
    with world.store.reading() as transaction:
        assert kept_apart(transaction, world.keys) == [], "all of it has come"
