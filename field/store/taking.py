"""Taking what an exchange brought into the store: entries, checkpoints and receipts, each part whole or not at all."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from field.store import schema
from field.store.logs import Logs
from field.store.projection import RecordProjection
from field.store.redactions import LaptopRedactions
from field.store.rows import Why
from field.store.verdicts import ReportVerdicts
from sync.encoding.types import Hash, Instant, Origin, Size
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Redaction, Review
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.merkle import Frontier

if TYPE_CHECKING:
    from sync.exchange.parcel import QuarantinedEntry
    from sync.exchange.ranges import ReceiptedBy


_MOST_WORDS: Final = 64
"""Heads of one kind that are kept unproven."""
_TO_JUDGE: Final = "reports-to-judge"
"""The setting that stands while entries have come since waiting reports were judged."""


class Taking:
    """An open transaction in which an exchange's answer is taken. Get it from `LaptopStore.taking`."""

    def __init__(
        self,
        sql: sqlite3.Connection,
        logs: Logs,
        projection: RecordProjection,
        verdicts: ReportVerdicts,
        redactions: LaptopRedactions,
    ) -> None:
        self._sql = sql
        self._redactions = redactions
        self._logs = logs
        self._projection = projection
        self._verdicts = verdicts
        self._grown = False
        """Whether entries came by which reports are judged."""
        self._redacts = False
        """Whether the province erased something."""
        self._touched: set[int] = set()
        """Numbers of the records to project again."""

    def append(self, origin: Origin, start: int, lines: list[bytes], leaves: list[Hash]) -> None:
        """New entries of a followed log, from an index on. Follow with `head` once they are proven."""
        kind = origins.parse(origin).kind
        entries = [decode(line, kind) for line in lines]
        self._grown |= kind in (LogKind.DEVICE, LogKind.REGISTRY)
        self._redacts |= any(isinstance(entry, Redaction) for entry in entries)
        self._touched |= self._logs.insert(self._logs.number(origin), start, lines, leaves, entries)
        reviewed = (self._projection.review(entry) for entry in entries if isinstance(entry, Review))
        self._touched |= {record for record in reviewed if record is not None}

    def mend(self, origin: Origin, index: int, line: bytes, leaf: Hash) -> None:
        """A true line in place of one that rotted here."""
        kind = origins.parse(origin).kind
        entry = decode(line, kind)
        self._grown |= kind in (LogKind.DEVICE, LogKind.REGISTRY)
        self._redacts |= isinstance(entry, Redaction)
        self._touched |= self._logs.put_true(self._logs.number(origin), index, line, leaf, entry)
        if isinstance(entry, Review) and entry.record is not None:  # others may have answered it since
            self._touched |= self._projection.unsay_reviews(self._logs.number(origin), {entry.record})

    def head(self, origin: Origin, frontier: Frontier | None, note: str) -> None:
        """How far a followed log is held, and the checkpoint that says so: at that size or, where a part of the log was
        proven to be of a larger one, beyond it; without a frontier if its entries are not held. Those that the hub signs for
        its own logs are kept for ever: with two of them it can be shown that it went back."""
        signed, number = checkpoints.parse(note).checkpoint.size, self._logs.number(origin)
        size = signed if frontier is None else frontier.size
        self._sql.execute(
            "UPDATE log SET size = ?, frontier = ?, checkpoint = ? WHERE id = ?",
            (size, None if frontier is None else frontier.dump(), note, number),
        )
        if origins.parse(origin).kind is LogKind.DEVICE:
            if signed == size:
                self._sql.execute("INSERT OR IGNORE INTO peer_head VALUES (?, ?, ?)", (number, signed, note))
            return
        generation = origins.parse(checkpoints.parse(note).checkpoint.origin).generation
        self._sql.execute("INSERT OR IGNORE INTO hub_head VALUES (?, ?, ?, ?)", (number, generation, signed, note))

    def leave_behind(self, origin: Origin, kept: Size, named: Origin) -> None:
        """Cut one of the hub's own logs, by its first name, to what a restored hub has kept of it. What it was called is
        `named`: under that name what lies above is kept as evidence. Only the head at `kept` is then its head, if it was
        ever taken; the restore proves the rest."""
        lines = self._cut(origin, kept, named, self._logs.heads_of(named).get(kept, ""))
        kind = origins.parse(origin).kind
        entries = (decode(line, kind) for line in lines)
        self._touched |= self._projection.unsay_reviews(
            self._logs.number(origin), {entry.record for entry in entries if isinstance(entry, Review) and entry.record}
        )

    def leave_revoked(self, origin: Origin, size: Size) -> None:
        """Cut a colleague's log to what counts of it, now that it is revoked or not known there: what its key signed after
        it, and a hub that was restored from a copy had accepted once, is kept as evidence alone."""
        self._verdicts.forget()  # on reports of it, and on those that cover it
        self._cut_entries(origin, size, origin, self._logs.heads_of(origin).get(size, self._logs.extent(origin).checkpoint))

    def leave_unreceived(self, origin: Origin, size: Size) -> None:
        """Cut what was the own log to what the hub has received of it: the rest goes on in another."""
        self._cut_entries(origin, size, None, self._logs.heads_of(origin).get(size, ""))

    def _cut_entries(self, origin: Origin, size: Size, named: Origin | None, note: str) -> None:
        """Cut a laptop's log, as `_cut` does; the records of what is taken away are made anew."""
        number = self._logs.number(origin)
        touched = self._sql.execute("SELECT record FROM entry WHERE log = ? AND idx >= ?", (number, size)).fetchall()
        self._touched |= {record for (record,) in touched if record is not None}
        self._cut(origin, size, named, note)
        self._grown = True

    def _cut(self, origin: Origin, kept: Size, named: Origin | None, note: str) -> list[bytes]:
        """Take the end of a log away, and keep it as evidence if it is `named`; its lines."""
        number, state = self._logs.number(origin), self._logs.extent(origin)
        assert kept < state.size, "nothing is left behind"
        edge = self._logs.frontier_at(origin, kept)
        rows = self._sql.execute("SELECT idx, line FROM entry WHERE log = ? AND idx >= ?", (number, kept)).fetchall()
        if named is not None:
            self._sql.executemany("INSERT OR IGNORE INTO left_behind VALUES (?, ?, ?)", [(named, *row) for row in rows])
        self._sql.execute("DELETE FROM entry WHERE log = ? AND idx >= ?", (number, kept))
        self._sql.execute(
            "UPDATE log SET size = ?, frontier = ?, checkpoint = ? WHERE id = ?", (kept, edge.dump(), note, number)
        )
        return [line for _index, line in rows]

    def forget_head(self, origin: Origin) -> None:
        """Forget how far a log is said to go of which no entries are held: what was signed of it is kept."""
        self._sql.execute("UPDATE log SET size = 0, checkpoint = '' WHERE origin = ?", (origin,))

    def contradicted(self, note: str) -> None:
        """Keep a signed head that contradicts what is held of one of the hub's own logs."""
        self._sql.execute("INSERT OR IGNORE INTO contradiction VALUES (?)", (note,))

    def hub_word(self, note: str, size: Size, why: Why) -> None:
        """Keep a signed head of the acceptances that is not proven: of each kind the largest. What colleagues cite stands
        in their logs, too."""
        self._sql.execute(
            "INSERT INTO hub_word VALUES (?1, ?2, ?3) ON CONFLICT (note) DO UPDATE SET why = ?3 WHERE ?3 = 'asked'",
            (note, size, why),
        )
        self._sql.execute(
            "DELETE FROM hub_word WHERE why = ?1 AND note NOT IN"
            " (SELECT note FROM hub_word WHERE why = ?1 ORDER BY size DESC, note LIMIT ?2)",
            (why, _MOST_WORDS),
        )

    def forget_hub_word(self, note: str) -> None:
        """A head that was not proven is, or it contradicts one that is."""
        self._sql.execute("DELETE FROM hub_word WHERE note = ?", (note,))

    def forget_receipt(self, acceptances: Origin, kept: Size) -> None:
        """Count no own entry as received: the hub was restored from a copy, and its receipts of now alone say what it has.
        Those that it gave stay, and prove when it had what they cover; acceptances that it has not any more, under that
        log's name of then, are kept as evidence."""
        self._sql.execute("UPDATE log SET acked = 0, receipt = NULL, receipt_time = NULL WHERE id = ?", (schema.OWN,))
        self._sql.execute(
            "INSERT OR IGNORE INTO left_behind SELECT ?, idx, line FROM receipted WHERE idx >= ? AND line IS NOT NULL",
            (acceptances, kept),
        )
        self._sql.execute("UPDATE receipted SET idx = NULL, line = NULL WHERE idx >= ?", (kept,))

    def own(self, frontier: Frontier, note: str) -> None:
        """How far the own log goes, and the checkpoint that this laptop's key signed there or beyond: what was taken back of
        it. Its citations are known again, too."""
        self._sql.execute(
            "UPDATE log SET size = ?1, frontier = ?2, checkpoint = ?3,"
            " cited = max(cited, (SELECT ifnull(max(size), 0) FROM citation)) WHERE id = ?4",
            (frontier.size, frontier.dump(), note, schema.OWN),
        )

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
            # ... but for one that was given in a generation before, which proves an earlier time
            " WHERE idx IS NULL AND ?4 IS NOT NULL AND (?3 <= time OR NOT ?7)",
            (acked, note, time, index, line, self._logs.own.size, self._logs.generation > 1),
        )
        self._sql.execute(
            "UPDATE log SET acked = ?1, receipt = ?2, receipt_time = ?3 WHERE id = ?4"
            " AND (acked < ?1 OR receipt IS NULL OR (acked > ?1 AND ?5))",
            (acked, note, time, schema.OWN, may_lower),
        )

    def quarantined(self, entries: tuple[QuarantinedEntry, ...]) -> None:
        """What the hub says of own entries, in place of what it said before: that it holds them back, or found something."""
        rows = [(entry.index, entry.why, entry.detail) for entry in entries]
        if sorted(rows) == self._sql.execute("SELECT idx, why, detail FROM held ORDER BY 1, 2, 3").fetchall():
            return  # so that an idle exchange writes nothing
        self._sql.execute("DELETE FROM held")
        self._sql.executemany("INSERT OR REPLACE INTO held VALUES (?, ?, ?)", rows)

    def finish(self, *, judge: bool) -> None:
        """Make anew what is derived from all that was taken; before the transaction ends. Reports that waited for entries
        are judged again, or else that is due from now on (`judge_waiting`)."""
        if self._redacts:
            self._touched |= self._redactions.apply()
        self._projection.project(self._touched)
        if self._grown and not judge:
            self._sql.execute("INSERT OR REPLACE INTO setting VALUES (?, '')", (_TO_JUDGE,))
        self._verdicts.project(grown=self._grown and judge)


def judge_waiting(sql: sqlite3.Connection, verdicts: ReportVerdicts) -> None:
    """Judge again the reports that waited for entries, if that is due."""
    if sql.execute("DELETE FROM setting WHERE name = ?", (_TO_JUDGE,)).rowcount:
        verdicts.project(grown=True)
