"""The laptop's store: the logs that it holds, and the transactions in which they grow. SQL is here, in `records` and in
`schema`, and nowhere else.

A log grows in one transaction together with its frontier, its checkpoint and the records that its entries touch, so
that whatever stops the machine leaves the state before or the state after. The file is in write-ahead mode with every
commit synced to the disk: what `append` gave back is there after a power cut.

    with Store.open(home) as store:
        store.append([entry], signer)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Final, Literal, Self

import msgspec

from field.home import LaptopHome
from field.store import schema
from field.store.records import ActivityFilter, ActivityRow, HubMessage, RecordCounts, RecordPage, Records, ReportHead
from field.store.rows import LogExtent, Membership, PastExchange, StoredDraft
from sync.encoding import Hash, Origin, tobase64
from sync.errors import Fact, Refused, Unavailable
from sync.ledger import origins
from sync.ledger.entry import Activity, Citation, Entry, Join, Position, Quarantined, Retraction, Review, decode, encode
from sync.ledger.merge import Record
from sync.ledger.origins import LogKind
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier, leaf_hash
from sync.log.note import Verifier

if TYPE_CHECKING:
    from sync.exchange.parcel import QuarantinedEntry
    from sync.log.keys import Signer

_BUSY_SECONDS: Final = 5.0
"""How long one process waits for another that writes."""


class LaptopStore:
    """An open store. One thread's; any number of processes may have the same home open."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        """Use `create` or `open`."""
        self._sql = sql
        self._records = Records(self._sql)
        row = self._sql.execute("SELECT * FROM membership").fetchone()
        if row is None:
            raise Unavailable("store-damaged", why="membership")
        names = [field.name for field in msgspec.structs.fields(Membership)]
        self.membership = Membership(**dict(zip(names, row[1:], strict=True)))
        self._own = origins.device(self.membership.hub, self.membership.device)
        self._edge = Frontier()

    @classmethod
    def create(cls, home: LaptopHome, membership: Membership) -> LaptopStore:
        """A new store. `Refused("already-joined")` if there is one."""
        if home.database.exists():
            raise Refused("already-joined", unit=membership.unit_name, hub=membership.hub)
        home.path.mkdir(parents=True, exist_ok=True)
        started = home.database.with_suffix(".new")
        started.unlink(missing_ok=True)  # one that was cut short
        started.touch(mode=0o600)
        sql = _connect(str(started))
        from field.store import migrations  # noqa: PLC0415 - see schema

        db = migrations.database(sql)
        with db.atomic():
            migrations.MIGRATIONS.apply(db)
            values = msgspec.structs.astuple(membership)
            db.execute("INSERT INTO membership VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            own = origins.device(membership.hub, membership.device)
            db.execute("INSERT INTO log (id, origin, frontier) VALUES (?, ?, x'')", (schema.OWN, own))
        db.close()
        started.rename(home.database)  # the commit point: a database by this name has a membership
        return cls.open(home)

    @classmethod
    def open(cls, home: LaptopHome) -> LaptopStore:
        """The store of a folder. `Refused("not-joined")` if there is none, `Refused("newer-store")` if a newer program
        has changed its tables."""
        if not home.database.exists():
            raise Refused("not-joined", path=str(home.path))
        sql = _connect(str(home.database))
        try:
            if schema.is_current(sql):
                return cls(sql)
            from field.store import migrations  # noqa: PLC0415 - see schema

            migrations.MIGRATIONS.apply(migrations.database(sql))
            store = cls(sql)
            store._read_again()
            return store
        except BaseException:
            sql.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._sql.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside happens or nothing does, and no other process writes meanwhile. One inside another joins
        it."""
        if self._sql.in_transaction:
            yield
            return
        self._sql.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._sql.execute("COMMIT")  # THE commit point: synced to the disk when it comes back
        except BaseException:
            if self._sql.in_transaction:  # a full disk may have rolled it back already
                self._sql.execute("ROLLBACK")
            raise

    # -- the own log

    def append(self, entries: Sequence[Entry], signer: Signer) -> list[Hash]:
        """Save entries at the end of the own log, all or none; their leaf hashes.

        `BadInput("bad-entry")` for one that no log can hold, `Refused("not-joined")` if the log has no join yet.
        """
        with self.transaction():
            own = self.own
            if own.size == 0 and not isinstance(entries[0], Join):
                raise Refused("not-joined", path="")
            entries, cited = self._citing(entries)
            lines = [encode(entry) for entry in entries]
            leaves = [leaf_hash(line) for line in lines]
            own.frontier.extend(leaves)
            self._records.project(self._insert(schema.OWN, own.size, lines, leaves, entries))
            size, root = own.frontier.size, own.frontier.root()
            note = checkpoints.sign(Checkpoint(self._own, size, root), signer)
            self._sql.execute(
                "UPDATE log SET size = ?, frontier = ?, checkpoint = ?, cited = ? WHERE id = ?",
                (size, own.frontier.dump(), note, cited, schema.OWN),
            )
        return leaves

    def _citing(self, entries: Sequence[Entry]) -> tuple[list[Entry], int]:
        """The entries, citing only what was not cited before: another process may have been here since they were
        made, and citations in a log never go back."""
        (cited,) = self._sql.execute("SELECT cited FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        kept: list[Entry] = []
        for entry in entries:
            if entry.seen is not None and entry.seen.size <= cited:
                kept.append(msgspec.structs.replace(entry, seen=None))
                continue
            cited = entry.seen.size if entry.seen is not None else cited
            kept.append(entry)
        return kept, cited

    def next_seen(self) -> Citation | None:
        """What the next own entry should cite: the hub's newest acceptances checkpoint, if none has cited it yet."""
        held = self.log(origins.acceptances(self.membership.hub))
        (cited,) = self._sql.execute("SELECT cited FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        if held.size <= cited:
            return None
        return Citation(held.size, tobase64(checkpoints.parse(held.checkpoint).checkpoint.root))

    # -- any log

    @property
    def own(self) -> LogExtent:
        """The own log."""
        return self.log(self._own)

    def log(self, origin: Origin) -> LogExtent:
        """A log as far as it is held; of size 0 if it is unknown."""
        row = self._sql.execute(
            "SELECT size, frontier, checkpoint, acked, receipt, receipt_time FROM log WHERE origin = ?", (origin,)
        ).fetchone()
        if row is None:
            return LogExtent(origin, 0, Frontier(), "")
        size, frontier, *rest = row
        return LogExtent(origin, size, Frontier() if frontier is None else Frontier.load(size, frontier), *rest)

    def cursors(self) -> dict[Origin, int]:
        """How far each log that this laptop follows is held; its own as far as a receipt covers it."""
        hub = self.membership.hub
        followed = [origins.registry(hub), origins.acceptances(hub), origins.desk(hub, self.membership.unit)]
        known = dict(self._sql.execute("SELECT origin, size FROM log WHERE id <> ?", (schema.OWN,)))
        return {self._own: self.own.acked, **dict.fromkeys(followed, 0), **known}

    def covers(self) -> tuple[Position, ...]:
        """How far every log of this unit is held, the own one included, in order of the device."""
        logs = self._sql.execute("SELECT origin, size FROM log WHERE size > 0")
        held = ((origins.parse(origin), size) for origin, size in logs)
        devices = ((origin.device, size) for origin, size in held if origin.kind is LogKind.DEVICE)
        return tuple(Position(name, size) for name, size in sorted(devices))

    def lines(self, origin: Origin, start: int, budget_bytes: int) -> list[bytes]:
        """Entries from an index on, at most so many bytes of them but at least one if there is any."""
        lines: list[bytes] = []
        for (line,) in self._sql.execute(
            "SELECT line FROM entry JOIN log ON log.id = entry.log WHERE origin = ? AND idx >= ? ORDER BY idx",
            (origin, start),
        ):
            budget_bytes -= len(line)
            if lines and budget_bytes < 0:
                break
            lines.append(line)
        return lines

    def leaves(self, origin: Origin, start: int, end: int) -> list[Hash]:
        """Leaf hashes from an index up to, and without, another."""
        rows = self._sql.execute(
            "SELECT leaf FROM entry JOIN log ON log.id = entry.log WHERE origin = ? AND idx >= ? AND idx < ? ORDER BY idx",
            (origin, start, end),
        )
        return [leaf for (leaf,) in rows]

    def frontier_at(self, origin: Origin, size: int) -> Frontier:
        """The edge of a held log when it had this size."""
        state = self.log(origin)
        assert size <= state.size, "an edge beyond what is held"
        if size == state.size:
            return state.frontier
        if origin != self._own:
            return self._extended(origin, Frontier(), size)
        # An exchange asks for the edge at one chunk's end after another: each goes on from the one before.
        start = self._edge if self._edge.size <= size else Frontier()
        self._edge = self._extended(origin, start, size)
        return self._edge.copy()

    def _extended(self, origin: Origin, edge: Frontier, size: int) -> Frontier:
        edge = edge.copy()
        edge.extend(self.leaves(origin, edge.size, size))
        return edge

    def registry(self) -> Registry:
        """What the hub's registry says, as far as it is held. The caller's own: it may be taken further."""
        registry = Registry(Verifier.parse(self.membership.key))
        lines = self._sql.execute(
            "SELECT line FROM entry JOIN log ON log.id = entry.log WHERE origin = ? ORDER BY idx", (registry.key.name,)
        )
        registry.take(decode(line, LogKind.REGISTRY) for (line,) in lines)
        return registry

    @property
    def registry_size(self) -> int:
        """How many entries of the hub's registry are held."""
        return self.log(origins.registry(self.membership.hub)).size

    # -- growing by an exchange

    @contextmanager
    def taking(self) -> Iterator[Taking]:
        """Take what an exchange brought: all of it when the block ends, nothing if it raises."""
        with self.transaction():
            taking = Taking(self)
            seen = self.log(origins.acceptances(self.membership.hub)).size
            yield taking
            taking.bracket(seen)
            self._records.project(taking.touched)

    def record_exchange(
        self,
        *,
        at: int,
        how: str,
        sent: int,
        received: int,
        sent_bytes: int,
        received_bytes: int,
        outcome: str,
        facts: Mapping[str, Fact] | None = None,
    ) -> None:
        """Keep what an exchange came to."""
        with self.transaction():
            self._sql.execute(
                "INSERT INTO exchange (at, how, sent, received, sent_bytes, received_bytes, outcome, facts)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (at, how, sent, received, sent_bytes, received_bytes, outcome, msgspec.json.encode(facts or {})),
            )

    def last_exchange(self) -> PastExchange | None:
        """The newest exchange, whatever came of it."""
        return next(iter(self.exchanges(1)), None)

    def _insert(
        self, log: int, start: int, lines: Sequence[bytes], leaves: Sequence[Hash], entries: Sequence[Entry | Quarantined]
    ) -> set[int]:
        """Put lines into a log from an index on; the numbers of the records that they touch."""
        rows: list[tuple[int, int, bytes, bytes, str, int | None]] = []
        touched: set[int] = set()
        for idx, (line, leaf, entry) in enumerate(zip(lines, leaves, entries, strict=True), start):
            record = self._records.number(entry.record) if isinstance(entry, Activity | Retraction) else None
            kind = entry.why if isinstance(entry, Quarantined) else str(entry.__struct_config__.tag)
            rows.append((log, idx, leaf, line, kind, record))
            if record is not None:
                touched.add(record)
        self._sql.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", rows)
        return touched

    def _read_again(self) -> None:
        """Read what a program before this one kept without understanding it."""
        with self.transaction():
            rows = self._sql.execute(
                "SELECT log, origin, idx, line FROM entry JOIN log ON log.id = entry.log WHERE kind = 'future'"
            ).fetchall()
            touched: set[int | None] = set()
            for log, origin, idx, line in rows:
                entry = decode(line, origins.parse(origin).kind)
                if isinstance(entry, Quarantined):
                    continue
                record = self._records.number(entry.record) if isinstance(entry, Activity | Retraction) else None
                self._sql.execute(
                    "UPDATE entry SET kind = ?, record = ? WHERE log = ? AND idx = ?",
                    (str(entry.__struct_config__.tag), record, log, idx),
                )
                touched.add(self._records.review(entry) if isinstance(entry, Review) else record)
            self._records.project(touched - {None})  # type: ignore[arg-type]

    def _log_number(self, origin: Origin) -> int:
        self._sql.execute("INSERT INTO log (origin) VALUES (?) ON CONFLICT DO NOTHING", (origin,))
        (number,) = self._sql.execute("SELECT id FROM log WHERE origin = ?", (origin,)).fetchone()
        return int(number)

    # -- files that were imported

    def not_imported(self, fingerprints: Iterable[bytes]) -> set[bytes]:
        """Those among the fingerprints of rows that were never taken."""
        find = "SELECT 1 FROM imported WHERE fingerprint = ?"
        return {one for one in fingerprints if self._sql.execute(find, (one,)).fetchone() is None}

    def mark_imported(self, fingerprints: Iterable[bytes]) -> None:
        """Remember that these rows were taken; in the transaction that takes them."""
        self._sql.executemany("INSERT INTO imported VALUES (?)", ((one,) for one in fingerprints))

    # -- records

    def record(self, typed: str) -> RecordPage:
        """One record with its history, by its id or the first 8 characters of it or more. `Misuse` if that names none
        or several."""
        return self._records.page(typed, self._own)

    def records(self, wanted: ActivityFilter) -> list[ActivityRow]:
        """The records that a filter lets through, the latest date first."""
        return self._records.rows(wanted)

    def numbers(self, wanted: ActivityFilter) -> list[int]:
        """The numbers of the records that a filter lets through, the latest date first: a list, of which `rows_of`
        reads what is looked at."""
        return self._records.numbers(wanted)

    def rows_of(self, numbers: Sequence[int]) -> list[ActivityRow]:
        """The records of these numbers, in their order."""
        return self._records.rows_of(numbers)

    def said(self) -> list[HubMessage]:
        """What the province said to this unit, the newest first."""
        return self._records.said(origins.desk(self.membership.hub, self.membership.unit))

    def done_by_task(self, directive: str) -> dict[str, int]:
        """How many activities name each task of a directive; `""` for those that name none."""
        return self._records.done_by_task(directive)

    def noted(self) -> dict[str, int]:
        """By directive, the newest position in the registry that somebody of the unit has noted."""
        return self._records.noted()

    def habits(self, column: Literal["channel", "directive", "language"], limit: int = 5) -> list[str]:
        """What this unit has used lately in a field, the most used first."""
        return self._records.habits(column, limit)

    # -- settings and drafts

    def rename_officer(self, name: str | None) -> None:
        """Whose name stands in the program; it never leaves this laptop."""
        with self.transaction():
            self._sql.execute("UPDATE membership SET officer = ?", (name,))
        self.membership = msgspec.structs.replace(self.membership, officer=name)

    def setting(self, name: str) -> str | None:
        """A setting, if it was ever made."""
        row = self._sql.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def set(self, name: str, value: str) -> None:
        """Make a setting."""
        with self.transaction():
            self._sql.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def keep_draft(self, draft: StoredDraft) -> int:
        """Keep what is typed, in place of what was kept under its number; the number, a new one for 0."""
        with self.transaction():
            kept = self._sql.execute(
                "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)",
                (draft.id or None, draft.record, draft.typed, draft.at),
            ).lastrowid
        assert kept is not None, "an insert gives a row number"
        return kept

    def drop_draft(self, draft: int) -> None:
        """What was typed is saved, or thrown away."""
        with self.transaction():
            self._sql.execute("DELETE FROM draft WHERE id = ?", (draft,))

    def drafts(self) -> list[StoredDraft]:
        """All that is typed and not saved, the newest first."""
        rows = self._sql.execute("SELECT id, record, typed, at FROM draft ORDER BY at DESC, id DESC")
        return [StoredDraft(*row) for row in rows]

    def exchanges(self, limit: int) -> list[PastExchange]:
        """The newest exchanges, the newest first."""
        rows = self._sql.execute(
            "SELECT at, how, sent, received, sent_bytes, received_bytes, outcome, facts FROM exchange"
            " ORDER BY id DESC LIMIT ?",
            (limit,),
        )
        return [
            PastExchange(at, how, sent, received, up, down, outcome, msgspec.json.decode(facts))
            for at, how, sent, received, up, down, outcome, facts in rows
        ]

    def counted(self, period: Period) -> Iterator[Record]:
        """The records that a period's figures count: in its window, of its directive, not retracted."""
        return self._records.counted(period)

    def reports(self) -> dict[str, tuple[ReportHead, ...]]:
        """By the period's name, the report entries that no later one replaces."""
        return self._records.reports()

    def counts(self) -> RecordCounts:
        """How many records and entries there are of each state."""
        return self._records.counts()

    def unsent(self) -> int:
        """How many own entries no receipt covers; the join does not count."""
        return self.counts().unsent


class Taking:
    """What goes into the store within one exchange. Get it from `LaptopStore.taking`."""

    def __init__(self, store: LaptopStore) -> None:
        self._store = store
        self._sql = store._sql
        self._acked = store.own.acked
        self.touched: set[int] = set()
        """Numbers of the records to project again."""

    def append(self, origin: Origin, start: int, lines: list[bytes], leaves: list[Hash]) -> None:
        """New entries of a followed log, from an index on. Follow with `head` once they are proven."""
        entries = [decode(line, origins.parse(origin).kind) for line in lines]
        number = self._store._log_number(origin)
        self.touched |= self._store._insert(number, start, lines, leaves, entries)
        reviewed = (self._store._records.review(entry) for entry in entries if isinstance(entry, Review))
        self.touched |= {record for record in reviewed if record is not None}

    def head(self, origin: Origin, frontier: Frontier | None, note: str) -> None:
        """The checkpoint that a followed log is held up to; without a frontier if its entries are not held."""
        number = self._store._log_number(origin)
        self._sql.execute(
            "UPDATE log SET size = ?, frontier = ?, checkpoint = ? WHERE id = ?",
            (checkpoints.parse(note).checkpoint.size, None if frontier is None else frontier.dump(), note, number),
        )

    def bracket(self, seen: int) -> None:
        """Keep the time of a receipt that came with more than was held: it covers more of the own log, or there are
        acceptances beyond the `seen` ones for the next own entry to cite."""
        own, hub = self._store.own, origins.acceptances(self._store.membership.hub)
        if own.receipt_time is not None and (own.acked > self._acked or self._store.log(hub).size > seen):
            self._sql.execute("INSERT INTO receipt VALUES (?, ?, ?)", (own.acked, own.size, own.receipt_time))

    def receipt(self, acked: int, note: str, time: int) -> None:
        """A receipt on the own log. An older one than is kept changes nothing; a newer one is believed even if it
        covers less, as after the hub was restored from a copy."""
        self._sql.execute(
            "UPDATE log SET acked = ?1, receipt = ?2, receipt_time = ?3 WHERE id = ?4"
            " AND (receipt_time IS NULL OR (receipt_time, acked) <= (?3, ?1))",
            (acked, note, time, schema.OWN),
        )

    def held(self, entries: tuple[QuarantinedEntry, ...]) -> None:
        """The own entries that the hub holds back, in place of those it did."""
        self._sql.execute("DELETE FROM held")
        rows = ((entry.index, entry.why, entry.detail) for entry in entries)
        self._sql.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", rows)


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection
