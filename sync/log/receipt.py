"""Receipts: another party's statement, at a time, that it holds a log up to a checkpoint (C2SP tlog-cosignature).

A receipt is one more signature line on a checkpoint's note, of type 0x04: `cosignature/v1`. The signed message is two
lines and the checkpoint's text; the signature is the time as 8 bytes, big-endian, and the 64 bytes of Ed25519:

    cosignature/v1
    time 1679315147                                     POSIX seconds, decimal, no leading zero
    laichau.example/device/1
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

What the hub states beyond the document's meaning, as a C2SP tlog-mirror does, is that it stored all the entries
durably. The message does not hold the cosigner's name, so a cosigner's key pair serves that cosigner and nothing else.
"""

from __future__ import annotations

from typing import Final

from sync.encoding.types import Instant
from sync.errors import Unproven
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.note import COSIGNATURE_V1, Note, Signature, Verifier

MAX_TIME: Final = 2**63 - 1
"""The last POSIX second that a cosignature may state."""

_TIME_SIZE: Final = 8


def cosign(checkpoint: Checkpoint, signer: Signer, time: Instant) -> Signature:
    """The signer's receipt for the checkpoint at a POSIX time in seconds; the signer's name is the cosigner's."""
    if not 0 <= time <= MAX_TIME:
        raise ValueError(f"no cosignature can state the time {time}")
    signature = signer.sign(_message(checkpoint, time))
    return Signature(signer.name, cosigner_verifier(signer).key_id, time.to_bytes(_TIME_SIZE, "big") + signature)


def cosigner_verifier(signer: Signer) -> Verifier:
    """The key that checks this signer's receipts."""
    return signer.verifier.renamed(signer.name, COSIGNATURE_V1)


def with_signature(note: str, signature: Signature) -> str:
    """The note with one more line at its end; raises BadInput("bad-note"), also if the key has a line there already."""
    parsed = notes.parse(note)
    return notes.format(Note(parsed.text, (*parsed.signatures, signature)))


def receipt_time(note: Note, checkpoint: Checkpoint, verifier: Verifier) -> Instant:
    """Check the cosigner's receipt for the checkpoint among the note's lines; gives its POSIX time in seconds.

    Whether that time is credible is for the caller to say. Raises Unproven("no-receipt") if no line has both the
    cosigner's name and its key id, and Unproven("bad-receipt") if that line does not hold.
    """
    if verifier.algorithm != COSIGNATURE_V1:
        raise ValueError("receipts are checked with a cosigner's key")
    line = note.find(verifier)
    if line is None:
        raise Unproven("no-receipt", name=verifier.name, origin=checkpoint.origin)
    time = Instant(int.from_bytes(line.signature[:_TIME_SIZE], "big"))
    signature = line.signature[_TIME_SIZE:]
    if time > MAX_TIME or not verifier.check(_message(checkpoint, time), signature):
        raise Unproven("bad-receipt", name=verifier.name, origin=checkpoint.origin)
    return time


def _message(checkpoint: Checkpoint, time: Instant) -> bytes:
    return f"cosignature/v1\ntime {time}\n{checkpoint.text()}".encode()
