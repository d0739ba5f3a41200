"""Passwords: which may be chosen, and how they are hashed, a few at a time."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import VerifyMismatchError

from sync.encoding.spelling import tobase32
from sync.encoding.types import RandomBytes
from sync.errors import Misuse, Unavailable

HASHER: PasswordHasher = PasswordHasher(
    time_cost=3, memory_cost=64 * 1024, parallelism=4, hash_len=32, salt_len=16, type=Type.ID
)
"""Argon2id as RFC 9106, section 4, recommends it where 2 GiB a hashing are too much: 64 MiB, 3 passes, 4 lanes."""
NOBODYS_HASH: Final = "$argon2id$v=19$m=65536,t=3,p=4$vdAAIDpIrK/oP99Lp7ew4A$ujtTjnfjn1S8iQbdukkLjyJobW9Jd/OPp5pzekCusQs"
"""Of random bytes that nobody kept: a name that cannot sign in is checked against it, and takes as long as any."""
_AT_ONCE: Final = threading.BoundedSemaphore(2)
_PATIENCE: Final = 10.0
"""Hashings at once, and seconds to wait for one's turn: a flood of tries takes 128 MiB and no more."""
PASSWORD_LEAST: Final = 10
PASSWORD_MOST: Final = 200
_READ_AT_MOST: Final = 1000
"""Characters of a password that are looked at. Composing (NFC) makes at most four characters into one, so what is cut off
here is too long in any case."""


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


def new_hash(name: str, password: str, random_bytes: RandomBytes) -> str:
    """The hash of a password that is chosen for an account. `Misuse` if it may not be."""
    check_password(name, password)
    with turn():
        return hash_of(password, random_bytes)


def hash_of(password: str, random_bytes: RandomBytes) -> str:
    """The salted hash of a password; hashed in one's `turn`."""
    return HASHER.hash(_bytes(password), salt=random_bytes(HASHER.salt_len))


def fits(hashed: str, password: str) -> bool:
    """Whether a password has this hash; checked in one's `turn`."""
    try:
        return HASHER.verify(hashed, _bytes(password))
    except VerifyMismatchError:
        return False


def is_weak(hashed: str) -> bool:
    """Whether a hash was made with other parameters than those of now."""
    return HASHER.check_needs_rehash(hashed)


@contextmanager
def turn() -> Iterator[None]:
    """A turn to hash a password, while the block lasts; `Unavailable("sign-in-busy")` if none comes free in time."""
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise Unavailable("sign-in-busy")
    try:
        yield
    finally:
        _AT_ONCE.release()
