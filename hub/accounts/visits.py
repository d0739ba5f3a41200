"""Visits of browsers: signing in begins one, signing out ends it, and so does time."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from hub.accounts.guesses import ACCOUNT_NAME, check_wait, count_failure, of_client, of_name
from hub.accounts.passwords import NOBODYS_HASH, fits, hash_of, is_weak, turn
from hub.accounts.tokens import LONGEST_TOKEN, TOUCH_SECONDS, digest, new_token
from hub.store import HubStore, Transaction
from hub.store.accounts import Role, StoredAccounts
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused

IDLE: Final = 2 * 3600
ABSOLUTE: Final = 12 * 3600
"""A visit ends two hours after its last use, so that a browser left open in an office does not stay signed in, and twelve
hours after it began: one sign-in for a working day, and a token that was stolen is of no use the next."""


class Visit(Struct, frozen=True):
    """What a browser gets when it signs in; the store keeps a hash of the token."""

    token: str
    csrf: str


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


def sign_in(store: HubStore, name: str, password: str, client: str, *, now: Instant, random_bytes: RandomBytes) -> Visit:
    """A new visit, for the right password of an account that is not disabled. Anything else is one answer, after the same
    work: `Refused("wrong-password")`. `TooManyTries` before any work if the name or the address must wait."""
    whom = (of_name(name), of_client(client))
    check_wait(store, whom, now)  # one who must wait does not stand in the line either
    with turn():
        check_wait(store, whom, now)
        with store.reading() as transaction:
            kept = _hash_to_check(transaction.accounts, name)
        right = fits(kept or NOBODYS_HASH, password) and kept is not None
        renewed = hash_of(password, random_bytes) if right and is_weak(kept or "") else None
        with store.writing() as transaction:
            if right and _hash_to_check(transaction.accounts, name) == kept:  # neither changed nor disabled meanwhile
                return _begin(transaction.accounts, name, renewed, now, random_bytes)
            count_failure(transaction.accounts, whom, now)
    raise Refused("wrong-password")


def _hash_to_check(kept: StoredAccounts, name: str) -> str | None:
    """The hash to check against; None if nobody can sign in by this name."""
    found = kept.get(name) if ACCOUNT_NAME.fullmatch(name) else None
    return None if found is None or found.disabled else kept.password(name)


def _begin(kept: StoredAccounts, name: str, renewed: str | None, now: Instant, random_bytes: RandomBytes) -> Visit:
    """The token is always new: one that was planted in the browser beforehand opens nothing."""
    made = Visit(token=new_token(random_bytes), csrf=new_token(random_bytes))
    if renewed is not None:
        kept.set_password(name, renewed)
    kept.clear_guess(of_name(name))
    kept.forget_visits(now - ABSOLUTE, now - IDLE)
    kept.add_visit(digest(made.token), name, made.csrf, now)
    kept.saw(name, now)
    return made


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
