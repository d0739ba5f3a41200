"""The plan of an import: what of a file will be taken as what, made before anything is signed.

A plan is made whole from the file and the answers that somebody gave, and made anew when an answer changes: nothing of it is
mended in place. Whatever cannot be told from the file is a question; without an answer the plan is not to be taken.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from sync.errors import BadInput, NotListed
from sync.importing.answers import Answers
from sync.importing.cells import Terms
from sync.importing.columns import PlannedColumn, planned_columns
from sync.importing.day_order import DayColumn, day_column
from sync.importing.headings import DESCRIPTION, UNUSED, compared
from sync.importing.layout import Heading, find_heading, seen_heading
from sync.importing.rows import How, ReadRow, RowReader
from sync.ledger.activity_fields import BY_CODE, COUNTED
from sync.ledger.directive import Directive
from sync.tables import Book, Sheet, Turned, column_name

QuestionCode = Literal[
    "sheets", "unsure-heading", "two-columns", "day-order", "swapped-days", "old-days", "hidden-rows", "about", "computed",
    "day-above", "not-listed", "sums-differ", "guessed-font", "alike", "vanished", "reported",
]  # fmt: skip

_OLD: Final = datetime.timedelta(days=60)
_FIRST_ROWS: Final = 5
_MOST_NAMED: Final = 200
"""Rows that are no data and named one by one."""
_ASKED: Final[Mapping[How, QuestionCode]] = {
    "about": "about",
    "computed": "computed",
    "above": "day-above",
    "not-listed": "not-listed",
}
"""The ways of reading cells that are asked about."""
_GUESSED_FONTS: Final = ("TCVN3", "VNI")
"""What a text is turned from where the file does not name its font."""


class Question(Struct, frozen=True, kw_only=True):
    """What a file leaves open."""

    code: QuestionCode
    sheet: str
    facts: Mapping[str, str | int]

    @property
    def needs_an_answer(self) -> bool:
        """Whether what is proposed is a guess that nobody may take unasked."""
        kind: QuestionCode = self.code
        return kind == "day-order"


class NamedRow(Struct, frozen=True, kw_only=True):
    """A row that is no activity: a group's, a total, a signature's, the heading again, or what stands above the table."""

    row: int
    kind: Literal["group", "total", "signature", "heading", "above"]
    text: str


class ComparedSum(Struct, frozen=True, kw_only=True):
    """A figure of a total's row beside the sum of the rows that it is of."""

    row: int
    field: str
    stated: int
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


class PlannedSheet(Struct, frozen=True, kw_only=True):
    """A sheet of the file: taken or not."""

    name: str
    taken: bool
    why: Literal["", "no-heading", "hidden", "not-chosen", "empty"]
    """Why it is not taken."""
    heading: tuple[int, int] = (0, 0)
    """The numbers of the heading's first and last row."""
    columns: tuple[PlannedColumn, ...] = ()
    days: Mapping[int, DayColumn] = {}
    """By column, how its days are read."""
    rows: tuple[ReadRow, ...] = ()
    """All rows below the heading."""
    named: tuple[NamedRow, ...] = ()
    sums: tuple[ComparedSum, ...] = ()
    readings: tuple[Reading, ...] = ()

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
        return {field: sum(getattr(fields, field) or 0 for fields in taken) for field in COUNTED if self.has(field)}

    def has(self, field: str) -> bool:
        """Whether a column is of a field."""
        return any(column.field == field for column in self.columns)

    @property
    def first(self) -> tuple[ReadRow, ...]:
        """The first rows that are taken, as they will stand."""
        return tuple([row for row in self.rows if row.fields is not None][:_FIRST_ROWS])

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
    turned: tuple[Turned, ...]
    unseen: int
    """Cells with characters that nobody sees, which were left out."""
    remembered: bool = False
    """Whether answers that were given for another file of this shape are in it."""

    @property
    def taken(self) -> tuple[PlannedSheet, ...]:
        """The sheets that are taken."""
        return tuple(sheet for sheet in self.sheets if sheet.taken)


def shape_of(book: Book) -> str:
    """The fingerprint of a file's headings, whatever they are taken for; empty where none is known."""
    seen = (seen_heading(sheet) for sheet in book.sheets)
    lines = sorted({"\x1f".join(map(compared, heading[1])) for heading in seen if heading is not None})
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest() if lines else ""


