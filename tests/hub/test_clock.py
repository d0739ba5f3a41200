"""The hub's clock: it goes by what really passes, follows no jump, and asks once where it stood still for long."""

from __future__ import annotations

import pytest

from hub.clock import ASKED_BEYOND, JUMP, HubClock
from hub.clock_words import clock_lines
from sync.encoding.types import Instant

LAST = Instant(1_793_000_000)
YEARS = 2 * 365 * 86_400


class Machine:
    """A machine whose wall clock can be set while time passes."""

    def __init__(self, now: int) -> None:
        self.time, self.uptime = now, 5.0
        self.told: list[int] = []

    def wait(self, seconds: float) -> None:
        self.time += int(seconds)
        self.uptime += seconds

    def clock(self, last: int = LAST, *, is_right: bool = False) -> HubClock:
        return HubClock(
            lambda: Instant(self.time), lambda: self.uptime, last=Instant(last), is_right=is_right, tell=self.told.append
        )


def test_time_passes_as_fast_as_it_really_does() -> None:
    machine = Machine(LAST + 10)
    clock = machine.clock()
    assert (clock.now(), clock.ahead, clock.off) == (LAST + 10, 0, 0)
    machine.wait(3_600)
    assert clock.now() == LAST + 3_610
    assert (machine.told, clock_lines(clock)) == ([], [])


@pytest.mark.parametrize("jump", [YEARS, JUMP + 1, -JUMP - 1, -YEARS])
def test_a_jump_while_it_runs_is_told_once_and_not_followed_until_somebody_says_so(jump: int) -> None:
    machine = Machine(LAST)
    clock = machine.clock()
    machine.time += jump
    for passed in range(3):
        assert clock.now() == LAST + passed
        machine.wait(1)
    assert (machine.told, clock.off) == ([jump], jump)
    assert len(clock_lines(clock)) == 1
    clock.confirm()
    assert (clock.now(), clock.off, clock_lines(clock)) == (LAST + jump + 3, 0, [])
    machine.time -= jump
    clock.now()
    assert machine.told == [jump, -jump]


def test_small_steps_are_no_jump_and_a_jump_that_is_taken_back_is_told() -> None:
    machine = Machine(LAST)
    clock = machine.clock()
    machine.time += JUMP
    clock.now()
    assert machine.told == []
    machine.time += YEARS
    clock.now()
    machine.time -= YEARS
    clock.now()
    assert machine.told == [YEARS + JUMP, 0]


def test_a_start_long_after_the_last_time_is_in_doubt_until_somebody_says_that_it_is_right() -> None:
    assert Machine(LAST + ASKED_BEYOND).clock().ahead == 0
    clock = Machine(LAST + ASKED_BEYOND + 1).clock()
    assert clock.ahead == ASKED_BEYOND + 1
    assert len(clock_lines(clock)) == 1
    clock.confirm()
    assert (clock.ahead, clock_lines(clock)) == (0, [])
    assert Machine(LAST + YEARS).clock(is_right=True).ahead == 0
    assert Machine(LAST).clock(last=0).ahead == 0


def test_a_start_before_the_last_time_is_told_with_by_how_much() -> None:
    clock = Machine(LAST - 7_200).clock()
    assert (clock.ahead, clock_lines(clock)) == (0, [])
