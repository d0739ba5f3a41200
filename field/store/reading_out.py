"""A database whose file is damaged, read out page by page into a new one. What is signed proves itself: an entry beside its
hash, a head or a receipt by its note; what follows from that is made anew. What stood on a page that is hurt is named, and
asked for where others have it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from field.store import engine, schema
from field.store.notices import ADDRESS
from sync.encoding.limits import MAX_EXACT
from sync.encoding.types import Origin
from sync.errors import BadInput, Refused, StoreDamaged
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Acceptance, Join, Review
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier, leaf_hash
from sync.log.note import Verifier
from sync.shell import sqlite_pages as pages
from sync.shell.sqlite_errors import store_unavailable

_KEPT: Final = (
    *("membership", "log", "entry", "record", "held", "imported", "import", "origin", "exchange", "draft", "setting"),
    *("receipted", "hub_head", "peer_head", "left_behind", "contradiction", "hub_word"),
)
"""Tables that follow from no others; `record` for what the laptop shows of entries that cannot be read any more."""

_ADDED: Final = {"exchange": 1}
"""Columns that rows of before they were added have not."""
_TYPES: Final[dict[str, type]] = {"TEXT": str, "INTEGER": int, "BLOB": bytes}


class _Shape:
    """What the rows of a table are like."""

    def __init__(self, sql: sqlite3.Connection, table: str) -> None:
        (statement,) = sql.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        columns = sql.execute(f"PRAGMA table_info({table!r})").fetchall()
        self.table = table
        self.tree: pages.Tree = "index" if "WITHOUT ROWID" in statement else "table"
        keys = [at for at, _name, kind, _never, _default, key in columns if key and kind == "INTEGER"]
        self._numbered = (
            keys[0] if self.tree == "table" and len(keys) == 1 and sum(bool(c[5]) for c in columns) == 1 else None
        )
        self._types = [_TYPES[kind] for _at, _name, kind, *_rest in columns]
        self._nulls = [not never and not key for _at, _name, _kind, never, _default, key in columns]
        self._least = len(columns) - _ADDED.get(table, 0)
        self._insert = f"INSERT OR IGNORE INTO {table} ({{}}) VALUES ({{}})"  # noqa: S608 - constants
        self._names = [f'"{name}"' for _at, name, *_rest in columns]

    def fits(self, row: pages.Row) -> bool:
        """Whether a row can be of this table."""
        if row.tree != self.tree or not self._least <= len(row.values) <= len(self._types):
            return False
        return all(
            value is None if at == self._numbered else isinstance(value, kind) or (value is None and null)
            for at, (value, kind, null) in enumerate(zip(row.values, self._types, self._nulls, strict=False))
        )

    def put(self, sql: sqlite3.Connection, row: pages.Row) -> None:
        """Put a row into its table, unless it is there."""
        values = [row.number if at == self._numbered else value for at, value in enumerate(row.values)]
        names = ", ".join(self._names[: len(values)])
        sql.execute(self._insert.format(names, ", ".join("?" * len(values))), values)


def hurt_tables(sql: sqlite3.Connection) -> list[str]:
    """The tables of which a row cannot be read, of those that follow from no others. `Unavailable` of a file that serves for
    another reason no more."""
    hurt: list[str] = []
    names = {name for (name,) in sql.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table in _KEPT:
        if table not in names:
            continue
        try:
            for _row in sql.execute(f"SELECT * FROM {table} NOT INDEXED"):  # noqa: S608 - constants
                pass
        except sqlite3.DatabaseError as error:
            told = store_unavailable(error)
            if not isinstance(told, StoreDamaged):
                raise
            hurt.append(table)
    return hurt


def look_alone(database: Path, why: StoreDamaged) -> list[str]:
    """What `hurt_tables` says of a file that nobody else has open, and is closed here; `why` again where somebody has. Of a
    file whose tables cannot be told, nothing is said."""
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as sql:
        try:
            sql.execute("PRAGMA locking_mode = EXCLUSIVE")
            sql.execute("SELECT 1 FROM sqlite_schema").fetchone()
            hurt = hurt_tables(sql)
            if "membership" not in hurt and sql.execute("SELECT 1 FROM membership").fetchone() is None:
                hurt.append("membership")
            return hurt
        except sqlite3.DatabaseError as error:
            if isinstance(store_unavailable(error), StoreDamaged):
                return []
            raise why from None


def fill(sql: sqlite3.Connection, damaged: Path, why: StoreDamaged) -> None:
    """Fill the tables of a new store with what can be read of a damaged file. `why` again where that does not say whose
    laptop it was; `Refused("newer-store")`."""
    shapes = [_Shape(sql, table) for table in _KEPT]
    sql.execute("PRAGMA foreign_keys = OFF")
    with engine.transaction(sql):
        later: list[tuple[_Shape, pages.Row]] = []
        applied: set[pages.Value] = set()
        for row in pages.rows(damaged.read_bytes()):
            if len(row.values) == 4 and row.values[1] == schema.MIGRATION_SET:
                applied.add(row.values[2])
            shape = next((each for each in shapes if each.fits(row)), None)
            if shape is None:
                continue
            if shape.table == "entry" and leaf_hash(_bytes(row.values[3])) != row.values[2]:
                later.append((shape, row))  # it rotted: another of that place may be true
                continue
            shape.put(sql, row)
        for shape, row in later:
            shape.put(sql, row)
        if applied > set(schema.RELEASED):
            raise Refused("newer-store")
        _membership(sql, why)
        _logs(sql)
        _heads(sql)
        _gaps(sql)
        sql.execute("UPDATE entry SET record = NULL WHERE record NOT IN (SELECT num FROM record)")
    sql.execute("PRAGMA foreign_keys = ON")


def _bytes(value: pages.Value) -> bytes:
    return value if isinstance(value, bytes) else b""


def _membership(sql: sqlite3.Connection, why: StoreDamaged) -> None:
    """Whose laptop it is, as the own log's first entry states it, where the row is gone."""
    if sql.execute("SELECT 1 FROM membership").fetchone() is not None:
        return
    row = sql.execute("SELECT line FROM entry WHERE log = ? AND idx = 0", (schema.OWN,)).fetchone()
    join = None if row is None else decode(row[0], LogKind.DEVICE)
    if not isinstance(join, Join):
        raise why
    try:
        hub, key = Verifier.parse(join.hub), Verifier.parse(join.key)
    except BadInput:
        raise why from None
    told = sql.execute("SELECT value FROM setting WHERE name = ?", (ADDRESS,)).fetchone()
    values = (hub.name.partition("/")[0], join.hub, told[0] if told else "", join.unit, join.unit)
    sql.execute(
        "INSERT INTO membership VALUES (1, ?, ?, ?, ?, ?, ?, NULL, ?)", (*values, origins.device_id(key.key), join.invite)
    )


