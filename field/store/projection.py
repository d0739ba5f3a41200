"""The projection of entries into records. A record's row is derived and nothing else: whenever its entries change it is
merged anew from all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from typing import Final, NamedTuple

import msgspec

from field.store import schema
from field.store.search import searched
from field.store.signed_lines import read
from sync.encoding.spelling import unbase64
from sync.errors import StoreDamaged
from sync.ledger.entry import Activity, Retraction, Review
from sync.ledger.levels import FIRST_LEVEL, level_of
from sync.ledger.merge import Record, Version, merge
from sync.ledger.origins import LogKind

_pack: Final = msgspec.msgpack.Encoder()
unpack: Final = msgspec.msgpack.Decoder(Record)
"""Reads the column `state` of a record: the record as it was merged."""
_VERDICTS: Final = ("accepted", "returned")
UNREADABLE: Final = (msgspec.DecodeError, UnicodeDecodeError, TypeError)
"""What reading that column raises where it rotted."""

_COLUMNS: Final = (
    "date, directive, task, channel, topics, retracted, conflicts, last_own, level, first_level_date, first_level_directive,"
    " reviewed"
)
_SET: Final = ", ".join(f"{column.strip()} = ?" for column in (*_COLUMNS.split(","), "state"))
_INDEX: Final = "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5 (words, tokenize = 'unicode61')"


class _Made(NamedTuple):
    """The row of a record."""

    plain: tuple[str | int | None, ...]
    """By `_COLUMNS`."""
    record: Record | None
    words: str | None

    def columns(self) -> tuple[str | int | bytes | None, ...]:
        return (*self.plain, None if self.record is None else _pack.encode(self.record))


_NOTHING: Final = _Made(("", None, None, None, "", 0, 0, None, 1, None, None, None), None, None)
"""Of a record without entries."""


class RecordProjection:
    """The making of records in a store's connection."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql

    def number(self, record: str) -> int:
        """The number of a record, given to it if it has none."""
        row = self._sql.execute("SELECT num FROM record WHERE id = ?", (record,)).fetchone()
        if row is not None:
            return int(row[0])
        made = self._sql.execute("INSERT INTO record (id) VALUES (?)", (record,)).lastrowid
        assert made is not None, "an insert gives a row number"
        return made

    def project(self, numbers: Iterable[int]) -> None:
        """Make these records anew from all their entries."""
        for number in sorted(numbers):
            made = self._made(number)
            if made is not None:
                self._name(number, made)
                self._sql.execute(f"UPDATE record SET {_SET} WHERE num = ?", (*made.columns(), number))  # noqa: S608 - constants
                self._sql.execute("DELETE FROM search WHERE rowid = ?", (number,))
                if made.words is not None:
                    self._sql.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (number, made.words))

    def _name(self, number: int, made: _Made) -> None:
        """Let a record be called what its entries call it: while its id is none, nothing else of its row can be written."""
        if made.record is None:
            return
        same = self._sql.execute("SELECT 1 FROM record WHERE id = ?", (made.record.record,)).fetchone()
        if same is None:
            update = f"UPDATE record SET id = ?, {_SET} WHERE num = ?"  # noqa: S608 - constants
            self._sql.execute(update, (made.record.record, *made.columns(), number))

    def read(self, packed: bytes) -> Record:
        """A record as it was packed; where it rotted, as its entries make it. `Unavailable("store-damaged")` where they do
        not say, either."""
        try:
            return unpack.decode(packed)
        except UNREADABLE:
            rows = self._sql.execute("SELECT num FROM record WHERE state = ?", (packed,)).fetchall()
            for made in [self._made(number) for (number,) in rows]:
                if made is not None and made.record is not None:
                    return made.record
            raise StoreDamaged(why="record") from None

    def differing(self, numbers: Iterable[int]) -> set[int]:
        """Which of these records are not what their entries make of them."""
        return {number for number in numbers if not self._is_as_made(number)}

    def index_again(self) -> None:
        """Make the index by which records are found anew."""
        with suppress(sqlite3.DatabaseError):  # without these words nothing of it is taken away, either
            self._sql.execute("INSERT OR REPLACE INTO search_config VALUES ('version', 4)")
        with suppress(sqlite3.DatabaseError):  # what is left of it may not be read at all
            self._sql.execute("DROP TABLE search")
        self._sql.execute(_INDEX)
        for number, state in self._sql.execute("SELECT num, state FROM record WHERE state IS NOT NULL").fetchall():
            with suppress(*UNREADABLE):  # it will be found once it is made anew
                words = searched(unpack.decode(state).values)
                self._sql.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (number, words))

    def _is_as_made(self, number: int) -> bool:
        made = self._made(number)
        if made is None:
            return True
        query = f"SELECT {_COLUMNS}, state, id FROM record WHERE num = ?"  # noqa: S608 - constants
        row = self._sql.execute(query, (number,)).fetchone()
        if row is None:  # an entry is filed under what is no number of a record
            return True
        *there, packed, record = row
        if made.record is not None and made.record.record != record:
            return False
        try:
            state = None if packed is None else unpack.decode(packed)
            words = self._sql.execute("SELECT words FROM search WHERE rowid = ?", (number,)).fetchone()
        except (*UNREADABLE, sqlite3.DatabaseError):
            return False
        return (tuple(there), state, words) == (made.plain, made.record, None if made.words is None else (made.words,))

    def _made(self, number: int) -> _Made | None:
        """What a record is by those of its entries that are as they were signed; None where none is: as it stands it stays,
        until they come back."""
        rows = self._sql.execute("SELECT log, idx, leaf, line FROM entry WHERE record = ?", (number,)).fetchall()
        if not rows:  # something was said of it, and it is not here yet; or it was here, and is read no more
            return _NOTHING
        entries = ((leaf, read(line, leaf, LogKind.DEVICE)) for _log, _idx, leaf, line in rows)
        versions = [Version(leaf, entry) for leaf, entry in entries if isinstance(entry, Activity | Retraction)]
        if not versions:
            return None
        record = merge(versions)
        values = record.values
        level = max(level_of(version.entry) for version in versions)
        first_date, first_directive = _at_first_level(versions) if level > FIRST_LEVEL else (None, None)
        review = self._sql.execute(
            "SELECT verdict FROM review WHERE record = ? AND heads = ?", (number, b"".join(record.heads))
        ).fetchone()
        plain = (
            values.last_day,
            values.directive,
            values.task,
            values.channel,
            schema.spelled(values.topics),
            int(record.retracted is not None),
            len(record.conflicts),
            max((idx for log, idx, _leaf, _line in rows if log == schema.OWN), default=None),
            level,
            first_date,
            first_directive,
            review[0] if review is not None and review[0] in _VERDICTS else None,
        )
        return _Made(plain, record, searched(values))

    def review(self, entry: Review) -> int | None:
        """Take what the province says of a record; its number, None if it is about something else. The record's own
        entries may come later than this."""
        if entry.record is None:
            return None
        number = self.number(entry.record)
        self._sql.execute("INSERT OR REPLACE INTO review VALUES (?, ?, ?, ?, ?)", (number, *reviewed(entry)))
        return number

    def unsay_reviews(self, log: int, records: Iterable[str]) -> set[int]:
        """Make anew what the province says of some records, by their ids, from what its log of this number still has; their
        numbers."""
        numbers = {self.number(record) for record in records}
        if not numbers:
            return numbers
        self._sql.executemany("DELETE FROM review WHERE record = ?", [(number,) for number in numbers])
        lines = self._sql.execute(
            "SELECT line, leaf FROM entry WHERE log = ? AND kind = 'review' AND record IS NULL ORDER BY idx", (log,)
        )
        for line, leaf in lines.fetchall():
            entry = read(line, leaf, LogKind.DESK)
            if isinstance(entry, Review) and entry.record is not None and self.number(entry.record) in numbers:
                self.review(entry)
        return numbers


def reviewed(entry: Review) -> tuple[bytes, str, str, int]:
    """What is kept of an answer: the state that it is about, the verdict, the comment, and when it was given."""
    heads = b"".join(sorted(unbase64(head, length=32) for head in entry.heads))
    return heads, entry.verdict, entry.comment, entry.at


def _at_first_level(versions: list[Version]) -> tuple[str | None, str | None]:
    """The day (ISO) and the directive under which a program of the first level counts a record; no day if it does not."""
    read = [version for version in versions if level_of(version.entry) == FIRST_LEVEL]
    record = merge(read) if read else None
    if record is None or record.retracted is not None:
        return None, None
    return record.values.date, record.values.directive
