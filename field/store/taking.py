"""Taking what an exchange brought into the store: entries, checkpoints and receipts, whole or not at all."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from field.store import schema
from field.store.logs import Logs
from field.store.projection import RecordProjection
from sync.encoding import Hash, Origin
from sync.ledger import origins
from sync.ledger.entry import Review, decode
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier

if TYPE_CHECKING:
    from sync.exchange.parcel import QuarantinedEntry


class Taking:
    """An open transaction in which an exchange's answer is taken. Get it from `LaptopStore.taking`."""

    def __init__(self, sql: sqlite3.Connection, logs: Logs, projection: RecordProjection) -> None:
        self._sql = sql
        self._logs = logs
        self._projection = projection
        self._acceptances = origins.acceptances(origins.parse(logs.own_origin).hub)
        self._acked_before = logs.own.acked
        self._accepted_before = logs.extent(self._acceptances).size
        self._touched: set[int] = set()
        """Numbers of the records to project again."""

    def append(self, origin: Origin, start: int, lines: list[bytes], leaves: list[Hash]) -> None:
        """New entries of a followed log, from an index on. Follow with `head` once they are proven."""
        entries = [decode(line, origins.parse(origin).kind) for line in lines]
        self._touched |= self._logs.insert(self._logs.number(origin), start, lines, leaves, entries)
        reviewed = (self._projection.review(entry) for entry in entries if isinstance(entry, Review))
        self._touched |= {record for record in reviewed if record is not None}

    def head(self, origin: Origin, frontier: Frontier | None, note: str) -> None:
        """The checkpoint that a followed log is held up to; without a frontier if its entries are not held."""
        self._sql.execute(
            "UPDATE log SET size = ?, frontier = ?, checkpoint = ? WHERE id = ?",
            (
                checkpoints.parse(note).checkpoint.size,
                None if frontier is None else frontier.dump(),
                note,
                self._logs.number(origin),
            ),
        )

    def receipt(self, acked: int, note: str, time: int) -> None:
        """A receipt on the own log. An older one than is kept changes nothing; a newer one is believed even if it
        covers less, as after the hub was restored from a copy."""
        self._sql.execute(
            "UPDATE log SET acked = ?1, receipt = ?2, receipt_time = ?3 WHERE id = ?4"
            " AND (receipt_time IS NULL OR (receipt_time, acked) <= (?3, ?1))",
            (acked, note, time, schema.OWN),
        )

    def quarantined(self, entries: tuple[QuarantinedEntry, ...]) -> None:
        """The own entries that the hub holds back, in place of those it did."""
        self._sql.execute("DELETE FROM held")
        rows = ((entry.index, entry.why, entry.detail) for entry in entries)
        self._sql.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", rows)

    def finish(self) -> None:
        """Make anew what is derived from all that was taken; before the transaction ends."""
        self._bracket()
        self._projection.project(self._touched)

    def _bracket(self) -> None:
        """Keep the time of a receipt that came with more than was held: it covers more of the own log, or there are
        further acceptances for the next own entry to cite."""
        own, accepted = self._logs.own, self._logs.extent(self._acceptances).size
        if own.receipt_time is not None and (own.acked > self._acked_before or accepted > self._accepted_before):
            self._sql.execute("INSERT INTO receipt VALUES (?, ?, ?)", (own.acked, own.size, own.receipt_time))
