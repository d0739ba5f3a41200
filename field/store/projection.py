"""The projection of entries into records. A record's row is derived and nothing else: whenever its entries change it is
merged anew from all of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

import msgspec

from field.store import schema
from field.store.search import searched
from sync.encoding.spelling import unbase64
from sync.ledger.decode import decode
from sync.ledger.entry import Activity, Retraction, Review
from sync.ledger.levels import FIRST_LEVEL, level_of
from sync.ledger.merge import Record, Version, merge
from sync.ledger.origins import LogKind

_pack: Final = msgspec.msgpack.Encoder()
unpack: Final = msgspec.msgpack.Decoder(Record)
"""Reads the column `state` of a record: the record as it was merged."""


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
            self._project_one(number)

    def _project_one(self, number: int) -> None:
        rows = self._sql.execute("SELECT log, idx, leaf, line FROM entry WHERE record = ?", (number,)).fetchall()
        if not rows:  # something was said of it, and it is not here yet; or it was here, and is read no more
            self._clear(number)
            return
        entries = ((leaf, decode(line, LogKind.DEVICE)) for _log, _idx, leaf, line in rows)
        versions = [Version(leaf, entry) for leaf, entry in entries if isinstance(entry, Activity | Retraction)]
        if not versions:  # all of it rotted: as it stands it stays, until it comes back
            return
        record = merge(versions)
        values = record.values
        level = max(level_of(version.entry) for version in versions)
        first_date, first_directive = _at_first_level(versions) if level > FIRST_LEVEL else (None, None)
        self._sql.execute(
            "UPDATE record SET date = ?, directive = ?, task = ?, channel = ?, topics = ?, retracted = ?, conflicts = ?,"
            " last_own = ?, state = ?, level = ?, first_level_date = ?, first_level_directive = ?, "
            " reviewed = (SELECT verdict FROM review WHERE record = num AND heads = ?)"
            " WHERE num = ?",
            (
                values.last_day,
                values.directive,
                values.task,
                values.channel,
                schema.spelled(values.topics),
                record.retracted is not None,
                len(record.conflicts),
                max((idx for log, idx, _leaf, _line in rows if log == schema.OWN), default=None),
                _pack.encode(record),
                level,
                first_date,
                first_directive,
                b"".join(record.heads),
                number,
            ),
        )
        self._sql.execute("DELETE FROM search WHERE rowid = ?", (number,))
        self._sql.execute("INSERT INTO search (rowid, words) VALUES (?, ?)", (number, searched(record.values)))

    def _clear(self, number: int) -> None:
        self._sql.execute(
            "UPDATE record SET date = '', directive = NULL, task = NULL, channel = NULL, topics = '', retracted = 0,"
            " conflicts = 0, last_own = NULL, state = NULL, reviewed = NULL, level = 1, first_level_date = NULL,"
            " first_level_directive = NULL WHERE num = ?",
            (number,),
        )
        self._sql.execute("DELETE FROM search WHERE rowid = ?", (number,))

    def review(self, entry: Review) -> int | None:
        """Take what the province says of a record; its number, None if it is about something else. The record's own
        entries may come later than this."""
        if entry.record is None:
            return None
        number = self.number(entry.record)
        heads = b"".join(sorted(unbase64(head, length=32) for head in entry.heads))
        self._sql.execute(
            "INSERT OR REPLACE INTO review VALUES (?, ?, ?, ?, ?)", (number, heads, entry.verdict, entry.comment, entry.at)
        )
        return number

    def unsay_reviews(self, log: int, records: Iterable[str]) -> set[int]:
        """Make anew what the province says of some records, by their ids, from what its log of this number still has; their
        numbers."""
        numbers = {self.number(record) for record in records}
        if not numbers:
            return numbers
        self._sql.executemany("DELETE FROM review WHERE record = ?", [(number,) for number in numbers])
        lines = self._sql.execute(
            "SELECT line FROM entry WHERE log = ? AND kind = 'review' AND record IS NULL ORDER BY idx", (log,)
        )
        for (line,) in lines.fetchall():
            entry = decode(line, LogKind.DESK)
            if isinstance(entry, Review) and entry.record is not None and self.number(entry.record) in numbers:
                self.review(entry)
        return numbers


def _at_first_level(versions: list[Version]) -> tuple[str | None, str | None]:
    """The day (ISO) and the directive under which a program of the first level counts a record; no day if it does not."""
    read = [version for version in versions if level_of(version.entry) == FIRST_LEVEL]
    record = merge(read) if read else None
    if record is None or record.retracted is not None:
        return None, None
    return record.values.date, record.values.directive
