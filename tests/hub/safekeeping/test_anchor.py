"""The anchor is never ahead of the database that it is beside, and tells of one that went back."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from pathlib import Path

import pytest

from hub import own_logs
from hub.home import HubHome
from hub.registry.laptops import revoke_laptop
from hub.safekeeping import anchor as anchors
from hub.safekeeping.anchor import Anchor
from hub.store import HubStore
from hub.store.file import NewestMissing
from sync.encoding.types import DeviceId
from sync.errors import BadInput, Refused
from sync.ledger import origins
from tests.dying import DIED, die
from tests.world import HUB, Laptop, World


@pytest.fixture
def laptop(world: World) -> Laptop:
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    return laptop


def there(home: HubHome) -> Anchor:
    found = anchors.read(home.anchor)
    assert found is not None
    return found


def held(world: World) -> Anchor:
    with world.store.reading() as transaction:
        return anchors.state(transaction, world.keys)


def back(world: World, copy: Path) -> None:
    """The database as it was when it was copied."""
    world.store.close()
    shutil.copy(copy, world.home.database)


def taken(world: World, path: Path) -> Path:
    world.store.close()
    shutil.copy(world.home.database, path)
    world.reopen()
    return path


def test_the_anchor_follows_what_is_signed_and_is_written_at_the_end(world: World, laptop: Laptop) -> None:
    with anchors.kept(world.store, world.keys, world.home.anchor):
        for _each in range(3):
            laptop.log()
            laptop.exchange(world.line)
    assert there(world.home) == held(world)
    data = world.home.anchor.read_bytes()
    assert data.count(b"\n") == 1 and data.endswith(b"\n")
    assert there(world.home).hub == world.keys.hub


def test_what_is_being_written_as_a_hub_closes_is_written_before_its_store_is_let_go_of(
    world: World, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with anchors.kept(world.store, world.keys, world.home.anchor):
        laptop.log(title="Họp bản")
        laptop.exchange(world.line)
    begun, go_on, write = threading.Event(), threading.Event(), anchors.write

    def slowly(path: Path, anchor: Anchor) -> None:
        begun.set()
        assert go_on.wait(60)
        write(path, anchor)

    monkeypatch.setattr(anchors, "write", slowly)
    with anchors.kept(world.store, world.keys, world.home.anchor):
        laptop.log(title="Phát loa")
        laptop.exchange(world.line)
        assert begun.wait(60)
        threading.Timer(0.3, go_on.set).start()
    assert go_on.is_set()
    told = anchors.read(world.home.anchor)
    assert told is not None and told.acceptances is not None
    with world.store.reading() as transaction:
        held = transaction.logs.get(origins.acceptances(HUB))
    assert held is not None and told.acceptances.size == held.size


def test_a_revocation_is_in_it_at_once(world: World, laptop: Laptop) -> None:
    device = DeviceId(origins.parse(laptop.origin).name)
    with anchors.kept(world.store, world.keys, world.home.anchor):
        with world.store.writing() as transaction:
            revoke_laptop(transaction, world.keys, device, "Mất máy", now=world.now(), random_bytes=world.random)
        (entry,) = there(world.home).revoked
        assert device in entry and there(world.home) == held(world)


def test_an_anchor_that_another_process_has_taken_further_stays(world: World, laptop: Laptop) -> None:
    before = held(world)
    laptop.log()
    laptop.exchange(world.line)
    anchors.write(world.home.anchor, held(world))
    assert anchors._is_ahead(world.home.anchor, before)
    assert not anchors._is_ahead(world.home.anchor, held(world))


def test_a_database_at_or_before_its_anchor_is_served_and_one_behind_it_asks(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    anchors.write(world.home.anchor, held(world))
    old = taken(world, tmp_path / "old.db")
    laptop.log()
    laptop.exchange(world.line)
    assert opened(world.home) is None  # further than its anchor: nothing is missing
    anchors.write(world.home.anchor, held(world))
    assert opened(world.home) is None
    back(world, old)
    store = anchors.opened(world.home)
    with store.reading() as transaction:
        asking = transaction.settings.asking
        assert asking is not None and asking.why == "behind"
        (head,) = transaction.waiting.heads()
        assert (head.origin, head.size, head.beside) == (origins.acceptances(HUB), 4, False)
        assert transaction.settings.may_lack_entered
    with pytest.raises(Refused) as told, store.writing() as transaction:
        own_logs.append(transaction, world.keys, origins.registry(HUB), [])
    assert told.value.code == "hub-asking"
    store.close()
    assert opened(world.home) == "behind", "it stays so"


def opened(home: HubHome) -> str | None:
    """Why a hub that is opened asks; None if it serves."""
    store = anchors.opened(home)
    with store.reading() as transaction:
        asking = transaction.settings.asking
    store.close()
    return None if asking is None else asking.why


def test_a_database_with_another_history_is_told_of(world: World, laptop: Laptop, tmp_path: Path) -> None:
    old = taken(world, tmp_path / "old.db")
    laptop.log()
    laptop.exchange(world.line)
    anchors.write(world.home.anchor, held(world))
    back(world, old)
    world.reopen()
    other = world.laptop("03424")
    other.log()
    other.exchange(world.line)  # accepted where the first had been
    world.store.close()
    assert opened(world.home) == "beside"


def test_a_lost_wal_is_told_unless_the_anchor_knows_that_no_log_lacks_anything(world: World, laptop: Laptop) -> None:
    world.store.close()
    current = there_after(world)
    assert die(10_000, world.home.path, written_and_died, world.home.path) == DIED
    for ending in ("-wal", "-shm"):
        Path(f"{world.home.database}{ending}").unlink()
    with pytest.raises(NewestMissing):  # without an anchor nobody can tell
        anchors.opened(world.home)
    anchors.write(world.home.anchor, current)
    assert opened(world.home) is None
    assert opened(world.home) is None


def there_after(world: World) -> Anchor:
    world.reopen()
    found = held(world)
    world.store.close()
    return found


def written_and_died(folder: Path) -> None:
    """Write something that no log knows, and die with the store open."""
    with HubStore.open(folder / "hub.db").writing() as transaction:
        transaction.settings.set("url", "http://here")
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def test_a_lost_wal_that_held_entries_is_told_as_often_as_one_looks(world: World, laptop: Laptop, tmp_path: Path) -> None:
    world.store.close()
    folder = tmp_path / "copied"
    folder.mkdir()
    world.reopen()
    laptop.log()
    laptop.exchange(world.line)
    for each in (world.home.database, world.home.logs_key, world.home.mirror_key):  # the store is open: its -wal is left out
        shutil.copy(each, folder)
    anchors.write(folder / "hub.anchor", held(world))
    for _look in range(2):
        with pytest.raises(NewestMissing):
            anchors.opened(HubHome(folder))


@pytest.mark.parametrize("data", [b"", b"{}", b"nonsense\n"])
def test_a_damaged_anchor_is_told(world: World, data: bytes) -> None:
    world.home.anchor.write_bytes(data)
    with pytest.raises(BadInput) as refused:
        anchors.opened(world.home)
    assert refused.value.code == "bad-anchor"


def test_an_anchor_has_one_spelling_and_its_heads_are_those_of_its_notes(world: World, laptop: Laptop) -> None:
    anchors.write(world.home.anchor, held(world))
    data = world.home.anchor.read_bytes()
    for wrong in (data[:-1], data + b"\n", data.replace(b":", b": ", 1), data.replace(b'"size":3', b'"size":4', 1)):
        assert wrong != data
        world.home.anchor.write_bytes(wrong)
        with pytest.raises(BadInput) as refused:
            anchors.read(world.home.anchor)
        assert refused.value.code == "bad-anchor"
    assert laptop.origin


def test_a_lost_database_beside_its_keys_is_told_as_that(world: World, laptop: Laptop) -> None:
    anchors.write(world.home.anchor, held(world))
    world.store.close()
    world.home.database.unlink()
    world.home.mirror_key.unlink()
    for step in range(3):
        if step == 1:
            world.home.anchor.unlink()
        elif step == 2:
            world.home.database.touch()
        with pytest.raises(Refused) as refused:
            anchors.opened(world.home)
        assert (refused.value.code, refused.value.facts) == ("hub-lost", {"path": str(world.home.path)})
    world.home.beginning.path.mkdir()
    world.home.beginning.database.touch()  # `init` did not finish
    with pytest.raises(Refused) as refused:
        anchors.opened(world.home)
    assert refused.value.code == "no-hub"
