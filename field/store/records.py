"""Records as the laptop shows them: one with its history, lists of them, how many there are. They are made in
`projection`."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final, Literal

import msgspec

from field.store import schema
from field.store.entered import entered_logs
from field.store.filters import STATUS, selection
from field.store.mending import Mending
from field.store.projection import RecordProjection
from field.store.rows import (
    ActivityFilter,
    ActivityRow,
    HistoryLine,
    HubFinding,
    QuarantinedRow,
    RecordCounts,
    RecordEntry,
    RecordPage,
    RecordReview,
    RecordStatus,
)
from field.store.signed_lines import is_as_signed, read
from sync.encoding.types import Index, Instant, Origin
from sync.errors import Misuse
from sync.importing.ledger import StandingActivity
from sync.ledger import origins
from sync.ledger.entry import Activity, Retraction
from sync.ledger.future_day import dated_after
from sync.ledger.merge import Values
from sync.ledger.origins import LogKind
from sync.ledger.record_name import parse_record_name
from sync.ledger.versions import version_of
from sync.log.merkle import leaf_hashes
from sync.log.redacted import MARK

_CITED: Final = (
    "(SELECT max(size) FROM citation WHERE citation.idx <= entry.idx"
    " AND citation.idx NOT IN (SELECT held.idx FROM held WHERE why = 'void-seen'))"
)
_PROVEN: Final = f"(SELECT max(time) FROM {schema.TRUE_RECEIPTS} AS proof WHERE proof.idx"  # noqa: S608 - constants
_AFTER: Final = (
    f"CASE WHEN entry.log = ?1 THEN coalesce({_PROVEN} < {_CITED}),"
    # a receipt whose acceptance was never told: whoever held it wrote after it
    f" {_PROVEN} IS NULL AND own <= entry.idx)) END"
)
_TAKEN: Final = (
    "(SELECT min(time) FROM receipted WHERE receipted.acked > last_own AND last_own < (SELECT acked FROM log WHERE id = 1))"
)
"""When the hub took what was written last of a record here."""
_OTHERS: Final = f"last_own IS NOT NULL, EXISTS (SELECT 1 FROM entry WHERE entry.record = record.num AND log <> 1), {_TAKEN}"  # noqa: S608 - constants
"""Of a record: whether some of it was written here, whether some elsewhere, and `_TAKEN`."""
_RECEIVED: Final = "CASE WHEN entry.log = ?1 THEN (SELECT min(time) FROM receipted WHERE receipted.acked > entry.idx) END"
"""The times between which an own entry was made, by the rows of `receipted` and `citation`: a receipt of more that is of
before bounds it, since the hub's clock was wrong then."""


