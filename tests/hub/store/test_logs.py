"""Logs in the store: entries by their index however they are packed, heads that move by compare-and-swap, acceptances."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.store import HubStore, Transaction
from hub.store.places import PLACE_BYTES, place_of
from hub.store.rows import AcceptedRow, LogRow, QuarantineRow
from sync.encoding.types import Index, Instant, Origin, Size
from sync.errors import Unavailable
from sync.log.merkle import EMPTY_ROOT, leaf_hash

ORIGIN = Origin("soxa.example/device/aaaa")
NEIGHBOUR = Origin(ORIGIN + "b")
LINES = [f"entry {number}".encode() for number in range(150)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HubStore]:
    made = HubStore.create(tmp_path / "hub.db")
    yield made
    made.close()


def grown(transaction: Transaction, log: LogRow, *parts: list[bytes]) -> int:
    """Entries that came in several pushes; how many."""
    at = 0
    for part in parts:
        transaction.logs.add_lines(log.id, at, part)
        at += len(part)
    return at


@pytest.mark.parametrize("cuts", [(0, 150), (0, 1, 150), (0, 64, 65, 129, 150), (0, 63, 127, 150)])
def test_entries_come_back_by_index_however_they_came_in(store: HubStore, cuts: tuple[int, ...]) -> None:
    with store.trying() as transaction:
        log, neighbour = transaction.logs.add(ORIGIN, "03390"), transaction.logs.add(NEIGHBOUR, "03390")
        parts = [LINES[start:end] for start, end in itertools.pairwise(cuts)]
        assert grown(transaction, log, *parts) == grown(transaction, neighbour, LINES[::-1])
        for start, end in ((0, 150), (0, 0), (0, 1), (62, 66), (63, 64), (64, 65), (128, 150), (149, 150), (5, 3)):
            found = list(transaction.logs.lines(log.id, start, end))
            assert found == LINES[start:end]
            assert list(transaction.logs.leaves(log.id, start, end)) == list(map(leaf_hash, found))
        places = b"".join(place_of(log.id, at).to_bytes(PLACE_BYTES, "big") for at in (149, 0, 64, 63))
        assert transaction.logs.lines_at(places) == [LINES[at] for at in (149, 0, 64, 63)]


def test_a_head_moves_only_from_where_it_was_read(store: HubStore) -> None:
    with store.writing() as transaction:
        log = transaction.logs.add(ORIGIN, "03390")
        frontier = log.frontier.copy()
        frontier.extend(map(leaf_hash, LINES))
        transaction.logs.advance(log, frontier, "a note", Size(7))
    with store.writing() as transaction:
        with pytest.raises(Unavailable) as busy:
            transaction.logs.advance(log, frontier, "a note of somebody who read before", Size(9))
        assert busy.value.code == "store-busy"
        found = transaction.logs.get(ORIGIN)
    assert found is not None
    assert (found.size, found.checkpoint, found.seen_size) == (150, "a note", 7)
    assert found.frontier.root() == frontier.root()


def test_acceptances_come_in_order_and_the_first_that_covers_an_entry_is_found(store: HubStore) -> None:
    rows = [
        AcceptedRow(Size(3), Instant(1000), "three", Index(0)),
        AcceptedRow(Size(8), Instant(1005), "eight", Index(4)),
        AcceptedRow(Size(20), Instant(1010), "twenty", Index(9)),
    ]
    with store.trying() as transaction:
        assert transaction.logs.last_accepted_at() == 0
        log = transaction.logs.add(ORIGIN, "03390")
        for row in reversed(rows):
            transaction.logs.add_accepted(log.id, row)
        assert transaction.logs.accepted(log.id) == rows
        assert transaction.logs.accepted(log.id, Size(3)) == rows[1:]
        assert transaction.logs.accepted(log.id, Size(20)) == []
        covering = [transaction.logs.first_accepted(log.id, index) for index in (0, 2, 3, 7, 8, 19, 20)]
        assert covering == [rows[0], rows[0], rows[1], rows[1], rows[2], rows[2], None]
        assert transaction.logs.last_accepted_at() == 1010


def test_quarantined_entries_are_told_the_first_ones_first_and_not_at_length(store: HubStore) -> None:
    with store.trying() as transaction:
        log, other = transaction.logs.add(ORIGIN, "03390"), transaction.logs.add(NEIGHBOUR, "03390")
        transaction.logs.quarantine([])
        transaction.logs.quarantine([QuarantineRow(log.id, at, "unknown-kind", "x" * 1000) for at in (9, 2, 5)])
        transaction.logs.quarantine([QuarantineRow(other.id, 0, "invalid", "")])
        told = transaction.logs.quarantined(log.id, 2)
    assert [(entry.index, entry.why, len(entry.detail)) for entry in told] == [
        (2, "unknown-kind", 300),
        (5, "unknown-kind", 300),
    ]


def test_what_is_held_of_an_entry_is_held_for_each_reason_and_released_for_some(store: HubStore) -> None:
    """Of one entry the citation comes first, and of what stands outside a stretch, or in another log, nothing."""
    with store.trying() as transaction:
        log, other = transaction.logs.add(ORIGIN, "03390"), transaction.logs.add(NEIGHBOUR, "03390")
        for number, index, why in (
            (log.id, 4, "covers-more"),
            (log.id, 4, "void-seen"),
            (log.id, 7, "void-seen"),
            (log.id, 1, "invalid"),
            (other.id, 5, "void-seen"),
        ):
            transaction.logs.quarantine([QuarantineRow(number, index, why, "")])

        def held(*reasons: str) -> list[tuple[int, str]]:
            return [(entry.index, entry.why) for entry in transaction.logs.quarantined(log.id, 9, *reasons)]

        assert held() == [(1, "invalid"), (4, "void-seen"), (4, "covers-more"), (7, "void-seen")]
        assert held("invalid", "covers-more") == [(1, "invalid"), (4, "covers-more")]
        among = [transaction.logs.held_among(log.id, *ends, "void-seen") for ends in ((0, 9), (4, 7), (5, 8), (0, 4))]
        assert among == [{4, 7}, {4}, {7}, set()]
        transaction.logs.release(log.id, 4, ["covers-more", "false-report"])
        transaction.logs.release(log.id, 7, ["covers-more"])
        assert held() == [(1, "invalid"), (4, "void-seen"), (7, "void-seen")]
        assert len(transaction.logs.quarantined(other.id, 9)) == 1


def test_the_acceptances_have_a_root_at_every_size_that_they_had(store: HubStore) -> None:
    roots = [leaf_hash(line) for line in LINES[:3]]
    with store.trying() as transaction:
        assert [transaction.logs.root_at(Size(size)) for size in (0, 1)] == [EMPTY_ROOT, None]
        transaction.logs.add_roots(Size(1), roots[:2])
        transaction.logs.add_roots(Size(3), roots[2:])
        assert [transaction.logs.root_at(Size(size)) for size in range(1, 5)] == [*roots, None]
        assert transaction.logs.root_at(Size(2**53)) is None


def test_an_upgrade_places_what_was_accepted_and_cited(store: HubStore) -> None:
    with store.trying() as transaction:
        log, other = transaction.logs.add(ORIGIN, "03390"), transaction.logs.add(NEIGHBOUR, "03390")
        for number, size in ((log.id, 3), (log.id, 8), (other.id, 8)):
            transaction.logs.add_accepted(number, AcceptedRow(Size(size), Instant(1), "", Index(0)))
        transaction.logs.place_accepted(log.id, Size(8), Index(5))
        transaction.logs.cites(log.id, Size(4))
        assert [row.acceptance for row in transaction.logs.accepted(log.id)] == [0, 5]
        assert [row.acceptance for row in transaction.logs.accepted(other.id)] == [0]
        assert {row.origin: row.seen_size for row in transaction.logs.all()} == {ORIGIN: 4, NEIGHBOUR: 0}


def test_what_was_found_against_a_log_stays_with_it(store: HubStore) -> None:
    with store.trying() as transaction:
        for at, code in ((5, "fork"), (6, "wrong-root")):
            transaction.logs.keep_evidence(Instant(at), ORIGIN, code, "a note")
        assert transaction.logs.evidence_codes(ORIGIN) == ["fork", "wrong-root"]
        assert transaction.logs.evidence_codes(NEIGHBOUR) == []
