"""A hub whose database is lost is made anew from its keys: all that laptops hold comes back, and nothing is made up."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest

from hub.generations import rebuild
from hub.home import HubHome
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant, Size
from sync.errors import Refused, SoxaError
from sync.ledger import origins
from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.hub.generations.gathering import Held, backed_up, closed, names, put_back
from tests.independent.verifier import Audit
from tests.world import HUB, World

UNIT = "03390"
REGISTRY = origins.registry(HUB)


def lost(world: World) -> None:
    """The database is gone, and the hub made anew."""
    world.store.close()
    world.home.database.unlink()
    rebuild.begin(world.home, world.keys, world.now())
    world.reopen()


def test_units_laptops_and_all_that_they_sent_come_back(world: World) -> None:
    one, two, far = world.laptop(UNIT), world.laptop(UNIT), world.laptop("03424")
    for laptop in (one, two, far):
        laptop.log()
        laptop.exchange(world.line)
    one.exchange(world.line)
    before = Held(world)
    lost(world)
    with pytest.raises(Refused) as refused:
        closed(world)
    assert refused.value.code == "no-registry"
    for _round in range(2):
        for laptop in (one, two, far):
            laptop.exchange(world.line)
    done = closed(world)
    assert (done.generation, list(done.left_out)) == (2, [])
    after = Held(world)
    assert after.lines[REGISTRY][: before.size(REGISTRY)] == before.lines[REGISTRY]
    for laptop in (one, two, far):
        assert after.lines[laptop.origin] == before.lines[laptop.origin]
    assert f"{REGISTRY}/2" in names(world)
    one.log(title="Sau đó")
    for laptop in (one, two, far):
        laptop.exchange(world.line)
    assert one.store.logs.own.acked == Size(3)


def test_a_hub_that_is_there_or_has_no_keys_is_not_made_anew(world: World, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        rebuild.check_place(world.home)
    assert refused.value.code == "hub-exists"
    with pytest.raises(Refused) as refused:
        rebuild.check_place(HubHome(tmp_path / "empty"))
    assert refused.value.code == "keys-lost"


def test_the_command_takes_what_laptops_packed(world: World, tmp_path: Path) -> None:
    laptop = world.laptop(UNIT)
    laptop.log()
    sticks = tmp_path / "sticks"
    sticks.mkdir()
    laptop.pack(sticks / "a.soxa")
    laptop.exchange(world.line)
    world.store.close()
    world.home.database.unlink()
    done = soxa("hub", "rebuild", "--from", str(sticks), "--home", str(world.home.path))
    assert done.returncode == ExitCode.DONE, done.stderr
    assert b"2 entries came" in done.stderr
    assert b"The registry is not here yet" in done.stderr
    world.reopen()
    with world.store.reading() as transaction:
        asking = transaction.settings.asking
        assert asking is not None and asking.why == "rebuilt"
        (row,) = transaction.waiting.all()
        assert (row.origin, row.size, row.known) == (laptop.origin, 2, False)


def test_each_file_is_told_with_what_is_to_be_brought_yet_and_the_second_journey_brings_it(
    world: World, tmp_path: Path
) -> None:
    """A laptop that the lost hub knew packs from where that stood: its file alone says nothing that can be read."""
    laptop = world.laptop(UNIT)
    laptop.log(title="Đã nhận")
    laptop.exchange(world.line)
    laptop.log(title="Chưa gửi")
    sticks = tmp_path / "sticks"
    sticks.mkdir()
    laptop.pack(sticks / "b.soxa")
    (sticks / "a.soxa").write_bytes(b"none")
    world.store.close()
    world.home.database.unlink()
    home = ("--home", str(world.home.path))
    done = soxa("hub", "rebuild", "--from", str(sticks), "--json", *home)
    assert done.returncode == ExitCode.DONE, done.stderr
    found = json.loads(done.stdout)["parcels"]
    assert (found[0]["refusal"], found[0]["again"], found[0]["entries"]) == ("not-a-parcel", False, 0)
    assert (found[1]["device"], found[1]["again"]) == (laptop.store.membership.device, True)
    said = done.stderr.decode()
    assert "A second journey" in said and "The registry is not here yet" in said
    soxa("hub", "unpack", str(sticks / "b.soxa"), "--reply", str(tmp_path / "answer.soxa"), *home)
    with suppress(SoxaError):  # what it asks for is told as well
        laptop.unpack(tmp_path / "answer.soxa")
    laptop.pack(sticks / "c.soxa")
    again = soxa("hub", "unpack", str(sticks / "c.soxa"), *home)
    assert again.returncode == ExitCode.DONE, again.stderr
    ended = soxa("hub", "restored", "--close", "--none-revoked", *home)
    assert ended.returncode == ExitCode.DONE, ended.stderr
    world.reopen()
    assert world.hub_leaves(laptop.origin) == laptop.leaves()


def test_a_hub_put_back_and_made_anew_later_is_proven_though_what_was_kept_first_is_gone(
    world: World, tmp_path: Path
) -> None:
    """What the first restore says of its gap is of acceptances that the second did not get back."""
    laptop = world.laptop(UNIT)
    laptop.log()
    laptop.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log()
    laptop.exchange(world.line)
    put_back(world, backup)
    laptop.exchange(world.line)
    assert closed(world).generation == 2
    laptop.exchange(world.line)
    world.set_clock(Instant(world.now() + DAY_SECONDS))
    lost(world)
    for _round in range(2):
        laptop.exchange(world.line)
    assert closed(world).generation == 3
    laptop.exchange(world.line)
    world.audit(tmp_path / "after.soxa")
    stranger = Audit((tmp_path / "after.soxa").read_bytes(), world.keys.logs.verifier.vkey())
    assert (stranger.faults, stranger.findings) == ([], [])


def test_what_was_left_beside_a_lost_database_is_not_read_into_the_new_one(world: World) -> None:
    """Somebody deletes the database alone, while the newest of it stands beside it."""
    world.laptop(UNIT).exchange(world.line)
    kept = world.home.database.with_name("hub.db-wal").read_bytes()
    world.store.close()
    world.home.database.unlink()
    world.home.database.with_name("hub.db-wal").write_bytes(kept)
    rebuild.begin(world.home, world.keys, world.now())
    world.reopen()
    with world.store.reading() as transaction:
        assert not list(transaction.logs.all())
        assert transaction.settings.asking is not None
