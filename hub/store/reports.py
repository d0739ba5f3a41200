"""Report entries: when each was received, where it stands, and what was found of it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import ColumnElement, Connection, insert, select, update

from hub.store import schema as t
from hub.store.rows import ReportRow
from sync.encoding.types import Instant
from sync.ledger.report_verdict import ANSWERING, JudgedReport


class StoredReports:
    """The report entries, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, row: ReportRow) -> None:
        """Keep a report entry, with its bracket."""
        self._db.execute(insert(t.report).values(msgspec.structs.asdict(row)))

    def judge(self, row: ReportRow, judged: JudgedReport) -> None:
        """Keep the verdict on a report."""
        facts = msgspec.json.encode(judged.facts).decode("utf-8")
        where = (t.report.c.log == row.log, t.report.c.idx == row.idx)
        self._db.execute(update(t.report).where(*where).values(verdict=judged.verdict, code=judged.code, facts=facts))

    def receive(self, log: int, idx: int, *, received: Instant, after: Instant | None) -> None:
        """Say anew when a report was received, and the moment that its laptop proves it was made after."""
        where = (t.report.c.log == log, t.report.c.idx == idx)
        self._db.execute(update(t.report).where(*where).values(received=received, after=after))

    def all(self, unit: str | None = None) -> Iterator[ReportRow]:
        """Every report, or every report of a unit, in the order in which they were received; whether or not it counts."""
        return self._found(*_of(unit))

    def answering(self, unit: str | None = None) -> Iterator[ReportRow]:
        """The reports that answer the duties that they name, of all units or of one, in the order in which they were
        received."""
        return self._found(*_of(unit), t.report.c.verdict.in_(ANSWERING))

    def waiting(self, unit: str) -> list[ReportRow]:
        """The reports of a unit that cover entries which are not here, and those that are still to be judged."""
        return list(self._found(*_of(unit), t.report.c.verdict == "covers-more"))

    def not_valid(self) -> list[ReportRow]:
        """The reports of all units on which the verdict may become another one."""
        return list(self._found(t.report.c.verdict != "valid"))

    def _found(self, *where: ColumnElement[bool]) -> Iterator[ReportRow]:
        columns = [t.report.c[name] for name in ReportRow.__struct_fields__]
        rows = self._db.execute(select(*columns).where(*where).order_by(t.report.c.received, t.report.c.log, t.report.c.idx))
        return (ReportRow(**row._mapping) for row in rows)


def _of(unit: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if unit is None else (t.report.c.unit == unit,)
