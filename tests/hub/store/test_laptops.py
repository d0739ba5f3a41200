"""What the store knows of laptops: contacts, officers, nonces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from hub.store import HubStore, Transaction, laptops
from hub.store.rows import LaptopContact, WaitingRange
from sync.encoding.types import NOTHING, DeviceId, Instant
from sync.ledger import origins
from sync.log.merkle import Frontier

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


def _calls(transaction: Transaction, device: DeviceId, at: int) -> None:
    assert transaction.laptops.use_nonce(device, "n", Instant(at), Instant(at + 600))
    transaction.laptops.saw(device, Instant(at), by_file=False)


def _with_log(transaction: Transaction, device: DeviceId) -> None:
    transaction.logs.add(origins.device("soxa.test.example", device), "03390")


def test_strangers_that_called_are_forgotten_and_laptops_with_a_log_or_an_officer_are_not(store: HubStore) -> None:
    stranger, recent, named = (DeviceId(letter * 16) for letter in "cde")
    with store.trying() as transaction:
        _with_log(transaction, ONE)
        for device, at in ((ONE, 1000), (OTHER, 1000), (stranger, 1000), (named, 1000), (recent, 2000)):
            transaction.laptops.saw(device, Instant(at), by_file=False)
        transaction.laptops.set_officer(named, "Lò Thị Mai")
        transaction.waiting.add(_waiting(OTHER))
        transaction.laptops.forget_strangers(1001)
        assert set(transaction.laptops.all()) == {ONE, OTHER, named, recent}


def test_however_many_strangers_call_so_many_are_remembered(store: HubStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laptops, "MOST_STRANGERS", 10)
    with store.trying() as transaction:
        _with_log(transaction, ONE)
        _calls(transaction, ONE, 1000)
        strangers = [DeviceId(f"{number:016}") for number in range(40)]
        for number, device in enumerate(strangers):
            _calls(transaction, device, 1001 + number)
            known = set(transaction.laptops.all())
            assert len(known) <= 12 and {ONE, device} <= known
        assert not transaction.laptops.use_nonce(ONE, "n", Instant(1041), Instant(1641)), "what a laptop used stays used"
        nonces = transaction.laptops._db.execute(text("SELECT count(*) FROM nonce")).scalar_one()
    assert nonces <= 11


def test_nonces_are_forgotten_without_another_call(store: HubStore) -> None:
    with store.trying() as transaction:
        assert transaction.laptops.use_nonce(ONE, "n", Instant(1000), Instant(1600))
        for now, left in ((1600, 1), (1601, 0)):
            transaction.laptops.forget_nonces(Instant(now))
            assert transaction.laptops._db.execute(text("SELECT count(*) FROM nonce")).scalar_one() == left


def _waiting(brought: DeviceId) -> WaitingRange:
    return WaitingRange(
        id=0,
        origin=origins.device("soxa.test.example", DeviceId("f" * 16)),
        unit="03390",
        start=NOTHING,
        size=NOTHING,
        frontier=Frontier(),
        lines=(),
        note="",
        at=Instant(1000),
        brought=brought,
        known=False,
    )
