"""The days of an activity: one, or a span from a first day to a last. It counts on its last.

A later entry may move one of the two days and leave the other, and two people may each move one. So what an entry says is
held to the rule where it says both, and of a record, which is what all its entries give, a last day that does not follow the
first is passed over.
"""

from __future__ import annotations

import datetime

from sync.encoding.limits import MAX_SPAN


def is_span(date: str, until: str) -> bool:
    """Whether a day (ISO) can be the last of a span that begins on another: it is after it, and no more than a year.

    >>> is_span("2026-11-03", "2026-11-05"), is_span("2026-11-03", "2026-11-03"), is_span("2026-11-03", "2027-11-05")
    (True, False, False)
    """
    first, last = datetime.date.fromisoformat(date), datetime.date.fromisoformat(until)
    return 0 < (last - first).days <= MAX_SPAN


def last_day(date: str, until: str | None) -> str:
    """The day (ISO) on which an activity counts: its last. Empty of one without a date.

    >>> last_day("2026-11-03", "2026-11-05"), last_day("2026-11-03", None), last_day("2026-11-06", "2026-11-05")
    ('2026-11-05', '2026-11-03', '2026-11-06')
    """
    return date if not date or until is None or not is_span(date, until) else until
