"""What came while the hub gathers what it lacks: ranges of laptops' logs that wait, and heads of its own that were shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from hub.store import schema as t
from hub.store.rows import ShownHead, WaitingRange
from sync.encoding.types import Hash, Origin
from sync.log.merkle import Frontier, leaf_hash

_WAITS: Final = t.waiting_range.c.refused == ""


class StoredWaiting:
    """What waits, as one transaction reads and changes it."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    # -- ranges of laptops' logs

    def add(self, row: WaitingRange) -> None:
        """Have a range wait."""
        self._db.execute(
            insert(t.waiting_range).values(
                origin=row.origin,
                unit=row.unit,
                start=row.start,
                size=row.size,
                frontier=row.frontier.dump(),
                lines=b"\n".join(row.lines),
                note=row.note,
                at=row.at,
                brought=row.brought,
                known=row.known,
            )
        )

    def last(self, origin: Origin) -> WaitingRange | None:
        """The last range of a log that waits; None if none does."""
        waiting = t.waiting_range
        query = select(waiting).where(waiting.c.origin == origin, _WAITS).order_by(waiting.c.size.desc()).limit(1)
        row = self._db.execute(query).first()
        return None if row is None else _range(row)

    def at_size(self, origin: Origin, size: int) -> WaitingRange | None:
        """The range of a log that waits and ends at a size."""
        waiting = t.waiting_range
        row = self._db.execute(select(waiting).where(waiting.c.origin == origin, waiting.c.size == size, _WAITS)).first()
        return None if row is None else _range(row)

    def of(self, origin: Origin) -> list[WaitingRange]:
        """The ranges of a log that wait, in order."""
        waiting = t.waiting_range
        query = select(waiting).where(waiting.c.origin == origin, _WAITS).order_by(waiting.c.start)
        return [_range(row) for row in self._db.execute(query)]

    def all(self) -> list[WaitingRange]:
        """Every range that waits, in the order in which they came."""
        query = select(t.waiting_range).where(_WAITS).order_by(t.waiting_range.c.id)
        return [_range(row) for row in self._db.execute(query)]

    def left_out(self) -> list[WaitingRange]:
        """The ranges that were left out when the hub went on."""
        query = select(t.waiting_range).where(~_WAITS).order_by(t.waiting_range.c.id)
        return [_range(row) for row in self._db.execute(query)]

    def receipted(self, row: WaitingRange, note: str) -> None:
        """Keep another note of a range that waits: an older receipt came for it."""
        self._db.execute(update(t.waiting_range).where(t.waiting_range.c.id == row.id).values(note=note, known=True))

    def redact(self, unit: str, gone: Mapping[Hash, bytes]) -> None:
        """Put what stands for each redacted entry of a unit in its place, in what waits and in what was left out."""
        waiting = t.waiting_range
        for row in self._db.execute(select(waiting.c.id, waiting.c.lines).where(waiting.c.unit == unit)).all():
            lines = _lines(row.lines)
            kept = [gone.get(leaf_hash(line), line) for line in lines]
            if kept != list(lines):
                self._db.execute(update(waiting).where(waiting.c.id == row.id).values(lines=b"\n".join(kept)))

    def know(self, origin: Origin) -> None:
        """Take note that the laptop of a log is enrolled, or once was."""
        self._db.execute(update(t.waiting_range).where(t.waiting_range.c.origin == origin).values(known=True))

    def unknown(self) -> tuple[int, int]:
        """How many logs of unknown laptops wait, and the bytes of their entries."""
        waiting = t.waiting_range.c
        query = select(func.count(waiting.origin.distinct()), func.sum(func.length(waiting.lines)))
        logs, size = self._db.execute(query.where(waiting.known.is_(False), _WAITS)).one()
        return int(logs), int(size or 0)

    def taken(self, row: WaitingRange) -> None:
        """Have a range wait no more: it is the hub's."""
        self._db.execute(delete(t.waiting_range).where(t.waiting_range.c.id == row.id))

    def leave_out(self, row: WaitingRange, why: str) -> None:
        """Have a range wait no more, and keep it apart."""
        self._db.execute(update(t.waiting_range).where(t.waiting_range.c.id == row.id).values(refused=why))

    # -- heads of the hub's own logs

    def show(self, head: ShownHead) -> None:
        """Keep a head that was shown, unless it is kept."""
        shown = t.shown_head.c
        same = (shown.origin == head.origin, shown.note == head.note)
        if self._db.execute(select(shown.id).where(*same)).first() is not None:
            return
        self._db.execute(
            insert(t.shown_head).values(
                origin=head.origin,
                generation=head.generation,
                size=head.size,
                note=head.note,
                at=head.at,
                brought=head.brought,
                beside=head.beside,
                start=head.start,
                lines=b"\n".join(head.lines),
            )
        )

    def heads(self) -> list[ShownHead]:
        """Every head that was shown, by log and size."""
        shown = t.shown_head
        return [_head(row) for row in self._db.execute(select(shown).order_by(shown.c.origin, shown.c.size, shown.c.id))]


def _range(row: Row[Any]) -> WaitingRange:
    return WaitingRange(
        id=row.id,
        origin=row.origin,
        unit=row.unit,
        start=row.start,
        size=row.size,
        frontier=Frontier.load(row.size, row.frontier),
        lines=_lines(row.lines),
        note=row.note,
        at=row.at,
        brought=row.brought,
        known=row.known,
        refused=row.refused,
    )


def _head(row: Row[Any]) -> ShownHead:
    return ShownHead(
        origin=row.origin,
        generation=row.generation,
        size=row.size,
        note=row.note,
        at=row.at,
        brought=row.brought,
        beside=row.beside,
        start=row.start,
        lines=_lines(row.lines),
    )


def _lines(stored: bytes) -> Sequence[bytes]:
    return stored.split(b"\n") if stored else ()
