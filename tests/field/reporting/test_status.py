"""The status of a laptop, and the names under which scripts read it."""

from __future__ import annotations

import msgspec

from field.reporting.status import laptop_status
from field.store import LaptopStore
from field.store.rows import PastExchange
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Index, Instant
from sync.exchange.parcel import QuarantinedEntry
from sync.ledger.directive import Due
from tests import later
from tests.field.alone import NOW, PLAN, activity, follow_registry, led, led_plan, receive, report, signer


def test_the_status_is_told_under_the_names_that_scripts_read(store: LaptopStore) -> None:
    follow_registry(store, led_plan(date="2026-07-20"))
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
    assert [line["period"] for line in told["agenda"]] == ["2026-08", "2026-09", "2026-10", "2026-11", "2026-12"]
    assert told.pop("agenda")[0] == {
        "kind": "report",
        "state": "overdue",
        "day": "2026-08-14",
        "until": None,
        "days": -73,
        "what": "Báo cáo tháng",
        "period": "2026-08",
        "periods": [],
        "directive": None,
        "task": None,
        "doubts": [],
        "returned": [],
    }
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
        "heard_at": NOW,
        "arrears_in_doubt": False,
        "overdue": 3,
        "reminded": 0,
        "tasks": {"count": 0, "pending": []},
        "unread": {"count": 0, "directives": [], "duties": [], "reports": []},
        "notices": [],
        "restore": None,
        "colleagues": "line",
        "left_out": 0,
        "clock": None,
    }


def test_tasks_that_are_not_begun_are_named_those_overdue_among_them(store: LaptopStore) -> None:
    tasks = led("1"), led("2", Due(kind="date", date="2026-10-27")), led("3", lead="culture-department"), led("4")
    follow_registry(store, led_plan(*tasks))
    store.logs.append([activity(directive=PLAN.id, task="4")], signer())
    told = laptop_status(store, Instant(NOW + 2 * DAY_SECONDS)).tasks
    assert (told.count, told.overdue) == (3, 1)
    assert [msgspec.to_builtins(task) for task in told.pending] == [
        {"directive": PLAN.id, "task": "1", "what": "Việc 1", "standing": "not-begun", "last": None},
        {"directive": PLAN.id, "task": "2", "what": "Việc 2", "standing": "overdue", "last": "2026-10-27"},
    ]


def test_what_cannot_be_read_is_counted_and_named(store: LaptopStore) -> None:
    ended = later.plan("ended", "1/KH", valid_to="2026-10-02", needs=("spans",))
    follow_registry(store, PLAN, later.OPAQUE_DUTY, later.OPAQUE_EDITION, later.line(ended))
    store.logs.append([report("73/KH-UBND@2026-11")], signer())
    told = msgspec.json.decode(msgspec.json.encode(laptop_status(store, NOW)))
    assert told["unread"] == {
        "count": 2,
        "directives": ["later-edition"],
        "duties": [{"directive": "later-duty", "id": "quarter", "what": "Báo cáo quý về truyền thanh"}],
        "reports": [{"period": "73/KH-UBND@2026-11", "status": "unsent"}],
    }
