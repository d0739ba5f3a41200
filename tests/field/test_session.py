"""An officer's session: the key is unlocked once, the registry is read again when it has grown, what is typed is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from field import settings
from field.activities.drafts import kept
from field.home import LaptopHome
from field.session import Onboarding, Session
from field.store import LaptopStore
from field.store.rows import ActivityFilter
from sync.activities.draft import ActivityDraft
from sync.activities.entries import UNDONE
from sync.encoding.types import Instant
from sync.errors import Refused, SoxaError
from sync.importing.ledger import TakenRow
from sync.ledger.entry import Narrative
from tests.field.alone import NOW, PLAN, activity, beside, follow_registry, random_bytes, signer

TITLE = ActivityDraft(title="Phát loa", date="26/10/2026")


@pytest.fixture
def session(store: LaptopStore, tmp_path: Path) -> Iterator[Session]:
    """A session in the folder of the store."""
    made = Session(LaptopHome(tmp_path / "laptop"), clock=lambda: NOW, random_bytes=random_bytes)
    yield made
    made.close()


def test_a_folder_that_has_not_joined_has_no_session(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        Onboarding(LaptopHome(tmp_path), clock=lambda: NOW, random_bytes=random_bytes).session()
    assert refused.value.code == "not-joined"


def test_a_key_under_a_passphrase_is_unlocked_once(session: Session, tmp_path: Path) -> None:
    assert not session.locked
    session.change_passphrase("bí mật")
    again = Session(LaptopHome(tmp_path / "laptop"), clock=lambda: NOW, random_bytes=random_bytes)
    assert again.locked
    with pytest.raises(SoxaError) as refused:
        again.unlock("sai")
    assert refused.value.code == "wrong-passphrase"
    assert again.locked
    again.unlock("bí mật")
    assert not again.locked
    again.save(TITLE, None)
    again.close()


def test_saving_drops_the_draft_in_the_same_transaction(session: Session, store: LaptopStore) -> None:
    draft = session.keep(TITLE, id=0, record=None)
    with pytest.raises(SoxaError):
        session.save(ActivityDraft(title="Phát loa", date="31/2"), None, kept=draft)
    assert [stored.id for stored in kept(store)] == [draft]
    record = session.save(TITLE, None, kept=draft)
    assert kept(store) == []
    assert session.save(ActivityDraft(quantity="3"), record) == record
    newest = session.newest()
    assert newest is not None and newest.quantity == 3


def test_what_was_saved_last_is_that_and_not_what_has_the_newest_date(session: Session, store: LaptopStore) -> None:
    session.save(ActivityDraft(title="Họp bản", date="25/10"), None)
    session.save(ActivityDraft(title="Phát loa", date="3/10"), None)
    newest = session.newest()
    assert newest is not None and newest.title == "Phát loa"
    store.logs.append([activity("Của đồng nghiệp", date="2026-10-26")], signer())
    number = store.imports.begin(at=NOW, file="x.xlsx", digest="", titles={})
    (row, *_rest) = store.records.rows(ActivityFilter(limit=1))
    store.imports.keep([TakenRow(record=row.record, number=number, sheet="", row=1, known=b"", said=b"", before=b"")])
    newest = session.newest()
    assert newest is not None and newest.title == "Phát loa", "what was imported was not typed"


def test_what_was_just_saved_is_undone_without_a_reason_and_is_a_draft_again(session: Session, store: LaptopStore) -> None:
    assert not session.may_undo()
    record = session.save(TITLE, None)
    assert session.may_undo() and session.undo_save() == TITLE.title
    assert store.records.page(record).record.retracted == UNDONE
    assert [stored.draft for stored in kept(store)] == [TITLE]
    assert not session.may_undo(), "once"


def test_a_change_that_is_undone_leaves_the_activity_as_it_was(session: Session, store: LaptopStore) -> None:
    record = session.save(msgspec.structs.replace(TITLE, quantity="2"), None)
    session.save(msgspec.structs.replace(TITLE, quantity="", place="Nà Tăm"), record)
    session.undo_save()
    values = store.records.page(record).record.values
    assert (values.quantity, values.place) == (2, None)
    (draft,) = kept(store)
    assert (draft.record, draft.draft.place) == (record, "Nà Tăm")


def test_what_was_saved_is_undone_for_a_minute_and_before_anything_else_is_signed(
    store: LaptopStore, tmp_path: Path
) -> None:
    at = [NOW]
    made = Session(LaptopHome(tmp_path / "laptop"), clock=lambda: at[0], random_bytes=random_bytes)
    record = made.save(TITLE, None)
    for later, may in ((59, True), (60, True), (61, False), (-1, False)):
        at[0] = Instant(NOW + later)
        assert made.may_undo() is may
    at[0] = NOW
    made.retract(record, "Ghi nhầm")
    assert not made.may_undo()
    made.close()


def test_directives_are_known_as_soon_as_they_have_come(session: Session, store: LaptopStore) -> None:
    assert not session.directives
    other = msgspec.structs.replace(PLAN, id="bo-1-kh", number="1/KH", province="01")
    follow_registry(store, PLAN, other)
    assert session.directives == (PLAN, other)
    assert session.own_directives == (PLAN,)
    assert session.names() == {PLAN.id: PLAN.name, other.id: other.name}


def test_the_words_of_a_report_are_those_being_written_else_those_submitted_last(session: Session) -> None:
    assert session.narrative("2026-11") == Narrative()
    session.submit("2026-11", Narrative(results="Đã nộp"))
    assert session.narrative("2026-11") == Narrative(results="Đã nộp")
    session.keep_narrative("2026-11", Narrative(results="Đang viết"))
    assert session.narrative("2026-11") == Narrative(results="Đang viết")
    assert session.narrative("2026-12") == Narrative()


@pytest.mark.parametrize("taken_back", [True, False])
def test_a_conflict_with_a_retraction_ends_either_way(session: Session, store: LaptopStore, taken_back: bool) -> None:
    first = activity(quantity=1)
    store.logs.append([first], signer())
    session.save(ActivityDraft(quantity="2"), first.record)
    beside(store, first, at=Instant(NOW + 1), retracted=True)
    assert store.records.page(first.record).status == "conflict"
    session.settle(first.record, None if taken_back else ActivityDraft(quantity="2"))
    record = store.records.page(first.record).record
    assert (record.conflicts, record.retracted is not None) == ((), taken_back)


def test_a_sync_is_tried_unasked_only_where_it_was_chosen_has_an_address_and_needs_no_question(
    session: Session, store: LaptopStore
) -> None:
    assert not session.may_sync_quietly()
    settings.set_automatic(store, on=True)
    assert not session.may_sync_quietly()  # no address
    session.store.membership = msgspec.structs.replace(store.membership, url="http://127.0.0.1:9")
    assert session.may_sync_quietly()
    settings.set_automatic(store, on=False)
    assert not session.may_sync_quietly()
