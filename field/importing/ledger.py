"""The laptop's ledger as importing asks for it: what is there, what was imported, and its own log, for signing rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

from field.activities.entries import unaltered
from field.store import LaptopStore
from field.store.imports import LaptopImports
from sync.importing.ledger import StandingActivity
from sync.ledger.entry import Activity, Citation, Retraction
from sync.ledger.merge import Record
from sync.ledger.registry import Registry
from sync.log.keys import Signer


class LaptopLedger:
    """An open store, with the signer of its log; without one it can be looked at, and nothing be taken."""

    def __init__(self, store: LaptopStore, signer: Signer | None = None) -> None:
        self._store, self._signer = store, signer

    @property
    def unit(self) -> str:
        """The unit's code."""
        return self._store.membership.unit

    @property
    def imports(self) -> LaptopImports:
        """What is kept of the imports that were made."""
        return self._store.imports

    def transaction(self) -> AbstractContextManager[None]:
        """A transaction over every part of the store."""
        return self._store.transaction()

    def registry(self) -> Registry:
        """What the hub's registry says, as far as it is held."""
        return self._store.logs.registry()

    def state(self, entries: Sequence[Activity | Retraction]) -> None:
        """Sign entries and save them in the own log."""
        assert self._signer is not None, "who takes has a signer"
        self._store.logs.append(entries, self._signer)

    def next_seen(self) -> Citation | None:
        """What the next entry should cite."""
        return self._store.logs.next_seen()

    def record(self, record: str) -> Record:
        """A record, by its id. `Unsavable("altered-record")` for one to build on of which an entry rotted."""
        if self._signer is not None:
            return unaltered(self._store, record)
        return self._store.records.page(record).record

    def records(self, records: Collection[str]) -> dict[str, Record]:
        """Records, by their ids."""
        return {record: self.record(record) for record in records}

    def activities(self, dates: Collection[str]) -> Iterator[StandingActivity]:
        """The activities that stand whose first day (ISO) is one of these."""
        return self._store.records.standing(dates)

    def has_others(self) -> bool:
        """Whether others state something for the unit."""
        return self._store.records.has_others()

    def standing(self, records: Collection[str]) -> set[str]:
        """The records, of some, that were not taken back."""
        return self._store.records.not_retracted(records)

    def reported(self) -> Iterable[str]:
        """The names of the periods of which the unit has sent a report that answers."""
        return self._store.reporting.reports(answering=True)
