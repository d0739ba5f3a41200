"""The logs of laptops and of the hub itself: their heads, entries, roots and accepted sizes, what is held of them, and what
was found against them."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from hub.store import schema as t
from hub.store.places import place_of, places_in
from hub.store.rows import AcceptedRow, LogRow, QuarantineRow
from hub.store.settings import StoredSettings
from sync.encoding.types import NOTHING, Hash, Index, Instant, Origin, Size
from sync.errors import BadInput, Unavailable
from sync.exchange.parcel import QuarantinedEntry
from sync.log.merkle import EMPTY_ROOT, HASH_SIZE, Frontier, leaf_hash

_SEGMENT: Final = 64
"""Entries stored in one row: taking many in costs little more than their bytes, and one is found in some 40 KB."""


class StoredLogs:
    """The logs, as one transaction reads and changes them."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.grown: Final[set[Origin]] = set()
        """The logs whose heads have moved in this transaction."""
        self._at_hand: deque[tuple[int, list[bytes]]] = deque(maxlen=8)

    # -- heads

    def get(self, origin: Origin) -> LogRow | None:
        """A log by its origin; None for one that the hub has nothing of."""
        return next(self._found(t.log.c.origin == origin), None)

    def all(self) -> Iterator[LogRow]:
        """Every log, in order of their origins."""
        return self._found()

    def of_origins(self, origins: Collection[Origin]) -> dict[int, str]:
        """The units of the logs of some origins, by the logs' numbers."""
        if not origins:
            return {}
        rows = self._db.execute(select(t.log.c.id, t.log.c.unit).where(t.log.c.origin.in_(sorted(origins))))
        return {row.id: row.unit for row in rows}

    def held_of_units(self) -> dict[str, int]:
        """By unit, how many entries its logs have together: as long as that stays, so does what follows from them."""
        query = select(t.log.c.unit, func.sum(t.log.c.size)).group_by(t.log.c.unit)
        return {row[0]: int(row[1]) for row in self._db.execute(query)}

    def peers(self, unit: str, but: int) -> Iterator[LogRow]:
        """The device logs of a unit, less one."""
        return self._found(t.log.c.unit == unit, t.log.c.id != but)

    def _found(self, *where: ColumnElement[bool]) -> Iterator[LogRow]:
        for row in self._db.execute(select(t.log).where(*where).order_by(t.log.c.origin)):
            yield LogRow(
                row.id,
                row.origin,
                row.unit,
                row.size,
                _frontier(row.size, row.frontier),
                row.checkpoint,
                row.seen_size,
            )

    def add(self, origin: Origin, unit: str) -> LogRow:
        """A new log, without entries yet."""
        made = self._db.execute(insert(t.log).values(origin=origin, unit=unit)).inserted_primary_key
        assert made is not None
        return LogRow(made[0], origin, unit, NOTHING, Frontier(), "", NOTHING)

    def advance(self, was: LogRow, frontier: Frontier, checkpoint: str, seen_size: Size = NOTHING) -> None:
        """Move a log's head from where it was read to where it is now: compare and swap."""
        moved = self._db.execute(
            update(t.log)
            .where(t.log.c.id == was.id, t.log.c.size == was.size)
            .values(size=frontier.size, frontier=frontier.dump(), checkpoint=checkpoint, seen_size=seen_size)
        )
        if moved.rowcount != 1:
            raise Unavailable("store-busy")
        self.grown.add(was.origin)

    def cites(self, log: int, seen_size: Size) -> None:
        """Say anew how many acceptances the newest valid citation of a laptop's log has."""
        self._db.execute(update(t.log).where(t.log.c.id == log).values(seen_size=seen_size))

    def sign_anew(self, log: LogRow, checkpoint: str) -> None:
        """Give a log another signed note of the same head."""
        self._db.execute(update(t.log).where(t.log.c.id == log.id).values(checkpoint=checkpoint))
        self.grown.add(log.origin)

    # -- entries

    def add_lines(self, log: int, start: int, lines: Sequence[bytes]) -> None:
        """Store entries of a log from an index on; the hub has none of them yet."""
        cuts = range(0, len(lines), _SEGMENT)
        rows = [(place_of(log, start + at), b"\n".join(lines[at : at + _SEGMENT])) for at in cuts]
        self._db.exec_driver_sql("INSERT INTO segment (place, lines) VALUES (?, ?)", rows)

    def leaves(self, log: int, start: int, end: int) -> Iterator[Hash]:
        """Leaf hashes from an index up to, and without, another."""
        return map(leaf_hash, self.lines(log, start, end))

    def lines(self, log: int, start: int, end: int) -> Iterator[bytes]:
        """Entry lines from an index up to, and without, another, as they are read."""
        return chain.from_iterable(self.batches(log, start, end))

    def batches(self, log: int, start: int, end: int) -> Iterator[list[bytes]]:
        """Entry lines from an index up to, and without, another, some at a time."""
        if start >= end:
            return
        query = select(t.segment).where(*_between(log, start, end)).order_by(t.segment.c.place)
        for row in self._db.execution_options(yield_per=8).execute(query):
            first = row.place - place_of(log, 0)
            yield row.lines.split(b"\n")[max(start - first, 0) : end - first]

    def segment(self, log: int, start: int) -> tuple[list[bytes], Index, Index | None] | None:
        """The entries that are stored together with the one at an index, or after it if there is nothing there: with the
        first one's index, and that of the first which are stored after them, None if there are none."""
        place, zero = t.segment.c.place, place_of(log, 0)
        within = (_between(log, start, start)[0], place < place_of(log + 1, 0))
        query = select(t.segment).where(*within).order_by(place).limit(2)
        row, after = (*self._db.execute(query), None, None)[:2]
        if row is None:
            return None
        return row.lines.split(b"\n"), Index(row.place - zero), None if after is None else Index(after.place - zero)

    def mend_lines(self, log: LogRow, start: int, lines: Sequence[bytes]) -> None:
        """Put true entries from an index on in place of those that are stored there. What fell apart or is gone beside them
        stays unread: nobody can tell which of its lines was which."""
        end, place, zero = start + len(lines), t.segment.c.place, place_of(log.id, 0)
        if not lines:
            return
        query = select(t.segment).where(*_between(log.id, start, end)).order_by(place)
        stored = [(row.place - zero, row.lines.split(b"\n")) for row in self._db.execute(query)]
        after = self._db.execute(
            select(func.min(place)).where(place >= place_of(log.id, end), place < place_of(log.id + 1, 0))
        )
        beyond = after.scalar()
        first = min([start, *(at for at, _lines in stored[:1])])
        ends = [*(at for at, _lines in stored[1:]), int(log.size) if beyond is None else beyond - zero]
        whole = [b""] * (ends[-1] - first)
        for (at, there), until in zip(stored, ends, strict=bool(stored)):
            if len(there) <= until - at:
                whole[at - first : at - first + len(there)] = there
        whole[start - first : end - first] = lines
        self._db.execute(delete(t.segment).where(place >= zero + first, place < zero + ends[-1]))
        self.add_lines(log.id, first, whole)
        self._at_hand.clear()

    def mend_edge(self, log: LogRow, frontier: Frontier) -> None:
        """Put back the edge of a log's tree, if its head has not moved."""
        where = (t.log.c.id == log.id, t.log.c.size == frontier.size)
        self._db.execute(update(t.log).where(*where).values(frontier=frontier.dump()))

    def mend_head(self, log: LogRow, checkpoint: str) -> None:
        """Put back the note that signs a log's head."""
        self._db.execute(update(t.log).where(t.log.c.id == log.id).values(checkpoint=checkpoint))

    def mend_accepted(self, log: int, row: AcceptedRow) -> None:
        """Put back what is kept of an accepted size of a log."""
        accepted, put = t.accepted.c, msgspec.structs.asdict(row)
        self._db.execute(update(t.accepted).where(accepted.log == log, accepted.size == row.size).values(**put))

    def bytes_between(self, log: int, start: int, end: int) -> int:
        """Bytes of the entries from an index up to, and without, another; both lie where a push ended."""
        query = select(func.sum(func.length(t.segment.c.lines))).where(*_between(log, start, end))
        return self._db.execute(query).scalar() or 0

    def lines_at(self, places: bytes) -> list[bytes]:
        """The entry lines at these places, 8 bytes each: read in their order in the store, whatever order is asked for."""
        asked = list(places_in(places))
        found = {place: self._line_at(place) for place in sorted(asked)}
        return [found[place] for place in asked]

    def _line_at(self, place: int) -> bytes:
        """An entry line. Records that are merged together have neighbours, so the last segments are kept at hand."""
        for first, lines in self._at_hand:
            if first <= place < first + len(lines):
                return lines[place - first]
        query = select(t.segment).where(t.segment.c.place <= place).order_by(t.segment.c.place.desc()).limit(1)
        row = self._db.execute(query).one()
        start: int = row.place
        self._at_hand.appendleft((start, row.lines.split(b"\n")))
        lines = self._at_hand[0][1]
        return lines[place - start] if place - start < len(lines) else b""  # it rotted away

    # -- accepted sizes

    def add_accepted(self, log: int, row: AcceptedRow) -> None:
        """Remember a size that a device's log was accepted at."""
        self._db.execute(insert(t.accepted).values(log=log, **msgspec.structs.asdict(row)))

    def place_accepted(self, log: int, size: Size, acceptance: Index) -> None:
        """Say where in the acceptances an accepted size of a log stands."""
        accepted = t.accepted.c
        self._db.execute(update(t.accepted).where(accepted.log == log, accepted.size == size).values(acceptance=acceptance))

    def accepted(self, log: int, above: Size = NOTHING) -> list[AcceptedRow]:
        """The accepted sizes of a log that are greater than another, in order."""
        return [_accepted_row(row) for row in self._db.execute(_accepted(log, above))]

    def first_accepted(self, log: int, index: int) -> AcceptedRow | None:
        """The first acceptance that covers an entry of a log."""
        row = self._db.execute(_accepted(log, index).limit(1)).first()
        return None if row is None else _accepted_row(row)

    def size_before(self, log: int, at: Instant) -> Size:
        """The size that a log was last accepted at before a time; nothing if it was not."""
        accepted = t.accepted.c
        return (
            self._db.execute(select(func.max(accepted.size)).where(accepted.log == log, accepted.at < at)).scalar()
            or NOTHING
        )

    def accepted_times(self) -> list[tuple[Index, Instant]]:
        """Each acceptance by its index, and its time, in their order."""
        accepted = t.accepted.c
        rows = self._db.execute(select(accepted.acceptance, accepted.at).order_by(accepted.acceptance))
        return [(Index(row.acceptance), Instant(row.at)) for row in rows]

    def last_accepted_at(self) -> Instant:
        """The time before which no further acceptance is made: that of the newest of all, or when the hub's clock was set
        right after it; 0 before the first."""
        newest, accepted = select(func.max(t.accepted.c.at)), t.accepted.c
        stretches = StoredSettings(self._db).false_times
        if not stretches:
            return self._db.execute(newest).scalar() or Instant(0)
        since = self._db.execute(newest.where(accepted.acceptance > stretches[-1].stated)).scalar() or Instant(0)
        return max(since, stretches[-1].latest)

    # -- roots of the acceptances

    def add_roots(self, first: Size, roots: Sequence[Hash]) -> None:
        """Keep the roots of the acceptances from a size on, each at one entry more."""
        rows = list(enumerate(roots, first))
        self._db.exec_driver_sql("INSERT INTO acceptance_root (size, root) VALUES (?, ?)", rows)

    def root_at(self, size: Size) -> Hash | None:
        """The root of the acceptances at a size; None if there never were so many."""
        if size == 0:
            return EMPTY_ROOT
        query = select(t.acceptance_root.c.root).where(t.acceptance_root.c.size == size)
        return self._db.execute(query).scalar()

    # -- what is held of entries

    def quarantine(self, rows: Sequence[QuarantineRow]) -> None:
        """Remember of which entries something does not count, and why."""
        if rows:
            told = list(map(msgspec.structs.astuple, rows))
            self._db.exec_driver_sql("INSERT INTO held (log, idx, why, detail) VALUES (?, ?, ?, ?)", told)

    def release(self, log: int, index: int, reasons: Sequence[str]) -> None:
        """Hold an entry no more for some reasons."""
        self._db.execute(delete(t.held).where(t.held.c.log == log, t.held.c.idx == index, t.held.c.why.in_(reasons)))

    def quarantined(self, log: int, limit: int, *reasons: str) -> tuple[QuarantinedEntry, ...]:
        """The first entries of a log that are held, for some reasons or for any. Of one entry a void citation comes before
        its report: a reader that keeps one word for an entry keeps the last."""
        where = (t.held.c.log == log, *((t.held.c.why.in_(reasons),) if reasons else ()))
        rows = self._db.execute(select(t.held).where(*where).order_by(t.held.c.idx, t.held.c.why.desc()).limit(limit))
        return tuple(QuarantinedEntry(row.idx, row.why, row.detail[:300]) for row in rows)

    def held_among(self, log: int, start: int, end: int, why: str) -> frozenset[Index]:
        """The indices from one up to, and without, another whose entries are held for a reason."""
        held = t.held.c
        query = select(held.idx).where(held.log == log, held.idx >= start, held.idx < end, held.why == why)
        return frozenset(self._db.execute(query).scalars())

    # -- evidence

    def keep_evidence(self, at: Instant, origin: Origin, code: str, checkpoint: str) -> None:
        """Keep a signed checkpoint that contradicts what the hub has of a log."""
        self._db.execute(insert(t.evidence).values(at=at, origin=origin, code=code, checkpoint=checkpoint))

    def evidence(self) -> dict[Origin, dict[str, Instant]]:
        """By log, what was found against it, and when last."""
        row = t.evidence.c
        found: dict[Origin, dict[str, Instant]] = {}
        for origin, code, at in self._db.execute(
            select(row.origin, row.code, func.max(row.at)).group_by(row.origin, row.code).order_by(func.max(row.id))
        ):
            found.setdefault(origin, {})[code] = at
        return found

    def evidence_codes(self, origin: Origin) -> list[str]:
        """What was found against a log, in the order in which it came."""
        query = select(t.evidence.c.code).where(t.evidence.c.origin == origin).order_by(t.evidence.c.id)
        return list(self._db.execute(query).scalars())

    def evidence_at(self, origin: Origin, code: str) -> Instant | None:
        """When this was last found against a log; None if it never was."""
        query = select(func.max(t.evidence.c.at)).where(t.evidence.c.origin == origin, t.evidence.c.code == code)
        return self._db.execute(query).scalar()


def _between(log: int, start: int, end: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The segments of a log that have its entries from an index up to, and without, another."""
    place, zero = t.segment.c.place, place_of(log, 0)
    first = select(func.max(place)).where(place >= zero, place <= place_of(log, start)).scalar_subquery()
    return place >= func.coalesce(first, zero), place < place_of(log, end)


def _frontier(size: int, dump: bytes) -> Frontier:
    """The edge of a tree; one of nothing where it rotted into none: then it is not that of the head."""
    try:
        return Frontier.load(size, dump)
    except BadInput:
        return Frontier.load(size, bytes(HASH_SIZE * size.bit_count()))


def _accepted_row(row: Row[Any]) -> AcceptedRow:
    return AcceptedRow(row.size, row.at, row.checkpoint, row.acceptance)


def _accepted(log: int, above: int) -> Select[tuple[Size, Instant, str, Index]]:
    accepted = t.accepted.c
    query = select(accepted.size, accepted.at, accepted.checkpoint, accepted.acceptance)
    return query.where(accepted.log == log, accepted.size > above).order_by(accepted.size)
