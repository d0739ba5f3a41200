"""The unit that what stands under another's code counts for: whatever adds up records asks it here, in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, and_, case, literal

Steps = tuple[tuple[str, str], ...]
"""From which day (ISO) on what was stated under a code counts for which other code."""

CountsFor = Mapping[str, Steps]
"""The steps of each code that has any; the other codes count for themselves."""


def counting_unit(
    unit: ColumnElement[str], counts_for: CountsFor, has_come: Callable[[str], ColumnElement[bool]]
) -> ColumnElement[str]:
    """The unit that a row counts for; `has_come` tells of a day (ISO) whether the row lies on or past it."""
    cases = [
        (and_(unit == code, has_come(since)), literal(successor))
        for code, steps in sorted(counts_for.items())
        for since, successor in reversed(steps)  # the latest day that has come says whose it is
    ]
    return case(*cases, else_=unit) if cases else unit
