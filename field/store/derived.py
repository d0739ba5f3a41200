"""What a laptop's tables say beside its logs, held against what the logs give, and made anew where it differs: a list that
lies is as bad as an entry that does, and no signature covers it.

What rests on an entry that is itself altered stays as it stands until that one is mended (`soundness` names it).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from msgspec import Struct

from field.store import schema
from field.store.engine import transaction
from field.store.logs import Logs, kind_of
from field.store.projection import RecordProjection, reviewed
from field.store.rows import KeptReceipt
from field.store.search import WORD
from field.store.taking import judge_waiting
from field.store.verdicts import ReportVerdicts
from sync.encoding.limits import MAX_EXACT
from sync.encoding.spelling import unbase64
from sync.encoding.types import Origin, Size
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Acceptance, Activity, Retraction, Review
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier, leaf_hash
from sync.log.note import Verifier

_AT_OPENING: Final = 32
"""Of the activities that are listed first, so many are looked at whenever the store is opened."""

_TYPES: Final = {"TEXT": ("text", "''"), "INTEGER": ("integer", "0"), "BLOB": ("blob", "x''")}
"""What SQLite calls a value of each type, and what stands where there is none."""

_LARGE: Final = ("entry", "record", "imported", "citation")
"""Tables with a row of every entry, or many."""

_UNREADABLE: Final = (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT)
"""What SQLite says of an index of words that is none."""

_ENTRIES: Final = (
    "SELECT log, origin, idx, leaf, line, kind, entry.record, record.id FROM entry JOIN log ON log.id = entry.log"
    " LEFT JOIN record ON record.num = entry.record ORDER BY log, idx"
)
_NO_RECORDS: Final = (
    "SELECT num FROM record WHERE num > (SELECT max(num) FROM record) - 5000"
    " AND (typeof(state) <> 'blob' OR typeof(id) <> 'text')"
    " AND EXISTS (SELECT 1 FROM entry WHERE entry.record = num) LIMIT ?"
)
"""Rows that are no records of activities, though there are entries of them: of the newest, for all are read for it. Those
before come round at exchanges."""
_REVIEWS: Final = "SELECT record.id, heads, verdict, comment, at FROM review LEFT JOIN record ON record.num = review.record"
_HEADS: Final = {
    "hub_head": "SELECT log, generation, size, note FROM hub_head",
    "peer_head": "SELECT log, size, note FROM peer_head",
    "contradiction": "SELECT note FROM contradiction",
}


OWN_PARTS: Final = (
    *("draft", "setting", "membership", "imported", "import", "origin", "exchange"),
    *("receipted", "hub_head", "peer_head", "left_behind", "contradiction", "hub_word"),
)
"""Tables of what nobody else has, or has whole."""


class ReadOut(Struct, frozen=True):
    """What came of a damaged file that was read out into a new one."""

    kept: str
    """Where the damaged file is."""
    returning: int
    """Entries that could not be read, and that the province has."""
    unsent: int
    """Entries that could not be read, and are not with the province."""
    parts: tuple[str, ...]
    """Of `OWN_PARTS` those of which something could not be read."""


class MadeAnew(Struct, frozen=True):
    """How much differed from what the logs give, and was made anew from them."""

    activities: int = 0
    entries: int = 0
    """Entries that are of no activity, and were filed as something else."""
    answers: int = 0
    reports: int = 0
    """What the unit's reports are found to be."""
    logs: int = 0
    """How far logs go, and how far the own one is received."""
    heads: int = 0
    """Signed heads and acceptances of before, kept as evidence, that prove nothing any more: taken out."""
    search: bool = False
    read_out: ReadOut | None = None

    def __bool__(self) -> bool:
        return self != MadeAnew()


class _Read:
    """What the entries say that are as they were signed."""

    def __init__(self) -> None:
        self.misread: list[tuple[int, int, str, str | None, int | None]] = []
        """Log, index, as what it is to be stored (kind and record), and of which record it is stored now, by its number."""
        self.rotted: set[int | None] = set()
        """Numbers of the records of entries that are altered."""
        self.rotted_logs: set[Origin] = set()
        self.cites: dict[int, int] = {}
        self.answers: dict[str, list[Review]] = {}
        self.desk = 0
        """The number of the log in which they are."""


