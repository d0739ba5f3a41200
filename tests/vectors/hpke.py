"""HPKE's sender (RFC 9180, base mode, suite 1 of PROTOCOL.md) with a chosen ephemeral key, which the library leaves to
chance: so that the same recipe gives the same bytes. Held against the RFC's own vector."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

_KEM = b"KEM" + (32).to_bytes(2, "big")
_SUITE = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (32, 1, 3))


def _extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, hashlib.sha256)


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    assert length <= 32
    return hmac.digest(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info + b"\1", hashlib.sha256)[:length]


def schedule(ephemeral: bytes, recipient: bytes, info: bytes) -> tuple[bytes, bytes, bytes]:
    """The encapsulated key, and the key and base nonce that follow."""
    private = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = private.public_key().public_bytes_raw()
    shared = private.exchange(X25519PublicKey.from_public_bytes(recipient))
    secret = _expand(_KEM, _extract(_KEM, b"", b"eae_prk", shared), b"shared_secret", enc + recipient, 32)
    context = b"\0" + _extract(_SUITE, b"", b"psk_id_hash", b"") + _extract(_SUITE, b"", b"info_hash", info)
    secret = _extract(_SUITE, secret, b"secret", b"")
    return enc, _expand(_SUITE, secret, b"key", context, 32), _expand(_SUITE, secret, b"base_nonce", context, 12)


def encrypt(plain: bytes, ephemeral: bytes, recipient: bytes, info: bytes) -> bytes:
    """The encapsulated key, and the first message."""
    enc, key, nonce = schedule(ephemeral, recipient, info)
    return enc + ChaCha20Poly1305(key).encrypt(nonce, plain, b"")
