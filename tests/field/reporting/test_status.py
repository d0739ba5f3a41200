"""The status of a laptop, and the names under which scripts read it."""

from __future__ import annotations

import msgspec

from field.reporting.status import laptop_status
from field.store import LaptopStore
from field.store.rows import PastExchange
from sync.encoding.types import Index
from sync.exchange.parcel import QuarantinedEntry
from tests.field.alone import NOW, PLAN, activity, follow_registry, receive, signer


def test_the_status_is_told_under_the_names_that_scripts_read(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    first = activity()
    store.logs.append([first, activity()], signer())
    receive(store, 2, NOW + 60)
    with store.taking() as taking:
        taking.quarantined(
            (QuarantinedEntry(Index(1), "invalid", "why not"), QuarantinedEntry(Index(0), "void-seen", "what"))
        )
    store.local.record_exchange(
        PastExchange(at=NOW, how="line", sent=1, received=0, sent_bytes=9, received_bytes=9, outcome="done")
    )
    told = msgspec.json.decode(msgspec.json.encode(laptop_status(store, NOW)))
    assert [deadline.pop("period") for deadline in told.pop("deadlines")] == ["2653/KH-UBND@2026-11", "2653/KH-UBND@2026-12"]
    assert told == {
        "unit": "03390",
        "unit_name": "Xã Bình Lư",
        "hub": "soxa.test.example",
        "device": store.membership.device,
        "officer": "Lù Thị Mẩy",
        "records": 2,
        "unsent": 1,
        "received": 1,
        "conflicts": 0,
        "returned": 0,
        "held": [{"index": 1, "why": "invalid", "detail": "why not", "record": first.record}],
        "findings": [{"index": 0, "why": "void-seen", "detail": "what", "record": None}],
        "receipt_time": NOW + 60,
        "last_exchange": "done",
        "last_exchange_at": NOW,
    }
