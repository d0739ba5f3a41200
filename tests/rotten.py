"""Values of a database that change by themselves, one in each column of each table in turn."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

Column = tuple[str, str]
"""A table and one of its columns."""


def columns(path: Path) -> list[Column]:
    """The columns of all tables of a database that hold anything; SQLite's own tables are left out."""
    with closing(sqlite3.connect(path)) as database:
        tables = database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        found = [
            (table, name) for (table,) in tables for _at, name, *_rest in database.execute(f"PRAGMA table_info({table})")
        ]
        return [
            (table, name)
            for table, name in found
            if database.execute(f'SELECT 1 FROM {table} WHERE "{name}" IS NOT NULL LIMIT 1').fetchone()
        ]


def rot(path: Path, column: Column, *, newest: bool) -> tuple[object, object]:
    """Change the value of a column in one row, the last that has one or the first; what it was and is."""
    table, name = column
    order = "DESC" if newest else "ASC"
    with closing(sqlite3.connect(path, timeout=15)) as database, database:
        database.execute("PRAGMA ignore_check_constraints = ON")  # a disk heeds none
        keys = [key for _at, key, _type, _null, _default, part in database.execute(f"PRAGMA table_info({table})") if part]
        keys = keys or ["rowid"]
        row = database.execute(
            f'SELECT "{name}", {", ".join(keys)} FROM {table} WHERE "{name}" IS NOT NULL'
            f" ORDER BY {', '.join(f'{key} {order}' for key in keys)} LIMIT 1"
        ).fetchone()
        where = " AND ".join(f"{key} = ?" for key in keys)
        for altered in _altered(row[0]):
            with suppress(sqlite3.IntegrityError):  # another row has that
                database.execute(f'UPDATE {table} SET "{name}" = ? WHERE {where}', (altered, *row[1:]))
                return row[0], altered
    raise AssertionError(f"nothing else can stand in {column}")


def misshapes(value: object) -> Iterator[object]:
    """What can stand where a value stood, and is no value of its column: a text that is none, another type, nothing."""
    if isinstance(value, str) and value:
        yield bytes((value.encode()[0] | 0x80, *value.encode()[1:]))  # cast to a text below
    yield from (None, b"\xc1\xff\x80", 7 if isinstance(value, bytes) else "?x")


def misshape(path: Path, column: Column, shape: object, *, as_text: bool) -> None:
    """Put into a column of the last row what its table does not allow."""
    table, name = column
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA writable_schema = ON")
        (strict,) = database.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        loose = re.sub(r"\bNOT NULL\b|,?\s*\bSTRICT\b", "", strict)
        loose = re.sub(r"\)\s*,\s*WITHOUT", ") WITHOUT", loose)
        database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (loose, table))
        database.execute("PRAGMA schema_version = 9001")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        keys = [key for _at, key, _type, _null, _default, part in database.execute(f"PRAGMA table_info('{table}')") if part]
        keys = keys or ["rowid"]
        where = f'({", ".join(keys)}) = (SELECT {", ".join(keys)} FROM "{table}" WHERE "{name}" IS NOT NULL LIMIT 1)'
        with suppress(sqlite3.IntegrityError):  # a number of a row is a number
            made = "CAST(? AS TEXT)" if as_text else "?"
            database.execute(f'UPDATE "{table}" SET "{name}" = {made} WHERE {where}', (shape,))
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (strict, table))
        database.execute("PRAGMA schema_version = 9002")


def _altered(value: object) -> Iterator[object]:
    if isinstance(value, int):
        yield from (value ^ 1, value ^ 1 << 10, value ^ 1 << 20)
    elif isinstance(value, str):
        at = next((at for at in range(len(value) // 2, len(value)) if value[at].isalnum()), None)
        yield value + "x" if at is None else value[:at] + ("w" if value[at] != "w" else "v") + value[at + 1 :]
    else:
        assert isinstance(value, bytes)
        at = len(value) // 2
        yield value[:at] + bytes((value[at] ^ 4,)) + value[at + 1 :] if value else b"\0"
