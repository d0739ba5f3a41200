"""A hub's database whose file is damaged, read out into a new one: tree by tree, and within a tree page by page, around what
is hurt. What follows from logs is left out but for what only a damaged entry would give; sessions of browsers are, too.

Rows of logs prove themselves to whoever holds them against what was signed. Of other rows nothing does: those are taken that
are in use and of their table's types, and where an index tells of rows that are not there, they are named.
"""

from __future__ import annotations

import mmap
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Boolean, Column, Integer, LargeBinary, Table

from hub.store import schema as t
from hub.store.places import INDEX_BITS, places_in, stands_at
from sync.shell.sqlite_pages import File, Image, Row, Value, Walk

LEFT_OUT: Final = (*t.DERIVED, t.visit)
_KEPT: Final = tuple(table for table in t.METADATA.sorted_tables if table not in LEFT_OUT)
_PROVEN: Final = (t.segment, t.log, t.accepted)
"""Tables whose rows prove themselves, so that it does no harm to take one that was given up."""
_OF_ENTRIES: Final = (t.report, t.noted, t.held, t.answer)
"""Tables that follow from logs, row by row: one is looked for where its entry cannot be read."""
_PAGE: Final = 4096
_AT_ONCE: Final = 500
_SCHEMA: Final = 1
"""The page with the names of all tables."""


class LostRows(Struct, frozen=True, kw_only=True):
    """Rows of a table that cannot be read."""

    table: str
    names: tuple[str, ...]
    """What they are called by their keys, as far as an index tells."""
    is_counted: bool
    """Whether there are no others."""


class ReadOut(Struct, frozen=True, kw_only=True):
    """What came of reading a file out."""

    is_hurt: bool
    """Whether anything of it was not what it must be."""
    lost: tuple[LostRows, ...]
    answered: list[tuple[int, int, str]]
    """Who answered, by log and index."""


class _Shape:
    """What the rows of a table are like."""

    def __init__(self, table: Table, statement: str = "") -> None:
        self.table = table
        by_name: dict[str, Column[Any]] = {column.name: column for column in table.columns}
        there = _columns(statement) or [(name, bool(column.nullable)) for name, column in by_name.items()]
        later = [(name, True) for name in by_name if name not in dict(there)]  # an older version's file has them not
        self._columns = [by_name.get(name) for name, _may in (*there, *later)]
        self.names = list(by_name)
        keys = list(table.primary_key.columns)
        self.numbered = keys[0].name if len(keys) == 1 and isinstance(keys[0].type, Integer) else None
        self.is_tree_of_keys = not table.dialect_options["sqlite"].get("with_rowid", True)
        self._most = self._least = len(there)
        while self._least > 1 and there[self._least - 1][1]:  # added to a table that had rows already
            self._least -= 1

    def values(self, row: Row) -> dict[str, Value] | None:
        """A row by its columns; None of one that cannot be of this table."""
        if (row.tree == "index") != self.is_tree_of_keys or not self._least <= len(row.values) <= self._most:
            return None
        found: dict[str, Value] = {}
        for at, column in enumerate(self._columns):
            if column is None:
                continue
            value = row.values[at] if at < len(row.values) else _empty(column)
            value = row.number if column.name == self.numbered else value
            if not _fits(column, value):
                return None
            found[column.name] = value
        return found if _is_sound(self.table, found) else None


def _empty(column: Column[Any]) -> Value:
    """What stands in a column that was added to a table, as `migrate` adds it."""
    return None if column.nullable else _kind(column)()


def _columns(statement: str) -> list[tuple[str, bool]]:
    """The columns of a table by the statement that made it, in their order, and whether rows may lack them."""
    if not statement.startswith("CREATE TABLE "):
        return []
    with closing(sqlite3.connect(":memory:")) as scratch, suppress(sqlite3.Error):
        scratch.execute(statement)
        (name,) = scratch.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchone()
        told = scratch.execute('SELECT name, dflt_value IS NOT NULL OR NOT "notnull" FROM pragma_table_info(?)', (name,))
        return [(column, bool(may)) for column, may in told]
    return []


def _kind(column: Column[Any]) -> type[int | str | bytes]:
    if isinstance(column.type, LargeBinary):
        return bytes
    return int if isinstance(column.type, Integer | Boolean) else str


def _fits(column: Column[Any], value: Value) -> bool:
    if value is None:
        return bool(column.nullable)
    return isinstance(value, _kind(column)) and not (isinstance(column.type, Boolean) and value not in (0, 1))


def _is_sound(table: Table, row: Mapping[str, Value]) -> bool:
    """Whether numbers are such as others reckon with."""
    numbers = [row.get(name) for name in ("size", "idx", "at", "start", "first", "after", "acceptance")]
    if any(isinstance(number, int) and not 0 <= number < 1 << INDEX_BITS for number in numbers):
        return False
    place = row.get("place")
    return table is not t.segment or (isinstance(place, int) and place >= 1 << INDEX_BITS)


