"""A hub that went back to before a laptop's place was taken: what was acknowledged of both logs is there again, the old key
stays shut out, and an auditor finds no fault."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from field.exchange import client, joining
from field.exchange.outcome import ExchangeOutcome
from field.exchange.renewing import renew
from field.store import LaptopStore
from hub import own_logs
from sync.errors import SoxaError
from sync.log.keys import Signer
from tests.hub.generations.gathering import backed_up, closed, put_back
from tests.hub.registry.replacing import replacing
from tests.test_going_on import audit
from tests.world import Laptop, World

UNIT = "03390"


def by_key(world: World, laptop: Laptop) -> None:
    def ask(store: LaptopStore, signer: Signer) -> None:
        client.exchange(store, signer, world.line, ExchangeOutcome())

    laptop.store.close()
    assert renew(laptop.home, laptop.signer, None, ask, now=world.now(), random_bytes=world.random)
    laptop.reopen()


def by_invite(world: World, laptop: Laptop) -> None:
    line = replacing(world, laptop.store.membership.device)
    laptop.store.close()
    laptop.home.key.rename(laptop.home.path / "lost.key")
    joining.join(laptop.home, line, officer=None, passphrase=None, now=world.now(), random_bytes=world.random)
    laptop.reopen()
    laptop.exchange(world.line)


@pytest.mark.parametrize("way", [by_key, by_invite])
@pytest.mark.parametrize("first", [0, 1])
def test_a_succession_that_was_lost_comes_back(
    world: World, tmp_path: Path, way: Callable[[World, Laptop], None], first: int
) -> None:
    mine, other = world.laptop(UNIT), world.laptop(UNIT)
    mine.log(title="Một")
    mine.exchange(world.line)
    other.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    mine.log(title="Hai")
    mine.exchange(world.line)
    old = mine.store.membership.device
    way(world, mine)
    mine.log(title="Ba")
    for laptop in (mine, other, mine):
        laptop.exchange(world.line)
    new = mine.store.membership.device
    assert new != old
    put_back(world, backup)
    callers = (mine, other) if first == 0 else (other, mine)
    for laptop in (*callers, *callers):
        with suppress(SoxaError):
            laptop.exchange(world.line)
    closed(world)
    for laptop in (*callers, *callers):
        laptop.exchange(world.line)
    titles = {str(record.values.title) for record in world.hub_records(UNIT).values()}
    assert titles == {"Một", "Hai", "Ba"}
    with world.store.reading() as transaction:
        registry = own_logs.registry(transaction, world.keys)
    assert registry.chain(new) == [old, new] and not registry.goes_on(old)
    assert [found.new for found in audit(world).succeeded] == [new]
