"""Reports upward that have left the house: stated in the registry, so that an auditor can tell which figures went where."""

from __future__ import annotations

import hashlib

from hub import own_logs
from hub.home import Keys
from hub.store import Transaction
from sync.encoding.types import Instant, RandomBytes
from sync.ledger import origins
from sync.ledger.entry import Dispatched, new_salt
from sync.ledger.registry import Registry
from sync.ledger.text import tidy


def dispatch(
    transaction: Transaction,
    keys: Keys,
    period: str,
    *,
    number: str,
    date: str,
    recipient: str,
    annex: str,
    now: Instant,
    random_bytes: RandomBytes,
) -> Dispatched:
    """State that the report on a period went to a recipient as the document of this number and day (ISO), with the file of
    this digest (`digest_of`) as its annex. `Misuse` for what is no
    period, or several; `BadInput("bad-entry")` for what no entry
    holds."""
    registry = own_logs.registry(transaction, keys)
    entry = Dispatched(
        salt=new_salt(random_bytes),
        at=now,
        period=registry.chosen_gathered(period).name,
        number=_line(number),
        date=date,
        recipient=_line(recipient),
        annex=annex,
    )
    own_logs.append(transaction, keys, origins.registry(keys.hub), [entry])
    return entry


def dispatched_before(registry: Registry, entry: Dispatched) -> list[Dispatched]:
    """What was stated before an entry of what went upward, under its number or of its period: perhaps the same once more, or
    a number that was mistyped."""
    return [
        stated
        for stated in registry.dispatched
        if stated != entry and (stated.number == entry.number or stated.period == entry.period)
    ]


def digest_of(annex: bytes) -> str:
    """The SHA-256 of an annex's file, in hex: by which an auditor tells which file went upward."""
    return hashlib.sha256(annex).hexdigest()


def _line(typed: str) -> str:
    return " ".join(tidy(typed).split())
