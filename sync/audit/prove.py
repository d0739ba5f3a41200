"""The proof of one record of a bundle, written as `sync.proof` has it."""

from __future__ import annotations

from sync.audit.bundles import Bundle, units
from sync.encoding.types import Index, Origin
from sync.errors import Unproven
from sync.ledger import origins
from sync.log.merkle import leaf_hash
from sync.proof.entry_proof import chained, written


def prove(bundle: Bundle, origin: Origin, index: Index) -> str:
    """The proof of one entry of a laptop's log, as text. The bundle is believed: verify it first, or check the proof."""
    log = bundle.logs[origin]
    registry = bundle.registry
    enrolled = units(bundle).devices.get(origins.parse(origin).device)
    if enrolled is None:
        raise Unproven("unknown-device", origin=origin)
    chain = chained(registry.lines, registry.checkpoint, enrolled.position)
    return written(log.lines[index], index, [leaf_hash(line) for line in log.lines], log.checkpoint, chain)
