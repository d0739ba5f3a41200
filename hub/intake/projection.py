"""From a device's new entries to what is asked of the hub: records, reports, and the entries held back.

The hot path: most entries make a record of their own, which takes no merging and no look at what is stored.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from hub.store import LogRow, Transaction
from hub.store.facts import RecordRow
from hub.store.schema import ANSWERS, place_of
from sync.ledger import origins
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import Acceptance, Activity, Entry, Fields, Quarantined, Report, Retraction, decode
from sync.ledger.merge import Record, Values
from sync.ledger.origins import LogKind
from sync.ledger.period import month_number
from sync.ledger.registry import Registry
from sync.ledger.versions import merge_lines

_AWAITED = ANSWERS.index("awaited")
"""A record that changes awaits a new answer: an answer speaks of the heads that it names."""


class Projection:
    """Takes one range's entries as they are staged, and settles what they change."""

    def __init__(self, session: Transaction, registry: Registry, log: LogRow, now: int) -> None:
        self._session = session
        self._hub = registry.name
        self._log = log
        self._now = now
        self._alone: dict[bytes, RecordRow] = {}
        self._touched: dict[bytes, bytes] = {}
        self.seen_size = log.seen_size

    def stage(self, start: int, lines: Sequence[bytes]) -> None:
        """Store new entries from an index on, and note what they are about."""
        self._session.add_lines(self._log.id, start, lines)
        self.note(start, lines)

    def note(self, start: int, lines: Sequence[bytes]) -> None:
        """Note what entries that are stored are about."""
        first = place_of(self._log.id, start)
        held: list[tuple[int, int, str, str]] = []
        alone, touched, unit = self._alone, self._touched, self._log.unit
        for place, entry in enumerate(decode_all(lines, LogKind.DEVICE), first):
            if isinstance(entry, Activity) and not entry.base and entry.seen is None:
                record = bytes.fromhex(entry.record.replace("-", ""))
                if record not in alone and record not in touched:
                    alone[record] = _alone(unit, record, entry.fields, place.to_bytes(8, "big"))
                    continue
            self._other(entry, start + place - first, place.to_bytes(8, "big"), held)
        self._session.hold(held)

    def _other(self, entry: Entry | Quarantined, index: int, place: bytes, held: list[tuple[int, int, str, str]]) -> None:
        """Any entry but the many that make a record and cite nothing."""
        if isinstance(entry, Quarantined):
            held.append((self._log.id, index, entry.why, entry.detail))
            return
        if entry.seen is not None:
            self.seen_size = max(self.seen_size, entry.seen.size)
        if isinstance(entry, Activity | Retraction):
            record = bytes.fromhex(entry.record.replace("-", ""))
            if record in self._alone:
                self._touched[record] = self._alone.pop(record)[-1]
            self._touched[record] = self._touched.get(record, b"") + place
        elif isinstance(entry, Report):
            self._report(index, entry)

    def settle(self) -> None:
        """Project every record that the staged entries touch."""
        unit = self._log.unit
        rows = list(self._alone.values())
        if self._session.facts.add_records(rows) < len(rows):
            there = self._session.places(unit, self._alone)
            self._touched |= {record: row[-1] for record, row in self._alone.items() if there[record] != row[-1]}
        months = {row[3] for row in rows}
        if self._touched:
            months |= self._merge(unit)
        self._session.tallies.forget(unit, months)

    def _merge(self, unit: str) -> set[int]:
        """Make records anew that have entries from before, or several new ones; the months that they are and were of."""
        before = self._session.places(unit, self._touched)
        rows = []
        for record, new in sorted(self._touched.items()):
            places = before.get(record, b"") + new
            state = merge_lines(self._session.lines_at(places))
            rows.append(_merged(unit, record, state, places))
        return self._session.facts.put_records(rows) | {row[3] for row in rows}

    def _report(self, idx: int, entry: Report) -> None:
        self._session.add_report(
            {
                "log": self._log.id,
                "idx": idx,
                "unit": self._log.unit,
                "period": entry.period,
                "claimed": entry.at,
                "after": time_at(self._session, self._hub, self.seen_size),
                "received": self._now,
                "provisional": entry.provisional,
            }
        )


def time_at(session: Transaction, hub: str, size: int) -> int | None:
    """The hub's time at a size of its acceptances; None if there was none, or never such a size."""
    log = session.log(origins.acceptances(hub))
    if log is None or not 0 < size <= log.size:
        return None
    (line,) = session.lines(log.id, size - 1, size)
    acceptance = decode(line, LogKind.ACCEPTANCES)
    return acceptance.at if isinstance(acceptance, Acceptance) else None


def record_of(session: Transaction, unit: str, record: bytes) -> Record:
    """A record of the store, merged from its entries."""
    places = session.places(unit, [record])[record]
    return merge_lines(session.lines_at(places))


def _alone(unit: str, record: bytes, fields: Fields, place: bytes) -> RecordRow:
    """The row of a record with one entry: what `_merged` makes of it, without merging."""
    date, quantity, audience, minutes = fields.date, fields.quantity, fields.audience, fields.minutes
    assert date is not UNSET, "a first entry sets it"
    return (
        unit,
        record,
        date,
        month_number(date),
        True,
        0,
        _AWAITED,
        fields.directive or None,
        fields.task or None,
        _spaced(fields.topics or ()),
        fields.channel or None,
        None if quantity is UNSET else quantity,
        None if audience is UNSET else audience,
        None if minutes is UNSET else minutes,
        place,
    )


def _merged(unit: str, record: bytes, state: Record, places: bytes) -> RecordRow:
    values: Values = state.values
    return (
        unit,
        record,
        values.date,
        month_number(values.date) if values.date else 0,
        state.retracted is None,
        len(state.conflicts),
        _AWAITED,
        values.directive or None,
        values.task or None,
        _spaced(values.topics),
        values.channel or None,
        values.quantity,
        values.audience,
        values.minutes,
        places,
    )


def _spaced(codes: tuple[str, ...]) -> str:
    """Codes so that a search for one between spaces finds it and no other."""
    return f" {' '.join(codes)} " if codes else ""
