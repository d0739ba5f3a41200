"""From a device's new entries to what is asked of the hub: records, reports, and quarantined entries.

The hot path: most entries make a record of their own, which takes no merging and no look at what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from msgspec import UNSET, structs

from hub.store import Transaction
from hub.store.places import PLACE_BYTES, place_of
from hub.store.rows import ANSWERS, LogRow, NotedRow, QuarantineRow, RecordRow, ReportRow
from hub.times import AcceptedTimes
from hub.verdicts import LogCitations
from sync.encoding.types import Index, Instant, Size
from sync.ledger.decode import Quarantined, decode
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import Activity, Entry, Fields, Noted, Report, Retraction
from sync.ledger.levels import FIRST_LEVEL, LEVEL, level_of, level_of_report
from sync.ledger.merge import Record, Values, every_language, merge
from sync.ledger.origins import LogKind
from sync.ledger.period import month_number
from sync.ledger.registry import Registry
from sync.ledger.restores import HeldReceipt
from sync.ledger.span import last_day
from sync.ledger.versions import merge_lines, versions_among

_month: Final = lru_cache(maxsize=4096)(month_number)
"""Entries of a range share a few hundred days."""
_AWAITED = ANSWERS.index("awaited")
"""A record that changes awaits a new answer: an answer speaks of the heads that it names."""


class PushProjection:
    """Takes one range's entries as they are staged, and settles what they change. `accepted` is the index that the
    acceptance of the range has among the hub's acceptances, or will have; `held` a receipt that the hub gave for it before
    it went back."""

    def __init__(
        self,
        transaction: Transaction,
        registry: Registry,
        log: LogRow,
        now: Instant,
        accepted: Index,
        held: HeldReceipt | None = None,
    ) -> None:
        self._transaction = transaction
        self._times = AcceptedTimes(transaction, registry)
        self._held = None if held is None else held.time
        self._log = log
        self._now = now
        self._accepted = accepted
        self._citations = LogCitations(transaction, registry, log)
        self._level = FIRST_LEVEL
        self._alone: dict[bytes, RecordRow] = {}
        self._touched: dict[bytes, bytes] = {}

    @property
    def seen_size(self) -> Size:
        """Of the acceptances, as the newest valid citation so far has it."""
        return self._citations.size

    def stage(self, start: int, lines: Sequence[bytes]) -> None:
        """Store new entries from an index on, and note what they are about."""
        self._transaction.logs.add_lines(self._log.id, start, lines)
        self.note(start, lines)

    def note(self, start: int, lines: Sequence[bytes]) -> None:
        """Note what entries that are stored are about."""
        first = place_of(self._log.id, start)
        quarantined: list[QuarantineRow] = []
        alone, touched, unit, level = self._alone, self._touched, self._log.unit, self._level
        for place, entry in enumerate(decode_all(lines, LogKind.DEVICE), first):
            if isinstance(entry, Activity) and not entry.base and entry.seen is None:
                record = bytes.fromhex(entry.record.replace("-", ""))
                if record not in alone and record not in touched:
                    alone[record] = _row_of_one(unit, record, entry.fields, place.to_bytes(8, "big"))
                    if level < LEVEL:
                        level = max(level, level_of(entry))
                    continue
            self._other(entry, start + place - first, place.to_bytes(8, "big"), quarantined)
        self._level = max(self._level, level)
        self._transaction.logs.quarantine(quarantined)

    def _other(self, entry: Entry | Quarantined, index: int, place: bytes, quarantined: list[QuarantineRow]) -> None:
        """Any entry but the many that make a record and cite nothing."""
        if isinstance(entry, Quarantined):
            quarantined.append(QuarantineRow(self._log.id, index, entry.why, entry.detail))
            return
        if entry.seen is not None:
            void = self._citations.void(index, entry.seen, self._accepted)
            if void is not None:  # the entry counts, as if it cited nothing
                quarantined.append(void)
        if isinstance(entry, Activity | Retraction):
            self._level = max(self._level, level_of(entry))
            record = bytes.fromhex(entry.record.replace("-", ""))
            if record in self._alone:
                self._touched[record] = self._alone.pop(record).places
            self._touched[record] = self._touched.get(record, b"") + place
        elif isinstance(entry, Report):
            self._level = max(self._level, level if (level := level_of_report(entry)) <= LEVEL else FIRST_LEVEL)
            self._report(index, entry)
        elif isinstance(entry, Noted):
            self._note(index, entry)

    def settle(self) -> None:
        """Project every record that the staged entries touch."""
        unit = self._log.unit
        rows = list(self._alone.values())
        if self._transaction.records.add(rows) < len(rows):
            there = self._transaction.records.places(unit, self._alone)
            self._touched |= {record: row.places for record, row in self._alone.items() if there[record] != row.places}
        months = {row.month for row in rows}
        if self._touched:
            months |= self._merge(unit)
        self._transaction.tallies.mark_stale(unit, months)
        if self._level > FIRST_LEVEL:
            self._transaction.settings.raise_level(self._level)

    def _merge(self, unit: str) -> set[int]:
        """Make records anew that have entries from before, or several new ones; the months that they are and were of."""
        before = self._transaction.records.places(unit, self._touched)
        whole = {record: before.get(record, b"") + new for record, new in sorted(self._touched.items())}
        rows = []
        for record, lines in _lines_of(self._transaction, whole):
            readable = (version for _index, version in versions_among(lines))
            rows.append(_row_of(unit, record, merge(readable), whole[record]))  # what rotted is merged when it is mended
        return self._transaction.records.put(rows) | {row.month for row in rows}

    def _received(self) -> Instant:
        """When what is read now was received."""
        return self._times.received(self._now, self._accepted, self._held, self.seen_size)

    def _report(self, idx: int, entry: Report) -> None:
        """Keep a report; it is judged once its log's head has moved (`verdicts.log_grew`)."""
        self._transaction.reports.add(
            ReportRow(
                log=self._log.id,
                idx=idx,
                unit=self._log.unit,
                period=entry.period,
                claimed=entry.at,
                after=self._times.earliest(self.seen_size),
                received=self._received(),
                provisional=entry.provisional,
            )
        )

    def _note(self, idx: int, entry: Noted) -> None:
        """Keep that a directive was read."""
        self._transaction.notes.add(
            NotedRow(
                log=self._log.id,
                idx=idx,
                unit=self._log.unit,
                directive=entry.directive,
                position=entry.position,
                claimed=entry.at,
                received=self._received(),
            )
        )


