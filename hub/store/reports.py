"""The report entries of units: when each was received, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from sqlalchemy import Connection, insert, select

from hub.store import schema as t
from hub.store.rows import ReportRow


class StoredReports:
    """The report entries, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, row: ReportRow) -> None:
        """Keep a report entry, with its bracket."""
        self._db.execute(insert(t.report).values(msgspec.structs.asdict(row)))

    def all(self, unit: str | None = None) -> Iterator[ReportRow]:
        """Every report, or every report of a unit, in the order in which they were received."""
        columns = [t.report.c[name] for name in ReportRow.__struct_fields__]
        where = () if unit is None else (t.report.c.unit == unit,)
        rows = self._db.execute(select(*columns).where(*where).order_by(t.report.c.received, t.report.c.log, t.report.c.idx))
        return (ReportRow(**row._mapping) for row in rows)
