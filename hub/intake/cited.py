"""Heads of the hub's acceptances that laptops cite with the hub's signature, and that a restore has lost: a hub that has one
in hand names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from hub.home import Keys
from sync.encoding.spelling import unbase64
from sync.encoding.types import Origin
from sync.errors import BadInput
from sync.ledger import origins
from sync.ledger.decode import Quarantined
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import Citation
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.note import Note, Signature

_KEY_ID: Final = 4
_SIGNATURE: Final = 68


def cited_heads(keys: Keys, generation: int, lines: Iterable[bytes]) -> Iterator[str]:
    """The heads that entries of a laptop's log cite with a signature of the hub's key, as notes."""
    for entry in decode_all([line for line in lines if b'"sig":' in line], LogKind.DEVICE):
        if isinstance(entry, Quarantined) or entry.seen is None or not entry.seen.sig:
            continue
        note = _note(keys, generation, entry.seen)
        if note is not None:
            yield note


def _note(keys: Keys, generation: int, seen: Citation) -> str | None:
    try:
        signature, root = unbase64(seen.sig, length=_SIGNATURE), unbase64(seen.root, length=32)
    except BadInput:
        return None
    for each in range(1, generation + 1):
        verifier = keys.signer(origins.acceptances(keys.hub, each)).verifier
        text = Checkpoint(Origin(verifier.name), seen.size, root).text()
        if signature[:_KEY_ID] == verifier.key_id and verifier.check(text.encode(), signature[_KEY_ID:]):
            return notes.format(Note(text, (Signature(verifier.name, signature[:_KEY_ID], signature[_KEY_ID:]),)))
    return None


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
