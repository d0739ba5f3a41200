"""Whatever mends what broke may itself be killed, at any statement and at any move of a file: started again, it comes to the
same verdict as if nobody had killed it. Each test ends one act again and again, in copies of one prepared folder.

`SOXA_STRIDE=1` kills at every single step; without it at all that make something last, and at each 17th of the others.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec import Struct

from field.exchange import reserve
from field.store import LaptopStore
from hub import own_logs
from hub.export import bundle
from hub.generations import rebuild
from hub.registry.laptops import revoke_laptop
from hub.safekeeping import anchor as anchors
from hub.safekeeping import check as checking
from hub.safekeeping.backup import BackupFacts
from hub.store import HubStore
from sync.errors import Refused, SoxaError
from sync.ledger.redaction import REMOVED
from tests import endings
from tests.dying import each_death
from tests.endings import AFTER, UNIT, begin, hub_of, laptop_of, settle, start
from tests.hub.generations.gathering import Held, bring
from tests.hub.safekeeping.rot import rot, rot_entry
from tests.sync.audit.bundles import audited
from tests.world import Laptop, World

Act = Callable[[Path], None]


class Verdict(Struct, frozen=True):
    """What everybody comes to."""

    faults: tuple[str, ...]
    findings: int
    generations: int
    succeeded: int
    shown: tuple[tuple[str, ...], ...]
    """What each laptop shows: the titles."""
    at_hub: tuple[str, ...]
    unsent: int
    damaged: int


def verdict(world: World) -> Verdict:
    """After everybody has exchanged."""
    settle(world)
    summary = audited(world.folder, b"".join(bundle.pieces(world.store, world.keys)), world.keys.logs.verifier)
    for laptop in world.laptops:
        assert laptop.records() == world.hub_records(UNIT), (laptop.home.path, laptop.store.closed)
    damaged = len(checking.check(world.store, world.keys.logs.verifier, lambda _count: None))
    return Verdict(
        faults=tuple(map(str, summary.faults)),
        findings=len(summary.findings),
        generations=len(summary.generations),
        succeeded=len(summary.succeeded),
        shown=tuple(titles(laptop) for laptop in world.laptops),
        at_hub=tuple(sorted(str(record.values.title) for record in world.hub_records(UNIT).values())),
        unsent=sum(laptop.store.records.unsent() for laptop in world.laptops),
        damaged=damaged + sum(len(laptop.store.soundness.check(None, lambda _count: None)) for laptop in world.laptops),
    )


def titles(laptop: Laptop) -> tuple[str, ...]:
    return tuple(sorted(str(record.values.title) for record in laptop.records().values()))


def came_to(folder: Path, again: Callable[[World], object] = lambda _world: None) -> Verdict:
    """What it comes to where everybody starts again, in the words of `again`."""
    world = begin(folder, AFTER, 2, seed=3)
    try:
        again(world)
        return verdict(world)
    finally:
        world.close()


def comes_to_one_verdict(prepared: Path, at: Path, act: Act, again: Callable[[Path], Verdict]) -> Verdict:
    """An act that is killed anywhere, and what is done `again` after it: always the same verdict, which it is."""
    found = [again(folder) for folder in each_death(prepared, at, act)]
    assert len(found) > 5
    assert all(each == found[-1] for each in found), [each for each in found if each != found[-1]][:1]
    assert (found[-1].faults, found[-1].unsent, found[-1].damaged) == ((), 0, 0)
    return found[-1]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A hub and two laptops that it knows, each with something that the other has."""
    made = World(tmp_path / "prepared" / "world")
    for _each in range(2):
        laptop = made.laptop(UNIT)
        laptop.log(title="Treo băng rôn")
        laptop.exchange(made.line)
    made.laptops[0].exchange(made.line)
    yield made
    made.close()


@pytest.fixture
def prepared(world: World) -> Path:
    return world.folder.parent


# -- the hub


@pytest.mark.parametrize("act", [endings.back_up_to, endings.back_up_plain])
def test_a_backup_is_whole_or_not_there_and_can_be_made_then(world: World, prepared: Path, tmp_path: Path, act: Act) -> None:
    world.close()
    found: list[BackupFacts] = []
    for folder in each_death(prepared, tmp_path, act):
        if not (folder / "made").exists():
            act(folder)
        found.append(endings.held_in(folder))
        assert sorted(each.name for each in hub_of(folder).path.glob("*.db*")) == ["hub.db", "hub.db-gate", "hub.db-lock"]
    assert all(each == found[-1] for each in found) and not found[-1].damage


def worked_on(world: World) -> None:
    """What the backup does not hold: an entry of either laptop, one more that is unsent, and all of a third."""
    for laptop in world.laptops:
        laptop.log(title="Sau khi sao lưu")
        laptop.exchange(world.line)
    world.laptops[0].log(title="Chưa gửi")


