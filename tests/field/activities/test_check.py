"""Activities: what is typed is checked in full, and what is saved is what was meant."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import UNSET

from field.activities.check import check, log_activity, retract_activity, revise_activity, uuid7
from field.activities.drafts import ActivityDraft
from field.store import LaptopStore
from field.store.records import ActivityFilter
from sync.encoding import tobase64
from sync.errors import Misuse, Refused
from sync.ledger.entry import Activity, Fields, Retraction, encode
from sync.ledger.merge import Record
from sync.log.merkle import leaf_hash
from tests.field.alone import (
    NOW,
    PLAN,
    TODAY,
    activity,
    follow,
    follow_registry,
    join,
    new_store,
    random_bytes,
    receive,
    salt,
    signer,
)

PEER = signer(9)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LaptopStore]:
    with new_store(tmp_path) as store:
        yield store


def log(store: LaptopStore, **typed: str) -> str:
    draft = ActivityDraft(**{"title": "Phát loa", "date": "hôm nay", **typed})  # type: ignore[arg-type] # no topics among them
    return log_activity(store, signer(), draft, now=NOW, random_bytes=random_bytes)


def revise(store: LaptopStore, record: str, draft: ActivityDraft) -> Record:
    revise_activity(store, signer(), record, draft, now=NOW + 5, random_bytes=random_bytes)
    return store.record(record).record


def retract(store: LaptopStore, record: str, reason: str = "ghi nhầm") -> Record:
    retract_activity(store, signer(), record, reason, now=NOW + 5, random_bytes=random_bytes)
    return store.record(record).record


def beside(store: LaptopStore, first: Activity, *, at: int = NOW + 1, retracted: bool = False, **fields: int | str) -> None:
    """A colleague revises, or retracts, the record as it was made, without having seen anything later."""
    base = (tobase64(leaf_hash(encode(first))),)
    entry = (
        Retraction(salt=salt(), at=at, record=first.record, base=base, reason="trùng")
        if retracted
        else Activity(salt=salt(), at=at, record=first.record, base=base, fields=Fields(**fields))  # type: ignore[arg-type]
    )
    follow(store, PEER.origin, PEER, [join(PEER), entry])


# -- reading what was typed


def test_every_field_is_read_as_it_is_meant() -> None:
    draft = ActivityDraft(
        title="  Ðọc loa  về\tkỹ năng số ",
        date="hôm qua",
        directive="2653/kh-ubnd",
        task="v.10",
        topics=("kỹ năng số", "digital-skills"),
        channel="commune-radio",
        text="dòng một\r\ndòng hai",
        place="Bản Hon",
        quantity="1.200",
        audience="12 500",
        minutes="0",
        language="mông",
    )
    checked = check(draft, today=TODAY, directives=[PLAN])
    assert checked.wrong == ()
    assert checked.whole() == Fields(
        title="Đọc loa về kỹ năng số",
        date="2026-10-25",
        directive=PLAN.id,
        task="V.10",
        topics=("digital-skills",),
        channel="commune-radio",
        text="dòng một\ndòng hai",
        place="Bản Hon",
        quantity=1200,
        audience=12500,
        minutes=0,
        language="hmn",
    )


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"title": None}, "title", "field-needed"),
        ({"title": "   "}, "title", "field-needed"),
        ({"date": None}, "date", "field-needed"),
        ({"date": "31/2"}, "date", "bad-date"),
        ({"title": "x" * 501}, "title", "too-long"),
        ({"text": "x" * 10_001}, "text", "too-long"),
        ({"quantity": "ba"}, "quantity", "bad-count"),
        ({"quantity": "-1"}, "quantity", "bad-count"),
        ({"quantity": "1,5"}, "quantity", "bad-count"),
        ({"quantity": "12.34"}, "quantity", "bad-count"),
        ({"quantity": "9999999999"}, "quantity", "bad-count"),
        ({"audience": "٣"}, "audience", "bad-count"),
        ({"channel": "no such channel"}, "channel", "unknown-code"),
        ({"topics": ("digital-skills", "no such topic")}, "topics", "unknown-code"),
        ({"language": "klingon"}, "language", "unknown-code"),
        ({"directive": "1/KH"}, "directive", "unknown-directive"),
        ({"task": "19"}, "task", "task-without-directive"),
        ({"directive": "2653/KH-UBND", "task": "20"}, "task", "no-such-task"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(typed: dict[str, object], field: str, code: str) -> None:
    draft = ActivityDraft(**{"title": "Phát loa", "date": "hôm nay", **typed})  # type: ignore[arg-type] # a table of cases
    (wrong,) = check(draft, today=TODAY, directives=[PLAN]).wrong
    assert (wrong.field, wrong.error.code) == (field, code)


def test_all_that_is_wrong_is_told_at_once() -> None:
    draft = ActivityDraft(title="", date="31/2", quantity="ba", channel="x y z")
    checked = check(draft, today=TODAY, directives=[])
    assert {wrong.field for wrong in checked.wrong} == {"title", "date", "quantity", "channel"}
    with pytest.raises(Misuse):
        checked.whole()


def test_a_directive_is_asked_for_once_the_laptop_has_some(store: LaptopStore) -> None:
    with pytest.raises(Misuse) as caught:
        log(store, directive="2653/KH-UBND")
    assert caught.value.code == "no-directives-yet"
    follow_registry(store, PLAN)
    record = log(store, directive="2653/KH-UBND", task="19")
    values = store.record(record).record.values
    assert (values.directive, values.task) == (PLAN.id, "19")


def test_a_record_id_is_a_uuid_of_version_7() -> None:
    made = uuid.UUID(uuid7(1_793_000_000_123, b"\xff" * 10))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == 1_793_000_000_123


# -- saving


def test_what_is_logged_is_there_and_unsent_until_a_receipt_covers_it(store: LaptopStore) -> None:
    record = log(store, quantity="3")
    page = store.record(record)
    assert (page.record.values.title, page.record.values.quantity, page.state) == ("Phát loa", 3, "unsent")
    assert [line.received for line in page.history] == [False]
    receive(store, 2)
    page = store.record(record)
    assert (page.state, [line.received for line in page.history]) == ("received", [True])


def test_a_wrong_draft_saves_nothing(store: LaptopStore) -> None:
    with pytest.raises(Misuse):
        log(store, quantity="ba")
    assert store.own.size == 1


def test_a_revision_sets_what_changed_and_nothing_else(store: LaptopStore) -> None:
    record = log(store, quantity="3", place="Bản Hon")
    now = revise(store, record, ActivityDraft(quantity="4", title="Phát loa", place=""))
    assert (now.values.quantity, now.values.place, now.values.title, now.entries) == (4, None, "Phát loa", 2)
    last = store.record(record).history[-1].entry
    assert isinstance(last, Activity)
    assert last.fields == Fields(quantity=4, place=None)
    assert last.fields.title is UNSET


def test_a_revision_that_changes_nothing_is_not_saved(store: LaptopStore) -> None:
    record = log(store, quantity="3")
    for draft in (ActivityDraft(), ActivityDraft(quantity="3", title=" Phát loa")):
        with pytest.raises(Misuse) as caught:
            revise(store, record, draft)
        assert caught.value.code == "nothing-to-change"
    assert store.own.size == 2


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
    assert store.counts().records == 0
    receive(store, 3)
    assert store.record(record).state == "retracted"
    with pytest.raises(Refused) as caught:
        retract(store, record)
    assert caught.value.code == "already-retracted"
    now = revise(store, record, ActivityDraft())
    assert (now.retracted, now.values.quantity, now.entries) == (None, 3, 3)
    assert store.counts().records == 1


@pytest.mark.parametrize(("reason", "code"), [("", "field-needed"), (" \n", "field-needed"), ("x" * 501, "too-long")])
def test_a_reason_is_needed_to_take_back(store: LaptopStore, reason: str, code: str) -> None:
    record = log(store)
    with pytest.raises(Misuse) as caught:
        retract(store, record, reason)
    assert caught.value.code == code
    assert store.own.size == 2


# -- colleagues


def test_a_colleague_who_changed_another_field_is_merged_without_a_word(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    store.append([first], signer())
    beside(store, first, place="Bản Hon")
    now = revise(store, first.record, ActivityDraft(quantity="2"))
    assert (now.values.quantity, now.values.place, now.conflicts) == (2, "Bản Hon", ())


def test_a_conflict_shows_both_values_and_is_settled_by_a_revision(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    store.append([first], signer())
    revise(store, first.record, ActivityDraft(quantity="2"))
    beside(store, first, at=NOW + 1, quantity=3)
    page = store.record(first.record)
    assert page.state == "conflict"
    (conflict,) = page.record.conflicts
    assert (conflict.field, [value for _leaf, value in conflict.values]) == ("quantity", [2, 3])
    assert store.counts().conflicts == 1

    settled = revise(store, first.record, ActivityDraft(quantity="3"))
    assert (settled.values.quantity, settled.conflicts, len(settled.heads)) == (3, (), 1)
    assert store.counts().conflicts == 0


def test_a_revision_that_says_nothing_settles_a_conflict_as_shown(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    store.append([first], signer())
    revise(store, first.record, ActivityDraft(quantity="2"))
    beside(store, first, quantity=3)
    settled = revise(store, first.record, ActivityDraft())
    assert (settled.values.quantity, settled.conflicts) == (2, ())


def test_a_retraction_beside_a_revision_is_in_conflict_until_somebody_settles_it(store: LaptopStore) -> None:
    first = activity("Họp bản", quantity=1)
    store.append([first], signer())
    revise(store, first.record, ActivityDraft(quantity="2"))
    beside(store, first, retracted=True)
    page = store.record(first.record)
    assert (page.state, page.record.retracted) == ("conflict", "trùng")
    brought_back = revise(store, first.record, ActivityDraft())
    assert (brought_back.retracted, brought_back.values.quantity, brought_back.conflicts) == (None, 2, ())


# -- ids


def test_an_id_may_be_shortened_as_long_as_it_names_one(store: LaptopStore) -> None:
    one = activity("Một")
    other = activity("Hai")
    store.append([one, other], signer())
    assert store.record(one.record[-8:]).record.record == one.record
    assert store.record(other.record.upper()).record.record == other.record
    with pytest.raises(Misuse) as caught:
        store.record(one.record[:8])  # both were made in the same minute
    assert caught.value.code == "ambiguous-id"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("0123456", "bad-id"), ("", "bad-id"), ("%%%%%%%%", "bad-id"), ("________", "bad-id"), ("ffffffff", "no-such-record")],
)
def test_what_is_no_id_names_nothing(store: LaptopStore, typed: str, code: str) -> None:
    store.append([activity()], signer())
    with pytest.raises(Misuse) as caught:
        store.record(typed)
    assert caught.value.code == code
    assert len(store.records(ActivityFilter())) == 1
