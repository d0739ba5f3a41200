"""Heads of the hub's acceptances that laptops cite with the hub's signature, and that a restore has lost: a hub that has one
in hand names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hub.home import Keys
from sync.ledger import origins
from sync.ledger.citation import cited_note
from sync.ledger.decode import Quarantined
from sync.ledger.decode_batch import decode_all
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import note as notes


def cited_heads(keys: Keys, generation: int, lines: Iterable[bytes]) -> Iterator[str]:
    """The heads that entries of a laptop's log cite with a signature of the hub's key, as notes."""
    verifiers = [keys.signer(origins.acceptances(keys.hub, each)).verifier for each in range(1, generation + 1)]
    for entry in decode_all([line for line in lines if b'"sig":' in line], LogKind.DEVICE):
        if isinstance(entry, Quarantined) or entry.seen is None or not entry.seen.sig:
            continue
        note = cited_note(entry.seen, verifiers)
        if note is not None:
            yield notes.format(note)


def unnamed(registry: Registry, heads: Iterable[str]) -> list[str]:
    """Of heads of the hub's own those that a restore has lost, and that no entry of the registry names yet."""
    named = {head for restore in registry.restores for head in restore.lost}
    found: list[str] = []
    for head in heads:
        signed = checkpoints.parse(head).checkpoint
        kept = registry.stayed(signed.origin)
        if kept is not None and signed.size > kept and head not in named and head not in found:
            found.append(head)
    return found
