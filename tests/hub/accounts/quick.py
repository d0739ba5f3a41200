"""Passwords hashed with next to no work, for tests that ask who may sign in, and not how hard guessing is."""

from __future__ import annotations

from typing import Final

import pytest
from argon2 import PasswordHasher

from hub.accounts import passwords, proving


def quick_hasher(kind: type[PasswordHasher] = PasswordHasher) -> PasswordHasher:
    """A hasher of this kind: Argon2id with the least that it can do."""
    return kind(time_cost=1, memory_cost=8, parallelism=1)


QUICK: Final = quick_hasher()
_NOBODYS: Final = QUICK.hash("of nobody")


def hash_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the hub hash so until the test ends."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    monkeypatch.setattr(proving, "NOBODYS_HASH", _NOBODYS)
