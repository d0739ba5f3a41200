"""What the province entered for a unit from a list, and the unit states, too."""

from __future__ import annotations

from hub.entering.ledger import Entering, UnitLedger
from hub.home import Keys
from hub.store import HubStore
from sync.encoding.types import Instant, RandomBytes
from sync.importing.doubles import DoubledImport, doubled_imports


def doubled(store: HubStore, keys: Keys, unit: str, *, now: Instant, random_bytes: RandomBytes) -> tuple[DoubledImport, ...]:
    """The imports for a unit of which activities stand twice, the newest first."""
    return doubled_imports(UnitLedger(store, keys, unit, Entering(None, "", now=now, random_bytes=random_bytes)))
