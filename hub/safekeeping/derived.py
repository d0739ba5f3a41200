"""What a hub's tables say beside its logs, held against what the logs give, and put right where it differs: no signature
covers a figure, and whoever shows one that lies is believed.

All is derived anew in a copy of the database, as an upgrade does it, while the hub serves. A row that differs is replaced
where it still is what it was as the copy was made; what came in meanwhile is left to the next check.
"""

from __future__ import annotations

from collections.abc import Callable

from hub.home import HubHome
from hub.monitoring.counts import freshen
from hub.safekeeping.backup import copying
from hub.store import HubStore, compare, file
from hub.upgrade import upgrade_with
from sync.log.note import Verifier


def put_right(store: HubStore, home: HubHome, key: Verifier, advance: Callable[[int], None]) -> dict[str, int]:
    """How many rows differed and were put right, by the name of their table. For a hub whose logs are whole, as `check`
    finds them; `advance` is told of entries read again."""
    with copying(home) as copied:
        anew = copied.with_name(copied.name + "-anew")
        file.remove(anew)
        file.make(anew)
        try:
            file.copy(home.database, copied, lambda _left, _pages: None)
            file.copy(copied, anew, lambda _left, _pages: None)
            other = HubStore.open(anew, alone=True)
            try:
                with other.writing() as transaction:
                    transaction.answers.forget()
                upgrade_with(other, key, advance)
                freshen(other)
            finally:
                other.close()
            found = compare.differences(copied, anew)
        finally:
            file.remove(anew)
    if not found:
        return {}
    with store.writing() as transaction:
        return transaction.put_right(found)
