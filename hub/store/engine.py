"""Opening and making a store, and its transactions.

Readers see the last commit; writers come one at a time (`writing`). Hot paths hand whole batches to the driver. A store
that cannot serve raises `Unavailable` (see `store_unavailable`), whatever was asked of it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event

from hub.store import file, schema
from hub.store.accounts import StoredAccounts
from hub.store.answers import StoredAnswers
from hub.store.compare import Difference, put_right
from hub.store.entering import StoredEntering
from hub.store.file import NewestMissing, NoHub
from hub.store.invites import StoredInvites
from hub.store.laptops import StoredLaptops
from hub.store.latest import Readings
from hub.store.lock import FileLock, gate
from hub.store.logs import StoredLogs
from hub.store.migrate import Migration
from hub.store.notes import StoredNotes
from hub.store.records import StoredRecords
from hub.store.reports import StoredReports
from hub.store.restating import StoredRestating
from hub.store.rows import Damage
from hub.store.settings import StoredSettings
from hub.store.tallies import StoredTallies
from hub.store.waiting import StoredWaiting
from hub.store.witnesses import StoredWitnesses
from sync.encoding.types import Origin
from sync.errors import Refused, StoreDamaged, Unavailable
from sync.shell.files import set_aside_left
from sync.shell.sqlite_errors import out_of_reach, store_unavailable

_BUSY_SECONDS: Final = 15
_LEAVING_SECONDS: Final = 20
"""How long closing waits for transactions that other threads have begun."""
_PRAGMAS: Final = (
    "synchronous = FULL",
    "foreign_keys = ON",
    "wal_autocheckpoint = 8000",
    "threads = 2",
)
"""A commit is on the disk when it comes back. The log of writes is folded into the file every 32 MB, so that a push of
some thousand entries pays for its own bytes once. Sums of many records are sorted by a second core."""


class HubStore:
    """An open store; may be shared by threads."""

    def __init__(self, path: Path, lock: FileLock) -> None:
        """Use `create` or `open`."""
        self.path: Final = path
        self._lock = lock
        self._engine = _engine(path)
        self._readings = Readings()
        self._begun = 0
        self._ended = threading.Condition()
        self._closed = False
        self._as_it_stands = False
        self.grown: Callable[[Set[Origin]], None] | None = None
        """What hears of logs that have grown, once that is committed."""

    @classmethod
    def create(cls, path: Path) -> HubStore:
        """A new store. `Refused("hub-exists")` if there is one."""
        if path.exists():
            raise Refused("hub-exists", path=str(path))
        set_aside_left(path)
        file.make(path)
        with _entering(path) as lock:
            store = cls(path, lock)
            try:
                with store.writing() as transaction:
                    transaction.migration.create_tables()
            except BaseException:
                store._engine.dispose()
                file.remove(path)
                raise
            return store

    @classmethod
    def open(cls, path: Path, *, any_version: bool = False, alone: bool = False) -> HubStore:
        """The store of a hub. `Refused`: `no-hub` if there is none, `older-hub` or `newer-hub` if another version of the
        program made it, unless that is what is wanted; `newest-missing` if its file lacks what came last, unless it is to be
        opened as it stands `alone`: it stays as it stands then, unless it `is_whole`.
        `Unavailable` as `store_unavailable` says."""
        try:
            return cls._open(path, any_version=any_version, alone=alone)
        except OSError as error:
            raise out_of_reach(error, path) from None

    @classmethod
    def _open(cls, path: Path, *, any_version: bool, alone: bool) -> HubStore:
        if not path.exists():
            raise NoHub(path=str(path))
        with _entering(path) as lock:
            lacks_newest = file.lacks_newest(path)
            if lacks_newest and not alone:
                raise NewestMissing(path=str(file.beside(path, "-wal")), database=str(path))
            file.shut_to_others(path)
            store = cls(path, lock)
            store._as_it_stands = lacks_newest
            try:
                store._check_version(any_version)
            except BaseException:
                store._leave()
                raise
            return store

    def _check_version(self, any_version: bool) -> None:
        with self.reading() as transaction:
            found = transaction.migration.version() if transaction.migration.has_tables() else None
        if found is None:
            raise NoHub(path=str(self.path))
        if found != schema.VERSION and not any_version:
            raise Refused("older-hub" if found < schema.VERSION else "newer-hub", path=str(self.path))

    def close(self) -> None:
        """Close the store: let go of its file, once what other threads have begun is ended. Whoever is the last to let go
        leaves it whole without the files beside it."""
        if self._closed:
            return
        self._closed = True
        with self._ended:
            self._ended.wait_for(lambda: not self._begun, _LEAVING_SECONDS)
        with suppress(Unavailable, OSError), gate(file.beside(self.path, "-gate"), _BUSY_SECONDS):
            self._leave()
        self._engine.dispose()
        self._lock.let_go()

    def _leave(self) -> None:
        with suppress(Unavailable):  # others have it open
            self._lock.alone()
            if not self._as_it_stands:
                file.fold(self.path, self._engine.dispose)
        self._engine.dispose()

    def is_whole(self) -> None:
        """Say that a store which was opened `alone` lacks nothing: it is closed as any other."""
        self._as_it_stands = False

    @property
    def is_busy(self) -> bool:
        """Whether a transaction is under way."""
        return self._begun > 0

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with self._ended:
            self._begun += 1
        try:
            with self._engine.connect() as connection:
                yield connection
        finally:
            with self._ended:
                self._begun -= 1
                self._ended.notify_all()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction to read from: the store as it was last committed, unchanged while the block lasts."""
        with self._noting() as noted, self._connected() as connection:
            connection.exec_driver_sql("BEGIN")  # else each question would be answered as of its own moment
            yield Transaction(connection, self._readings, noted)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction to write in; the only writer while it lasts. It commits when the block ends, and not if it
        raises."""
        with self._noting() as noted, self._connected() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            transaction = Transaction(connection, self._readings, noted)
            yield transaction
            connection.commit()
        if self.grown is not None and transaction.logs.grown:
            self.grown(transaction.logs.grown)

    def check_form(self) -> None:
        """`Unavailable("store-damaged")` where the file does not hold together, be it in a part that is seldom read."""
        with self._connected() as connection:
            (told,) = connection.exec_driver_sql("PRAGMA integrity_check(1)").one()
        if told != "ok":
            raise StoreDamaged(why=str(told))

    def wipe(self) -> bool:
        """Write the file anew without its free parts, if something was erased since that was done last; whether nothing is
        left to do. It takes as long as copying the file, and nobody writes meanwhile."""
        with self.reading() as transaction:
            if not transaction.settings.to_wipe:
                return True
        with self._connected() as connection:
            connection.exec_driver_sql("VACUUM")
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        if busy:  # whoever reads keeps the log of writes; the next try comes
            return False
        with self.writing() as transaction:
            transaction.settings.note_to_wipe(is_so=False)
        return True

    @contextmanager
    def trying(self) -> Iterator[Transaction]:
        """A transaction that is undone when the block ends: what something would come to."""
        with self._noting() as noted, self._connected() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield Transaction(connection, self._readings, noted)
            finally:
                connection.rollback()

    @contextmanager
    def _noting(self) -> Iterator[list[Damage]]:
        """Keep the damage that a transaction noted, however it ended."""
        noted: list[Damage] = []
        try:
            yield noted
        finally:
            if noted:
                with suppress(Unavailable), self.writing() as transaction:
                    known = transaction.settings.damage
                    transaction.settings.keep_damage((*known, *(damage for damage in noted if damage not in known)))


class Transaction:
    """What can be asked and changed within one transaction, by what it is about."""

    def __init__(self, connection: Connection, readings: Readings, noted: list[Damage]) -> None:
        """`noted` is given what the transaction notes as damaged."""
        self.readings: Final = readings
        self.logs: Final = StoredLogs(connection)
        self.records: Final = StoredRecords(connection)
        self.tallies: Final = StoredTallies(connection)
        self.reports: Final = StoredReports(connection)
        self.notes: Final = StoredNotes(connection)
        self.answers: Final = StoredAnswers(connection)
        self.laptops: Final = StoredLaptops(connection)
        self.invites: Final = StoredInvites(connection)
        self.entering: Final = StoredEntering(connection)
        self.accounts: Final = StoredAccounts(connection)
        self.settings: Final = StoredSettings(connection)
        self.waiting: Final = StoredWaiting(connection)
        self.witnesses: Final = StoredWitnesses(connection)
        self.migration: Final = Migration(connection)
        self.restating: Final = StoredRestating(connection, self.logs)
        self._connection = connection
        self._noted = noted

    @property
    def damage(self) -> tuple[Damage, ...]:
        """What is known to be damaged of the logs, with what was noted in this transaction."""
        known = self.settings.damage
        return (*known, *(damage for damage in self._noted if damage not in known))

    def note_damage(self, found: Iterable[Damage]) -> None:
        """Note what was found damaged. It is kept when the transaction ends, even if that undoes what it did."""
        self._noted += (damage for damage in found if damage not in self._noted)

    def wipe_later(self) -> None:
        """What is overwritten and deleted in this transaction is not to be read in the file any more: at once where it lay,
        and wherever a page of it was copied once `HubStore.wipe` is done."""
        self._connection.exec_driver_sql("PRAGMA secure_delete = ON")
        self.settings.note_to_wipe(is_so=True)

    def put_right(self, found: Sequence[Difference]) -> dict[str, int]:
        """Put right what follows from the logs: see `compare`."""
        return put_right(self._connection, found)


@contextmanager
def _entering(path: Path) -> Iterator[FileLock]:
    """Part in a store's lock, which stays if the block ends well. One at a time enters or leaves: else whoever is about to
    open the file would find it as another is about to close it."""
    with gate(file.beside(path, "-gate"), _BUSY_SECONDS):
        lock = FileLock(file.beside(path, "-lock"))
        lock.share(_BUSY_SECONDS)
        try:
            yield lock
        except BaseException:
            lock.let_go()
            raise


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, so that a writer is one from its first read on
        file.unfold(connection, _BUSY_SECONDS)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "handle_error", retval=True)
    def _in_our_words(context: ExceptionContext) -> BaseException | None:
        error = context.original_exception  # the driver's own: any other fault goes on without SQL in its words
        return (store_unavailable(error, path) if isinstance(error, sqlite3.Error) else None) or error

    return engine
