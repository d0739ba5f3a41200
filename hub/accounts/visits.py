"""Visits of browsers: signing in begins one, signing out ends it, and so does time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from hub.accounts.guesses import of_browser, of_client, of_name, of_visit
from hub.accounts.known_browsers import browser_pass, known_browser
from hub.accounts.proving import Given, prove
from hub.accounts.tokens import LONGEST_TOKEN, TOUCH_SECONDS, digest, new_token
from hub.store import HubStore, Transaction
from hub.store.accounts import Role, StoredAccounts
from sync.encoding.types import Instant, RandomBytes

IDLE: Final = 2 * 3600
ABSOLUTE: Final = 12 * 3600
"""A visit ends two hours after its last use, so that a browser left open in an office does not stay signed in, and twelve
hours after it began: one sign-in for a working day, and a token that was stolen is of no use the next."""


class Visit(Struct, frozen=True):
    """What a browser gets when it signs in; the store keeps a hash of the token."""

    token: str
    csrf: str
    browser: str
    """What makes the browser known from now on."""


class SignedIn(Struct, frozen=True):
    """A person who is signed in: who asks."""

    visit: bytes
    """The hash of the browser's token; empty for another system, which has no visit."""
    name: str
    role: Role
    csrf: str
    told: str
    """A sentence that the page before left for this one."""
    unit: str = ""
    """Of a superior the code of its unit; else empty."""


def sign_in(
    store: HubStore, given: Given, client: str, *, browser: str = "", now: Instant, random_bytes: RandomBytes
) -> Visit:
    """A new visit, for the right password of an account that is not disabled, and the right code if it has a second factor.
    Anything else is one answer, after the same work: `Refused("wrong-password")`. `TooManyTries` before any work if the
    address must wait, or the name, which a right code passes; in a browser that the account knows, by what it sends, if this
    browser must."""

    def begin(transaction: Transaction) -> Visit:
        return _begin(transaction, given.name, now, random_bytes)

    with store.reading() as transaction:
        known = known_browser(transaction, given.name, browser, now)
    counted = (of_name(given.name), of_client(client)) if known is None else (of_browser(given.name, known),)
    return prove(store, given, counted, then=begin, now=now, random_bytes=random_bytes)


def ask_again(
    store: HubStore,
    signed_in: SignedIn,
    password: str,
    code: str | None = None,
    *,
    then: Callable[[Transaction], None] = lambda _transaction: None,
    now: Instant,
    random_bytes: RandomBytes,
) -> None:
    """Ask somebody who is signed in for the password once more, and for the code if one is given, and do what they wanted.
    `Refused`: `password-not-yours`, `code-not-yours`; `TooManyTries` if they must wait, which strangers cannot make them."""
    given, counted = Given(signed_in.name, password, code), (of_visit(signed_in.visit),)
    wrong = "password-not-yours" if code is None else "code-not-yours"
    prove(store, given, counted, wrong=wrong, then=then, now=now, random_bytes=random_bytes)


def _begin(transaction: Transaction, name: str, now: Instant, random_bytes: RandomBytes) -> Visit:
    """The token is always new: one that was planted in the browser beforehand opens nothing."""
    kept, known = transaction.accounts, browser_pass(transaction, name, now, random_bytes)
    made = Visit(token=new_token(random_bytes), csrf=new_token(random_bytes), browser=known)
    forget_ended(kept, now)
    kept.add_visit(digest(made.token), name, made.csrf, now)
    kept.saw(name, now)
    return made


def forget_ended(kept: StoredAccounts, now: Instant) -> None:
    """Forget the visits that have ended."""
    kept.forget_visits(now - ABSOLUTE, now - IDLE)


def visit(store: HubStore, token: str, now: Instant) -> SignedIn | None:
    """Who holds this token; None if the visit has ended. The sentence that was left for the next page is told, once."""
    if len(token) > LONGEST_TOKEN:
        return None
    with store.reading() as transaction:
        row = transaction.accounts.visit(digest(token))
    if row is None or row.disabled or now - row.seen >= IDLE or now - row.made >= ABSOLUTE:
        return None
    told = ""
    if row.told or now - row.seen >= TOUCH_SECONDS:
        with store.writing() as transaction:
            told = transaction.accounts.take_told(row.token)
            transaction.accounts.touch_visit(row.token, max(now, row.seen))
    return SignedIn(row.token, row.account, row.role, row.csrf, told, row.unit)


def sign_out(transaction: Transaction, signed_in: SignedIn) -> None:
    """End a visit."""
    transaction.accounts.end_visit(signed_in.visit)
