"""What an exchange brings: taken whole or not at all."""

from __future__ import annotations

import pytest

from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.encoding import Index
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger import origins
from sync.ledger.entry import encode
from sync.log.merkle import leaf_hash
from tests.field.alone import HUB, NOW, PEER, activity, follow_registry, receive, signer


def test_only_a_newer_receipt_is_believed_even_if_it_covers_less(store: LaptopStore) -> None:
    store.logs.append([activity() for _ in range(5)], signer())
    receive(store, 5, NOW + 100)
    receive(store, 6, NOW + 50)
    assert (store.logs.own.acked, store.logs.own.receipt_time) == (5, NOW + 100)
    receive(store, 6, NOW + 100)
    assert store.logs.own.acked == 6
    receive(store, 2, NOW + 200)
    assert (store.logs.own.acked, store.logs.own.receipt_time) == (2, NOW + 200)


def test_an_exchange_that_fails_leaves_nothing_of_it(store: LaptopStore) -> None:
    store.logs.append([activity()], signer())
    follow_registry(store)
    before = (
        store.logs.own,
        store.logs.cursors(),
        store.records.rows(ActivityFilter()),
        store.records.counts(),
        store.logs.registry().size,
    )
    entry = encode(activity())
    with pytest.raises(KeyboardInterrupt), store.taking() as taking:
        taking.append(PEER.origin, 0, [entry], [leaf_hash(entry)])
        taking.receipt(2, "a note", NOW)
        taking.quarantined((QuarantinedEntry(Index(1), "invalid", "x"),))
        taking.append(origins.registry(HUB), 2, [b"{}"], [leaf_hash(b"{}")])
        raise KeyboardInterrupt
    assert (
        store.logs.own,
        store.logs.cursors(),
        store.records.rows(ActivityFilter()),
        store.records.counts(),
        store.logs.registry().size,
    ) == before
