"""Drafts: what is being typed and is no entry yet. It stays on this laptop, and outlives whatever stops the program."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from field.store import LaptopStore
from field.store.kept import decoded
from field.store.rows import StoredDraft
from sync.activities.dates import lasting
from sync.activities.draft import ActivityDraft
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
    today = day_of(now)
    fixed = {name: lasting(typed, today) for name in ("date", "until") if (typed := getattr(draft, name))}
    draft = msgspec.structs.replace(draft, **fixed)
    return store.local.keep_draft(StoredDraft(id, record, msgspec.json.encode(draft), now))


def kept(store: LaptopStore) -> list[KeptDraft]:
    """All drafts, the newest first."""
    read = ((stored, decoded(stored.typed, ActivityDraft)) for stored in store.local.drafts())
    return [KeptDraft(id=stored.id, record=stored.record, draft=draft, at=stored.at) for stored, draft in read if draft]
