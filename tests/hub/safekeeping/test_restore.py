"""A restore puts a whole backup in place and deletes nothing; stopped anywhere it can be done again."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from hub.home import HubHome, load_keys
from hub.safekeeping import anchor as anchors
from hub.safekeeping.backup import BackupFacts, back_up
from hub.safekeeping.check import check
from hub.safekeeping.restore import PutBack, restore, restored
from hub.store import HubStore
from hub.store.rows import Asking
from sync.encoding.types import Instant
from sync.errors import Refused, Unproven
from sync.ledger import origins
from sync.shell.console import random_bytes
from tests.dying import DIED, die
from tests.hub.generations.gathering import closed
from tests.hub.safekeeping.rot import rot, rot_entry
from tests.hub.store.older import make_old
from tests.world import HUB, Laptop, World

NOW = Instant(1_795_000_000)


@pytest.fixture
def laptop(world: World) -> Laptop:
    laptop = world.laptop("03390")
    laptop.log()
    laptop.exchange(world.line)
    return laptop


def backed_up(home: HubHome, path: Path, passphrase: str | None = None, *, with_keys: bool = False) -> Path:
    back_up(
        home,
        path,
        passphrase=passphrase,
        with_keys=with_keys,
        random_bytes=random_bytes,
        advance=lambda _left, _pages: None,
    )
    return path


def put_back(home: HubHome, path: Path) -> tuple[BackupFacts, PutBack]:
    return restore(home, path, lambda: "mật khẩu", NOW)


def sizes(path: Path) -> dict[str, int]:
    store = HubStore.open(path)
    with store.reading() as transaction:
        found: dict[str, int] = {log.origin: log.size for log in transaction.logs.all()}
    store.close()
    return found


def test_what_is_missing_is_told_by_log_and_what_was_there_is_kept(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world.home, tmp_path / "backup")
    before = sizes(world.home.database)
    for _each in range(3):
        laptop.log()
        laptop.exchange(world.line)
    world.store.close()
    after = sizes(world.home.database)
    facts, done = put_back(world.home, backup)
    assert done.missing == {laptop.origin: 3, origins.acceptances(HUB): 3}
    assert (facts.laptops, done.newest, done.at) == (1, facts.newest, NOW)
    assert sizes(world.home.database) == before
    assert sizes(Path(done.kept)) == after
    store = HubStore.open(world.home.database)
    with store.reading() as transaction:
        assert restored(transaction) == done
    store.close()
    assert backup.exists() and not world.home.copied.exists()


def test_the_anchor_tells_what_is_missing_where_the_database_is_lost(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world.home, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    with anchors.kept(world.store, world.keys, world.home.anchor):
        pass
    world.store.close()
    world.home.database.unlink()
    anchor = world.home.anchor.read_text()
    _facts, done = put_back(world.home, backup)
    assert (done.missing, done.kept, done.anchor) == ({origins.acceptances(HUB): 1}, "", anchor)
    assert world.home.anchor.read_text() == anchor, "it says what is missing until the hub goes on"
    store = anchors.opened(world.home)
    with store.reading() as transaction:
        (head,) = transaction.waiting.heads()
        assert (head.origin, head.size) == (origins.acceptances(HUB), 4)
        assert transaction.settings.asking == Asking(since=NOW, why="restored")
    store.close()


def test_a_hub_that_is_open_is_not_touched(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world.home, tmp_path / "backup")
    with pytest.raises(Refused) as refused:
        put_back(world.home, backup)
    assert refused.value.code == "hub-is-open"
    if sys.platform == "linux":
        assert refused.value.facts["processes"] == str(os.getpid())
    laptop.log()
    laptop.exchange(world.line)


def test_one_beyond_mending_or_of_another_hub_is_not_put_in_place(world: World, laptop: Laptop, tmp_path: Path) -> None:
    """When the hub received what no laptop holds; all that is received rests on it."""
    other = World(tmp_path / "other", seed=9)
    stranger = backed_up(other.home, tmp_path / "stranger")
    other.close()
    rot_entry(world.store, origins.acceptances(HUB), 1, b'"at":1', b'"at":2')
    backed_up(world.home, tmp_path / "backup")
    world.store.close()
    before = sizes(world.home.database)
    for path, code in ((tmp_path / "backup.damaged", "backup-beyond-mending"), (stranger, "backup-of-another")):
        with pytest.raises(Unproven) as unproven:
            put_back(world.home, path)
        assert unproven.value.code == code
    assert sizes(world.home.database) == before
    assert not list(world.home.path.glob("hub.db.2*"))


@pytest.mark.parametrize(
    ("of", "index", "old", "new"),
    [("laptop", 1, b"loa", b"lob"), ("registry", 2, b'"name":"', b'"name":"X')],
)
def test_a_damaged_backup_is_put_back_and_laptops_mend_it(
    world: World, laptop: Laptop, tmp_path: Path, of: str, index: int, old: bytes, new: bytes
) -> None:
    laptop.exchange(world.line)
    rot_entry(world.store, laptop.origin if of == "laptop" else origins.registry(HUB), index, old, new)
    backed_up(world.home, tmp_path / "backup")
    world.store.close()
    world.home.database.unlink()
    facts, _done = put_back(world.home, tmp_path / "backup.damaged")
    assert facts.damage
    world.reopen()
    with world.store.reading() as transaction:
        assert transaction.settings.damage == facts.damage, "as a check notes it"
    laptop.exchange(world.line)
    laptop.log(title="Họp bản")
    laptop.exchange(world.line)
    assert check(world.store, world.keys.logs.verifier, lambda _count: None) == []
    with world.store.reading() as transaction:
        assert transaction.settings.damage == ()
    assert closed(world).generation == 2
    assert {record.values.title for record in world.hub_records("03390").values()} == {"Phát loa", "Họp bản"}


def test_the_keys_come_back_from_a_sealed_backup_where_there_are_none(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world.home, tmp_path / "backup", "mật khẩu", with_keys=True)
    world.store.close()
    new = HubHome(tmp_path / "new machine")
    put_back(new, backup)
    assert load_keys(new, lambda: "").logs.verifier == world.keys.logs.verifier
    assert sizes(new.database) == sizes(world.home.database)
    if os.name == "posix":
        assert new.logs_key.stat().st_mode & 0o777 == 0o600
    assert laptop.origin


def test_an_old_wal_is_never_left_beside_the_backup(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world.home, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    home = HubHome(tmp_path / "copied")
    home.path.mkdir()
    for each in world.home.path.iterdir():  # as a machine leaves it that lost power
        shutil.copy(each, home.path)
    home.database.write_bytes(b"no database" * 1_000)
    _facts, done = put_back(home, backup)
    assert Path(f"{done.kept}-wal").exists()
    assert sizes(home.database)[laptop.origin] == 2
    world.store.close()


def test_a_restore_that_dies_anywhere_can_be_done_again(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world.home, tmp_path / "backup", "mật khẩu")
    before = sizes(world.home.database)
    laptop.log()
    laptop.exchange(world.line)
    with anchors.kept(world.store, world.keys, world.home.anchor):
        pass
    world.store.close()
    after = sizes(world.home.database)
    step = 0
    code: int | None = DIED
    while code == DIED:
        home = HubHome(tmp_path / f"{step}")
        shutil.copytree(world.home.path, home.path)
        code = die(step, home.path, put_back, home, backup)
        assert sizes(home.database) in (before, after)  # never none, and never half of one
        _facts, done = put_back(home, backup)
        assert sizes(home.database) == before
        assert done.kept and any(sizes(each) == after for each in home.path.glob("hub.db.2*"))
        store = anchors.opened(home)
        with store.reading() as transaction:
            assert transaction.settings.asking is not None
        store.close()
        shutil.rmtree(home.path)
        step += 1
    assert code == 0
    assert step > 30


def test_a_backup_of_an_older_version_is_brought_up_to_date_as_it_is_put_back(
    world: World, laptop: Laptop, tmp_path: Path
) -> None:
    """The file itself stays as it was: an older program may yet need it."""
    backup = backed_up(world.home, tmp_path / "backup")
    before = world.hub_records("03390")
    make_old(backup)
    data = backup.read_bytes()
    world.store.close()
    facts, _done = put_back(world.home, backup)
    assert (facts.damage, facts.laptops, backup.read_bytes()) == ((), 1, data)
    world.reopen()
    assert world.hub_records("03390") == before


def test_a_backup_of_a_newer_version_is_not_put_back(world: World, laptop: Laptop, tmp_path: Path) -> None:
    backup = backed_up(world.home, tmp_path / "backup")
    rot(backup, "UPDATE setting SET value = '999' WHERE name = 'schema'")
    world.store.close()
    with pytest.raises(Refused) as refused:
        put_back(world.home, backup)
    assert refused.value.code == "newer-hub"
    world.reopen()
