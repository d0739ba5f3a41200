"""Records as their entries make them, in whatever order these come."""

from __future__ import annotations

from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant, Size
from sync.ledger.decode import encode
from sync.ledger.entry import Activity, Fields
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier, leaf_hash
from tests.field.alone import NOW, PEER, activity, follow, join, salt, signer


def test_an_entry_from_a_newer_program_is_kept_and_shown_nowhere(store: LaptopStore) -> None:
    lines = [encode(join(PEER)), b'{"kind":"photo","salt":"0011223344556677","at":1}', encode(activity("Có"))]
    leaves = [leaf_hash(line) for line in lines]
    frontier = Frontier()
    frontier.extend(leaves)
    with store.taking() as taking:
        taking.append(PEER.origin, 0, lines, leaves)
        taking.head(PEER.origin, frontier, checkpoints.sign(Checkpoint(PEER.origin, Size(3), frontier.root()), PEER))
    assert store.logs.lines(PEER.origin, 0, 2**40) == lines
    assert [row.values.title for row in store.records.rows(ActivityFilter())] == ["Có"]


def test_a_colleagues_revision_that_comes_before_what_it_revises_waits_for_it(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    base = (tobase64(leaf_hash(encode(first))),)
    later = Activity(salt=salt(), at=Instant(NOW + 9), record=first.record, base=base, fields=Fields(quantity=5))
    follow(store, PEER.origin, PEER, [join(PEER), later])
    assert store.records.page(first.record).record.values.quantity == 5
    third = signer(11)
    follow(store, third.origin, third, [join(third), first])
    record = store.records.page(first.record).record
    assert (record.values.title, record.values.quantity, record.conflicts) == ("Họp bản", 5, ())
