"""Who may use the desk: accounts and their passwords, signing in, visits of a browser, tokens of other systems.

What hashes a password, and what every request asks, takes the store and opens transactions of its own: nobody else waits
while a password is hashed, a failure stays counted although it is told by raising, and a page is not held up by writers.
All else takes a transaction that writes.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, get_args

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError
from msgspec import Struct

from hub.store import HubStore, Transaction
from hub.store.accounts import Account, Guess, Reader, Role, StoredAccounts
from sync.encoding import DAY_SECONDS, RandomBytes, tobase32
from sync.errors import Misuse, Refused, Unavailable

__all__ = ["Account", "Reader", "Role"]  # with what is defined here


ROLES: Final[tuple[Role, ...]] = get_args(Role)

HASHER: PasswordHasher = PasswordHasher(
    time_cost=3, memory_cost=64 * 1024, parallelism=4, hash_len=32, salt_len=16, type=Type.ID
)
"""Argon2id as RFC 9106, section 4, recommends it where 2 GiB a hashing are too much: 64 MiB, 3 passes, 4 lanes."""
_NOBODY: Final = "$argon2id$v=19$m=65536,t=3,p=4$vdAAIDpIrK/oP99Lp7ew4A$ujtTjnfjn1S8iQbdukkLjyJobW9Jd/OPp5pzekCusQs"
"""Of random bytes that nobody kept: a name that cannot sign in is checked against it, and takes as long as any."""
_AT_ONCE: Final = threading.BoundedSemaphore(2)
_PATIENCE: Final = 10.0
"""Hashings at once, and seconds to wait for one's turn: a flood of tries takes 128 MiB and no more."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
PASSWORD_LEAST: Final = 10
PASSWORD_MOST: Final = 200
_READ_AT_MOST: Final = 1000
"""Characters of a password that are looked at. Composing (NFC) makes at most four characters into one, so what is cut off
here is too long in any case."""

FREE_TRIES: Final = 5
LONGEST_WAIT: Final = 15 * 60

IDLE: Final = 2 * 3600
ABSOLUTE: Final = 12 * 3600
"""A visit ends two hours after its last use, so that a browser left open in an office does not stay signed in, and twelve
hours after it began: one sign-in for a working day, and a token that was stolen is of no use the next."""
_TOUCH: Final = 60
"""Seconds between two notes of being used: a page must not cost a write."""

TOKEN_PREFIX: Final = "soxa-read-"  # noqa: S105 - what tokens begin with, so that they are recognised where they leak
_LONGEST_TOKEN: Final = 100
READER_DAYS: Final = 3650


class Visit(Struct, frozen=True):
    """What a browser gets when it signs in; the store keeps a hash of the token."""

    token: str
    csrf: str


class SignedIn(Struct, frozen=True):
    """Who asks."""

    visit: bytes
    """The hash of the browser's token; empty for another system, which has no visit."""
    name: str
    role: Role
    csrf: str
    told: str
    """A sentence that the page before left for this one."""


class NewReader(Struct, frozen=True):
    """A token for another system, told this once."""

    id: str
    token: str


# -- accounts


def role_of(text: str) -> Role:
    """A role by its word. `Misuse("unknown-role")`."""
    if text not in ROLES:
        raise Misuse("unknown-role", text=text, roles=", ".join(ROLES))
    return text


def add_account(store: HubStore, name: str, role: Role, password: str, *, now: int, random_bytes: RandomBytes) -> None:
    """A new account. `Refused("account-exists")`."""
    if not _NAME.fullmatch(name):
        raise Misuse("bad-account-name", name=name)
    hashed = _new_hash(name, password, random_bytes)
    with store.writing() as transaction:
        if transaction.accounts.get(name) is not None:
            raise Refused("account-exists", name=name)
        transaction.accounts.add(name, role, hashed, now)


def set_password(store: HubStore, name: str, password: str, *, random_bytes: RandomBytes) -> None:
    """Another password. Ends all visits of the account, and the wait after wrong guesses at it."""
    hashed = _new_hash(name, password, random_bytes)
    with store.writing() as transaction:
        account(transaction, name)
        transaction.accounts.set_password(name, hashed)
        transaction.accounts.end_visits(name)
        transaction.accounts.clear_guess(_of_name(name))


