"""What a superior's pages are given, and the routes' shape: a scope (`hub.monitoring.scope`) in place of the hub.

A page of that role is a function of a `ScopedContext`: there is no way from it to the store, the registry or another unit.
What has no such page answers a superior with 403, whatever is added to the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from starlette.responses import Response

from hub.accounts.visits import SignedIn
from hub.monitoring.reminder_words import reminded_words
from hub.monitoring.scope import Scope
from hub.web.context import HubContext, PageRequest
from sync.encoding.types import Instant


class ScopedContext:
    """The part of the hub that one superior's pages are about."""

    def __init__(self, context: HubContext, account: SignedIn) -> None:
        self._context = context
        self._account = account

    def now(self) -> Instant:
        """The time, in POSIX seconds."""
        return self._context.now()

    @contextmanager
    def reading(self) -> Iterator[Scope]:
        """What the superior may see, in one state of the store."""
        context = self._context
        with context.counting() as (transaction, registry):
            yield Scope(transaction, context.keys, registry, self._account.unit, context.now())

    def urge(self, period: str, ticked: frozenset[str], comment: str) -> None:
        """Remind the units that are ticked of a period, as far as the superior may; the next page tells how many."""
        context = self._context
        with context.writing() as (transaction, registry):
            scope = Scope(transaction, context.keys, registry, self._account.unit, context.now())
            units = scope.urge(scope.period(period), ticked, comment, context.random_bytes)
            transaction.accounts.tell(self._account.visit, reminded_words(registry, units, context.now()))


ScopedPage = Callable[[ScopedContext, PageRequest], Response]


@dataclass(frozen=True, slots=True)
class ScopedRoute:
    """A way in for superiors: what answers them on a route of the desk."""

    method: Literal["GET", "POST"]
    path: str
    page: ScopedPage
