"""The laptop's clock, held against what the hub signed.

A receipt proves two things, whether it came by the line or on a stick: the time on it is past, and what it covers was made
before it. What was logged after it came was made after it. Whatever says otherwise was said by a clock that was wrong: the
laptop's or, for a while, the hub's. Where the hub has found out, a later receipt is of an earlier time, and shows that; and
so does a sync by the line at which the two agree, where nothing is sent that would be receipted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from msgspec import Struct

from field.store import LaptopStore
from sync.encoding.limits import DAY_SECONDS, LAST_NOW
from sync.encoding.types import Index, Instant, Size

TOLD_FROM: Final = 3_600
"""Seconds by which a clock must be off to be told."""
_SILENT: Final = 400 * DAY_SECONDS
"""Seconds since the last true time that is known, from which on a clock is asked about: few laptops lie so long."""
_FIRST_NOW: Final = 946_684_800
"""The first second of `FIRST_YEAR` (UTC)."""
_LOOKED_AT: Final = 2_000
"""Own entries that are looked at, the newest: what is older was told long ago."""


class FalseTime(Struct, frozen=True, kw_only=True):
    """An own entry that says it was made at a time at which it cannot have been made."""

    index: Index
    kind: str
    names: str
    """Its activity's id, or its report's period."""
    at: Instant
    """When the laptop's clock said that it was made."""
    late: int = 0
    """Seconds by which that is after a receipt that covers it; 0 if it is not."""


class ClockDoubt(Struct, frozen=True, kw_only=True):
    """A doubt about the laptop's clock, which receipts prove."""

    now: Instant
    """The time that it says."""
    receipt: Instant
    """The newest time that a receipt proves to be past."""
    behind: int
    """Seconds by which it is behind, at least; 0 if that is not proven."""
    ahead: int = 0
    """Seconds by which it looks ahead: what it said has not come yet when a receipt covered what was made then, and it was
    not set since as far as is known; or it is more than a year after the last true time. Time that passed would look so."""
    was_theirs: bool = False
    """Whether it was the province's clock that was wrong when it gave the newest receipt: it agreed with this one since."""
    entries: tuple[FalseTime, ...]
    impossible: bool = False
    """Whether no machine can stand at such a time, be there a receipt or not: before any activity, or beyond any period."""

    @property
    def reports(self) -> tuple[FalseTime, ...]:
        """The reports among the entries."""
        return tuple(entry for entry in self.entries if entry.kind == "report")


def clock_doubt(store: LaptopStore, now: Instant) -> ClockDoubt | None:
    """The doubt that receipts prove about the laptop's clock, which says `now`; None if they prove none."""
    came = store.logs.receipts_came()
    impossible = not _FIRST_NOW <= now < LAST_NOW
    if not came:
        return ClockDoubt(now=now, receipt=now, behind=0, entries=(), impossible=True) if impossible else None
    newest = max(time for _own, _acked, time in came)
    behind, was_theirs = newest - now, False
    agreed = store.local.clocks_agreed
    if agreed is not None and now >= agreed[0] - TOLD_FROM:
        true = [(own, acked, time) for own, acked, time in came if own > agreed[1] or time <= agreed[0] + TOLD_FROM]
        was_theirs, came = behind > TOLD_FROM and len(true) < len(came), true
        behind = max((time for _own, _acked, time in came), default=now) - now
    entries = _false(store, came)
    ahead = 0 if behind > TOLD_FROM else _ahead(entries, came, agreed, now)
    if behind <= TOLD_FROM and not entries and not was_theirs and not ahead:
        return None
    return ClockDoubt(
        now=now,
        receipt=max((time for _own, _acked, time in came), default=newest) if ahead else newest,
        behind=behind if behind > TOLD_FROM else 0,
        ahead=ahead,
        was_theirs=was_theirs and behind <= TOLD_FROM,
        entries=entries,
        impossible=impossible,
    )


def _ahead(
    entries: Sequence[FalseTime],
    came: Sequence[tuple[Size, Size, Instant]],
    agreed: tuple[Instant, Size] | None,
    now: Instant,
) -> int:
    """Seconds by which a clock that says `now` looks ahead; 0 if it does not."""
    known = [time for _own, _acked, time in came] + ([] if agreed is None else [agreed[0]])
    silent = now - max(known, default=now)
    since = 0 if agreed is None or agreed[0] > now else agreed[1]
    late = [min(entry.late, silent) for entry in entries if entry.index >= since and entry.at <= now < entry.at + entry.late]
    return max([lead for lead in late if lead > DAY_SECONDS] + ([silent] if silent > _SILENT else []), default=0)


def _false(store: LaptopStore, came: Sequence[tuple[Size, Size, Instant]]) -> tuple[FalseTime, ...]:
    sizes = [own for own, _acked, _time in came]
    past = list(accumulate((time for _own, _acked, time in came), max))
    covering = sorted((acked, time) for _own, acked, time in came)
    covered = [acked for acked, _time in covering]
    soonest = list(accumulate((time for _acked, time in reversed(covering)), min))[::-1]
    found: list[FalseTime] = []
    for index, kind, names, at in store.logs.own_times(_LOOKED_AT):
        earlier, later = bisect_right(sizes, index), bisect_right(covered, index)
        early = earlier > 0 and at < past[earlier - 1] - TOLD_FROM
        late = at - soonest[later] if later < len(soonest) and at > soonest[later] + TOLD_FROM else 0
        if early or late:
            found.append(FalseTime(index=index, kind=kind, names=names, at=at, late=late))
        else:  # it was said again since, when the clock was right
            found = [entry for entry in found if not (entry.names == names and _same(entry.kind, kind))]
    return tuple(found)


def _same(kind: str, other: str) -> bool:
    """Whether two kinds of entries that name one thing are about the same."""
    return (kind == "report") == (other == "report")
