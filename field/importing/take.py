"""A planned table signed, row by row.

The plan says what each row is (`sync.importing`); here it is made of a file with what was remembered for its shape, and its
rows are signed in batches. A row that cannot be read is named with its column and what is wrong; the good rows are kept all
the same. A row that was taken before, from this file or another, is not taken again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from field.activities.entries import new_activity
from field.activities.record_id import uuid7
from field.store import LaptopStore
from sync.activities.check import nameable
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse
from sync.importing.answers import Answers
from sync.importing.plan import Plan, make_plan, shape_of
from sync.importing.rows import ReadRow
from sync.ledger.entry import Activity, new_salt
from sync.ledger.period import day_of
from sync.ledger.text import fold
from sync.ledger.unit_history import UnitHistory
from sync.log.keys import Signer
from sync.tables import Turned, read_book

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

    taken: int = 0
    again: int = 0
    """Rows that were taken before."""
    bad: list[BadRow]
    begins: str = ""
    """The first day (ISO) of the laptop's unit; empty where it is not known here."""
    early: list[EarlyRow] = msgspec.field(default_factory=list)
    sheets: list[str] = msgspec.field(default_factory=list)
    """The sheets that were read."""
    unused_sheets: list[str] = msgspec.field(default_factory=list)
    """Sheets that hold something and were not read."""
    unused_columns: list[str] = msgspec.field(default_factory=list)
    """The headings, or else the letters, of columns that hold something and were not read."""
    turned: tuple[Turned, ...] = ()
    """What was turned into Unicode."""


def plan_file(store: LaptopStore, path: Path, answers: Answers, *, now: Instant) -> Plan:
    """The plan of a file, with what was remembered for its shape.

    `BadInput` if it cannot be read at all, or has no heading; `Misuse` if the answers are not of it.
    """
    book = read_book(path)
    kept = store.local.setting(_remembered(shape)) if (shape := shape_of(book)) else None
    return make_plan(
        book,
        file=path.name,
        answers=answers,
        today=day_of(now),
        directives=nameable(store.logs.registry()),
        remembered=None if kept is None else msgspec.json.decode(kept, type=Answers),
    )


def remember(store: LaptopStore, plan: Plan, answers: Answers) -> None:
    """Keep what was answered for files of a plan's shape: its columns and the order of its days, and no sheet's name."""
    if not plan.shape or not (answers.columns or answers.day_order):
        return
    kept = store.local.setting(_remembered(plan.shape))
    before = Answers() if kept is None else msgspec.json.decode(kept, type=Answers)
    both = Answers(columns={**before.columns, **answers.columns}, day_order=answers.day_order or before.day_order)
    store.local.set_setting(_remembered(plan.shape), msgspec.json.encode(both).decode())


def _remembered(shape: str) -> str:
    return f"import-plan:{shape}"


def take_plan(
    store: LaptopStore,
    signer: Signer,
    plan: Plan,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    progress: Callable[[int, int], None],
) -> ImportResult:
    """Sign the activities of a plan; `progress` is told of rows done and of how many there are."""
    rows = [row for sheet in plan.taken for row in sheet.rows if row.kind == "data"]
    outcome = ImportResult(
        bad=[BadRow(row.number, fault.column, fault.error, row.sheet) for row in rows for fault in row.faults],
        begins=UnitHistory(store.logs.registry()).begins(store.membership.unit),
        sheets=[sheet.name for sheet in plan.taken],
        unused_sheets=[sheet.name for sheet in plan.sheets if not sheet.taken and sheet.why != "empty"],
        unused_columns=list(dict.fromkeys(column.heading for sheet in plan.taken for column in sheet.unused)),
        turned=plan.turned,
    )
    alike: Counter[str] = Counter()
    for start in range(0, len(rows), _BATCH):
        some = rows[start : start + _BATCH]
        _save(
            store,
            signer,
            {_fingerprint(row, alike): row for row in some if row.fields is not None},
            outcome,
            now,
            random_bytes,
        )
        progress(start + len(some), len(rows))
    return outcome


def _save(
    store: LaptopStore,
    signer: Signer,
    good: dict[bytes, ReadRow],
    outcome: ImportResult,
    now: Instant,
    random_bytes: RandomBytes,
) -> None:
    """Save a batch of rows in one transaction with their fingerprints."""
    with store.transaction():
        new = store.local.not_imported(good)
        entries: list[Activity] = []
        for fingerprint, row in good.items():
            if fingerprint in new and row.fields is not None:
                seen = store.logs.next_seen() if not entries else None
                record = uuid7(now * 1000, random_bytes(10))
                entries.append(new_activity(row.fields, record=record, at=now, salt=new_salt(random_bytes), seen=seen))
        if entries:
            store.logs.append(entries, signer)
            store.local.mark_imported(new)
    outcome.taken += len(new)
    outcome.again += len(good) - len(new)
    taken = (row for fingerprint, row in good.items() if fingerprint in new)
    outcome.early += [
        EarlyRow(row.number, date)
        for row in taken
        if row.fields is not None and (date := str(row.fields.date)) < outcome.begins
    ]


def _fingerprint(row: ReadRow, alike: Counter[str]) -> bytes:
    """What a row is known by: its cells under the headings that are read, and how many like it stand before it in the
    file. `alike` counts those: two broadcasts on one day may well be two equal rows."""
    known = "\x1f".join(f"{field}={fold(text)}" for field, text in row.cells)
    number = alike[known]
    alike[known] += 1
    return hashlib.sha256(f"{known}\x1f{number}".encode()).digest()
