"""When the hub received an entry, by what its acceptances say: one function for the hub and the auditor.

An acceptance's time is the hub's clock. Two things move it:

    held     a hub that went back accepts anew what it had accepted, and states the receipt that it gave then; its time
             counts within the gap that the restore declares, and not before what the log is proven to have seen
    clock    the hub's clock was wrong: the times of a stretch of its acceptances are false, and the truth lies between
             the acceptance before them and the statement
"""

from __future__ import annotations

from bisect import bisect_right

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


class HubTimes:
    """The hub's times: what the acceptances' clock said at each index, and what it can have been."""

    def __init__(self) -> None:
        self._times: list[Instant | None] = []
        self._stretches: list[FalseStretch] = []

    def add(self, time: Instant | None) -> None:
        """Add the time of the next entry: of one that is no acceptance, or cannot be read, that of the acceptance before."""
        self._times.append(time)

    def state(self, first: Index, last: Index, at: Instant) -> bool:
        """Take the statement, at the end of what is here, that a stretch is false; whether it can be one: of entries before
        it that no other speaks of, and not made before them."""
        after = self.earliest(Size(first))
        apart = not self._stretches or self._stretches[-1].last < first
        if last >= len(self._times) or not apart or (after or 0) > at:
            return False
        self._stretches.append(FalseStretch(first, last, after or Instant(0), at, Index(len(self._times))))
        return True

    def earliest(self, size: Size, known: Size | None = None) -> Instant | None:
        """The time that had certainly come when there were so many entries, a lower bound of what was made after; as it was
        known when there were `known` of them."""
        stretch = self._stretch(Index(size - 1), known)
        time = self._times[size - 1] if 0 < size <= len(self._times) else None
        return time if stretch is None else stretch.earliest

    def latest(self, index: Index, known: Size | None = None) -> Instant | None:
        """The time by which an entry was certainly there; as it was known when there were `known` of them."""
        stretch = self._stretch(index, known)
        return self._times[index] if stretch is None else stretch.latest

    def _stretch(self, index: Index, known: Size | None) -> FalseStretch | None:
        place = bisect_right([stretch.first for stretch in self._stretches], index) - 1
        if place < 0 or index > self._stretches[place].last:
            return None
        return self._stretches[place] if known is None or self._stretches[place].stated < known else None