def test_a_restore_comes_to_the_same(world: World, prepared: Path, tmp_path: Path) -> None:
    world.store.close()
    endings.back_up_to(prepared)
    (prepared / "made").rename(prepared / "backup")
    world.reopen()
    worked_on(world)
    with anchors.kept(world.store, world.keys, world.home.anchor):
        pass
    world.close()

    def again(folder: Path) -> Verdict:
        with closing(anchors.opened(hub_of(folder))) as store, store.reading() as transaction:
            asks = transaction.settings.asking is not None
        if not asks:
            endings.put_back(folder)
        return came_to(folder)

    reached = comes_to_one_verdict(prepared, tmp_path, endings.put_back, again)
    assert reached.generations == 1 and "Chưa gửi" in reached.at_hub


def test_a_hub_made_anew_comes_to_the_same(world: World, prepared: Path, tmp_path: Path) -> None:
    worked_on(world)
    (prepared / "sticks").mkdir()
    for number, laptop in enumerate(world.laptops):
        laptop.pack(prepared / "sticks" / f"{number}.soxa")
    world.close()
    world.home.database.unlink()

    def again(folder: Path) -> Verdict:
        if not hub_of(folder).database.exists():
            rebuild.begin(hub_of(folder), world.keys, AFTER)
        endings.take_sticks(folder)
        return came_to(folder)

    reached = comes_to_one_verdict(prepared, tmp_path, endings.make_anew, again)
    assert reached.generations == 1 and len(reached.at_hub) == 5


def state(folder: Path) -> list[tuple[object, ...]]:
    """What the logs of a hub come to."""
    with closing(HubStore.open(hub_of(folder).database)) as store, store.reading() as transaction:
        return [(log.name, log.size, log.frontier.root()) for log in transaction.logs.all()]


def test_going_on_comes_to_the_same_to_the_byte(world: World, prepared: Path, tmp_path: Path) -> None:
    world.store.close()
    endings.back_up_to(prepared)
    (prepared / "made").rename(prepared / "backup")
    world.reopen()
    worked_on(world)
    laptop, other = world.laptops
    before = Held(world)
    world.store.close()
    endings.put_back(prepared)
    world.reopen()
    bring(world, laptop.store.membership.device, before.ranges(laptop.origin, 1))
    bring(world, other.store.membership.device, before.ranges(other.origin))
    world.close()
    whole = shutil.copytree(prepared, tmp_path / "whole")
    endings.go_on(whole)
    asked, reached = state(prepared), state(whole)

    def again(folder: Path) -> Verdict:
        if state(folder) != reached:
            assert state(folder) == asked
            endings.go_on(folder)
        assert state(folder) == reached
        return came_to(folder)

    assert comes_to_one_verdict(prepared, tmp_path, endings.go_on, again).generations == 1


# -- what is erased


_ERASED = "Lường Thị Bí Mật"


def erased(folder: Path, reached: Verdict) -> Verdict:
    """What it came to, once the texts are in no file any more."""
    held = [path for path in (folder / "world").rglob("*") if path.is_file() and _ERASED.encode() in path.read_bytes()]
    assert held == []
    assert {REMOVED} < set(reached.at_hub) and _ERASED not in str(reached)
    return reached


@pytest.fixture
def with_secret(world: World, prepared: Path) -> World:
    """Everybody holds an activity whose texts are to go, which one states and the other revises."""
    one, other = world.laptops
    one.log(title=_ERASED, text=_ERASED, audience=12)
    one.exchange(world.line)
    other.exchange(world.line)
    (record,) = (name for name, held in other.records().items() if held.values.title == _ERASED)
    other.revise(record, place=_ERASED)
    other.exchange(world.line)
    one.exchange(world.line)
    (prepared / "erased").write_text(record)
    return world


def test_a_redaction_comes_to_the_same(with_secret: World, prepared: Path, tmp_path: Path) -> None:
    with_secret.close()

    def again(folder: Path) -> Verdict:
        with closing(anchors.opened(hub_of(folder))) as store:
            with store.reading() as transaction:
                stated = own_logs.registry(transaction, with_secret.keys).redactions
            if stated:
                assert store.wipe(), "as the service does when it starts"
        if not stated:
            endings.redact(folder)  # all of it is done again, or none of it was
        return erased(folder, came_to(folder))

    comes_to_one_verdict(prepared, tmp_path, endings.redact, again)


def test_a_laptop_that_takes_a_redaction_comes_to_the_same(with_secret: World, prepared: Path, tmp_path: Path) -> None:
    with_secret.close()
    endings.redact(prepared)

    def again(folder: Path) -> Verdict:
        return erased(folder, came_to(folder))

    comes_to_one_verdict(prepared, tmp_path, endings.exchange, again)