class _Reader:
    """Reads a file out."""

    def __init__(self, file: File) -> None:
        self._image, self._schema = _opened(file)
        self._met: set[int] = set(self._schema.pages)
        self.is_hurt = self._schema.is_hurt
        self._hurt: list[_Shape] = []
        self.lost: list[LostRows] = []

    def read(self, sql: sqlite3.Connection) -> None:
        """Fill a new database with the rows that are kept."""
        shapes = [self.shape(table) for table in t.METADATA.sorted_tables]
        for shape in shapes:
            if shape.table in LEFT_OUT:
                self._look(shape)
            else:
                self._table(sql, shape)
        for shape, pages in self._given_up(shapes).items():
            if shape not in self._hurt or shape.table in LEFT_OUT:
                continue
            if shape.table in _PROVEN or self._image.knows_free:
                for rows, _is_whole in pages:
                    _put(sql, shape, rows)
            if (
                shape.table.name not in self._schema.roots
                and self._image.knows_free
                and [each[1] for each in pages] == [True]
            ):
                self._hurt.remove(shape)  # a table of one page, which is whole
        self._name_lost(sql)

    def shape(self, table: Table) -> _Shape:
        """What the rows of a table are like in this file."""
        return _Shape(table, self._schema.statements.get(table.name, ""))

    def _table(self, sql: sqlite3.Connection, shape: _Shape) -> None:
        walk, known = Walk(), self._in_indexes(shape)
        rows: list[dict[str, Value]] = []
        unknown: list[dict[str, Value]] = []
        for row in self._rows(shape, walk):
            values = shape.values(row)
            if values is None:
                walk.is_hurt = True
                continue
            self.is_hurt |= any(isinstance(value, str) and "\ufffd" in value for value in values.values())
            if known is not None and row.number not in known:
                unknown.append(values)
                continue
            rows.append(values)
            if len(rows) >= _AT_ONCE:
                _put(sql, shape, rows)
                rows.clear()
        _put(sql, shape, rows)
        self.is_hurt |= bool(unknown)
        if not walk.is_hurt:  # then it is the index that tells less than there is; else they may have been given up
            _put(sql, shape, unknown)
        self._note(shape, walk)

    def _look(self, shape: _Shape) -> None:
        walk = Walk()
        for row in self._rows(shape, walk):
            walk.is_hurt |= shape.values(row) is None
        self._in_indexes(shape)
        self._note(shape, walk)

    def entries(self, table: Table) -> Iterator[dict[str, Value]]:
        """The rows of a table that follows from logs."""
        shape = self.shape(table)
        return (values for row in self._rows(shape, Walk()) if (values := shape.values(row)) is not None)

    def _note(self, shape: _Shape, walk: Walk) -> None:
        self._met |= walk.pages
        if walk.is_hurt or shape.table.name not in self._schema.roots:
            self.is_hurt = True
            self._hurt.append(shape)

    def _rows(self, shape: _Shape, walk: Walk) -> Iterator[Row]:
        root = self._schema.roots.get(shape.table.name)
        if root is not None:
            yield from self._image.tree(root, "index" if shape.is_tree_of_keys else "table", walk)

    def _in_indexes(self, shape: _Shape) -> Mapping[int, str] | None:
        """The rows that a table has by an index over it that is whole: by their numbers, what they are called. None without
        one."""
        found: dict[int, str] | None = None
        for root in self._schema.indexes.get(shape.table.name, ()):
            walk, keys = Walk(), dict[int, str]()
            for row in self._image.tree(root, "index", walk):
                if row.values and isinstance(row.values[-1], int):
                    keys[row.values[-1]] = " ".join(map(str, row.values[:-1]))
                else:
                    walk.is_hurt = True
            self._met |= walk.pages
            self.is_hurt |= walk.is_hurt
            if not walk.is_hurt and found is None:
                found = keys
        return found

    def _given_up(self, shapes: Sequence[_Shape]) -> dict[_Shape, list[tuple[list[dict[str, Value]], bool]]]:
        """The rows of pages that no tree leads to any more, where they can be of one table alone; and whether they are all
        of their page."""
        found: dict[_Shape, list[tuple[list[dict[str, Value]], bool]]] = {}
        for number in range(1, self._image.count + 1) if self._hurt else ():
            if number in self._met or number in self._image.free:
                continue
            rows, is_whole = self._image.leaf(number, "table")
            fitting = [shape for shape in shapes if rows and all(shape.values(row) is not None for row in rows)]
            if len(fitting) == 1:
                read = [values for row in rows if (values := fitting[0].values(row)) is not None]
                found.setdefault(fitting[0], []).append((read, is_whole))
        return found

    def _name_lost(self, sql: sqlite3.Connection) -> None:
        for shape in self._hurt:
            if shape.table not in _KEPT or shape.table in _PROVEN:
                continue
            known = self._in_indexes(shape)
            if known is None:
                self.lost.append(LostRows(table=str(shape.table.name), names=(), is_counted=False))
                continue
            keys = [column.name for column in shape.table.primary_key.columns]
            query = f"SELECT {', '.join(keys)} FROM {shape.table.name}"  # noqa: S608 - names of ours
            there = {" ".join(map(str, row)) for row in sql.execute(query)}
            missing = sorted(name for name in known.values() if name not in there)
            if missing:
                self.lost.append(LostRows(table=str(shape.table.name), names=tuple(missing), is_counted=True))