class Records:
    """The records in a store's connection."""

    def __init__(self, sql: sqlite3.Connection, own_origin: Origin, mending: Mending) -> None:
        self._sql = sql
        self._own_origin = own_origin
        self._mending = mending
        self._read = RecordProjection(sql).read

    def page(self, typed: str) -> RecordPage:
        """A record with its history, by its id or the first 8 characters of it or more. `Misuse` if that names none
        or several."""
        number, status, packed = self._find(typed)
        rows = self._sql.execute(
            f"SELECT entry.log, origin, entry.idx, leaf, line, {_AFTER}, {_RECEIVED}"  # noqa: S608 - constants
            " FROM entry JOIN log ON log.id = entry.log WHERE record = ?2",
            (schema.OWN, number),
        ).fetchall()
        quarantined, findings = self._said("WHERE entry.record = ?2", number)
        held_back = {(schema.OWN, row.index): row for row in quarantined}
        (acked,) = self._sql.execute("SELECT acked FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        entered = entered_logs(self._sql, self._own_origin)
        history = [
            HistoryLine(
                leaf=leaf,
                device=origins.parse(origin).device,
                index=idx,
                entered=origin in entered,
                own=log == schema.OWN,
                received=origin != self._own_origin or idx < acked,
                quarantined=held_back.get((log, idx)),
                findings=tuple(found for found in findings if (log, idx) == (schema.OWN, found.index)),
                entry=version_of(line, leaf).entry,
                after=after,
                receipt=receipt,
            )
            for log, origin, idx, leaf, line, after, receipt in rows
            if isinstance(read(line, leaf, LogKind.DEVICE), Activity | Retraction)  # or it rotted, and comes back
        ]
        history.sort(key=lambda line: (line.entry.at, line.device, line.index))
        review = self._sql.execute(
            "SELECT verdict, comment, at FROM review JOIN record ON num = record WHERE record = ? AND reviewed IS NOT NULL",
            (number,),
        ).fetchone()
        said = None if review is None else RecordReview(*review)
        (told,) = self._sql.execute(f"SELECT {_OTHERS} FROM record WHERE num = ?", (number,)).fetchall()  # noqa: S608 - a constant
        return RecordPage(
            self._read(packed),
            status,
            tuple(history),
            said,
            number in self._altered([number]),
            taken=_taken(self._came(), *told),
        )

    def named(self, typed: str) -> list[int]:
        """The number of the record that `page` is of."""
        return [self._find(typed)[0]]

    def _find(self, typed: str) -> tuple[int, RecordStatus, bytes]:
        name = parse_record_name(typed)
        if name is None or name.unit is not None:
            raise Misuse("bad-id", text=typed[:40])
        # Ids of one minute begin alike, so people name an activity by how its id ends as well.
        select = f"SELECT num, {STATUS}, state, id FROM record WHERE state IS NOT NULL AND"  # noqa: S608 - a constant
        found = self._sql.execute(f"{select} id >= ? AND id < ? LIMIT 3", (name.beginning, name.beginning + "~")).fetchall()
        if len(found) != 1:
            ending = self._sql.execute(f"{select} id LIKE ? LIMIT 3", ("%" + name.end,)).fetchall()
            found = ending if len(ending) == 1 else found or ending
        if len(found) != 1:
            near = ", ".join(row[3] for row in found)
            text = typed.strip()
            raise Misuse("ambiguous-id", text=text, near=near) if found else Misuse("no-such-record", text=text)
        number, status, packed, _id = found[0]
        return number, status, packed

    def entries(self) -> Iterator[tuple[str, list[RecordEntry]]]:
        """All entries of each record, by its id, record by record in the order of the ids."""
        rows = self._sql.execute(
            "SELECT record.id, origin, leaf, line FROM entry JOIN log ON log.id = entry.log"
            " JOIN record ON num = entry.record ORDER BY record.id, entry.log, idx"
        )
        for record, of_it in groupby(rows, key=lambda row: str(row[0])):
            yield record, [RecordEntry(origin, leaf, line) for _record, origin, leaf, line in of_it]

    def shown(self, record: str) -> Values | None:
        """What is shown of a record, by its id; None of one that is not here, or taken back. It looks at nothing but what
        was derived: the entries themselves may be damaged."""
        row = self._sql.execute(
            "SELECT state FROM record WHERE id = ? AND state IS NOT NULL AND retracted = 0", (record,)
        ).fetchone()
        return None if row is None else self._read(row[0]).values

    def saved_last(self, limit: int) -> list[ActivityRow]:
        """The activities, of those that stand, that were saved last here by hand, the latest first; at most so many."""
        found = self._sql.execute(
            "SELECT num FROM record WHERE state IS NOT NULL AND retracted = 0 AND last_own IS NOT NULL"
            " AND id NOT IN (SELECT record FROM origin) ORDER BY last_own DESC LIMIT ?",
            (limit,),
        )
        return self.rows_of([number for (number,) in found])

    def of_own_entry(self, index: Index) -> tuple[str, Values] | None:
        """The record that an own entry is of, and what is shown of it; None for an entry of another kind. It looks at
        nothing but what was derived: the entry itself may be damaged."""
        row = self._sql.execute(
            "SELECT id, state FROM entry JOIN record ON num = entry.record WHERE log = ? AND idx = ? AND state IS NOT NULL",
            (schema.OWN, index),
        ).fetchone()
        return None if row is None else (row[0], self._read(row[1]).values)

    def rows(self, wanted: ActivityFilter) -> list[ActivityRow]:
        """The records that a filter lets through, the latest date first."""
        return self.rows_of(self.numbers(wanted))

    def numbers(self, wanted: ActivityFilter) -> list[int]:
        """The numbers of the records that a filter lets through, the latest date first: a list, of which `rows_of` reads
        what is looked at."""
        # The index that lists are in holds no other column: for a filter one pass over the table is faster, and the
        # plus keeps SQLite from that index.
        plus = "" if wanted == ActivityFilter(limit=wanted.limit) else "+"
        source, conditions, values = selection(wanted)
        where = " AND ".join([f"{plus}state IS NOT NULL", *conditions])
        uncolumned = (wanted.language, wanted.audience, wanted.body) != (None, None, None)
        column = "num, state" if uncolumned else f"num, date, {_OTHERS}" if wanted.dated_after else "num"
        found = self._sql.execute(
            f"SELECT {column} FROM {source} WHERE {where} ORDER BY {plus}date DESC, num DESC LIMIT :limit",  # noqa: S608 - constants
            values,
        )
        if wanted.dated_after:
            came = self._came()
            times = ((number, date, _taken(came, *told)) for number, date, *told in found)
            return [number for number, date, taken in times if taken is not None and dated_after(date, taken)]
        if not uncolumned:
            return [number for (number,) in found]
        # These have no columns: they are looked for in the few that a period's report counts.
        return [number for number, packed in found if _says(self._read(packed).values, wanted)]

    def rows_of(self, numbers: Sequence[int]) -> list[ActivityRow]:
        """The records of these numbers, in their order."""
        rows = self._sql.execute(
            f"SELECT num, id, {STATUS}, state, {_OTHERS} FROM record WHERE num IN (SELECT value FROM json_each(?))",  # noqa: S608 - as above
            (msgspec.json.encode(numbers).decode(),),
        )
        entered, erased, altered = self._entered(numbers), self._erased(numbers), self._altered(numbers)
        found: dict[int, ActivityRow] = {}
        came = self._came()
        for number, record, status, packed, *told in rows:
            merged = self._read(packed)
            found[number] = ActivityRow(
                record,
                status,
                merged.values,
                merged.retracted,
                number in entered,
                _taken(came, *told),
                number in erased,
                number in altered,
            )
        return [found[number] for number in numbers if number in found]

    def _came(self) -> Instant | None:
        """By when the hub had all that others wrote, as far as it is here: the last exchange by which anything came, which
        the newest receipt may put later than this machine's clock did; None before any."""
        (exchanged,) = self._sql.execute("SELECT max(at) FROM exchange WHERE how IN ('line', 'file in')").fetchone()
        (receipted,) = self._sql.execute(f"SELECT max(time) FROM {schema.TRUE_RECEIPTS}").fetchone()  # noqa: S608 - a constant
        return max((Instant(at) for at in (exchanged, receipted) if at is not None), default=None)

    def _entered(self, numbers: Sequence[int]) -> set[int]:
        """The records, of those of these numbers, that the province entered for the unit, or some of it."""
        found: set[int] = set()
        for origin in entered_logs(self._sql, self._own_origin):
            query = (
                "SELECT DISTINCT record FROM entry WHERE log = (SELECT id FROM log WHERE origin = ?)"
                " AND record IN (SELECT value FROM json_each(?))"
            )
            found.update(number for (number,) in self._sql.execute(query, (origin, msgspec.json.encode(numbers).decode())))
        return found

    def _elsewhere(self, numbers: Sequence[int]) -> set[int]:
        """The records, of those of these numbers, of which an entry stands in another log."""
        query = "SELECT DISTINCT record FROM entry WHERE log <> ? AND record IN (SELECT value FROM json_each(?))"
        return {number for (number,) in self._sql.execute(query, (schema.OWN, msgspec.json.encode(numbers).decode()))}

    def _erased(self, numbers: Sequence[int]) -> set[int]:
        """The records, of those of these numbers, of which the province erased texts."""
        query = (
            "SELECT DISTINCT record FROM entry WHERE record IN (SELECT value FROM json_each(?)) AND substr(line, 1, 1) = ?"
        )
        return {number for (number,) in self._sql.execute(query, (msgspec.json.encode(numbers).decode(), MARK))}

    def _altered(self, numbers: Sequence[int]) -> set[int]:
        """The records, of those of these numbers, of which an entry is not what was signed any more."""
        rows = self._sql.execute(
            "SELECT log, idx, record, leaf, CAST(coalesce(line, x'') AS BLOB) FROM entry"
            " WHERE record IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(numbers).decode(),),
        ).fetchall()
        made = leaf_hashes([line for *_entry, line in rows])
        altered = [row for row, true in zip(rows, made, strict=True) if true != row[3]]
        self._mending.noticed((log, idx) for log, idx, *_rest in altered)
        return {record for _log, _idx, record, *_rest in altered}

    def standing(self, dates: Collection[str]) -> Iterator[StandingActivity]:
        """The activities that are not taken back whose first day (ISO) is one of these, the latest first."""
        rows = self._sql.execute(
            "SELECT num, id, state, last_own IS NULL FROM record WHERE state IS NOT NULL AND retracted = 0"
            " ORDER BY date DESC, num DESC"
        )
        read = ((number, record, self._read(packed).values, others) for number, record, packed, others in rows)
        found = [each for each in read if each[2].date in dates]
        numbers = [number for number, *_rest in found]
        entered, altered, elsewhere = self._entered(numbers), self._altered(numbers), self._elsewhere(numbers)
        for number, record, values, others in found:
            yield StandingActivity(record, values, bool(others), number in entered, number in altered, number in elsewhere)

    def has_others(self) -> bool:
        """Whether there is anything here of another log that states activities."""
        hub = origins.parse(self._own_origin).hub
        find = "SELECT EXISTS (SELECT 1 FROM log WHERE id != ?1 AND size > 0 AND substr(origin, 1, length(?2)) = ?2)"
        return bool(self._sql.execute(find, (schema.OWN, f"{hub}/device/")).fetchone()[0])

    def not_retracted(self, records: Collection[str]) -> set[str]:
        """The records, of some by their ids, that are here and not taken back."""
        rows = self._sql.execute(
            "SELECT id FROM record WHERE state IS NOT NULL AND retracted = 0 AND id IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(sorted(records)).decode(),),
        )
        return {record for (record,) in rows}

    def among(self, records: Collection[str]) -> set[str]:
        """The records, of some by their ids, that are here, taken back or not."""
        rows = self._sql.execute(
            "SELECT id FROM record WHERE state IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(sorted(records)).decode(),),
        )
        return {record for (record,) in rows}

    def habits(self, column: Literal["channel", "directive", "language"], limit: int = 5) -> list[str]:
        """What this unit has used lately in a field, the most used first."""
        rows = self._sql.execute(
            "SELECT json_extract(CAST(line AS TEXT), '$.fields.' || ?), line, leaf FROM entry"
            " WHERE record IS NOT NULL AND json_valid(CAST(line AS TEXT)) ORDER BY log, idx DESC LIMIT 300",
            (column,),
        )
        used = Counter(str(value) for value, line, leaf in rows if value is not None and is_as_signed(line, leaf))
        return sorted(used, key=lambda value: (-used[value], value))[:limit]

    def counts(self) -> RecordCounts:
        """How many records and entries there are of each status."""
        size, acked = self._sql.execute("SELECT size, acked FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        joins, acked_joins = self._sql.execute(
            "SELECT count(*), coalesce(sum(idx < ?), 0) FROM entry WHERE kind = 'join' AND log = ? AND record IS NULL",
            (acked, schema.OWN),
        ).fetchone()
        quarantined, findings = self._said()
        return RecordCounts(
            records=self._number("SELECT count(*) FROM record WHERE retracted = 0 AND state IS NOT NULL"),
            unsent=size - acked - (joins - acked_joins),
            received=acked - acked_joins,
            quarantined=tuple(quarantined),
            findings=tuple(findings),
            conflicts=self._number("SELECT count(*) FROM record WHERE conflicts > 0"),
            returned=self._number("SELECT count(*) FROM record WHERE reviewed = 'returned' AND retracted = 0"),
        )

    def _said(self, where: str = "", record: int | None = None) -> tuple[list[QuarantinedRow], list[HubFinding]]:
        """What the hub says of own entries: of those that it holds back, and of others."""
        quarantined: list[QuarantinedRow] = []
        findings: list[HubFinding] = []
        for held_back, *row in self._sql.execute(
            f"SELECT {schema.HELD_BACK}, held.idx, why, detail, id FROM held"  # noqa: S608 - constants
            " LEFT JOIN entry ON entry.log = ?1 AND entry.idx = held.idx"
            f" LEFT JOIN record ON num = entry.record {where} ORDER BY held.idx, why",
            (schema.OWN, record) if where else (schema.OWN,),
        ):
            if held_back:
                quarantined.append(QuarantinedRow(*row))
            else:
                findings.append(HubFinding(*row))
        return quarantined, findings

    def unsent(self) -> int:
        """How many own entries no receipt covers; the join does not count."""
        return self.counts().unsent

    def _number(self, statement: str) -> int:
        (number,) = self._sql.execute(statement).fetchone()
        return int(number)


def _taken(came: Instant | None, here: int, elsewhere: int, own: Instant | None) -> Instant | None:
    """When, or by when, the hub had taken what was written last of a record; None of one that is not known to be there.
    Of what others wrote no receipt is here: all of it had `came`."""
    if not elsewhere or (here and own is None) or came is None:
        return own
    return max(own or came, came)


def _says(values: Values, wanted: ActivityFilter) -> bool:
    """Whether an activity is in the language, for the people and by the body that are asked for, as far as any is."""
    return (
        (wanted.language is None or wanted.language in (values.every_language or ("",)))
        and (wanted.audience is None or wanted.audience in values.audiences)
        and wanted.body in (None, values.body or "")
    )
