"""Activities from the files that communes keep: workbooks, CSV, web pages saved as such.

A file is read from its heading row on, on the first sheet that has one; titles above it are passed over. What is not taken
of it is named: other sheets, columns that no field is known for; a value that the file does not hold is never taken as
empty. Columns are known by their headings, with or without accents. A row that cannot be read is named with its column and
what is wrong; the good rows are kept all the same. A row that was taken before, from this file or another, is not taken
again.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from field.activities.entries import new_activity
from field.activities.record_id import uuid7
from field.store import LaptopStore
from sync.activities.check import check, nameable
from sync.activities.draft import ActivityDraft
from sync.encoding.types import Instant, RandomBytes
from sync.errors import BadInput, Misuse
from sync.ledger.activity_fields import FIELDS
from sync.ledger.entry import Activity, Fields, new_salt
from sync.ledger.period import day_of
from sync.ledger.text import fold, tidy
from sync.ledger.unit_history import UnitHistory
from sync.log.keys import Signer
from sync.tables import NEAR_THE_TOP, Row, Sheet, Turned, column_name, read_book

_BATCH: Final = 500
_MAX_TOPICS_CELL: Final = 2_000
_COUNTED: Final = {field.code for field in FIELDS if field.counted}
_NEEDED: Final = {field.code for field in FIELDS if field.needed}
"""The fields that a heading row must name."""
HEADINGS: Final[dict[str, str]] = {heading: field.code for field in FIELDS for heading in field.headings}
"""The field that a column holds, by its folded heading."""


class BadRow(Struct, frozen=True):
    """A row that was refused: its number in the file, the heading of the column, and why."""

    row: int
    column: str
    error: Misuse


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
    sheet: str = ""
    """The sheet that was read."""
    unused_sheets: list[str] = msgspec.field(default_factory=list)
    """Sheets that hold something and were not read."""
    unused_columns: list[str] = msgspec.field(default_factory=list)
    """The headings, or else the letters, of columns that hold something and were not read."""
    turned: tuple[Turned, ...] = ()
    """What was turned into Unicode."""


Cells = Sequence[str]


class _Table(Struct, frozen=True):
    """The rows below the heading, with their numbers, and which column is which field."""

    sheet: str
    columns: dict[int, str]
    headings: dict[int, str]
    rows: list[tuple[int, Cells]]
    faults: dict[int, list[BadRow]]
    """By a row's number, its cells without a value that can be told."""
    unused: list[str]


def import_file(
    store: LaptopStore,
    signer: Signer,
    path: Path,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    progress: Callable[[int, int], None],
) -> ImportResult:
    """Take the activities of a file; `progress` is told of rows done and of how many there are.

    `BadInput` if it cannot be read at all, or has no heading row; nothing is taken then.
    """
    book = read_book(path)
    table = next((found for sheet in book.sheets if (found := _table(sheet)) is not None), None)
    if table is None:
        raise BadInput("no-heading")
    registry = store.logs.registry()
    directives, today = nameable(registry), day_of(now)
    outcome = ImportResult(
        bad=[],
        begins=UnitHistory(registry).begins(store.membership.unit),
        sheet=table.sheet,
        unused_sheets=[sheet.name for sheet in book.sheets if sheet.rows and sheet.name != table.sheet],
        unused_columns=table.unused,
        turned=book.turned,
    )
    alike: Counter[str] = Counter()
    for start in range(0, len(table.rows), _BATCH):
        some = table.rows[start : start + _BATCH]
        good: dict[bytes, tuple[int, Fields]] = {}
        for number, cells in some:
            checked = check(_draft(table, cells), today=today, directives=directives)
            faults = table.faults.get(number, [])
            outcome.bad += faults
            without = {fault.column for fault in faults}
            for wrong in checked.wrong:
                if (heading := _heading(table, wrong.field)) not in without:
                    outcome.bad.append(BadRow(number, heading, wrong.error))
            if not checked.wrong and not faults:
                good[_fingerprint(table, cells, alike)] = number, checked.fields
        _save(store, signer, good, outcome, now, random_bytes)
        progress(start + len(some), len(table.rows))
    return outcome


