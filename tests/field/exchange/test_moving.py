"""Moving a laptop by a stick: all that it holds arrives, the old folder is closed, and the key stays nowhere in between."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from field.exchange import moving
from field.exchange.moving import move_from, move_to
from field.exchange.rescue import rescue
from field.home import LaptopHome
from field.messages import sentence
from field.store import LaptopStore
from field.store.rows import ActivityFilter, StoredDraft
from sync.encoding.types import Instant
from sync.errors import BadInput, Refused, SoxaError, Unavailable
from sync.log.keyfile import is_encrypted, load_key
from sync.wording.i18n import speaking
from tests.world import Laptop, World

PHRASE = "bản mường xa xôi"
TYPED = '{"title":"Đang gõ"}'.encode()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "USB của xã"
    folder.mkdir()
    return folder


def moved(world: World, laptop: Laptop, stick: Path) -> Path:
    return move_to(laptop.home, stick, laptop.signer, PHRASE, world.random)


def arrived(world: World, stick: Path, to: Path, kept_under: str | None = None) -> Laptop:
    move_from(LaptopHome(to), stick, PHRASE, kept_under, world.random)
    laptop = Laptop.__new__(Laptop)
    laptop.world, laptop.home = world, LaptopHome(to)
    laptop.store = LaptopStore.open(laptop.home)
    laptop.signer = load_key(laptop.home.key, passphrase=kept_under)
    laptop.unit, laptop.origin = laptop.store.membership.unit, laptop.store.logs.own.origin
    world.laptops.append(laptop)
    return laptop


def refused(laptop: Laptop) -> str:
    with pytest.raises(SoxaError) as raised:
        laptop.log()
    return raised.value.code


def test_a_laptop_goes_on_elsewhere_with_all_that_it_holds(world: World, stick: Path, tmp_path: Path) -> None:
    old = world.laptop("03390")
    old.log(title="Đã gửi")
    old.exchange(world.line)
    old.log(title="Chưa gửi")
    old.store.local.keep_draft(StoredDraft(0, None, TYPED, Instant(1)))
    folder = moved(world, old, stick)
    assert is_encrypted(folder / "device.key")
    assert refused(old) == "home-moved"
    new = arrived(world, stick, tmp_path / "new")
    assert new.records() == old.records() and new.store.records.unsent() == 1
    assert [draft.typed for draft in new.store.local.drafts()] == [TYPED]
    assert not is_encrypted(new.home.key)
    assert not folder.exists(), "the key is not left on the stick"
    new.log(title="Ở máy mới")
    new.exchange(world.line)
    assert len(world.hub_leaves(new.origin)) == 4 == new.store.logs.own.acked
    assert new.store.closed is None


def test_what_cannot_be_written_closes_nothing(world: World, stick: Path) -> None:
    laptop = world.laptop("03390")
    for target in (stick / "none", laptop.home.database):
        with pytest.raises(Unavailable) as raised:
            moved(world, laptop, target)
        assert raised.value.code == "file-unusable"
    laptop.log()
    moved(world, laptop, stick)
    with pytest.raises(Refused) as once_more:
        moved(world, laptop, stick)
    assert once_more.value.code == "home-moved"


def test_a_stick_that_anybody_may_read_gives_its_key_to_who_knows_the_passphrase(
    world: World, stick: Path, tmp_path: Path
) -> None:
    folder = moved(world, world.laptop("03390"), stick)
    (folder / "device.key").chmod(0o666)  # as a stick's file system has it
    with pytest.raises(Refused) as wrong:
        move_from(LaptopHome(tmp_path / "new"), stick, "sai", None, world.random)
    assert wrong.value.code == "wrong-passphrase" and not (tmp_path / "new" / "soxa.db").exists()
    assert is_encrypted(arrived(world, folder, tmp_path / "new", kept_under="khác").home.key)


def test_a_stick_without_a_laptop_or_with_several_is_asked_about(world: World, stick: Path, tmp_path: Path) -> None:
    for count in (0, 2):
        with pytest.raises(BadInput) as raised:
            move_from(LaptopHome(tmp_path / "new"), stick, PHRASE, None, world.random)
        told = (raised.value.code, raised.value.facts.get("count"))
        assert told == (("no-move", count) if count else ("nothing-moved", None))
        for _one in range(2):
            moved(world, world.laptop("03390"), stick)


def test_a_laptop_is_not_taken_into_the_folder_of_another(world: World, stick: Path) -> None:
    moved(world, world.laptop("03390"), stick)
    with pytest.raises(Refused) as raised:
        move_from(world.laptop("03390").home, stick, PHRASE, None, world.random)
    assert raised.value.code == "move-into-laptop"


def test_what_was_typed_in_the_folder_that_was_left_is_taken_over_and_nothing_comes_twice(
    world: World, stick: Path, tmp_path: Path
) -> None:
    old = world.laptop("03390")
    old.log(title="Chưa gửi")
    new = arrived(world, moved(world, old, stick), tmp_path / "new")
    old.store.local.keep_draft(StoredDraft(0, None, TYPED, Instant(1)))
    old.store.local.keep_words("2026-11", '{"results":"Tốt"}')
    for drafts in (1, 0):
        done = rescue(new.store, new.signer, old.home, now=world.now(), random_bytes=world.random)
        assert (done.drafts, done.entries) == (drafts, 0)
    assert [draft.typed for draft in new.store.local.drafts()] == [TYPED]
    assert new.store.local.kept_words("2026-11") == '{"results":"Tốt"}'
    with pytest.raises(Refused, match="rescue-itself"):
        rescue(new.store, new.signer, new.home, now=world.now(), random_bytes=world.random)


def test_a_stick_that_was_lost_on_the_way_costs_nothing(world: World, stick: Path) -> None:
    """The folder that was left joins anew, and says that it can."""
    laptop = world.laptop("03390")
    laptop.log(title="Đã gửi")
    laptop.exchange(world.line)
    laptop.log(title="Chưa gửi")
    shutil.rmtree(moved(world, laptop, stick))
    with speaking("en"):
        assert "soxa field join" in sentence(Refused("home-moved"))
    laptop.begin_anew()
    laptop.exchange(world.line)
    rows = {row.values.title: row.status for row in laptop.store.records.rows(ActivityFilter())}
    assert rows == {"Đã gửi": "received", "Chưa gửi": "received"}


def test_a_database_that_another_keeps_to_itself_is_not_waited_for_for_ever(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = world.laptop("03390")
    monkeypatch.setattr(moving, "_MOST_TRIES", 1)
    laptop.store.close()
    with closing(sqlite3.connect(laptop.home.database)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable) as refused:
            moving.copy_database(laptop.home.database, tmp_path / "copy")
    assert refused.value.code == "store-busy"
