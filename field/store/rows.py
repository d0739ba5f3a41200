"""What the store says of itself: whose laptop it is, how far a log is held, what an exchange came to. Values only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import Struct

from sync.encoding import DeviceId, Origin
from sync.errors import Fact
from sync.log.merkle import Frontier


class Membership(Struct, frozen=True, kw_only=True):
    """Whose laptop this is."""

    hub: str
    """The hub's name."""
    key: str
    """The verifier key of the hub's registry."""
    url: str
    """Where the hub answers; empty if it is reached by USB stick only."""
    unit: str
    unit_name: str
    device: DeviceId
    """The laptop's id."""
    officer: str | None
    """Stays on this laptop: no name ever enters a log."""
    invite: str


@dataclass(frozen=True, slots=True)
class LogExtent:
    """How far a log is held."""

    origin: Origin
    size: int
    frontier: Frontier
    """Its edge, at `size`; empty for a log of which only checkpoints are held. A copy: change it as you like."""
    checkpoint: str
    """The signed note at `size`; empty if nothing is held."""
    acked: int = 0
    """Of the own log: how many entries a receipt of the hub covers."""
    receipt: str | None = None
    """Of the own log: the note with that receipt."""
    receipt_time: int | None = None
    """The hub's time on it, POSIX seconds."""


class StoredDraft(Struct, frozen=True):
    """What is being typed. `id` is 0 for what was never kept; `record` is the activity that it revises, if it does."""

    id: int
    record: str | None
    typed: bytes
    at: int
    """POSIX seconds."""


class PastExchange(Struct, frozen=True):
    """What one exchange came to. `how` is line, file out or file in; `outcome` is done, cancelled or an error's code, and
    `facts` are that error's."""

    at: int
    how: str
    sent: int
    received: int
    sent_bytes: int
    received_bytes: int
    outcome: str
    facts: dict[str, Fact] = {}


class ExchangeOutcome(Struct, kw_only=True):
    """What one exchange came to. `sent` and `received` count entries."""

    sent: int = 0
    received: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0
    rounds: int = 0
    clock_off: int = 0
    """Seconds by which the hub's clock is ahead of this laptop's, where the hub refused a request for it."""


Watch = Callable[[ExchangeOutcome], None]
"""Told after every round how far an exchange has come; what it raises stops the exchange."""
