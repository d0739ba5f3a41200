"""Many records merged at once: each as if it were merged alone, in the order in which they were asked for."""

from __future__ import annotations

import random
import uuid

from hub.monitoring.records import merged_records
from hub.store.records import RecordFilter
from tests.world import World


def test_records_are_merged_as_each_alone_and_stay_in_their_order(world: World) -> None:
    one, other, third = world.laptop("03390"), world.laptop("03390"), world.laptop("03405")
    for laptop in (one, other, third):
        laptop.exchange(world.line)
        for number in range(4):
            laptop.log(title=f"Việc {number}", quantity=number)
        laptop.exchange(world.line)
    other.exchange(world.line)
    first, second, *_rest = one.record_ids()
    one.retract(second)
    for laptop, quantity in ((one, 10), (other, 20)):
        laptop.revise(first, quantity=quantity)
        laptop.exchange(world.line)
    alone = world.hub_records("03390") | world.hub_records("03405")
    with world.store.reading() as transaction:
        summaries = list(transaction.records.every(RecordFilter(stands=None), {}))
        random.Random(3).shuffle(summaries)
        merged = merged_records(transaction, summaries)
        assert merged_records(transaction, []) == []
    assert [record.record for record in merged] == [str(uuid.UUID(bytes=summary.record)) for summary in summaries]
    assert {record.record: record for record in merged} == alone
    assert any(record.conflicts for record in merged) and any(record.retracted for record in merged)
