"""The hub's store: the logs that it holds and what is derived from them. The only SQL of the hub.

Readers see the last commit; writers come one at a time (`writing`). Hot paths hand whole batches to the driver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Engine, create_engine, delete, event, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from hub.store import schema as t
from sync.errors import Refused, Unavailable
from sync.exchange.parcel import HeldEntry
from sync.log.merkle import Frontier

_BUSY_MILLISECONDS: Final = 15_000


class LogRow(msgspec.Struct, frozen=True):
    """How far a log is held."""

    id: int
    origin: str
    unit: str
    size: int
    frontier: Frontier
    checkpoint: str
    """The signed note at `size`; a device's carries the receipt that was made when it was accepted."""
    seen_size: int
    """Of a device's log: the newest size of the acceptances that it cites."""


class InviteRow(msgspec.Struct, frozen=True):
    """An invite that was handed out."""

    id: str
    unit: str
    officer: str | None
    secret: bytes
    expires: int
    used_by: str | None


class ReportRow(msgspec.Struct, frozen=True):
    """A report entry as it was received; times in POSIX seconds."""

    unit: str
    period: str
    claimed: int
    after: int | None
    """The hub's time at the newest checkpoint that the laptop had cited by then."""
    received: int
    provisional: bool


class Store:
    """An open store; may be shared by threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def create(cls, path: Path) -> Store:
        """A new store. `Refused("hub-exists")` if there is one."""
        if path.exists():
            raise Refused("hub-exists", path=str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        store = cls(_engine(path))
        t.METADATA.create_all(store._engine)
        return store

    @classmethod
    def open(cls, path: Path) -> Store:
        """The store of a hub. `Refused("no-hub")` if there is none."""
        if not path.exists():
            raise Refused("no-hub", path=str(path))
        return cls(_engine(path))

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One state of the store, to read from."""
        with self._engine.connect() as connection:
            yield Session(connection)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction; the only writer while it lasts. It commits when the block ends, and not if it raises."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield Session(connection)
            connection.commit()


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_MILLISECONDS / 1000})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, so that a writer is one from its first read on
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


