"""Records as the laptop shows them: found by their ids, and counted."""

from __future__ import annotations

import pytest

from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.encoding import Index
from sync.errors import Misuse
from sync.exchange.parcel import QuarantinedEntry
from tests.field.alone import activity, own_entries, receive, signer


def test_counts_keep_unsent_received_held_and_conflicts_apart(store: LaptopStore) -> None:
    def counted() -> tuple[int, int, int, int, int]:
        counts = store.records.counts()
        return counts.records, counts.unsent, counts.received, len(counts.quarantined), counts.conflicts

    assert counted() == (0, 0, 0, 0, 0)  # the join does not count
    store.logs.append([activity() for _ in range(4)], signer())
    assert counted() == (4, 4, 0, 0, 0)
    receive(store, 3)
    assert counted() == (4, 2, 2, 0, 0)
    with store.taking() as taking:
        taking.quarantined((QuarantinedEntry(Index(2), "invalid", "why not"),))
    (held,) = store.records.counts().quarantined
    assert (held.index, held.why, held.detail, held.record) == (2, "invalid", "why not", own_entries(store)[1].record)
    with store.taking() as taking:
        taking.quarantined(())
    assert counted() == (4, 2, 2, 0, 0)
    assert store.records.unsent() == 2


def test_an_id_may_be_shortened_as_long_as_it_names_one(store: LaptopStore) -> None:
    one = activity("Một")
    other = activity("Hai")
    store.logs.append([one, other], signer())
    assert store.records.page(one.record[-8:]).record.record == one.record
    assert store.records.page(other.record.upper()).record.record == other.record
    assert store.records.page(other.record.replace("-", "")[-23:]).record.record == other.record
    with pytest.raises(Misuse) as caught:
        store.records.page(one.record[:8])  # both were made in the same minute
    assert caught.value.code == "ambiguous-id"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("0123456", "bad-id"), ("", "bad-id"), ("%%%%%%%%", "bad-id"), ("________", "bad-id"), ("ffffffff", "no-such-record")],
)
def test_what_is_no_id_names_nothing(store: LaptopStore, typed: str, code: str) -> None:
    store.logs.append([activity()], signer())
    with pytest.raises(Misuse) as caught:
        store.records.page(typed)
    assert caught.value.code == code
    assert len(store.records.rows(ActivityFilter())) == 1
