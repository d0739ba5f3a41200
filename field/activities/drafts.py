"""Drafts: what is being typed and is no entry yet. It stays on this laptop, and outlives whatever stops the program."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from field.store import LaptopStore
from field.store.kept import decoded
from field.store.rows import StoredDraft
from field.store.typed_drafts import TypedDraft, plain, said_in, typed_bytes
from sync.activities.dates import lasting
from sync.activities.draft import ActivityDraft, as_typed
from sync.encoding.types import Instant
from sync.ledger.merge import Values
from sync.ledger.period import day_of


class KeptDraft(Struct, frozen=True, kw_only=True):
    """A draft as the store keeps it."""

    id: int
    record: str | None
    """The activity that it revises; None for a new one."""
    draft: ActivityDraft
    at: Instant
    """When it was kept last, POSIX seconds."""
    damaged: bool = False
    """Whether some of it was read off an entry that is damaged: letters and figures may be false."""


def keep(
    store: LaptopStore,
    draft: ActivityDraft,
    *,
    id: int,  # noqa: A002 - a draft's own word
    record: str | None,
    now: Instant,
    damaged: bool = False,
) -> int:
    """Keep a draft in place of what was kept under its number; the number, a new one for 0. It keeps days, not words for
    them: who finishes it tomorrow means the day on which it was begun."""
    typed = typed_bytes(_with_lasting_days(draft, now), damaged=damaged)
    return store.local.keep_draft(StoredDraft(id, record, typed, now))


def keep_unsaved(store: LaptopStore, draft: ActivityDraft, *, record: str | None, now: Instant) -> None:
    """Keep what could not be saved, once: of a record, named by its id or the beginning of it, what it is now with what was
    typed in its place; where an entry of it rotted only what was typed, as what is shown beside that may be false."""
    with store.transaction():
        if record is not None:
            page = store.records.page(record)
            draft, record = draft if page.altered else over(page.record.values, draft), page.record.record
        draft = _with_lasting_days(draft, now)
        if not any((before.record, before.draft) == (record, draft) for before in kept(store)):
            keep(store, draft, id=0, record=record, now=now)


def over(values: Values, draft: ActivityDraft) -> ActivityDraft:
    """What an activity is now, with what is said in a draft in its place."""
    return msgspec.structs.replace(as_typed(values), **said_in(draft))


def _with_lasting_days(draft: ActivityDraft, now: Instant) -> ActivityDraft:
    """Days in the place of words for them."""
    today = day_of(now)
    fixed = {name: lasting(typed, today) for name in ("date", "until") if (typed := getattr(draft, name))}
    return msgspec.structs.replace(draft, **fixed)


def kept(store: LaptopStore) -> list[KeptDraft]:
    """All drafts, the newest first."""
    read = ((stored, decoded(stored.typed, TypedDraft)) for stored in store.local.drafts())
    return [
        KeptDraft(id=stored.id, record=stored.record, draft=plain(typed), at=stored.at, damaged=typed.damaged)
        for stored, typed in read
        if typed
    ]


def named_by(store: LaptopStore, kept: KeptDraft) -> tuple[str, str, bool]:
    """The title and the day by which a draft is known, its own or else those of the activity that it revises; and whether
    some of that may be false."""
    title, date = kept.draft.title, kept.draft.date
    if kept.record is None or None not in (title, date) or not store.records.among([kept.record]):
        return title or "", date or "", kept.damaged
    (shown,) = store.records.rows_of(store.records.named(kept.record))
    return title or shown.values.title or "", date or as_typed(shown.values).date or "", kept.damaged or shown.altered
