"""What a witness remembers, in SQLite: the logs that a person let it follow, the last head that it cosigned of each, and the
requests that contradict one.

A head is on the disk before its cosignature leaves. Two that ask at once come one after the other, each holding what was
cosigned last against what it brings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from sync.encoding.types import Hash, Instant, Origin, Size
from sync.errors import Refused
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import EMPTY_ROOT
from sync.log.note import Verifier
from sync.shell.sqlite_errors import store_unavailable

_BUSY_SECONDS: Final = 10
_MOST_KEPT: Final = 100
"""Contradictions that are kept of one log: the first tell what happened, and anybody may send the same again."""

_TABLES: Final = """
CREATE TABLE witness (vkey TEXT NOT NULL);
CREATE TABLE log (
    origin TEXT PRIMARY KEY, vkey TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
    line TEXT NOT NULL, time INTEGER NOT NULL
);
CREATE TABLE contradiction (
    id INTEGER PRIMARY KEY, origin TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL, request BLOB NOT NULL
);
"""


class FollowedLog(Struct, frozen=True):
    """A log that the witness follows, and what it cosigned of it last: of the size 0, and no note, where that is nothing."""

    key: Verifier
    last: Checkpoint
    note: str
    """The last head, with the log's signature and whatever else stood there."""
    line: str
    """The cosignature on it."""
    time: Instant
    contradictions: int = 0
    """How many requests are kept that the log signed, and that do not go on from what was cosigned."""

    @property
    def origin(self) -> Origin:
        """Its name."""
        return self.key.origin


class WitnessStore:
    """An open store; may be shared by threads."""

    def __init__(self, path: Path) -> None:
        """Of a witness that there is."""
        self.path: Final = path

    @classmethod
    def create(cls, path: Path, vkey: str) -> WitnessStore:
        """A new one, of the witness with this key."""
        path.touch(mode=0o600, exist_ok=False)
        store = cls(path)
        with store._writing() as db:
            for statement in _TABLES.split(";\n"):
                db.execute(statement)
            db.execute("INSERT INTO witness VALUES (?)", (vkey,))
        return store

    def vkey(self) -> str:
        """The key of the witness whose memory it is."""
        with self._connected() as db:
            return str(db.execute("SELECT vkey FROM witness").fetchone()[0])

    def follow(self, key: Verifier) -> bool:
        """Follow a log from now on; False where it is followed already. `Refused("log-followed")` under another key."""
        with self._writing() as db:
            known = _log(db, key.origin)
            if known is not None and known.key != key:
                raise Refused("log-followed", origin=key.origin, key=known.key.vkey())
            if known is None:
                row = (key.origin, key.vkey(), EMPTY_ROOT)
                db.execute("INSERT INTO log VALUES (?, ?, 0, ?, '', '', 0)", row)
            return known is None

    def logs(self) -> list[FollowedLog]:
        """The logs that are followed, by their names."""
        with self._connected() as db:
            names = [row[0] for row in db.execute("SELECT origin FROM log ORDER BY origin")]
            return [log for name in names if (log := _log(db, name)) is not None]

    def log(self, origin: Origin) -> FollowedLog | None:
        """A log that is followed; None for any other."""
        with self._connected() as db:
            return _log(db, origin)

    @contextmanager
    def turn(self, origin: Origin) -> Iterator[tuple[FollowedLog, WitnessTurn]]:
        """Hold a followed log as it stands, while the block lasts: nobody else cosigns meanwhile. What is cosigned in the
        turn is on the disk when the block has ended."""
        with self._writing() as db:
            log = _log(db, origin)
            assert log is not None, "a log is followed for good"
            yield log, WitnessTurn(db, log.origin)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connected() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection. `Unavailable` as `store_unavailable` says: a witness that cannot remember does not cosign."""
        try:
            with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=rw", _BUSY_SECONDS, uri=True)) as db:
                db.isolation_level = None
                db.execute("PRAGMA synchronous = FULL")
                yield db
        except sqlite3.Error as error:
            raise store_unavailable(error, self.path) or error from None


class WitnessTurn:
    """A log's turn: what it changes of what is remembered."""

    def __init__(self, db: sqlite3.Connection, origin: Origin) -> None:
        self._db = db
        self._origin = origin

    def cosigned(self, last: Checkpoint, note: str, line: str, time: Instant) -> None:
        """Remember a head that is cosigned."""
        row = (last.size, last.root, note, line, time, self._origin)
        self._db.execute("UPDATE log SET size = ?, root = ?, note = ?, line = ?, time = ? WHERE origin = ?", row)

    def contradicted(self, request: bytes, status: int, at: Instant) -> None:
        """Keep a request that contradicts what is remembered, if there is room."""
        count = self._db.execute("SELECT count(*) FROM contradiction WHERE origin = ?", (self._origin,)).fetchone()[0]
        if count < _MOST_KEPT:
            row = (self._origin, at, status, request)
            self._db.execute("INSERT INTO contradiction (origin, at, status, request) VALUES (?, ?, ?, ?)", row)


def _log(db: sqlite3.Connection, origin: str) -> FollowedLog | None:
    row = db.execute("SELECT vkey, size, root, note, line, time FROM log WHERE origin = ?", (origin,)).fetchone()
    if row is None:
        return None
    count = db.execute("SELECT count(*) FROM contradiction WHERE origin = ?", (origin,)).fetchone()[0]
    vkey, size, root, note, line, time = row
    return FollowedLog(
        Verifier.parse(vkey), Checkpoint(Origin(origin), Size(size), Hash(root)), note, line, Instant(time), count
    )
