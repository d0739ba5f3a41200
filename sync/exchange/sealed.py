"""Parcels sealed to whoever is to read them, so that a stick tells whoever finds it nothing but its size and for which key.

    soxa-sealed-1                    a line
    recipient                        8 bytes: the first of SHA-256 of the recipient's public key
    enc                              32 bytes, HPKE's encapsulated key
    sealed key                       48 bytes: a key for this one file, under HPKE
    pieces                           the parcel, under that key: see `sync.log.pieces`

HPKE (RFC 9180) is in its base mode, which says nothing of who sealed; the parcel within is signed. Suite 1 is
DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, with the info `soxa sealed v1`, newline, the recipient's public
key of 32 bytes, newline. Another suite is another number in the first line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from msgspec import Struct

from sync.encoding.spelling import unbase64
from sync.encoding.types import RandomBytes
from sync.errors import BadInput, CutSeal, SealedToAnother, Unproven
from sync.log.keys import Signer
from sync.log.pieces import KEY_SIZE, TAG, BrokenPiece, open_pieces, seal_pieces

SUITE: Final = 1
RECIPIENT_SIZE: Final = 8

_FAMILY: Final = b"soxa-sealed-"
_LINE: Final = b"soxa-sealed-1\n"
_ENC_SIZE: Final = 32
_WRAPPED: Final = _ENC_SIZE + KEY_SIZE + TAG
_HEAD: Final = len(_LINE) + RECIPIENT_SIZE + _WRAPPED
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class SealKey(Struct, frozen=True):
    """Whom something is sealed to: a public key of suite 1."""

    public: bytes

    @classmethod
    def parsed(cls, public: bytes) -> SealKey:
        """A key that something can be sealed to. `BadInput("bad-seal-key")` for any other: no 32 bytes, or a point of small
        order, to which anybody could open it."""
        try:
            X25519PrivateKey.from_private_bytes(bytes(range(32))).exchange(X25519PublicKey.from_public_bytes(public))
        except ValueError:
            raise BadInput("bad-seal-key") from None
        return cls(public)

    @property
    def recipient(self) -> bytes:
        """The bytes by which a sealed file says for whom it is."""
        return hashlib.sha256(self.public).digest()[:RECIPIENT_SIZE]

    @property
    def info(self) -> bytes:
        """What HPKE binds a file's key to."""
        return b"soxa sealed v1\n" + self.public + b"\n"


class OpeningKey(Struct, frozen=True):
    """Who can open what was sealed: a private key of suite 1, 32 bytes."""

    private: bytes

    def key(self) -> X25519PrivateKey:
        """The key, as the library has it."""
        return X25519PrivateKey.from_private_bytes(self.private)

    @property
    def seal_key(self) -> SealKey:
        """The public half."""
        return SealKey(self.key().public_key().public_bytes_raw())


def opening_key(signer: Signer) -> OpeningKey:
    """The key of whoever signs: it follows from the key of their log, so no file has it, and whoever has that can open what
    was sealed to them, from whatever copy of a folder they go on."""
    return OpeningKey(signer.derived(f"soxa seal v1\n{signer.name}\n".encode()))


def stated_key(key: str) -> SealKey | None:
    """The key of suite 1 that an entry or an invite states in base64; None where there is none, or one that nothing may be
    sealed to."""
    try:
        return SealKey.parsed(unbase64(key)) if key else None
    except BadInput:
        return None


Keyring = Callable[[bytes], OpeningKey | None]
"""The key that somebody has for a recipient's bytes."""


def keyring(keys: Iterable[OpeningKey]) -> Keyring:
    """The keys that somebody has."""
    return {key.seal_key.recipient: key for key in keys}.get


def sealed(plain: Iterable[bytes], to: SealKey, random_bytes: RandomBytes) -> Iterator[bytes]:
    """A parcel, sealed."""
    file_key = random_bytes(KEY_SIZE)
    wrapped = _SUITE.encrypt(file_key, X25519PublicKey.from_public_bytes(to.public), to.info)
    yield _LINE + to.recipient + wrapped
    yield from seal_pieces(file_key, plain)


def unsealed(file: Iterable[bytes], keys: Keyring) -> Iterator[bytes]:
    """A parcel that may be sealed, opened; what is not sealed comes as it is. Whether it is a parcel is for its reader to
    say, and what came before an error is proven.

    `SealedToAnother`, `CutSeal`, `Unproven("sealed-damaged")`, `BadInput("newer-seal")`.
    """
    pieces = iter(file)
    head = _first(pieces, len(_LINE))
    if not head.startswith(_FAMILY):
        yield from _with_rest(head, pieces)
        return
    if not head.startswith(_LINE):
        raise BadInput("newer-seal") if len(head) >= len(_LINE) else CutSeal()
    head += _first(pieces, _HEAD - len(head))
    if len(head) < _HEAD:
        raise CutSeal
    recipient, wrapped = head[len(_LINE) :][:RECIPIENT_SIZE], head[len(_LINE) + RECIPIENT_SIZE : _HEAD]
    key = keys(recipient)
    if key is None:
        raise SealedToAnother(recipient=recipient.hex())
    try:
        file_key = _SUITE.decrypt(wrapped, key.key(), key.seal_key.info)
        yield from open_pieces(file_key, _with_rest(head[_HEAD:], pieces))
    except InvalidTag:
        raise Unproven("sealed-damaged") from None
    except BrokenPiece as broken:
        raise (CutSeal() if broken.is_cut else Unproven("sealed-damaged")) from None


def _first(pieces: Iterator[bytes], size: int) -> bytes:
    """At least so many bytes, if there are; what came with the last of them comes along."""
    held = b""
    while len(held) < size and (piece := next(pieces, None)) is not None:
        held += piece
    return held


def _with_rest(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from pieces
