"""Bytes of a hub's database that change by themselves, as on a disk that goes bad."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from hub.store import HubStore
from hub.store.places import INDEX_BITS


def rot_entry(store: HubStore, origin: str, index: int, old: bytes, new: bytes) -> None:
    """Change bytes of one entry of a log; as many as there were, or the segment changes its length, too."""
    with closing(sqlite3.connect(store.path, timeout=15)) as database, database:
        (log,) = database.execute("SELECT id FROM log WHERE origin = ?", (origin,)).fetchone()
        place, lines = database.execute(
            "SELECT place, lines FROM segment WHERE place <= ? ORDER BY place DESC LIMIT 1", (log << INDEX_BITS | index,)
        ).fetchone()
        entries = lines.split(b"\n")
        at = (log << INDEX_BITS | index) - place
        assert old in entries[at]
        entries[at] = entries[at].replace(old, new, 1)
        database.execute("UPDATE segment SET lines = ? WHERE place = ?", (b"\n".join(entries), place))


def rot(path: Path, statement: str, *values: object) -> None:
    """Change a row of a database."""
    with closing(sqlite3.connect(path, timeout=15)) as database, database:
        changed = database.execute(statement, values).rowcount
    assert changed == 1
