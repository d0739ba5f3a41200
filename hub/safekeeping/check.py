"""Whether all of a hub's logs still say what was signed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from hub.log_walk import LogWalk, Walked, in_order, registry_of
from hub.store import HubStore, Transaction
from hub.store.rows import Damage
from sync.encoding.types import Origin
from sync.log.note import Verifier


def check(store: HubStore, key: Verifier, advance: Callable[[int], None]) -> list[Damage]:
    """All that is damaged, as of one moment. `advance` is told of entries checked. `Unavailable("store-damaged")` where the
    file itself cannot be read."""
    with store.reading() as transaction:
        return list(_check(transaction, key, advance))


def mend_edges(store: HubStore, key: Verifier, found: Sequence[Damage]) -> list[Damage]:
    """Make the edges of trees anew that are damaged, from entries that give the signed head; what is left of what was
    found."""
    broken = {damage.origin for damage in found if damage.what == "edge"}
    mended: set[Origin] = set()
    if broken:
        with store.writing() as transaction:
            walked = Walked(registry_of(transaction, key))
            for log in (log for log in in_order(transaction) if log.origin in broken):
                walk = LogWalk(log.origin, walked)
                if {each.what for each in walk.to_end(transaction)} <= {"edge"}:
                    transaction.logs.mend_edge(log, walk.frontier)
                    mended.add(log.origin)
    return [damage for damage in found if damage.what != "edge" or damage.origin not in mended]


def _check(transaction: Transaction, key: Verifier, advance: Callable[[int], None]) -> Iterator[Damage]:
    walked = Walked(registry_of(transaction, key))
    for log in in_order(transaction):
        walk = LogWalk(log.origin, walked)
        while count := walk.step(transaction):
            advance(count)
        yield from walk.found