class Derived:
    """The tables that follow from the logs, in a store's connection."""

    def __init__(self, sql: sqlite3.Connection, logs: Logs, projection: RecordProjection, verdicts: ReportVerdicts) -> None:
        self._sql = sql
        self._logs = logs
        self._projection = projection
        self._verdicts = verdicts

    def look(self, numbers: Iterable[int] | None = None) -> MadeAnew:
        """Hold activities, by their numbers, against their entries, and make those anew that differ; unless told which,
        those that are listed first."""
        if numbers is None:
            query = "SELECT num FROM record WHERE state IS NOT NULL ORDER BY date DESC, num DESC LIMIT ?"
            numbers = [number for (number,) in self._sql.execute(query, (_AT_OPENING,))]
            numbers += [number for (number,) in self._sql.execute(_NO_RECORDS, (_AT_OPENING,))]
        differing = [number for number in self._projection.differing(numbers) if not self._is_rotted(number)]
        if differing:
            with transaction(self._sql):
                self._projection.project(differing)
        return MadeAnew(activities=len(differing))

    def make_anew(self, joined: Verifier | None, advance: Callable[[int], None]) -> MadeAnew:
        """Hold everything against the logs, and make anew what differs. `joined` is the own log's key."""
        self.well_formed(of_all=True)
        logs = self.lengths(joined) + self._receipt(joined)
        search = self.words()
        read = self._read(advance)
        differing = self._stored_as(read)
        answers = self._answers(read)
        numbers = [number for (number,) in self._sql.execute("SELECT num FROM record").fetchall()]
        differing.update(self._projection.differing(number for number in numbers if number not in read.rotted))
        if differing:
            with transaction(self._sql):
                self._projection.project(differing)
        reports = 0 if read.rotted_logs else self._reports()
        is_read = origins.registry(self._logs.hub) not in read.rotted_logs
        return MadeAnew(
            activities=len(differing),
            entries=sum(record is None for *_where, record, _before in read.misread),
            answers=answers,
            reports=reports,
            logs=logs + self._cited(read),
            heads=self._evidence() if is_read else 0,
            search=self.words() or search,
        )

    def well_formed(self, *, of_all: bool = False) -> None:
        """Give every value the type of its column, where it rotted into another: what it then says is found as what any
        value says that is not true. Large tables are gone through for a look at `of_all` alone."""
        tables = self._sql.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'").fetchall()
        for (table,) in tables:
            if not of_all and table in _LARGE:
                continue
            columns = self._sql.execute(f"PRAGMA table_info({table!r})").fetchall()
            wrong = [_ill_formed(*column) for column in columns]
            query = f'SELECT 1 FROM "{table}" WHERE {" OR ".join(each for each, _made in wrong)} LIMIT 1'  # noqa: S608 - names of the schema
            if self._sql.execute(query).fetchone() is not None:
                self._form(table, [(str(column[1]), *each) for column, each in zip(columns, wrong, strict=True)])

    def _form(self, table: str, columns: Iterable[tuple[str, str, str]]) -> None:
        with transaction(self._sql):
            for column, wrong, made in columns:
                with suppress(sqlite3.IntegrityError):
                    self._sql.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = {made} WHERE {wrong}')  # noqa: S608 - as above
            for _column, wrong, _made in columns:
                with suppress(sqlite3.IntegrityError):  # another row has that: this one says nothing
                    self._sql.execute(f'DELETE FROM "{table}" WHERE {wrong}')  # noqa: S608 - as above

    def _is_rotted(self, number: int) -> bool:
        rows = self._sql.execute("SELECT leaf, line FROM entry WHERE record = ?", (number,))
        return any(leaf_hash(line) != leaf for leaf, line in rows)

    def _read(self, advance: Callable[[int], None]) -> _Read:
        """Read all entries again."""
        read = _Read()
        for log, origin, idx, leaf, line, kind, number, record in self._sql.execute(_ENTRIES):
            advance(1)
            if leaf_hash(line) != leaf:
                read.rotted.add(number)
                read.rotted_logs.add(origin)
                continue
            of = origins.parse(origin).kind
            entry = decode(line, of)
            named = entry.record if isinstance(entry, Activity | Retraction) else None
            if (kind_of(entry), named) != (kind, record):
                read.misread.append((log, idx, kind_of(entry), named, number))
            if log == schema.OWN and not isinstance(entry, Quarantined) and entry.seen is not None:
                read.cites[idx] = entry.seen.size
            if isinstance(entry, Review) and entry.record is not None:
                read.answers.setdefault(entry.record, []).append(entry)
                read.desk = log
        return read

    def _stored_as(self, read: _Read) -> set[int]:
        """Store entries under what they are; the numbers of the records that this touches."""
        touched: set[int] = set()
        if read.misread:
            with transaction(self._sql):
                stored = {before for *_which, before in read.misread if before is not None}
                self._projection.project(stored - {number for number in read.rotted if number is not None})
                for log, idx, kind, record, before in read.misread:
                    number = None if record is None else self._projection.number(record)
                    self._sql.execute(
                        "UPDATE entry SET kind = ?, record = ? WHERE log = ? AND idx = ?", (kind, number, log, idx)
                    )
                    touched |= {each for each in (number, before) if each is not None}
        return touched - {number for number in read.rotted if number is not None}

    def _answers(self, read: _Read) -> int:
        """Make anew what the province says of activities, where it is not what its log says."""
        there = {record: tuple(row) for record, *row in self._sql.execute(_REVIEWS)}
        said = {record: reviewed(entries[-1]) for record, entries in read.answers.items()}
        differing = {record for record in there.keys() | said.keys() if there.get(record) != said.get(record)}
        if not differing or any(origins.parse(origin).kind is LogKind.DESK for origin in read.rotted_logs):
            return 0
        with transaction(self._sql):
            self._projection.project(self._projection.unsay_reviews(read.desk, differing))
        return len(differing)

    def _cited(self, read: _Read) -> int:
        """Make anew what own entries cite."""
        there = dict(self._sql.execute("SELECT idx, size FROM citation"))
        (cited,) = self._sql.execute("SELECT cited FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        newest = max(read.cites.values(), default=0)
        if (there, cited) == (read.cites, newest) or self._logs.own_origin in read.rotted_logs:
            return 0
        with transaction(self._sql):
            self._sql.execute("DELETE FROM citation")
            self._sql.executemany("INSERT INTO citation VALUES (?, ?)", read.cites.items())
            self._sql.execute("UPDATE log SET cited = ? WHERE id = ?", (newest, schema.OWN))
        return 1

    def _reports(self) -> int:
        """Judge all reports again, but for what waits until an exchange is over."""
        query = "SELECT log, idx, verdict, code, facts FROM verdict"
        with transaction(self._sql):
            judge_waiting(self._sql, self._verdicts)
            self._verdicts.project(grown=False)  # what was submitted here since is not judged yet
            before = set(self._sql.execute(query))
            self._sql.execute("SAVEPOINT judged")
            self._verdicts.forget()
            self._verdicts.project(grown=True)
            differing = len(before ^ set(self._sql.execute(query)))
            if not differing:
                self._sql.execute("ROLLBACK TO judged")  # so that nothing is written
            self._sql.execute("RELEASE judged")
        return differing

    def is_searchable(self) -> bool:
        """Whether the index of words can be asked at all."""
        try:
            self._sql.execute("SELECT rowid FROM search WHERE search MATCH 'a' LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            return error.sqlite_errorcode & 0xFF not in _UNREADABLE
        return True

    def words(self) -> bool:
        """Make the index of words anew, if it is not that of the words; whether it was."""
        try:
            stray = "SELECT count(*) FROM search WHERE rowid NOT IN (SELECT num FROM record WHERE state IS NOT NULL)"
            if self._sql.execute(stray).fetchone() == (0,):
                with transaction(self._sql):
                    self._sql.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
                if self._all_are_found():
                    return False
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _UNREADABLE:
                raise  # the disk is full, another writes: of the words that says nothing
        with transaction(self._sql):
            self._projection.index_again()
        return True

    def _all_are_found(self) -> bool:
        """Whether every activity is found by its words."""
        asked = "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?"
        return all(
            self._sql.execute(asked, (" ".join(f'"{word}"' for word in WORD.findall(words)), number)).fetchone()
            for number, words in self._sql.execute("SELECT rowid, words FROM search").fetchall()
            if WORD.search(words)
        )

    # -- how far logs go

    def lengths(self, joined: Verifier | None) -> int:
        """Set each log's size and edge to what its entries and its signed head give; how many were wrong. `joined` is the
        own log's key."""
        own = (schema.OWN, self._logs.own_origin)
        if self._sql.execute("SELECT 1 FROM log WHERE id = ?", own[:1]).fetchone() is None:
            with transaction(self._sql):
                self._sql.execute("UPDATE log SET id = ? WHERE origin = ?", own)
            return 1 + self.lengths(joined)
        query = "SELECT id, origin, size, frontier, checkpoint FROM log WHERE frontier IS NOT NULL"
        return sum([self._length(joined, *row) for row in self._sql.execute(query).fetchall()])

    def _length(self, joined: Verifier | None, number: int, origin: Origin, size: int, edge: bytes, note: str) -> int:
        named = self._logs.own_origin if number == schema.OWN else self._named(origin, note)
        if named != origin:
            with transaction(self._sql):
                self._sql.execute("UPDATE log SET origin = ? WHERE id = ?", (named, number))
            return 1 + self._length(joined, number, named, size, edge, note)
        made = Frontier()
        made.extend(self._logs.leaves(origin, 0, MAX_EXACT))
        if (made.size, made.dump()) == (size, edge):
            return 0
        try:
            signed = checkpoints.verify(note, self._key(note, joined if number == schema.OWN else None)).checkpoint
        except SoxaError:
            return 0
        whole = (made.size, made.root()) == (signed.size, signed.root)
        if not whole and not (made.size == size < signed.size):  # a part of it is held: as yet its head gives no root for it
            return 0
        with transaction(self._sql):
            self._sql.execute("UPDATE log SET size = ?, frontier = ? WHERE id = ?", (made.size, made.dump(), number))
        return 1

    def _named(self, origin: Origin, note: str) -> Origin:
        """What a log is called, by its signed head; as it is kept, where that says nothing or another log is called so."""
        try:
            named = origins.parse(checkpoints.parse(note).checkpoint.origin).first
            if named != origin:
                checkpoints.verify(note, self._key(note, None))
        except SoxaError:
            return origin
        there = self._sql.execute("SELECT 1 FROM log WHERE origin = ?", (named,)).fetchone()
        return named if there is None else origin

    def _key(self, note: str, own: Verifier | None) -> Verifier:
        return own or self._logs.registry().verifier(checkpoints.parse(note).checkpoint.origin)

    def _receipt(self, joined: Verifier | None) -> int:
        """Count as received what the kept receipt says, and nothing where it says nothing: the hub gives another."""
        query = "SELECT acked, receipt, receipt_time FROM log WHERE id = ?"
        acked, note, time = self._sql.execute(query, (schema.OWN,)).fetchone()
        cosigner = self._logs.registry().cosigner
        if joined is None or cosigner is None:  # the entry that names the key is altered: as it stands it stays, until
            return 0  # that one is mended
        true = _receipted(note, joined, cosigner)
        if (acked, note, time) == true or (note is None and not acked):
            return 0
        with transaction(self._sql):
            self._sql.execute("UPDATE log SET acked = ?, receipt = ?, receipt_time = ? WHERE id = ?", (*true, schema.OWN))
        return 1

    # -- what is kept as evidence

    def _evidence(self) -> int:
        """Keep each signed head as what its note says, and take out what proves nothing any more: notes that are altered,
        and acceptances that are not of the receipt beside which they are kept."""
        registry, wrong = self._logs.registry(), 0
        for table, query in _HEADS.items():
            kept = self._sql.execute(query).fetchall()
            true = {row for (*_place, note) in kept if (row := self._filed(table, str(note), registry)) is not None}
            if true != set(kept):
                wrong += len(set(kept) - true)
                with transaction(self._sql):
                    self._sql.execute(f"DELETE FROM {table}")  # noqa: S608 - constants
                    marks = ", ".join("?" * len(kept[0]))
                    self._sql.executemany(f"INSERT INTO {table} VALUES ({marks})", sorted(true))  # noqa: S608 - as above
        for receipt in self._logs.receipts():
            size = _size(receipt)
            if size != receipt.acked:
                wrong += 1
                with transaction(self._sql):
                    self._sql.execute("UPDATE OR REPLACE receipted SET acked = ? WHERE acked = ?", (size, receipt.acked))
            if receipt.line is not None and not self._is_of(receipt):
                wrong += 1
                with transaction(self._sql):
                    self._sql.execute("UPDATE receipted SET idx = NULL, line = NULL WHERE acked = ?", (size,))
        return wrong

    def _is_of(self, kept: KeptReceipt) -> bool:
        """Whether the acceptance kept with a receipt says what that says."""
        entry = decode(kept.line or b"", LogKind.ACCEPTANCES)
        if not isinstance(entry, Acceptance) or not kept.note:
            return False
        try:
            signed = checkpoints.parse(kept.note).checkpoint
        except SoxaError:
            return True  # of the two it is the receipt that is altered
        device = origins.parse(self._logs.own_origin).device
        said = (entry.device, entry.size, unbase64(entry.root), entry.at if entry.held is None else kept.time)
        return said == (device, signed.size, signed.root, kept.time)

    def _filed(self, table: str, note: str, registry: Registry) -> tuple[object, ...] | None:
        """The row under which a signed head is kept; None if it is none."""
        try:
            origin = checkpoints.parse(note).checkpoint.origin
            signed = checkpoints.verify(note, registry.verifier(origin)).checkpoint
        except SoxaError:
            return None
        name = origins.parse(origin)
        row = self._sql.execute("SELECT id FROM log WHERE origin = ?", (name.first,)).fetchone()
        if table == "contradiction":
            return (note,)
        if row is None or (table == "peer_head") is not (name.kind is LogKind.DEVICE):
            return None
        return (row[0], signed.size, note) if table == "peer_head" else (row[0], name.generation, signed.size, note)


def _ill_formed(_at: int, column: str, kind: str, never_null: int, _default: object, key: int) -> tuple[str, str]:
    """When a value of a column is none that may stand there, and what it is made: both in SQL."""
    one, other = _TYPES[kind.upper()]
    if never_null or key:
        return f"typeof(\"{column}\") <> '{one}'", f'CAST(coalesce("{column}", {other}) AS {kind})'
    return f"typeof(\"{column}\") NOT IN ('{one}', 'null')", "NULL"


def _size(receipt: KeptReceipt) -> Size:
    """How many entries a receipt covers, as it says itself; as it is kept, where it says nothing."""
    try:
        return checkpoints.parse(receipt.note).checkpoint.size if receipt.note else receipt.acked
    except SoxaError:
        return receipt.acked


def _receipted(note: str | None, joined: Verifier, cosigner: Verifier) -> tuple[int, str | None, int | None]:
    """How far the own log is received by a receipt, it and its time: not at all where it does not say so."""
    if note is None:
        return 0, None, None
    from sync.log import receipt  # noqa: PLC0415 - cryptography, which the first screen does without

    try:
        signed = checkpoints.verify(note, joined)
        return signed.checkpoint.size, note, receipt.receipt_time(signed.note, signed.checkpoint, cosigner)
    except SoxaError:
        return 0, None, None