def set_role(transaction: Transaction, name: str, role: Role) -> None:
    """Another role, for the visits under way too. `Refused("last-admin")`."""
    was = account(transaction, name)
    if role != "admin":
        _keep_an_admin(transaction, was)
    transaction.accounts.set_role(name, role)


def disable(transaction: Transaction, name: str) -> None:
    """Shut an account and end its visits. `Refused("last-admin")`."""
    _keep_an_admin(transaction, account(transaction, name))
    transaction.accounts.set_disabled(name, disabled=True)
    transaction.accounts.end_visits(name)


def enable(transaction: Transaction, name: str) -> None:
    """Let an account sign in again."""
    account(transaction, name)
    transaction.accounts.set_disabled(name, disabled=False)


def account(transaction: Transaction, name: str) -> Account:
    """An account. `Refused("no-account")`."""
    found = transaction.accounts.get(name)
    if found is None:
        raise Refused("no-account", name=name)
    return found


def _keep_an_admin(transaction: Transaction, was: Account) -> None:
    if was.role == "admin" and not was.disabled and transaction.accounts.admins() == 1:
        raise Refused("last-admin", name=was.name)


# -- passwords


def check_password(name: str, password: str) -> None:
    """Whether a password may be chosen; `Misuse` says why not."""
    text = _composed(password)
    if len(text) < PASSWORD_LEAST:
        raise Misuse("short-password", least=PASSWORD_LEAST)
    if len(text) > PASSWORD_MOST:
        raise Misuse("long-password", most=PASSWORD_MOST)
    if text.casefold() == name.casefold():
        raise Misuse("password-is-name")


def generated_password(random_bytes: RandomBytes) -> str:
    """A password of 120 random bits, in groups that can be read out."""
    text = tobase32(random_bytes(15))
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _composed(password: str) -> str:
    """The one spelling (NFC): keyboards differ in how they put Vietnamese letters together."""
    return unicodedata.normalize("NFC", password[:_READ_AT_MOST])


def _bytes(password: str) -> bytes:
    return _composed(password).encode("utf-8", "surrogatepass")  # half a pair may come in, and then fits no password


def _new_hash(name: str, password: str, random_bytes: RandomBytes) -> str:
    check_password(name, password)
    with _turn():
        return _hash(password, random_bytes)


def _hash(password: str, random_bytes: RandomBytes) -> str:
    return HASHER.hash(_bytes(password), salt=random_bytes(HASHER.salt_len))


def _fits(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, _bytes(password))
    except VerifyMismatchError:
        return False


@contextmanager
def _turn() -> Iterator[None]:
    """One's turn to hash."""
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise Unavailable("sign-in-busy")
    try:
        yield
    finally:
        _AT_ONCE.release()


# -- signing in


def sign_in(store: HubStore, name: str, password: str, client: str, *, now: int, random_bytes: RandomBytes) -> Visit:
    """A new visit, for the right password of an account that is not disabled. Anything else is one answer, after the same
    work: `Refused("wrong-password")`. `Refused("too-many-tries")` before any work if the name or the address must wait."""
    whom = (_of_name(name), _of_client(client))
    _check_wait(store, whom, now)  # one who must wait does not stand in the line either
    with _turn():
        _check_wait(store, whom, now)
        with store.reading() as transaction:
            kept = _hash_of(transaction.accounts, name)
        right = _fits(kept or _NOBODY, password) and kept is not None
        renewed = _hash(password, random_bytes) if right and HASHER.check_needs_rehash(kept or "") else None
        with store.writing() as transaction:
            if right and _hash_of(transaction.accounts, name) == kept:  # neither changed nor disabled meanwhile
                return _begin(transaction.accounts, name, renewed, now, random_bytes)
            _count_failure(transaction.accounts, whom, now)
    raise Refused("wrong-password")


def _hash_of(kept: StoredAccounts, name: str) -> str | None:
    """The hash to check against; None if nobody can sign in by this name."""
    found = kept.get(name) if _NAME.fullmatch(name) else None
    return None if found is None or found.disabled else kept.password(name)


def _begin(kept: StoredAccounts, name: str, renewed: str | None, now: int, random_bytes: RandomBytes) -> Visit:
    """The token is always new: one that was planted in the browser beforehand opens nothing."""
    made = Visit(token=_secret(random_bytes), csrf=_secret(random_bytes))
    if renewed is not None:
        kept.set_password(name, renewed)
    kept.clear_guess(_of_name(name))
    kept.forget_visits(now - ABSOLUTE, now - IDLE)
    kept.add_visit(_digest(made.token), name, made.csrf, now)
    kept.saw(name, now)
    return made


