"""The database file under the laptop's store: its connection, and the transactions in which everything in it grows.

The file is in write-ahead mode with every commit synced to the disk: what a transaction saved is there after a power
cut, and whatever stops the machine leaves the state before it or the state after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_BUSY_SECONDS: Final = 5.0
"""How long one process waits for another that writes."""


def connect(path: str) -> sqlite3.Connection:
    """A connection to a database file, set up as all of ours are; the file is made if there is none."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


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
