"""Enrolment: an invite lets one laptop in, once, in time."""

from __future__ import annotations

import pytest

from field.exchange.joining import join
from sync.encoding import DAY_SECONDS
from sync.errors import Refused, Unavailable
from sync.exchange.parcel import ONE_EXCHANGE
from tests.world import Laptop, World


def test_an_invite_that_ran_out_is_refused(world: World) -> None:
    laptop = Laptop(world, world.folder / "late", world.invite("03390", days=1))
    world.laptops.append(laptop)
    laptop.log()
    push: list[bytes] = []
    with pytest.raises(Unavailable):
        laptop.exchange(world.kept(push))
    taken = world.receiver.take(push, ONE_EXCHANGE, world.now() + 2 * DAY_SECONDS)
    assert taken.refusal is not None and taken.refusal.code == "expired-invite"


def test_an_invite_serves_one_laptop(world: World) -> None:
    invite = world.invite("03390")
    first, second = (Laptop(world, world.folder / name, invite) for name in ("first", "second"))
    world.laptops += [first, second]
    first.exchange(world.line)
    with pytest.raises(Refused) as refused:
        second.exchange(world.line)
    assert refused.value.code == "used-invite"


def test_a_laptop_may_join_again_with_a_fresh_invite_and_keeps_what_it_logged(world: World) -> None:
    used = world.invite("03390")
    Laptop(world, world.folder / "first", used).exchange(world.line)
    laptop = Laptop(world, world.folder / "second", used)
    world.laptops.append(laptop)
    laptop.log(quantity=5)
    with pytest.raises(Refused):
        laptop.exchange(world.line)
    laptop.store.close()
    join(laptop.home, world.invite("03390"), officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
    laptop.reopen()
    laptop.exchange(world.line)
    assert laptop.store.logs.own.acked == 3
    assert [record.values.quantity for record in world.hub_records("03390").values()] == [5]
