"""A unit's ledger as importing asks for it at the province: what the hub holds of the unit, and the log in which it enters
things for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from uuid import UUID

from hub import own_logs
from hub.entering import log as entered_log
from hub.home import Keys
from hub.intake.projection import record_of, records_of
from hub.monitoring.entered import EnteredLogs
from hub.monitoring.records import merged_records
from hub.store import HubStore, Transaction
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse
from sync.importing.answers import Answers
from sync.importing.ledger import PastImport, StandingActivity, TakenRow
from sync.ledger.entry import Activity, Citation, Retraction
from sync.ledger.merge import Record
from sync.ledger.registry import Registry
from sync.ledger.text import tidy

MAX_SOURCE = 500
"""Characters of what something was entered from."""


class Entering:
    """Who enters things, from what, and when."""

    def __init__(self, account: str | None, source: str, *, now: Instant, random_bytes: RandomBytes) -> None:
        """`Misuse("long-source")` for a source that is too long to keep."""
        self.account, self.now, self.random_bytes = account, now, random_bytes
        self.source = " ".join(tidy(source).split())
        if len(self.source) > MAX_SOURCE:
            raise Misuse("long-source", limit=MAX_SOURCE)


class UnitLedger:
    """What the hub holds of one unit. Each question is a reading of its own, but inside `transaction`."""

    def __init__(self, store: HubStore, keys: Keys, unit: str, entering: Entering) -> None:
        self.unit = unit
        self._store, self._keys, self._entering = store, keys, entering
        self._open: Transaction | None = None

    @property
    def imports(self) -> UnitImports:
        """What is kept of the imports that were made for the unit."""
        return UnitImports(self)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction in which everything happens or nothing does."""
        with self.writing():
            yield

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """The open transaction to write in, or a new one."""
        if self._open is not None:
            yield self._open
            return
        with self._store.writing() as transaction:
            self._open = transaction
            try:
                yield transaction
            finally:
                self._open = None

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """The open transaction, or a new one to read in."""
        if self._open is not None:
            yield self._open
            return
        with self._store.reading() as transaction:
            yield transaction

    def registry(self) -> Registry:
        """What the registry says."""
        with self.reading() as transaction:
            return own_logs.registry(transaction, self._keys)

    def state(self, entries: Sequence[Activity | Retraction]) -> None:
        """Enter things for the unit, and keep who did and from what."""
        with self.writing() as transaction:
            given = self._entering
            log, first = entered_log.state(
                transaction, self._keys, self.unit, entries, now=given.now, random_bytes=given.random_bytes
            )
            transaction.entering.entered(log, first, len(entries), given.account, given.source)

    def next_seen(self) -> Citation | None:
        """Nothing: the hub accepts its own entry as it makes it, and needs no citation to say when that was."""
        return None

    def record(self, record: str) -> Record:
        """A record, by its id."""
        with self.reading() as transaction:
            return record_of(transaction, self.unit, UUID(record).bytes)

    def records(self, records: Collection[str]) -> dict[str, Record]:
        """Records, by their ids."""
        with self.reading() as transaction:
            found = records_of(transaction, self.unit, [UUID(record).bytes for record in records])
        return {str(UUID(bytes=record)): merged for record, merged in found.items()}

    def activities(self, dates: Collection[str]) -> Iterator[StandingActivity]:
        """The activities that stand whose first day (ISO) is one of these."""
        with self.reading() as transaction:
            logs = EnteredLogs(transaction, own_logs.registry(transaction, self._keys))
            summaries = transaction.records.stated_by(self.unit, dates)
            merged = merged_records(transaction, summaries)
        for summary, record in zip(summaries, merged, strict=True):
            entered = logs.entered(summary.places)
            yield StandingActivity(record.record, record.values, not entered, entered)

    def has_others(self) -> bool:
        """Whether the unit has laptops."""
        return any(not device.entered for device in self.registry().peers(self.unit))

    def standing(self, records: Collection[str]) -> set[str]:
        """The records, of some, that were not taken back."""
        with self.reading() as transaction:
            found = ((record, transaction.records.get(self.unit, UUID(record).bytes)) for record in records)
            return {record for record, summary in found if summary is not None and summary.stands}

    def reported(self) -> Iterable[str]:
        """The names of the periods of which the unit has sent a report that answers."""
        with self.reading() as transaction:
            return list(dict.fromkeys(row.period for row in transaction.reports.answering(self.unit)))


class UnitImports:
    """The imports made for one unit, in the transactions of its ledger."""

    def __init__(self, ledger: UnitLedger) -> None:
        self._ledger = ledger

    def begin(self, *, at: Instant, file: str, digest: str, titles: Mapping[str, str]) -> int:
        """Keep a new import; its number."""
        with self._ledger.writing() as transaction:
            return transaction.entering.begin(self._ledger.unit, at=at, file=file, digest=digest, titles=titles)

    def keep(self, rows: Iterable[TakenRow]) -> None:
        """Keep rows that were taken."""
        with self._ledger.writing() as transaction:
            transaction.entering.keep(rows)

    def imports(self) -> list[PastImport]:
        """All imports, the newest first."""
        with self._ledger.reading() as transaction:
            return transaction.entering.imports(self._ledger.unit)

    def newest_rows(self) -> list[TakenRow]:
        """Of each record that came from a file, the row that was taken last."""
        with self._ledger.reading() as transaction:
            return transaction.entering.newest_rows(self._ledger.unit)

    def first_imports(self) -> dict[str, int]:
        """The number of the import that took each record first."""
        with self._ledger.reading() as transaction:
            return transaction.entering.first_imports(self._ledger.unit)

    def rows_of(self, number: int) -> list[TakenRow]:
        """The rows that an import took."""
        with self._ledger.reading() as transaction:
            return transaction.entering.rows_of(number)

    def undo(self, number: int, *, but: Collection[str]) -> None:
        """Say that an import was taken back, but for the rows of some of the records that it made."""
        with self._ledger.writing() as transaction:
            transaction.entering.undo(number, but=but)

    def known_alone(self) -> set[bytes]:
        """None: the rows that were taken are kept whole here, and found by what they say."""
        return set()

    def answers(self, shape: str) -> Answers | None:
        """What was answered for files of a shape, of whatever unit: the province's own forms come back from many."""
        with self._ledger.reading() as transaction:
            return transaction.entering.answers(shape)

    def keep_answers(self, shape: str, answers: Answers) -> None:
        """Keep what was answered for files of a shape."""
        with self._ledger.writing() as transaction:
            transaction.entering.keep_answers(shape, answers)
