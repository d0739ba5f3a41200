"""Which activities and reports the province entered for a unit: those of which an entry stands in a log that the hub writes
for it. It stays so when the unit revises them: that somebody else said them first is what the mark tells."""

from __future__ import annotations

from msgspec.structs import replace

from hub.monitoring.counts import unit_of
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.places import places_in, stands_at
from hub.store.records import RecordFilter
from sync.ledger import origins
from sync.ledger.figures import Tally
from sync.ledger.registry import Registry


class EnteredLogs:
    """The numbers of the logs in which the hub states what it enters for units."""

    def __init__(self, transaction: Transaction, registry: Registry) -> None:
        entered = [origins.device(registry.name, device) for device in registry.entered]
        self._units = transaction.logs.of_origins(entered)

    def __contains__(self, log: int) -> bool:
        return log in self._units

    @property
    def units(self) -> set[str]:
        """The units for which there is one."""
        return set(self._units.values())

    def entered(self, places: bytes) -> bool:
        """Whether an entry at one of these places, 8 bytes each, was entered by the province."""
        return bool(self._units) and any(stands_at(place)[0] in self._units for place in places_in(places))

    def sums(self, transaction: Transaction, wanted: RecordFilter, counts_for: CountsFor) -> dict[str, Tally]:
        """Of the activities asked for, what those that were entered add up to, by the unit that they count for."""
        found: dict[str, Tally] = {}
        for stating in sorted(self.units):
            for summary in transaction.records.every(replace(wanted, unit=stating), {}):
                if self.entered(summary.places):
                    unit, said = unit_of(counts_for, stating, summary.date), summary.counted
                    tally = Tally(1, said.quantity or 0, said.audience or 0, said.minutes or 0)
                    found[unit] = found.get(unit, Tally()) + tally
        return found

    def of_unit(self, transaction: Transaction, unit: str) -> int:
        """How many activities that stand were entered for a unit."""
        if unit not in self.units:
            return 0
        summaries = transaction.records.every(RecordFilter(unit=unit), {})
        return sum(self.entered(summary.places) for summary in summaries)
