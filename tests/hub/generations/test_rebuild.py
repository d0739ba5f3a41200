"""A hub whose database is lost is made anew from its keys: all that laptops hold comes back, and nothing is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.generations import rebuild
from hub.home import HubHome
from sync.encoding.types import Size
from sync.errors import Refused
from sync.ledger import origins
from sync.shell.exit_codes import ExitCode
from tests.command import soxa
from tests.hub.generations.gathering import Held, closed, names
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
        rebuild.check_keys(world.home)
    assert refused.value.code == "hub-exists"
    with pytest.raises(Refused) as refused:
        rebuild.check_keys(HubHome(tmp_path / "empty"))
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
    world.reopen()
    with world.store.reading() as transaction:
        asking = transaction.settings.asking
        assert asking is not None and asking.why == "rebuilt"
        (row,) = transaction.waiting.all()
        assert (row.origin, row.size, row.known) == (laptop.origin, 2, False)
