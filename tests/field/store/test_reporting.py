"""What reporting reads of the store: what a period counts, the reports that hold, what was noted and what was answered."""

from __future__ import annotations

from field.store import LaptopStore
from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Index, Instant
from sync.ledger import origins, period
from sync.ledger.entry import Noted, Reminder, Review
from tests.field.alone import (
    DESK,
    HUB_KEY,
    NOW,
    PEER,
    PLAN,
    activity,
    beside,
    follow,
    heads_of,
    join,
    receive,
    report,
    salt,
    signer,
)


def test_a_period_counts_its_window_and_its_directive(store: LaptopStore) -> None:
    store.logs.append(
        [
            activity("Trước", date="2026-10-14"),
            activity("Đầu", date="2026-10-15", directive=PLAN.id, task="19"),
            activity("Cuối", date="2026-11-14"),
            activity("Sau", date="2026-11-15", directive=PLAN.id),
        ],
        signer(),
    )

    def counted(name: str) -> set[str]:
        return {record.values.title for record in store.reporting.counted(period.parse(name, (PLAN,)))}

    assert counted("2026-11") == {"Đầu", "Cuối"}
    assert counted("2653/KH-UBND@2026-11") == {"Đầu"}
    assert store.reporting.done_by_task(PLAN.id) == {"19": 1, "": 1}
    assert store.reporting.done_by_task("nothing") == {}


def test_a_report_holds_until_a_later_one_replaces_it(store: LaptopStore) -> None:
    (first,) = store.logs.append([report("2026-10")], signer())
    receive(store, 2)
    store.logs.append([report("2026-11", index=2)], signer())
    follow(store, PEER.origin, PEER, [join(PEER), report("2026-11", author=PEER)])
    heads = store.reporting.reports()
    own = origins.parse(store.logs.own_origin).device
    assert {name: [(head.device, head.received) for head in found] for name, found in heads.items()} == {
        "2026-10": [(own, True)],
        "2026-11": [(origins.parse(PEER.origin).device, True), (own, False)],
    }
    store.logs.append([report("2026-10", base=(tobase64(first),), index=3)], signer())
    assert [head.index for head in store.reporting.reports()["2026-10"]] == [3]


def test_the_newest_form_that_was_noted_counts(store: LaptopStore) -> None:
    notes = [Noted(salt=salt(), at=NOW, directive=PLAN.id, position=Index(position)) for position in (4, 9, 7)]
    store.logs.append(notes, signer())
    assert store.reporting.noted() == {PLAN.id: 9}


def test_a_review_is_settled_once_the_activity_changed(store: LaptopStore) -> None:
    first = activity("Họp bản")
    store.logs.append([first], signer())
    review = Review(
        salt=salt(), at=NOW, record=first.record, heads=heads_of(store, first.record), verdict="returned", comment="Ghi rõ"
    )
    reminder = Reminder(salt=salt(), at=Instant(NOW + 1), period="2026-11", comment="Đã quá hạn")
    follow(store, DESK, HUB_KEY, [review, reminder])
    newest, oldest = store.reporting.messages()
    assert (newest.entry, newest.title, newest.settled) == (reminder, None, False)
    assert (oldest.entry, oldest.title, oldest.settled) == (review, "Họp bản", False)
    beside(store, first, quantity=2)
    assert [message.settled for message in store.reporting.messages()] == [False, True]


def test_a_review_of_what_is_not_held_here_has_no_title(store: LaptopStore) -> None:
    other = activity()
    follow(
        store,
        DESK,
        HUB_KEY,
        [Review(salt=salt(), at=NOW, record=other.record, heads=(tobase64(Hash(bytes(32))),), verdict="accepted")],
    )
    (message,) = store.reporting.messages()
    assert (message.title, message.settled) == (None, False)
