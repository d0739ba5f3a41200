"""The rows of a planned sheet: each is told apart as what it is, and read if it tells of an activity."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

from msgspec import structs

from sync.activities.dates import is_to_come
from sync.errors import Misuse
from sync.importing.answers import ROWS_ASKED
from sync.importing.cells import Terms, figure
from sync.importing.columns import PlannedColumn
from sync.importing.data_rows import DataReader, whole_numbers
from sync.importing.day_order import DayColumn, DayReader
from sync.importing.day_rows import DayAbove
from sync.importing.ditto import Dittos
from sync.importing.doubts import may_be_of_work, spoken, tells_of_done
from sync.importing.headings import ROW_NUMBERS
from sync.importing.parts import own_text
from sync.importing.places_above import heads_place
from sync.importing.read_row import ReadRow
from sync.importing.row_kinds import Columns, RowKind, is_row_number, is_running, row_kind
from sync.importing.unheld.held import heads_unheld, held, is_name_of_unheld
from sync.importing.unheld.telling import Telling
from sync.ledger.activity_fields import COUNTED
from sync.ledger.directive import Directive
from sync.tables import Cell, Row

_DECIMAL: Final = re.compile(r"[0-9]{1,9}[.,](?:[0-9]{1,2}|[0-9]{4,6})")
"""A number that is not whole, written as a text: three digits behind the sign are a group."""
_HAS_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}|[0-9]\s*[-/.]\s*[0-9]{1,2}\s*[-/.]\s*[0-9]{2}(?![0-9])")


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
        parts: frozenset[int] = frozenset(),
        extra_cells: bool = True,
        across: Mapping[tuple[int, int], int] = MappingProxyType({}),
        telling: Telling = Telling(),  # noqa: B008 - it is immutable
        under: str = "",
        noted: Mapping[int, str] = MappingProxyType({}),
        names: frozenset[int] = frozenset(),
        answered: Mapping[str, Literal["take", "skip"]] = MappingProxyType({}),
        endings: frozenset[int] = frozenset(),
        spending: str = "",
        own: frozenset[int] = frozenset(),
    ) -> None:
        """`under` is what over the whole table speaks of a plan; `noted`, by row, what a note below it says against it;
        `names`, the rows that name those below, with their sums; `answered`, what becomes of rows that were asked about;
        `endings`, the rows that date and sign the table; `spending`, what says that it is a list of that; `own`, the rows
        that go on with those above, and are activities of their own as somebody says."""
        self._own = own
        self._endings, self._spending = endings, spending
        self._under, self._today, self._noted, self._names = under, today, noted, names
        self._is_unheld = False
        self._group: str | None = None
        """What the name of the last group speaks of a plan; empty where it says that it was done; None without either."""
        self._takes = {code: answered.get(code, proposed) == "take" for code, proposed in ROWS_ASKED.items()}
        self._sheet, self._columns, self._repeated, self._parts = sheet, columns, repeated, parts
        self._apart, self._telling = columns_apart(columns), telling
        self._days = DayReader(days, today)
        self._column_of_days, self._comes = days.get(self._apart.date), False
        self._above = DayAbove(self._days, self._apart.date, day_rows)
        self._dittos = Dittos(self._apart, day_rows)
        self._data = DataReader(
            sheet,
            columns,
            self._days,
            self._above,
            today=today,
            directives=directives,
            terms=terms,
            extra_cells=extra_cells,
            across=across,
            planned=telling.planned,
        )

    def read(self, rows: Sequence[Row]) -> Iterator[ReadRow]:
        """The rows below the heading, but those that nothing but a number stands in."""
        ended = False
        for row in rows:
            if all(cell.is_empty or self._only_numbers(at, cell) for at, cell in enumerate(row.cells)):
                continue
            if row.number in self._parts and not own_text(row):
                continue
            row = self._dittos.resolved(row)  # noqa: PLW2901 - as it reads from here on
            kind, doubt = self._kind(row, ended=ended)
            ended = ended or kind == "signature"
            if kind in ("data", "unheld"):
                yield self._told(row, kind, doubt)
                continue
            if kind == "group" or (kind == "note" and ":" not in _text(row).rstrip(" :") and self._planned_by(row)):
                self._above.pass_name(row, _text(row))
                self._pass_group(row)
            elif kind == "heading":
                self._pass_name_of_table(row)
            self._dittos.pass_other(row)
            counts = kind == "total" and not self._is_running(row)
            yield ReadRow(
                sheet=self._sheet,
                number=row.number,
                kind=kind,
                hidden=row.hidden,
                text=own_text(row) if kind == "part" else _text(row),
                unsure=bool(doubt),
                figures=self._figures(row) if counts else {},
                decimals=self._decimals(row) if counts else {},
            )

    def _pass_group(self, row: Row) -> None:
        """Go on below the name of a group, which may say that nothing of it was held, or is planned; a day says nothing."""
        if not self._above.is_day(row):
            self._is_unheld = heads_unheld(row, self._apart) and not self._takes["not-held"]
            planned = "" if self._is_unheld else self._planned_by(row)
            self._group = planned or ("" if tells_of_done(_text(row)) else None)

    def _pass_name_of_table(self, row: Row) -> None:
        """Go on below a heading that comes again, or what names the rows below that."""
        self._is_unheld, self._group = False, None
        if len({cell.text for cell in row.cells if cell.text}) == 1:
            planned = self._planned_by(row)
            self._under = planned or ("" if tells_of_done(_text(row)) else self._under)

    def _told(self, row: Row, kind: RowKind, doubt: str) -> ReadRow:
        """A row of an activity as it was read, or as one that is left out: what was not held says of what day the rows below
        are, all the same."""
        self._dittos.pass_row(row)
        read = self._data.read(row)
        if self._spending and not self._takes["spending"]:
            return structs.replace(self._left_out(row), kind="spending", under=self._spending)
        to_come = self._is_to_come(row, read)
        if kind == "unheld" or self._is_unheld:
            left_out = self._left_out(row)
            return structs.replace(left_out, text=f"{left_out.text[:150]} ({doubt[:60]})") if doubt else left_out
        under = self._under if self._group is None else self._group
        if under and not self._takes["maybe-plan"] and not (read.figures and may_be_of_work(under)):
            return structs.replace(self._left_out(row), under=under)
        if to_come and not self._takes["to-come"]:
            return structs.replace(self._left_out(row), to_come=True)
        if doubt and not self._takes["maybe-not-held"]:
            return structs.replace(self._left_out(row), doubt=doubt)
        return structs.replace(read, doubt=doubt) if doubt else read

    def _left_out(self, row: Row) -> ReadRow:
        return ReadRow(sheet=self._sheet, number=row.number, kind="unheld", hidden=row.hidden, text=_text(row))

    def _kind(self, row: Row, *, ended: bool) -> tuple[RowKind, str]:
        """What a row is, and what of an activity's says that it was not held, or leaves that open."""
        if row.number in self._repeated:
            return "heading", ""
        if row.number in self._parts:
            return "part", ""
        if row.number in self._own:
            return "data", ""
        dated = self._is_dated(row)
        if row.number in self._names or self._above.is_day(row) or (not dated and heads_place(row, self._apart)):
            return "group", ""
        kind = row_kind(row, self._apart, dated=dated, ended=ended)
        if kind != "data":
            return kind, ""
        if row.number in self._endings and not self._takes["maybe-signature"]:
            return "signature", _text(row)
        if not dated and is_name_of_unheld(row, self._apart):
            return "group", ""
        was, doubt = held(row, self._apart, self._telling)
        if was == "no":
            return ("data", "") if self._takes["not-held"] else ("unheld", doubt)
        return "data", doubt or self._noted.get(row.number, "")

    def _planned_by(self, row: Row) -> str:
        """The name of a group that speaks of a plan, or of what was not done; empty where it does not."""
        texts = (
            cell.text
            for at, cell in enumerate(row.cells)
            if cell.number is None and not (at in self._apart.numbers and is_row_number(cell))
        )
        return next((text[:100] for text in texts if text and spoken(text, "name")), "")

    def _is_to_come(self, row: Row, read: ReadRow) -> bool:
        """Whether a row's day, of which nothing says the year, is nearer this year, where it is still to come, than last
        year, where it was read."""
        cell = row.at(self._apart.date)
        if not cell.is_empty:
            self._comes = self._is_open_year(cell) and read.fields is not None and self._comes_soon(str(read.fields.date))
        return (self._comes and read.fields is not None) or self._is_of_named_year_to_come(cell, read)

    def _is_of_named_year_to_come(self, cell: Cell, read: ReadRow) -> bool:
        """Whether a row is refused for nothing but its day, which has no year of its own, and is still to come in the year
        that the table names."""
        if cell.date or cell.number is not None or _HAS_YEAR.search(cell.text):
            return False
        if not read.faults or any(fault.place not in (self._apart.date, None) for fault in read.faults):
            return False
        first = read.days.get(self._apart.date, "").partition(" ")[0]
        return bool(first) and is_to_come(datetime.date.fromisoformat(first), self._today)

    def _is_open_year(self, cell: Cell) -> bool:
        days = self._column_of_days
        named = days is not None and (days.year or days.school_year or days.two_years)
        return not cell.date and cell.number is None and not named and not _HAS_YEAR.search(cell.text)

    def _comes_soon(self, date: str) -> bool:
        past = datetime.date.fromisoformat(date)
        if past.year >= self._today.year or (past.month, past.day) == (2, 29):
            return False
        coming = past.replace(year=self._today.year)
        return is_to_come(coming, self._today) and coming - self._today < self._today - past

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
            self._days.read(self._apart.date, cell)
        except Misuse:
            return sum(char.isdigit() for char in cell.text) >= 2 and not any(char.isalpha() for char in cell.text)
        return True

    def _is_running(self, row: Row) -> bool:
        """Whether a total is of more than the rows of the sheet."""
        return any(is_running(cell.text) for cell in row.cells if cell.number is None and cell.text)

    def _figures(self, row: Row) -> dict[str, int]:
        """The figures that can be read in a total's row."""
        figures: Counter[str] = Counter()
        for column in self._columns:
            cell = row.at(column.place)
            if column.field in COUNTED and not cell.is_empty and not isinstance(cell.number, float):
                figures.update(whole_numbers({column.field: figure(cell.text, column.field)[0]}))
        return figures

    def _decimals(self, row: Row) -> dict[str, float]:
        """The figures in a total's row that are not whole."""
        found = {}
        for column in self._columns:
            cell = row.at(column.place)
            if column.field in COUNTED and (isinstance(cell.number, float) or _DECIMAL.fullmatch(cell.text)):
                found[column.field] = float(cell.text.replace(",", ".") if cell.number is None else cell.number)
        return found


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
    """What stands in a row; what is merged stands once."""
    told: list[str] = []
    for cell in row.cells:
        text = cell.was if cell.note in ("scaled", "of-each") else cell.text or cell.was
        if text and not (cell.note == "filled" and text in told):
            told.append(text)
    return " · ".join(told)[:200]
