"""Replies: each laptop gets its own unit's logs, and word of what is quarantined."""

from __future__ import annotations

from hub.intake.reply import answer
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Entries, Header, ParcelReader
from sync.log.merkle import leaf_hash
from tests.hub.intake.pushes import raw_push
from tests.world import World


def test_peers_logs_go_to_the_same_unit_and_to_nobody_else(world: World) -> None:
    one, colleague, stranger = world.laptop("03390"), world.laptop("03390"), world.laptop("03405")
    one.log(quantity=1)
    for laptop in (one, colleague, stranger, colleague, stranger):
        laptop.exchange(world.line)
    assert len(colleague.records()) == 1
    assert stranger.records() == {}
    assert one.origin in colleague.store.logs.cursors()
    assert one.origin not in stranger.store.logs.cursors()


def test_entries_from_the_future_and_invalid_ones_are_stored_receipted_and_told(world: World) -> None:
    laptop = world.laptop("03390")
    laptop.exchange(world.line)
    lines = [b'{"kind":"visit","salt":"0000000000000000","at":1}', b"not even json"]
    taken = world.receiver.take([raw_push(laptop, lines)], ONE_EXCHANGE, world.now())
    assert (taken.refusal, taken.entries) == (None, 2)
    reader = ParcelReader(ONE_EXCHANGE)
    pieces = answer(world.store, world.keys, taken, world.now(), budget=10_000, effort=Effort.LINE)
    events = [event for piece in pieces for event in reader.feed(piece)]
    assert isinstance(events[0], Header)
    assert [(held.index, held.why) for held in events[0].held] == [(1, "future"), (2, "invalid")]
    assert not any(isinstance(event, Entries) and lines[0] in event.lines for event in events)
    assert world.hub_leaves(laptop.origin)[1:] == [leaf_hash(line) for line in lines]
    assert world.hub_records("03390") == {}
