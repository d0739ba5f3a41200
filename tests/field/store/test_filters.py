"""Filters of activities: each narrows the list, together they narrow it together, and each status is found by itself."""

from __future__ import annotations

from typing import get_args

import pytest

from field.store import LaptopStore
from field.store.rows import ActivityFilter, RecordStatus
from sync.encoding.types import Index
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger import period
from sync.ledger.entry import Activity, Fields, Retraction, Review, Verdict
from tests.field.alone import DESK, HUB_KEY, NOW, PLAN, activity, beside, follow, heads_of, receive, salt, signer

OCTOBER = period.parse("2026-11", ())


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (ActivityFilter(), ["Họp", "Loa", "Cũ"]),
        (ActivityFilter(limit=1), ["Họp"]),
        (ActivityFilter(period=OCTOBER), ["Họp", "Loa"]),
        (ActivityFilter(search="ban", period=OCTOBER), ["Họp"]),
        (ActivityFilter(search="ban"), ["Họp", "Cũ"]),
        (ActivityFilter(search="khong co"), []),
        (ActivityFilter(channel="commune-radio"), ["Loa"]),
        (ActivityFilter(channel=""), ["Họp", "Cũ"]),
        (ActivityFilter(topic="digital-skills"), ["Loa"]),
        (ActivityFilter(topic="digital"), []),
        (ActivityFilter(topic=""), ["Họp", "Cũ"]),
        (ActivityFilter(directive=PLAN.id), ["Loa"]),
        (ActivityFilter(directive=PLAN.id, task="19"), ["Loa"]),
        (ActivityFilter(directive=PLAN.id, task=""), []),
        (ActivityFilter(directive=PLAN.id, period=period.parse("2026-10", ())), []),
    ],
)
def test_a_filter_lets_through_what_it_says_the_latest_first(
    store: LaptopStore, wanted: ActivityFilter, titles: list[str]
) -> None:
    store.logs.append(
        [
            activity(
                "Loa",
                date="2026-10-25",
                directive=PLAN.id,
                task="19",
                channel="commune-radio",
                topics=("digital-skills",),
            ),
            activity("Cũ", date="2026-09-01", place="Bản Hon"),
            activity("Họp", date="2026-10-26", place="Bản Hon"),
        ],
        signer(),
    )
    assert [row.values.title for row in store.records.rows(wanted)] == titles


STATUSES: tuple[RecordStatus, ...] = get_args(RecordStatus)
VERDICTS: tuple[Verdict, ...] = ("accepted", "returned")


def test_every_status_is_found_by_itself_and_by_no_other(store: LaptopStore) -> None:
    records = {status: activity(status) for status in STATUSES}
    received = [status for status in STATUSES if status != "unsent"]
    store.logs.append([records[status] for status in received], signer())
    back = records["retracted"].record
    store.logs.append([Retraction(salt=salt(), at=NOW, record=back, base=heads_of(store, back), reason="nhầm")], signer())
    receive(store, store.logs.own.size)
    (made,) = heads_of(store, records["conflict"].record)
    mine = Activity(salt=salt(), at=NOW, record=records["conflict"].record, base=(made,), fields=Fields(quantity=1))
    store.logs.append([mine], signer())
    beside(store, records["conflict"], quantity=2)
    store.logs.append([records["unsent"]], signer())
    with store.taking() as taking:
        taking.quarantined((QuarantinedEntry(Index(1 + received.index("held")), "invalid", "x"),))
    reviews = [
        Review(
            salt=salt(),
            at=NOW,
            record=records[verdict].record,
            heads=heads_of(store, records[verdict].record),
            verdict=verdict,
            comment="Ghi rõ",
        )
        for verdict in VERDICTS
    ]
    follow(store, DESK, HUB_KEY, reviews)
    shown = {row.values.title: row.status for row in store.records.rows(ActivityFilter())}
    assert shown == {status: status for status in STATUSES}
    for status in STATUSES:
        assert [row.values.title for row in store.records.rows(ActivityFilter(status=status))] == [status]
    assert "retracted" not in {row.values.title for row in store.records.rows(ActivityFilter(counting=True))}
