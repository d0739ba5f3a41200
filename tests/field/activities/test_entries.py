"""Activities: what is saved is what was meant."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from field.activities.entries import log_activity, retract_activity, revise_activity
from field.store import LaptopStore
from sync.activities.draft import ActivityDraft
from sync.encoding.types import Instant
from sync.errors import Misuse, Refused
from sync.ledger.entry import Activity, Fields
from sync.ledger.merge import Record
from tests.field.alone import NOW, PLAN, activity, beside, follow_registry, random_bytes, receive, signer


def log(store: LaptopStore, **typed: str) -> str:
    draft = ActivityDraft(**{"title": "Phát loa", "date": "hôm nay", **typed})  # type: ignore[arg-type] # no topics among them
    return log_activity(store, signer(), draft, now=NOW, random_bytes=random_bytes)


def revise(store: LaptopStore, record: str, draft: ActivityDraft) -> Record:
    revise_activity(store, signer(), record, draft, now=Instant(NOW + 5), random_bytes=random_bytes)
    return store.records.page(record).record


def retract(store: LaptopStore, record: str, reason: str = "ghi nhầm") -> Record:
    retract_activity(store, signer(), record, reason, now=Instant(NOW + 5), random_bytes=random_bytes)
    return store.records.page(record).record


def test_a_directive_is_asked_for_once_the_laptop_has_some(store: LaptopStore) -> None:
    with pytest.raises(Misuse) as caught:
        log(store, directive="2653/KH-UBND")
    assert caught.value.code == "no-directives-yet"
    follow_registry(store, PLAN)
    record = log(store, directive="2653/KH-UBND", task="19")
    values = store.records.page(record).record.values
    assert (values.directive, values.task) == (PLAN.id, "19")


def test_what_is_logged_is_there_and_unsent_until_a_receipt_covers_it(store: LaptopStore) -> None:
    record = log(store, quantity="3")
    page = store.records.page(record)
    assert (page.record.values.title, page.record.values.quantity, page.status) == ("Phát loa", 3, "unsent")
    assert [line.received for line in page.history] == [False]
    receive(store, 2)
    page = store.records.page(record)
    assert (page.status, [line.received for line in page.history]) == ("received", [True])


def test_a_wrong_draft_saves_nothing(store: LaptopStore) -> None:
    with pytest.raises(Misuse):
        log(store, quantity="ba")
    assert store.logs.own.size == 1


def test_a_revision_sets_what_changed_and_nothing_else(store: LaptopStore) -> None:
    record = log(store, quantity="3", place="Bản Hon")
    now = revise(store, record, ActivityDraft(quantity="4", title="Phát loa", place=""))
    assert (now.values.quantity, now.values.place, now.values.title, now.entries) == (4, None, "Phát loa", 2)
    last = store.records.page(record).history[-1].entry
    assert isinstance(last, Activity)
    assert last.fields == Fields(quantity=4, place=None)
    assert last.fields.title is UNSET


def test_a_revision_that_changes_nothing_is_not_saved(store: LaptopStore) -> None:
    record = log(store, quantity="3")
    for draft in (ActivityDraft(), ActivityDraft(quantity="3", title=" Phát loa")):
        with pytest.raises(Misuse) as caught:
            revise(store, record, draft)
        assert caught.value.code == "nothing-to-change"
    assert store.logs.own.size == 2


@pytest.mark.parametrize("draft", [ActivityDraft(title=""), ActivityDraft(date="")])
def test_title_and_date_cannot_be_emptied(store: LaptopStore, draft: ActivityDraft) -> None:
    record = log(store)
    with pytest.raises(Misuse) as caught:
        revise(store, record, draft)
    assert caught.value.code == "field-needed"


def test_a_task_goes_with_its_directive(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    record = log(store, directive="2653/KH-UBND", task="19")
    assert revise(store, record, ActivityDraft(task="V.10")).values.task == "V.10"
    now = revise(store, record, ActivityDraft(directive=""))
    assert (now.values.directive, now.values.task) == (None, None)


def test_what_is_taken_back_keeps_its_history_and_can_come_back(store: LaptopStore) -> None:
    record = log(store, quantity="3")
    assert retract(store, record).retracted == "ghi nhầm"
    assert store.records.counts().records == 0
    receive(store, 3)
    assert store.records.page(record).status == "retracted"
    with pytest.raises(Refused) as caught:
        retract(store, record)
    assert caught.value.code == "already-retracted"
    now = revise(store, record, ActivityDraft())
    assert (now.retracted, now.values.quantity, now.entries) == (None, 3, 3)
    assert store.records.counts().records == 1


@pytest.mark.parametrize(("reason", "code"), [("", "field-needed"), (" \n", "field-needed"), ("x" * 501, "too-long")])
def test_a_reason_is_needed_to_take_back(store: LaptopStore, reason: str, code: str) -> None:
    record = log(store)
    with pytest.raises(Misuse) as caught:
        retract(store, record, reason)
    assert caught.value.code == code
    assert store.logs.own.size == 2


def test_a_colleague_who_changed_another_field_is_merged_without_a_word(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    store.logs.append([first], signer())
    beside(store, first, place="Bản Hon")
    now = revise(store, first.record, ActivityDraft(quantity="2"))
    assert (now.values.quantity, now.values.place, now.conflicts) == (2, "Bản Hon", ())


def test_a_conflict_shows_both_values_and_is_settled_by_a_revision(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    store.logs.append([first], signer())
    revise(store, first.record, ActivityDraft(quantity="2"))
    beside(store, first, at=NOW + 1, quantity=3)
    page = store.records.page(first.record)
    assert page.status == "conflict"
    (conflict,) = page.record.conflicts
    assert (conflict.field, [value for _leaf, value in conflict.values]) == ("quantity", [2, 3])
    assert store.records.counts().conflicts == 1

    settled = revise(store, first.record, ActivityDraft(quantity="3"))
    assert (settled.values.quantity, settled.conflicts, len(settled.heads)) == (3, (), 1)
    assert store.records.counts().conflicts == 0


def test_a_revision_that_says_nothing_settles_a_conflict_as_shown(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    store.logs.append([first], signer())
    revise(store, first.record, ActivityDraft(quantity="2"))
    beside(store, first, quantity=3)
    settled = revise(store, first.record, ActivityDraft())
    assert (settled.values.quantity, settled.conflicts) == (2, ())


def test_a_retraction_beside_a_revision_is_in_conflict_until_somebody_settles_it(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    store.logs.append([first], signer())
    revise(store, first.record, ActivityDraft(quantity="2"))
    beside(store, first, retracted=True)
    page = store.records.page(first.record)
    assert (page.status, page.record.retracted) == ("conflict", "trùng")
    brought_back = revise(store, first.record, ActivityDraft())
    assert (brought_back.retracted, brought_back.values.quantity, brought_back.conflicts) == (None, 2, ())
