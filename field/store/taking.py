"""Taking what an exchange brought into the store: entries, checkpoints and receipts, each part whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from field.store import schema
from field.store.engine import savepoint
from field.store.logs import Logs
from field.store.projection import RecordProjection
from field.store.verdicts import ReportVerdicts
from sync.encoding.types import Hash, Instant, Origin, Size
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Review
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier

if TYPE_CHECKING:
    from sync.exchange.parcel import QuarantinedEntry
    from sync.exchange.ranges import ReceiptedBy


class Taking:
    """An open transaction in which an exchange's answer is taken. Get it from `LaptopStore.taking`."""

    def __init__(self, sql: sqlite3.Connection, logs: Logs, projection: RecordProjection, verdicts: ReportVerdicts) -> None:
        self._sql = sql
        self._logs = logs
        self._projection = projection
        self._verdicts = verdicts
        self._grown = False
        """Whether entries came by which reports are judged."""
        self._touched: set[int] = set()
        """Numbers of the records to project again."""

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of the answer: if the block raises nothing of it stays, and the rest of the answer does."""
        touched = self._touched.copy()
        try:
            with savepoint(self._sql):
                yield
        except BaseException:
            self._touched = touched
            raise

    def append(self, origin: Origin, start: int, lines: list[bytes], leaves: list[Hash]) -> None:
        """New entries of a followed log, from an index on. Follow with `head` once they are proven."""
        kind = origins.parse(origin).kind
        entries = [decode(line, kind) for line in lines]
        self._grown |= kind in (LogKind.DEVICE, LogKind.REGISTRY)
        self._touched |= self._logs.insert(self._logs.number(origin), start, lines, leaves, entries)
        reviewed = (self._projection.review(entry) for entry in entries if isinstance(entry, Review))
        self._touched |= {record for record in reviewed if record is not None}

    def head(self, origin: Origin, frontier: Frontier | None, note: str) -> None:
        """The checkpoint that a followed log is held up to; without a frontier if its entries are not held. Those that the
        hub signs for its own logs are kept for ever: with two of them it can be shown that it went back."""
        size, number = checkpoints.parse(note).checkpoint.size, self._logs.number(origin)
        self._sql.execute(
            "UPDATE log SET size = ?, frontier = ?, checkpoint = ? WHERE id = ?",
            (size, None if frontier is None else frontier.dump(), note, number),
        )
        if origins.parse(origin).kind is not LogKind.DEVICE:
            self._sql.execute("INSERT OR IGNORE INTO hub_head VALUES (?, ?, ?)", (number, size, note))

    def receipt(
        self, acked: Size, note: str, time: Instant, accepted: ReceiptedBy | None = None, *, may_lower: bool
    ) -> None:
        """A receipt on the own log, with the acceptance that it is of where the hub gave it. One that covers less than
        another before it is believed where it must be of now, as after the hub was restored from a copy. Of each size the
        first receipt is kept."""
        index, line = (None, None) if accepted is None else (accepted.index, accepted.entry.encode())
        self._sql.execute(
            "INSERT INTO receipted (acked, note, time, idx, line, own) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            # the receipt of the acceptance itself was the first, whatever came here before it
            " ON CONFLICT (acked) DO UPDATE SET note = ?2, time = ?3, idx = ?4, line = ?5"
            " WHERE idx IS NULL AND ?4 IS NOT NULL",
            (acked, note, time, index, line, self._logs.own.size),
        )
        self._sql.execute(
            "UPDATE log SET acked = ?1, receipt = ?2, receipt_time = ?3 WHERE id = ?4"
            " AND (acked < ?1 OR receipt IS NULL OR (acked > ?1 AND ?5))",
            (acked, note, time, schema.OWN, may_lower),
        )

    def quarantined(self, entries: tuple[QuarantinedEntry, ...]) -> None:
        """What the hub says of own entries, in place of what it said before: that it holds them back, or found something."""
        self._sql.execute("DELETE FROM held")
        rows = ((entry.index, entry.why, entry.detail) for entry in entries)
        self._sql.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", rows)

    def finish(self) -> None:
        """Make anew what is derived from all that was taken; before the transaction ends."""
        self._projection.project(self._touched)
        self._verdicts.project(grown=self._grown)