def _save(
    store: LaptopStore,
    signer: Signer,
    good: dict[bytes, tuple[int, Fields]],
    outcome: ImportResult,
    now: Instant,
    random_bytes: RandomBytes,
) -> None:
    """Save a batch of rows, each with its number, in one transaction with the fingerprints of its rows."""
    with store.transaction():
        new = store.local.not_imported(good)
        entries: list[Activity] = []
        for fingerprint, (_number, fields) in good.items():
            if fingerprint in new:
                seen = store.logs.next_seen() if not entries else None
                record = uuid7(now * 1000, random_bytes(10))
                entries.append(new_activity(fields, record=record, at=now, salt=new_salt(random_bytes), seen=seen))
        if entries:
            store.logs.append(entries, signer)
            store.local.mark_imported(new)
    outcome.taken += len(new)
    outcome.again += len(good) - len(new)
    taken = (row for fingerprint, row in good.items() if fingerprint in new)
    outcome.early += [EarlyRow(number, date) for number, fields in taken if (date := str(fields.date)) < outcome.begins]


def _fingerprint(table: _Table, cells: Cells, alike: Counter[str]) -> bytes:
    """What a row is known by: its cells under the headings that are read, and how many like it stand before it in the
    file. `alike` counts those: two broadcasts on one day may well be two equal rows."""
    known = "\x1f".join(
        f"{field}={fold(cells[place])}" for place, field in sorted(table.columns.items()) if place < len(cells)
    )
    number = alike[known]
    alike[known] += 1
    return hashlib.sha256(f"{known}\x1f{number}".encode()).digest()


def _draft(table: _Table, cells: Cells) -> ActivityDraft:
    typed: dict[str, str] = {}
    for place, field in table.columns.items():
        cell = tidy(cells[place]) if place < len(cells) else ""
        if cell:
            typed[field] = cell
    topics = typed.pop("topics", None)
    split = (
        tuple(part for part in topics[:_MAX_TOPICS_CELL].replace(";", ",").split(",") if part.strip()) if topics else None
    )
    return ActivityDraft(topics=split, **typed)


def _heading(table: _Table, field: str) -> str:
    return next((table.headings[place] for place, name in table.columns.items() if name == field), field)


def _table(sheet: Sheet) -> _Table | None:
    """Find a sheet's heading, the first row that names title and date, and take what is below it; None if there is none."""
    for place, row in enumerate(sheet.rows):
        if row.number > NEAR_THE_TOP:
            return None
        columns = {at: HEADINGS[fold(cell.text)] for at, cell in enumerate(row.cells) if fold(cell.text) in HEADINGS}
        if set(columns.values()) >= _NEEDED:
            below = [row for row in sheet.rows[place + 1 :] if any(not row.at(at).is_empty for at in columns)]
            headings = {at: tidy(cell.text) or column_name(at) for at, cell in enumerate(row.cells)}
            used = {at for row in below for at, cell in enumerate(row.cells) if not cell.is_empty}
            return _Table(
                sheet=sheet.name,
                columns=columns,
                headings=headings,
                rows=[(row.number, _texts(row, columns)) for row in below],
                faults={row.number: faults for row in below if (faults := _faults(row, columns, headings))},
                unused=[
                    headings.get(at, column_name(at)) for at in sorted(used - columns.keys()) if not _numbers(headings, at)
                ],
            )
    return None


def _texts(row: Row, columns: dict[int, str]) -> Cells:
    """The texts of a row. A number in merged cells is of the first of their rows alone, and counts once."""
    return ["" if cell.note == "filled" and columns.get(at) in _COUNTED else cell.text for at, cell in enumerate(row.cells)]


def _faults(row: Row, columns: dict[int, str], headings: dict[int, str]) -> list[BadRow]:
    """The cells of a row that hold no value that can be told."""
    return [
        BadRow(row.number, headings[at], Misuse("no-cell-value", cell=f"{column_name(at)}{row.number}", text=cell.was[:60]))
        for at in columns
        if (cell := row.at(at)).note in ("no-value", "error", "cut-short")
    ]


def _numbers(headings: dict[int, str], at: int) -> bool:
    """Whether a column numbers the rows."""
    return fold(headings.get(at, "")) in ("stt", "tt", "no", "so tt", "so thu tu")
