"""When the hub received an entry, by what its acceptances say: one function for the hub and the auditor.

An acceptance's time is the hub's clock. Two things move it:

    held     a hub that went back accepts anew what it had accepted, and states the receipt that it gave then; its time
             counts within the gap that the restore declares, and not before what the log is proven to have seen
    clock    the hub's clock was wrong: the times of a stretch of its acceptances are false, and the truth lies between
             the acceptance before them and the statement
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct

from sync.encoding.types import Index, Instant, Size
from sync.ledger import origins
from sync.ledger.registry import Registry, Restore


def restore_of(registry: Registry, acceptance: Index) -> Restore | None:
    """The restore that began the generation in which an acceptance stands, by its index; None in the first."""
    first = origins.acceptances(registry.name)
    return next((restore for restore in reversed(registry.restores) if restore.begins(first) <= acceptance), None)


def counts(registry: Registry, held: Instant, acceptance: Index, after: Instant | None) -> bool:
    """Whether a receipt of before counts that an acceptance states: it was given in the gap that its generation declares,
    and not before `after`, the time of the newest valid citation of the log up to the entry."""
    restore = restore_of(registry, acceptance)
    return restore is not None and max(restore.entry.since, after or 0) <= held <= restore.entry.at


def received(
    registry: Registry, accepted: Instant, acceptance: Index, held: Instant | None, after: Instant | None
) -> Instant:
    """When the hub received an entry: `accepted` is the time of the first acceptance that covers it, `held` that of the
    receipt of before which that acceptance states."""
    if held is None or not counts(registry, held, acceptance, after):
        return accepted
    return min(held, accepted)


class FalseStretch(Struct, frozen=True):
    """A stretch of acceptances whose times are false, by their indices."""

    first: Index
    last: Index
    earliest: Instant
    latest: Instant
    """Between these lies when each was made."""
    stated: Index
    """Where that is stated."""


def stretch_of(stretches: Sequence[FalseStretch], index: Index, known: Size | None = None) -> FalseStretch | None:
    """The stretch, of some in their order, in which an entry stands; as it was known when there were `known` entries."""
    place = bisect_right([stretch.first for stretch in stretches], index) - 1
    if place < 0 or index > stretches[place].last:
        return None
    return stretches[place] if known is None or stretches[place].stated < known else None


def next_stretch(
    stretches: Sequence[FalseStretch], first: Index, last: Index, at: Instant, *, before: Instant | None, stated: Index
) -> FalseStretch | None:
    """The stretch of which entry `stated` says at `at` that its times are false; None where it can be none: it is of entries
    before that one of which no other speaks, and was not made before them. `before` is the earliest time of the entry before
    the first."""
    apart = not stretches or stretches[-1].last < first
    if not first <= last < stated or not apart or (before or 0) > at:
        return None
    return FalseStretch(first, last, before or Instant(0), at, stated)


class HubTimes:
    """The hub's times: what the acceptances' clock said at each index, and what it can have been."""

    def __init__(self) -> None:
        self._times: list[Instant | None] = []
        self._stretches: list[FalseStretch] = []

    def add(self, time: Instant) -> None:
        """Add the time of the next acceptance."""
        self._times.append(time)

    def pass_over(self) -> None:
        """Add an entry that is no acceptance, or cannot be read: its time is that of the acceptance before, or the least
        that this can have been."""
        self._times.append(self.earliest(Size(len(self._times))))

    def state(self, first: Index, last: Index, at: Instant) -> bool:
        """Take the statement, at the end of what is here, that a stretch is false; whether it can be one."""
        before = self.earliest(Size(first)) if first <= len(self._times) else None
        found = next_stretch(self._stretches, first, last, at, before=before, stated=Index(len(self._times)))
        if found is not None:
            self._stretches.append(found)
        return found is not None

    @property
    def stated(self) -> tuple[FalseStretch, ...]:
        """The stretches that are stated to be false, in their order."""
        return tuple(self._stretches)

    def earliest(self, size: Size, known: Size | None = None) -> Instant | None:
        """The time that had certainly come when there were so many entries, a lower bound of what was made after; as it was
        known when there were `known` of them."""
        stretch = stretch_of(self._stretches, Index(size - 1), known)
        time = self._times[size - 1] if 0 < size <= len(self._times) else None
        return time if stretch is None else stretch.earliest

    def latest(self, index: Index, known: Size | None = None) -> Instant | None:
        """The time by which an entry was certainly there; as it was known when there were `known` of them."""
        stretch = stretch_of(self._stretches, index, known)
        return self._times[index] if stretch is None else stretch.latest
