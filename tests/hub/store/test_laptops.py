"""What the store knows of laptops: contacts, officers, nonces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store import HubStore
from hub.store.rows import LaptopContact
from sync.encoding.types import DeviceId, Instant

ONE, OTHER = DeviceId("a" * 16), DeviceId("b" * 16)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HubStore]:
    made = HubStore.create(tmp_path / "hub.db")
    yield made
    made.close()


def test_a_contact_and_an_officer_are_kept_beside_each_other(store: HubStore) -> None:
    with store.trying() as transaction:
        transaction.laptops.set_officer(ONE, "Lò Thị Mai")
        assert transaction.laptops.all() == {ONE: LaptopContact(ONE, "Lò Thị Mai", None, by_file=False)}
        transaction.laptops.saw(ONE, Instant(1000), by_file=True)
        transaction.laptops.saw(OTHER, Instant(2000), by_file=False)
        transaction.laptops.set_officer(ONE, None)
        assert transaction.laptops.all() == {
            ONE: LaptopContact(ONE, None, Instant(1000), by_file=True),
            OTHER: LaptopContact(OTHER, None, Instant(2000), by_file=False),
        }


def test_a_nonce_serves_a_device_once_until_it_expires(store: HubStore) -> None:
    with store.trying() as transaction:
        use = transaction.laptops.use_nonce
        assert use(ONE, "n", Instant(1000), Instant(1600))
        assert not use(ONE, "n", Instant(1000), Instant(1600))
        assert use(OTHER, "n", Instant(1000), Instant(1600))
        assert not use(ONE, "n", Instant(1600), Instant(2200))  # its very last second
        assert use(ONE, "n", Instant(1601), Instant(2200))
