"""What rotted, at the hub or here, and what this laptop holds of it: given again to the hub, and taken again from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import msgspec

from field.store import schema
from field.store.engine import transaction
from field.store.kept import decoded, numbers
from field.store.logs import Logs
from field.store.rows import LogExtent
from sync.encoding.types import Hash, Instant, Origin, Size
from sync.errors import BadInput
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier, leaf_hash, leaf_hashes

if TYPE_CHECKING:
    from field.store.soundness import LaptopDamage
    from sync.exchange.mending import MendingRange, ProvenPart
    from sync.exchange.parcel import WantedRange

_HUB_WANTS: Final = "hub-wants"
_ORDER: Final = (LogKind.REGISTRY, LogKind.ACCEPTANCES, LogKind.DESK, LogKind.DEVICE, None)
"""In which logs are asked for: what others are read by first."""


_LOST: Final = "rotted-here"
_LOOKED: Final = "looked-at"
_MOST_LOST: Final = 64
"""Parts asked for at a time, as a parcel may."""


class Mending:
    """The mending of logs, in a store's connection."""

    def __init__(self, sql: sqlite3.Connection, logs: Logs) -> None:
        self._sql = sql
        self._logs = logs
        self._noticed: set[tuple[int, int]] = set()

    # -- what rotted here

    @property
    def lost(self) -> tuple[WantedRange, ...]:
        """What is known to have rotted here, and the hub has."""
        return self._kept(_LOST)

    def note(self, found: Sequence[LaptopDamage]) -> None:
        """Take note of what a check of the whole store found, in place of what was known: what the hub has of it comes back
        with the next exchange."""
        lost: list[tuple[Origin, int, int]] = []
        for damage in found:
            if damage.part == "entry" and damage.received:
                if lost and (lost[-1][0], lost[-1][2]) == (damage.origin, damage.index):
                    lost[-1] = (damage.origin, lost[-1][1], damage.index + 1)
                else:
                    lost.append((damage.origin, damage.index, damage.index + 1))
            elif damage.part == "root" and not damage.own:
                lost.append((damage.origin, 0, damage.index))
            elif damage.part == "receipt" or (damage.part == "head" and not damage.own):
                lost.append((damage.origin, damage.index, damage.index))
        self._keep_lost(lost)
        if any(damage.part == "entry" and damage.own and not damage.received for damage in found):
            self._logs.standing.damaged(is_so=True)

    def look(self, count: int) -> set[int]:
        """Hold the next entries against their hashes, so many at each exchange: in some weeks each comes round again. The
        numbers of the records that they are of."""
        log, index = numbers(self._setting(_LOOKED), 2)
        rows = self._sql.execute(
            "SELECT log, idx, leaf, CAST(coalesce(line, x'') AS BLOB), record FROM entry"
            " WHERE (log, idx) >= (?, ?) ORDER BY log, idx LIMIT ?",
            (log, index, count),
        ).fetchall()
        self._set(_LOOKED, f"{rows[-1][0]} {rows[-1][1] + 1}" if len(rows) == count else "")
        made = leaf_hashes([line for _number, _idx, _leaf, line, _record in rows])
        altered = [(number, idx) for (number, idx, leaf, _line, _of), true in zip(rows, made, strict=True) if true != leaf]
        if altered:
            self._take_note(altered)
        return {record for *_entry, record in rows if record is not None}

    def noticed(self, altered: Iterable[tuple[int, int]]) -> None:
        """Take note of entries that were found to have rotted, by the number of the log and the index: what the hub has of
        them comes back with the next exchange. Within a transaction, which may come to nothing, that is put off."""
        self._noticed.update(altered)
        if not self._sql.in_transaction:
            self.keep_noticed()

    def keep_noticed(self) -> None:
        """Keep what was noticed, if anything was. What cannot be written now is found again."""
        if self._noticed:
            with suppress(sqlite3.OperationalError):
                self._take_note(sorted(self._noticed))
                self._noticed.clear()

    def _take_note(self, altered: Sequence[tuple[int, int]]) -> None:
        known = [(each.origin, int(each.start), int(each.end)) for each in self.lost]
        named: dict[int, Origin] = dict(self._sql.execute("SELECT id, origin FROM log"))
        acked = self._logs.own.acked
        received = [(named[number], idx) for number, idx in altered if number != schema.OWN or idx < acked]
        new = [
            (origin, idx, idx + 1)
            for origin, idx in received
            if not any(origin == known_of and start <= idx < end for known_of, start, end in known)
        ]
        if new:
            self._keep_lost([*known, *new])
        if len(received) < len(altered):
            self._logs.standing.damaged(is_so=True)  # until it is mended, or what stands before it has gone

    def mended(self) -> None:
        """Note what of all that had rotted is whole again."""
        kept = [each for each in self.lost if not self._is_whole(each)]
        self._keep_lost([(each.origin, int(each.start), int(each.end)) for each in kept])

    def is_true(self, origin: Origin, part: ProvenPart) -> bool:
        """Whether entries are those of a log that is held: by the hashes kept beside each; by a head that was taken before,
        under which they are proven; or by the log's edge, which all together give."""
        extent = self._logs.extent(origin)
        new, signed = dict(enumerate(part.leaves, part.start)), part.signed.checkpoint
        if part.start + len(new) > extent.size:
            return False
        held = dict(self._leaves(origin))
        if all(held.get(index) == leaf for index, leaf in new.items()) or self._root_at(extent, signed.size) == signed.root:
            return True
        whole = held | new
        return len(whole) == extent.size and _edge([whole[index] for index in range(extent.size)]) == extent.frontier

    def _root_at(self, extent: LogExtent, size: Size) -> Hash | None:
        """The root of a log at a size, by what was taken of it before; None where no head of that size is kept."""
        if size == extent.size:
            return extent.frontier.root()
        note = self._signed(extent.origin, size, alone=True)
        return None if note is None else checkpoints.parse(note).checkpoint.root

    def differing(self, origin: Origin, start: int, lines: Sequence[bytes]) -> list[int]:
        """At which indices other lines, or none, stand here, or beside another hash."""
        rows = self._sql.execute(
            "SELECT idx, line, leaf FROM entry JOIN log ON log.id = entry.log WHERE origin = ? AND idx >= ? AND idx < ?",
            (origin, start, start + len(lines)),
        )
        there = {idx: (line, leaf) for idx, line, leaf in rows}
        return [index for index, line in enumerate(lines, start) if there.get(index) != (line, leaf_hash(line))]

    def put_head(self, origin: Origin, note: str) -> None:
        """Put back the note that signs a log's head."""
        self._sql.execute("UPDATE log SET checkpoint = ? WHERE origin = ?", (note, origin))

    def put_receipt(self, size: Size, note: str, time: Instant) -> None:
        """Put back a receipt on the own log."""
        self._sql.execute("UPDATE receipted SET note = ?, time = ? WHERE acked = ?", (note, time, size))
        self._sql.execute(
            "UPDATE log SET receipt = ?, receipt_time = ? WHERE id = ? AND acked = ?", (note, time, schema.OWN, size)
        )

    def _is_whole(self, wanted: WantedRange) -> bool:
        if wanted.start == wanted.end:
            return False  # what was put back is taken off at once
        rows = self._sql.execute(
            "SELECT leaf, line FROM entry JOIN log ON log.id = entry.log WHERE origin = ? AND idx >= ? AND idx < ?",
            (wanted.origin, wanted.start, wanted.end),
        ).fetchall()
        sound = len(rows) == wanted.end - wanted.start and all(leaf_hash(line) == leaf for leaf, line in rows)
        extent = self._logs.extent(wanted.origin)
        return sound and _edge([leaf for _index, leaf in self._leaves(wanted.origin)]) == extent.frontier

    def put_back(self, wanted: WantedRange) -> None:
        """Note that a head or receipt is whole again."""
        kept = [each for each in self.lost if each != wanted]
        self._keep_lost([(each.origin, int(each.start), int(each.end)) for each in kept])

    def _leaves(self, origin: Origin) -> list[tuple[int, Hash]]:
        query = "SELECT idx, leaf FROM entry JOIN log ON log.id = entry.log WHERE origin = ? ORDER BY idx"
        return list(self._sql.execute(query, (origin,)))

    def _keep_lost(self, lost: Sequence[tuple[Origin, int, int]]) -> None:
        from sync.exchange.parcel import WantedRange  # noqa: PLC0415 - see `_given`

        first = sorted(lost, key=lambda each: _ORDER.index(_kind(each[0])))[:_MOST_LOST]
        self._keep(_LOST, [WantedRange(origin, Size(start), Size(end)) for origin, start, end in first])

    def _setting(self, name: str) -> str:
        row = self._sql.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return "" if row is None else str(row[0])

    def _set(self, name: str, value: str) -> None:
        if value != self._setting(name):
            with transaction(self._sql):
                self._sql.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def _kept(self, name: str) -> tuple[WantedRange, ...]:
        told = self._setting(name)
        if not told:
            return ()
        from sync.exchange.parcel import WantedRange  # noqa: PLC0415 - see `_given`

        return decoded(told, tuple[WantedRange, ...]) or ()

    def _keep(self, name: str, wanted: Sequence[WantedRange]) -> None:
        self._set(name, msgspec.json.encode(wanted).decode() if wanted else "")

    # -- what rotted at the hub

    @property
    def hub_wants(self) -> tuple[WantedRange, ...]:
        """What the hub asked for when it was heard last."""
        return self._kept(_HUB_WANTS)

    def keep_hub_wants(self, wanted: Sequence[WantedRange]) -> None:
        """Keep what the hub asks for, in place of what it asked for before."""
        self._keep(_HUB_WANTS, wanted)

    def given(self, wanted: Iterable[WantedRange], budget: int) -> Iterator[MendingRange]:
        """What of this is held here, as it was signed: about so many bytes of entries, but at least one range."""
        for each in wanted:
            for mending in self._given(each.origin, each.start, each.end):
                yield mending
                budget -= sum(map(len, mending.lines))
                if budget <= 0:
                    return

    def _given(self, origin: Origin, start: Size, end: Size) -> Iterator[MendingRange]:
        from sync.exchange.mending import given_again  # noqa: PLC0415 - parcels, which the first screen does without

        note = self._signed(origin, end, alone=start == end)
        if note is None or start > end:
            return
        if start == end:
            yield from given_again(start, [], [], note)
            return
        size = checkpoints.parse(note).checkpoint.size
        rows = self._sql.execute(
            "SELECT leaf, CASE WHEN idx >= ?2 AND idx < ?3 THEN line END FROM entry JOIN log ON log.id = entry.log"
            " WHERE origin = ?1 AND idx < ?4 ORDER BY idx",
            (origin, start, end, size),
        ).fetchall()
        leaves = [Hash(leaf) for leaf, _line in rows]
        if len(leaves) != size:
            return
        sound = {at: line for at, (leaf, line) in enumerate(rows[start:end], start) if leaf_hash(line) == leaf}
        at = int(start)
        while at < end:  # what rotted here, too, is left out: the hub may have that
            run = list(_while_there(sound, at))
            if run:
                yield from given_again(at, run, leaves, note)
            at += len(run) + 1

    def _signed(self, origin: Origin, end: Size, *, alone: bool) -> str | None:
        """The note of a head of a log that the hub vouched for, at a size or beyond but not beyond what is held; `alone`
        just there."""
        if origin == self._logs.own_origin:
            most = end if alone else self._logs.own.size
            query = "SELECT note FROM receipted WHERE acked BETWEEN ? AND ? AND note <> '' ORDER BY acked LIMIT 1"
            return self._first(query, end, most)
        held = self._logs.extent(origin)
        if end <= held.size == _size(held.checkpoint) and not (alone and end < held.size):
            return held.checkpoint
        if _kind(origin) is LogKind.DEVICE or not alone:
            return None
        query = "SELECT note FROM hub_head JOIN log ON log.id = hub_head.log WHERE origin = ? AND hub_head.size = ?"
        return self._first(query, origin, end)

    def _first(self, query: str, *values: object) -> str | None:
        row = self._sql.execute(query, values).fetchone()
        return None if row is None else str(row[0])


def _while_there(lines: Mapping[int, bytes], at: int) -> Iterator[bytes]:
    """The lines from an index on, up to the first that is not there."""
    while at in lines:
        yield lines[at]
        at += 1


def _edge(leaves: Iterable[Hash]) -> Frontier:
    edge = Frontier()
    edge.extend(leaves)
    return edge


def _kind(origin: Origin) -> LogKind | None:
    try:
        return origins.parse(origin).kind
    except BadInput:
        return None


def _size(note: str) -> Size | None:
    try:
        return checkpoints.parse(note).checkpoint.size
    except BadInput:
        return None