def make_plan(
    book: Book,
    *,
    file: str,
    answers: Answers,
    today: datetime.date,
    directives: Sequence[Directive],
    remembered: Answers | None = None,
) -> Plan:
    """The plan of a file, as it is read with some answers and with those that were `remembered` for its shape.

    `BadInput`: "no-heading", "half-heading" (no row names both the day and what was done); `NotListed`: "no-such-column",
    "no-such-sheet"; `Misuse`: "column-twice".
    """
    maker = _PlanMaker(book, file, answers, remembered or Answers(), today, directives)
    sheets = tuple(maker.sheet(sheet) for sheet in book.sheets)
    maker.check_answers()
    if not any(sheet.taken for sheet in sheets):
        raise _no_heading(book)
    maker.ask_of_file(sheets)
    return Plan(
        file=file,
        shape=shape_of(book),
        sheets=sheets,
        questions=tuple(maker.questions),
        turned=book.turned,
        unseen=book.unseen,
        remembered=remembered is not None,
    )


def _no_heading(book: Book) -> BadInput:
    for sheet in book.sheets:
        seen = seen_heading(sheet)
        if seen is not None:
            return BadInput("half-heading", sheet=sheet.name[:60], row=seen[0], seen=", ".join(seen[1])[:300])
    return BadInput("no-heading")


class _PlanMaker:
    """The making of one file's plan."""

    def __init__(
        self,
        book: Book,
        file: str,
        answers: Answers,
        remembered: Answers,
        today: datetime.date,
        directives: Sequence[Directive],
    ) -> None:
        self._book, self._file, self._answers, self._today, self._directives = book, file, answers, today, directives
        self._remembered = remembered
        self._named = {**remembered.columns, **answers.columns}
        self._terms = Terms()
        self._known: dict[str, str] = {}
        self.questions: list[Question] = []

    def sheet(self, sheet: Sheet) -> PlannedSheet:
        """A sheet's plan."""
        heading = find_heading(sheet, self._named) if sheet.rows else None
        if heading is None:
            return PlannedSheet(name=sheet.name, taken=False, why="no-heading" if sheet.rows else "empty")
        columns = planned_columns(sheet, heading, self._answers, self._remembered.columns, self._today)
        self._known |= {key: column.heading for column in columns for key in _keys(column)}
        spans = (sheet.rows[heading.first].number, sheet.rows[heading.last].number)
        chosen = sheet.name in self._answers.sheets if self._answers.sheets else not sheet.hidden
        usable = {column.field for column in columns} >= {"date", "title"}
        if not chosen or not usable:
            why: Literal["hidden", "not-chosen", "no-heading"] = "no-heading" if not usable else "not-chosen"
            if usable and not self._answers.sheets:
                why = "hidden"
            return PlannedSheet(name=sheet.name, taken=False, why=why, heading=spans, columns=columns)
        return self._taken(sheet, heading, columns, spans)

    def _taken(
        self, sheet: Sheet, heading: Heading, columns: tuple[PlannedColumn, ...], spans: tuple[int, int]
    ) -> PlannedSheet:
        above, below = sheet.rows[: heading.first], sheet.rows[heading.last + 1 :]
        title = " ".join(
            [sheet.name, self._file, *(cell.text for row in above for cell in row.cells if cell.note != "filled")]
        )
        order = self._answers.day_order or self._remembered.day_order
        days = {
            column.place: day_column(
                (row.at(column.place) for row in below if row.at(column.place).note != "filled"),
                title=title,
                today=self._today,
                chosen=order,
            )
            for column in columns
            if column.field in BY_CODE and BY_CODE[column.field].kind == "day"
        }
        reader = RowReader(sheet.name, columns, days, today=self._today, directives=self._directives, terms=self._terms)
        rows = tuple(reader.read(below))
        named = [
            NamedRow(
                row=row.number,
                kind="above",
                text=" · ".join(dict.fromkeys(cell.text for cell in row.cells if cell.text))[:200],
            )
            for row in above
        ] + [NamedRow(row=row.number, kind=row.kind, text=row.text) for row in rows if row.kind != "data"]
        planned = PlannedSheet(
            name=sheet.name,
            taken=True,
            why="",
            heading=spans,
            columns=columns,
            days=days,
            rows=rows,
            named=tuple(named[:_MOST_NAMED]),
            sums=tuple(_sums(rows)),
            readings=_readings(rows, columns),
        )
        self._ask(planned)
        return planned

    # -- questions

    def _ask(self, sheet: PlannedSheet) -> None:
        """Ask what a sheet leaves open."""
        for column in sheet.columns:
            if column.why == "unsure" and column.cells:
                self._question("unsure-heading", sheet, column=column.heading, field=column.field)
            elif column.why == "second" and column.cells and column.claimed != DESCRIPTION:
                first = next(other.heading for other in sheet.columns if other.field == column.claimed)
                self._question("two-columns", sheet, field=column.claimed, first=first, second=column.heading)
        for place, day in sheet.days.items():
            if day.proof in ("unproven", "mixed"):
                self._question(
                    "day-order", sheet, column=column_name(place), example=_example(sheet, place), proof=day.proof
                )
            elif day.swap_unsure:
                self._question("swapped-days", sheet, column=column_name(place), example=_example(sheet, place))
        old = [
            row for row in sheet.rows if row.fields is not None and str(row.fields.date) < (self._today - _OLD).isoformat()
        ]
        if old:
            self._question("old-days", sheet, rows=len(old), oldest=sheet.oldest)
        if hidden := sum(row.hidden and row.kind == "data" for row in sheet.rows):
            self._question("hidden-rows", sheet, rows=hidden)
        for reading in sheet.readings:
            if reading.how in _ASKED:
                self._question(
                    _ASKED[reading.how],
                    sheet,
                    column=reading.column,
                    cells=reading.cells,
                    before=reading.before,
                    after=reading.after,
                )
        for compared_sum in sheet.sums:
            if not compared_sum.agrees:
                self._question(
                    "sums-differ",
                    sheet,
                    row=compared_sum.row,
                    field=compared_sum.field,
                    stated=compared_sum.stated,
                    found=compared_sum.found,
                )

    def ask_of_file(self, sheets: Sequence[PlannedSheet]) -> None:
        """Ask what the whole file leaves open."""
        taken = [sheet.name for sheet in sheets if sheet.taken]
        if len(taken) > 1 and not self._answers.sheets:
            self.questions.insert(0, Question(code="sheets", sheet="", facts={"sheets": ", ".join(taken)}))
        for turned in self._book.turned:
            if turned.source in _GUESSED_FONTS:
                facts: dict[str, str | int] = {"source": turned.source, "before": turned.before, "after": turned.after}
                self.questions.append(Question(code="guessed-font", sheet="", facts=facts))

    def _question(self, code: QuestionCode, sheet: PlannedSheet, **facts: str | int) -> None:
        self.questions.append(Question(code=code, sheet=sheet.name, facts=facts))

    def check_answers(self) -> None:
        """Refuse answers about columns and sheets that are not there."""
        for key in self._answers.columns:
            if key not in self._known:
                near = list(dict.fromkeys(self._known.values())) or [
                    seen for sheet in self._book.sheets for seen in _seen(sheet)
                ]
                raise NotListed("no-such-column", text=key[:60], near=", ".join(near)[:300])
        names = [sheet.name for sheet in self._book.sheets]
        for name in self._answers.sheets:
            if name not in names:
                raise NotListed("no-such-sheet", text=name[:60], near=", ".join(names)[:300])