def _logs(sql: sqlite3.Connection) -> None:
    """The rows of logs that are gone: what each is called, how far it goes from its beginning without a gap, and the head
    that was taken there. What cannot be told of another's log comes again from the hub."""
    (hub, unit, device) = sql.execute("SELECT hub, unit, device FROM membership").fetchone()
    known = {number for (number,) in sql.execute("SELECT id FROM log")}
    for (number,) in sql.execute("SELECT DISTINCT log FROM entry UNION SELECT ?", (schema.OWN,)).fetchall():
        if number in known:
            continue
        rows = sql.execute("SELECT idx, leaf, line FROM entry WHERE log = ? ORDER BY idx", (number,)).fetchall()
        leaves = [leaf for at, (idx, leaf, _line) in enumerate(rows) if at == idx]
        origin = origins.device(hub, device) if number == schema.OWN else _called(hub, unit, [row[2] for row in rows[:1]])
        notes = dict(
            sql.execute(
                "SELECT size, note FROM hub_head WHERE log = ?1 UNION SELECT size, note FROM peer_head WHERE log = ?1",
                (number,),
            )
        )
        if number != schema.OWN:
            size = max((size for size in notes if size <= len(leaves)), default=0)
            taken = sql.execute("SELECT 1 FROM log WHERE origin = ?", (origin,)).fetchone()
            if not size or not origin or taken is not None:
                sql.execute("DELETE FROM entry WHERE log = ?", (number,))
                continue
            sql.execute("DELETE FROM entry WHERE log = ? AND idx >= ?", (number, size))
            leaves = leaves[:size]
        edge = Frontier()
        edge.extend(leaves)
        sql.execute(
            "INSERT INTO log (id, origin, size, frontier, checkpoint) VALUES (?, ?, ?, ?, ?)",
            (number, origin, edge.size, edge.dump(), notes.get(edge.size, "")),
        )
    sql.execute(
        "UPDATE log SET acked = kept.acked, receipt = kept.note, receipt_time = kept.time FROM"
        " (SELECT * FROM receipted WHERE note <> '' ORDER BY acked DESC LIMIT 1) AS kept"
        " WHERE log.id = ? AND receipt IS NULL",
        (schema.OWN,),
    )


