"""Rows that are a part of the row above, and no activities of their own: one that has nothing but what is merged with the
row above, and perhaps a note more; rows without a day whose figures add up to those of the row above. And rows without a day
or number that are the sum of those below. Taken for activities they would count a second time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Final, NamedTuple

from msgspec import structs

from sync.importing.columns import PlannedColumn
from sync.importing.headings import DESCRIPTION, ROW_NUMBERS, UNUSED
from sync.importing.read_row import ReadRow
from sync.importing.row_kinds import Columns
from sync.tables import Cell, Row

_FEWEST: Final = 2
"""Rows that may add up to the one above: a single one with its figures may well be another activity."""
_SIGNS: Final = "-–—+*•. "


class Continued(NamedTuple):
    """Rows, and the numbers of those that only go on with the row above, whose notes stand in that row."""

    rows: tuple[Row, ...]
    parts: frozenset[int]


def continued(
    rows: Sequence[Row], columns: Sequence[PlannedColumn], apart: Columns, across: Mapping[tuple[int, int], int]
) -> Continued:
    """The rows of a table with what those below them say that go on with them. `across` as for `DataReader`."""
    said = {column.place for column in columns if column.field not in (UNUSED, ROW_NUMBERS, DESCRIPTION)}
    notes = [column.place for column in columns if column.field == DESCRIPTION]
    told: list[Row] = []
    parts = set()
    head = -1
    for row in rows:
        if head < 0 or not _goes_on(row, said, apart, across):
            head = len(told)
        else:
            parts.add(row.number)
            told[head] = _with_notes(told[head], row, notes)
        told.append(row)
    return Continued(tuple(told), frozenset(parts))


def _goes_on(row: Row, said: set[int], apart: Columns, across: Mapping[tuple[int, int], int]) -> bool:
    """Whether a row says nothing of its own of an activity: its day and title are merged with those above."""
    if any((row.number, at) in across or row.at(at).note != "filled" for at in (apart.date, apart.title)):
        return False
    return all(row.at(at).is_empty or row.at(at).note == "filled" for at in (*said, *apart.numbers))


def _with_notes(head: Row, row: Row, notes: Sequence[int]) -> Row:
    cells = list(head.cells)
    for at in notes:
        own = row.at(at)
        if own.is_empty or own.note == "filled":
            continue
        cells += [Cell()] * (at + 1 - len(cells))
        above = cells[at]
        text = own.words if above.is_empty else f"{above.words}\n{own.words}"
        unread = next((cell for cell in (above, own) if cell.note in ("no-value", "error", "cut-short")), None)
        cells[at] = unread or Cell(text, note="continued", was=above.words or own.words)
    return structs.replace(head, cells=tuple(cells))


def with_parts(
    rows: Sequence[ReadRow], table: Sequence[Row], apart: Columns, *, takes: Container[str] = ()
) -> list[ReadRow]:
    """The rows as they were read, those without a day as parts that add up to the figures of the row above, and as totals
    that are the sum of the rows below; with "parts" among what one `takes` no parts."""
    there = {row.number: row for row in table}
    numbers = {row.number: row_number(row, apart) for row in table}
    told = list(rows)
    for place, head in enumerate(rows):
        if head.kind == "data" and head.figures:
            below = _below(head, (rows[at] for at in range(place + 1, len(rows))), there, numbers, apart)
            if len(below) >= _FEWEST and _add_up(head, below):
                text = own_text(there[head.number])
                told[place] = ReadRow(sheet=head.sheet, number=head.number, kind="total", hidden=head.hidden, text=text)
    for place, whole in enumerate(rows if "parts" not in takes else ()):
        if whole.kind != "data" or not whole.figures or _is_dateless(whole):
            continue
        last = place + 1
        while last < len(rows) and _may_be_part(rows[last], numbers[rows[last].number], numbers[whole.number]):
            last += 1
        some = rows[place + 1 : last]
        if len(some) >= _FEWEST and _add_up(whole, some):
            for at in range(place + 1, last):
                told[at] = part_of(told[at], own_text(there[told[at].number]))
    return told


def _below(
    head: ReadRow, rows: Iterator[ReadRow], there: Mapping[int, Row], numbers: Mapping[int, str], apart: Columns
) -> list[ReadRow]:
    """The rows of which another may be the sum: with a day or number where it has neither, or with a day and a number below
    its own."""

    def is_dated(row: ReadRow) -> bool:
        return not there[row.number].at(apart.date).is_empty

    def is_numbered(row: ReadRow) -> bool:
        return is_dated(row) or bool(numbers[row.number].strip(_SIGNS))

    if not is_numbered(head):
        return list(takewhile(lambda row: row.kind == "data" and is_numbered(row), rows))
    above = numbers[head.number]
    return list(takewhile(lambda row: row.kind == "data" and is_below(numbers[row.number], above) and is_dated(row), rows))


def is_below(number: str, above: str) -> bool:
    """Whether a row's number is one below another: 2.1 below 2."""
    return bool(above) and number.startswith(f"{above.rstrip('.')}.") and number.rstrip(".") != above.rstrip(".")


def part_of(row: ReadRow, text: str) -> ReadRow:
    """A row as a part of another."""
    return ReadRow(sheet=row.sheet, number=row.number, kind="part", hidden=row.hidden, text=text)


def own_text(row: Row) -> str:
    """What stands in a row beside what is merged with other rows."""
    return " · ".join(text for cell in row.cells if cell.note != "filled" and (text := cell.text or cell.was))[:200]


def _is_dateless(row: ReadRow) -> bool:
    return any(reading.how in ("above", "day-row") for reading in row.readings)


def row_number(row: Row, apart: Columns) -> str:
    """What numbers a row; empty without."""
    return next((text for at in apart.numbers if (text := row.at(at).text.strip())), "")


def _may_be_part(row: ReadRow, number: str, above: str) -> bool:
    """Whether a row has no day and no number of its own, or one that is below that of the row above: 2.1 below 2."""
    if row.kind != "data" or not any(reading.how == "above" for reading in row.readings):
        return False
    return not number.strip(_SIGNS) or is_below(number, above)


def _add_up(whole: ReadRow, some: Sequence[ReadRow]) -> bool:
    """Whether the figures of some rows are those of another, as far as they have any."""
    sums: Counter[str] = Counter()
    for row in some:
        sums.update(row.figures)
    return bool(sums) and all(row.figures for row in some) and all(whole.figures.get(code) == sums[code] for code in sums)
