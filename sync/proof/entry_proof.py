"""The proof of a record, alone and offline: a C2SP tlog-proof over the laptop's log, with the receipt on its checkpoint.

The proof's `extra` is the entry's line, a newline, and one line of JSON, the chain: inclusion proofs in the hub's registry
for the entry that names the receipts' key and for the one that names the laptop's. So the registry's key alone checks it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from sync.encoding.spelling import is_shallow, tobase64, unbase64
from sync.encoding.types import DeviceId, Hash, Index, Instant
from sync.errors import BadInput, Refused, Unproven
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Device, Entry, Hub
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.log import checkpoint as checkpoints
from sync.log import proof as proofs
from sync.log.merkle import check_inclusion, inclusion_proof, leaf_hash
from sync.log.note import Verifier
from sync.log.proof import Proof
from sync.log.receipt import receipt_time
from sync.log.redacted import is_redacted


class Included(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the registry with its inclusion proof (base64 hashes)."""

    index: int
    entry: str
    proof: tuple[str, ...]


class Chain(Struct, frozen=True, forbid_unknown_fields=True):
    """From the registry's key to the two that a laptop's checkpoint bears."""

    registry: str
    hub: Included
    device: Included


class Proven(Struct, frozen=True, kw_only=True):
    """What a proof shows."""

    hub: str
    unit: str
    device: DeviceId
    index: Index
    received: Instant
    """The hub's time (POSIX seconds) by which it held the entry."""
    entered: bool
    """Whether no laptop wrote it: the province entered it for the unit."""
    line: bytes
    entry: Entry | Quarantined


def chained(lines: list[bytes], checkpoint: str, enrolled: Index) -> Chain:
    """The chain from a registry, all its lines and its signed checkpoint, to the laptop that its entry `enrolled` names."""
    return Chain(registry=checkpoint, hub=_included(lines, Index(0)), device=_included(lines, enrolled))


def written(line: bytes, index: Index, leaves: Sequence[Hash], checkpoint: str, chain: Chain) -> str:
    """The text of the proof that a line stands at its index in the log of these leaves, which the checkpoint signs.
    `Refused("redacted-entry")` for one whose line is nowhere any more."""
    if is_redacted(line):
        raise Refused("redacted-entry")
    extra = line + b"\n" + msgspec.json.encode(chain)
    return proofs.format(Proof(extra, index, tuple(inclusion_proof(leaves, index)), checkpoint))


def _included(lines: list[bytes], index: Index) -> Included:
    hashes = inclusion_proof([leaf_hash(line) for line in lines], index)
    return Included(index, lines[index].decode("utf-8"), tuple(map(tobase64, hashes)))


def check(text: str, key: Verifier) -> Proven:
    """Check a proof with the registry's key. `BadInput` if it is malformed, `Unproven` if anything in it does not hold."""
    proof = proofs.parse(text)
    line, newline, tail = (proof.extra or b"").partition(b"\n")
    if is_redacted(line):
        raise BadInput("bad-proof", why="an entry that was redacted")
    if not is_shallow(tail):
        raise BadInput("bad-proof", why="objects and lists lie too deep within each other")
    try:
        chain = msgspec.json.decode(tail, type=Chain)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadInput("bad-proof", why="no chain to the registry") from None
    if not newline or msgspec.json.encode(chain) != tail:
        raise BadInput("bad-proof", why="a chain that is not in its one canonical spelling")
    registry, device = _registry(chain, key)
    checkpoint = proofs.check(proof, line, device)
    signed = checkpoints.parse(proof.checkpoint)
    assert registry.cosigner is not None, "the chain's first entry names it"
    time = receipt_time(signed.note, signed.checkpoint, registry.cosigner)
    if len(signed.note.signatures) != 2:
        raise BadInput("bad-proof", why="signatures of strangers")
    laptop = origins.parse(checkpoint.origin).device
    return Proven(
        hub=registry.name,
        unit=registry.devices[laptop].unit,
        device=laptop,
        index=proof.index,
        received=time,
        entered=registry.devices[laptop].entered,
        line=line,
        entry=decode(line, LogKind.DEVICE),
    )


def _of_generation(note: str, key: Verifier) -> Verifier:
    """The registry's key under the name that its note bears, if that is one of the same log, of any generation; else as it
    was handed out."""
    try:
        said, own = origins.parse(checkpoints.parse(note).checkpoint.origin), origins.parse(key.name)
    except BadInput:
        return key
    return key.renamed(said.written) if said.first == own.first else key


def _registry(chain: Chain, key: Verifier) -> tuple[Registry, Verifier]:
    """What the two entries of the registry say, once they are proven to stand in it; and the laptop's key."""
    signed = checkpoints.verify(chain.registry, _of_generation(chain.registry, key))
    if len(signed.note.signatures) != 1:
        raise BadInput("bad-proof", why="signatures of strangers")
    entries = []
    for included in (chain.hub, chain.device):
        line = included.entry.encode("utf-8")
        if is_redacted(line):
            raise BadInput("bad-proof", why="an entry that was redacted")
        hashes = [Hash(unbase64(text, length=32)) for text in included.proof]
        check_inclusion(hashes, signed.checkpoint.size, signed.checkpoint.root, Index(included.index), leaf_hash(line))
        entries.append(decode(line, LogKind.REGISTRY))
    hub, device = entries
    if chain.hub.index != 0 or not isinstance(hub, Hub) or not isinstance(device, Device):
        raise Unproven("bad-chain")
    registry = Registry(key).after([hub])
    registry.believe(device)
    return registry, Verifier.parse(device.key)
