"""A thin line that breaks: what an exchange takes on it, beside the time of its bytes on a line that holds. The seconds are
the line's own, told by the bytes that pass, and the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from field.exchange import client
from field.exchange.outcome import ExchangeOutcome
from field.exchange.pace import keep_pace
from sync.errors import NoAnswer
from sync.exchange.machine import Pace
from tests.bench.measure import Row
from tests.bench.records import activities
from tests.thin import ThinLine, generous
from tests.world import Laptop, World

_FOREIGN = 5_000
_TRIP = 0.2


def rows(folder: Path) -> Iterator[Row]:
    """The rows of thin lines."""
    world = World(folder)
    mine, twin, colleague = (world.laptop("03390") for _ in range(3))
    for laptop in (mine, twin):
        laptop.exchange(world.line)
    colleague.store.logs.append(list(activities(_FOREIGN)), colleague.signer)
    colleague.exchange(world.line)
    floor = _seconds(world, twin, 8_000, 1e9)[0]
    mine.store.logs.append(list(activities(20)), mine.signer)
    whole, receipt = _seconds(world, mine, 8_000, 20.0)
    job = f"20 own, {_FOREIGN:,} foreign records, 8 kB/s, cut each 20 s"
    yield Row(f"{job}: receipt", receipt, "s", goal=5.0, absolute=True)
    yield Row(f"{job}: all", whole, "s", floor, "one piece, no cut", goal=1.5)
    for life, name in ((1e9, "no cut"), (60.0, "cut each 60 s")):
        laptop = world.laptop("03405" if life > 60.0 else "03408")
        laptop.exchange(world.line)
        laptop.store.logs.append(list(activities(400)), laptop.signer)
        yield Row(f"400 unsent records, 500 B/s, {name}", _seconds(world, laptop, 500, life)[0], "s")
    world.close()


def _seconds(world: World, laptop: Laptop, speed: float, life: float) -> tuple[float, float]:
    """Seconds until everything is exchanged, and until the receipt of all that is the laptop's own was there."""
    line = ThinLine(generous(world), speed=speed, trip=_TRIP, life=life)
    keep_pace(laptop.store, Pace())  # what went before was timed by the clock of the machine
    size, receipted = laptop.store.logs.own.size, list[float]()

    def watch(_so_far: ExchangeOutcome) -> None:
        if not receipted and laptop.store.logs.own.acked == size:
            receipted.append(line.seconds)

    while True:
        try:
            client.exchange(laptop.store, laptop.signer, line, ExchangeOutcome(), watch, clock=line.clock)
        except NoAnswer:
            continue
        return line.seconds, receipted[0] if receipted else 0.0
