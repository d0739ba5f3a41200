"""What SQLite says when a store cannot serve, in one of our own errors: for laptop and hub alike."""

from __future__ import annotations

import sqlite3

from sync.errors import Unavailable


def store_unavailable(error: sqlite3.Error) -> Unavailable | None:
    """The error that tells why a store cannot serve: `disk-full`, `store-busy` or `store-damaged`; None for any other
    fault, which is the program's own."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if primary == sqlite3.SQLITE_FULL:
        return Unavailable("disk-full")
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Unavailable("store-busy")
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY):
        return Unavailable("store-damaged", why=str(error))
    return None
