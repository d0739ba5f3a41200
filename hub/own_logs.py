"""The hub's own logs: registry, acceptances and desks. Written here, signed by one key pair under each log's name.

A hub that went back begins a new generation of them: the tree goes on, the name under signatures is another. In the store a
log is known by its first name for ever. While such a hub gathers what it lacks, nothing is signed.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hub import verdicts
from hub.home import Keys
from hub.store import Transaction
from hub.store.rows import LogRow
from sync.encoding.types import Hash, Index, Origin, Size
from sync.errors import DamagedHubLog, Refused
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Entry
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import leaf_hash
from sync.log.note import Verifier


def append(transaction: Transaction, keys: Keys, origin: Origin, entries: Sequence[Entry]) -> tuple[int, Index]:
    """Add entries to one of the hub's own logs and sign its new head, within the caller's transaction; what follows from
    them for laptops' reports is settled. The log's number, and the index of the first of them. `DamagedHubLog`
    where the log is damaged, `Refused("hub-asking")` while the hub gathers what it lacks."""
    check_serving(transaction)
    if any(damage.origin == origin for damage in transaction.settings.damage):
        raise DamagedHubLog(origin=origin)
    log = transaction.logs.get(origin) or transaction.logs.add(origin, "")
    lines = [encode(entry) for entry in entries]
    transaction.logs.add_lines(log.id, log.size, lines)
    frontier = log.frontier.copy()
    roots: list[Hash] = []
    for line in lines:
        frontier.append(leaf_hash(line))
        roots.append(frontier.root())
    name = named(transaction, origin)
    signed = checkpoints.sign(Checkpoint(name, frontier.size, frontier.root()), keys.signer(name))
    transaction.logs.advance(log, frontier, signed)
    if origin == origins.acceptances(keys.hub):
        transaction.logs.add_roots(Size(log.size + 1), roots)
    elif origin == origins.registry(keys.hub):
        verdicts.registry_grew(transaction, lambda: registry(transaction, keys), entries)
    return log.id, Index(log.size)


def named(transaction: Transaction, origin: Origin) -> Origin:
    """What one of these logs is called in the generation of now."""
    return msgspec.structs.replace(origins.parse(origin), generation=transaction.settings.generation).written


def check_serving(transaction: Transaction) -> None:
    """`Refused("hub-asking")` while the hub gathers what it lacks: nothing leaves it under its own name then."""
    asking = transaction.settings.asking
    if asking is not None:
        raise Refused("hub-asking", since=asking.since)


def begin_generation(transaction: Transaction, keys: Keys, generation: int) -> None:
    """Go on in a new generation: each log is signed as it stands under its new name."""
    transaction.settings.begin_generation(generation)
    for log in own(transaction):
        name = named(transaction, log.origin)
        transaction.logs.sign_anew(log, checkpoints.sign(Checkpoint(name, log.size, log.frontier.root()), keys.signer(name)))


def own(transaction: Transaction) -> list[LogRow]:
    """The hub's own logs that have entries, by their first names."""
    logs = transaction.logs.all()
    return [log for log in logs if log.size and origins.parse(log.origin).kind is not origins.LogKind.DEVICE]


def registry(transaction: Transaction, keys: Keys) -> Registry:
    """What the registry says as of this transaction. Not to be changed: it is read once for each signed head of it, since
    every request asks for it."""
    log = transaction.logs.get(origins.registry(keys.hub))
    if log is None:
        return Registry(keys.logs.verifier)
    return transaction.readings.registries.get((log.checkpoint, log.seen_size), lambda: _read(transaction, keys, log))


def _read(transaction: Transaction, keys: Keys, log: LogRow) -> Registry:
    read = Registry(keys.logs.verifier)
    read.take(decode(line, origins.LogKind.REGISTRY) for line in transaction.logs.lines(log.id, 0, log.size))
    return read


def owner_only(note: str, owner: Verifier) -> str:
    """A log's note with its owner's signature alone: what others have signed it with is not ours to pass on."""
    parsed = notes.parse(note)
    own = tuple(line for line in parsed.signatures if (line.name, line.key_id) == (owner.name, owner.key_id))
    return notes.format(notes.Note(parsed.text, own))
