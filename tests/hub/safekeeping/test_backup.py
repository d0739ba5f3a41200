"""A backup is the hub of one moment, checked before it gets its name; nothing that is in the way is touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from hub.home import HubHome
from hub.safekeeping.backup import BackupFacts, back_up, opened_backup
from hub.store import HubStore
from sync.errors import BadInput, Refused, StoreDamaged, Unproven
from sync.shell.console import random_bytes
from tests.dying import DIED, die
from tests.hub.safekeeping.rot import rot_entry
from tests.world import Laptop, World


@pytest.fixture
def laptop(world: World) -> Laptop:
    laptop = world.laptop("03390")
    for _each in range(3):
        laptop.log()
        laptop.exchange(world.line)
    return laptop


def made(home: HubHome, path: Path, passphrase: str | None = None, *, with_keys: bool = False) -> BackupFacts:
    return back_up(
        home,
        path,
        passphrase=passphrase,
        with_keys=with_keys,
        random_bytes=random_bytes,
        advance=lambda _left, _pages: None,
    )


def held(home: HubHome, path: Path, passphrase: str = "") -> BackupFacts:
    with opened_backup(home, path, lambda: passphrase) as (_copied, facts):
        return facts


@pytest.mark.parametrize("passphrase", [None, "mật khẩu"])
def test_a_backup_holds_what_the_hub_held_then(world: World, laptop: Laptop, tmp_path: Path, passphrase: str | None) -> None:
    path = tmp_path / "backup"
    facts = made(world.home, path, passphrase)
    laptop.log()
    laptop.exchange(world.line)
    again = held(world.home, path, passphrase or "")
    assert again == facts
    assert (facts.laptops, facts.sealed, facts.keys, facts.damage) == (1, passphrase is not None, False, ())
    with world.store.reading() as transaction:
        now = sum(log.size for log in transaction.logs.all())
    assert facts.entries == now - 2  # the entry, and its acceptance
    beside = sorted(each.name for each in tmp_path.iterdir() if each.is_file() and not each.name.startswith(".laptop-"))
    assert beside == ["backup"]
    assert not world.home.copied.exists()


def test_a_plain_backup_is_a_database_that_stands_alone(world: World, laptop: Laptop, tmp_path: Path) -> None:
    made(world.home, tmp_path / "backup")
    store = HubStore.open(tmp_path / "backup")
    with store.reading() as transaction:
        assert transaction.logs.get(laptop.origin) is not None
    store.close()


def test_a_backup_of_a_hub_that_is_written_to_all_the_time_ends(world: World, laptop: Laptop, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        turn = 0
        while not stop.is_set():
            with world.store.writing() as transaction:
                transaction.settings.set("url", f"http://here/{turn}")
            turn += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert made(world.home, tmp_path / "backup").entries
    finally:
        stop.set()
        writer.join()
    assert laptop.origin


def test_only_a_sealed_backup_holds_the_keys(world: World, laptop: Laptop, tmp_path: Path) -> None:
    made(world.home, tmp_path / "plain")
    made(world.home, tmp_path / "sealed", "mật khẩu")
    made(world.home, tmp_path / "keys", "mật khẩu", with_keys=True)
    secret = world.home.logs_key.read_bytes().split(b"+")[-1].strip()
    for name in ("plain", "sealed", "keys"):
        assert secret not in (tmp_path / name).read_bytes()
    assert [held(world.home, tmp_path / name, "mật khẩu").keys for name in ("plain", "sealed", "keys")] == [
        False,
        False,
        True,
    ]
    assert laptop.origin


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and links")
def test_a_backup_is_its_owners_alone_and_follows_no_link(world: World, laptop: Laptop, tmp_path: Path) -> None:
    made(world.home, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    other = tmp_path / "other"
    other.write_text("mine")
    for name in ("link", "linked.part"):
        (tmp_path / name).symlink_to(other)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("link", "dangling", "backup"):
        with pytest.raises(Refused) as refused:
            made(world.home, tmp_path / name)
        assert refused.value.code == "file-exists"
    made(world.home, tmp_path / "linked")
    assert (other.read_text(), (tmp_path / "nowhere").exists()) == ("mine", False)
    assert laptop.origin


def test_a_backup_of_a_damaged_hub_says_so_and_has_a_name_that_does(world: World, laptop: Laptop, tmp_path: Path) -> None:
    rot_entry(world.store, laptop.origin, 1, b"loa", b"lob")
    facts = made(world.home, tmp_path / "backup")
    assert [damage.origin for damage in facts.damage] == [laptop.origin]
    assert (tmp_path / "backup.damaged").exists() and not (tmp_path / "backup").exists()
    assert held(world.home, tmp_path / "backup.damaged").damage == facts.damage


def test_of_a_hub_whose_file_does_not_hold_together_it_is_not_the_backup_that_is_blamed(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    assert laptop.origin
    world.store.close()
    with closing(sqlite3.connect(world.home.database)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'record'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    rotten = bytearray(world.home.database.read_bytes())
    rotten[(page - 1) * size : page * size] = bytes(size)
    world.home.database.write_bytes(rotten)
    with pytest.raises(StoreDamaged):
        made(world.home, tmp_path / "backup")
    assert not list(tmp_path.glob("backup*"))


def test_a_backup_that_rots_later_is_found_when_it_is_checked(world: World, laptop: Laptop, tmp_path: Path) -> None:
    path = tmp_path / "backup"
    made(world.home, path)
    whole = path.read_bytes()
    path.write_bytes(whole.replace("Phát loa".encode(), "Phát lob".encode(), 1))
    damage = held(world.home, path).damage
    assert [each.origin for each in damage] == [laptop.origin]
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Unproven) as unproven:
        held(world.home, path)
    assert unproven.value.code == "backup-damaged"


def test_another_file_is_no_backup(world: World, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Kính gửi")
    with pytest.raises(BadInput) as refused:
        held(world.home, tmp_path / "letter")
    assert refused.value.code == "no-backup"
    with pytest.raises(BadInput) as missing:
        held(world.home, tmp_path / "nothing")
    assert missing.value.code == "file-missing"


def test_a_database_copied_by_hand_without_its_newest_is_told(world: World, laptop: Laptop, tmp_path: Path) -> None:
    for name, alone in (("with", False), ("without", True)):
        shutil.copy(world.home.database, tmp_path / name)
        if not alone:
            shutil.copy(f"{world.home.database}-wal", tmp_path / f"{name}-wal")
        before = {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
        facts = held(world.home, tmp_path / name)
        assert facts.alone is alone
        assert {each.name: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()} == before
    assert laptop.origin


def test_a_backup_that_dies_anywhere_is_there_whole_or_not_at_all(world: World, laptop: Laptop, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    step = 0
    code: int | None = DIED
    there = set()
    while code == DIED:
        path = out / f"{step}"
        code = die(step, tmp_path, made, world.home, path, "mật khẩu" if step % 2 else None)
        there.add(path.exists())
        if path.exists():
            assert held(world.home, path, "mật khẩu").laptops == 1
        else:
            made(world.home, path)
        step += 1
    assert (code, there) == (0, {True, False})
    assert step > 20
    laptop.log()
    laptop.exchange(world.line)
