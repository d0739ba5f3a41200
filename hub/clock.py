"""The hub's clock: time that passes as fast as it really does, from a moment that somebody vouched for.

A hub's times are its word: a report is on time by them. So a wall clock that jumps while the hub runs is told and not
followed, and one that stands far beyond the hub's own last time as it starts is asked about once: until somebody says
that it is right, nothing is accepted. Backwards the hub never goes (`hub.intake.receive`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant

ASKED_BEYOND: Final = 3 * DAY_SECONDS
"""Seconds beyond the hub's own last time from which on a start is asked about."""
JUMP: Final = 60
"""Seconds by which the wall clock may differ from what has passed: it is put right in small steps all the time."""


def beyond(now: Instant, last: Instant) -> int:
    """Seconds by which the present is so far beyond the hub's own `last` time that it is asked about; else 0, as for a hub
    that has none."""
    ahead = now - last if last else 0
    return ahead if ahead > ASKED_BEYOND else 0


class HubClock:
    """A clock for one service; may be shared by threads. `wall` is the machine's, `passed` gives seconds that never jump,
    `last` is the hub's own last time, 0 if it has none. `tell` is told of each jump once."""

    def __init__(
        self,
        wall: Callable[[], Instant],
        passed: Callable[[], float],
        *,
        last: Instant,
        is_right: bool = False,
        tell: Callable[[int], None],
    ) -> None:
        self._wall, self._passed, self._tell = wall, passed, tell
        self._lock = threading.Lock()
        self._start()
        self.ahead = 0 if is_right else beyond(self._base, last)
        """Seconds by which it began beyond the hub's own last time and nobody has yet said that it is right; else 0."""

    def _start(self) -> None:
        self._base, self._began = self._wall(), self._passed()
        self._told = 0

    def now(self) -> Instant:
        """The hub's time (POSIX seconds)."""
        with self._lock:
            shown, off = self._shown(), self._off()
            jumped = abs(off - self._told) > JUMP
            if jumped:
                self._told = off
        if jumped:
            self._tell(off)
        return shown

    @property
    def off(self) -> int:
        """Seconds by which the machine's clock has jumped ahead while this one ran; negative if back, 0 if it has not."""
        with self._lock:
            return self._off()

    def confirm(self) -> None:
        """Go by the machine's clock from now on: somebody says that it is right."""
        with self._lock:
            self._start()
            self.ahead = 0

    def _shown(self) -> Instant:
        return Instant(self._base + int(self._passed() - self._began))

    def _off(self) -> int:
        off = self._wall() - self._shown()
        return off if abs(off) > JUMP else 0


def passed() -> float:
    """Seconds that never jump, those included in which the machine slept where it tells them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
