"""Making a directive known to every laptop, by an entry in the registry."""

from __future__ import annotations

from hub import own_logs
from hub.home import Keys
from hub.store import Transaction
from sync.encoding import Instant, RandomBytes
from sync.ledger import origins
from sync.ledger.directive import Directive, validate
from sync.ledger.entry import Directed, new_salt


def publish(transaction: Transaction, keys: Keys, directive: Directive, *, now: Instant, random_bytes: RandomBytes) -> bool:
    """Make a directive known, in place of one with the same id; False if it is known in just this form."""
    validate(directive)
    if directive in own_logs.registry(transaction, keys).directives:
        return False
    own_logs.append(transaction, keys, origins.registry(keys.hub), [directed(directive, now, random_bytes)])
    return True


def directed(directive: Directive, now: Instant, random_bytes: RandomBytes) -> Directed:
    """The entry that makes a directive known."""
    return Directed(salt=new_salt(random_bytes), at=now, directive=directive)
