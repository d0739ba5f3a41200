"""The rows of a planned sheet: each is told apart as what it is, and read if it tells of an activity."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from msgspec import structs

from sync.errors import Misuse
from sync.importing.cells import Terms, figure
from sync.importing.columns import PlannedColumn
from sync.importing.data_rows import DataReader, whole_numbers
from sync.importing.day_order import DayColumn, DayReader
from sync.importing.day_rows import DayAbove
from sync.importing.ditto import Dittos
from sync.importing.headings import ROW_NUMBERS
from sync.importing.parts import own_text
from sync.importing.read_row import ReadRow
from sync.importing.row_kinds import Columns, RowKind, is_row_number, is_running, row_kind
from sync.importing.unheld import Telling, heads_unheld, held, is_name_of_unheld
from sync.ledger.activity_fields import COUNTED
from sync.ledger.directive import Directive
from sync.tables import Cell, Row

_DECIMAL: Final = re.compile(r"[0-9]{1,9}[.,](?:[0-9]{1,2}|[0-9]{4,6})")
"""A number that is not whole, written as a text: three digits behind the sign are a group."""


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
    ) -> None:
        self._sheet, self._columns, self._repeated, self._parts = sheet, columns, repeated, parts
        self._apart, self._telling = columns_apart(columns), telling
        self._days = DayReader(days, today)
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
        ended, unheld = False, False
        for row in rows:
            if all(cell.is_empty or self._only_numbers(at, cell) for at, cell in enumerate(row.cells)):
                continue
            if row.number in self._parts and not own_text(row):
                continue
            row = self._dittos.resolved(row)  # noqa: PLW2901 - as it reads from here on
            kind, doubt = self._kind(row, ended=ended)
            ended = ended or kind == "signature"
            if kind == "group":
                self._above.pass_name(row, _text(row))
                unheld = (unheld and self._above.is_day(row)) or heads_unheld(row, self._apart)
            elif kind == "data" and unheld:
                kind = "unheld"
            if kind in ("data", "unheld"):
                self._dittos.pass_row(row)
                read = self._data.read(row)  # what was not held says of what day the rows below are, all the same
            else:
                self._dittos.pass_other(row)
            if kind == "data":
                yield structs.replace(read, doubt=doubt) if doubt else read
            else:
                text = own_text(row) if kind == "part" else _text(row)
                counts = kind == "total" and not self._is_running(row)
                yield ReadRow(
                    sheet=self._sheet,
                    number=row.number,
                    kind=kind,
                    hidden=row.hidden,
                    text=f"{text[:150]} ({doubt[:60]})" if doubt else text,
                    figures=self._figures(row) if counts else {},
                    decimals=self._decimals(row) if counts else {},
                )

    def _kind(self, row: Row, *, ended: bool) -> tuple[RowKind, str]:
        """What a row is, and what of an activity's says that it was not held, or leaves that open."""
        if row.number in self._repeated:
            return "heading", ""
        if row.number in self._parts:
            return "part", ""
        if self._above.is_day(row):
            return "group", ""
        dated = self._is_dated(row)
        kind = row_kind(row, self._apart, dated=dated, ended=ended)
        if kind != "data":
            return kind, ""
        if not dated and is_name_of_unheld(row, self._apart):
            return "group", ""
        was, doubt = held(row, self._apart, self._telling)
        return "unheld" if was == "no" else "data", doubt

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
        text = cell.was if cell.note == "scaled" else cell.text or cell.was
        if text and not (cell.note == "filled" and text in told):
            told.append(text)
    return " · ".join(told)[:200]
