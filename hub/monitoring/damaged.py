"""Which entries are known to be damaged: what they say is not shown as if somebody had said it."""

from __future__ import annotations

from hub.handing_on import look
from hub.monitoring.damage_words import log_told, place_told
from hub.store import Transaction
from hub.store.places import places_in, stands_at
from sync.encoding.types import Index
from sync.errors import Unavailable
from sync.ledger.registry import Registry


def check_whole(transaction: Transaction, registry: Registry) -> None:
    """Refuse to hand on as whole what is not: `Unavailable("damaged-export")` while anything is known to be damaged, or is
    found so now."""
    if not transaction.damage:
        look(transaction, registry)
    known = transaction.damage
    if known:
        raise Unavailable("damaged-export", count=len(known), what=f"{log_told(known[0])}: {place_told(known[0])}")


def damaged_units(transaction: Transaction) -> tuple[str, ...]:
    """The codes of the units of whose logs something is known to be damaged, each once; an empty one stands for the hub's
    own registry and acceptances."""
    return tuple(sorted({damage.unit for damage in transaction.damage}))


class DamagedEntries:
    """The entries that are known to be damaged, or stand so near that nobody can tell them apart from those."""

    def __init__(self, transaction: Transaction) -> None:
        self._ranges: dict[int, list[tuple[Index, int]]] = {}
        for damage in transaction.damage:
            log = transaction.logs.get(damage.origin)
            if log is not None and damage.what == "entries":
                self._ranges.setdefault(log.id, []).append((damage.start, damage.end))

    def has(self, log: int, index: int) -> bool:
        """Whether an entry is, by its log's number and its index."""
        return any(start <= index < end for start, end in self._ranges.get(log, ()))

    def among(self, places: bytes) -> bool:
        """Whether some of the entries at these places are."""
        if not self._ranges:
            return False
        return any(self.has(*stands_at(place)) for place in places_in(places))
