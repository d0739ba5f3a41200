"""The database file under the laptop's store: its connection, and the transactions in which everything in it grows.

The file is in write-ahead mode with every commit synced to the disk: what a transaction saved is there after a power
cut, and whatever stops the machine leaves the state before it or the state after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from sync.errors import DiskFull
from sync.shell.sqlite_errors import store_unavailable

_BUSY_SECONDS: Final = 5.0
"""How long one process waits for another that writes."""


def connect(path: str) -> sqlite3.Connection:
    """A connection to a database file, set up as all of ours are; the file is made if there is none. `Unavailable` says why
    it cannot be. Where the disk has no room for the file of shared memory, one at a time may yet read what is there."""
    try:
        return _connect(path, alone=False)
    except sqlite3.Error as error:
        told = store_unavailable(error, Path(path)) or error
        if isinstance(told, DiskFull):
            with suppress(sqlite3.Error):
                return _connect(path, alone=True)
        raise told from None


def is_alone(sql: sqlite3.Connection) -> bool:
    """Whether a connection lets nobody else have the file open: it was opened where the disk had no room."""
    return bool(sql.execute("PRAGMA locking_mode").fetchone() == ("exclusive",))


def _connect(path: str, *, alone: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.text_factory = _text
    if alone:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # its index is then in memory
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what the province erased is not to lie in the file
        connection.execute("SELECT 1 FROM sqlite_schema").fetchone()  # in this mode the file is only now opened
    except BaseException:
        connection.close()
        raise
    return connection


def _text(kept: bytes) -> str:
    """A text as it is kept: one that rotted and is none any more reads as another, and is found as any that differs."""
    return str(kept, "utf-8", "replace")


@contextmanager
def transaction(sql: sqlite3.Connection) -> Iterator[None]:
    """A transaction: everything inside happens or nothing does, and no other process writes meanwhile. One inside
    another joins it."""
    if sql.in_transaction:
        yield
        return
    sql.execute("BEGIN IMMEDIATE")
    try:
        yield
        sql.execute("COMMIT")  # THE commit point: synced to the disk when it comes back
    except BaseException:
        if sql.in_transaction:  # a full disk may have rolled it back already
            sql.execute("ROLLBACK")
        raise


@contextmanager
def unless_full() -> Iterator[None]:
    """What is noted for later, and is done without where the disk has no room for it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if not isinstance(store_unavailable(error), DiskFull):
            raise
