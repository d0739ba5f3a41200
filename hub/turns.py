"""Turns: whoever is not known to a service comes one after the other, so that any number of them leaves room for those
who are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

import anyio

GAP: Final = 0.005
"""Seconds from one turn to the next: more than a refusal costs, and seconds in all for as many as may be connected."""


class Turns:
    """Who comes next. To be used from one event loop."""

    def __init__(
        self,
        now: Callable[[], float] = anyio.current_time,
        sleep_until: Callable[[float], Awaitable[None]] = anyio.sleep_until,
    ) -> None:
        """`now` and `sleep_until` are of one clock, in seconds."""
        self._now, self._sleep_until = now, sleep_until
        self._next = 0.0

    async def wait(self) -> None:
        """Wait for a turn; where nobody came just before, not at all."""
        now = self._now()
        turn = max(now, self._next)
        self._next = turn + GAP
        if turn > now:
            await self._sleep_until(turn)
