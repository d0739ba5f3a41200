"""The rows of logs set to what was stated of them, where a file was read out of which some cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from hub.store import schema as t
from hub.store.logs import StoredLogs
from hub.store.places import place_of, stands_at
from hub.store.rows import AcceptedRow, LogRow
from sync.encoding.types import Size


class StoredRestating:
    """What can be set of logs in one transaction, whatever stood there."""

    def __init__(self, connection: Connection, logs: StoredLogs) -> None:
        self._db = connection
        self._logs = logs

    def numbers(self) -> list[int]:
        """The numbers under which there are entries."""
        found: list[int] = []
        place: int | None = 0
        while place is not None:
            query = select(t.segment.c.place).where(t.segment.c.place >= place).order_by(t.segment.c.place).limit(1)
            first = self._db.execute(query).scalar()
            place = None
            if first is not None:
                found.append(stands_at(first)[0])
                place = place_of(found[-1] + 1, 0)
        return found

    def accepted(self) -> Iterator[tuple[int, AcceptedRow]]:
        """Every accepted size, with the number of its log."""
        for row in self._db.execute(select(t.accepted).order_by(t.accepted.c.log, t.accepted.c.size)):
            yield row.log, AcceptedRow(row.size, row.at, row.checkpoint, row.acceptance)

    def put_accepted(self, log: int, rows: Sequence[AcceptedRow]) -> None:
        """Have a log's accepted sizes be these."""
        self._db.execute(delete(t.accepted).where(t.accepted.c.log == log))
        for row in rows:
            self._db.execute(insert(t.accepted).values(log=log, **msgspec.structs.asdict(row)))

    def put(self, row: LogRow) -> None:
        """Have a log be as this row has it."""
        values = {
            "origin": row.origin,
            "unit": row.unit,
            "size": row.size,
            "frontier": row.frontier.dump(),
            "checkpoint": row.checkpoint,
            "seen_size": row.seen_size,
        }
        if not self._db.execute(update(t.log).where(t.log.c.id == row.id).values(**values)).rowcount:
            self._db.execute(insert(t.log).values(id=row.id, **values))

    def renumber(self, old: int, new: int) -> None:
        """Give a log another number."""
        self._db.execute(update(t.log).where(t.log.c.id == old).values(id=new))

    def remove(self, log: int) -> None:
        """Take out a log, and all that stands under its number."""
        self._db.execute(delete(t.accepted).where(t.accepted.c.log == log))
        self._db.execute(delete(t.log).where(t.log.c.id == log))
        self._db.execute(delete(t.segment).where(*_under(log)))

    def straighten(self, log: int, size: Size) -> bool:
        """Have a log's entries stand side by side up to its size, an empty line in the place of each that is not there or
        of which nobody can tell where it stood; whether there were more."""
        place, zero = t.segment.c.place, place_of(log, 0)
        query = select(t.segment).where(*_under(log)).order_by(place)
        at = 0
        for row in self._db.execution_options(yield_per=8).execute(query):
            if row.place - zero != at:
                break
            at += row.lines.count(b"\n") + 1
        else:
            if at == size:
                return False
        stored = [(row.place - zero, row.lines.split(b"\n")) for row in self._db.execute(query)]
        ends = [*(first for first, _lines in stored[1:]), int(size)]
        whole = [b""] * size
        for (first, lines), until in zip(stored, ends, strict=bool(stored)):
            if first + len(lines) <= until:
                whole[first : first + len(lines)] = lines
        self._db.execute(delete(t.segment).where(*_under(log)))
        self._logs.add_lines(log, 0, whole)
        return any(first >= size for first, _lines in stored) or bool(
            stored and stored[-1][0] < size < stored[-1][0] + len(stored[-1][1])
        )


def _under(log: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return t.segment.c.place >= place_of(log, 0), t.segment.c.place < place_of(log + 1, 0)
