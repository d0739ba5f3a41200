"""Records as the laptop shows them: found by their ids, and counted."""

from __future__ import annotations

import msgspec
import pytest

from field.store import LaptopStore
from field.store.rows import ActivityFilter, QuarantinedRow
from sync.encoding.types import Index
from sync.errors import Misuse
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger.entry import Activity
from tests.field.alone import NOW, activity, newest_acceptances, own_entries, receive, signer


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


def test_an_own_entry_was_made_after_the_newest_own_acceptance_below_what_it_cites(store: LaptopStore) -> None:
    def made_after(entry: Activity) -> int | None:
        (line,) = store.records.page(entry.record).history
        return line.after

    def log(cited: int | None = None) -> Activity:
        entry = activity()
        seen = None if cited is None else newest_acceptances(store, cited)
        store.logs.append([msgspec.structs.replace(entry, seen=seen)], signer())
        return entry

    before = log()
    receive(store, 2, NOW + 10, index=4)
    uncited, beyond = log(), log(5)
    receive(store, 4, NOW + 20, index=7)
    at_the_edge, after = log(7), log(8)
    following = log()
    receive(store, 7, NOW + 30, index=9)
    cited_last = log(20)
    assert [made_after(entry) for entry in (before, uncited)] == [None, None]
    assert [made_after(entry) for entry in (beyond, at_the_edge)] == [NOW + 10, NOW + 10]
    assert [made_after(entry) for entry in (after, following)] == [NOW + 20, NOW + 20]
    assert made_after(cited_last) == NOW + 30
    with store.taking() as taking:
        taking.quarantined((QuarantinedEntry(Index(5), "void-seen", "x"),))
    assert made_after(after) == NOW + 10  # what it cites is void, so the citation before it holds


def test_what_the_hub_finds_is_told_apart_from_what_it_holds_back(store: LaptopStore) -> None:
    first, second = activity(), activity()
    store.logs.append([first, second], signer())
    receive(store, 3)
    with store.taking() as taking:
        taking.quarantined(
            (
                QuarantinedEntry(Index(0), "never-heard-of", "x"),
                QuarantinedEntry(Index(1), "void-seen", "citation-goes-back"),
                QuarantinedEntry(Index(2), "future", "a kind"),
                QuarantinedEntry(Index(2), "void-seen", "too"),
            )
        )
    counts = store.records.counts()
    assert [(row.index, row.why) for row in counts.quarantined] == [(2, "future")]
    assert [(row.index, row.why, row.record) for row in counts.findings] == [
        (0, "never-heard-of", None),
        (1, "void-seen", first.record),
        (2, "void-seen", second.record),
    ]
    assert [row.status for row in store.records.rows(ActivityFilter())] == ["held", "received"]
    assert [row.record for row in store.records.rows(ActivityFilter(status="held"))] == [second.record]
    (line,) = store.records.page(first.record).history
    assert (line.quarantined, [found.why for found in line.findings]) == (None, ["void-seen"])
    (line,) = store.records.page(second.record).history
    assert line.quarantined == QuarantinedRow(2, "future", "a kind", second.record)
    assert [found.why for found in line.findings] == ["void-seen"]
