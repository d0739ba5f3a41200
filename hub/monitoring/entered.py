"""Which activities and reports the province entered for a unit: those of which an entry stands in a log that the hub writes
for it. It stays so when the unit revises them: that somebody else said them first is what the mark tells."""

from __future__ import annotations

from hub.store import Transaction
from hub.store.places import places_in, stands_at
from sync.ledger import origins
from sync.ledger.registry import Registry


class EnteredLogs:
    """The numbers of the logs in which the hub states what it enters for units."""

    def __init__(self, transaction: Transaction, registry: Registry) -> None:
        logs = (transaction.logs.get(origins.device(registry.name, device)) for device in registry.entered)
        self._units = {log.id: log.unit for log in logs if log is not None}

    def __contains__(self, log: int) -> bool:
        return log in self._units

    @property
    def units(self) -> set[str]:
        """The units for which there is one."""
        return set(self._units.values())

    def entered(self, places: bytes) -> bool:
        """Whether an entry at one of these places, 8 bytes each, was entered by the province."""
        return bool(self._units) and any(stands_at(place)[0] in self._units for place in places_in(places))
