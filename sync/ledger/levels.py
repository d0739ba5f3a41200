"""Levels of the protocol: what a program reads of the entries that are counted, so that a report's figures can be computed
again as its author's program counted.

A report carries its author's level. Kinds of entries, and fields of an activity, that came later than that level are left
out when its figures are recomputed: they were `future` to that program.

    1   activities with the fields of version 0.1, and retractions
"""

from __future__ import annotations

from typing import Final

from msgspec import UNSET

from sync.ledger.activity_fields import FIELDS
from sync.ledger.entry import Activity, Retraction

LEVEL: Final = 1
"""The level of this program."""

_LATER: Final = tuple((field.code, field.level) for field in FIELDS if field.level > 1)
"""The fields that level 1 does not know, each with the level that brought it."""


def level_of(entry: Activity | Retraction) -> int:
    """The lowest level at which an entry is read."""
    if not _LATER or not isinstance(entry, Activity):
        return 1
    return max((level for code, level in _LATER if getattr(entry.fields, code) is not UNSET), default=1)
