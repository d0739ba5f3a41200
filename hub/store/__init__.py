"""The hub's store: the logs that it holds and what is derived from them. The only SQL of the hub.

Readers see the last commit; writers come one at a time (`writing`). Hot paths hand whole batches to the driver.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    ExceptionContext,
    String,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from hub.store import schema as t
from hub.store.accounts import People
from hub.store.facts import Facts
from hub.store.rows import InviteRow, LogRow, ReportRow
from hub.store.tallies import Tallies
from sync.encoding import Hash
from sync.errors import Refused, Unavailable
from sync.exchange.parcel import QuarantinedEntry
from sync.log.merkle import Frontier, leaf_hash

__all__ = ["InviteRow", "LogRow", "ReportRow", "Session", "Store"]

_SCHEMA_SETTING: Final = "schema"
_BUSY_SECONDS: Final = 15
_PRAGMAS: Final = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "wal_autocheckpoint = 8000",
    "threads = 2",
)
"""A commit is on the disk when it comes back. The log of writes is folded into the file every 32 MB, so that a push of
some thousand entries pays for its own bytes once. Sums of many records are sorted by a second core."""


_SEGMENT: Final = 64
"""Entries stored in one row: taking many in costs little more than their bytes, and one is found in some 40 KB."""


class HubStore:
    """An open store; may be shared by threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def create(cls, path: Path) -> HubStore:
        """A new store. `Refused("hub-exists")` if there is one."""
        if path.exists():
            raise Refused("hub-exists", path=str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        store = cls(_engine(path))
        t.METADATA.create_all(store._engine)
        with store.writing() as session:
            session.set(_SCHEMA_SETTING, str(t.VERSION))
        return store

    @classmethod
    def open(cls, path: Path, *, any_version: bool = False) -> HubStore:
        """The store of a hub. `Refused`: `no-hub` if there is none, `older-hub` or `newer-hub` if another version of the
        program made it, unless that is what is wanted."""
        if not path.exists():
            raise Refused("no-hub", path=str(path))
        store = cls(_engine(path))
        with store.reading() as session:
            found = session.version()
        if found != t.VERSION and not any_version:
            store.close()
            raise Refused("older-hub" if found < t.VERSION else "newer-hub", path=str(path))
        return store

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """One state of the store, to read from."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")  # else each question would be answered as of its own moment
            yield Transaction(connection)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """One transaction; the only writer while it lasts. It commits when the block ends, and not if it raises."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield Transaction(connection)
            connection.commit()

    @contextmanager
    def trying(self) -> Iterator[Transaction]:
        """One transaction that is undone when the block ends: what something would come to."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield Transaction(connection)
            finally:
                connection.rollback()


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, so that a writer is one from its first read on
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "handle_error", retval=True)
    def _as_it_came(context: ExceptionContext) -> BaseException | None:
        return context.original_exception  # the driver's own, which the console knows how to tell

    return engine


def _between(log: int, start: int, end: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The segments of a log that hold its entries from an index up to, and without, another."""
    place, zero = t.segment.c.place, t.place_of(log, 0)
    first = select(func.max(place)).where(place >= zero, place <= t.place_of(log, start)).scalar_subquery()
    return place >= func.coalesce(first, zero), place < t.place_of(log, end)


class Transaction:
    """What can be asked and changed within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.facts: Final = Facts(connection)
        self.people: Final = People(connection)
        self.tallies: Final = Tallies(connection)
        self._at_hand: deque[tuple[int, list[bytes]]] = deque(maxlen=8)

    # -- logs

    def log(self, origin: str) -> LogRow | None:
        """A log, if it is held."""
        return next(self.logs(t.log.c.origin == origin), None)

    def logs(self, *where: Any) -> Iterator[LogRow]:
        """Logs in order of their origin."""
        for row in self._db.execute(select(t.log).where(*where).order_by(t.log.c.origin)):
            yield LogRow(
                row.id,
                row.origin,
                row.unit,
                row.size,
                Frontier.load(row.size, row.frontier),
                row.checkpoint,
                row.seen_size,
            )

    def new_log(self, origin: str, unit: str) -> LogRow:
        """Begin to hold a log."""
        made = self._db.execute(insert(t.log).values(origin=origin, unit=unit)).inserted_primary_key
        assert made is not None
        return LogRow(made[0], origin, unit, 0, Frontier(), "", 0)

    def advance(self, was: LogRow, frontier: Frontier, checkpoint: str, seen_size: int = 0) -> None:
        """Move a log's head from where it was read to where it is now: compare and swap."""
        moved = self._db.execute(
            update(t.log)
            .where(t.log.c.id == was.id, t.log.c.size == was.size)
            .values(size=frontier.size, frontier=frontier.dump(), checkpoint=checkpoint, seen_size=seen_size)
        )
        if moved.rowcount != 1:
            raise Unavailable("store-busy")

    def add_lines(self, log: int, start: int, lines: Sequence[bytes]) -> None:
        """Entries of a log from an index on. None of them is there yet."""
        cuts = range(0, len(lines), _SEGMENT)
        rows = [(t.place_of(log, start + at), b"\n".join(lines[at : at + _SEGMENT])) for at in cuts]
        self._db.exec_driver_sql("INSERT INTO segment (place, lines) VALUES (?, ?)", rows)

    def leaves(self, log: int, start: int, end: int) -> Iterator[Hash]:
        """Leaf hashes from an index up to, and without, another."""
        return map(leaf_hash, self.lines(log, start, end))

    def lines(self, log: int, start: int, end: int) -> Iterator[bytes]:
        """Entry lines from an index up to, and without, another, as they are read."""
        return chain.from_iterable(self.batches(log, start, end))

    def batches(self, log: int, start: int, end: int) -> Iterator[list[bytes]]:
        """The same, some at a time."""
        if start >= end:
            return
        query = select(t.segment).where(*_between(log, start, end)).order_by(t.segment.c.place)
        for row in self._db.execution_options(yield_per=8).execute(query):
            first = row.place - t.place_of(log, 0)
            yield row.lines.split(b"\n")[max(start - first, 0) : end - first]

    def bytes_between(self, log: int, start: int, end: int) -> int:
        """How many bytes of entries stand from an index up to, and without, another; both lie where a push ended."""
        query = select(func.sum(func.length(t.segment.c.lines))).where(*_between(log, start, end))
        return self._db.execute(query).scalar() or 0

    def peers(self, unit: str, but: int) -> Iterator[LogRow]:
        """The device logs of a unit, less one."""
        return self.logs(t.log.c.unit == unit, t.log.c.id != but)

    # -- accepted sizes

    def add_accepted(self, log: int, size: int, at: int, checkpoint: str) -> None:
        """Remember a size that a device's log was accepted at, with its note then."""
        self._db.execute(insert(t.accepted).values(log=log, size=size, at=at, checkpoint=checkpoint))

    def accepted_times(self, log: int) -> list[tuple[int, int]]:
        """Every size that a log was accepted at, with its time, in order."""
        rows = self._db.execute(
            select(t.accepted.c.size, t.accepted.c.at).where(t.accepted.c.log == log).order_by(t.accepted.c.size)
        )
        return [(row.size, row.at) for row in rows]

    def accepted(self, log: int, above: int) -> list[tuple[int, str]]:
        """The accepted sizes above one, with their notes, in order."""
        rows = self._db.execute(
            select(t.accepted.c.size, t.accepted.c.checkpoint)
            .where(t.accepted.c.log == log, t.accepted.c.size > above)
            .order_by(t.accepted.c.size)
        )
        return [(row.size, row.checkpoint) for row in rows]

    def first_accepted(self, log: int, index: int) -> tuple[int, int, str] | None:
        """The first acceptance that covers an entry of a log: the log's size then, the hub's time, and the note."""
        columns = (t.accepted.c.size, t.accepted.c.at, t.accepted.c.checkpoint)
        query = select(*columns).where(t.accepted.c.log == log, t.accepted.c.size > index).order_by(t.accepted.c.size)
        row = self._db.execute(query.limit(1)).first()
        return None if row is None else (row.size, row.at, row.checkpoint)

    def last_accepted_at(self) -> int:
        """The time of the newest acceptance of all; 0 before the first."""
        return self._db.execute(select(func.max(t.accepted.c.at))).scalar() or 0

    # -- records

    def places(self, unit: str, records: Iterable[bytes]) -> dict[bytes, bytes]:
        """Of those ids that are records of the unit: where their entries stand, 8 bytes each."""
        found: dict[bytes, bytes] = {}
        wanted = list(records)
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            query = select(t.record.c.record, t.record.c.places)
            rows = self._db.execute(query.where(t.record.c.unit == unit, t.record.c.record.in_(some)))
            found.update((row.record, row.places) for row in rows)
        return found

    def lines_at(self, places: bytes) -> list[bytes]:
        """The entry lines at these places, 8 bytes each."""
        return [self._line_at(place) for place in t.places_in(places)]

    def _line_at(self, place: int) -> bytes:
        """One entry line. Records that are merged together have neighbours, so the last segments are kept at hand."""
        for first, lines in self._at_hand:
            if first <= place < first + len(lines):
                return lines[place - first]
        query = select(t.segment).where(t.segment.c.place <= place).order_by(t.segment.c.place.desc()).limit(1)
        row = self._db.execute(query).one()
        start: int = row.place
        self._at_hand.appendleft((start, row.lines.split(b"\n")))
        return self._at_hand[0][1][place - start]

    def add_report(self, row: dict[str, Any]) -> None:
        """A report entry, with its bracket."""
        self._db.execute(insert(t.report).values(row))

    def reports(self, unit: str | None = None) -> Iterator[ReportRow]:
        """Every report, or every one of a unit, in the order in which it was received."""
        columns = [t.report.c[name] for name in ReportRow.__struct_fields__]
        where = () if unit is None else (t.report.c.unit == unit,)
        rows = self._db.execute(select(*columns).where(*where).order_by(t.report.c.received, t.report.c.log, t.report.c.idx))
        return (ReportRow(**row._mapping) for row in rows)

    # -- entries held back

    def hold(self, rows: Sequence[tuple[int, int, str, str]]) -> None:
        """Rows of (log, index, why, detail)."""
        if rows:
            self._db.exec_driver_sql("INSERT INTO held (log, idx, why, detail) VALUES (?, ?, ?, ?)", list(rows))

    def held(self, log: int, limit: int) -> tuple[QuarantinedEntry, ...]:
        """The first entries of a log that are held back."""
        rows = self._db.execute(select(t.held).where(t.held.c.log == log).order_by(t.held.c.idx).limit(limit))
        return tuple(QuarantinedEntry(row.idx, row.why, row.detail[:300]) for row in rows)

    # -- invites, nonces, settings, evidence

    def add_invite(self, invite: InviteRow) -> None:
        """An invite that is handed out now."""
        self._db.execute(insert(t.invite).values(msgspec.structs.asdict(invite)))

    def invite(self, invite_id: str) -> InviteRow | None:
        """An invite, if it was ever handed out."""
        row = self._db.execute(select(t.invite).where(t.invite.c.id == invite_id)).first()
        return None if row is None else InviteRow(*row)

    def invites(self) -> list[InviteRow]:
        """Every invite that was handed out, the newest first."""
        rows = self._db.execute(select(t.invite).order_by(t.invite.c.made.desc(), t.invite.c.id))
        return [InviteRow(*row) for row in rows]

    def withdraw_invite(self, invite_id: str) -> bool:
        """Whether there was such an invite, unused; it is worth nothing from now on."""
        open_one = (t.invite.c.id == invite_id, t.invite.c.used_by.is_(None))
        return self._db.execute(update(t.invite).where(*open_one).values(withdrawn=True)).rowcount == 1

    def use_invite(self, invite_id: str, device: str) -> None:
        """This device joined with it; nobody else will."""
        self._db.execute(update(t.invite).where(t.invite.c.id == invite_id).values(used_by=device))

    def use_nonce(self, device: str, nonce: str, now: int, expires: int) -> bool:
        """Whether the device used this nonce for the first time; it is remembered until it expires."""
        self._db.execute(delete(t.nonce).where(t.nonce.c.expires < now))
        statement = upsert(t.nonce).values(device=device, nonce=nonce, expires=expires).on_conflict_do_nothing()
        return self._db.execute(statement).rowcount == 1

    def version(self) -> int:
        """Which tables this store has; see `schema.VERSION`."""
        return int(self.setting(_SCHEMA_SETTING) or 1)

    def renew_tables(self) -> None:
        """Bring the tables of an older version into the shape of this one. What is derived of logs is emptied."""
        for table in t.DERIVED:
            table.drop(self._db, checkfirst=True)
        known = inspect(self._db)
        for table in t.METADATA.sorted_tables:
            if not known.has_table(table.name):
                table.create(self._db)
                continue
            there = {column["name"] for column in known.get_columns(table.name)}
            for column in table.columns:
                if column.name not in there:
                    kind = column.type.compile(self._db.dialect)
                    empty = (
                        "" if column.nullable else " NOT NULL DEFAULT " + ("''" if isinstance(column.type, String) else "0")
                    )
                    self._db.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}{empty}")
        self.set(_SCHEMA_SETTING, str(t.VERSION))

    def setting(self, name: str) -> str:
        """A setting; empty if it was never made."""
        return self._db.execute(select(t.setting.c.value).where(t.setting.c.name == name)).scalar() or ""

    def set(self, name: str, value: str) -> None:
        """Make a setting."""
        statement = upsert(t.setting).values(name=name, value=value)
        self._db.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    def evidence_codes(self, origin: str) -> list[str]:
        """What was found against a log, in the order in which it came."""
        query = select(t.evidence.c.code).where(t.evidence.c.origin == origin).order_by(t.evidence.c.id)
        return list(self._db.execute(query).scalars())

    def keep_evidence(self, at: int, origin: str, code: str, checkpoint: str) -> None:
        """A signed checkpoint that contradicts what is held."""
        self._db.execute(insert(t.evidence).values(at=at, origin=origin, code=code, checkpoint=checkpoint))
