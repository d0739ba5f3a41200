"""What was imported on this laptop, none of which ever leaves it: each file, and of each row that was taken where it came
from, what it said, and what its record was before."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping

import msgspec

from field.store.engine import transaction
from sync.encoding.types import Instant
from sync.importing.answers import Answers
from sync.importing.ledger import PastImport, TakenRow


class LaptopImports:
    """The imports in a store's connection."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql

    def begin(self, *, at: Instant, file: str, digest: str, titles: Mapping[str, str]) -> int:
        """Keep a new import, in the transaction that takes its first rows; its number."""
        number = self._sql.execute(
            "INSERT INTO import (at, file, digest, titles) VALUES (?, ?, ?, ?)",
            (at, file, digest, msgspec.json.encode(titles)),
        ).lastrowid
        assert number is not None, "an insert gives a row number"
        return number

    def keep(self, rows: Iterable[TakenRow]) -> None:
        """Keep rows that were taken, and their fingerprints; in the transaction that takes them."""
        rows = list(rows)
        self._sql.executemany(
            "INSERT OR REPLACE INTO origin VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((row.record, row.number, row.sheet, row.row, row.known, row.said, row.before) for row in rows),
        )
        self._sql.executemany("INSERT OR IGNORE INTO imported VALUES (?)", ((row.known,) for row in rows))

    def known_alone(self) -> set[bytes]:
        """The fingerprints that are all that is kept of a row: an older program took it."""
        return {known for (known,) in self._sql.execute("SELECT fingerprint FROM imported EXCEPT SELECT known FROM origin")}

    def answers(self, shape: str) -> Answers | None:
        """What was answered for files of a shape."""
        row = self._sql.execute("SELECT value FROM setting WHERE name = ?", (_remembered(shape),)).fetchone()
        return None if row is None else msgspec.json.decode(row[0], type=Answers)

    def keep_answers(self, shape: str, answers: Answers) -> None:
        """Keep what was answered for files of a shape."""
        with transaction(self._sql):
            text = msgspec.json.encode(answers).decode()
            self._sql.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (_remembered(shape), text))

    def imports(self) -> list[PastImport]:
        """All imports, the newest first."""
        rows = self._sql.execute("SELECT id, at, file, digest, undone, titles FROM import ORDER BY id DESC")
        return [
            PastImport(
                id=number,
                at=Instant(at),
                file=file,
                digest=digest,
                undone=bool(undone),
                titles=msgspec.json.decode(titles, type=dict[str, str]),
            )
            for number, at, file, digest, undone, titles in rows
        ]

    def newest_rows(self) -> list[TakenRow]:
        """Of each record that came from a file and was not taken back with it, the row that was taken last, in the order of
        files and rows."""
        rows = self._sql.execute(
            "SELECT record, max(import), sheet, row, known, said, before FROM origin JOIN import ON id = import"
            " WHERE undone = 0 GROUP BY record ORDER BY 2, sheet, row"
        )
        return [TakenRow(*row) for row in rows]

    def first_imports(self) -> dict[str, int]:
        """The number of the import that took each record first."""
        return dict(
            self._sql.execute(
                "SELECT record, min(import) FROM origin JOIN import ON id = import WHERE undone = 0 GROUP BY record"
            ).fetchall()
        )

    def rows_of(self, number: int) -> list[TakenRow]:
        """The rows that an import took."""
        rows = self._sql.execute(
            "SELECT record, import, sheet, row, known, said, before FROM origin WHERE import = ? ORDER BY sheet, row",
            (number,),
        )
        return [TakenRow(*row) for row in rows]

    def undo(self, number: int, *, but: Collection[str]) -> None:
        """Forget the rows of an import, and what later ones found of the records that it made, and say that it was taken
        back; in the transaction that does so. Of some of the records that it made the rows may be left: then they are all
        that there is of the import, which can be taken back still."""
        find = "SELECT known, record, import FROM origin WHERE record = ? AND (import = ? OR (import > ? AND ?))"
        for row in self.rows_of(number):
            if row.record not in but:
                for known, *found in self._sql.execute(find, (row.record, number, number, row.before is None)).fetchall():
                    self._sql.execute("DELETE FROM imported WHERE fingerprint = ?", (known,))
                    self._sql.execute("DELETE FROM origin WHERE record = ? AND import = ?", found)
        if not but:
            self._sql.execute("UPDATE import SET undone = 1 WHERE id = ?", (number,))


def _remembered(shape: str) -> str:
    return f"import-plan:{shape}"
