"""The proof of one record of a bundle, written as `sync.proof` has it."""

from __future__ import annotations

from sync.audit.bundles import Bundle
from sync.encoding import DeviceId, Index, Origin
from sync.errors import Unproven
from sync.ledger import origins
from sync.ledger.entry import Device, decode
from sync.ledger.origins import LogKind
from sync.log.merkle import leaf_hash
from sync.log.note import Verifier
from sync.proof.entry_proof import chained, written


def prove(bundle: Bundle, origin: Origin, index: Index) -> str:
    """The proof of one entry of a laptop's log, as text. The bundle is believed: verify it first, or check the proof."""
    log = bundle.logs[origin]
    registry = bundle.logs[origins.registry(bundle.hub)]
    enrolled = _enrolled(registry.lines, bundle.hub, origins.parse(origin).device)
    chain = chained(registry.lines, registry.checkpoint, enrolled)
    return written(log.lines[index], index, [leaf_hash(line) for line in log.lines], log.checkpoint, chain)


def _enrolled(lines: list[bytes], hub: str, device: DeviceId) -> Index:
    for index, line in enumerate(lines):
        entry = decode(line, LogKind.REGISTRY)
        if isinstance(entry, Device) and Verifier.parse(entry.key).name == origins.device(hub, device):
            return Index(index)
    raise Unproven("unknown-device", origin=origins.device(hub, device))
