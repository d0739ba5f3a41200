"""A planned table signed, row by row.

The plan says what each row is; here its rows are signed in batches. A row that cannot be read is named with its column and
what is wrong; the good rows are kept all the same. A row that was taken before, from this file or another, is not taken
again; one that has changed since revises what it became.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from sync.activities.entries import new_activity, revise
from sync.activities.record_id import uuid7
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, Refused
from sync.importing.answers import Answers
from sync.importing.comparing.compare import compare
from sync.importing.comparing.comparison import ComparedRow, VanishedRow
from sync.importing.file_plan import FilePlan
from sync.importing.ledger import ImportLedger, TakenRow
from sync.importing.plan import PlannedSheet
from sync.importing.said import Said, as_set, plain
from sync.importing.undo import retract_gone
from sync.ledger.entry import Activity, Citation, Fields, Retraction, new_salt
from sync.ledger.unit_history import UnitHistory
from sync.tables import Turned
from sync.wording.i18n import catalogue

_ = catalogue("sync")

_BATCH: Final = 500


class BadRow(Struct, frozen=True):
    """A row that was refused: its number in the file, the heading of the column, and why."""

    row: int
    column: str
    error: Misuse
    sheet: str = ""


class EarlyRow(Struct, frozen=True):
    """A row that was taken, of an activity dated before the laptop's unit began: its number in the file, and its date."""

    row: int
    date: str


class ImportResult(Struct, kw_only=True):
    """The result of an import."""

    id: int = 0
    """The import's number, by which it can be taken back; 0 where nothing was taken."""
    taken: int = 0
    again: int = 0
    """Rows that were taken before."""
    changed: int = 0
    """Rows that had changed, and revised what they became at first."""
    alike: list[int] = msgspec.field(default_factory=list)
    """The numbers of rows that look like an activity that is there, and were left out."""
    vanished: int = 0
    """Activities whose rows are no longer in the list."""
    taken_back: int = 0
    """How many of those were taken back."""
    unheld: int = 0
    """Activities whose rows say now that they were not held."""
    unheld_taken_back: int = 0
    """How many of those were taken back."""
    bad: list[BadRow]
    begins: str = ""
    """The first day (ISO) of the laptop's unit; empty where it is not known here."""
    early: list[EarlyRow] = msgspec.field(default_factory=list)
    sheets: list[str] = msgspec.field(default_factory=list)
    """The sheets that were read."""
    planned: tuple[PlannedSheet, ...] = ()
    """What their plans say of what was not taken, or was read otherwise than it stands."""
    unused_sheets: list[str] = msgspec.field(default_factory=list)
    """Sheets that hold something and were not read."""
    unused_columns: list[str] = msgspec.field(default_factory=list)
    """The headings, or else the letters, of columns that hold something and were not read."""
    unseen: int = 0
    """Cells with characters that nobody sees, which were left out."""
    turned: tuple[Turned, ...] = ()
    """What was turned into Unicode."""
    refused: Path | None = None
    """The file that has the refused rows, if it could be written."""


def take_plan(
    ledger: ImportLedger,
    planned: FilePlan,
    answers: Answers,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    progress: Callable[[int, int], None],
) -> ImportResult:
    """Sign what a plan says: new activities, revisions of those that changed, and retractions of those that vanished, if
    that was the answer. Look-alikes are left out unless they are wanted. `progress` is told of rows done and of how many
    there are. `Refused("plan-outdated")`, and nothing is taken, if something is here now that would have been planned
    otherwise: somebody else saved it, or it came back."""
    plan, compared = planned.plan, planned.compared
    if compare(ledger, plan, answers) != compared:
        raise Refused("plan-outdated")
    rows = [row for sheet in plan.taken for row in sheet.rows if row.kind == "data"]
    outcome = ImportResult(
        bad=[BadRow(row.number, fault.column, fault.error, row.sheet) for row in rows for fault in row.faults],
        begins=UnitHistory(ledger.registry()).begins(ledger.unit),
        sheets=[sheet.name for sheet in plan.taken],
        planned=plan.taken,
        unused_sheets=[sheet.name for sheet in plan.sheets if not sheet.taken and sheet.why != "empty"],
        unused_columns=list(dict.fromkeys(column.heading for sheet in plan.taken for column in sheet.unused)),
        unseen=plan.unseen,
        turned=plan.turned,
    )
    wanted = ("new", "changed", "alike") if answers.alike == "take" else ("new", "changed")
    taken = [row for row in compared.rows if row.standing in wanted or row.adopted]
    outcome.again = compared.count("same")
    outcome.alike = [row.row.number for row in compared.rows if row.standing == "alike" and row.standing not in wanted]
    outcome.vanished = sum(not row.unheld for row in compared.vanished)
    outcome.unheld = len(compared.vanished) - outcome.vanished
    unheld = [row for row in compared.vanished if row.unheld and answers.unheld != "keep"]
    gone = [row for row in compared.vanished if not row.unheld and answers.vanished == "retract"]
    taker = _Taker(ledger, planned, outcome, now, random_bytes)
    for start in range(0, len(taken), _BATCH):
        some = taken[start : start + _BATCH]
        taker.take(some)
        progress(start + len(some), len(taken))
    if gone:
        reason = _("no longer in the file {file}").format(file=plan.file)
        outcome.taken_back = taker.take_back(gone, reason)
    if unheld:
        reason = _("not held, by the file {file}").format(file=plan.file)
        outcome.unheld_taken_back = taker.take_back(unheld, reason)
    return outcome


