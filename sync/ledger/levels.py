"""Levels of the protocol: what a program reads of the entries that are counted, so that a report's figures can be computed
again as its author's program counted.

A report carries its author's level. Kinds of entries, and fields of an activity, that came later than that level are left
out when its figures are recomputed: they were `future` to that program.

    1   activities with the fields of version 0.1, and retractions
    2   of an activity a last day, whom it was for, which body did it, other languages and places; of figures sums by
        audiences and bodies
"""

from __future__ import annotations

from operator import attrgetter
from typing import Final

from msgspec import UNSET

from sync.ledger.activity_fields import FIELDS
from sync.ledger.entry import Activity, Report, Retraction

LEVEL: Final = 2
"""The level of this program."""
FIRST_LEVEL: Final = 1
"""What every program reads."""

LATER_FIGURES: Final = frozenset({"audiences", "bodies"})
"""The parts of figures that level 1 does not know."""
_LATER: Final = tuple((field.code, field.level) for field in FIELDS if field.level > 1)
"""The fields that level 1 does not know, each with the level that brought it."""
_later_values: Final = attrgetter(*(code for code, _level in _LATER))
_NO_LATER: Final = (UNSET,) * len(_LATER)


def level_of(entry: Activity | Retraction) -> int:
    """The lowest level at which an entry is read."""
    found = FIRST_LEVEL
    if isinstance(entry, Activity) and _later_values(entry.fields) != _NO_LATER:  # asked of every entry that comes
        for code, level in _LATER:
            if level > found and getattr(entry.fields, code) is not UNSET:
                found = level
    return found


def level_of_report(report: Report) -> int:
    """The lowest level at which a report is read: the one that it states, or that brought a part of its figures."""
    has_later = any(getattr(report.figures, part) for part in LATER_FIGURES)
    return max(report.level, FIRST_LEVEL + has_later)
