"""Holding an annex as it was filed against the one that the ledger gives: what differs is named by its place.

Cells are looked at first, by the keys of their rows: whoever changed a figure is told which. The order of rows and sheets is
looked at whatever the cells say; where every cell is right, the rest must be, too: rows in their places and, of a file for
programs, every byte.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from msgspec import Struct

from sync.annex.layout import Cell, Row, Sheet
from sync.wording.dates import clock_face
from sync.wording.safe_text import with_escapes


class Difference(Struct, frozen=True, kw_only=True):
    """A cell that is not what the ledger says; or, without a column, a row, a sheet or a line of a file that is missing, too
    many, or stands where another should."""

    sheet: str
    line: int | None = None
    """Where the row stands in the file, from 1."""
    row: str = ""
    column: str = ""
    stated: str | None
    """None: it is missing."""
    recomputed: str | None
    """None: it is too many."""


_Key = tuple[tuple[Cell, ...], int]


def compare(expected: Sequence[Sheet], found: Sequence[Sheet]) -> list[Difference]:
    """What is found otherwise than it should be, cell by cell, rows by their keys; if nothing is, what is out of place."""
    by_name = {sheet.name: sheet for sheet in found}
    differences: list[Difference] = []
    for sheet in expected:
        stated = by_name.pop(sheet.name, None)
        if stated is None:
            differences.append(Difference(sheet=sheet.name, stated=None, recomputed=_size(sheet)))
        else:
            differences += _compared(sheet, stated.rows)
    differences += [Difference(sheet=name, stated=f"{len(sheet.rows)}", recomputed=None) for name, sheet in by_name.items()]
    return [*differences, *_out_of_order(expected, found)] if differences else list(_out_of_place(expected, found))


def _out_of_order(expected: Sequence[Sheet], found: Sequence[Sheet]) -> Iterator[Difference]:
    """Of the rows of each sheet, and of the sheets, that are in both, the first that stands where another should: cells that
    are otherwise, which may have their reason, hide no wrong order."""
    by_name = {sheet.name: sheet for sheet in found}
    for sheet in expected:
        if sheet.name in by_name:
            rows, others = _by_key(sheet.rows, sheet.keys), _by_key(by_name[sheet.name].rows, sheet.keys)
            for key, other in zip(filter(others.__contains__, rows), filter(rows.__contains__, others), strict=True):
                if key != other:
                    line, stated = others[other]
                    yield Difference(
                        sheet=sheet.name, line=line, stated=_together(stated), recomputed=_together(rows[key][1])
                    )
                    break
    names = [sheet.name for sheet in expected if sheet.name in by_name]
    stand = [sheet.name for sheet in found if sheet.name in names]
    moved = next(((name, right) for name, right in zip(stand, names, strict=True) if name != right), None)
    if moved is not None:
        yield Difference(sheet=moved[0], stated=moved[0], recomputed=moved[1])


def _out_of_place(expected: Sequence[Sheet], found: Sequence[Sheet]) -> Iterator[Difference]:
    """Of each sheet with the right cells, the first row that stands where another should; and the first such sheet."""
    by_name = {sheet.name: sheet for sheet in found}
    for sheet in expected:
        right, stated = _filled(sheet.rows), _filled(by_name[sheet.name].rows)
        for line, (row, other) in enumerate(zip_longest(right, stated, fillvalue=()), 1):
            if row != other:
                yield Difference(sheet=sheet.name, line=line, stated=_together(other), recomputed=_together(row))
                break
    for right_sheet, other_sheet in zip(expected, found, strict=True):
        if right_sheet.name != other_sheet.name:
            yield Difference(sheet=other_sheet.name, stated=other_sheet.name, recomputed=right_sheet.name)
            break


def _filled(rows: Sequence[Row]) -> list[Row]:
    """Rows up to the last that says something, each up to its last cell that does."""
    filled = [_trimmed(row) for row in rows]
    while filled and not filled[-1]:
        filled.pop()
    return filled


def _trimmed(row: Row) -> Row:
    cells = [_at(row, at) for at in range(len(row))]
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def compare_bytes(expected: bytes, found: bytes) -> list[Difference]:
    """The first line of a file that is spelled otherwise than it is written, if any is. Lines are ended by LF; what cannot
    be seen in one is shown by its escape."""
    if expected == found:
        return []
    lines = zip_longest(expected.split(b"\n"), found.split(b"\n"))
    line, right, other = next((line, right, other) for line, (right, other) in enumerate(lines, 1) if right != other)
    return [
        Difference(
            sheet="",
            line=line,
            stated=None if other is None else _visible(other),
            recomputed=None if right is None else _visible(right),
        )
    ]


def _visible(line: bytes) -> str:
    """The beginning of a line, as far as it tells: with whatever is odd at its end."""
    text = with_escapes(line.decode("utf-8", "backslashreplace"))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 2 :]}"


_SHOWN: Final = 160
"""Characters of a line that are shown."""


def _compared(sheet: Sheet, rows: Sequence[Row]) -> Iterator[Difference]:
    expected = _by_key(sheet.rows, sheet.keys)
    by_key = _by_key(rows, sheet.keys)
    for key, (_line, row) in expected.items():
        if key in by_key:
            yield from _cells(sheet, key, row, *by_key.pop(key))
        else:
            yield Difference(sheet=sheet.name, row=_row_name(key), stated=None, recomputed=_together(row))
    for key, (line, row) in by_key.items():
        yield Difference(sheet=sheet.name, line=line, row=_row_name(key), stated=_together(row), recomputed=None)


def _cells(sheet: Sheet, key: _Key, row: Row, line: int, stated: Row) -> Iterator[Difference]:
    heads = sheet.rows[0]
    for at in range(max(len(row), len(stated))):
        right, other = _at(row, at), _at(stated, at)
        if (type(right), right) != (type(other), other):
            yield Difference(
                sheet=sheet.name,
                line=line,
                row=_row_name(key),
                column=str(heads[at]) if _PAIR < len(heads) > at else _letter(at),
                stated=_shown(other),
                recomputed=_shown(right),
            )


_PAIR: Final = 2
"""A sheet of names and values has no names of columns."""


def _by_key(rows: Sequence[Row], keys: int) -> dict[_Key, tuple[int, Row]]:
    """Rows by what names them, and by how often that stood there before; empty rows say nothing."""
    seen: Counter[tuple[Cell, ...]] = Counter()
    by_key: dict[_Key, tuple[int, Row]] = {}
    for line, row in enumerate(rows, 1):
        if any(value not in (None, "") for value in row):
            key = tuple(_at(row, at) for at in range(keys))
            by_key[key, seen[key]] = (line, row)
            seen[key] += 1
    return by_key


def _row_name(key: _Key) -> str:
    return " ".join(_shown(part) for part in key[0] if part is not None)


def _at(row: Row, at: int) -> Cell:
    """A cell; one that is empty is none."""
    return row[at] if at < len(row) and row[at] != "" else None


def _letter(at: int) -> str:
    """What a spreadsheet calls a column, of those that are read."""
    return chr(ord("A") + at) if at < 26 else f"#{at + 1}"


def _together(row: Row) -> str:
    return "; ".join(_shown(value) for value in row if value is not None)


def _size(sheet: Sheet) -> str:
    return str(len(sheet.rows))


def _shown(value: Cell) -> str:
    if isinstance(value, datetime.datetime):
        return clock_face(value, seconds=True)
    return "" if value is None else str(value)
