"""A hub that dies while it goes on asks as before, and going on again comes to the same."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from sqlalchemy import event

from hub.generations.closing import Answers, close
from hub.home import HubHome, load_keys
from hub.store import HubStore
from sync.encoding.types import Instant
from tests.dying import DIED, processes
from tests.hub.generations.gathering import Held, backed_up, bring, put_back
from tests.world import World

UNIT = "03390"
NOW = Instant(1_793_900_000)


def go_on(folder: Path, last_step: int) -> None:
    """Close a hub's gathering, and die at the statement of that number."""
    steps = iter(range(last_step))
    home = HubHome(folder)
    store = HubStore.open(home.database)

    @event.listens_for(store._engine, "before_cursor_execute")
    def _step(*_told: object) -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    with store.writing() as transaction:
        close(transaction, load_keys(home, lambda: ""), Answers(), now=NOW, random_bytes=bytes)
    store.close()


def state(home: HubHome) -> list[tuple[object, ...]]:
    """What a hub's logs come to."""
    store = HubStore.open(home.database)
    with store.reading() as transaction:
        found: list[tuple[object, ...]] = [
            (log.name, log.size, log.frontier.root(), transaction.settings.asking is None) for log in transaction.logs.all()
        ]
    store.close()
    return found


def test_a_death_at_any_statement_leaves_a_hub_that_asks(world: World, tmp_path: Path) -> None:
    laptop, other = world.laptop(UNIT), world.laptop(UNIT)
    laptop.exchange(world.line)
    backup = backed_up(world, tmp_path / "backup")
    laptop.log()
    for each in (laptop, other):
        each.exchange(world.line)
    before = Held(world)
    put_back(world, backup)
    bring(world, laptop.store.membership.device, before.ranges(laptop.origin, 1))
    bring(world, other.store.membership.device, before.ranges(other.origin))
    world.store.close()
    whole = HubHome(shutil.copytree(world.home.path, tmp_path / "whole"))
    go_on(whole.path, 10_000)
    reached, asked = state(whole), state(world.home)
    step, code = 0, DIED
    while code == DIED:
        home = HubHome(shutil.copytree(world.home.path, tmp_path / f"{step}"))
        process = processes().Process(target=go_on, args=(home.path, step))  # type: ignore[attr-defined]
        process.start()
        process.join(120)
        code = process.exitcode
        if code == DIED:
            assert state(home) == asked
            go_on(home.path, 10_000)
        assert state(home) == reached
        shutil.rmtree(home.path)
        step += 7
    assert code == 0
    world.reopen()
