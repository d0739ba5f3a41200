"""Activities saved: a new one, a revision, a retraction, each made an entry inside the store's transaction, so that nothing
changes between looking and writing."""

from __future__ import annotations

from field.home import Unsavable
from field.store import LaptopStore
from field.store.rows import RecordPage
from sync.activities.check import check, nameable
from sync.activities.draft import ActivityDraft
from sync.activities.entries import new_activity, retract, revise
from sync.activities.record_id import uuid7
from sync.encoding.types import Instant, RandomBytes
from sync.ledger.entry import new_salt
from sync.ledger.merge import Record
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
    """Save a change to a record, named by its id or the beginning of it; its whole id. As `unaltered`."""
    registry = store.logs.registry()
    with store.transaction():
        was = unaltered(store, record)
        fields = check(draft, today=day_of(now), directives=nameable(registry, was.values), was=was.values).whole()
        salt, seen = new_salt(random_bytes), store.logs.next_seen()
        store.logs.append([revise(was, fields, at=now, salt=salt, seen=seen)], signer)
    return was.record


def retract_activity(
    store: LaptopStore, signer: Signer, record: str, reason: str, *, now: Instant, random_bytes: RandomBytes
) -> str:
    """Take a record back, named by its id or the beginning of it; its whole id. As `unaltered`."""
    with store.transaction():
        was = unaltered(store, record)
        salt, seen = new_salt(random_bytes), store.logs.next_seen()
        store.logs.append([retract(was, reason, at=now, salt=salt, seen=seen)], signer)
    return was.record


def unaltered(store: LaptopStore, record: str) -> Record:
    """A record that is to be built on, as `unaltered_page`."""
    return unaltered_page(store, record).record


def unaltered_page(store: LaptopStore, record: str) -> RecordPage:
    """The page of a record that is to be built on, named by its id or the beginning of it: what stands of it is held against
    its entries first. `Unsavable("altered-record")` where one of them rotted, else that would be stated anew as true."""
    store.derived.look(store.records.named(record))
    page = store.records.page(record)
    if page.altered:
        raise Unsavable("altered-record", record=page.record.record)
    return page
