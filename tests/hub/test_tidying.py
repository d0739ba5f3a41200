"""Tidying: what strangers left goes when the service starts and while it serves, and nothing else goes with it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import text

from hub.accounts.visits import ABSOLUTE
from hub.store import HubStore
from hub.store.accounts import Guess
from hub.tidying import tidied, tidy
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import DeviceId, Instant
from tests.command import soxa
from tests.hub.accounts.people import NOW, add, reader, sign_in
from tests.hub.accounts.quick import hash_quickly
from tests.serving import hub_process

DEVICE = DeviceId("a" * 16)


def leave(store: HubStore, at: Instant) -> None:
    with store.writing() as transaction:
        transaction.accounts.set_guess("name admin", Guess(9, at))
        transaction.laptops.use_nonce(DEVICE, "n", at, Instant(at + 600))
        transaction.laptops.saw(DEVICE, at, by_file=False)


def left(store: HubStore) -> dict[str, int]:
    with store.reading() as transaction:
        execute = transaction.accounts._db.execute
        tables = ("guess", "nonce", "laptop", "visit", "account", "reader")
        return {table: execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables}


def test_what_is_a_day_old_goes_and_what_is_not_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hash_quickly(monkeypatch)
    store = HubStore.create(tmp_path / "hub.db")
    add(store, "lan", "admin")
    sign_in(store)
    reader(store)
    leave(store, NOW)
    all_of_it = dict.fromkeys(("guess", "nonce", "laptop", "visit", "account", "reader"), 1)
    tidy(store, Instant(NOW + 600))
    assert left(store) == all_of_it
    tidy(store, Instant(NOW + 601))
    assert left(store) == {**all_of_it, "nonce": 0}
    tidy(store, Instant(NOW + ABSOLUTE + 1))
    assert left(store) == {**all_of_it, "nonce": 0, "visit": 0}
    tidy(store, Instant(NOW + DAY_SECONDS))
    assert left(store) == {**all_of_it, "nonce": 0, "visit": 0}
    tidy(store, Instant(NOW + DAY_SECONDS + 1))
    assert left(store) == {"guess": 0, "nonce": 0, "laptop": 0, "visit": 0, "account": 1, "reader": 1}
    store.close()


def test_it_goes_on_while_it_serves_whatever_the_store_says(tmp_path: Path) -> None:
    store = HubStore.create(tmp_path / "hub.db")
    with tidied(store, lambda: Instant(NOW + DAY_SECONDS + 1), between=0.01):
        for _again in range(3):
            leave(store, NOW)
            while left(store)["guess"]:
                time.sleep(0.01)
        store.close()
    HubStore.open(tmp_path / "hub.db").close()


def test_the_service_tidies_as_it_starts(tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    assert soxa("hub", "init", "--name", "soxa.test.example", "--province", "lai chau", "--home", str(hub)).returncode == 0
    store = HubStore.open(hub / "hub.db")
    leave(store, Instant(1_600_000_000))
    with hub_process(hub):
        assert {table: count for table, count in left(store).items() if count} == {}
    store.close()