def wait(guess: Guess | None, now: int) -> int:
    """Seconds until the next try may be made: none after up to four failures in a row, then 1, 2, 4 ... 900 since the last.

    >>> [wait(Guess(failures, 1000), 1000) for failures in (4, 5, 6, 14, 15, 99)]
    [0, 1, 2, 512, 900, 900]
    """
    if guess is None or guess.failures < FREE_TRIES:
        return 0
    length = min(1 << min(guess.failures - FREE_TRIES, 10), LONGEST_WAIT)
    return max(0, length - max(0, now - guess.last))


def _check_wait(store: HubStore, whom: tuple[str, ...], now: int) -> None:
    with store.reading() as transaction:
        seconds = max(wait(transaction.accounts.guess(one), now) for one in whom)
    if seconds:
        raise Refused("too-many-tries", seconds=seconds)


def _count_failure(kept: StoredAccounts, whom: tuple[str, ...], now: int) -> None:
    kept.forget_guesses(now - DAY_SECONDS)
    for one in whom:
        before = kept.guess(one)
        kept.set_guess(one, Guess(before.failures + 1 if before is not None else 1, now))


def _of_name(name: str) -> str:
    """A name that no account can have counts under one heading, so that a flood of them does not fill the store."""
    return f"name {name}" if _NAME.fullmatch(name) else "name"


def _of_client(client: str) -> str:
    """An address; of IPv6 its network, for whoever has one address there has them all."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return "from elsewhere"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return f"from {ipaddress.IPv6Network((int(address) >> 64 << 64, 64))}"
    return f"from {getattr(address, 'ipv4_mapped', None) or address}"


# -- visits


def visit(store: HubStore, token: str, now: int) -> SignedIn | None:
    """Who holds this token; None if the visit has ended. The sentence that was left for the next page is told, once."""
    if len(token) > _LONGEST_TOKEN:
        return None
    with store.reading() as transaction:
        row = transaction.accounts.visit(_digest(token))
    if row is None or row.disabled or now - row.seen >= IDLE or now - row.made >= ABSOLUTE:
        return None
    told = ""
    if row.told or now - row.seen >= _TOUCH:
        with store.writing() as transaction:
            told = transaction.accounts.take_told(row.token)
            transaction.accounts.touch_visit(row.token, max(now, row.seen))
    return SignedIn(row.token, row.account, row.role, row.csrf, told)


def sign_out(transaction: Transaction, signed_in: SignedIn) -> None:
    """End a visit."""
    transaction.accounts.end_visit(signed_in.visit)


# -- other systems


def add_reader(transaction: Transaction, name: str, days: int, *, now: int, random_bytes: RandomBytes) -> NewReader:
    """A read token for another system, for so many days."""
    if not 0 < days <= READER_DAYS:
        raise Misuse("bad-token-days", days=days, most=READER_DAYS)
    if not (name.strip() and len(name) <= 100 and name.isprintable()):
        raise Misuse("bad-token-name")
    made = NewReader(id=tobase32(random_bytes(10)), token=TOKEN_PREFIX + _secret(random_bytes))
    row = Reader(made.id, name.strip(), now, now + days * DAY_SECONDS, revoked=False, seen=None)
    transaction.accounts.add_reader(row, _digest(made.token))
    return made


def read_token(store: HubStore, token: str, now: int) -> SignedIn | None:
    """The system that holds this token, which reads as an auditor does; None if it ran out, was revoked or never was."""
    if len(token) > _LONGEST_TOKEN or not token.startswith(TOKEN_PREFIX):
        return None
    with store.reading() as transaction:
        row = transaction.accounts.reader(_digest(token))
    if row is None or row.revoked or now >= row.expires:
        return None
    if row.seen is None or now - row.seen >= _TOUCH:
        with store.writing() as transaction:
            transaction.accounts.touch_reader(row.id, now)
    return SignedIn(b"", row.name, "auditor", "", "")


def revoke_reader(transaction: Transaction, reader_id: str) -> None:
    """End a token. `Refused("no-token")`."""
    if not transaction.accounts.revoke_reader(reader_id):
        raise Refused("no-token", token=reader_id)


def _secret(random_bytes: RandomBytes) -> str:
    return base64.urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode("ascii")


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
