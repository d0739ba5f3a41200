"""Whether somebody is who they say: the password of an account, and the waits after wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hub.accounts.guesses import ACCOUNT_NAME, check_wait, count_failure
from hub.accounts.passwords import NOBODYS_HASH, fits, hash_of, is_weak, turn
from hub.store import HubStore, Transaction
from hub.store.accounts import StoredAccounts
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused

_Made = TypeVar("_Made")


def prove(
    store: HubStore,
    name: str,
    password: str,
    counted: tuple[str, ...],
    *,
    then: Callable[[Transaction], _Made],
    now: Instant,
    random_bytes: RandomBytes,
) -> _Made:
    """What `then` makes of it, in the same transaction, where the password is that of an account which is not disabled.
    Anything else is one answer, after the same work: `Refused("wrong-password")`, and a wrong guess under each of `counted`.
    `TooManyTries` before any work if one of these must wait. A right password ends the wait of the first of them."""
    check_wait(store, counted, now)  # one who must wait does not stand in the line either
    with turn():
        check_wait(store, counted, now)
        with store.reading() as transaction:
            kept = _hash_to_check(transaction.accounts, name)
        right = fits(kept or NOBODYS_HASH, password) and kept is not None
        renewed = hash_of(password, random_bytes) if right and is_weak(kept or "") else None
        with store.writing() as transaction:
            if right and _hash_to_check(transaction.accounts, name) == kept:  # neither changed nor disabled meanwhile
                if renewed is not None:
                    transaction.accounts.set_password(name, renewed)
                transaction.accounts.clear_guess(counted[0])
                return then(transaction)
            count_failure(transaction.accounts, counted, now)
    raise Refused("wrong-password")


def _hash_to_check(kept: StoredAccounts, name: str) -> str | None:
    """The hash to check against; None if nobody can sign in by this name."""
    found = kept.get(name) if ACCOUNT_NAME.fullmatch(name) else None
    return None if found is None or found.disabled else kept.password(name)