class _Schema(Struct):
    """The tables of a file: their roots, the statements that made them, and the roots of indexes over them."""

    roots: dict[str, int]
    statements: dict[str, str]
    indexes: dict[str, list[int]]
    pages: set[int]
    is_hurt: bool


def _opened(file: File) -> tuple[Image, _Schema]:
    """A file's pages, of the size that they have with every hub or that the file says, and its tables."""
    found = [(image, _schema(image)) for image in (Image(file, _PAGE), Image(file))]
    return max(found, key=lambda each: len(each[1].roots))


def _schema(image: Image) -> _Schema:
    walk = Walk()
    rows = list(image.tree(_SCHEMA, "table", walk))
    found = _Schema({}, {}, {}, walk.pages, walk.is_hurt)
    for row in rows:
        found.is_hurt |= not _take(found, row.values)
    if found.is_hurt:  # its pages are known by what stands on them
        for number in range(1, image.count + 1):
            if number not in found.pages:
                for row in image.leaf(number, "table")[0]:
                    if _take(found, row.values):
                        found.pages.add(number)
    return found


def _take(found: _Schema, values: Sequence[Value]) -> bool:
    """Take a row of the schema; whether it is one."""
    if len(values) != 5:
        return False
    kind, name, table, root, statement = values
    if not (kind in ("table", "index") and isinstance(name, str) and isinstance(table, str) and isinstance(root, int)):
        return False
    if kind == "index":
        found.indexes.setdefault(table, []).append(root)
    elif table in t.METADATA.tables:
        found.roots.setdefault(table, root)
        found.statements.setdefault(table, statement if isinstance(statement, str) else "")
    return True


def read_out(damaged: Path, made: Path) -> ReadOut:
    """Fill a new database, which has its tables and nothing in them, with what can be read of a damaged file."""
    with _mapped(damaged) as reader, closing(sqlite3.connect(made, isolation_level=None)) as sql:
        sql.execute("BEGIN IMMEDIATE")
        sql.execute("DELETE FROM setting")
        reader.read(sql)
        answered = sql.execute("SELECT log, idx, account FROM answer WHERE account IS NOT NULL").fetchall()
        sql.execute("DELETE FROM answer")
        _without_owners(sql)
        sql.execute("COMMIT")
        return ReadOut(is_hurt=reader.is_hurt, lost=tuple(reader.lost), answered=answered)


def put_entries(damaged: Path, made: Path, gaps: Mapping[int, Sequence[tuple[int, int]]]) -> None:
    """Put back what a damaged file says of entries that cannot be read, as it follows from them. `gaps` are by log, each
    from an index up to, and without, another."""

    def is_in(log: int, index: int) -> bool:
        return any(start <= index < end for start, end in gaps.get(log, ()))

    with _mapped(damaged) as reader, closing(sqlite3.connect(made, isolation_level=None)) as sql:
        sql.execute("BEGIN IMMEDIATE")
        for log, ranges in gaps.items():
            sql.executemany("DELETE FROM held WHERE log = ? AND idx >= ? AND idx < ?", [(log, *each) for each in ranges])
        answered: set[tuple[Value, Value]] = set()
        for table in _OF_ENTRIES:
            for row in reader.entries(table):
                if is_in(_number(row["log"]), _number(row["idx"])):
                    _put(sql, reader.shape(table), [row])
                    answered.add((row.get("unit"), row.get("record")))
        for row in reader.entries(t.record):
            places = row["places"]
            if isinstance(places, bytes) and any(is_in(*stands_at(place)) for place in places_in(places)):
                _put(sql, reader.shape(t.record), [row], "REPLACE")
                sql.execute("INSERT OR IGNORE INTO stale (unit, month) VALUES (?, ?)", (row["unit"], row["month"]))
            elif (row["unit"], row["record"]) in answered:
                said = (row["answer"], row["unit"], row["record"])
                sql.execute("UPDATE record SET answer = ? WHERE unit = ? AND record = ?", said)
        sql.execute("COMMIT")


def _number(value: Value) -> int:
    return value if isinstance(value, int) else -1


@contextmanager
def _mapped(path: Path) -> Iterator[_Reader]:
    with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as file:
        yield _Reader(file)


def _put(sql: sqlite3.Connection, shape: _Shape, rows: Iterable[Mapping[str, Value]], how: str = "IGNORE") -> None:
    names = shape.names
    marks = ", ".join("?" * len(names))
    added = f"INSERT OR {how} INTO {shape.table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of ours
    sql.executemany(added, [[row[name] for name in names] for row in rows])


def _without_owners(sql: sqlite3.Connection) -> None:
    """Take out what belongs to rows that are lost, as a phone's secret to its account."""
    for table, number, owner, _key in sql.execute("PRAGMA foreign_key_check").fetchall():
        if owner != t.log.name:
            sql.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))  # noqa: S608 - names of the schema
