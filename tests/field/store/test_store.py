"""The laptop's store: entries byte for byte, logs that only grow, transactions that happen whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from field.home import LaptopHome
from field.store import LaptopStore
from field.store.records import ActivityFilter
from sync.encoding import Hash, Origin, tobase64
from sync.errors import BadInput, Refused
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger import origins
from sync.ledger.entry import Activity, Citation, Fields, Position, decode, encode
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier, leaf_hash, tree_root
from tests.field.alone import (
    HUB,
    HUB_KEY,
    NOW,
    PLAN,
    activity,
    check_log,
    follow,
    follow_registry,
    join,
    new_store,
    receive,
    salt,
    signer,
)

ACCEPTANCES = origins.acceptances(HUB)
PEER = signer(9)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LaptopStore]:
    with new_store(tmp_path) as store:
        yield store


def newest_acceptances(store: LaptopStore, size: int) -> Citation:
    root = leaf_hash(b"%d" % size)
    with store.taking() as taking:
        taking.head(ACCEPTANCES, None, checkpoints.sign(Checkpoint(ACCEPTANCES, size, root), HUB_KEY.renamed(ACCEPTANCES)))
    return Citation(size, tobase64(root))


def own_entries(store: LaptopStore) -> list[Activity]:
    entries = [decode(line, LogKind.DEVICE) for line in store.lines(store.own.origin, 1, 2**40)]
    return [entry for entry in entries if isinstance(entry, Activity)]


def test_what_is_saved_is_read_back_byte_for_byte(store: LaptopStore, tmp_path: Path) -> None:
    entries = [activity("Họp bản Hon"), activity("Đăng Zalo", text="dòng một\ndòng hai", topics=("digital-skills",))]
    leaves = store.append(entries, signer())
    store.close()
    with LaptopStore.open(LaptopHome(tmp_path)) as again:
        lines = again.lines(again.own.origin, 1, 2**40)
        assert lines == [encode(entry) for entry in entries]
        assert leaves == [leaf_hash(line) for line in lines]
        check_log(again)


def test_a_bad_entry_among_good_ones_saves_none(store: LaptopStore) -> None:
    before = store.own
    with pytest.raises(BadInput) as caught:
        store.append([activity(), activity(), activity(title="")], signer())
    assert caught.value.code == "bad-entry"
    assert store.own == before
    assert store.records(ActivityFilter()) == []


def test_a_log_begins_with_its_join(tmp_path: Path) -> None:
    new_store(tmp_path / "other").close()
    with LaptopStore.open(LaptopHome(tmp_path / "other")) as other:
        membership = other.membership
    with LaptopStore.create(LaptopHome(tmp_path / "new"), membership) as store:
        with pytest.raises(Refused) as caught:
            store.append([activity()], signer())
        assert caught.value.code == "not-joined"
        store.append([join(signer())], signer())
        store.append([activity()], signer())
        check_log(store)


def test_a_folder_joins_once(store: LaptopStore, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        LaptopStore.create(LaptopHome(tmp_path), store.membership)
    assert caught.value.code == "already-joined"
    with pytest.raises(Refused) as caught:
        LaptopStore.open(LaptopHome(tmp_path / "elsewhere"))
    assert caught.value.code == "not-joined"


def test_a_store_that_a_newer_program_changed_is_left_alone(store: LaptopStore, tmp_path: Path) -> None:
    store.close()
    with sqlite3.connect(tmp_path / "soxa.db") as raw:
        raw.execute("UPDATE _sqlite_migrations SET name = 'from-the-future' WHERE name = 'desk'")
    raw.close()
    with pytest.raises(Refused) as caught:
        LaptopStore.open(LaptopHome(tmp_path))
    assert caught.value.code == "newer-store"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a person's folders to that person by other means")
def test_others_on_the_machine_cannot_read_the_store(store: LaptopStore, tmp_path: Path) -> None:
    assert (tmp_path / "soxa.db").stat().st_mode & 0o077 == 0


def test_lines_keep_within_the_budget_but_never_give_none(store: LaptopStore) -> None:
    store.append([activity(str(number), text="x" * 100) for number in range(9)], signer())
    whole = store.lines(store.own.origin, 0, 2**40)
    assert len(whole) == 10
    assert store.lines(store.own.origin, 3, 1) == whole[3:4]
    assert store.lines(store.own.origin, 3, len(whole[3]) + len(whole[4])) == whole[3:5]
    assert store.lines(store.own.origin, 10, 1) == []
    assert store.lines(Origin("soxa.test.example/desk/03390"), 0, 1) == []


def test_the_edge_of_a_log_is_known_at_every_size_it_had(store: LaptopStore) -> None:
    store.append([activity() for _ in range(20)], signer())
    follow(store, PEER.origin, PEER, [join(PEER), *(activity() for _ in range(6))])
    for origin, sizes in ((store.own.origin, (21, 3, 16, 9, 0, 20)), (PEER.origin, (7, 2, 5))):
        for size in sizes:
            assert store.frontier_at(origin, size).root() == tree_root(store.leaves(origin, 0, size))
    changed = store.frontier_at(store.own.origin, 5)
    changed.append(Hash(bytes(32)))
    assert store.frontier_at(store.own.origin, 5).size == 5


def test_only_a_newer_receipt_is_believed_even_if_it_covers_less(store: LaptopStore) -> None:
    store.append([activity() for _ in range(5)], signer())
    receive(store, 5, NOW + 100)
    receive(store, 6, NOW + 50)
    assert (store.own.acked, store.own.receipt_time) == (5, NOW + 100)
    receive(store, 6, NOW + 100)
    assert store.own.acked == 6
    receive(store, 2, NOW + 200)
    assert (store.own.acked, store.own.receipt_time) == (2, NOW + 200)


def test_the_newest_word_of_the_hub_is_cited_once(store: LaptopStore) -> None:
    assert store.next_seen() is None
    seen = newest_acceptances(store, 4)
    assert store.next_seen() == seen
    store.append([msgspec.structs.replace(activity(), seen=seen), msgspec.structs.replace(activity(), seen=seen)], signer())
    assert store.next_seen() is None
    assert [entry.seen for entry in own_entries(store)] == [seen, None]


def test_citations_never_go_back_even_if_another_program_was_faster(store: LaptopStore) -> None:
    old = newest_acceptances(store, 4)
    new = newest_acceptances(store, 7)
    store.append([msgspec.structs.replace(activity(), seen=new)], signer())
    store.append([msgspec.structs.replace(activity(), seen=old)], signer())
    assert [entry.seen for entry in own_entries(store)] == [new, None]


def test_an_exchange_that_fails_leaves_nothing_of_it(store: LaptopStore) -> None:
    store.append([activity()], signer())
    follow_registry(store)
    before = (store.own, store.cursors(), store.records(ActivityFilter()), store.counts(), store.registry().size)
    entry = encode(activity())
    with pytest.raises(KeyboardInterrupt), store.taking() as taking:
        taking.append(PEER.origin, 0, [entry], [leaf_hash(entry)])
        taking.receipt(2, "a note", NOW)
        taking.held((QuarantinedEntry(1, "invalid", "x"),))
        taking.append(origins.registry(HUB), 2, [b"{}"], [leaf_hash(b"{}")])
        raise KeyboardInterrupt
    assert (store.own, store.cursors(), store.records(ActivityFilter()), store.counts(), store.registry().size) == before


def test_a_transaction_inside_another_joins_it(store: LaptopStore) -> None:
    with pytest.raises(KeyboardInterrupt), store.transaction():
        store.append([activity()], signer())
        raise KeyboardInterrupt
    assert store.own.size == 1
    check_log(store)


def test_cursors_say_how_far_every_followed_log_is_held(store: LaptopStore) -> None:
    own, registry, desk = store.own.origin, origins.registry(HUB), origins.desk(HUB, "03390")
    assert store.cursors() == {own: 0, registry: 0, ACCEPTANCES: 0, desk: 0}
    store.append([activity()], signer())
    receive(store, 1)
    follow_registry(store, PLAN)
    newest_acceptances(store, 12)
    follow(store, PEER.origin, PEER, [join(PEER), activity()])
    assert store.cursors() == {own: 1, registry: 3, ACCEPTANCES: 12, desk: 0, PEER.origin: 2}


def test_a_report_can_say_how_far_each_log_of_the_unit_is_held(store: LaptopStore) -> None:
    follow(store, PEER.origin, PEER, [join(PEER), activity()])
    follow_registry(store)
    newest_acceptances(store, 12)
    own, peer = (origins.parse(origin).device for origin in (store.own.origin, PEER.origin))
    assert store.covers() == tuple(Position(*pair) for pair in sorted([(own, 1), (peer, 2)]))


def test_the_registry_is_what_its_log_says_and_the_callers_own(store: LaptopStore) -> None:
    assert store.registry().hub is None
    follow_registry(store, PLAN)
    registry = store.registry()
    assert registry.directives == (PLAN,)
    assert registry.units["03390"].name == "Xã Bình Lư"
    registry.size = 99
    assert store.registry().size == 3


def test_counts_keep_unsent_received_held_and_conflicts_apart(store: LaptopStore) -> None:
    def counted() -> tuple[int, int, int, int, int]:
        counts = store.counts()
        return counts.records, counts.unsent, counts.received, len(counts.held), counts.conflicts

    assert counted() == (0, 0, 0, 0, 0)  # the join does not count
    store.append([activity() for _ in range(4)], signer())
    assert counted() == (4, 4, 0, 0, 0)
    receive(store, 3)
    assert counted() == (4, 2, 2, 0, 0)
    with store.taking() as taking:
        taking.held((QuarantinedEntry(2, "invalid", "why not"),))
    (held,) = store.counts().held
    assert (held.index, held.why, held.detail, held.record) == (2, "invalid", "why not", own_entries(store)[1].record)
    with store.taking() as taking:
        taking.held(())
    assert counted() == (4, 2, 2, 0, 0)
    assert store.unsent() == 2


def test_an_entry_from_a_newer_program_is_kept_and_shown_nowhere(store: LaptopStore) -> None:
    lines = [encode(join(PEER)), b'{"kind":"photo","salt":"0011223344556677","at":1}', encode(activity("Có"))]
    leaves = [leaf_hash(line) for line in lines]
    frontier = Frontier()
    frontier.extend(leaves)
    with store.taking() as taking:
        taking.append(PEER.origin, 0, lines, leaves)
        taking.head(PEER.origin, frontier, checkpoints.sign(Checkpoint(PEER.origin, 3, frontier.root()), PEER))
    assert store.lines(PEER.origin, 0, 2**40) == lines
    assert [row.values.title for row in store.records(ActivityFilter())] == ["Có"]


def test_the_history_of_exchanges_keeps_the_newest(store: LaptopStore) -> None:
    assert store.last_exchange() is None
    for number, outcome in enumerate(("no-answer", "done")):
        store.record_exchange(
            at=NOW + number, how="line", sent=1, received=2, sent_bytes=3, received_bytes=4, outcome=outcome
        )
    last = store.last_exchange()
    assert last is not None
    assert (last.at, last.outcome, last.received_bytes) == (NOW + 1, "done", 4)


def test_a_colleagues_revision_that_comes_before_what_it_revises_waits_for_it(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    base = (tobase64(leaf_hash(encode(first))),)
    later = Activity(salt=salt(), at=NOW + 9, record=first.record, base=base, fields=Fields(quantity=5))
    follow(store, PEER.origin, PEER, [join(PEER), later])
    assert store.record(first.record).record.values.quantity == 5
    third = signer(11)
    follow(store, third.origin, third, [join(third), first])
    record = store.record(first.record).record
    assert (record.values.title, record.values.quantity, record.conflicts) == ("Họp bản", 5, ())
