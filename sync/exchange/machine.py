"""An exchange, seen from the laptop, as a state machine. No line, no store, no clock: the driver has those.

Rule: whatever decides what is sent next lives here; whatever moves bytes lives elsewhere.

A laptop asks until the hub holds all of its log and has nothing more to give:

    READY --ask-->       ASKED        push at most `budget` bytes of entries, from where a receipt proves the hub is
    ASKED --receipted--> READY|DONE   the hub holds more of the log, proven by its receipt
    ASKED --behind-->    READY        the hub holds less than was thought: go back there (it may have been restored)
    ASKED --refused-->   REFUSED      the hub says no, and why
    ASKED --cut-->       CUT          the line broke; what was receipted stays so, and a new exchange goes on from it

The budget follows the line: what went through in a second, times `TARGET_SECONDS`. A cut loses one such chunk at most.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from msgspec import Struct

from sync.encoding.types import Size
from sync.errors import Unproven

FIRST_BUDGET: Final = 128 * 1024
"""Bytes of entries in the first push, before the line's speed is known: about 20 KB compressed."""
MIN_BUDGET: Final = 16 * 1024
MAX_BUDGET: Final = 16 * 1024 * 1024
"""A quarter of what the other side's reader puts up with."""
TARGET_SECONDS: Final = 4.0


class ExchangeState(Enum):
    """Where an exchange stands."""

    READY = "ready"
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"
    CUT = "cut"


TRANSITIONS: Final[dict[tuple[ExchangeState, str], frozenset[ExchangeState]]] = {
    (ExchangeState.READY, "ask"): frozenset({ExchangeState.ASKED}),
    (ExchangeState.ASKED, "receipted"): frozenset({ExchangeState.READY, ExchangeState.DONE}),
    (ExchangeState.ASKED, "behind"): frozenset({ExchangeState.READY}),
    (ExchangeState.ASKED, "refused"): frozenset({ExchangeState.REFUSED}),
    (ExchangeState.ASKED, "cut"): frozenset({ExchangeState.CUT}),
}
"""Every event that may happen in a state, and where it may lead."""


class PushPlan(Struct, frozen=True):
    """Send entries from `start` on, at most `budget` bytes of them but at least one."""

    start: Size
    budget: int


class Exchange:
    """A laptop's side of an exchange. `size` is its log's, `acked` how much of it a receipt covers."""

    def __init__(self, *, size: Size, acked: Size) -> None:
        self.state = ExchangeState.READY
        self.size = size
        self.acked = acked
        self._budget = FIRST_BUDGET
        self._went_back = False

    def ask(self) -> PushPlan:
        """What to send now."""
        self._go("ask", ExchangeState.ASKED)
        return PushPlan(self.acked, self._budget)

    def receipted(self, *, size: Size, more: bool, news: int, sent: int, seconds: float) -> None:
        """A receipt at `size` was verified; the answer said whether more is to be had, and brought `news` entries; `sent`
        bytes of entries took `seconds`. A receipt beyond the laptop's own log, or one that proves no progress, is refused
        (`Unproven`). An answer that brought nothing and says that there is more is asked no further: nobody signs that word,
        and the next exchange goes on from here."""
        if size > self.size:
            raise Unproven("hub-holds-more", held=size, own=self.size)
        if size < self.acked or (sent and size == self.acked):
            raise Unproven("no-progress", held=size, own=self.acked)
        progress = size > self.acked or news > 0
        self.acked = size
        if sent:
            speed = sent / max(seconds, 0.001)
            self._budget = int(min(max(speed * TARGET_SECONDS, MIN_BUDGET), MAX_BUDGET))
        self._go("receipted", ExchangeState.READY if (more and progress) or self.acked < self.size else ExchangeState.DONE)

    def behind(self, size: Size) -> None:
        """The hub proved, by a receipt at `size`, that it holds less. Believed once in an exchange."""
        if self._went_back or size >= self.acked:
            raise Unproven("no-progress", held=size, own=self.acked)
        self._went_back = True
        self.acked = size
        self._go("behind", ExchangeState.READY)

    def refused(self) -> None:
        """The hub said no."""
        self._go("refused", ExchangeState.REFUSED)

    def cut(self) -> None:
        """The line broke, or nothing that came back could be verified."""
        self._go("cut", ExchangeState.CUT)

    def _go(self, event: str, state: ExchangeState) -> None:
        allowed = TRANSITIONS.get((self.state, event), frozenset())
        assert state in allowed, f"{event} cannot lead from {self.state} to {state}"
        self.state = state
