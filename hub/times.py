"""The hub's own times as its store tells them, by the rules of `sync.ledger.received_time`: what was certainly past when so
much had been accepted, and when an entry was received. What the acceptances say was false of the hub's clock is kept beside
the logs, since whoever asks for one time cannot read them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from hub.store import Transaction
from hub.store.rows import AcceptedRow
from sync.encoding.types import Index, Instant, Size
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Acceptance, Clock
from sync.ledger.origins import LogKind
from sync.ledger.received_time import FalseStretch, next_stretch, received, stretch_of
from sync.ledger.registry import Registry

_AT_ONCE: Final = 256
"""Entries read together on the way back to an acceptance: what the province states stands between two."""


class AcceptedTimes:
    """The times of a hub's acceptances, as of a transaction."""

    def __init__(self, transaction: Transaction, registry: Registry) -> None:
        self._transaction = transaction
        self._registry = registry
        self._stretches = transaction.settings.false_times

    def earliest(self, size: Size) -> Instant | None:
        """The hub's time when there were so many acceptances, or the least that it can have been; None if there is none, or
        never were so many."""
        return self._earliest(size, self._stretches)

    def _earliest(self, size: Size, stretches: Sequence[FalseStretch]) -> Instant | None:
        found = stretch_of(stretches, Index(size - 1))
        if found is not None:
            return found.earliest
        before = self._newest_below(size)
        if before is None or before[0] == size - 1:
            return None if before is None else before[1].at
        stated = [stretch for stretch in stretches if stretch.stated < size]  # as it was known when that entry was made
        found = stretch_of(stated, before[0])
        return before[1].at if found is None else found.earliest

    def _newest_below(self, size: Size) -> tuple[Index, Acceptance] | None:
        log = self._transaction.logs.get(origins.acceptances(self._registry.name))
        if log is None or not 0 < size <= log.size:
            return None
        end = int(size)
        while end > 0:
            start = max(0, end - _AT_ONCE)
            lines = list(self._transaction.logs.lines(log.id, start, end))
            for index in range(len(lines) - 1, -1, -1):
                entry = decode(lines[index], LogKind.ACCEPTANCES)
                if isinstance(entry, Acceptance):
                    return Index(start + index), entry
            end = start
        return None

    def received(self, accepted: Instant, acceptance: Index, held: Instant | None, cited: Size) -> Instant:
        """When entries were received that an acceptance covers first, which was or will be made at `accepted`, and states a
        receipt of before as of `held`; `cited` is the newest valid citation of their log up to them."""
        found = stretch_of(self._stretches, acceptance)
        at = accepted if found is None else found.latest
        return at if held is None else received(self._registry, at, acceptance, held, self.earliest(cited))

    def received_as(self, accepted: AcceptedRow, cited: Size) -> Instant:
        """When entries were received whose first acceptance is stored."""
        return self.received(accepted.at, accepted.acceptance, self._held(accepted.acceptance), cited)

    def _held(self, acceptance: Index) -> Instant | None:
        """The time of the receipt of before that a stored acceptance states. Before the first restore none does."""
        if not self._registry.restores:
            return None
        log = self._transaction.logs.get(origins.acceptances(self._registry.name))
        lines = () if log is None else self._transaction.logs.lines(log.id, acceptance, acceptance + 1)
        entry = next((decode(line, LogKind.ACCEPTANCES) for line in lines), None)
        return entry.held.time if isinstance(entry, Acceptance) and entry.held is not None else None

    def stretch(self, first: Index, last: Index, at: Instant, stated: Index) -> FalseStretch | None:
        """The stretch that a statement at `at` would make; None where it can be none."""
        before = self.earliest(Size(first))
        return next_stretch(self._stretches, first, last, at, before=before, stated=stated)


def cited_sizes(lines: Iterable[bytes], start: int, void: frozenset[Index], newest: Size) -> Iterator[Size]:
    """By each entry of a laptop's log from an index on the newest valid citation so far; the citations of the entries at
    some indices are void."""
    for index, line in enumerate(lines, start):
        if b'"seen":{' in line and index not in void:  # in a text of somebody's the quotes would be escaped
            entry = decode(line, LogKind.DEVICE)
            if not isinstance(entry, Quarantined) and entry.seen is not None:
                newest = entry.seen.size
        yield newest


def false_times(transaction: Transaction, registry: Registry, entries: Iterable[tuple[Index, Clock]]) -> None:
    """Keep anew what the acceptances say was false, read from all of them."""
    transaction.settings.keep_false_times(())
    for index, entry in entries:
        found = AcceptedTimes(transaction, registry).stretch(entry.first, entry.last, entry.at, index)
        if found is not None:
            transaction.settings.keep_false_times((*transaction.settings.false_times, found))
