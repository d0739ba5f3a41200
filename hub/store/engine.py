"""Opening and making a store, and its transactions.

Readers see the last commit; writers come one at a time (`writing`). Hot paths hand whole batches to the driver. A store
that cannot serve raises `Unavailable` (`disk-full`, `store-busy`, `store-damaged`), whatever was asked of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event

from hub.store import schema
from hub.store.accounts import StoredAccounts
from hub.store.answers import StoredAnswers
from hub.store.entering import StoredEntering
from hub.store.invites import StoredInvites
from hub.store.laptops import StoredLaptops
from hub.store.latest import Readings
from hub.store.logs import StoredLogs
from hub.store.migrate import Migration
from hub.store.notes import StoredNotes
from hub.store.records import StoredRecords
from hub.store.reports import StoredReports
from hub.store.settings import StoredSettings
from hub.store.tallies import StoredTallies
from sync.errors import Refused
from sync.shell.sqlite_errors import store_unavailable

_BUSY_SECONDS: Final = 15
_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "wal_autocheckpoint = 8000",
    "threads = 2",
)
"""A commit is on the disk when it comes back. The log of writes is folded into the file every 32 MB, so that a push of
some thousand entries pays for its own bytes once. Sums of many records are sorted by a second core."""


class HubStore:
    """An open store; may be shared by threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._readings = Readings()

    @classmethod
    def create(cls, path: Path) -> HubStore:
        """A new store. `Refused("hub-exists")` if there is one."""
        if path.exists():
            raise Refused("hub-exists", path=str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        store = cls(_engine(path))
        with store.writing() as transaction:
            transaction.migration.create_tables()
        return store

    @classmethod
    def open(cls, path: Path, *, any_version: bool = False) -> HubStore:
        """The store of a hub. `Refused`: `no-hub` if there is none, `older-hub` or `newer-hub` if another version of the
        program made it, unless that is what is wanted."""
        if not path.exists():
            raise Refused("no-hub", path=str(path))
        store = cls(_engine(path))
        with store.reading() as transaction:
            found = transaction.migration.version()
        if found != schema.VERSION and not any_version:
            store.close()
            raise Refused("older-hub" if found < schema.VERSION else "newer-hub", path=str(path))
        return store

    def close(self) -> None:
        """Close the store: let go of its file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction to read from: the store as it was last committed, unchanged while the block lasts."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")  # else each question would be answered as of its own moment
            yield Transaction(connection, self._readings)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """A transaction to write in; the only writer while it lasts. It commits when the block ends, and not if it
        raises."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield Transaction(connection, self._readings)
            connection.commit()

    @contextmanager
    def trying(self) -> Iterator[Transaction]:
        """A transaction that is undone when the block ends: what something would come to."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield Transaction(connection, self._readings)
            finally:
                connection.rollback()


class Transaction:
    """What can be asked and changed within one transaction, by what it is about."""

    def __init__(self, connection: Connection, readings: Readings) -> None:
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
        self.migration: Final = Migration(connection)


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, so that a writer is one from its first read on
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "handle_error", retval=True)
    def _in_our_words(context: ExceptionContext) -> BaseException | None:
        error = context.original_exception  # the driver's own: any other fault goes on without SQL in its words
        return (store_unavailable(error) if isinstance(error, sqlite3.Error) else None) or error

    return engine