# -- a laptop that succeeds


def test_a_revoked_folder_that_is_begun_anew_comes_to_the_same(world: World, prepared: Path, tmp_path: Path) -> None:
    laptop = world.laptops[0]
    with world.store.writing() as transaction:
        device = laptop.store.membership.device
        revoke_laptop(transaction, world.keys, device, "Mất máy", now=world.now(), random_bytes=world.random)
    laptop.log(title="Chưa gửi")
    with pytest.raises(Refused):
        laptop.exchange(world.line)
    laptop.store.local.set_setting("narrative:2026-11", '{"results":"Tốt"}')
    (prepared / "invite").write_text(world.invite(UNIT))
    world.close()

    def again(folder: Path) -> Verdict:
        if not endings.is_laptop(laptop_of(folder).path):
            endings.join(folder)
        reached = came_to(folder, lambda world: start(world, world.laptops[0]))
        with LaptopStore.open(laptop_of(folder)) as store:
            assert store.local.setting("narrative:2026-11") == '{"results":"Tốt"}'
        return reached

    reached = comes_to_one_verdict(prepared, tmp_path, endings.begin_anew, again)
    assert "Chưa gửi" in reached.at_hub


def test_a_renewed_key_comes_to_the_same(world: World, prepared: Path, tmp_path: Path) -> None:
    world.close()

    def again(folder: Path) -> Verdict:
        with LaptopStore.open(laptop_of(folder)) as store:
            old = store.logs.own_origin == world.laptops[0].origin
        if old:
            endings.renew_key(folder)
        return came_to(folder, lambda world: start(world, world.laptops[0]))

    assert comes_to_one_verdict(prepared, tmp_path, endings.renew_key, again).succeeded == 1


def test_a_laptop_that_moves_is_in_one_place_and_whole(world: World, prepared: Path, tmp_path: Path) -> None:
    """Killed on its way to the stick it stays where it was, or is on the stick; what is half there is taken away by hand."""
    world.laptops[0].log(title="Chưa gửi")
    (prepared / "stick").mkdir()
    world.close()

    def again(folder: Path) -> Verdict:
        with LaptopStore.open(laptop_of(folder)) as store:
            closed = store.closed
        if closed is None:
            for half in (folder / "stick").iterdir():
                shutil.rmtree(half)
            endings.move(folder)
        elif not endings.is_laptop(folder / "arrived"):
            endings.arrive(folder)
        shutil.rmtree(laptop_of(folder).path)
        (folder / "arrived").rename(laptop_of(folder).path)
        return came_to(folder)

    reached = comes_to_one_verdict(prepared, tmp_path, endings.move, again)
    assert "Chưa gửi" in reached.at_hub


def once_more(act: Act) -> Callable[[Path], Verdict]:
    """The act is done again, whatever came of it."""

    def again(folder: Path) -> Verdict:
        act(folder)
        return came_to(folder)

    return again


@pytest.mark.parametrize("act", [endings.rescue_folder, endings.rescue_reserve])
def test_what_is_rescued_comes_once(world: World, prepared: Path, tmp_path: Path, act: Act) -> None:
    old = world.laptops[1]
    old.log(title="Chưa gửi")
    old.store.local.set_setting("narrative:2026-11", '{"results":"Tốt"}')
    reserve.set_folder(old.store, prepared)
    reserve.keep(old.store, old.home, now=world.now())
    (made,) = prepared.glob(reserve.RESERVES)
    made.rename(prepared / "file.soxa")
    world.close()
    reached = comes_to_one_verdict(prepared, tmp_path, act, once_more(act))
    assert reached.at_hub.count("Chưa gửi") == 1


def test_what_is_stated_anew_of_a_lost_hub_comes_once(world: World, prepared: Path, tmp_path: Path) -> None:
    with closing(World(prepared / "lost", seed=7)) as lost:
        for title in ("Của tôi", "Của bạn"):
            laptop = lost.laptop(UNIT)
            laptop.log(title=title)
            laptop.exchange(lost.line)
        lost.laptops[0].exchange(lost.line)
        lost.laptops[0].log(title="Chưa gửi")
    world.close()
    reached = comes_to_one_verdict(prepared, tmp_path, endings.rescue_elsewhere, once_more(endings.rescue_elsewhere))
    assert [reached.at_hub.count(title) for title in ("Của tôi", "Của bạn", "Chưa gửi")] == [1, 1, 1]


# -- what rots


