"""The hub's own logs: registry, acceptances and desks. Written here, signed by one key pair under each log's name.

The acceptances are the journal of all of them: whenever the registry or a desk grows, they say in the same transaction what
it holds now. So one signed head of the acceptances speaks for every log of the hub, and orders what was stated among what
was accepted. While the acceptances are damaged nothing is signed over them, and the registry goes on without: a laptop can
be revoked. Whatever grew meanwhile is said once they are mended, as it is of a hub of before and of a new generation.

A hub that went back begins a new generation of them: the tree goes on, the name under signatures is another. In the store a
log is known by its first name for ever. While such a hub gathers what it lacks, nothing is signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from hub import verdicts
from hub.home import Keys
from hub.store import Transaction
from hub.store.rows import LogRow
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Hash, Index, Instant, Origin, Size
from sync.errors import DamagedHubLog, Refused
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import Entry, Head
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import leaf_hash
from sync.log.note import Verifier

_SALT: Final = 8
"""Bytes of a salt."""


def append(transaction: Transaction, keys: Keys, origin: Origin, entries: Sequence[Entry]) -> tuple[int, Index]:
    """Add entries to one of the hub's own logs and sign its new head, within the caller's transaction; what follows from
    them for laptops' reports is settled, and what the registry or a desk holds now is said in the acceptances. The log's
    number, and the index of the first of them. `DamagedHubLog` where the log is damaged, `Refused("hub-asking")` while the
    hub gathers what it lacks."""
    check_serving(transaction)
    if _is_damaged(transaction, origin):
        raise DamagedHubLog(origin=origin)
    appended = _add(transaction, keys, origin, entries)
    if origin != origins.acceptances(keys.hub) and entries:
        _say_in_journal(transaction, keys, origin, entries[-1].at)
    return appended


def _add(transaction: Transaction, keys: Keys, origin: Origin, entries: Sequence[Entry]) -> tuple[int, Index]:
    log = transaction.logs.get(origin) or transaction.logs.add(origin, "")
    if not log.can_grow:
        raise DamagedHubLog(origin=origin)
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


def next_acceptance(transaction: Transaction, keys: Keys, *, grows: Origin | None = None) -> Index:
    """The index that the next acceptance will have; where another log of the hub's `grows` before it, behind what the
    acceptances say of that."""
    log = transaction.logs.get(origins.acceptances(keys.hub))
    heads = 0 if grows is None else len(_unsaid(transaction, keys, grows))
    return Index((NOTHING if log is None else log.size) + heads)


def _say_in_journal(transaction: Transaction, keys: Keys, origin: Origin, at: Instant) -> None:
    """Say in the acceptances what a log holds that has grown; of all of them, where that was not said of each."""
    acceptances = origins.acceptances(keys.hub)
    if _is_damaged(transaction, acceptances):
        transaction.settings.note_journal(whole=False)
        return
    heads = [
        Head(
            salt=log.frontier.root()[:_SALT].hex(),  # it hides what the root hides
            at=at,
            origin=named(transaction, log.origin),
            size=log.size,
            root=tobase64(log.frontier.root()),
        )
        for log in _unsaid(transaction, keys, origin)
    ]
    _add(transaction, keys, acceptances, heads)
    transaction.settings.note_journal(whole=True)


def _unsaid(transaction: Transaction, keys: Keys, grows: Origin) -> list[LogRow]:
    """The logs of which the acceptances are to say what they hold, once one has grown."""
    acceptances = origins.acceptances(keys.hub)
    whole = transaction.settings.journal_is_whole
    return [log for log in own(transaction) if log.origin != acceptances and (log.origin == grows or not whole)]


def _is_damaged(transaction: Transaction, origin: Origin) -> bool:
    return any(damage.origin == origin for damage in transaction.settings.damage)


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
    transaction.settings.note_journal(whole=False)  # it knows them by their names of before
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
