"""What the tests of accounts share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from hub.store import HubStore
from tests.hub.accounts.people import add
from tests.hub.accounts.quick import hash_quickly


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed with next to no work."""
    hash_quickly(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HubStore]:
    made = HubStore.create(tmp_path / "hub.db")
    yield made
    made.close()


@pytest.fixture
def lan(store: HubStore) -> HubStore:
    """A store in which lan is an operator."""
    add(store, "lan", "operator")
    return store


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that a password was checked against, as the real hasher checks them."""
    seen: list[str] = []
    verify = PasswordHasher.verify

    def watched(hasher: PasswordHasher, hashed: str, password: bytes) -> bool:
        seen.append(hashed)
        return verify(hasher, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    return seen
