"""The key that files for the hub are sealed to, stated in its registry."""

from __future__ import annotations

from hub import own_logs
from hub.home import Keys
from hub.store import HubStore
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant, RandomBytes
from sync.errors import DamagedHubLog, Refused
from sync.exchange.sealed import SUITE
from sync.ledger import origins
from sync.ledger.entry import Seal, new_salt


def state(store: HubStore, keys: Keys, *, now: Instant, random_bytes: RandomBytes) -> bool:
    """State it, if the registry does not say it yet: that of a hub which is new, or was made by a program of before. Whether
    that was done: a hub that gathers what it lacks, or has lost some of its registry, states nothing."""
    key = tobase64(keys.opening.seal_key.public)
    with store.reading() as transaction:
        if transaction.settings.asking is not None or own_logs.registry(transaction, keys).seal == key:
            return False
    try:
        with store.writing() as transaction:
            at = max(now, transaction.logs.last_accepted_at())  # the hub's own time never goes back
            entry = Seal(salt=new_salt(random_bytes), at=at, suite=SUITE, key=key)
            own_logs.append(transaction, keys, origins.registry(keys.hub), [entry])
    except (DamagedHubLog, Refused):
        return False
    return True
