"""What follows from the logs, compared between two files of one hub: the rows in which they differ, and these put right."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, Table

from hub.store import schema as t

_COMPARED: Final[tuple[tuple[Table, frozenset[str]], ...]] = (
    (t.record, frozenset()),
    (t.report, frozenset()),
    (t.noted, frozenset()),
    (t.held, frozenset()),
    (t.acceptance_root, frozenset()),
    (t.answer, frozenset({"account"})),
    (t.tally, frozenset()),
    (t.log, frozenset({"unit", "size", "frontier", "checkpoint"})),
)
"""The tables that follow from the logs, each without the columns that do not, or are looked at by who walks the logs."""


class Difference(Struct, frozen=True):
    """A row that is not what the logs give: what it `was`, and what it is in truth; None where there is none."""

    table: str
    was: tuple[Any, ...] | None
    true: tuple[Any, ...] | None


def differences(was: Path, true: Path) -> list[Difference]:
    """Every row in which two files differ, the second of which was derived anew. Sums that wait to be made are left out."""
    found: list[Difference] = []
    with contextlib.closing(sqlite3.connect(was)) as database:
        database.execute("ATTACH ? AS derived", (str(true),))
        for table, without in _COMPARED:
            columns = _columns(table, without)
            keys = len(table.primary_key.columns)
            fresh = " WHERE (unit, month) NOT IN (SELECT unit, month FROM main.stale)" if table is t.tally else ""
            one, other = (f"SELECT {columns} FROM {place}.{table.name}{fresh}" for place in ("main", "derived"))  # noqa: S608 - names of ours
            old = {row[:keys]: row for row in database.execute(f"{one} EXCEPT {other}")}
            new = {row[:keys]: row for row in database.execute(f"{other} EXCEPT {one}")}
            found += [Difference(table.name, old.get(key), new.get(key)) for key in sorted({*old, *new}, key=repr)]
    return found


def put_right(connection: Connection, found: Sequence[Difference]) -> dict[str, int]:
    """Put the rows right that still are what they were; how many of each table."""
    done: dict[str, int] = {}
    for table, without in _COMPARED:
        names = _columns(table, without).split(", ")
        keys = len(table.primary_key.columns)
        for each in (difference for difference in found if difference.table == table.name):
            changed = _put(connection, table, names, keys, each)
            if changed:
                done[table.name] = done.get(table.name, 0) + 1
    return done


def _put(connection: Connection, table: Table, names: Sequence[str], keys: int, each: Difference) -> bool:
    where = " AND ".join(f"{name} IS ?" for name in names)
    run = connection.exec_driver_sql
    if each.was is not None and each.true is not None:
        values = ", ".join(f"{name} = ?" for name in names[keys:])
        done = run(f"UPDATE {table.name} SET {values} WHERE {where}", (*each.true[keys:], *each.was))  # noqa: S608 - names of ours
        return bool(done.rowcount)
    if each.was is not None:
        return bool(run(f"DELETE FROM {table.name} WHERE {where}", each.was).rowcount)  # noqa: S608 - as above
    assert each.true is not None, "a difference of nothing"
    marks = ", ".join("?" * len(names))
    added = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - as above
    return bool(run(added, each.true).rowcount)


def _columns(table: Table, without: frozenset[str]) -> str:
    """The columns of a table that are compared, those of its key first."""
    keys = [column.name for column in table.primary_key.columns]
    others = [column.name for column in table.columns if column.name not in {*keys, *without}]
    return ", ".join([*keys, *others])
