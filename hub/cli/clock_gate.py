"""The time at which a command signs or dates: the machine's, once nobody has to doubt it. Asked of each command as it is of
the service: a clock far beyond the hub's own last time is gone by once somebody has said that it is right."""

from __future__ import annotations

from typing import Annotated

import typer

from hub.clock import beyond
from hub.store import HubStore, Transaction
from sync.encoding.types import Instant
from sync.errors import Refused
from sync.shell.console import now
from sync.wording.i18n import catalogue

_ = catalogue("hub")

ClockOption = Annotated[
    bool, typer.Option("--clock-is-right", help=_("This machine's clock is right, however long the hub stood."))
]


def last_time(transaction: Transaction) -> Instant:
    """The hub's own last time: that of the newest acceptance, or when its clock was last known to be right; 0 before."""
    return max(transaction.logs.last_accepted_at(), transaction.settings.clock)


def trusted(transaction: Transaction, *, is_right: bool) -> Instant:
    """The present, to be signed in a transaction that writes; that the clock `is_right` is kept with what is signed.
    `Refused("clock-in-doubt")` where somebody must say so first."""
    at, is_known = _asked(transaction, is_right=is_right)
    if not is_known:
        transaction.settings.keep_clock(at)
    return at


def trusted_now(store: HubStore, *, is_right: bool) -> Instant:
    """The present, where no transaction is open; else as `trusted`."""
    with store.reading() as transaction:
        at, is_known = _asked(transaction, is_right=is_right)
    if not is_known:
        with store.writing() as transaction:
            transaction.settings.keep_clock(at)
    return at


def _asked(transaction: Transaction, *, is_right: bool) -> tuple[Instant, bool]:
    """The present, and whether the hub's own last time speaks for it already."""
    at, last = now(), last_time(transaction)
    is_doubted = beyond(at, last) > 0
    if is_doubted and not is_right:
        raise Refused("clock-in-doubt", now=at, since=last)
    return at, not is_doubted
