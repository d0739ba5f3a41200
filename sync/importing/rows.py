"""The rows of a planned sheet: each is read into a checked draft, or told apart as what it is beside that."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from sync.activities.check import NoDirectivesYet, check
from sync.activities.draft import ActivityDraft
from sync.encoding.limits import MAX_EXACT
from sync.errors import Misuse, NotListed
from sync.importing.cells import FigureHow, Terms, figure, is_nothing, places_in, several
from sync.importing.columns import PlannedColumn
from sync.importing.day_order import DayColumn, DayHow, DayRead, read_day
from sync.importing.day_rows import mentions_day
from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED
from sync.importing.row_kinds import Columns, RowKind, is_row_number, row_kind
from sync.ledger.activity_fields import BY_CODE, COUNTED
from sync.ledger.directive import Directive
from sync.ledger.entry import Fields
from sync.ledger.text import fold, tidy
from sync.ledger.vocabulary import vocabulary
from sync.tables import Cell, Row, column_name
from sync.tables.book import MOST_COLUMNS
from sync.wording.fields import field_title

How = DayHow | FigureHow | Literal[
    "nothing", "filled-once", "computed", "above", "not-listed", "lines", "list", "added",
    "day-row",
]  # fmt: skip
"""How a cell was read where a draft does not have it as it stands; beside days and figures: a sign that stands for
nothing; a figure of several merged rows, which counts once; a formula's value that was computed here; no day, and that of
the row above; what names nothing of its list, and is kept in the description; several lines, which become one; a list
of places, each of which is one; a number that was added to that of another column; no day, and
that of a row above that has nothing else."""

_GROUPS: Final = str.maketrans("", "", "., ")
_MOST_DIGITS: Final = 12


class CellFault(Struct, frozen=True):
    """A cell, or a field without one, for which a row cannot be taken."""

    column: str
    """The heading, or what the field is called."""
    error: Misuse
    place: int | None = None


class CellReading(Struct, frozen=True):
    """A cell that was read otherwise than it stands."""

    place: int
    how: How
    before: str
    after: str


class ReadRow(Struct, frozen=True, kw_only=True):
    """A row below the heading."""

    sheet: str
    number: int
    kind: RowKind
    hidden: bool = False
    text: str = ""
    """What stands in it, if it is no data."""
    fields: Fields | None = None
    """What is taken of it; None where it is refused, or no data."""
    faults: tuple[CellFault, ...] = ()
    readings: tuple[CellReading, ...] = ()
    cells: tuple[tuple[str, str], ...] = ()
    """The texts of the cells that are used, each with its column's field."""
    figures: Mapping[str, int] = {}
    """By field, the figures that can be read in it, of a total, too."""


