"""A folder that can go no further is begun anew while the hub has lost what it had received: what only that folder has comes
back from it. What was acknowledged is not lost by anything that its officer is told to do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from hub.registry.laptops import revoke_laptop
from sync.errors import SoxaError
from tests.hub.generations.gathering import closed
from tests.hub.generations.test_rebuild import lost
from tests.world import Laptop, World

UNIT = "03390"


def is_revoked(world: World, laptop: Laptop) -> None:
    with world.store.writing() as transaction:
        given = {"now": world.now(), "random_bytes": world.random}
        revoke_laptop(transaction, world.keys, laptop.store.membership.device, "Mất máy", **given)  # type: ignore[arg-type]
    with suppress(SoxaError):
        laptop.exchange(world.line)
    assert laptop.store.closed is not None


def loses_its_key(_world: World, laptop: Laptop) -> None:
    laptop.home.key.unlink()


def come_together(world: World, *laptops: Laptop) -> None:
    for _round in range(3):
        for laptop in laptops:
            laptop.exchange(world.line)


@pytest.mark.parametrize("stops", [is_revoked, loses_its_key])
@pytest.mark.parametrize("late", [False, True])
def test_what_was_received_comes_back(world: World, stops: Callable[[World, Laptop], None], late: bool) -> None:
    """`late`: the hub goes on before that folder was heard of."""
    mine, far = world.laptop(UNIT), world.laptop("03424")
    for title in ("Một", "Hai"):
        mine.log(title=title)
        mine.exchange(world.line)
    stops(world, mine)
    far.exchange(world.line)
    origin, received = mine.origin, mine.leaves()
    lost(world)
    with suppress(SoxaError):
        far.exchange(world.line)  # which knows the units, and nothing of what the other commune stated
    if late:
        closed(world)
    mine.begin_anew()
    assert {record.values.title for record in mine.records().values()} == {"Một", "Hai"}
    with suppress(SoxaError):
        mine.exchange(world.line)
    if not late:
        closed(world)
    come_together(world, mine, far)
    assert world.hub_leaves(origin) == received
    assert mine.records() == world.hub_records(UNIT)
    world.audit(world.folder / "after.soxa")


def test_what_was_not_received_goes_on_once(world: World) -> None:
    mine, other = world.laptop(UNIT), world.laptop(UNIT)
    mine.log(title="Một")
    mine.exchange(world.line)
    mine.log(title="Hai")
    mine.home.key.unlink()
    mine.begin_anew()
    come_together(world, mine, other)
    assert sorted(record.values.title or "" for record in mine.records().values()) == ["Hai", "Một"]
    assert mine.records() == other.records() == world.hub_records(UNIT)
    world.audit(world.folder / "after.soxa")


def test_a_begun_folder_is_heard_of_what_the_desk_had_said(world: World) -> None:
    """The registry and the desk's answers stay, too: this may be the only laptop that has them."""
    mine = world.laptop(UNIT)
    mine.log(title="Một")
    mine.exchange(world.line)
    held = {origin: mine.store.logs.extent(origin).size for origin in mine.store.logs.followed()}
    mine.home.key.unlink()
    mine.begin_anew()
    assert {origin: mine.store.logs.extent(origin).size for origin in mine.store.logs.followed()} == held


def test_a_log_that_cannot_be_proven_whole_does_not_stop_an_exchange(world: World) -> None:
    """A laptop holds some entries of a colleague's log beyond the last signed head that it has: it shows what it can."""
    mine, other = world.laptop(UNIT), world.laptop(UNIT)
    for title in ("Một", "Hai"):
        mine.log(title=title)
        mine.exchange(world.line)
        other.exchange(world.line)
    number = other.store.logs.number(mine.origin)
    other.store._sql.execute("DELETE FROM peer_head WHERE log = ? AND size = 3", (number,))
    lost(world)
    other.exchange(world.line)
    assert world.hub_leaves(mine.origin) == []  # it waits
    closed(world)
    other.log(title="Ba")
    other.exchange(world.line)
    assert other.store.logs.own.acked == other.store.logs.own.size
    assert world.hub_leaves(mine.origin) == mine.leaves()[:2]
