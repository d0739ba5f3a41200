"""What an exchange brings: taken whole or not at all."""

from __future__ import annotations

import pytest

from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.encoding.spelling import tobase64
from sync.encoding.types import Index, Size
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash
from tests.field.alone import (
    ACCEPTANCES,
    HUB,
    NOW,
    PEER,
    activity,
    follow,
    follow_registry,
    join,
    newest_acceptances,
    own_entries,
    receive,
    signer,
)

REGISTRY = origins.registry(HUB)


def acked(store: LaptopStore) -> tuple[int, int | None]:
    own = store.logs.own
    return own.acked, own.receipt_time


@pytest.mark.parametrize("time", [0, NOW + 50, NOW + 500, 2**63 - 1])
def test_a_receipt_that_covers_more_is_believed_whatever_its_time(store: LaptopStore, time: int) -> None:
    store.logs.append([activity() for _ in range(5)], signer())
    receive(store, 5, NOW + 100)
    for may_lower in (True, False):
        receive(store, 6, time, may_lower=may_lower)
        assert acked(store) == (6, time)


def test_less_than_was_receipted_is_believed_on_the_line_and_not_from_a_file(store: LaptopStore) -> None:
    store.logs.append([activity() for _ in range(5)], signer())
    receive(store, 5, NOW + 100)
    receive(store, 2, NOW + 200, may_lower=False)
    assert acked(store) == (5, NOW + 100)
    receive(store, 2, NOW + 50, may_lower=True)
    assert acked(store) == (2, NOW + 50)


def test_of_each_size_the_first_receipt_is_kept_and_the_acceptances_own_before_any(store: LaptopStore) -> None:
    store.logs.append([activity(), activity()], signer())
    (record, *_others) = [entry.record for entry in own_entries(store)]

    def received() -> int | None:
        (line,) = store.records.page(record).history
        return line.receipt

    assert received() is None
    receive(store, 3, NOW + 300)
    receive(store, 3, NOW + 400)
    assert received() == NOW + 300
    receive(store, 3, NOW + 200, index=7)
    assert received() == NOW + 200
    receive(store, 3, NOW + 100, index=8)
    assert received() == NOW + 200
    receive(store, 2, NOW + 900)
    assert received() == NOW + 200  # whichever receipt covers it: the least of their times


def test_every_head_of_the_hubs_logs_stays(store: LaptopStore) -> None:
    first, second = newest_acceptances(store, 4), newest_acceptances(store, 9)
    follow_registry(store)
    follow(store, PEER.origin, PEER, [join(PEER)])
    kept = [checkpoints.parse(note).checkpoint for note in store.logs.hub_heads()]
    assert [(head.origin, head.size) for head in kept] == [(ACCEPTANCES, 4), (ACCEPTANCES, 9), (REGISTRY, 2)]
    assert [tobase64(head.root) for head in kept[:2]] == [first.root, second.root]


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
        taking.receipt(Size(2), "a note", NOW, may_lower=True)
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
