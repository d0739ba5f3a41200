"""Accounts made, signed in to and guessed at, in one line each: what the tests of accounts share."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from hub.accounts import accounts, readers, visits
from hub.accounts.proving import Given
from hub.accounts.visits import Visit
from hub.store import HubStore, Transaction
from hub.store.accounts import Role
from sync.encoding.types import Instant
from sync.errors import SoxaError

NOW = Instant(1_793_000_000)
RIGHT = "ruộng bậc thang"
WRONG = "ruộng bậc thấp"
HERE, THERE = "10.1.2.3", "10.9.9.9"

random_bytes = random.Random(4).randbytes


def add(store: HubStore, name: str, role: Role, password: str = RIGHT, unit: str = "") -> None:
    accounts.add_account(store, name, role, password, unit=unit, now=NOW, random_bytes=random_bytes)


def sign_in(
    store: HubStore,
    password: str = RIGHT,
    *,
    name: str = "lan",
    code: str = "",
    client: str = HERE,
    browser: str = "",
    at: int = NOW,
) -> Visit:
    given = Given(name, password, code)
    return visits.sign_in(store, given, client, browser=browser, now=Instant(at), random_bytes=random_bytes)


def change(store: HubStore, act: Callable[[Transaction], object]) -> None:
    with store.writing() as transaction:
        act(transaction)


def code(act: Callable[[], object]) -> str:
    """The code of the error that this raises."""
    with pytest.raises(SoxaError) as caught:
        act()
    return caught.value.code


def failure(
    store: HubStore, *, name: str = "lan", code: str = "", client: str = HERE, browser: str = "", at: int = NOW
) -> SoxaError:
    with pytest.raises(SoxaError) as caught:
        sign_in(store, WRONG, name=name, code=code, client=client, browser=browser, at=at)
    return caught.value


def reader(store: HubStore, days: int = 30, name: str = "LGSP") -> readers.NewReader:
    with store.writing() as transaction:
        return readers.add_reader(transaction, name, days, now=NOW, random_bytes=random_bytes)
