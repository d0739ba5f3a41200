"""When an entry was made, and what may be said of a deadline.

A laptop's clock only claims. What is proven is a bracket: an entry was made after the hub checkpoint that it, or an
entry before it in its log, cites; and before the receipt that covers it.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sync.encoding.types import Instant

Verdict = Literal["on-time", "claimed-on-time", "late"]
"""`claimed-on-time`: the bracket spans the deadline and the laptop's clock says before; nobody can prove more."""


class Bracket(Struct, frozen=True):
    """A bracket of times between which an entry was made, all in POSIX seconds."""

    claimed: Instant
    """What the laptop's clock said."""
    after: Instant | None
    """The hub's time at the newest checkpoint of its acceptances cited so far; None before the first exchange."""
    received: Instant
    """The hub's time when it durably held the entry."""


def verdict(bracket: Bracket, due: Instant) -> Verdict:
    """On time, late, or claimed: against the instant `due` before which the hub had to have it."""
    if bracket.received < due:
        return "on-time"
    if bracket.claimed >= due or (bracket.after is not None and bracket.after >= due):
        return "late"
    return "claimed-on-time"
