"""What rotted, at the hub or here, and what this laptop holds of it: given again to the hub, and taken again from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from field.store.logs import Logs
from sync.encoding.types import Hash, Origin, Size
from sync.errors import BadInput
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash

if TYPE_CHECKING:
    from sync.exchange.mending import MendingRange
    from sync.exchange.parcel import WantedRange

_HUB_WANTS: Final = "hub-wants"


class Mending:
    """The mending of logs, in a store's connection."""

    def __init__(self, sql: sqlite3.Connection, logs: Logs) -> None:
        self._sql = sql
        self._logs = logs

    # -- what rotted at the hub

    @property
    def hub_wants(self) -> tuple[WantedRange, ...]:
        """What the hub asked for when it was heard last."""
        row = self._sql.execute("SELECT value FROM setting WHERE name = ?", (_HUB_WANTS,)).fetchone()
        if row is None:
            return ()
        from sync.exchange.parcel import WantedRange  # noqa: PLC0415 - see `given_again`

        return msgspec.json.decode(row[0], type=tuple[WantedRange, ...])

    def keep_hub_wants(self, wanted: Sequence[WantedRange]) -> None:
        """Keep what the hub asks for, in place of what it asked for before."""
        if tuple(wanted) == self.hub_wants:
            return
        self._sql.execute("DELETE FROM setting WHERE name = ?", (_HUB_WANTS,))
        if wanted:
            self._sql.execute("INSERT INTO setting VALUES (?, ?)", (_HUB_WANTS, msgspec.json.encode(wanted).decode()))

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
            yield from given_again(origin, start, [], [], note)
            return
        size = checkpoints.parse(note).checkpoint.size
        rows = self._sql.execute(
            "SELECT leaf, CASE WHEN idx >= ?2 AND idx < ?3 THEN line END FROM entry JOIN log ON log.id = entry.log"
            " WHERE origin = ?1 AND idx < ?4 ORDER BY idx",
            (origin, start, end, size),
        ).fetchall()
        leaves = [Hash(leaf) for leaf, _line in rows]
        lines = [line for _leaf, line in rows[start:end]]
        if len(leaves) == size and all(leaf_hash(line) == leaves[at] for at, line in enumerate(lines, start)):
            yield from given_again(origin, start, lines, leaves, note)

    def _signed(self, origin: Origin, end: Size, *, alone: bool) -> str | None:
        """The note of a head of a log that the hub vouched for, at a size or beyond but not beyond what is held; `alone`
        just there."""
        held, most = self._logs.extent(origin), end if alone else self._logs.extent(origin).size
        if origin == self._logs.own_origin:
            query = "SELECT note FROM receipted WHERE acked BETWEEN ? AND ? AND note <> '' ORDER BY acked LIMIT 1"
            row = self._sql.execute(query, (end, most)).fetchone()
        elif _kind(origin) is not LogKind.DEVICE:
            row = self._sql.execute(
                "SELECT note FROM hub_head JOIN log ON log.id = hub_head.log WHERE origin = ?"
                " AND hub_head.size BETWEEN ? AND ? ORDER BY hub_head.size LIMIT 1",
                (origin, end, most),
            ).fetchone()
        else:
            row = (held.checkpoint,) if end <= held.size <= most and _size(held.checkpoint) == held.size else None
        return None if row is None else str(row[0])


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