def _seen(sheet: Sheet) -> tuple[str, ...]:
    seen = seen_heading(sheet)
    return seen[1] if seen is not None else ()


def _keys(column: PlannedColumn) -> tuple[str, ...]:
    return compared(column.heading), compared(column.heading.rpartition(": ")[2]), column.letter.lower()


def _example(sheet: PlannedSheet, place: int) -> str:
    return next((sample for column in sheet.columns if column.place == place for sample in column.samples), "")


def _sums(rows: Sequence[ReadRow]) -> list[ComparedSum]:
    """The figures of each total beside the sums of the rows since the total before, or of all rows above where that fits."""
    compared_sums: list[ComparedSum] = []
    whole: Counter[str] = Counter()
    since: Counter[str] = Counter()
    for row in rows:
        if row.kind == "data":
            whole.update(row.figures)
            since.update(row.figures)
        elif row.kind == "total":
            for field, stated in row.figures.items():
                found = since[field] if stated == since[field] else whole[field]
                compared_sums.append(ComparedSum(row=row.number, field=field, stated=stated, found=found))
            since.clear()
    return compared_sums


def _readings(rows: Sequence[ReadRow], columns: Sequence[PlannedColumn]) -> tuple[Reading, ...]:
    headings = {column.place: column.heading for column in columns}
    counts: Counter[tuple[int, How]] = Counter()
    first: dict[tuple[int, How], tuple[str, str]] = {}
    for row in rows:
        for reading in row.readings:
            key = reading.place, reading.how
            counts[key] += 1
            first.setdefault(key, (reading.before[:60], reading.after[:60]))
    return tuple(
        Reading(column=headings[place], how=how, cells=count, before=first[place, how][0], after=first[place, how][1])
        for (place, how), count in counts.items()
    )
