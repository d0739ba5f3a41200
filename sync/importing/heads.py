"""Rows that head those below them and yet read as activities, with a day or figures of their own: "I. Truyền thanh" of two
days with the sum of its rows, "Tuần 1". Taken beside the rows that they are of, they would count a second time. And rows
that are a piece of the one above by a dash or by their number: "- Phần lễ", 1.1 under 1.

What heads them by its number and is their sum is a heading; so is a name alone with the sums of the rows below it, as of a
station under the number or the day. Where the one or the other is not so, it is left out, too, and
is asked about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import Final

from sync.importing.by_cells import whole_number
from sync.importing.day_order import is_written_day
from sync.importing.parts import is_below, own_text, part_of, row_number
from sync.importing.read_row import ReadRow
from sync.importing.row_kinds import Columns, has_figures, is_total, is_words
from sync.importing.signatures import is_signature
from sync.tables import Row

_FEWEST: Final = 2
"""Rows whose sum is no chance where nothing else says that the one above is their heading."""
_LEVELS: Final = tuple(
    re.compile(rf"\(?{pattern}", re.ASCII)
    for pattern in (
        r"[A-H](?=[.)/ -]|$)",
        r"[IVX]{1,6}(?=[.)/ -]|$)",
        r"[0-9]{1,3}(?=[.)/]?(?:\s|$)|[)/])",
        r"[0-9]+\.[0-9.]+",
    )
)
"""How the numbers of parts and of rows begin, the widest first."""
_ARABIC: Final = 2
_LEAD: Final = re.compile(r"\(?\w{1,6}(?:\.[0-9]+)*[.)/:-]\s")
"""How what was done begins where a number stands before it."""
_MOST: Final = 200
"""Rows below that are looked at for a sum."""
_MOST_GROUPS: Final = 24
"""Names below one, up to each of which its sums may reach."""
_DASH: Final = re.compile(r"\s*[-–—+*•●▪◦✓‣]+(?=\s|[^\W\d]|$)")


def with_heads(
    rows: Sequence[ReadRow], table: Sequence[Row], apart: Columns, *, takes: Container[str] = ()
) -> list[ReadRow]:
    """The rows as they were read, those that head others as totals of them, and those that are pieces as parts; without
    what may head others, or the pieces, where "maybe-head" or "parts" is among what one `takes`."""
    there = {row.number: row for row in table}
    marks = _Marks(rows, there, apart)
    told = list(rows)
    for place in range(len(rows) - 1, -1, -1):
        head = told[place]
        if head.kind == "data":
            sure = _heads(head, told, place + 1, marks.levels)
            if sure is None and not head.figures and _has_pieces_alone(head, _from(told, place + 1), marks):
                sure = False
            if sure is not None and (sure or "maybe-head" not in takes):
                told[place] = _head(head, own_text(there[head.number]), sure=sure)
    for place, whole in enumerate(told if "parts" not in takes else ()):
        if whole.kind == "data":
            for at, piece in enumerate(_pieces(whole, _from(told, place + 1), marks), place + 1):
                told[at] = part_of(piece, own_text(there[piece.number]))
    return told


class _Marks:
    """What marks the rows of activities, by their number in the file."""

    def __init__(self, rows: Sequence[ReadRow], there: Mapping[int, Row], apart: Columns) -> None:
        data = [row for row in rows if row.kind == "data"]
        self.numbers = {row.number: row_number(there[row.number], apart) for row in data}
        """What numbers each; empty without."""
        self.levels = {row.number: _level(there[row.number], self.numbers[row.number], apart) for row in data}
        self.dashes = {row.number for row in data if _is_dash(row, self.numbers[row.number])}
        """The rows with a dash before them."""


def _from(rows: Sequence[ReadRow], start: int) -> Iterator[ReadRow]:
    return (rows[at] for at in range(start, len(rows)))


def _head(row: ReadRow, text: str, *, sure: bool) -> ReadRow:
    return ReadRow(
        sheet=row.sheet, number=row.number, kind="total", hidden=row.hidden, text=text, unsure=not sure, heads=not sure
    )


def _level(row: Row, number: str, apart: Columns) -> int:
    """How narrow the number of a row is, in a column of its own or before what was done; beyond all where it has none."""
    text, title = number, row.at(apart.title).text
    if not text and _LEAD.match(title):
        text = title
    return next((level for level, number in enumerate(_LEVELS) if number.match(text)), len(_LEVELS))


def _heads(head: ReadRow, rows: Sequence[ReadRow], start: int, levels: Mapping[int, int]) -> bool | None:
    """Whether a row surely heads those below it; None where it does not."""
    level = levels[head.number]
    if level < _ARABIC:
        under = list(_narrower(level, _from(rows, start), levels))
        if under and levels[under[0].number] <= _ARABIC:
            return _is_sum(head, under)
    first, last = _days(head)
    if first == last or not head.figures or start >= len(rows) or levels.get(rows[start].number, -1) < level:
        return None
    sums: Counter[str] = Counter()
    for count, row in enumerate(islice(_from(rows, start), _MOST), 1):
        if row.kind != "data" or not _is_within(row, first, last):
            break
        sums.update(row.figures)
        if count >= _FEWEST and all(sums[code] == stated for code, stated in head.figures.items()):
            return False
    return None


def _narrower(level: int, below: Iterator[ReadRow], levels: Mapping[int, int]) -> Iterator[ReadRow]:
    """The activities below a row up to the next one whose number is as wide; headings among them are passed."""
    for row in below:
        if levels.get(row.number, len(_LEVELS)) <= level:
            return
        if row.kind == "data":
            yield row
        elif row.kind not in ("group", "part", "unheld") and not (row.kind == "total" and not row.figures):
            return


def _is_sum(head: ReadRow, some: Sequence[ReadRow]) -> bool:
    """Whether the figures of a row are the sums of others, or how many those are."""
    sums: Counter[str] = Counter()
    for row in some:
        sums.update(row.figures)
    return bool(head.figures) and all(
        count == sums[code] or (code == "quantity" and not sums[code] and count == len(some))
        for code, count in head.figures.items()
    )


def _days(row: ReadRow) -> tuple[str, str]:
    """The first and last day (ISO) of a row; empty where it cannot be taken."""
    if row.fields is None:
        return "", ""
    date = str(row.fields.date)
    return date, str(row.fields.until or date)


def _is_within(row: ReadRow, first: str, last: str) -> bool:
    begins, ends = _days(row)
    return bool(begins) and first <= begins and ends <= last


# -- names with sums


def summed_names(table: Sequence[Row], apart: Columns) -> frozenset[int]:
    """The numbers of the rows that have nothing but a name, where no activity's title stands, and in every column of
    figures the sum of the rows below, up to another such name or to a total."""
    named = {place for place, row in enumerate(table) if _is_name_with_figures(row, apart)}
    if not named:
        return frozenset()
    ends = [
        place for place, row in enumerate(table) if place in named or (not _has_own_title(row, apart) and _is_of_total(row))
    ]
    return frozenset(table[place].number for place in named if _is_sum_below(table, place, ends, apart))


def _has_own_title(row: Row, apart: Columns) -> bool:
    title = row.at(apart.title)
    return not title.is_empty and title.note != "filled"


def _is_name_with_figures(row: Row, apart: Columns) -> bool:
    if _has_own_title(row, apart) or not has_figures(row, apart):
        return False
    others = [(at, cell) for at, cell in enumerate(row.cells) if at not in apart.counted and not cell.is_empty]
    words = {cell.text for _at, cell in others if is_words(cell)}
    if len(words) != 1 or not any(cell.note != "filled" and is_words(cell) for _at, cell in others):
        return False
    name = words.pop()
    plain = all(cell.text == name or whole_number(cell) is not None for _at, cell in others)
    at_day = row.at(apart.date)
    dated = not at_day.is_empty and (at_day.text != name or is_written_day(name))
    return plain and not dated and not is_total(name) and not is_signature(name)


def _is_of_total(row: Row) -> bool:
    return any(is_total(cell.text) for cell in row.cells if is_words(cell))


def _is_sum_below(table: Sequence[Row], place: int, ends: Sequence[int], apart: Columns) -> bool:
    """Whether the figures of a name are the sums of the rows below it, up to one of the next names or totals."""
    stated = {at: whole_number(table[place].at(at)) for at in apart.counted if not table[place].at(at).is_empty}
    if None in stated.values():
        return False
    sums: Counter[int] = Counter()
    start = place + 1
    after = bisect_right(ends, place)
    last = (len(table),) if len(ends) - after < _MOST_GROUPS else ()
    for end in (*ends[after : after + _MOST_GROUPS], *last):
        for row in table[start:end]:
            sums.update({at: whole_number(row.at(at)) or 0 for at in stated})
        if end > place + 1 and all(sums[at] == number for at, number in stated.items()):
            return True
        start = end + 1
    return False


# -- pieces


def _is_dash(row: ReadRow, number: str) -> bool:
    title = next((text for field, text in row.cells if field == "title"), "")
    return _DASH.match(number) is not None or _DASH.match(title) is not None


def _marked(whole: ReadRow, below: Iterator[ReadRow], marks: _Marks) -> list[ReadRow]:
    """The rows right below one that are its pieces by a dash or by their number; none where one is not within its days."""
    if whole.fields is None or whole.number in marks.dashes:
        return []
    number = marks.numbers[whole.number]
    marked = list(takewhile(lambda row: row.kind == "data" and _is_piece(row, number, marks), below))
    first, last = _days(whole)
    return marked if all(_is_within(row, first, last) for row in marked) else []


def _is_piece(row: ReadRow, number: str, marks: _Marks) -> bool:
    return row.number in marks.dashes or is_below(marks.numbers[row.number], number)


def _pieces(whole: ReadRow, below: Iterator[ReadRow], marks: _Marks) -> list[ReadRow]:
    """The pieces of a row whose figures its own hold; none where one of them has more."""
    pieces = _marked(whole, below, marks)
    holds = all(count <= whole.figures.get(code, 0) for row in pieces for code, count in row.figures.items())
    return pieces if holds else []


def _has_pieces_alone(whole: ReadRow, below: Iterator[ReadRow], marks: _Marks) -> bool:
    """Whether the pieces of a row have figures, of one that has none."""
    return any(row.figures for row in _marked(whole, below, marks))
