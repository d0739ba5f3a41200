"""The plan of an import: what of a file will be taken as what, told before anything is signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

from sync.importing.columns import PlannedColumn
from sync.importing.day_order import DayColumn
from sync.importing.headings import UNUSED
from sync.importing.questions import ASKED, Example, Question
from sync.importing.read_row import How, ReadRow
from sync.ledger.activity_fields import COUNTED
from sync.tables import Comment, Turned

_FIRST_ROWS: Final = 5
_MOST_SHOWN: Final = 20


class NamedRow(Struct, frozen=True, kw_only=True):
    """A row that is no activity: one of what was not held, a part of the one above, a group's, a note, a total, a
    signature's, the heading again, one of spending, one that says what another says, or what stands above the table."""

    row: int
    kind: Literal["unheld", "part", "group", "note", "total", "signature", "heading", "spending", "again", "above"]
    text: str


class ComparedSum(Struct, frozen=True, kw_only=True):
    """A figure of a total's row beside the sum of the rows that it is of."""

    row: int
    field: str
    stated: float
    found: int

    @property
    def agrees(self) -> bool:
        """Whether both are the same."""
        return self.stated == self.found


class Reading(Struct, frozen=True, kw_only=True):
    """Cells of a column that were read otherwise than they stand, with the first of them."""

    column: str
    how: How
    cells: int
    before: str
    after: str
    examples: tuple[Example, ...] = ()
    """The first of them, each once."""
    others: int = 0
    """How many more there are."""


class PlannedSheet(Struct, frozen=True, kw_only=True):
    """A sheet of the file, or one of the tables in it: taken or not."""

    name: str
    """The sheet's; with the first cell of the table, as in "Sheet1!A8", where the sheet has several."""
    sheet: str
    """The sheet's alone."""
    taken: bool
    why: Literal["", "no-heading", "hidden", "not-chosen", "empty", "repeats"]
    """Why it is not taken."""
    title: str = ""
    """What stands above the heading, and names the table."""
    heading: tuple[int, int] = (0, 0)
    """The numbers of the heading's first and last row; 0 without one."""
    span: tuple[int, int] = (0, 0)
    """The numbers of its first and last row, with what stands above the heading."""
    columns: tuple[PlannedColumn, ...] = ()
    days: Mapping[int, DayColumn] = {}
    """By column, how its days are read."""
    rows: tuple[ReadRow, ...] = ()
    """All rows below the heading."""
    named: tuple[NamedRow, ...] = ()
    sums: tuple[ComparedSum, ...] = ()
    readings: tuple[Reading, ...] = ()
    comments: tuple[Comment, ...] = ()

    def count(self, kind: str) -> int:
        """How many rows are of a kind; `data` are those that are taken, `refused` those that are not."""
        if kind in ("data", "refused"):
            return sum(row.kind == "data" and bool(row.faults) == (kind == "refused") for row in self.rows)
        return sum(row.kind == kind for row in self.rows)

    @property
    def oldest(self) -> str:
        """The first day (ISO) of what is taken; empty if nothing is."""
        return min((str(row.fields.date) for row in self.rows if row.fields is not None), default="")

    @property
    def newest(self) -> str:
        """The last day (ISO) of what is taken; empty if nothing is."""
        return max((str(row.fields.date) for row in self.rows if row.fields is not None), default="")

    @property
    def totals(self) -> dict[str, int]:
        """By field, the sums of what is taken."""
        taken = [row.fields for row in self.rows if row.fields is not None]
        return self._told({field: sum(getattr(fields, field) or 0 for fields in taken) for field in COUNTED})

    @property
    def refused_totals(self) -> dict[str, int]:
        """By field, the sums of what can be read in the rows that cannot be taken."""
        refused = [row.figures for row in self.rows if row.kind == "data" and row.fields is None]
        return self._told({field: sum(figures.get(field, 0) for figures in refused) for field in COUNTED})

    def _told(self, sums: Mapping[str, int]) -> dict[str, int]:
        """The sums of fields that have a column, or numbers in that of another."""
        return {field: total for field, total in sums.items() if total or self.has(field)}

    @property
    def is_of_spending(self) -> bool:
        """Whether it is a list of what was spent, and left out as that."""
        return any(row.kind == "spending" for row in self.rows)

    def has(self, field: str) -> bool:
        """Whether a column is of a field."""
        return any(column.field == field for column in self.columns)

    @property
    def first(self) -> tuple[ReadRow, ...]:
        """The first rows that are taken, as they will stand."""
        return tuple([row for row in self.rows if row.fields is not None][:_FIRST_ROWS])

    @property
    def shown(self) -> tuple[ReadRow, ...]:
        """The first rows that are taken, and further ones of which a cell is asked about."""
        first = self.first
        asked = [row for row in self.rows if row.fields is not None and any(read.how in ASKED for read in row.readings)]
        further = [row for row in asked if row not in first][:_MOST_SHOWN]
        return (*first, *further)

    @property
    def unused(self) -> tuple[PlannedColumn, ...]:
        """The columns with data that are not used."""
        return tuple(column for column in self.columns if column.field == UNUSED and column.cells)


class Plan(Struct, frozen=True, kw_only=True):
    """What of a file will be taken as what."""

    file: str
    shape: str
    """The fingerprint of its headings: what was answered for one file is proposed for others of the shape; or empty."""
    sheets: tuple[PlannedSheet, ...]
    questions: tuple[Question, ...]
    """What is open."""
    turned: tuple[Turned, ...]
    unseen: int
    """Cells with characters that nobody sees, which were left out."""
    directives: Mapping[str, str] = {}
    """The names of directives, by id."""
    remembered: bool = False
    """Whether answers that were given for another file of this shape are in it."""
    rows: Mapping[str, Literal["take", "skip"]] = {}
    """By the code of a question about rows, what becomes of these as was said for another file of this shape."""
    settled: tuple[Question, ...] = ()
    """What was answered before: for another file of this shape, or for this one."""

    @property
    def taken(self) -> tuple[PlannedSheet, ...]:
        """The sheets that are taken."""
        return tuple(sheet for sheet in self.sheets if sheet.taken)
