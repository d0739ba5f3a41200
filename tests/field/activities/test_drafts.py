"""Drafts: kept as they were typed, the newest first."""

from __future__ import annotations

from field.activities.drafts import KeptDraft, keep, kept
from field.store import LaptopStore
from sync.activities.draft import ActivityDraft
from sync.encoding.types import Instant
from tests.field.alone import NOW


def test_a_draft_is_kept_as_it_was_typed_and_in_its_own_place(store: LaptopStore) -> None:
    typed = ActivityDraft(title="Phát loa ", topics=("digital-skills",), quantity="", language=None)
    first = keep(store, typed, id=0, record=None, now=NOW)
    second = keep(store, ActivityDraft(title="Sửa"), id=0, record="a-record", now=Instant(NOW + 1))
    assert kept(store) == [
        KeptDraft(id=second, record="a-record", draft=ActivityDraft(title="Sửa"), at=Instant(NOW + 1)),
        KeptDraft(id=first, record=None, draft=typed, at=NOW),
    ]
    longer = ActivityDraft(title="Phát loa bản")
    assert keep(store, longer, id=first, record=None, now=Instant(NOW + 2)) == first
    assert [draft.draft for draft in kept(store)] == [longer, ActivityDraft(title="Sửa")]


def test_a_draft_never_leaves_the_laptop(store: LaptopStore) -> None:
    keep(store, ActivityDraft(title="bí mật"), id=0, record=None, now=NOW)
    assert store.logs.own.size == 1
    assert store.records.unsent() == 0


def test_a_draft_keeps_days_and_not_words_for_them(store: LaptopStore) -> None:
    first = keep(store, ActivityDraft(date="Hôm nay", until=""), id=0, record=None, now=NOW)
    keep(store, ActivityDraft(date="3/11"), id=0, record=None, now=NOW)
    other, begun = kept(store)
    assert (begun.id, begun.draft) == (first, ActivityDraft(date="26/10/2026", until=""))
    assert other.draft.date == "3/11"
