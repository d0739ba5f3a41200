"""What the store knows of laptops: contacts, officers, nonces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store import HubStore
from hub.store.rows import LaptopContact


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HubStore]:
    made = HubStore.create(tmp_path / "hub.db")
    yield made
    made.close()


def test_a_contact_and_an_officer_are_kept_beside_each_other(store: HubStore) -> None:
    with store.trying() as transaction:
        transaction.laptops.set_officer("aaaa", "Lò Thị Mai")
        assert transaction.laptops.all() == {"aaaa": LaptopContact("aaaa", "Lò Thị Mai", None, by_file=False)}
        transaction.laptops.saw("aaaa", 1000, by_file=True)
        transaction.laptops.saw("bbbb", 2000, by_file=False)
        transaction.laptops.set_officer("aaaa", None)
        assert transaction.laptops.all() == {
            "aaaa": LaptopContact("aaaa", None, 1000, by_file=True),
            "bbbb": LaptopContact("bbbb", None, 2000, by_file=False),
        }


def test_a_nonce_serves_a_device_once_until_it_expires(store: HubStore) -> None:
    with store.trying() as transaction:
        use = transaction.laptops.use_nonce
        assert use("aaaa", "n", 1000, 1600)
        assert not use("aaaa", "n", 1000, 1600)
        assert use("bbbb", "n", 1000, 1600)
        assert not use("aaaa", "n", 1600, 2200)  # its very last second
        assert use("aaaa", "n", 1601, 2200)
