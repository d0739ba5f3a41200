"""Stores as earlier versions of the program left them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def make_old(path: Path) -> None:
    """The store as version 1 had it."""
    with closing(sqlite3.connect(path)) as db:
        for name in (
            "answer",
            "laptop",
            "visit",
            "second_factor",
            "account",
            "guess",
            "reader",
            "record",
            "acceptance_root",
        ):
            db.execute(f"DROP TABLE {name}")
        db.execute(
            "CREATE TABLE record (unit VARCHAR(5), record BLOB, date VARCHAR(10), conflicts INTEGER, counted BLOB,"
            " places BLOB, PRIMARY KEY (unit, record)) WITHOUT ROWID"
        )
        for column in ("made", "withdrawn", "url"):
            db.execute(f"ALTER TABLE invite DROP COLUMN {column}")
        db.execute("ALTER TABLE accepted DROP COLUMN acceptance")
        db.execute("DELETE FROM setting WHERE name = 'schema'")
        db.commit()
