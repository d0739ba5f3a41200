"""Figures that are hardly what their column counts: a telephone number, a serial number of a day, a sum of money among
the people. Each is asked about."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from sync.importing.read_row import ReadRow
from sync.ledger.activity_fields import COUNTED

_MOST: Final[Mapping[str, int]] = {"audience": 1_000_000, "quantity": 100_000, "minutes": 100_000}
"""From which on a figure of a commune is asked about, whatever stands beside it."""
_MANY: Final = 20_000
_TIMES: Final = 50
"""From which on it is where it is so many times the usual one of its column."""


class UnlikelyFigure(NamedTuple):
    """A figure that is hardly one of its column."""

    row: ReadRow
    field: str
    figure: int


def unlikely_figures(rows: Sequence[ReadRow]) -> Iterator[UnlikelyFigure]:
    """The figures of rows that are taken which are hardly what their columns count."""
    taken = [row for row in rows if row.fields is not None]
    for field in COUNTED:
        figures = [(row, each) for row in taken if isinstance(each := getattr(row.fields, field), int)]
        if not any(each >= _MANY for _row, each in figures):
            continue
        small = [each for _row, each in figures if 0 < each < _MANY]
        usual = statistics.median(small) if small else 0
        for row, each in figures:
            if each >= _MOST[field] or (usual and each >= max(_MANY, _TIMES * usual)):
                yield UnlikelyFigure(row, field, each)
