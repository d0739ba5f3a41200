"""The slow check finds what rots while the hub serves: receipts over it stop, and what is mended is forgotten."""

from __future__ import annotations

import pytest

from hub.safekeeping.watch import Watch, watching
from hub.store.rows import Damage
from sync.errors import Refused
from tests.hub.safekeeping.rot import rot_entry
from tests.world import Laptop, World


@pytest.fixture
def laptop(world: World) -> Laptop:
    laptop = world.laptop("03390")
    for _each in range(2):
        laptop.log(title="Phát loa")
        laptop.exchange(world.line)
    return laptop


def known(world: World) -> tuple[Damage, ...]:
    with world.store.reading() as transaction:
        return transaction.settings.damage


def rounds(watch: Watch) -> int:
    steps = 1
    while watch.step():
        steps += 1
    return steps


def test_a_round_finds_what_is_damaged_and_the_next_forgets_what_is_mended(world: World, laptop: Laptop) -> None:
    watch = Watch(world.store, world.keys.logs.verifier)
    assert rounds(watch) > 4
    assert known(world) == ()
    rot_entry(world.store, laptop.origin, 2, b"loa", b"lob")
    rounds(watch)
    (damage,) = known(world)
    assert (damage.origin, damage.what, damage.start, damage.end) == (laptop.origin, "entries", 2, 3)
    rounds(watch)
    assert known(world) == (damage,)
    rot_entry(world.store, laptop.origin, 2, b"lob", b"loa")
    rounds(watch)
    assert known(world) == ()


def test_no_receipt_is_signed_over_a_log_that_is_known_to_be_damaged(world: World, laptop: Laptop) -> None:
    other = world.laptop("03394")
    other.exchange(world.line)
    rot_entry(world.store, laptop.origin, 1, b"loa", b"lob")
    laptop.store._sql.execute("UPDATE entry SET line = x'7b' WHERE log = 1 AND idx = 1")  # nobody has it any more
    watch = Watch(world.store, world.keys.logs.verifier)
    rounds(watch)
    acked = laptop.store.logs.own.acked
    laptop.log()
    with pytest.raises(Refused) as refused:
        laptop.exchange(world.line)
    assert refused.value.code == "damaged-log"
    assert laptop.store.logs.own.acked == acked
    other.log()
    other.exchange(world.line)  # whoever's log is whole goes on
    assert other.store.logs.own.acked == other.store.logs.own.size
    rot_entry(world.store, laptop.origin, 1, b"lob", b"loa")
    rounds(watch)
    laptop.exchange(world.line)
    assert laptop.store.logs.own.acked == laptop.store.logs.own.size


def test_what_comes_in_while_a_log_is_walked_is_walked_too(world: World, laptop: Laptop) -> None:
    watch = Watch(world.store, world.keys.logs.verifier)
    for _turn in range(8):
        watch.step()
        laptop.log()
        laptop.exchange(world.line)
    rounds(watch)
    assert known(world) == ()


def test_the_slow_check_ends_with_the_service(world: World, laptop: Laptop) -> None:
    with watching(world.store, world.keys.logs.verifier):
        laptop.log()
        laptop.exchange(world.line)
    assert known(world) == ()
