"""Drafts: what is being typed and is no entry yet. It stays on this laptop, and outlives whatever stops the program."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from field.store import LaptopStore
from field.store.kept import decoded
from field.store.rows import StoredDraft
from sync.activities.dates import lasting
from sync.activities.draft import ActivityDraft, as_typed
from sync.encoding.types import Instant
from sync.ledger.period import day_of


class KeptDraft(Struct, frozen=True, kw_only=True):
    """A draft as the store keeps it."""

    id: int
    record: str | None
    """The activity that it revises; None for a new one."""
    draft: ActivityDraft
    at: Instant
    """When it was kept last, POSIX seconds."""


def keep(store: LaptopStore, draft: ActivityDraft, *, id: int, record: str | None, now: Instant) -> int:  # noqa: A002 - a draft's own word
    """Keep a draft in place of what was kept under its number; the number, a new one for 0. It keeps days, not words for
    them: who finishes it tomorrow means the day on which it was begun."""
    return store.local.keep_draft(StoredDraft(id, record, msgspec.json.encode(_with_lasting_days(draft, now)), now))


def keep_unsaved(store: LaptopStore, draft: ActivityDraft, *, record: str | None, now: Instant) -> None:
    """Keep what could not be saved, once: of a record, named by its id or the beginning of it, what it is now with what was
    typed in its place. Nothing is kept of a record of which an entry rotted."""
    with store.transaction():
        if record is not None:
            page = store.records.page(record)
            if page.altered:
                return
            typed = {name: text for name, text in msgspec.structs.asdict(draft).items() if text is not None}
            draft, record = msgspec.structs.replace(as_typed(page.record.values), **typed), page.record.record
        draft = _with_lasting_days(draft, now)
        if not any((before.record, before.draft) == (record, draft) for before in kept(store)):
            keep(store, draft, id=0, record=record, now=now)


def _with_lasting_days(draft: ActivityDraft, now: Instant) -> ActivityDraft:
    """Days in the place of words for them."""
    today = day_of(now)
    fixed = {name: lasting(typed, today) for name in ("date", "until") if (typed := getattr(draft, name))}
    return msgspec.structs.replace(draft, **fixed)


def kept(store: LaptopStore) -> list[KeptDraft]:
    """All drafts, the newest first."""
    read = ((stored, decoded(stored.typed, ActivityDraft)) for stored in store.local.drafts())
    return [KeptDraft(id=stored.id, record=stored.record, draft=draft, at=stored.at) for stored, draft in read if draft]
