"""Whether somebody is who they say: an account's password, the code of its second factor, and the waits after wrong ones.

A right code passes the wait of a name, so that strangers who guess at it do not keep its owner out. It is used up by that,
whatever the password is; and so many wrong codes are looked at while a name waits, so that guessing them leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from hub.accounts.guesses import ACCOUNT_NAME, CODES_LOOKED_AT, check_wait, count_failure, of_code, of_name, wait
from hub.accounts.passwords import NOBODYS_HASH, fits, hash_of, is_weak, turn
from hub.accounts.second_factor import NOBODYS_SECRET, looks_like_code, step_of
from hub.store import HubStore, Transaction
from hub.store.accounts import StoredAccounts
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused

_Made = TypeVar("_Made")


class Given(Struct, frozen=True):
    """What somebody gives to be let in."""

    name: str
    password: str
    code: str | None = ""
    """Of the second factor; None where it is not asked for."""


class _Kept(Struct, frozen=True):
    """What is kept of an account that can be let in."""

    password: str
    secret: bytes | None


def prove(
    store: HubStore,
    given: Given,
    counted: tuple[str, ...],
    *,
    wrong: str = "wrong-password",
    then: Callable[[Transaction], _Made],
    now: Instant,
    random_bytes: RandomBytes,
) -> _Made:
    """What `then` makes of it, in the same transaction, where the password is that of an account which is not disabled, and
    the code is right if it has a second factor. Anything else is one answer, after the same work: `Refused(wrong)`, and a
    wrong guess under each of `counted`. `TooManyTries` before any work if one of these must wait, but for a name whose code
    is right. Who is let in ends the wait of the first of them."""
    passed = _passed_by_code(store, given, counted, now)  # one who must wait does not stand in the line either
    with turn():
        check_wait(store, counted[passed:], now)
        with store.reading() as transaction:
            kept = _kept(transaction.accounts, given.name)
        asked = kept is not None and kept.secret is not None and given.code is not None and not passed
        step = step_of(_secret(kept), given.code or "", now)
        right = fits(NOBODYS_HASH if kept is None else kept.password, given.password) and kept is not None
        right = right and not (asked and step is None)
        renewed = hash_of(given.password, random_bytes) if right and kept is not None and is_weak(kept.password) else None
        with store.writing() as transaction:
            accounts = transaction.accounts
            unchanged = _kept(accounts, given.name) == kept  # nor disabled meanwhile
            if right and unchanged and not (asked and not accounts.use_step(given.name, step or 0)):
                if renewed is not None:
                    accounts.set_password(given.name, renewed)
                accounts.clear_guess(of_code(given.name) if passed else counted[0])
                return then(transaction)
            count_failure(accounts, counted, now)
    raise Refused(wrong)


def _passed_by_code(store: HubStore, given: Given, counted: tuple[str, ...], now: Instant) -> bool:
    """Whether the name must wait, and is let pass by a right code, which is used up by that. `TooManyTries` if anything else
    must wait."""
    name, others = counted[0], counted[1:]
    if name != of_name(given.name) or not looks_like_code(given.code or ""):
        check_wait(store, counted, now)
        return False
    check_wait(store, others, now)
    with store.reading() as transaction:
        if not wait(transaction.accounts.guess(name), now):
            return False
    with store.writing() as transaction:
        accounts = transaction.accounts
        tried = accounts.guess(of_code(given.name))
        if tried is None or tried.failures < CODES_LOOKED_AT:
            kept = _kept(accounts, given.name)
            step = step_of(_secret(kept), given.code or "", now)
            if kept is not None and kept.secret is not None and step is not None and accounts.use_step(given.name, step):
                return True
            count_failure(accounts, (of_code(given.name), *others), now)
    check_wait(store, (name,), now)
    return False


def _kept(accounts: StoredAccounts, name: str) -> _Kept | None:
    """What to check against; None if nobody can sign in by this name."""
    found = accounts.get(name) if ACCOUNT_NAME.fullmatch(name) else None
    if found is None or found.disabled:
        return None
    return _Kept(accounts.password(name) or "", accounts.second_factor(name))


def _secret(kept: _Kept | None) -> bytes:
    return NOBODYS_SECRET if kept is None or kept.secret is None else kept.secret
