"""A thin line, told by a clock of its own: so many bytes a second, a round trip, and a life after which it breaks."""

from __future__ import annotations

import random
from collections.abc import Iterator

from hub.intake.reply import LINE_BUDGET, answer
from sync.errors import NoAnswer
from sync.exchange.answers import name_of
from sync.exchange.parcel import ONE_EXCHANGE, Effort
from tests.world import Line, World, sender_of

_PIECE = 512


def generous(world: World) -> Line:
    """The hub as it serves: its answers are as large as a laptop asks for."""

    def line(body: bytes) -> Iterator[bytes]:
        taken = world.receiver.take([body], ONE_EXCHANGE, world.now(), sender_of(body), asked=name_of(body))
        yield from answer(world.store, world.keys, taken, budget=LINE_BUDGET, effort=Effort.LINE)

    return line


class ThinLine:
    """A line that carries parcels as slowly as it is told to, and breaks. `seconds` have passed on it; a push arrives whole
    or not at all, an answer as far as the line lived."""

    def __init__(self, line: Line, *, speed: float, trip: float, life: float, seed: int = 1) -> None:
        """`speed` in bytes a second, `trip` in seconds there and back; lives are `life` seconds on average, the same lives
        for the same seed."""
        self._line = line
        self.speed = speed
        self._trip = trip
        self._lives = random.Random(seed)
        self._life = life
        self._breaks = self._next_break(0.0)
        self.seconds = 0.0
        self.down = 0
        """Bytes of answers that arrived."""
        self.up = 0
        self.breaks = 0

    def clock(self) -> float:
        """Seconds since the line was first used."""
        return self.seconds

    def __call__(self, body: bytes) -> Iterator[bytes]:
        """Carry a push, and its answer."""
        self._pass(self._trip)
        self.up += len(body)
        self._pass(len(body) / self.speed)
        for whole in self._line(body):
            for at in range(0, len(whole), _PIECE):
                piece = whole[at : at + _PIECE]
                self._pass(len(piece) / self.speed)
                self.down += len(piece)
                yield piece

    def _pass(self, seconds: float) -> None:
        if self.seconds + seconds >= self._breaks:
            self.seconds = self._breaks + self._trip  # and it is dialled again
            self._breaks = self._next_break(self.seconds)
            self.breaks += 1
            raise NoAnswer(why="line-broke")
        self.seconds += seconds

    def _next_break(self, since: float) -> float:
        return since + self._lives.uniform(0.5, 1.5) * self._life
