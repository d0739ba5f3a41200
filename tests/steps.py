"""A short story of saves and exchanges that ends itself, as a power cut would, at one chosen step.

A step is an SQL statement that a side of it is about to run. Between two of them nothing is written, so a death at each
of them in turn is a death in every state that either side's folder can be in; SQLite answers for what is within one.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from sync.encoding.types import Instant
from tests.world import BEGAN, World

UNIT = "03390"
SAVED, RECEIVED = "saved", "received"


def tell_story(folder: Path, told: Path, last_step: int) -> None:
    """Save, revise, take back, exchange, save, exchange. What was acknowledged is written to `told` once it was, as
    `saved SIZE` and `received SIZE`. Dies without a word at the step of that number."""
    steps = iter(range(last_step))

    def step(_statement: str) -> None:
        if next(steps, None) is None:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    world = World(folder, seed=2)
    world.set_clock(Instant(BEGAN + 100_000))
    laptop = world.laptop(UNIT)
    _watch(world, step)
    laptop.store._sql.set_trace_callback(step)
    with told.open("a", encoding="utf-8") as out:

        def tell(what: str, size: int) -> None:
            out.write(f"{what} {size}\n")
            out.flush()

        def saved() -> None:
            tell(SAVED, laptop.store.logs.own.size)

        def exchange() -> None:
            laptop.exchange(world.line)
            tell(RECEIVED, laptop.store.logs.own.acked)

        for title in ("Phát loa", "Họp bản"):
            laptop.log(title=title, quantity=2)
            saved()
        first, second, _third = laptop.record_ids()
        laptop.revise(first, quantity=3)
        saved()
        exchange()
        laptop.retract(second)
        saved()
        laptop.revise(first, quantity=4)
        saved()
        exchange()
    world.close()


def _watch(world: World, step: Callable[[str], None]) -> None:
    """Have every statement of the hub's store counted, on connections that there are and on those yet to be made."""
    engine = world.store._engine
    there = [engine.raw_connection() for _each in range(engine.pool.checkedin())]  # type: ignore[attr-defined]
    for connection in there:
        driver: Any = connection.driver_connection
        driver.set_trace_callback(step)
        connection.close()

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.set_trace_callback(step)
