"""The texts of an activity or of a report erased, where the law asks for it: what would go is shown, then the registry
states what is left, and the bytes go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, cast
from uuid import UUID

import msgspec
from msgspec import Struct

from hub import own_logs
from hub.home import Keys
from hub.intake.redacted import erase
from hub.log_walk import LogWalk, Walked
from hub.monitoring.reviews import find
from hub.store import Transaction
from hub.store.places import places_in, stands_at
from hub.store.rows import LogRow
from sync.encoding.limits import MAX_ENTRY, MAX_LINE, MAX_REDACTED
from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Index, Instant, Origin, RandomBytes
from sync.errors import Misuse, Refused, Unavailable
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Entry, RedactedEntry, Redaction, Reminder, Report, Retraction, Review, new_salt
from sync.ledger.origins import LogKind
from sync.ledger.record_name import parse_record_name
from sync.ledger.redaction import Redactable, has_texts, is_redactable, without_texts
from sync.ledger.registry import Registry
from sync.ledger.text import tidy
from sync.log.merkle import leaf_hash

_ROOM: Final = MAX_ENTRY - 4_096
"""Bytes of lines in one statement, beside its reason and the hashes."""
_TEXT_FIELDS: Final = ("title", "text", "place")


class GoingEntry(Struct, frozen=True):
    """An entry whose texts would go."""

    origin: str
    index: Index
    leaf: Hash
    entry: Entry

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The texts that would go, each with the name of its field."""
        entry = self.entry
        if isinstance(entry, Retraction):
            return [("reason", entry.reason)]
        if isinstance(entry, Review | Reminder):
            return [("comment", entry.comment)]
        if isinstance(entry, Report):
            said = [(name, getattr(entry.narrative, name)) for name in entry.narrative.__struct_fields__]
            return [(name, text) for name, text in said if text]
        fields = entry.fields  # type: ignore[union-attr]  # the only kind left that has texts
        found = [(name, said) for name in _TEXT_FIELDS if isinstance(said := getattr(fields, name), str) and said]
        places = fields.places if isinstance(fields.places, tuple) else ()
        return [*found, *(("place", place) for place in places)]


class PlannedRedaction(Struct, frozen=True):
    """What would be erased, and is not yet."""

    unit: str
    what: str
    """The activity, by its id, or the period that was reported."""
    entries: tuple[GoingEntry, ...]


def plan(transaction: Transaction, keys: Keys, unit: str, typed: str, number: int | None = None) -> PlannedRedaction:
    """What would go of an activity of a unit, named by its id or an end of it, or of the unit's reports of a period and the
    answers to either; or the entry alone of this number among them, from 1. `Misuse` if that names none,
    `Refused("nothing-to-redact")` if no text is left, `Unavailable("damaged-record")` if one has rotted."""
    registry = own_logs.registry(transaction, keys)
    name = parse_record_name(typed)
    if name is not None:
        of, record = find(transaction, f"{unit}/{typed.rpartition('/')[2]}")
        what = str(UUID(bytes=record))
        found = list(_of_record(transaction, of, record))
    else:
        what, found = typed, list(_of_reports(transaction, unit, typed))
        if not found:
            raise Misuse("no-report", unit=unit, period=typed[:120])
    found += _answers(transaction, keys, unit, what)
    if number is not None:
        if not 1 <= number <= len(found):
            raise Misuse("no-such-entry", number=number, count=len(found))
        found = [found[number - 1]]
    known = registry.redacted_of(unit)
    going = [each for each in found if each.leaf not in known and is_redactable(each.entry) and has_texts(each.entry)]
    if not going:
        raise Refused("nothing-to-redact", what=what)
    _check_whole(transaction, registry, going)
    return PlannedRedaction(unit, what, tuple({each.leaf: each for each in going}.values()))


