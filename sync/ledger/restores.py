"""What a hub states of itself once it went back: how far its own logs were kept, and receipts that it had given before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct

from sync.encoding.limits import MAX_NAME
from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import Base64Hash, Instant, Origin, Posix, Size
from sync.errors import BadInput
from sync.log.note import Signature, Verifier

_ID: Final = 4
_TIME: Final = 8
_COSIGNATURE: Final = _ID + _TIME + 64

Cosignature = Annotated[str, Meta(max_length=104)]
"""A cosignature as a note has it: 4 bytes of the key's id, 8 of the time, and 64 of Ed25519, in base64."""


class KeptLog(Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """So much of one of the hub's own logs: its first `size` entries, and their root."""

    origin: Origin
    size: Size
    root: Base64Hash


class WitnessedLog(Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """How many acceptances a witness had seen, by the witness's name."""

    witness: Annotated[str, Meta(min_length=1, max_length=MAX_NAME)]
    size: Size


class HeldReceipt(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A receipt that the hub had given before, on exactly the size and root of the acceptance that it stands in."""

    time: Posix
    cosignature: Cosignature

    def signature(self, cosigner: Verifier) -> Signature:
        """Its line in a note, to be verified as any receipt; the line of no key if its key id is another's."""
        data = unbase64(self.cosignature, length=_COSIGNATURE)
        return Signature(cosigner.name, data[:_ID], data[_ID:])


def held_receipt(line: Signature) -> HeldReceipt:
    """A receipt's line as an acceptance states it."""
    return HeldReceipt(Instant(int.from_bytes(line.signature[:_TIME], "big")), tobase64(line.key_id + line.signature))


def check_held(held: HeldReceipt | None) -> None:
    """The rule for a receipt that is stated again: its time is the one that was signed. `BadInput` if it is broken."""
    if held is None:
        return
    data = unbase64(held.cosignature, length=_COSIGNATURE)
    if int.from_bytes(data[_ID : _ID + _TIME], "big") != held.time:
        raise BadInput("bad-entry", why="the time is not that of the receipt")


def check_kept(*lists: Sequence[KeptLog]) -> None:
    """The rule for lists of logs: each log once, in order of the origins. `BadInput` if it is broken."""
    for logs in lists:
        names = [log.origin for log in logs]
        if sorted(set(names)) != names:
            raise BadInput("bad-entry", why="logs are not in order, each once")
        for log in logs:
            unbase64(log.root, length=32)


def check_heads(heads: Sequence[str]) -> None:
    """The rule for heads: each stands once. `BadInput` if it is broken. One that is no note, or of no key, names nothing."""
    if len(set(heads)) != len(heads):
        raise BadInput("bad-entry", why="a head stands twice")
