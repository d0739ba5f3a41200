"""Which activities and reports have texts that the province has erased: their figures stand by its word, and are marked."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from hub.monitoring.counts import unit_of
from hub.store import Transaction
from hub.store.counting_units import CountsFor
from hub.store.records import RecordFilter
from sync.encoding.types import Hash
from sync.ledger.entry import Redaction
from sync.ledger.erased import ErasedTexts, erased_in
from sync.ledger.registry import Registry


class ErasedRecords:
    """What the registry states to be erased, of each unit as it is asked for."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._known: dict[str, ErasedTexts] = {}

    def _of(self, unit: str) -> ErasedTexts:
        if unit not in self._known:
            self._known[unit] = erased_in(self._registry, unit)
        return self._known[unit]

    def record(self, unit: str, record: bytes) -> Redaction | None:
        """By which act texts of a unit's record were erased last; None if none were."""
        return self._of(unit).records.get(str(UUID(bytes=record)))

    def entry(self, unit: str, leaf: Hash) -> Redaction | None:
        """By which act the texts of an entry of a unit's logs were erased; None if they were not."""
        return self._of(unit).leaves.get(leaf)

    def count(self, transaction: Transaction, wanted: RecordFilter, counts_for: CountsFor) -> int:
        """Of the activities asked for, how many have erased texts."""
        return sum(
            self.record(unit, summary.record) is not None and wanted.unit in (None, unit_of(counts_for, unit, summary.date))
            for unit in sorted(self._registry.redactions)
            for summary in transaction.records.every(replace(wanted, unit=unit), {})
        )
