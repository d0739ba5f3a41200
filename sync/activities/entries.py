"""Entries of activities: a new one, a revision, a retraction. Pure: who saves them asks inside a transaction, so that
nothing changes between looking and writing."""

from __future__ import annotations

from typing import Final

from msgspec import UNSET

from sync.activities.check import FieldNeeded, single_line
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Instant
from sync.errors import Misuse, Refused
from sync.ledger.entry import Activity, Citation, Fields, Retraction
from sync.ledger.merge import Record
from sync.ledger.text import tidy

UNDONE: Final = "Hoàn tác ngay sau khi lưu."
"""The reason of a retraction that was asked for right after saving, when nobody is asked for one. What is signed is in
Vietnamese, whatever language the program speaks."""


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