def _called(hub: str, unit: str, first: Iterable[bytes]) -> Origin | None:
    """What a log is called that begins with such a line."""
    for line in first:
        join = decode(line, LogKind.DEVICE)
        if isinstance(join, Join):
            try:
                return origins.device(hub, origins.device_id(Verifier.parse(join.key).key))
            except BadInput:
                return None
        if isinstance(decode(line, LogKind.ACCEPTANCES), Acceptance):
            return origins.acceptances(hub)
        if isinstance(decode(line, LogKind.DESK), Review):
            return origins.desk(hub, unit)
        if not isinstance(decode(line, LogKind.REGISTRY), Quarantined):
            return origins.registry(hub)
    return None


def _heads(sql: sqlite3.Connection) -> None:
    """Each log's newest head, and the newest receipt, among those that were kept: their own page may be the one that is
    hurt."""
    sql.execute(
        "INSERT OR IGNORE INTO receipted SELECT acked, receipt, receipt_time, NULL, NULL, size FROM log"
        " WHERE id = ? AND acked > 0 AND receipt IS NOT NULL AND receipt_time IS NOT NULL",
        (schema.OWN,),
    )
    rows = sql.execute("SELECT id, origin, checkpoint FROM log WHERE id <> ? AND checkpoint <> ''", (schema.OWN,)).fetchall()
    for number, origin, note in rows:
        try:
            signed = checkpoints.parse(note).checkpoint
            name = origins.parse(signed.origin)
            is_device = origins.parse(origin).kind is LogKind.DEVICE
        except BadInput:
            continue
        if is_device:
            sql.execute(
                "INSERT OR IGNORE INTO peer_head SELECT id, size, checkpoint FROM log WHERE id = ? AND size = ?",
                (number, signed.size),
            )
        else:
            sql.execute("INSERT OR IGNORE INTO hub_head VALUES (?, ?, ?, ?)", (number, name.generation, signed.size, note))


def _gaps(sql: sqlite3.Connection) -> None:
    """A row without a line in the place of each entry that cannot be read, beside the record that it is known to be of."""
    records = dict(sql.execute("SELECT last_own, num FROM record WHERE last_own IS NOT NULL"))
    for number, size in sql.execute("SELECT id, size FROM log WHERE frontier IS NOT NULL").fetchall():
        if size > MAX_EXACT:
            continue
        sql.execute("DELETE FROM entry WHERE log = ? AND idx >= ?", (number, size))
        there = {idx for (idx,) in sql.execute("SELECT idx FROM entry WHERE log = ?", (number,))}
        for index in range(size):
            if index not in there:
                record = records.get(index) if number == schema.OWN else None
                sql.execute("INSERT INTO entry VALUES (?, ?, x'', x'', 'invalid', ?)", (number, index, record))


def gaps(sql: sqlite3.Connection) -> tuple[int, int]:
    """How many entries have no line: such as the province has, and such as it has not."""
    (acked,) = sql.execute("SELECT acked FROM log WHERE id = ?", (schema.OWN,)).fetchone()
    query = "SELECT count(*) FROM entry WHERE line = x'' AND (log = ? AND idx >= ?) = ?"
    returning, unsent = (sql.execute(query, (schema.OWN, acked, own)).fetchone()[0] for own in (0, 1))
    return returning, unsent


def put_in_place(made: Path, database: Path) -> Path:
    """Put a new database in the place of a damaged one; where that is kept."""
    kept = next(path for path in _free(database) if not path.exists())
    for ending in ("", "-wal"):
        old = database.with_name(f"{database.name}{ending}")
        if old.exists():
            _keep(old, kept.with_name(f"{kept.name}{ending}"))
    for ending in ("-wal", "-shm"):  # SQLite would read them into the new one
        database.with_name(f"{database.name}{ending}").unlink(missing_ok=True)
    made.replace(database)  # the commit point
    return kept


def _keep(path: Path, beside: Path) -> None:
    try:
        os.link(path, beside)
    except OSError:  # a stick's file system has no links
        shutil.copyfile(path, beside)


def _free(database: Path) -> Iterator[Path]:
    yield database.with_name(f"{database.name}.damaged")
    for number in range(2, MAX_EXACT):
        yield database.with_name(f"{database.name}.damaged-{number}")
