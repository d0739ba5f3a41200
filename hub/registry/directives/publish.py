"""Making a directive known to every laptop, by an entry in the registry."""

from __future__ import annotations

from hub import own_logs
from hub.home import Keys
from hub.store import Transaction
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Refused
from sync.ledger import origins
from sync.ledger.directive import Directive, validate
from sync.ledger.entry import Directed, new_salt
from sync.ledger.registry import Registry


def publish(transaction: Transaction, keys: Keys, directive: Directive, *, now: Instant, random_bytes: RandomBytes) -> bool:
    """Make a directive known, in place of one with the same id; False if it is known in just this form.

    `Refused("directive-read-in-part")` where only a newer program can read all of the one in force: what is not read
    would be lost with it. What this program does not know, a word of `needs` among it, `own_logs.append` refuses.
    """
    validate(directive)
    registry = own_logs.registry(transaction, keys)
    check_whole(registry, directive.id)
    if directive in registry.directives:
        return False
    own_logs.append(transaction, keys, origins.registry(keys.hub), [directed(directive, now, random_bytes)])
    return True


def check_whole(registry: Registry, directive: str) -> None:
    """`Refused("directive-read-in-part")` for a directive, by its id, of which only a newer program can read all."""
    if directive in registry.read_in_part:
        name = next(known.name for known in registry.directives if known.id == directive)
        raise Refused("directive-read-in-part", name=name)


def directed(directive: Directive, now: Instant, random_bytes: RandomBytes) -> Directed:
    """The entry that makes a directive known."""
    return Directed(salt=new_salt(random_bytes), at=now, directive=directive)
