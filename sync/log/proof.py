"""Proofs of one entry, which anyone can check years later without a network (C2SP tlog-proof, version 1).

A proof file names a place in a log, joins it to a root by an inclusion proof (RFC 6962 section 2.1.1), and carries the
checkpoint that signs this root, with its receipts. By convention its name ends in `.tlog-proof`:

    c2sp.org/tlog-proof@v1
    extra <base64>                                      left out if there is nothing
    index 73894                                         decimal from 0, no leading zero
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=        the leaf's sibling, and so on up to the root's child;
    B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=        no line at all in a log of one entry

    <the checkpoint's note, verbatim>

Nothing proves the extra data but what the reader compares it with; here it brings the entry's own bytes, and those are
checked against the leaf.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from sync.encoding.limits import MAX_TREE
from sync.encoding.spelling import decimal, tobase64, unbase64
from sync.encoding.types import Hash, Index
from sync.errors import BadInput
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import HASH_SIZE, check_inclusion, leaf_hash
from sync.log.note import Verifier

MAX_HASHES: Final = 63
"""Hashes in an inclusion proof: enough for any tree whose size a checkpoint can state."""

MAX_PROOF: Final = 4 * 2**20
"""Characters in a proof file: an entry and the few notes and proofs that may come with it."""

_HEADER: Final = "c2sp.org/tlog-proof@v1"
_EXTRA: Final = "extra "
_INDEX: Final = "index "


class Proof(Struct, frozen=True):
    """A proof of one entry: what a proof file holds. Raises BadInput("bad-proof") if it could not be written."""

    extra: bytes | None
    """Data for the application, not proven by itself; None if there is none, for an empty one has no spelling."""
    index: Index
    """The entry's place in the log, from 0."""
    hashes: tuple[Hash, ...]
    """The inclusion proof, the leaf's sibling first."""
    checkpoint: str
    """The checkpoint's note, verbatim."""

    def __post_init__(self) -> None:
        is_written = self.extra != b"" and 0 <= self.index <= MAX_TREE and len(self.hashes) <= MAX_HASHES
        if not is_written or any(len(hash_) != HASH_SIZE for hash_ in self.hashes):
            raise BadInput("bad-proof")
        try:
            checkpoints.parse(self.checkpoint)
        except BadInput as error:
            raise BadInput("bad-proof", why=error.code) from None


def parse(text: str) -> Proof:
    """Read a proof file: its form only, nothing is proven. Raises BadInput("bad-proof")."""
    if len(text) > MAX_PROOF:
        raise BadInput("bad-proof")
    head, _, checkpoint = text.partition("\n\n")
    lines = head.split("\n", MAX_HASHES + 3)
    has_extra = len(lines) > 1 and lines[1].startswith(_EXTRA)
    rest = lines[2:] if has_extra else lines[1:]
    if lines[0] != _HEADER or not rest or not rest[0].startswith(_INDEX):
        raise BadInput("bad-proof")
    try:
        extra = unbase64(lines[1].removeprefix(_EXTRA)) if has_extra else None
        index = Index(decimal(rest[0].removeprefix(_INDEX)))
        hashes = tuple(Hash(unbase64(line, length=HASH_SIZE)) for line in rest[1:])
    except BadInput as error:
        raise BadInput("bad-proof", why=error.code) from None
    return Proof(extra, index, hashes, checkpoint)


def format(proof: Proof) -> str:  # noqa: A001 - read as proof.format, the pair of proof.parse
    """The proof file's text: what `parse` takes."""
    lines = [_HEADER]
    if proof.extra is not None:
        lines.append(_EXTRA + tobase64(proof.extra))
    lines.append(f"{_INDEX}{proof.index}")
    lines.extend(map(tobase64, proof.hashes))
    return "\n".join(lines) + "\n\n" + proof.checkpoint


def check(proof: Proof, entry: bytes, verifier: Verifier) -> Checkpoint:
    """Check that the log of this key has the entry at the proof's index; gives the checkpoint that says so.

    Receipts on the checkpoint are for the caller to check. Raises as `checkpoint.verify` does, and
    Unproven("bad-inclusion-proof").
    """
    signed = checkpoints.verify(proof.checkpoint, verifier).checkpoint
    check_inclusion(proof.hashes, signed.size, signed.root, proof.index, leaf_hash(entry))
    return signed
