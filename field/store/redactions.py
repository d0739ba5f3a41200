"""What the province has erased, erased here: the bytes of entries, and whatever the laptop made or kept of them."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import Final

from field.store.engine import transaction
from field.store.projection import RecordProjection
from field.store.rows import Membership
from field.store.signed_lines import read
from sync.encoding.spelling import unbase64
from sync.encoding.types import Hash
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Redaction, Report, Review
from sync.ledger.erased import ErasedTexts, erased_texts
from sync.ledger.origins import LogKind
from sync.log.merkle import leaf_hash
from sync.log.redacted import is_redacted, kept_line

_TO_WIPE: Final = "redactions-to-wipe"
"""The setting that stands while what was erased may still lie in free parts of the file."""


class LaptopRedactions:
    """The redactions in a store's connection."""

    def __init__(self, sql: sqlite3.Connection, membership: Membership, projection: RecordProjection) -> None:
        self._sql = sql
        self._membership = membership
        self._projection = projection

    def stated(self) -> list[Redaction]:
        """What the registry that is held says is erased of this laptop's unit, in order."""
        rows = self._sql.execute(
            "SELECT line, leaf FROM entry JOIN log ON log.id = entry.log WHERE origin = ? AND kind = 'redaction'"
            " AND record IS NULL ORDER BY idx",
            (origins.registry(self._membership.hub),),
        ).fetchall()
        entries = (read(line, leaf, LogKind.REGISTRY) for line, leaf in rows)
        found = [entry for entry in entries if isinstance(entry, Redaction)]
        return [entry for entry in found if entry.unit == self._membership.unit]

    def kept(self) -> dict[Hash, bytes]:
        """By leaf hash what is kept in the place of each redacted entry: what was stated first."""
        stands: dict[Hash, bytes] = {}
        for statement in self.stated():
            for redacted in statement.entries:
                leaf = Hash(unbase64(redacted.leaf))
                stands.setdefault(leaf, kept_line(leaf, redacted.line.encode("utf-8")))
        return stands

    def erased(self) -> ErasedTexts:
        """By which acts texts of the unit are erased, as far as the registry that is held states them."""
        return erased_texts(self.stated())

    def apply(self) -> set[int]:
        """Put what stands for each redacted entry in its place, wherever its bytes are, and forget what was kept beside the
        logs; the numbers of the records that this touches, which are to be made anew."""
        stands = self.kept()
        touched: set[int] = set()
        answers: dict[int, set[str]] = {}
        erased = False
        for leaf, kept in stands.items():
            rows = self._sql.execute(
                "SELECT log, idx, record FROM entry WHERE leaf = ? AND line <> ?", (leaf, kept)
            ).fetchall()
            for log, index, record in rows:
                self._sql.execute("UPDATE entry SET line = ? WHERE log = ? AND idx = ?", (kept, log, index))
                erased = True
                if record is not None:
                    touched.add(record)
                answer, stated = decode(kept, LogKind.DESK), decode(kept, LogKind.DEVICE)
                if isinstance(answer, Review) and answer.record is not None:
                    answers.setdefault(log, set()).add(answer.record)
                elif isinstance(stated, Report):  # what was typed for it and not submitted
                    self._sql.execute("DELETE FROM setting WHERE name = ?", (f"narrative:{stated.period}",))
        self._forget_branches(stands)
        for number in touched:
            self._forget_beside(number)
        for log, records in answers.items():
            touched |= self._projection.unsay_reviews(log, records)
        if erased:
            self._sql.execute("INSERT OR REPLACE INTO setting VALUES (?, '')", (_TO_WIPE,))
        return touched

    def _forget_branches(self, stands: dict[Hash, bytes]) -> None:
        """What was left behind of logs is evidence, and keeps its leaf hashes."""
        rows = self._sql.execute("SELECT origin, idx, line FROM left_behind").fetchall() if stands else ()
        for origin, index, line in rows:
            kept = stands.get(leaf_hash(line))
            if kept is not None and not is_redacted(line):
                self._sql.execute("UPDATE left_behind SET line = ? WHERE origin = ? AND idx = ?", (kept, origin, index))

    def _forget_beside(self, number: int) -> None:
        """What was typed of a record and is no entry, and the rows of files that it was taken from."""
        (record,) = self._sql.execute("SELECT id FROM record WHERE num = ?", (number,)).fetchone()
        self._sql.execute("DELETE FROM draft WHERE record = ?", (record,))
        self._sql.execute("DELETE FROM origin WHERE record = ?", (record,))

    def wipe(self) -> None:
        """Write the file anew without its free parts, if anything was erased since: what lies there could be read by whoever
        has the file. Where another program has it open, the next exchange does it."""
        if self._sql.execute("SELECT 1 FROM setting WHERE name = ?", (_TO_WIPE,)).fetchone() is None:
            return
        with suppress(sqlite3.OperationalError):
            with transaction(self._sql):
                self._projection.index_again()  # an index of words keeps those of deleted rows
            self._sql.execute("VACUUM")
            busy, _pages, _moved = self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                self._sql.execute("DELETE FROM setting WHERE name = ?", (_TO_WIPE,))
