"""What the hub does with pushes, good and hostile: nothing twice, nothing unproven, nothing to strangers."""

from __future__ import annotations

import shutil

import pytest

from hub.intake.receive import Receiver
from hub.store import HubStore
from sync.encoding import Hash, Size
from sync.errors import BadInput, Refused, SoxaError
from sync.exchange.parcel import ONE_EXCHANGE, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from tests.hub.intake.pushes import push_of, raw_push, refusal
from tests.world import HUB, Laptop, World


def test_the_same_push_again_changes_nothing_and_is_receipted(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=3)
    body = push_of(laptop, world)
    before = world.hub_leaves(laptop.origin)
    taken = world.receiver.take([body], ONE_EXCHANGE, world.now())
    assert (taken.refusal, taken.entries) == (None, 0)
    assert world.hub_leaves(laptop.origin) == before


def test_a_laptop_whose_folder_was_copied_is_a_fork_and_the_evidence_is_kept(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=1)
    laptop.exchange(world.line)
    laptop.store.close()
    copy = world.folder / "copy"
    shutil.copytree(laptop.home.path, copy)
    laptop.reopen()
    laptop.log(quantity=2)
    laptop.exchange(world.line)
    twin = Laptop.__new__(Laptop)
    twin.__dict__ |= {**laptop.__dict__, "home": type(laptop.home)(copy)}
    twin.store = type(laptop.store).open(twin.home)
    twin.log(quantity=99)
    with pytest.raises(SoxaError) as refused:
        twin.exchange(world.line)
    assert refused.value.code == "fork"
    twin.store.close()
    with world.store.reading() as transaction:
        assert transaction.logs.evidence_codes(laptop.origin) == ["fork"]
    assert world.hub_leaves(laptop.origin) == laptop.leaves()


def test_an_old_copy_of_the_folder_is_told_so_and_loses_nothing(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=1)
    laptop.exchange(world.line)
    laptop.store.close()
    copy = world.folder / "copy"
    shutil.copytree(laptop.home.path, copy)
    laptop.reopen()
    laptop.log(quantity=2)
    laptop.exchange(world.line)
    laptop.store.close()
    shutil.rmtree(laptop.home.path)
    shutil.copytree(copy, laptop.home.path)
    laptop.reopen()
    before = laptop.leaves()
    with pytest.raises(SoxaError) as refused:
        laptop.exchange(world.line)
    assert refused.value.code in {"hub-holds-more", "hub-restored"}
    assert laptop.leaves() == before


def test_a_hub_restored_from_an_old_copy_gets_the_rest_again(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=1)
    laptop.exchange(world.line)
    world.store.close()
    old = world.folder / "old.db"
    shutil.copy(world.home.database, old)
    world.reopen()
    laptop.log(quantity=2)
    laptop.log(quantity=3)
    body = push_of(laptop, world)
    world.store.close()
    for path in world.home.path.glob("hub.db*"):
        path.unlink()
    shutil.copy(old, world.home.database)
    world.reopen()
    assert body
    with pytest.raises(SoxaError) as refused:
        laptop.exchange(world.line)
    assert refused.value.code in {"hub-restored", "stale-checkpoint", "behind"}
    assert len(laptop.leaves()) == 4


def test_another_hubs_parcel_and_what_is_no_push_are_refused(world: World) -> None:
    laptop = world.laptop("03390")
    body = push_of(laptop, world)
    for wrong in (b"<html>login</html>", body[:-9], b""):
        with pytest.raises(BadInput):
            world.receiver.take([wrong], ONE_EXCHANGE, world.now())
    writer = ParcelWriter()
    foreign = writer.header(Header(soxa=1, kind="push", hub="other.example")) + writer.end()
    with pytest.raises(Refused) as refused:
        world.receiver.take([foreign], ONE_EXCHANGE, world.now())
    assert refused.value.code == "another-hub"


def test_a_push_with_a_wrong_signature_or_root_leaves_nothing(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    stranger = world.laptop("03405")
    good = raw_push(laptop, [b"{}"])
    note = checkpoints.sign(Checkpoint(laptop.origin, Size(2), Hash(bytes(32))), laptop.signer)
    forged = checkpoints.sign(Checkpoint(laptop.origin, Size(2), Hash(bytes(32))), stranger.signer.renamed(laptop.origin))
    for checkpoint, code in ((note, "wrong-root"), (forged, "unsigned")):
        writer = ParcelWriter()
        body = (
            writer.header(Header(soxa=1, kind="push", hub=HUB, device=laptop.store.membership.device))
            + writer.range(RangeHead(origin=laptop.origin, start=Size(1), end=Size(2), checkpoint=checkpoint))
            + writer.entries([b"{}"])
            + writer.end()
        )
        assert refusal(world, body) == code
    assert len(world.hub_leaves(laptop.origin)) == 1
    assert world.receiver.take([good], ONE_EXCHANGE, world.now()).refusal is None


def test_a_closed_store_opens_again_with_all_that_was_receipted(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.log(quantity=2)
    laptop.exchange(world.line)
    world.store.close()
    store = HubStore.open(world.home.database)
    assert Receiver(store, world.keys, world.random)
    with store.reading() as transaction:
        log = transaction.logs.get(laptop.origin)
        assert log is not None and log.size == laptop.store.logs.own.acked == 2
    store.close()
    with pytest.raises(Refused):
        HubStore.create(world.home.database)
    with pytest.raises(Refused):
        HubStore.open(world.folder / "nowhere.db")
