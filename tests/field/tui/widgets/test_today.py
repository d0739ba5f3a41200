"""The summary of today: what is due next."""

from __future__ import annotations

from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import World

_ = said


def test_what_is_due_next_is_told_with_the_days_that_are_left(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.sees("15/11/2026", _("{days} days left").format(days=9), "2026-11", "Báo cáo tháng")

    at_work(laptop.home, play)
