"""What an exchange comes to, and how those who watch it are told. Values only, so that watching loads no line."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class ExchangeOutcome(Struct, kw_only=True):
    """The outcome of an exchange, as far as it has come. `sent` and `received` count entries."""

    sent: int = 0
    received: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0
    rounds: int = 0
    given_again: int = 0
    """Entries that had rotted at the hub, and that were given to it again."""
    skipped: int = 0
    """Logs in the hub's answers that this laptop does not follow, or does not know."""
    asking: bool = False
    """Whether the hub was restored from a copy, and is gathering what it lacks."""
    restored: int = 0
    """The hub's generation, where it told of a restore."""
    clock_off: int = 0
    """Seconds by which the hub's clock is ahead of this laptop's, where the hub refused a request for it."""


Watch = Callable[[ExchangeOutcome], None]
"""Told after every round how far an exchange has come; what it raises stops the exchange."""
