"""Which entries are known to be damaged: what they say is not shown as if somebody had said it."""

from __future__ import annotations

from hub.store import Transaction
from hub.store.places import places_in, stands_at
from sync.encoding.types import Index


class DamagedEntries:
    """The entries that are known to be damaged, or stand so near that nobody can tell them apart from those."""

    def __init__(self, transaction: Transaction) -> None:
        self._ranges: dict[int, list[tuple[Index, int]]] = {}
        for damage in transaction.settings.damage:
            log = transaction.logs.get(damage.origin)
            if log is not None and damage.what == "entries":
                self._ranges.setdefault(log.id, []).append((damage.start, damage.end))

    def among(self, places: bytes) -> bool:
        """Whether some of the entries at these places are."""
        if not self._ranges:
            return False
        return any(
            start <= index < end
            for log, index in map(stands_at, places_in(places))
            for start, end in self._ranges.get(log, ())
        )