def _check_whole(transaction: Transaction, registry: Registry, going: Sequence[GoingEntry]) -> None:
    """Whether these entries are what was signed: of one that has rotted nothing true could be stated, and its texts would
    come back from whoever mends it. `Unavailable("damaged-record")`."""
    walked = Walked(registry)
    for origin in {each.origin for each in going}:
        for damage in LogWalk(Origin(origin), walked).to_end(transaction):
            if any(each.origin == origin and damage.start <= each.index < damage.end for each in going):
                raise Unavailable("damaged-record")


def _of_record(transaction: Transaction, unit: str, record: bytes) -> Iterator[GoingEntry]:
    logs = {log.id: log.origin for log in transaction.logs.peers(unit, but=0)}
    places = places_in(transaction.records.places(unit, [record])[record])
    for place in places:
        log, index = stands_at(place)
        (line,) = transaction.logs.lines(log, index, index + 1)
        yield from _read(logs[log], index, line, LogKind.DEVICE)


def _of_reports(transaction: Transaction, unit: str, period: str) -> Iterator[GoingEntry]:
    logs = {log.id: log.origin for log in transaction.logs.peers(unit, but=0)}
    for row in transaction.reports.all(unit):
        if row.period == period:
            (line,) = transaction.logs.lines(row.log, row.idx, row.idx + 1)
            yield from _read(logs[row.log], Index(row.idx), line, LogKind.DEVICE)


def _answers(transaction: Transaction, keys: Keys, unit: str, what: str) -> Iterator[GoingEntry]:
    """What the province answered to it, which may say again what it said."""
    desk: LogRow | None = transaction.logs.get(origins.desk(keys.hub, unit))
    for index, line in enumerate(() if desk is None else transaction.logs.lines(desk.id, 0, desk.size)):
        for found in _read(desk.origin if desk else "", Index(index), line, LogKind.DESK):
            if isinstance(found.entry, Review) and what in (found.entry.record, found.entry.period):
                yield found


def _read(origin: str, index: Index, line: bytes, kind: LogKind) -> Iterator[GoingEntry]:
    entry = decode(line, kind)
    if is_redactable(entry):
        yield GoingEntry(origin, index, leaf_hash(line), entry)  # type: ignore[arg-type]  # it is one of them


def redact(
    transaction: Transaction,
    keys: Keys,
    planned: PlannedRedaction,
    reason: str,
    by: str,
    *,
    now: Instant,
    random_bytes: RandomBytes,
) -> int:
    """State what is left of the entries that were planned, and erase them here; how many they are. The caller's transaction
    commits, and the store is wiped after it (`HubStore.wipe`)."""
    said, who = tidy(reason), tidy(by)
    if not said:
        raise Misuse("no-redaction-reason")
    if len(said) > MAX_LINE or len(who) > MAX_LINE:
        raise Misuse("long-redaction-reason", limit=MAX_LINE)
    registry = own_logs.registry(transaction, keys)
    statements = [
        Redaction(salt=new_salt(random_bytes), at=now, unit=planned.unit, entries=tuple(some), reason=said, by=who)
        for some in _portions([_stated(going) for going in planned.entries])
    ]
    own_logs.append(transaction, keys, registry.key.origin, statements)
    erase(transaction, own_logs.registry(transaction, keys), planned.unit)
    return len(planned.entries)


def _stated(going: GoingEntry) -> RedactedEntry:
    left = without_texts(cast(Redactable, going.entry), going.leaf)
    return RedactedEntry(tobase64(going.leaf), encode(left).decode("utf-8"))


def _portions(entries: Sequence[RedactedEntry]) -> Iterator[list[RedactedEntry]]:
    """Entries as they fit into statements. `Refused("too-long-to-redact")` for one that fits into none."""
    some: list[RedactedEntry] = []
    room = 0
    for entry in entries:
        size = len(msgspec.json.encode(entry))
        if size > _ROOM:
            raise Refused("too-long-to-redact")
        if some and (len(some) == MAX_REDACTED or room < size):
            yield some
            some = []
        room = (room if some else _ROOM) - size
        some.append(entry)
    yield some
