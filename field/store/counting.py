"""What a period's figures rest on, looked at before anything is summed: what rotted of it is named, so that no figure of it
is shown or signed as true."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from field.store.derived import Derived
from field.store.filters import gathered, window
from field.store.mending import Mending
from field.store.projection import RecordProjection
from field.store.rows import Membership
from field.store.signed_lines import is_as_signed
from sync.errors import StoreDamaged
from sync.ledger import origins
from sync.ledger.merge import Record
from sync.ledger.period import Period

_COUNTS_NOTHING: Final = frozenset({"join", "noted", "carried", "device", "revoked", "dispatched", "seal"})
"""Kinds of entries, of laptops and of the registry, by which nothing is counted."""


class DamagedActivity(Struct, frozen=True):
    """An activity of which an entry rotted, as it is shown."""

    record: str
    date: str
    title: str


class FiguresDamage(Struct, frozen=True):
    """What rotted of all that a period's figures rest on, and its report."""

    activities: tuple[DamagedActivity, ...] = ()
    entries: int = 0
    """Entries besides: reports, what the province stated of duties and units, and such as are of no activity that is
    known."""

    def __bool__(self) -> bool:
        return bool(self.activities or self.entries)


class AlteredEntry(Struct, frozen=True):
    """An entry whose bytes rotted."""

    log: int
    index: int
    kind: str
    """As it was stored."""
    record: int | None


class Counting:
    """The look at what is counted, in a store's connection."""

    def __init__(self, sql: sqlite3.Connection, membership: Membership, derived: Derived, mending: Mending) -> None:
        self._sql = sql
        self._membership = membership
        self._derived = derived
        self._mending = mending
        self._read = RecordProjection(sql).read

    def altered(self) -> list[AlteredEntry]:
        """The entries that rotted, of the unit's logs and of the registry. It is noted, so that they come back."""
        hub = self._membership.hub
        rows = self._sql.execute(
            "SELECT log, idx, kind, record, leaf, line FROM entry WHERE log IN"
            " (SELECT id FROM log WHERE origin = ?1 OR substr(origin, 1, length(?2)) = ?2)",
            (origins.registry(hub), f"{hub}/device/"),
        )
        found = [AlteredEntry(*entry) for *entry, leaf, line in rows if not is_as_signed(line, leaf)]
        self._mending.noticed((each.log, each.index) for each in found)
        return found

    def look(self, period: Period) -> FiguresDamage:
        """Hold the activities that a period may count against their entries, and make those anew that differ; what of it
        cannot be told, since entries rotted."""
        self._derived.look(self._may_count(period))
        return self.damage(period, self.altered())

    def damage(self, period: Period, altered: Sequence[AlteredEntry]) -> FiguresDamage:
        """What of some entries that rotted a period may count."""
        if not altered:
            return FiguresDamage()
        counts = set(self._in_window(period))
        activities: dict[int, DamagedActivity] = {}
        entries = 0
        for each in altered:
            if each.record is None:
                entries += each.kind not in _COUNTS_NOTHING
            elif (shown := self._shown(each.record)) is None:
                entries += 1
            elif each.record in counts or shown.entries != self._entries(each.record):  # else it is of another time
                activities[each.record] = DamagedActivity(shown.record, shown.values.date, shown.values.title)
        return FiguresDamage(tuple(sorted(activities.values(), key=lambda each: (each.date, each.record))), entries)

    def _in_window(self, period: Period) -> Iterator[int]:
        """The activities that are in a period's window as they stand, taken back or not."""
        query = f"SELECT num FROM record WHERE date BETWEEN :start AND :end AND {gathered(period)}"  # noqa: S608 - constants
        return (number for (number,) in self._sql.execute(query, window(period)))

    def _may_count(self, period: Period) -> set[int]:
        """The activities that are in a period's window as they stand, or by what an entry of theirs says."""
        stated = self._sql.execute(
            "SELECT DISTINCT record FROM (SELECT record, CAST(line AS TEXT) AS said FROM entry WHERE record IS NOT NULL)"
            " WHERE json_valid(said) AND (json_extract(said, '$.fields.date') BETWEEN :start AND :end"
            " OR json_extract(said, '$.fields.until') BETWEEN :start AND :end)",
            {"start": period.start, "end": period.end},
        )
        rows = self._sql.execute("SELECT num FROM record WHERE date BETWEEN ? AND ?", (period.start, period.end))
        return {number for (number,) in (*stated, *rows)}

    def _shown(self, number: int) -> Record | None:
        """An activity as it stands; None of one that does not, or cannot be read."""
        row = self._sql.execute("SELECT state FROM record WHERE num = ? AND state IS NOT NULL", (number,)).fetchone()
        try:
            return None if row is None else self._read(row[0])
        except StoreDamaged:
            return None

    def _entries(self, number: int) -> int:
        """How many entries there are of an activity, those included that rotted."""
        (count,) = self._sql.execute("SELECT count(DISTINCT leaf) FROM entry WHERE record = ?", (number,)).fetchone()
        return int(count)
