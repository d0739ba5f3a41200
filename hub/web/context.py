"""What every page is given: the hub that it is about, what is asked of it, and the routes' own shape.

A page is a function of the two, called in a thread of its own; it gathers, in one transaction, and answers. Who may ask is
said in its `Route`, so that there is no page about which nothing was decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Literal

from starlette.responses import RedirectResponse, Response

from hub import own_logs
from hub.accounts.visits import SignedIn
from hub.clock import HubClock
from hub.home import Keys
from hub.monitoring import counts
from hub.store import HubStore, Transaction
from hub.store.accounts import Role
from hub.turns import Turns
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, SoxaError
from sync.ledger.period import day_of
from sync.ledger.registry import Registry
from sync.wording.i18n import Language

Who = Role | Literal["anyone", "token"]
"""Who asks: somebody with a role, anyone at all, or another system with a read token."""

ANYONE: Final[frozenset[Who]] = frozenset({"anyone", "token", "admin", "operator", "auditor", "superior"})
ACCOUNTS: Final[frozenset[Who]] = frozenset({"admin", "operator", "auditor", "superior"})
"""Everybody who can sign in: for what is about their own account alone."""
SIGNED_IN: Final[frozenset[Who]] = frozenset({"admin", "operator", "auditor"})
"""People who see the whole province; a superior sees its own alone, by pages of its own (`hub.web.scoped`)."""
OPERATORS: Final[frozenset[Who]] = frozenset({"admin", "operator"})
ADMINS: Final[frozenset[Who]] = frozenset({"admin"})
SYSTEMS: Final[frozenset[Who]] = frozenset({"token", "admin", "operator", "auditor"})
"""People and systems who may read the API."""

MAX_VALUE: Final = 300
"""Characters in a value of an address: more than any name of a period has."""


@dataclass(frozen=True, slots=True)
class HubContext:
    """The hub that the pages are about."""

    store: HubStore
    keys: Keys
    now: Callable[[], Instant]
    random_bytes: RandomBytes
    clock: HubClock | None = None
    """What `now` goes by, where that is in question."""
    turns: Turns = field(default_factory=Turns)
    """For which whoever is not signed in waits."""

    @contextmanager
    def reading(self) -> Iterator[tuple[Transaction, Registry]]:
        """A transaction to read from, one state of the store, and what the registry says in it."""
        with self.store.reading() as transaction:
            yield transaction, own_logs.registry(transaction, self.keys)

    @contextmanager
    def counting(self) -> Iterator[tuple[Transaction, Registry]]:
        """A transaction to read sums from, with the registry: the sums are brought up to date first."""
        counts.freshen(self.store)
        with self.reading() as found:
            yield found

    @contextmanager
    def writing(self) -> Iterator[tuple[Transaction, Registry]]:
        """A transaction that commits when the block ends, and the registry as it stands before."""
        with self.store.writing() as transaction:
            yield transaction, own_logs.registry(transaction, self.keys)

    def today(self) -> str:
        """The day (ISO) in Vietnam."""
        return day_of(self.now()).isoformat()


class NotFound(SoxaError):
    """There is no such page, or nothing of the kind that it would show."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What is asked of a page."""

    method: str
    path: str
    query: Mapping[str, str]
    params: Mapping[str, str]
    """What stands in the path where the route has names."""
    language: Language
    account: SignedIn | None = None
    form: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    """Of an upload: its name and bytes, by field."""
    client: str = ""
    """The address that asks."""
    secure: bool = False
    """Whether it asks by https."""
    told: str = ""
    """What the page before has to say."""
    browser: str = ""
    """By what the browser is known, if it is."""

    def value(self, name: str, default: str = "") -> str:
        """A value of the address. `Misuse("bad-address")` if it is longer than any can be."""
        found = self.query.get(name, default)
        if len(found) > MAX_VALUE or not found.isprintable():
            raise Misuse("bad-address", name=name)
        return found

    def chosen(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        """A value of the address that must be one of some."""
        found = self.value(name) or default
        if found not in allowed:
            raise Misuse("bad-address", name=name)
        return found

    def number(self, name: str, default: int, most: int, least: int = 0) -> int:
        """A whole number of the address, from the least to the most."""
        found = self.value(name)
        if not found:
            return default
        if not (found.isascii() and found.isdigit() and len(found) <= 9 and least <= int(found) <= most):
            raise Misuse("bad-address", name=name)
        return int(found)

    def field(self, name: str) -> str:
        """A value of the form; empty if it has none."""
        return self.form.get(name, ("",))[0]

    def fields(self, name: str) -> tuple[str, ...]:
        """All values of the form under a name."""
        return self.form.get(name, ())

    @property
    def who(self) -> SignedIn:
        """Who asks, on a page for people who are signed in."""
        assert self.account is not None, "the route is for people who are signed in"
        return self.account


Page = Callable[[HubContext, PageRequest], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """A route, a way in: who may take it, and what answers."""

    method: Literal["GET", "POST"]
    path: str
    page: Page
    may: frozenset[Who]
    most: int | None = None
    """How many bytes a form may have; None: as most."""


def go(path: str) -> Response:
    """Go on to another page, by a new question."""
    return RedirectResponse(path, status_code=303)


def tell(context: HubContext, request: PageRequest, path: str, sentence: str) -> Response:
    """Go on to another page, which says this first."""
    with context.store.writing() as transaction:
        transaction.accounts.tell(request.who.visit, sentence)
    return go(path)
