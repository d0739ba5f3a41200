"""A thin line that breaks: what an exchange takes on it, beside the time of its bytes on a line that holds. The seconds are
the line's own, told by the bytes that pass, and the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from field.exchange import client
from field.exchange.outcome import ExchangeOutcome
from field.exchange.pace import keep_pace
from sync.errors import NoAnswer
from sync.exchange.machine import Pace
from tests.bench.measure import Row
from tests.bench.records import activities
from tests.thin import ThinLine, generous
from tests.world import Laptop, World

FOREIGN: Final = 5_000
TRIP: Final = 0.2


class Passed(Struct, frozen=True):
    """What passed on a line: seconds until everything is exchanged, and until the receipt of all that is the laptop's own
    was there; bytes; how often it broke."""

    seconds: float
    receipt: float
    up: int
    down: int
    breaks: int


class Exchanges(Struct, frozen=True):
    """The exchanges that are measured."""

    floor: Passed
    both_ways: Passed
    sent: Passed
    sent_in_pieces: Passed


def rows(folder: Path) -> Iterator[Row]:
    """The rows of thin lines."""
    done = exchanges(folder)
    job = f"20 own, {FOREIGN:,} foreign records, 8 kB/s, cut each 20 s"
    yield Row(f"{job}: receipt", done.both_ways.receipt, "s", goal=5.0, absolute=True)
    yield Row(f"{job}: all", done.both_ways.seconds, "s", done.floor.seconds, "one piece, no cut", goal=1.5)
    yield Row("400 unsent records, 500 B/s, no cut", done.sent.seconds, "s")
    yield Row("400 unsent records, 500 B/s, cut each 60 s", done.sent_in_pieces.seconds, "s")


def exchanges(folder: Path) -> Exchanges:
    """Exchange all, in one world."""
    world = World(folder)
    mine, twin, colleague = (world.laptop("03390") for _ in range(3))
    for laptop in (mine, twin):
        laptop.exchange(world.line)
    colleague.store.logs.append(list(activities(FOREIGN)), colleague.signer)
    colleague.exchange(world.line)
    floor = _passed(world, twin, 8_000, 1e9)
    mine.store.logs.append(list(activities(20)), mine.signer)
    both_ways = _passed(world, mine, 8_000, 20.0)
    sent, sent_in_pieces = (_sent(world, unit, life) for unit, life in (("03405", 1e9), ("03408", 60.0)))
    world.close()
    return Exchanges(floor=floor, both_ways=both_ways, sent=sent, sent_in_pieces=sent_in_pieces)


def _sent(world: World, unit: str, life: float) -> Passed:
    laptop = world.laptop(unit)
    laptop.exchange(world.line)
    laptop.store.logs.append(list(activities(400)), laptop.signer)
    return _passed(world, laptop, 500, life)


def _passed(world: World, laptop: Laptop, speed: float, life: float) -> Passed:
    line = ThinLine(generous(world), speed=speed, trip=TRIP, life=life)
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
        receipt = receipted[0] if receipted else 0.0
        return Passed(seconds=line.seconds, receipt=receipt, up=line.up, down=line.down, breaks=line.breaks)
