"""Entries of activities: a new one, a revision, a retraction; and saving them.

What decides is pure and gives an entry; what saves asks it inside the store's transaction, so that nothing changes
between looking and writing.
"""

from __future__ import annotations

from msgspec import UNSET

from field.activities.record_id import uuid7
from field.store import LaptopStore
from sync.activities.check import FieldNeeded, check, nameable, single_line
from sync.activities.draft import ActivityDraft
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Instant, RandomBytes
from sync.errors import Misuse, Refused
from sync.ledger.entry import Activity, Citation, Fields, Retraction, new_salt
from sync.ledger.merge import Record
from sync.ledger.period import day_of
from sync.ledger.text import tidy
from sync.log.keys import Signer


def new_activity(fields: Fields, *, record: str, at: Instant, salt: str, seen: Citation | None = None) -> Activity:
    """The first entry of a record: `record` a fresh UUID of version 7, `at` in POSIX seconds, `salt` 16 hex digits."""
    return Activity(salt=salt, at=at, seen=seen, record=record, fields=fields)


def revise(now: Record, fields: Fields, *, at: Instant, salt: str, seen: Citation | None = None) -> Activity:
    """The entry that changes a record: it builds on every head, and sets only what is other than now. On a record in
    conflict it settles each field, with what it sets or else with the value displayed; on one that was taken back it
    brings the record back. `Misuse("nothing-to-change")` if it would do nothing of the sort."""
    disputed = {conflict.field for conflict in now.conflicts}
    changed = {
        name: value
        for name in Fields.__struct_fields__
        if (value := getattr(fields, name)) is not UNSET and (name in disputed or value != getattr(now.values, name))
    }
    if not (changed or now.conflicts or now.retracted is not None):
        raise Misuse("nothing-to-change")
    return Activity(salt=salt, at=at, seen=seen, record=now.record, base=_heads(now), fields=Fields(**changed))


def retract(now: Record, reason: str, *, at: Instant, salt: str, seen: Citation | None = None) -> Retraction:
    """The entry that takes a record back. `Refused("already-retracted")`, and `Misuse` for want of a reason."""
    if now.retracted is not None and not now.conflicts:
        raise Refused("already-retracted", record=now.record)
    if not tidy(reason):
        raise FieldNeeded(field="reason")
    return Retraction(salt=salt, at=at, seen=seen, record=now.record, base=_heads(now), reason=single_line(tidy(reason)))


def _heads(record: Record) -> tuple[Base64Hash, ...]:
    return tuple(map(tobase64, record.heads))


def log_activity(
    store: LaptopStore, signer: Signer, draft: ActivityDraft, *, now: Instant, random_bytes: RandomBytes
) -> str:
    """Save a new activity; its record's id. `now` in POSIX seconds. `Misuse` says what is wrong with the draft."""
    fields = check(draft, today=day_of(now), directives=nameable(store.logs.registry())).whole()
    record = uuid7(now * 1000, random_bytes(10))
    with store.transaction():
        salt, seen = new_salt(random_bytes), store.logs.next_seen()
        store.logs.append([new_activity(fields, record=record, at=now, salt=salt, seen=seen)], signer)
    return record


def revise_activity(
    store: LaptopStore, signer: Signer, record: str, draft: ActivityDraft, *, now: Instant, random_bytes: RandomBytes
) -> str:
    """Save a change to a record, named by its id or the beginning of it; its whole id."""
    registry = store.logs.registry()
    with store.transaction():
        was = store.records.page(record).record
        fields = check(draft, today=day_of(now), directives=nameable(registry, was.values), was=was.values).whole()
        salt, seen = new_salt(random_bytes), store.logs.next_seen()
        store.logs.append([revise(was, fields, at=now, salt=salt, seen=seen)], signer)
    return was.record


def retract_activity(
    store: LaptopStore, signer: Signer, record: str, reason: str, *, now: Instant, random_bytes: RandomBytes
) -> str:
    """Take a record back, named by its id or the beginning of it; its whole id."""
    with store.transaction():
        was = store.records.page(record).record
        salt, seen = new_salt(random_bytes), store.logs.next_seen()
        store.logs.append([retract(was, reason, at=now, salt=salt, seen=seen)], signer)
    return was.record