class Session:
    """What can be asked and changed within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

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

    def add_entries(self, rows: Sequence[tuple[int, int, bytes, bytes, str | None]]) -> None:
        """Rows of (log, index, leaf, line, record)."""
        if rows:
            self._db.exec_driver_sql(
                "INSERT INTO entry (log, idx, leaf, line, record) VALUES (?, ?, ?, ?, ?)", list(rows)
            )

    def leaves(self, log: int, start: int, end: int) -> Iterator[bytes]:
        """Leaf hashes from an index up to, and without, another."""
        rows = self._db.execute(
            select(t.entry.c.leaf)
            .where(t.entry.c.log == log, t.entry.c.idx >= start, t.entry.c.idx < end)
            .order_by(t.entry.c.idx)
        )
        return (row.leaf for row in rows)

    def lines(self, log: int, start: int, end: int) -> Iterator[bytes]:
        """Entry lines from an index up to, and without, another, as they are read."""
        rows = self._db.execution_options(yield_per=500).execute(
            select(t.entry.c.line)
            .where(t.entry.c.log == log, t.entry.c.idx >= start, t.entry.c.idx < end)
            .order_by(t.entry.c.idx)
        )
        return (row.line for row in rows)

    def bytes_between(self, log: int, start: int, end: int) -> int:
        """How many bytes of entries stand from an index up to, and without, another."""
        query = select(func.sum(func.length(t.entry.c.line))).where(
            t.entry.c.log == log, t.entry.c.idx >= start, t.entry.c.idx < end
        )
        return self._db.execute(query).scalar() or 0

    def peers(self, unit: str, but: int) -> Iterator[LogRow]:
        """The device logs of a unit, less one."""
        return self.logs(t.log.c.unit == unit, t.log.c.id != but)

    # -- accepted sizes

    def add_accepted(self, log: int, size: int, at: int, checkpoint: str) -> None:
        """Remember a size that a device's log was accepted at, with its note then."""
        self._db.execute(insert(t.accepted).values(log=log, size=size, at=at, checkpoint=checkpoint))

    def accepted(self, log: int, above: int) -> list[tuple[int, str]]:
        """The accepted sizes above one, with their notes, in order."""
        rows = self._db.execute(
            select(t.accepted.c.size, t.accepted.c.checkpoint)
            .where(t.accepted.c.log == log, t.accepted.c.size > above)
            .order_by(t.accepted.c.size)
        )
        return [(row.size, row.checkpoint) for row in rows]

    def last_accepted_at(self) -> int:
        """The time of the newest acceptance of all; 0 before the first."""
        return self._db.execute(select(func.max(t.accepted.c.at))).scalar() or 0

    # -- records

    def versions(self, unit: str, record: str) -> list[tuple[bytes, bytes]]:
        """(leaf, line) of the entries of one record that devices of one unit wrote and that are not held back."""
        rows = self._db.execute(
            select(t.entry.c.leaf, t.entry.c.line)
            .join(t.log, t.log.c.id == t.entry.c.log)
            .where(t.entry.c.record == record, t.log.c.unit == unit)
        )
        return [(row.leaf, row.line) for row in rows]

    def record_ids(self, unit: str) -> list[str]:
        """The ids of a unit's records, retracted ones too, in order."""
        query = select(t.record.c.record).where(t.record.c.unit == unit).order_by(t.record.c.record)
        return [row.record for row in self._db.execute(query)]

    def known_records(self, unit: str, records: Iterable[str]) -> set[str]:
        """Those among the ids that are records of the unit already."""
        known: set[str] = set()
        wanted = list(records)
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            rows = self._db.execute(
                select(t.record.c.record).where(t.record.c.unit == unit, t.record.c.record.in_(some))
            )
            known.update(row.record for row in rows)
        return known

    def put_records(self, rows: Sequence[tuple[str, str, str, bool, int, bytes]]) -> None:
        """Rows of (unit, record, date, retracted, conflicts, state), in place of those there are."""
        if rows:
            self._db.exec_driver_sql(
                "INSERT OR REPLACE INTO record (unit, record, date, retracted, conflicts, state) VALUES (?, ?, ?, ?, ?, ?)",
                list(rows),
            )

    def records(self, start: str, end: str, unit: str | None = None) -> Iterator[tuple[str, bytes]]:
        """(unit, state) of the records that stand and are dated between two days, both included."""
        query = select(t.record.c.unit, t.record.c.state).where(
            t.record.c.date >= start, t.record.c.date <= end, t.record.c.retracted.is_(False)
        )
        if unit is not None:
            query = query.where(t.record.c.unit == unit)
        return ((row.unit, row.state) for row in self._db.execution_options(yield_per=2_000).execute(query))

    def add_report(self, row: dict[str, Any]) -> None:
        """A report entry, with its bracket."""
        self._db.execute(insert(t.report).values(row))

    def reports(self) -> Iterator[ReportRow]:
        """Every report in the order in which it was received."""
        columns = [t.report.c[name] for name in ReportRow.__struct_fields__]
        rows = self._db.execute(select(*columns).order_by(t.report.c.received, t.report.c.log, t.report.c.idx))
        return (ReportRow(*row) for row in rows)

    # -- entries held back

    def hold(self, rows: Sequence[tuple[int, int, str, str]]) -> None:
        """Rows of (log, index, why, detail)."""
        if rows:
            self._db.exec_driver_sql("INSERT INTO held (log, idx, why, detail) VALUES (?, ?, ?, ?)", list(rows))

    def held(self, log: int, limit: int) -> tuple[HeldEntry, ...]:
        """The first entries of a log that are held back."""
        rows = self._db.execute(select(t.held).where(t.held.c.log == log).order_by(t.held.c.idx).limit(limit))
        return tuple(HeldEntry(row.idx, row.why, row.detail[:300]) for row in rows)

    # -- invites, nonces, settings, evidence

    def add_invite(self, invite: InviteRow) -> None:
        """An invite that is handed out now."""
        self._db.execute(insert(t.invite).values(msgspec.structs.asdict(invite)))

    def invite(self, invite_id: str) -> InviteRow | None:
        """An invite, if it was ever handed out."""
        row = self._db.execute(select(t.invite).where(t.invite.c.id == invite_id)).first()
        return None if row is None else InviteRow(*row)

    def use_invite(self, invite_id: str, device: str) -> None:
        """This device joined with it; nobody else will."""
        self._db.execute(update(t.invite).where(t.invite.c.id == invite_id).values(used_by=device))

    def use_nonce(self, device: str, nonce: str, now: int, expires: int) -> bool:
        """Whether the device used this nonce for the first time; it is remembered until it expires."""
        self._db.execute(delete(t.nonce).where(t.nonce.c.expires < now))
        statement = upsert(t.nonce).values(device=device, nonce=nonce, expires=expires).on_conflict_do_nothing()
        return self._db.execute(statement).rowcount == 1

    def setting(self, name: str) -> str:
        """A setting; empty if it was never made."""
        return self._db.execute(select(t.setting.c.value).where(t.setting.c.name == name)).scalar() or ""

    def set(self, name: str, value: str) -> None:
        """Make a setting."""
        statement = upsert(t.setting).values(name=name, value=value)
        self._db.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    def keep_evidence(self, at: int, origin: str, code: str, checkpoint: str) -> None:
        """A signed checkpoint that contradicts what is held."""
        self._db.execute(insert(t.evidence).values(at=at, origin=origin, code=code, checkpoint=checkpoint))
