"""The logs that a laptop holds: its own, which it alone appends to, and as far as they came with exchanges the hub's and
those of the unit's other laptops."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from field.store import schema
from field.store.engine import transaction
from field.store.projection import RecordProjection
from field.store.rows import HubWord, KeptReceipt, LogExtent, Membership
from field.store.signed_lines import is_as_signed, read
from field.store.standing import Standing
from sync.encoding.limits import MAX_EXACT, MAX_PROVEN
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Hash, Index, Instant, Origin, Size
from sync.errors import Refused
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode, encode
from sync.ledger.entry import Activity, Citation, Entry, Join, Kept, Lost, Position, Restored, Retraction, Review
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import HASH_SIZE, Frontier, leaf_hash, leaf_hashes
from sync.log.note import Verifier

if TYPE_CHECKING:
    from sync.log.keys import Signer


class Logs:
    """The logs in a store's connection."""

    def __init__(self, sql: sqlite3.Connection, membership: Membership, projection: RecordProjection) -> None:
        self._sql = sql
        self.standing = Standing(sql)
        self._membership = membership
        self._projection = projection
        self.own_origin = origins.device(membership.hub, membership.device)
        self._edge = Frontier()

    @property
    def hub(self) -> str:
        """The hub's name."""
        return self._membership.hub

    # -- the own log

    @property
    def own(self) -> LogExtent:
        """The own log's extent."""
        return self.extent(self.own_origin)

    def append(self, entries: Sequence[Entry], signer: Signer) -> list[Hash]:
        """Save entries at the end of the own log, all or none; their leaf hashes.

        `BadInput("bad-entry")` for one that no log can hold, `Refused("not-joined")` if the log has no join yet, and
        `Refused` as `Standing.fault` says of one that can be sent no more.
        """
        with transaction(self._sql):
            own = self.own
            fault = self.standing.fault(own.size)
            if fault is not None:
                raise fault
            if own.size == 0 and not isinstance(entries[0], Join):
                raise Refused("not-joined", path="")
            entries, cited = self._citing(entries)
            leaves = self._grow(own, [encode(entry) for entry in entries], entries, signer)
            self._sql.execute("UPDATE log SET cited = ? WHERE id = ?", (cited, schema.OWN))
        return leaves

    def replay(self, carried: Entry, lines: Sequence[bytes], signer: Signer) -> list[Hash]:
        """Save an entry, and behind it lines of another log as they stand there; their leaf hashes. They cite nothing of
        before what this log has cited."""
        with transaction(self._sql):
            own = self.own
            fault = self.standing.fault(own.size)
            if fault is not None:
                raise fault
            entries = [decode(line, LogKind.DEVICE) for line in lines]
            leaves = self._grow(own, [encode(carried), *lines], [carried, *entries], signer)
            self._sql.execute(
                "UPDATE log SET cited = max(cited, (SELECT ifnull(max(size), 0) FROM citation)) WHERE id = ?", (schema.OWN,)
            )
        return leaves[1:]

    def sign_head(self, signer: Signer) -> None:
        """Sign the own log's head again where it is gone."""
        with transaction(self._sql):
            own = self.own
            if own.size and not own.checkpoint:
                note = checkpoints.sign(Checkpoint(self.own_origin, own.size, own.frontier.root()), signer)
                self._sql.execute("UPDATE log SET checkpoint = ? WHERE id = ?", (note, schema.OWN))

    def _grow(
        self, own: LogExtent, lines: Sequence[bytes], entries: Sequence[Entry | Quarantined], signer: Signer
    ) -> list[Hash]:
        leaves = [leaf_hash(line) for line in lines]
        own.frontier.extend(leaves)
        self._projection.project(self.insert(schema.OWN, own.size, lines, leaves, entries))
        size, root = own.frontier.size, own.frontier.root()
        note = checkpoints.sign(Checkpoint(self.own_origin, size, root), signer)
        self._sql.execute(
            "UPDATE log SET size = ?, frontier = ?, checkpoint = ? WHERE id = ?",
            (size, own.frontier.dump(), note, schema.OWN),
        )
        return leaves

    def _citing(self, entries: Sequence[Entry]) -> tuple[list[Entry], int]:
        """The entries, citing only what was not cited before: another process may have been here since they were
        made, and citations in a log never go back."""
        cited = self.cited
        kept: list[Entry] = []
        for entry in entries:
            if entry.seen is not None and entry.seen.size <= cited:
                kept.append(msgspec.structs.replace(entry, seen=None))
                continue
            cited = entry.seen.size if entry.seen is not None else cited
            kept.append(entry)
        return kept, cited

    @property
    def cited(self) -> int:
        """The size of the largest acceptances checkpoint that an own entry has cited."""
        (cited,) = self._sql.execute("SELECT cited FROM log WHERE id = ?", (schema.OWN,)).fetchone()
        return int(cited)

    def next_seen(self) -> Citation | None:
        """What the next own entry should cite: the hub's newest acceptances checkpoint with the hub's signature, if none has
        cited it yet. So it proves itself to anybody, whatever the hub says later."""
        acceptances = self.extent(origins.acceptances(self._membership.hub))
        if acceptances.size <= self.cited:
            return None
        parsed = checkpoints.parse(acceptances.checkpoint)
        signature = parsed.note.find(Verifier.parse(self._membership.key).renamed(parsed.checkpoint.origin))
        assert signature is not None, "what is not signed is not taken"
        sig = tobase64(signature.key_id + signature.signature)
        return Citation(acceptances.size, tobase64(parsed.checkpoint.root), sig)

    def damaged(self, start: int = 0, end: int = MAX_EXACT) -> list[tuple[Index, Hash]]:
        """The own entries between two indices that no receipt covers and whose bytes are not those that were signed: index,
        and the leaf hash that was signed."""
        rows = self._sql.execute(
            "SELECT idx, leaf, CAST(coalesce(line, x'') AS BLOB) FROM entry"
            " WHERE log = ?1 AND idx >= (SELECT acked FROM log WHERE id = ?1)"
            " AND idx >= ?2 AND idx < ?3 ORDER BY idx",
            (schema.OWN, start, end),
        ).fetchall()
        made = leaf_hashes([line for _index, _leaf, line in rows])
        return [(index, leaf) for (index, leaf, _line), true in zip(rows, made, strict=True) if true != leaf]

    def mend(self, index: Index, line: bytes) -> None:
        """Put the true bytes of an own entry in the place of those that are there; what is shown of it is made anew."""
        self._sql.execute("UPDATE entry SET line = ? WHERE log = ? AND idx = ?", (line, schema.OWN, index))
        (record,) = self._sql.execute("SELECT record FROM entry WHERE log = ? AND idx = ?", (schema.OWN, index)).fetchone()
        self._projection.project([] if record is None else [record])

    # -- any log

    def extent(self, origin: Origin) -> LogExtent:
        """The extent to which a log is held; of size 0 if it is unknown."""
        row = self._sql.execute(
            "SELECT size, frontier, checkpoint, acked, receipt, receipt_time FROM log WHERE origin = ?", (origin,)
        ).fetchone()
        if row is None:
            return LogExtent(origin, NOTHING, Frontier(), "")
        size, frontier, *rest = row
        return LogExtent(origin, size, Frontier() if frontier is None else Frontier.load(size, frontier), *rest)

    def fit(self) -> bool:
        """Whether the own log is there, and every log's edge is that of a log of its size, as far as their lengths tell."""
        rows = self._sql.execute("SELECT id, origin, size, length(frontier) FROM log WHERE frontier IS NOT NULL").fetchall()
        return (schema.OWN, self.own_origin) in {(number, origin) for number, origin, *_rest in rows} and all(
            length == HASH_SIZE * size.bit_count() for _number, _origin, size, length in rows
        )

    def cursors(self) -> dict[Origin, Size]:
        """How far each log that this laptop follows is held, if anything of it is, the hub's under their names of the
        generation that is held; its own as far as a receipt covers it."""
        known = {origin: self.extent(origin).size for origin in self.followed()}
        others = self._sql.execute("SELECT origin, size FROM log WHERE id <> ? AND origin LIKE '%/device/%'", (schema.OWN,))
        named = {self.named(origin): size for origin, size in known.items() if size}
        return {self.own_origin: self.own.acked, **named, **dict(others)}

    def peers(self) -> list[Origin]:
        """The logs of the unit's other laptops of which something is held."""
        query = "SELECT origin FROM log WHERE id <> ? AND size > 0 AND origin LIKE '%/device/%' ORDER BY origin"
        return [origin for (origin,) in self._sql.execute(query, (schema.OWN,))]

    def followed(self) -> list[Origin]:
        """The hub's own logs that this laptop follows, by their first names, under which they are kept."""
        hub, unit = self._membership.hub, self._membership.unit
        return [origins.registry(hub), origins.acceptances(hub), origins.desk(hub, unit)]

    def named(self, first: Origin) -> Origin:
        """What one of the hub's own logs is called in the generation that is held of it, by its first name. The registry
        is of the generation that signed its head, the others of the one that it tells of."""
        parsed = origins.parse(first)
        if parsed.kind is LogKind.REGISTRY:
            note = self.extent(first).checkpoint
            return checkpoints.parse(note).checkpoint.origin if note else first
        return msgspec.structs.replace(parsed, generation=self.generation).written

    @property
    def generation(self) -> int:
        """The hub's generation, as far as the registry that is held tells of restores."""
        restored = self.restores()
        return restored[-1].generation if restored else 1

    def restores(self) -> list[Restored]:
        """The restores of the hub that the registry tells of, in order, each with all that it kept and lost."""
        rows = self._sql.execute(
            "SELECT line, leaf FROM entry JOIN log ON log.id = entry.log WHERE origin = ?"
            " AND kind IN ('restored', 'kept', 'lost')"
            " AND record IS NULL ORDER BY idx",
            (origins.registry(self._membership.hub),),
        )
        found: list[Restored] = []
        for line, leaf in rows:
            entry = read(line, leaf, LogKind.REGISTRY)
            if isinstance(entry, Restored):
                found.append(entry)
            elif isinstance(entry, Kept) and found:
                found[-1] = msgspec.structs.replace(found[-1], kept=(*found[-1].kept, *entry.kept))
            elif isinstance(entry, Lost) and found:
                found[-1] = msgspec.structs.replace(found[-1], lost=(*found[-1].lost, entry.head))
        return found

    def covers(self) -> tuple[Position, ...]:
        """How far every log of this unit is held, the own one included, in order of the device."""
        logs = self._sql.execute("SELECT origin, size FROM log WHERE size > 0")
        sizes = ((origins.parse(origin), size) for origin, size in logs)
        devices = ((origin.device, size) for origin, size in sizes if origin.kind is LogKind.DEVICE)
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

    def reach(self, origin: Origin, start: int, budget_bytes: int) -> Size:
        """How far into a log so many bytes of entries lead from an index on: as far as `lines` does, which reads them."""
        reach = start
        for (length,) in self._sql.execute(
            "SELECT length(line) FROM entry JOIN log ON log.id = entry.log WHERE origin = ? AND idx >= ? ORDER BY idx",
            (origin, start),
        ):
            budget_bytes -= length
            if reach > start and budget_bytes < 0:
                break
            reach += 1
        return Size(reach)

    def leaves(self, origin: Origin, start: int, end: int) -> list[Hash]:
        """Leaf hashes from an index up to, and without, another."""
        rows = self._sql.execute(
            "SELECT leaf FROM entry JOIN log ON log.id = entry.log WHERE origin = ? AND idx >= ? AND idx < ? ORDER BY idx",
            (origin, start, end),
        )
        return [leaf for (leaf,) in rows]

    def frontier_at(self, origin: Origin, size: int) -> Frontier:
        """The edge of a held log when it had this size."""
        extent = self.extent(origin)
        assert size <= extent.size, "an edge beyond what is held"
        if size == extent.size:
            return extent.frontier
        if origin != self.own_origin:
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
        registry = Registry(Verifier.parse(self._membership.key))
        lines = self._sql.execute(
            "SELECT line, leaf FROM entry JOIN log ON log.id = entry.log WHERE origin = ? ORDER BY idx", (registry.key.name,)
        )
        registry.take(read(line, leaf, LogKind.REGISTRY) for line, leaf in lines)
        return registry

    @property
    def registry_head(self) -> tuple[str, Size]:
        """What tells whether another registry is held: its signed head, and how many entries are held."""
        registry = self.extent(origins.registry(self._membership.hub))
        return registry.checkpoint, registry.size

    # -- what the hub gave its word for

    def hub_heads(self) -> list[str]:
        """The signed head of every size at which one of the hub's own logs was taken, log by log, the smallest first."""
        return [note for (note,) in self._sql.execute("SELECT note FROM hub_head ORDER BY log, generation, size")]

    def heads_of(self, origin: Origin) -> dict[Size, str]:
        """By size, the signed heads that were taken of a log that is not the own one: of one of the hub's under this name,
        that is of one generation; of a colleague's those at which its entries end here."""
        parsed = origins.parse(origin)
        if parsed.kind is LogKind.DEVICE:
            query = "SELECT peer_head.size, note FROM peer_head JOIN log ON log.id = peer_head.log WHERE origin = ?"
            return dict(self._sql.execute(f"{query} ORDER BY 1", (origin,)).fetchall())
        query = (
            "SELECT hub_head.size, note FROM hub_head JOIN log ON log.id = hub_head.log WHERE origin = ? AND generation = ?"
        )
        return dict(self._sql.execute(f"{query} ORDER BY 1", (parsed.first, parsed.generation)).fetchall())

    def other_head(self, signed: Checkpoint) -> bool:
        """Whether another head of this size was taken of one of the hub's own logs, in the same generation."""
        note = self.heads_of(signed.origin).get(signed.size)
        return note is not None and checkpoints.parse(note).checkpoint.root != signed.root

    def left_behind(self) -> list[tuple[Origin, Index, bytes]]:
        """What the hub said in a generation before and has not any more: the log's name in that generation, index and
        line; and what it had accepted of a laptop and does not count any more."""
        return list(self._sql.execute("SELECT origin, idx, line FROM left_behind ORDER BY origin, idx"))

    def contradictions(self) -> list[str]:
        """The signed heads of the hub's own logs that contradict what is held of them."""
        return [note for (note,) in self._sql.execute("SELECT note FROM contradiction ORDER BY note")]

    def hub_words(self) -> list[HubWord]:
        """The signed heads of the acceptances that are not proven, the largest first."""
        rows = self._sql.execute("SELECT note, size, why FROM hub_word ORDER BY size DESC, note")
        return [HubWord(*row) for row in rows]

    def sizes_to_prove(self) -> tuple[Size, ...]:
        """The sizes of the largest of these that are of the generation of now, and were not asked for yet: as many as may be
        asked for at a time."""
        name = self.named(origins.acceptances(self._membership.hub))
        sizes = [
            word.size
            for word in self.hub_words()
            if word.why != "asked" and checkpoints.parse(word.note).checkpoint.origin == name
        ]
        return tuple(dict.fromkeys(sizes))[:MAX_PROVEN]

    def receipts(self) -> list[KeptReceipt]:
        """The first receipt of each size of the own log that was receipted, the smallest first."""
        rows = self._sql.execute("SELECT acked, note, time, idx, line FROM receipted ORDER BY acked")
        return [KeptReceipt(*row) for row in rows]

    def receipts_came(self) -> list[tuple[Size, Size, Instant]]:
        """Of each receipt that is kept, and whose time is not known to be false, how long the own log was as it came, how
        much of it it covers and its time, in the order of the first."""
        return list(self._sql.execute(f"SELECT own, acked, time FROM {schema.TRUE_RECEIPTS} ORDER BY own, time"))  # noqa: S608

    def own_times(self, newest: int) -> list[tuple[Index, str, str, Instant]]:
        """The newest own activities, retractions and reports, so many entries back: index, kind, what it names (its record
        or its period), and when it says that it was made."""
        rows = self._sql.execute(
            "SELECT idx, kind, coalesce(json_extract(said, '$.record'), json_extract(said, '$.period'), ''),"
            " json_extract(said, '$.at'), line, leaf FROM"
            " (SELECT idx, kind, CAST(line AS TEXT) AS said, line, leaf FROM entry WHERE log = ?1"
            " AND kind IN ('activity', 'retraction', 'report') AND json_valid(CAST(line AS TEXT))"
            " AND idx >= (SELECT size FROM log WHERE id = ?1) - ?2) ORDER BY idx",
            (schema.OWN, newest),
        )
        return [tuple(said) for *said, line, leaf in rows if is_as_signed(line, leaf)]

    # -- growing

    def number(self, origin: Origin) -> int:
        """The number of a log, given to it if it has none."""
        self._sql.execute("INSERT INTO log (origin) VALUES (?) ON CONFLICT DO NOTHING", (origin,))
        (number,) = self._sql.execute("SELECT id FROM log WHERE origin = ?", (origin,)).fetchone()
        return int(number)

    def insert(
        self, log: int, start: int, lines: Sequence[bytes], leaves: Sequence[Hash], entries: Sequence[Entry | Quarantined]
    ) -> set[int]:
        """Put lines into the log of this number from an index on; the numbers of the records that they touch."""
        rows: list[tuple[int, int, bytes, bytes, str, int | None]] = []
        touched: set[int] = set()
        for idx, (line, leaf, entry) in enumerate(zip(lines, leaves, entries, strict=True), start):
            record = self._projection.number(entry.record) if isinstance(entry, Activity | Retraction) else None
            rows.append((log, idx, leaf, line, kind_of(entry), record))
            if record is not None:
                touched.add(record)
            if log == schema.OWN and not isinstance(entry, Quarantined) and entry.seen is not None:
                self._sql.execute("INSERT INTO citation VALUES (?, ?)", (idx, entry.seen.size))
        self._sql.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", rows)
        return touched

    def put_true(self, log: int, index: int, line: bytes, leaf: Hash, entry: Entry | Quarantined) -> set[int]:
        """Put a true line in place of what rotted at an index of the log of this number; the numbers of the records that
        this touches."""
        record = self._projection.number(entry.record) if isinstance(entry, Activity | Retraction) else None
        before = self._sql.execute("SELECT record FROM entry WHERE log = ? AND idx = ?", (log, index)).fetchone()
        self._sql.execute(
            "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            " ON CONFLICT (log, idx) DO UPDATE SET leaf = ?3, line = ?4, kind = ?5, record = ?6",
            (log, index, leaf, line, kind_of(entry), record),
        )
        if log == schema.OWN and not isinstance(entry, Quarantined) and entry.seen is not None:
            self._sql.execute("INSERT OR REPLACE INTO citation VALUES (?, ?)", (index, entry.seen.size))
        return {number for number in (record, *(before or ())) if number is not None}

    def read_again(self) -> None:
        """Read every entry anew: a program before this one kept some without understanding them, and may have taken others
        that are invalid by what is known now."""
        with transaction(self._sql):
            rows = self._sql.execute(
                "SELECT log, origin, idx, line, leaf, kind, record FROM entry JOIN log ON log.id = entry.log"
            ).fetchall()
            touched: set[int | None] = set()
            for log, origin, idx, line, leaf, kind_before, record_before in rows:
                if not is_as_signed(line, leaf):
                    continue  # it comes back
                entry = decode(line, origins.parse(origin).kind)
                kind = kind_of(entry)
                if kind == kind_before:
                    continue
                record = self._projection.number(entry.record) if isinstance(entry, Activity | Retraction) else None
                self._sql.execute(
                    "UPDATE entry SET kind = ?, record = ? WHERE log = ? AND idx = ?", (kind, record, log, idx)
                )
                touched |= {record, record_before, self._projection.review(entry) if isinstance(entry, Review) else None}
            self._projection.project(number for number in touched if number is not None)


def kind_of(entry: Entry | Quarantined) -> str:
    """What an entry is stored as: its tag, or why it is not read."""
    return entry.why if isinstance(entry, Quarantined) else str(entry.__struct_config__.tag)
