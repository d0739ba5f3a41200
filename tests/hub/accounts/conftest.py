"""What the tests of accounts share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from hub.accounts import passwords
from hub.store import HubStore
from tests.hub.accounts.people import add


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

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override] # noqa: A002
            seen.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Watched(time_cost=3, memory_cost=64 * 1024, parallelism=4))
    return seen
