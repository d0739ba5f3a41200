"""Checkpoints: the head of a log, signed by its owner (C2SP tlog-checkpoint).

A checkpoint is a signed note whose text is exactly three lines; the name of the key that signs is the origin:

    laichau.example/registry                            origin
    20852163                                            size: decimal, no leading zero
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=        root: base64 of the tree's root, 32 bytes

    — laichau.example/registry <base64>

The document allows more lines in the text and any origin; here nothing follows the third line and an origin is always a
key name, without spaces and plus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from sync.encoding.limits import MAX_TREE
from sync.encoding.spelling import decimal, tobase64, unbase64
from sync.encoding.types import Hash, Origin, Size
from sync.errors import BadInput, Unproven
from sync.log import note as notes
from sync.log.merkle import HASH_SIZE
from sync.log.note import Note, Signature, Verifier, is_key_name

if TYPE_CHECKING:
    from sync.log.keys import Signer


class Checkpoint(Struct, frozen=True):
    """A log at one size. Raises BadInput("bad-checkpoint") with the number of the line that could not be written."""

    origin: Origin
    """The log's name, which is also the name of its key."""
    size: Size
    """The number of entries, from 0."""
    root: Hash
    """The root of the tree over them (RFC 6962 section 2.1), 32 bytes."""

    def __post_init__(self) -> None:
        if not is_key_name(self.origin):
            raise BadInput("bad-checkpoint", line=1)
        if not 0 <= self.size <= MAX_TREE:
            raise BadInput("bad-checkpoint", line=2)
        if len(self.root) != HASH_SIZE:
            raise BadInput("bad-checkpoint", line=3)

    def text(self) -> str:
        """The three lines: what is signed, and what `parse_text` takes."""
        return f"{self.origin}\n{self.size}\n{tobase64(self.root)}\n"


class SignedCheckpoint(Struct, frozen=True):
    """A checkpoint and the note that it came in, with all its signature lines."""

    checkpoint: Checkpoint
    note: Note


def parse_text(text: str) -> Checkpoint:
    """Read the three lines of a checkpoint. Raises BadInput("bad-checkpoint")."""
    lines = text.split("\n")
    if len(lines) != 4:
        raise BadInput("bad-checkpoint", line=min(len(lines), 4))
    origin, size, root, _ = lines
    checkpoint = Checkpoint(Origin(origin), _parse_size(size), _parse_root(root))
    if checkpoint.text() != text:
        raise BadInput("bad-checkpoint", line=4)
    return checkpoint


def _parse_size(line: str) -> Size:
    try:
        return Size(decimal(line))
    except BadInput:
        raise BadInput("bad-checkpoint", line=2) from None


def _parse_root(line: str) -> Hash:
    try:
        return Hash(unbase64(line, length=HASH_SIZE))
    except BadInput:
        raise BadInput("bad-checkpoint", line=3) from None


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """The note in which the log's owner states the checkpoint. A log's owner never signs two that are inconsistent."""
    if signer.name != checkpoint.origin:
        raise ValueError(f"the key {signer.name} does not own the log {checkpoint.origin}")
    text = checkpoint.text()
    signature = Signature(signer.name, signer.verifier.key_id, signer.sign(text.encode("utf-8")))
    return notes.format(Note(text, (signature,)))


def parse(note: str) -> SignedCheckpoint:
    """Read a checkpoint's note: its form only, no signature.

    Raises BadInput("bad-note") or BadInput("bad-checkpoint").
    """
    parsed = notes.parse(note)
    return SignedCheckpoint(parse_text(parsed.text), parsed)


def verify(note: str, verifier: Verifier) -> SignedCheckpoint:
    """Read a checkpoint's note and check that the log's owner signed it; other lines are kept and not checked.

    Raises as `parse` does, Unproven("wrong-origin") if the log is not the key's, and Unproven("unsigned") or
    Unproven("bad-signature").
    """
    signed = parse(note)
    if signed.checkpoint.origin != verifier.name:
        raise Unproven("wrong-origin", found=signed.checkpoint.origin, expected=verifier.name)
    notes.signed_text(signed.note, verifier)
    return signed
