"""The hub's own logs: registry, acceptances and desks. Written here, signed by one key pair under each log's name."""

from __future__ import annotations

from collections.abc import Sequence

from hub import verdicts
from hub.home import Keys
from hub.store import Transaction
from hub.store.rows import LogRow
from sync.encoding.types import Hash, Index, Origin, Size
from sync.errors import DamagedHubLog
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
    where the log is damaged."""
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
    signed = checkpoints.sign(Checkpoint(origin, frontier.size, frontier.root()), keys.signer(origin))
    transaction.logs.advance(log, frontier, signed)
    if origin == origins.acceptances(keys.hub):
        transaction.logs.add_roots(Size(log.size + 1), roots)
    elif origin == origins.registry(keys.hub):
        verdicts.registry_grew(transaction, lambda: registry(transaction, keys), entries)
    return log.id, Index(log.size)


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