class RowReader:
    """The reading of one sheet's rows."""

    def __init__(
        self,
        sheet: str,
        columns: Sequence[PlannedColumn],
        days: Mapping[int, DayColumn],
        day_rows: Mapping[int, Cell],
        *,
        today: datetime.date,
        directives: Sequence[Directive],
        terms: Terms,
        repeated: frozenset[int] = frozenset(),
        extra_cells: bool = True,
    ) -> None:
        self._sheet, self._today, self._directives, self._terms = sheet, today, directives, terms
        self._columns = [column for column in columns if column.field not in (UNUSED, ROW_NUMBERS)]
        self._by_field = {column.field: column for column in reversed(self._columns)}
        self._days, self._day_rows = days, day_rows
        self._read: dict[tuple[int, Cell], DayRead | Misuse] = {}
        """The days of cells that were read, by column: a list says the same few again and again."""
        self._repeated = repeated
        last = max((column.place for column in columns if column.heading != column.letter), default=MOST_COLUMNS)
        beyond = [column for column in columns if column.why == "unknown" and column.place > last]
        self._beyond = [] if extra_cells else beyond
        """The columns behind those of the heading, where a cell in them says that others are out of place."""
        self._above: dict[str, str | tuple[str, ...]] = {}
        """The days of the row of data above, or of the row of a day alone."""
        self._day_row = ""
        """What stands in the row of a day alone that is the last above; empty below a row with a day of its own."""
        self._wrong_day: Misuse | None = None
        """Why that row, or the name of a group, gives no day."""
        described = [column for column in self._columns if column.field == DESCRIPTION]
        self._labelled = len(described) > 1 or any(column.why in ("second", "named") for column in described)
        self._apart = columns_apart(columns)

    def read(self, rows: Sequence[Row]) -> Iterator[ReadRow]:
        """The rows below the heading, but those that nothing but a number stands in."""
        ended = False
        for row in rows:
            if all(cell.is_empty or self._only_numbers(at, cell) for at, cell in enumerate(row.cells)):
                continue
            kind = self._kind(row, ended=ended)
            ended = ended or kind == "signature"
            if kind == "group":
                self._head(row)
            if kind == "data":
                yield self._data(row)
            else:
                yield ReadRow(
                    sheet=self._sheet,
                    number=row.number,
                    kind=kind,
                    hidden=row.hidden,
                    text=_text(row),
                    figures=self._figures(row) if kind == "total" and not self._is_running(row) else {},
                )

    def _kind(self, row: Row, *, ended: bool) -> RowKind:
        if row.number in self._repeated:
            return "heading"
        return (
            "group" if row.number in self._day_rows else row_kind(row, self._apart, dated=self._is_dated(row), ended=ended)
        )

    def _head(self, row: Row) -> None:
        """Take the day of a row that has nothing else, for the rows below that have none."""
        cell, text = self._day_rows.get(row.number), _text(row)
        if cell is None and not mentions_day(text):
            return
        self._above, self._day_row, self._wrong_day = {}, text, None
        try:
            if cell is None:
                raise Misuse("bad-date", text=text[:40])
            read = self._day(self._apart.date, cell)
        except Misuse as error:
            self._wrong_day = error
        else:
            self._above = {"date": read.first} if read.first == read.last else {"date": read.first, "until": read.last}

    def _only_numbers(self, at: int, cell: Cell) -> bool:
        return at in self._apart.numbers and is_row_number(cell) and not any(char.isalpha() for char in cell.text)

    def _is_dated(self, row: Row) -> bool:
        """Whether an activity's day can be read in a row; one that stands alone, spelled, is a signature's."""
        cell = row.at(self._apart.date)
        if cell.is_empty or (cell.note == "filled" and row.at(self._apart.title).text == cell.text):
            return False
        if sum(not other.is_empty for other in row.cells) == 1 and any(char.isalpha() for char in cell.text):
            return False
        try:
            self._day(self._apart.date, cell)
        except Misuse:
            return sum(char.isdigit() for char in cell.text) >= 2 and not any(char.isalpha() for char in cell.text)
        return True

    def _day(self, place: int, cell: Cell) -> DayRead:
        """The day of a cell in a column of days. `Misuse("bad-date")`."""
        read = self._read.get((place, cell))
        if read is None:
            try:
                read = read_day(cell, self._days[place], self._today)
            except Misuse as error:
                read = error
            self._read[place, cell] = read
        if isinstance(read, Misuse):
            raise read
        return read

    def _is_running(self, row: Row) -> bool:
        """Whether a total is of more than the rows of the sheet."""
        return any("luy ke" in fold(cell.text) for cell in row.cells if cell.number is None and cell.text)

    def _figures(self, row: Row) -> dict[str, int]:
        """The figures that can be read in a total's row."""
        figures: Counter[str] = Counter()
        for column in self._columns:
            cell = row.at(column.place)
            if column.field in COUNTED and not cell.is_empty:
                figures.update(_whole({column.field: figure(cell.text, column.field)[0]}))
        return figures

    # -- data

    def _data(self, row: Row) -> ReadRow:
        typed: dict[str, str | tuple[str, ...]] = {}
        described: list[str] = []
        faults: list[CellFault] = []
        readings: list[CellReading] = []
        cells: list[tuple[str, str]] = []
        for column in self._columns:
            cell = row.at(column.place)
            if cell.is_empty:
                continue
            if cell.note in ("no-value", "error", "cut-short"):
                where = f"{column_name(column.place)}{row.number}"
                faults.append(
                    CellFault(
                        column.heading, Misuse("no-cell-value", cell=where, text=(cell.was or cell.text)[:60]), column.place
                    )
                )
                continue
            cells.append((column.field, cell.text))
            if cell.note == "computed":
                readings.append(CellReading(column.place, "computed", cell.was, cell.text))
            if is_nothing(cell.text):
                readings.append(CellReading(column.place, "nothing", cell.text, ""))
            elif column.field == DESCRIPTION:
                described.append(f"{column.heading}: {tidy(cell.words)}" if self._labelled else tidy(cell.words))
            else:
                try:
                    self._take(column, cell, typed, readings)
                except Misuse as error:
                    faults.append(CellFault(column.heading, error, column.place))
        self._take_day_above(row, typed, readings, faults)
        if row.struck:
            title = self._by_field["title"]
            faults.append(CellFault(title.heading, Misuse("struck-row"), title.place))
        for column in self._beyond:
            if (cell := row.at(column.place)).text:
                where = f"{column.letter}{row.number}"
                faults.append(CellFault(column.letter, Misuse("extra-cell", cell=where, text=cell.text[:60]), column.place))
        return self._checked(row, typed, described, faults, readings, cells)

    def _take_day_above(
        self,
        row: Row,
        typed: dict[str, str | tuple[str, ...]],
        readings: list[CellReading],
        faults: list[CellFault],
    ) -> None:
        """Take the day that stands above where a row says what was done and has no day: that of a row of a day alone, or of
        the row of data above, if there is more in the row: people write it once."""
        column = self._by_field["date"]
        if not row.at(column.place).is_empty:
            self._above = {code: typed[code] for code in ("date", "until") if code in typed} if "date" in typed else {}
            self._day_row, self._wrong_day = "", None
        elif self._wrong_day is not None:
            faults.append(CellFault(column.heading, self._wrong_day, column.place))
        elif "title" in typed and self._above and (self._day_row or sum(not cell.is_empty for cell in row.cells) > 1):
            typed.update(self._above)
            how: How = "day-row" if self._day_row else "above"
            days = (str(self._above[code]) for code in ("date", "until") if code in self._above)
            readings.append(CellReading(column.place, how, self._day_row, " – ".join(days)))

    def _take(
        self, column: PlannedColumn, cell: Cell, typed: dict[str, str | tuple[str, ...]], readings: list[CellReading]
    ) -> None:
        """Take a cell into what is typed, as its field wants it."""
        field = BY_CODE[column.field]
        if field.kind == "day":
            self._take_day(column, cell, typed, readings)
        elif field.kind == "count":
            if cell.note == "filled":
                readings.append(CellReading(column.place, "filled-once", cell.text, ""))
                return
            if isinstance(cell.number, float) or (cell.number is not None and not 0 <= cell.number <= MAX_EXACT):
                parts = isinstance(cell.number, float) and not cell.shown.endswith("%")
                raise Misuse("not-whole" if parts else "bad-count", text=cell.words[:40])
            number, how = figure(cell.text, field.code)
            if how is not None:
                readings.append(CellReading(column.place, how, cell.text, number))
            if column.why == "added":
                number = self._added(column, number, typed, readings)
            typed[field.code] = number
        elif field.terms is not None and field.kind != "term":
            typed[field.code] = tuple(self._terms.code(field.terms, part) for part in several(tidy(cell.text)))
        else:
            text = tidy(cell.words)
            if field.code in ("place", "places"):
                text = self._places(column, text, readings)
            elif field.kind == "line" and "\n" in text:
                readings.append(CellReading(column.place, "lines", text, " ".join(text.split())))
            typed[field.code] = self._terms.code(field.terms, text) if field.terms is not None else text
            if field.terms == "languages":
                self._take_languages(text, typed)

    @staticmethod
    def _places(column: PlannedColumn, text: str, readings: list[CellReading]) -> str:
        """The places that a cell names, as they are typed."""
        places = "; ".join(" ".join(place.split()) for place in places_in(text))
        if places != "; ".join(part.strip() for part in text.split(";") if part.strip()):
            how: How = "lines" if places == " ".join(text.split()) else "list"
            readings.append(CellReading(column.place, how, text, places))
        return places

    def _added(
        self, column: PlannedColumn, number: str, typed: dict[str, str | tuple[str, ...]], readings: list[CellReading]
    ) -> str:
        """A number of people with that of the column before, of which it is the other part."""
        added, before = number.translate(_GROUPS), typed.get(column.field)
        if not added.isdecimal():
            raise Misuse("bad-count", text=number[:40])
        if not isinstance(before, str):
            return added
        together = str(int(before) + int(added))
        readings.append(CellReading(column.place, "added", f"{before} + {added}", together))
        return together

    def _take_languages(self, text: str, typed: dict[str, str | tuple[str, ...]]) -> None:
        """Take a cell that names several languages, all of them known: the first, and the others."""
        first, *others = [self._terms.code("languages", part) for part in several(text)] or [""]
        if others and {first, *others} <= vocabulary().languages.keys() and "languages" not in typed:
            typed.update({"language": first, "languages": tuple(others)})

    def _take_day(
        self, column: PlannedColumn, cell: Cell, typed: dict[str, str | tuple[str, ...]], readings: list[CellReading]
    ) -> None:
        read = self._day(column.place, cell)
        if read.first != read.last:
            if column.field != "date" or typed.get("until", read.last) != read.last:
                raise Misuse("bad-date", text=cell.text[:40])
            typed["until"] = read.last
        elif column.field == "until" and typed.get("until", read.last) != read.last:
            raise Misuse("bad-date", text=cell.text[:40])
        typed[column.field] = read.first
        after = read.first if read.first == read.last else f"{read.first} – {read.last}"
        readings.extend(CellReading(column.place, how, cell.text, after) for how in read.how)

    def _checked(
        self,
        row: Row,
        typed: dict[str, str | tuple[str, ...]],
        described: list[str],
        faults: list[CellFault],
        readings: list[CellReading],
        cells: list[tuple[str, str]],
    ) -> ReadRow:
        if described:
            typed[DESCRIPTION] = "\n".join(described)
        checked = check(ActivityDraft(**typed), today=self._today, directives=self._directives)  # type: ignore[arg-type]
        if unlisted := [wrong.field for wrong in checked.wrong if isinstance(wrong.error, NotListed | NoDirectivesYet)]:
            if "directive" in unlisted and "task" in typed:
                unlisted.append("task")  # it is one of that directive
            self._describe(row, unlisted, typed, described, readings)
            checked = check(ActivityDraft(**typed), today=self._today, directives=self._directives)  # type: ignore[arg-type]
        known = {fault.column for fault in faults}
        for wrong in checked.wrong:
            column = self._by_field.get(wrong.field)
            heading = column.heading if column is not None else field_title(wrong.field)
            if heading not in known:
                faults.append(CellFault(heading, wrong.error, column.place if column is not None else None))
        return ReadRow(
            sheet=self._sheet,
            number=row.number,
            kind="data",
            hidden=row.hidden,
            fields=None if faults else checked.fields,
            faults=tuple(sorted(faults, key=lambda fault: MOST_COLUMNS if fault.place is None else fault.place)),
            readings=tuple(readings),
            cells=tuple(cells),
            figures=_whole(typed),
        )

    def _describe(
        self,
        row: Row,
        unlisted: Sequence[str],
        typed: dict[str, str | tuple[str, ...]],
        described: list[str],
        readings: list[CellReading],
    ) -> None:
        """Keep what names nothing of its list in the description, under its heading."""
        for code in sorted(set(unlisted), key=lambda code: self._by_field[code].place):
            column, field = self._by_field[code], BY_CODE[code]
            text = tidy(row.at(column.place).text)
            known = getattr(vocabulary(), field.terms) if field.terms is not None else {}
            typed[code] = tuple(part for part in typed[code] if part in known) if isinstance(typed[code], tuple) else ""
            described.append(f"{column.heading}: {text}")
            readings.append(CellReading(column.place, "not-listed", text, ""))
        typed[DESCRIPTION] = "\n".join(described)


def columns_apart(columns: Sequence[PlannedColumn]) -> Columns:
    """The columns by which the rows of a table are told apart."""
    by_field = {column.field: column.place for column in reversed(columns)}
    return Columns(
        date=by_field["date"],
        title=by_field["title"],
        counted=tuple(column.place for column in columns if column.field in COUNTED),
        numbers=tuple(column.place for column in columns if column.field == ROW_NUMBERS),
        heading={column.place: column.heading for column in columns},
    )


def _text(row: Row) -> str:
    """What stands in a row."""
    return " · ".join(dict.fromkeys(cell.text for cell in row.cells if cell.text))[:200]


def _whole(typed: Mapping[str, str | tuple[str, ...]]) -> dict[str, int]:
    """By field, the figures of what is typed that are whole numbers."""
    figures: dict[str, int] = {}
    for field in COUNTED:
        if isinstance(text := typed.get(field), str):
            digits = text.translate(_GROUPS)
            if digits.isascii() and digits.isdigit() and len(digits) < _MOST_DIGITS:
                figures[field] = int(digits)
    return figures
