"""Signing keys: an Ed25519 key pair under a name, and the one line of text that carries it.

Pure: seeds come in as arguments, and files are the matter of `keyfile`. The line is the private key of the reference
implementation of notes, so that its tools can read it:

    PRIVATE+KEY+<key name>+<key id, 8 lower-case hex digits>+<base64 of 0x01 || 32 bytes seed>
"""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import Origin
from sync.errors import BadInput
from sync.log.note import ED25519, Verifier

SEED_SIZE: Final = 32
"""Bytes of an Ed25519 private key as RFC 8032 section 5.1.5 has it."""

_PREFIX: Final = "PRIVATE+KEY+"


class Signer:
    """A private key under a name. It does not show its seed when printed; only `private_text` gives it away."""

    __slots__ = ("_private", "_verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        """The key pair of a seed of 32 random bytes. Raises BadInput("bad-verifier-key") for a bad name."""
        self._private: Final = Ed25519PrivateKey.from_private_bytes(seed)
        self._verifier: Final = Verifier(name, ED25519, self._private.public_key().public_bytes_raw())

    @property
    def name(self) -> str:
        """The key's name."""
        return self._verifier.name

    @property
    def origin(self) -> Origin:
        """Of a log's key: the log."""
        return self._verifier.origin

    @property
    def verifier(self) -> Verifier:
        """The public half, for plain note signatures."""
        return self._verifier

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature over exactly these bytes, 64 bytes (RFC 8032 section 5.1.6)."""
        return self._private.sign(message)

    def renamed(self, name: str) -> Signer:
        """A signer of this key pair under another name."""
        return Signer(name, self._private.private_bytes_raw())

    def derived(self, purpose: bytes) -> bytes:
        """Bytes that only this key pair gives for a purpose, and that give nothing of it away: the seed of another key
        (HKDF-SHA256, RFC 5869, of the seed, without salt)."""
        return HKDF(hashes.SHA256(), SEED_SIZE, None, purpose).derive(self._private.private_bytes_raw())

    def private_text(self) -> str:
        """The line that `parse_private` takes, without a newline. Whoever reads it can sign."""
        material = bytes([ED25519]) + self._private.private_bytes_raw()
        return f"{_PREFIX}{self.name}+{self._verifier.key_id.hex()}+{tobase64(material)}"

    def __repr__(self) -> str:
        return f"Signer({self._verifier.vkey()!r})"


def parse_private(text: str) -> Signer:
    """Read a private key's line, without its newline. Raises BadInput("bad-key-file")."""
    name, _, rest = text.removeprefix(_PREFIX).partition("+")
    try:
        material = unbase64(rest.partition("+")[2], length=1 + SEED_SIZE)
        signer = Signer(name, material[1:])
    except BadInput:
        raise BadInput("bad-key-file") from None
    if signer.private_text() != text:
        raise BadInput("bad-key-file")
    return signer
