"""Activities saved: a new one, a revision, a retraction, each made an entry inside the store's transaction, so that nothing
changes between looking and writing."""

from __future__ import annotations

from field.store import LaptopStore
from sync.activities.check import check, nameable
from sync.activities.draft import ActivityDraft
from sync.activities.entries import new_activity, retract, revise
from sync.activities.record_id import uuid7
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused
from sync.ledger.entry import new_salt
from sync.ledger.period import day_of
from sync.log.keys import Signer


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
    """Save a change to a record, named by its id or the beginning of it; its whole id.
    `Refused("altered-record")` where an entry of it rotted."""
    registry = store.logs.registry()
    with store.transaction():
        page = store.records.page(record)
        if page.altered:  # else what rotted would be stated anew as true
            raise Refused("altered-record", record=page.record.record)
        was = page.record
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