class _Taker:
    """The signing of one plan's rows, batch by batch, each in one transaction with what is kept of its rows."""

    def __init__(
        self,
        ledger: ImportLedger,
        planned: FilePlan,
        outcome: ImportResult,
        now: Instant,
        random_bytes: RandomBytes,
    ) -> None:
        self._ledger, self._planned, self._outcome = ledger, planned, outcome
        self._now, self._random_bytes = now, random_bytes

    def take(self, rows: Sequence[ComparedRow]) -> None:
        """Take a batch of rows."""
        with self._ledger.transaction():
            entries: list[Activity | Retraction] = []
            kept: list[TakenRow] = []
            for row in rows:
                seen = self._ledger.next_seen() if not entries else None
                record, entry, before = self._made(row, seen)
                if entry is not None:
                    entries.append(entry)
                kept.append(
                    TakenRow(
                        record,
                        self._number(),
                        row.row.sheet,
                        row.row.number,
                        row.known,
                        msgspec.json.encode(row.said),
                        None if before is None else msgspec.json.encode(before),
                    )
                )
            if entries:
                self._ledger.state(entries)
            self._ledger.imports.keep(kept)
        self._count(rows)

    def _count(self, rows: Sequence[ComparedRow]) -> None:
        stated = [row for row in rows if not row.adopted]
        changed = sum(row.standing == "changed" for row in stated)
        self._outcome.changed += changed
        self._outcome.taken += len(stated) - changed
        self._outcome.early += [
            EarlyRow(row.row.number, date) for row in stated if (date := str(row.said["date"])) < self._outcome.begins
        ]

    def _number(self) -> int:
        """The import's number: it is begun with its first row."""
        if not self._outcome.id:
            self._outcome.id = self._ledger.imports.begin(
                at=self._now,
                file=self._planned.plan.file,
                digest=self._planned.digest,
                titles={sheet.name: sheet.title for sheet in self._planned.plan.taken if sheet.title},
            )
        return self._outcome.id

    def _made(self, row: ComparedRow, seen: Citation | None) -> tuple[str, Activity | None, Said | None]:
        """A row's record, the entry that it makes, and what the record was before, if it was one already."""
        if row.adopted:
            return row.record, None, {}
        return self._revision(row, seen) if row.standing == "changed" else self._new(row, seen)

    def _new(self, row: ComparedRow, seen: Citation | None) -> tuple[str, Activity | None, Said | None]:
        assert row.row.fields is not None, "a row that is taken"
        record = uuid7(self._now * 1000, self._random_bytes(10))
        salt = new_salt(self._random_bytes)
        return record, new_activity(row.row.fields, record=record, at=self._now, salt=salt, seen=seen), None

    def _revision(self, row: ComparedRow, seen: Citation | None) -> tuple[str, Activity | None, Said | None]:
        """The revision that a changed row is; none where its record says that already, or was taken back by hand."""
        was = self._ledger.record(row.record)
        values = plain(was.values)
        before: Said = {code: values.get(code) for code in row.changes}
        try:
            if was.retracted is not None:
                return row.record, None, before
            fields = msgspec.convert({code: as_set(code, value) for code, value in row.changes.items()}, Fields)
            salt = new_salt(self._random_bytes)
            return row.record, revise(was, fields, at=self._now, salt=salt, seen=seen), before
        except Misuse:
            return row.record, None, before  # nothing to change

    def take_back(self, gone: Sequence[VanishedRow], reason: str) -> int:
        """Take activities back whose rows are gone, or say that they were not held; how many those are."""
        with self._ledger.transaction():
            number = self._number()
            return retract_gone(self._ledger, gone, number, reason, self._now, self._random_bytes)
