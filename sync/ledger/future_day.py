"""Days that had not come: an activity dated after the day on which the hub took it, by a clock that runs ahead."""

from __future__ import annotations

from sync.encoding.types import Instant
from sync.ledger.period import day_of


def dated_after(date: str, taken: Instant) -> bool:
    """Whether a day (ISO) lies after the day in Vietnam on which the hub took what says so, at POSIX second `taken`.

    >>> dated_after("2026-10-26", 1_793_000_000), dated_after("2036-12-01", 1_793_000_000)
    (False, True)
    """
    return date > day_of(taken).isoformat()
