"""Which witnesses the hub asks: the operator's choice, and what follows from it."""

from __future__ import annotations

from typing import Final

from hub import own_logs
from hub.home import Keys
from hub.store import Transaction
from hub.store.rows import Asking, WitnessRow
from sync.encoding.limits import MAX_NAME
from sync.encoding.types import Instant
from sync.errors import BadInput, Misuse, Refused
from sync.ledger import origins
from sync.ledger.invite import is_hub_url
from sync.log.note import Verifier
from sync.log.witness import witness_key

MOST_WITNESSES: Final = 16
"""Witnesses of a hub: each is a line more in every bundle, and a round asks all of them."""


def add_witness(transaction: Transaction, url: str, vkey: str, now: Instant) -> WitnessRow:
    """Ask a witness from now on. `BadInput` for its address or key; `Refused`: `witness-known` if one of its name or key is
    asked already, `too-many-witnesses`."""
    if not is_hub_url(url):
        raise BadInput("bad-witness-url", text=url[:60])
    key = witness_key(vkey.strip())
    if len(key.name) > MAX_NAME:
        raise Misuse("bad-witness-name", name=key.name[:MAX_NAME])
    known = transaction.witnesses.all()
    for row in known:
        if row.name == key.name or Verifier.parse(row.vkey).key == key.key:
            raise Refused("witness-known", name=row.name)
    if len(known) >= MOST_WITNESSES:
        raise Refused("too-many-witnesses", limit=MOST_WITNESSES)
    row = WitnessRow(name=key.name, vkey=key.vkey(), url=url, added=now)
    transaction.witnesses.add(row)
    return row


def chosen_witness(transaction: Transaction, name: str) -> WitnessRow:
    """A witness by its name. `Misuse("no-such-witness")`."""
    row = transaction.witnesses.get(name)
    if row is None:
        near = ", ".join(known.name for known in transaction.witnesses.all()[:5])
        raise Misuse("no-such-witness", text=name[:100], near=near)
    return row


def log_keys(transaction: Transaction, keys: Keys) -> list[str]:
    """The keys of the logs that a witness follows, under their names of now: what the hub's operator hands to its."""
    names = [own_logs.named(transaction, origin) for origin in (origins.acceptances(keys.hub), origins.registry(keys.hub))]
    return [keys.signer(name).verifier.vkey() for name in names]


def believe(transaction: Transaction, name: str, now: Instant) -> None:
    """Take a witness's word that the hub went back: from now on it gathers what it lacks. `Refused("nothing-to-believe")`
    where the witness says no such thing, `Refused("hub-asking")` where that is so already."""
    own_logs.check_serving(transaction)
    if not any(alarm.witness == name and alarm.is_ahead for alarm in transaction.witnesses.alarms()):
        raise Refused("nothing-to-believe", name=name[:100])
    transaction.settings.ask(Asking(since=now, why="witnessed"))
    transaction.settings.note_may_lack_entered(may=True)
