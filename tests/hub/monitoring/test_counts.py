"""Counts: sums over what stands in a period's window."""

from __future__ import annotations

from hub.monitoring import counts
from sync.ledger.figures import Tally
from sync.ledger.period import parse
from tests.world import World


def test_counts_are_sums_over_what_stands_in_the_window(world: World) -> None:
    one, other = world.laptop("03390"), world.laptop("03405")
    one.log(quantity=3, channel="commune-radio", topics=("digital-skills", "gender-equality"), audience=10)
    one.log(quantity=4, channel="meeting", minutes=30)
    one.log(quantity=100, date="2026-09-01")
    other.log(quantity=5, channel="meeting")
    other.log(quantity=50)
    other.retract(next(r for r, v in other.records().items() if v.values.quantity == 50))
    for laptop in (one, other):
        laptop.exchange(world.line)
    wanted = counts.of_period(parse("2026-11", ()))
    with world.store.reading() as transaction:
        by_channel = {key: tally.quantity for key, tally in counts.tallies(transaction, wanted, "channel", {}).items()}
        by_topic = {key: tally.activities for key, tally in counts.tallies(transaction, wanted, "topic", {}).items()}
        by_unit = {key: tally.quantity for key, tally in counts.tallies(transaction, wanted, "unit", {}).items()}
        by_band = {key: tally.activities for key, tally in counts.tallies(transaction, wanted, "audience", {}).items()}
        total = counts.total(transaction, wanted, {})
    assert by_channel == {"commune-radio": 3, "meeting": 9}
    assert by_topic == {"": 2, "digital-skills": 1, "gender-equality": 1}
    assert by_unit == {"03390": 7, "03405": 5}
    assert by_band == {"": 2, "1-49": 1}
    assert total == Tally(3, 12, 10, 30)
