"""The laptop's store as the rest of the laptop has it: opened, made, and its parts by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from field.home import LaptopHome
from field.store import engine, notices, schema
from field.store.anchor import LaptopAnchor, Shown, bereft
from field.store.counting import Counting
from field.store.derived import OWN_PARTS, Derived, MadeAnew, ReadOut
from field.store.imports import LaptopImports
from field.store.local import LocalTables
from field.store.logs import Logs
from field.store.mending import Mending
from field.store.projection import RecordProjection
from field.store.records import Records
from field.store.redactions import LaptopRedactions
from field.store.reporting import ReportingTables
from field.store.rows import Membership
from field.store.soundness import Soundness
from field.store.standing import Closed
from field.store.taking import Taking, judge_waiting
from field.store.verdicts import ReportVerdicts
from sync.encoding.types import Size
from sync.errors import BadInput, Refused, SoxaError, StoreDamaged
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Join
from sync.ledger.origins import LogKind
from sync.log.merkle import leaf_hash
from sync.log.note import Verifier
from sync.shell.files import set_aside_left
from sync.shell.sqlite_errors import out_of_reach, store_unavailable

_AT_EXCHANGE = 300
"""Entries held at each exchange against their hashes, and what is shown of them against them: hundredths of a second."""


class LaptopStore:
    """An open store. One thread's; any number of processes may have the same home open."""

    def __init__(self, sql: sqlite3.Connection, home: LaptopHome) -> None:
        """Use `create` or `open`."""
        self._sql = sql
        self.home = home
        self.membership = _membership(sql)
        self._anchor = LaptopAnchor(home, origins.device(self.membership.hub, self.membership.device))
        self._projection = RecordProjection(sql)
        self.logs = Logs(sql, self.membership, self._projection)
        self._verdicts = ReportVerdicts(sql, self.membership, self.logs)
        self.redactions = LaptopRedactions(sql, self.membership, self._projection)
        self.mending = Mending(sql, self.logs)
        self.records = Records(sql, self.logs.own_origin, self.mending)
        self.reporting = ReportingTables(sql, self.membership)
        self.local = LocalTables(sql)
        self.imports = LaptopImports(sql)
        self.soundness = Soundness(sql, self.membership, self.logs)
        self.derived = Derived(sql, self.logs, self._projection, self._verdicts)
        self.counting = Counting(sql, self.membership, self.derived, self.mending)
        self.is_alone = engine.is_alone(sql)
        """Whether nobody else can have the folder open: the disk had no room."""
        self.made_anew = MadeAnew()
        """What differed from its entries as the store was opened, and was made anew."""
        self.logs.standing.anchor = self._anchor
        self.logs.standing.look()

    @classmethod
    def create(
        cls, home: LaptopHome, membership: Membership, begin: Callable[[LaptopStore], object] = lambda _store: None
    ) -> LaptopStore:
        """A new store, which is there with what it is to `begin` with or not at all. `Refused("already-joined")` if there
        is one."""
        if home.database.exists():
            raise Refused("already-joined", unit=membership.unit_name, hub=membership.hub)
        home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        started = home.database.with_suffix(".new")
        started.unlink(missing_ok=True)  # one that was cut short
        started.touch(mode=0o600)
        sql = engine.connect(str(started))
        from field.store import migrations  # noqa: PLC0415 - see schema

        db = migrations.database(sql)
        with db.atomic():
            migrations.MIGRATIONS.apply(db)
            values = msgspec.structs.astuple(membership)
            db.execute("INSERT INTO membership VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            own = origins.device(membership.hub, membership.device)
            db.execute("INSERT INTO log (id, origin, frontier) VALUES (?, ?, x'')", (schema.OWN, own))
        try:
            begin(cls(sql, home))
        except BaseException:
            db.close()
            started.unlink()
            raise
        db.close()
        set_aside_left(home.database)
        started.rename(home.database)  # the commit point: a database by this name has a membership
        return cls.open(home)

    @staticmethod
    def is_there(home: LaptopHome) -> bool:
        """Whether a folder has a store. `Unavailable` of a folder that nobody may look into."""
        try:
            return home.database.exists()
        except OSError as error:
            raise out_of_reach(error, home.database) from None

    @classmethod
    def open(cls, home: LaptopHome) -> LaptopStore:
        """The store of a folder. As `not_there` if there is none, `Refused("newer-store")` if a newer program
        has changed its tables."""
        if not cls.is_there(home):
            raise not_there(home)
        try:
            return cls._open(home)
        except StoreDamaged as error:
            damage = error
        except sqlite3.DatabaseError as error:
            told = store_unavailable(error, home.database)
            if not isinstance(told, StoreDamaged):
                raise
            damage = told
        return cls.read_out(home, damage)

    @classmethod
    def _open(cls, home: LaptopHome) -> LaptopStore:
        sql = engine.connect(str(home.database))
        try:
            if schema.is_current(sql):
                store = cls(sql, home)
                store.made_anew = store._look()
                return store
            from field.store import migrations  # noqa: PLC0415 - see schema

            try:
                migrations.MIGRATIONS.apply(migrations.database(sql))
            except sqlite3.OperationalError as error:  # its tables are not those that it says it has
                raise store_unavailable(error, home.database) or StoreDamaged(why=str(error)) from None
            store = cls(sql, home)
            store._read_again()
            return store
        except BaseException:
            sql.close()
            raise

    @classmethod
    def open_well_formed(cls, home: LaptopHome) -> LaptopStore:
        """As `open`, but what the form of the file is like is looked at whole: a damaged one is read out."""
        store = cls.open(home)
        if store.made_anew.read_out is not None:
            return store
        with suppress(sqlite3.DatabaseError):
            store.derived.well_formed(of_all=True)
            if store.soundness.is_well_formed():
                return store
        store.close()
        return cls.read_out(home, StoreDamaged(why="database disk image is malformed"))

    @classmethod
    def read_out(cls, home: LaptopHome, why: StoreDamaged) -> LaptopStore:
        """The store of a folder whose file is damaged, of what can be read of it; the damaged file is kept beside. `why` is
        said again where somebody else has it open, or where it does not say whose laptop it was."""
        from field.store import reading_out  # noqa: PLC0415 - most days nothing is damaged

        hurt = reading_out.look_alone(home.database, why)  # a row that is not there is one that cannot be read
        making = home.database.with_suffix(".new")
        try:
            made = cls._read_into(making, home, why)
            kept = reading_out.put_in_place(making, home.database)
        except OSError as error:
            raise out_of_reach(error, home.database) from None
        finally:
            making.unlink(missing_ok=True)
        store = cls._open(home)
        parts = tuple(table for table in hurt if table in OWN_PARTS)
        store.made_anew = MadeAnew(read_out=ReadOut(str(kept), *made, parts))
        return store

    @classmethod
    def _read_into(cls, making: Path, home: LaptopHome, why: StoreDamaged) -> tuple[int, int]:
        """Fill a new database, and make anew what follows from entries; how many of those cannot be read, of such as the
        province has, and of others."""
        from field.store import migrations, reading_out  # noqa: PLC0415 - see schema

        making.unlink(missing_ok=True)  # one that was cut short
        making.touch(mode=0o600)
        with closing(engine.connect(str(making))) as sql:
            migrations.MIGRATIONS.apply(migrations.database(sql))
            reading_out.fill(sql, home.database, why)
            store = cls(sql, home)
            store._read_again()
            store.derived.make_anew(store.soundness.own_verifier(), lambda _count: None)
            unit = store.logs.registry().units.get(store.membership.unit)
            if unit is not None:
                sql.execute("UPDATE membership SET unit_name = ? WHERE unit_name = unit", (unit.name,))
            store.mending.note(store.soundness.check(None, lambda _count: None))
            return reading_out.gaps(sql)

    def _look(self) -> MadeAnew:
        """A look at what is seen first, and at how far logs go. What cannot be written now stands as it stood."""
        with suppress(sqlite3.OperationalError):
            self.derived.well_formed()
            if self.membership.url and not self.local.setting(notices.ADDRESS):
                self.local.set_setting(notices.ADDRESS, self.membership.url)
            logs = 0 if self.logs.fit() else self.derived.lengths(self.soundness.own_verifier())
            search = not self.derived.is_searchable() and self.derived.words()
            return msgspec.structs.replace(self.derived.look(), logs=logs, search=search)
        return MadeAnew()

    def look(self, count: int = _AT_EXCHANGE) -> None:
        """Hold the next entries, so many, against their hashes, and what is shown of them against them."""
        with engine.unless_full():
            self.derived.look(self.mending.look(count))

    def _read_again(self) -> None:
        """Make anew what is derived from entries, as this program reads them."""
        with self.transaction():
            self.logs.read_again()
            self._projection.project(self.redactions.apply())
            self._verdicts.forget()
            self._verdicts.project(grown=True)

    def close(self) -> None:
        """Let go of the file."""
        self.mending.keep_noticed()
        self._sql.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction over every part: see `engine.transaction`."""
        return engine.transaction(self._sql)

    @contextmanager
    def taking(self, *, judge: bool = True) -> Iterator[Taking]:
        """Take what an exchange brought: all of it when the block ends, nothing if it raises. Unless it is to `judge`,
        reports that wait for entries are judged again by `judge_waiting` alone: once for many parts."""
        with self.transaction():
            taking = Taking(self._sql, self.logs, self._projection, self._verdicts, self.redactions)
            yield taking
            taking.finish(judge=judge)

    @property
    def closed(self) -> SoxaError | None:
        """What stands against saving anything here, before anything is typed; None if nothing does."""
        return self.logs.standing.fault(self.logs.own.size)

    @property
    def behind(self) -> bool:
        """Whether more of the own log may be held elsewhere than is here, and is to be taken back first."""
        standing = self.logs.standing
        return not standing.closed and standing.behind(self.logs.own.size)

    def shows(self, note: str, *, by_stick: bool) -> None:
        """Note that this head of the own log is about to leave: see `anchor`."""
        self._anchor.shows(note, by_stick=by_stick)

    @property
    def kept(self) -> Size:
        """How much of the own log is on its second place: see `field.exchange.reserve`."""
        return (self._anchor.read() or Shown()).kept

    def kept_to(self, size: Size) -> None:
        """Note how much of the own log is on its second place."""
        self._anchor.keeps(size)

    def settled(self) -> None:
        """Note that the hub holds the whole own log as it is here, and nothing beyond."""
        own = self.logs.own
        if own.acked == own.size:
            self._anchor.settle(own.checkpoint)

    def held_elsewhere(self, size: Size) -> None:
        """Note that so much of the own log is held elsewhere: see `Standing`."""
        with self.transaction():
            self.logs.standing.held_elsewhere(size)

    def close_log(self, why: Closed, *, same: Size | None = None) -> None:
        """Close the own log for good: see `Standing`."""
        with self.transaction():
            self.logs.standing.close(why, same)

    def judge_waiting(self) -> None:
        """Judge again the reports that wait for entries, if any came since."""
        with self.transaction():
            judge_waiting(self._sql, self._verdicts)

    def rename_officer(self, name: str | None) -> None:
        """Whose name stands in the program; it never leaves this laptop."""
        with self.transaction():
            self._sql.execute("UPDATE membership SET officer = ?", (name,))
        self.membership = msgspec.structs.replace(self.membership, officer=name)

    def move_hub(self, url: str) -> None:
        """Where the hub answers from now on."""
        with self.transaction():
            self._sql.execute("UPDATE membership SET url = ?", (url,))
            self.local.set_setting(notices.ADDRESS, url)
        self.membership = msgspec.structs.replace(self.membership, url=url)


def not_there(home: LaptopHome) -> Refused:
    """What is so of a folder without a store: `Refused("not-joined")`, or `Refused("home-bereft")` where one is gone."""
    device = bereft(home)
    if device is None:
        return Refused("not-joined", path=str(home.path))
    return Refused("home-bereft", path=str(home.path), device=device)


def _membership(sql: sqlite3.Connection) -> Membership:
    row = sql.execute("SELECT * FROM membership").fetchone()
    if row is None:
        raise StoreDamaged(why="membership")
    names = [field.name for field in msgspec.structs.fields(Membership)]
    kept = Membership(**dict(zip(names, row[1:], strict=True)))
    began = sql.execute(
        "SELECT leaf, CAST(coalesce(line, x'') AS BLOB) FROM entry WHERE log = ? AND idx = 0", (schema.OWN,)
    ).fetchone()
    return kept if began is None else _as_joined(kept, *began)


def _as_joined(kept: Membership, leaf: bytes, line: bytes) -> Membership:
    """A membership as the log's first entry states it: whatever of the row beside it rotted, that is signed."""
    join = decode(line, LogKind.DEVICE)
    if not isinstance(join, Join) or leaf_hash(line) != leaf:
        return kept
    try:
        hub, key = Verifier.parse(join.hub), Verifier.parse(join.key)
        name, device = origins.parse(hub.name).hub, origins.device_id(key.key)
    except BadInput:
        return kept
    return msgspec.structs.replace(kept, hub=name, key=join.hub, unit=join.unit, device=device)