@pytest.mark.parametrize("table", ["account", "report"])
def test_a_hubs_file_that_is_read_out_comes_to_the_same(world: World, prepared: Path, tmp_path: Path, table: str) -> None:
    """As a power cut left it, with what came last in the log beside the file. The damaged file is there, under one name or
    the other."""
    home = hub_of(prepared)
    world.reopen()
    with anchors.kept(world.store, world.keys, home.anchor):
        world.laptops[0].log(title="Họp bản")
        world.laptops[0].exchange(world.line)
    kept = shutil.copytree(home.path, tmp_path / "cut", ignore=shutil.ignore_patterns("*-shm"))
    world.close()
    shutil.rmtree(home.path)
    kept.rename(home.path)
    assert (home.path / "hub.db-wal").stat().st_size > 4096
    with closing(sqlite3.connect(f"file:{home.database}?immutable=1", uri=True)) as opened:
        (root,) = opened.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    with home.database.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(bytes(4096))

    def again(folder: Path) -> Verdict:
        endings.mend_file(folder)
        left = {path.name.partition("-")[0] for path in hub_of(folder).path.glob("hub*")}
        assert "hub.mending" not in left and "hub.db.2026" in left
        return came_to(folder)

    assert "Họp bản" in comes_to_one_verdict(prepared, tmp_path, endings.mend_file, again).at_hub


def test_a_hub_that_is_mended_comes_to_the_same(world: World, prepared: Path, tmp_path: Path) -> None:
    laptop = world.laptops[0]
    rot_entry(world.store, laptop.origin, 1, b"Treo", b"Trea")
    world.close()
    endings.look_around(prepared)
    comes_to_one_verdict(prepared, tmp_path, endings.exchange, came_to)


def test_a_check_that_goes_around_comes_to_the_same(world: World, prepared: Path, tmp_path: Path) -> None:
    rot_entry(world.store, world.laptops[0].origin, 1, b"Treo", b"Trea")
    world.close()

    def again(folder: Path) -> Verdict:
        endings.look_around(folder)
        return came_to(folder)

    comes_to_one_verdict(prepared, tmp_path, endings.look_around, again)


@pytest.mark.parametrize("index", [0, 1])
def test_a_laptop_that_is_mended_comes_to_the_same(world: World, prepared: Path, tmp_path: Path, index: int) -> None:
    laptop = world.laptops[0]
    laptop.log(title="Chưa gửi")
    rotten = (b'{"', index, world.laptops[1].origin if index else laptop.origin)
    world.close()
    rot(
        laptop.home.database,
        "UPDATE entry SET line = ? WHERE idx = ? AND log = (SELECT id FROM log WHERE origin = ?)",
        *rotten,
    )

    def again(folder: Path) -> Verdict:
        try:
            endings.exchange(folder)
        except SoxaError:
            endings.exchange(folder)
        return came_to(folder)

    comes_to_one_verdict(prepared, tmp_path, endings.exchange, again)


def test_an_unsent_entry_that_the_reserve_mends_comes_to_the_same(world: World, prepared: Path, tmp_path: Path) -> None:
    laptop = world.laptops[0]
    for title in ("Chưa gửi", "Cũng chưa"):
        laptop.log(title=title)
    reserve.keep(laptop.store, laptop.home, now=world.now())
    world.close()
    rot(
        laptop.home.database,
        "UPDATE entry SET line = ? WHERE idx = 2 AND log = (SELECT id FROM log WHERE origin = ?)",
        b'{"',
        laptop.origin,
    )
    reached = comes_to_one_verdict(prepared, tmp_path, endings.exchange, came_to)
    assert {"Chưa gửi", "Cũng chưa"} <= set(reached.at_hub)


@pytest.mark.parametrize("page", [0, 3])
def test_a_damaged_file_that_is_read_out_comes_to_the_same(world: World, prepared: Path, tmp_path: Path, page: int) -> None:
    """As a power cut left it: what was saved last stands in the log beside the file."""
    laptop = world.laptops[0]
    sql = laptop.store._sql
    sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    laptop.log(title="Chưa gửi")
    kept = shutil.copytree(laptop.home.path, tmp_path / "cut", ignore=shutil.ignore_patterns("*-shm"))
    world.close()
    shutil.rmtree(laptop.home.path)
    kept.rename(laptop.home.path)
    assert (laptop.home.path / "soxa.db-wal").stat().st_size > 4096
    with laptop.home.database.open("r+b") as file:
        file.seek(page * 4096)
        file.write(bytes(4096))

    def again(folder: Path) -> Verdict:
        reached = came_to(folder)
        with LaptopStore.open(laptop_of(folder)) as store:
            assert store.soundness.is_well_formed() and store.logs.own_origin == laptop.origin
        left = sorted(path.name for path in laptop_of(folder).path.glob("soxa.db*"))
        assert [name for name in left if ".damaged" not in name] == ["soxa.db"]
        return reached

    reached = comes_to_one_verdict(prepared, tmp_path, endings.read_out, again)
    assert reached.at_hub == reached.shown[0] == ("Chưa gửi", "Treo băng rôn", "Treo băng rôn")
