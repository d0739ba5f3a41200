"""The entries with which somebody at a unit says that a directive was read there."""

from __future__ import annotations

import msgspec
from sqlalchemy import ColumnElement, Connection, insert, select, update

from hub.store import schema as t
from hub.store.rows import NotedRow
from sync.encoding.types import Instant


class StoredNotes:
    """The notes, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, row: NotedRow) -> None:
        """Keep a note."""
        self._db.execute(insert(t.noted).values(msgspec.structs.asdict(row)))

    def all(self) -> list[NotedRow]:
        """Every note, in the order in which they were received."""
        return self._found()

    def receive(self, log: int, idx: int, received: Instant) -> None:
        """Say anew when a note was received."""
        self._db.execute(update(t.noted).where(t.noted.c.log == log, t.noted.c.idx == idx).values(received=received))

    def of(self, directive: str) -> list[NotedRow]:
        """The notes of a directive, by its id, in the order in which they were received."""
        return self._found(t.noted.c.directive == directive)

    def _found(self, *where: ColumnElement[bool]) -> list[NotedRow]:
        columns = [t.noted.c[name] for name in NotedRow.__struct_fields__]
        query = select(*columns).where(*where)
        rows = self._db.execute(query.order_by(t.noted.c.received, t.noted.c.log, t.noted.c.idx))
        return [NotedRow(**row._mapping) for row in rows]
