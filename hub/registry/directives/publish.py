"""Making a directive known to every laptop, and ending one, by an entry in the registry."""

from __future__ import annotations

import datetime

import msgspec

from hub import own_logs
from hub.home import Keys
from hub.store import Transaction
from sync.encoding.patterns import DAY
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Misuse, Refused
from sync.ledger import origins
from sync.ledger.directive import Directive, validate
from sync.ledger.entry import Directed, new_salt
from sync.ledger.period import directive_start
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


def end(
    transaction: Transaction, keys: Keys, directive: Directive, last: str, *, now: Instant, random_bytes: RandomBytes
) -> bool:
    """End a directive with a day (ISO), the last on which it holds, by an edition that says so; False if it ends with that
    day already. Nothing whose window begins later is owed; what was logged stays. `Misuse`: `bad-day`,
    `ends-before-it-begins`."""
    if not DAY.fullmatch(last) or not _is_of_the_calendar(last):
        raise Misuse("bad-day", text=last[:40])
    began = directive.valid_from or directive_start(directive)
    if last < began:
        raise Misuse("ends-before-it-begins", day=last, began=began)
    ended = msgspec.structs.replace(directive, valid_to=last)
    return publish(transaction, keys, ended, now=now, random_bytes=random_bytes)


def _is_of_the_calendar(day: str) -> bool:
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        return False
    return True


def check_own(registry: Registry, directive: Directive) -> None:
    """`Refused("directive-of-another-province")` for a directive that is not the hub's own province's, unless the registry
    has it: old hubs were given the shipped ones of three provinces, and may end them."""
    if registry.hub is not None and directive.province != registry.hub.province and directive.id not in registry.positions:
        raise Refused("directive-of-another-province", province=directive.province, own=registry.hub.province)


def check_whole(registry: Registry, directive: str) -> None:
    """`Refused("directive-read-in-part")` for a directive, by its id, of which only a newer program can read all."""
    if directive in registry.read_in_part:
        name = next(known.name for known in registry.directives if known.id == directive)
        raise Refused("directive-read-in-part", name=name)


def directed(directive: Directive, now: Instant, random_bytes: RandomBytes) -> Directed:
    """The entry that makes a directive known."""
    return Directed(salt=new_salt(random_bytes), at=now, directive=directive)
