"""Who vouches for a parcel as a whole: the signature in its `end` line, and which request an answer is of.

Ranges and receipts prove themselves. What stands in a header alone (a refusal, what is held back, that there is more) is
proven by this signature and nothing else, and is of now only if the answer names the request:

    soxa parcel v1                                  and a newline
    SHA-256 of all decompressed bytes before the `end` line, 32 bytes, and a newline
    <ranges>                                        in decimal, and a newline
    <entries>                                       in decimal, and a newline

A hub signs its answers with the key pair of its own logs under `<hub>/answers`; a laptop the files that it packs with its
own key. No other text that these keys sign begins so: a note with its origin, a cosignature with `cosignature/v1`, a
request with its first covered component.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from sync.encoding.spelling import tobase64, unbase64
from sync.errors import BadInput
from sync.ledger import origins
from sync.log.keys import Signer
from sync.log.note import Verifier

_PREFIX: Final = b"soxa parcel v1\n"
_SIGNATURE_SIZE: Final = 64


class ParcelSignature(Struct, frozen=True):
    """What the `end` line of a parcel says of who signed it, and what they must have signed. Nothing is checked yet."""

    by: str
    """The key's name."""
    signature: str
    message: bytes

    def holds(self, verifier: Verifier) -> bool:
        """Whether this key signed the parcel, under its name."""
        try:
            signature = unbase64(self.signature, length=_SIGNATURE_SIZE)
        except BadInput:
            return False
        return self.by == verifier.name and verifier.check(self.message, signature)


def signed_message(digest: bytes, ranges: int, entries: int) -> bytes:
    """What is signed of a parcel: `digest` is SHA-256 of all its decompressed bytes before the `end` line."""
    return _PREFIX + digest + f"\n{ranges}\n{entries}\n".encode()


def hub_signer(logs: Signer) -> Signer:
    """What a hub signs its answers with; `logs` is the key pair of its own logs, under any of their names."""
    return logs.renamed(origins.answers(origins.parse(logs.name).hub))


def hub_verifier(logs: Verifier) -> Verifier:
    """The key of a hub's answers; `logs` is the key of its own logs, as an invite has it."""
    return logs.renamed(origins.answers(origins.parse(logs.name).hub))


def name_of(body: bytes) -> str:
    """By which an answer names a whole parcel that it answers: SHA-256 of its bytes as they were carried."""
    return tobase64(hashlib.sha256(body).digest())


class Named:
    """The bytes of a parcel on their way, and its name once all have gone."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._hash = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._hash.update(piece)
            yield piece

    @property
    def name(self) -> str:
        """By which an answer names what has gone so far."""
        return tobase64(self._hash.digest())
