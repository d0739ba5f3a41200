"""The logs on a laptop: entries byte for byte, logs that only grow, citations that never go back."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.encoding.types import Hash, Origin, Size
from sync.errors import BadInput, Refused
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.entry import Position
from sync.log.merkle import leaf_hash, tree_root
from tests.field.alone import (
    ACCEPTANCES,
    HUB,
    PEER,
    PLAN,
    activity,
    check_log,
    follow,
    follow_registry,
    join,
    new_store,
    newest_acceptances,
    own_entries,
    receive,
    signer,
)


def test_what_is_saved_is_read_back_byte_for_byte(store: LaptopStore, tmp_path: Path) -> None:
    entries = [activity("Họp bản Hon"), activity("Đăng Zalo", text="dòng một\ndòng hai", topics=("digital-skills",))]
    leaves = store.logs.append(entries, signer())
    store.close()
    with LaptopStore.open(LaptopHome(tmp_path / "laptop")) as again:
        lines = again.logs.lines(again.logs.own.origin, 1, 2**40)
        assert lines == [encode(entry) for entry in entries]
        assert leaves == [leaf_hash(line) for line in lines]
        check_log(again)


def test_a_bad_entry_among_good_ones_saves_none(store: LaptopStore) -> None:
    before = store.logs.own
    with pytest.raises(BadInput) as caught:
        store.logs.append([activity(), activity(), activity(title="")], signer())
    assert caught.value.code == "bad-entry"
    assert store.logs.own == before
    assert store.records.rows(ActivityFilter()) == []


def test_a_log_begins_with_its_join(tmp_path: Path) -> None:
    new_store(tmp_path / "other").close()
    with LaptopStore.open(LaptopHome(tmp_path / "other")) as other:
        membership = other.membership
    with LaptopStore.create(LaptopHome(tmp_path / "new"), membership) as store:
        with pytest.raises(Refused) as caught:
            store.logs.append([activity()], signer())
        assert caught.value.code == "not-joined"
        store.logs.append([join(signer())], signer())
        store.logs.append([activity()], signer())
        check_log(store)


def test_lines_keep_within_the_budget_but_never_give_none(store: LaptopStore) -> None:
    store.logs.append([activity(str(number), text="x" * 100) for number in range(9)], signer())
    whole = store.logs.lines(store.logs.own.origin, 0, 2**40)
    assert len(whole) == 10
    assert store.logs.lines(store.logs.own.origin, 3, 1) == whole[3:4]
    assert store.logs.lines(store.logs.own.origin, 3, len(whole[3]) + len(whole[4])) == whole[3:5]
    assert store.logs.lines(store.logs.own.origin, 10, 1) == []
    assert store.logs.lines(Origin("soxa.test.example/desk/03390"), 0, 1) == []


def test_the_edge_of_a_log_is_known_at_every_size_it_had(store: LaptopStore) -> None:
    store.logs.append([activity() for _ in range(20)], signer())
    follow(store, PEER.origin, PEER, [join(PEER), *(activity() for _ in range(6))])
    for origin, sizes in ((store.logs.own.origin, (21, 3, 16, 9, 0, 20)), (PEER.origin, (7, 2, 5))):
        for size in sizes:
            assert store.logs.frontier_at(origin, size).root() == tree_root(store.logs.leaves(origin, 0, size))
    changed = store.logs.frontier_at(store.logs.own.origin, 5)
    changed.append(Hash(bytes(32)))
    assert store.logs.frontier_at(store.logs.own.origin, 5).size == 5


def test_the_newest_word_of_the_hub_is_cited_once(store: LaptopStore) -> None:
    assert store.logs.next_seen() is None
    seen = newest_acceptances(store, 4)
    assert store.logs.next_seen() == seen
    store.logs.append(
        [msgspec.structs.replace(activity(), seen=seen), msgspec.structs.replace(activity(), seen=seen)], signer()
    )
    assert store.logs.next_seen() is None
    assert [entry.seen for entry in own_entries(store)] == [seen, None]


def test_citations_never_go_back_even_if_another_program_was_faster(store: LaptopStore) -> None:
    old = newest_acceptances(store, 4)
    new = newest_acceptances(store, 7)
    store.logs.append([msgspec.structs.replace(activity(), seen=new)], signer())
    store.logs.append([msgspec.structs.replace(activity(), seen=old)], signer())
    assert [entry.seen for entry in own_entries(store)] == [new, None]


def test_cursors_say_how_far_every_followed_log_is_held_of_which_there_is_something(store: LaptopStore) -> None:
    own, registry = store.logs.own.origin, origins.registry(HUB)
    assert store.logs.cursors() == {own: 0}
    store.logs.append([activity()], signer())
    receive(store, 1)
    follow_registry(store, PLAN)
    newest_acceptances(store, 12)
    follow(store, PEER.origin, PEER, [join(PEER), activity()])
    assert store.logs.cursors() == {own: 1, registry: 3, ACCEPTANCES: 12, PEER.origin: 2}


def test_a_report_can_say_how_far_each_log_of_the_unit_is_held(store: LaptopStore) -> None:
    follow(store, PEER.origin, PEER, [join(PEER), activity()])
    follow_registry(store)
    newest_acceptances(store, 12)
    own, peer = (origins.parse(origin).device for origin in (store.logs.own.origin, PEER.origin))
    assert store.logs.covers() == tuple(Position(device, Size(size)) for device, size in sorted([(own, 1), (peer, 2)]))


def test_the_registry_is_what_its_log_says_and_the_callers_own(store: LaptopStore) -> None:
    assert store.logs.registry().hub is None
    follow_registry(store, PLAN)
    registry = store.logs.registry()
    assert registry.directives == (PLAN,)
    assert registry.units["03390"].name == "Bình Lư"
    registry.size = Size(99)
    assert store.logs.registry().size == 3
