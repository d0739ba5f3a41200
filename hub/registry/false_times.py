"""Times of acceptances that are false, since the hub's clock was wrong: which look so, and the operator's statement that a
stretch of them is. What follows for reports and for what was read is settled with it; times go on from the truth.

Nobody but the operator knows the truth, and a statement helps nobody to be on time who was not: what was accepted in the
stretch counts as received when that is stated, and as made after what came before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from msgspec import Struct

from hub import own_logs
from hub.clock import ASKED_BEYOND, JUMP
from hub.home import Keys
from hub.store import Transaction
from hub.times import AcceptedTimes, cited_sizes
from hub.verdicts import VOID_SEEN
from sync.encoding.types import NOTHING, Index, Instant, RandomBytes, Size
from sync.errors import Misuse, Refused
from sync.ledger import origins
from sync.ledger.entry import Clock, new_salt
from sync.ledger.received_time import FalseStretch, stretch_of
from sync.ledger.registry import Registry

_STUCK: Final = 10
"""Acceptances of one second from which on time is thought to have stood still, where days were jumped over before."""

_DIGITS: Final = 15


class SuspiciousStretch(Struct, frozen=True, kw_only=True):
    """A stretch of acceptances whose times look false, by their indices."""

    first: Index
    last: Index
    said: tuple[Instant, Instant]
    """What the first and the last of them say."""
    after: Instant | None
    """The time of what was accepted before; None if nothing was."""


def stretch_end(text: str) -> Index:
    """The index that somebody typed or a form names. `Misuse("bad-stretch")`."""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise Misuse("bad-stretch", text=text[:40])
    return Index(int(text))


def is_ahead(transaction: Transaction, now: Instant) -> bool:
    """Whether the hub's own last time lies beyond the present."""
    return transaction.logs.last_accepted_at() > now + JUMP


def suspicious(transaction: Transaction, registry: Registry, now: Instant) -> list[SuspiciousStretch]:
    """The stretches that look false, and are not stated to be: those beyond the present; and those behind a jump of days
    after which time stood still, as it does while a clock that was set right has not caught up with what was said."""
    stated = transaction.settings.false_times
    times = [(index, at) for index, at in transaction.logs.accepted_times() if stretch_of(stated, index) is None]
    restored = {restore.entry.at for restore in registry.restores}
    found: list[SuspiciousStretch] = []
    for first, last in _runs(times, now, restored):
        (began, said), (ended, until), before = times[first], times[last], times[first - 1][1] if first else None
        end = times[last + 1][0] - 1 if last + 1 < len(times) else _size(transaction, registry) - 1
        found.append(SuspiciousStretch(first=began, last=Index(max(ended, end)), said=(said, until), after=before))
    return found


def _runs(times: Sequence[tuple[Index, Instant]], now: Instant, restored: set[Instant]) -> Iterator[tuple[int, int]]:
    ahead = next((place for place, (_index, at) in enumerate(times) if at > now + JUMP), len(times))
    jumps = [
        place
        for place in range(1, ahead)
        if times[place][1] - times[place - 1][1] > ASKED_BEYOND and times[place][1] not in restored
    ]
    for first, after in pairwise([*jumps, ahead]):
        end, stuck = first, None
        for at, run in groupby(times[first:after], key=lambda each: each[1]):
            count = sum(1 for _each in run)
            end += count
            if count >= _STUCK and at not in restored:
                stuck = end - 1
        if stuck is not None:
            yield first, stuck
    if ahead < len(times):
        yield ahead, len(times) - 1


def _size(transaction: Transaction, registry: Registry) -> Size:
    log = transaction.logs.get(origins.acceptances(registry.name))
    return NOTHING if log is None else log.size


def state_false(
    transaction: Transaction,
    keys: Keys,
    first: Index,
    last: Index,
    *,
    now: Instant,
    random_bytes: RandomBytes,
    clock_is_right: bool = False,
) -> FalseStretch:
    """State that the times of the acceptances from one to another are false, and settle what follows. Whoever knows that
    `clock_is_right` says so of times that do not look false by it. `Refused("clock-agrees")` for these without.
    `Misuse("no-such-stretch")` for what are none, or where another statement speaks of one of them already;
    `Refused("clock-still-wrong")` where the present is before what was accepted before them."""
    registry = own_logs.registry(transaction, keys)
    times, size = AcceptedTimes(transaction, registry), _size(transaction, registry)
    before = times.earliest(Size(first)) or Instant(0)
    stretch = times.stretch(first, last, max(now, before), Index(size))
    if stretch is None:
        raise Misuse("no-such-stretch", first=first, last=last, count=size)
    if now < before:
        raise Refused("clock-still-wrong", since=before)
    if not clock_is_right and not _looks_false(transaction, registry, first, last, now):
        raise Refused("clock-agrees", since=now, stretch=f"{first}-{last}")
    entry = Clock(salt=new_salt(random_bytes), at=now, first=first, last=last)
    own_logs.append(transaction, keys, origins.acceptances(keys.hub), [entry])
    transaction.settings.keep_false_times((*transaction.settings.false_times, stretch))
    transaction.settings.keep_clock(now)
    _settle(transaction, registry)
    return stretch


def _looks_false(transaction: Transaction, registry: Registry, first: Index, last: Index, now: Instant) -> bool:
    """Whether a time in a stretch is beyond the present or looks false otherwise: else the clock that now shows the present
    may be as wrong as it was then, and what is stated by it stands for ever."""
    return any(first <= each.last and each.first <= last for each in suspicious(transaction, registry, now))


def _settle(transaction: Transaction, registry: Registry) -> None:
    """Say anew of every report, and of every directive that was read, when it was received."""
    times = AcceptedTimes(transaction, registry)
    reports, notes = list(transaction.reports.all()), transaction.notes.all()
    places = [*((row.log, row.idx) for row in reports), *((row.log, row.idx) for row in notes)]
    cited = {log: _cited(transaction, log, end) for log, end in _ends(places)}
    for row in reports:
        accepted = transaction.logs.first_accepted(row.log, row.idx)
        assert accepted is not None, "what is kept of it was accepted"
        seen = cited[row.log][row.idx]
        received, after = times.received_as(accepted, seen), times.earliest(seen)
        if (received, after) != (row.received, row.after):
            transaction.reports.receive(row.log, row.idx, received=received, after=after)
    for noted in notes:
        accepted = transaction.logs.first_accepted(noted.log, noted.idx)
        assert accepted is not None, "what is kept of it was accepted"
        received = times.received_as(accepted, cited[noted.log][noted.idx])
        if received != noted.received:
            transaction.notes.receive(noted.log, noted.idx, received)


def _ends(places: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    """By log, the index after the last that is asked of."""
    ends: dict[int, int] = {}
    for log, idx in places:
        ends[log] = max(ends.get(log, 0), idx + 1)
    return ends.items()


def _cited(transaction: Transaction, log: int, end: int) -> list[Size]:
    void = transaction.logs.held_among(log, 0, end, VOID_SEEN)
    return list(cited_sizes(transaction.logs.lines(log, 0, end), 0, void, NOTHING))