def project_anew(transaction: Transaction, unit: str, lines: Sequence[bytes]) -> None:
    """Make the records of a unit anew that these entries are of, which were damaged and are mended. How the province
    answered stays: its answer came when they were whole."""
    entries = [entry for entry in decode_all(lines, LogKind.DEVICE) if isinstance(entry, Activity | Retraction)]
    touched = {bytes.fromhex(entry.record.replace("-", "")) for entry in entries}
    rows = []
    for record, places in sorted(transaction.records.places(unit, touched).items()):
        found = transaction.logs.lines_at(places)
        there = transaction.records.get(unit, record)
        if there is not None and all(isinstance(decode(line, LogKind.DEVICE), Activity | Retraction) for line in found):
            made = _row_of(unit, record, merge_lines(found), places)
            rows.append(structs.replace(made, answer=ANSWERS.index(there.answer)))
    months = transaction.records.put(rows) | {row.month for row in rows}
    transaction.tallies.mark_stale(unit, months)


def _lines_of(transaction: Transaction, places: Mapping[bytes, bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """The entry lines of records by their places, read together."""
    lines = transaction.logs.lines_at(b"".join(places.values()))
    start = 0
    for record, there in places.items():
        end = start + len(there) // PLACE_BYTES
        yield record, lines[start:end]
        start = end


def records_of(transaction: Transaction, unit: str, records: Iterable[bytes]) -> dict[bytes, Record]:
    """Records of the store, each merged from its entries."""
    places = transaction.records.places(unit, records)
    return {record: merge_lines(lines) for record, lines in _lines_of(transaction, places)}


def record_of(transaction: Transaction, unit: str, record: bytes) -> Record:
    """A record of the store, merged from its entries."""
    places = transaction.records.places(unit, [record])[record]
    return merge_lines(transaction.logs.lines_at(places))


def _row_of_one(unit: str, record: bytes, fields: Fields, place: bytes) -> RecordRow:
    """The row of a record with one entry: what `_row_of` makes of it, without merging."""
    date, quantity, audience, minutes = fields.date, fields.quantity, fields.audience, fields.minutes
    assert date is not UNSET, "a first entry sets it"
    last = date if fields.until is UNSET else last_day(date, fields.until)
    return RecordRow(
        unit=unit,
        record=record,
        date=last,
        month=_month(last),
        began=None if last == date else date,
        stands=True,
        conflicts=0,
        answer=_AWAITED,
        directive=fields.directive or None,
        task=fields.task or None,
        topics=_spaced(fields.topics or ()),
        channel=fields.channel or None,
        quantity=None if quantity is UNSET else quantity,
        audience=None if audience is UNSET else audience,
        minutes=None if minutes is UNSET else minutes,
        audiences="" if fields.audiences is UNSET else _spaced(fields.audiences),
        body=fields.body or None,
        languages=_languages(fields.language or None, fields.languages or ()),
        places=place,
    )


def _row_of(unit: str, record: bytes, merged: Record, places: bytes) -> RecordRow:
    values: Values = merged.values
    return RecordRow(
        unit=unit,
        record=record,
        date=values.last_day,
        month=month_number(values.last_day) if values.last_day else 0,
        began=None if values.span_end is None else values.date,
        stands=merged.retracted is None,
        conflicts=len(merged.conflicts),
        answer=_AWAITED,
        directive=values.directive or None,
        task=values.task or None,
        topics=_spaced(values.topics),
        channel=values.channel or None,
        quantity=values.quantity,
        audience=values.audience,
        minutes=values.minutes,
        audiences=_spaced(values.audiences),
        body=values.body or None,
        languages=_spaced(values.every_language),
        places=places,
    )


@lru_cache(maxsize=4_096)
def _languages(first: str | None, others: tuple[str, ...]) -> str:
    return _spaced(every_language(first, others))


@lru_cache(maxsize=4_096)  # activities are of few kinds
def _spaced(codes: tuple[str, ...]) -> str:
    """Codes so that a search for one between spaces finds it and no other."""
    return f" {' '.join(codes)} " if codes else ""
