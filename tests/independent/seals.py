"""Sealed parcels opened, written from sync/PROTOCOL.md (Sealed parcels) and RFC 9180 alone."""

from __future__ import annotations

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.independent.forms import Refused, need

FIRST = b"soxa-sealed-1\n"


def _number(value: int) -> bytes:
    return value.to_bytes(2, "big")


def labeled_extract(suite: bytes, salt: bytes, label: str, ikm: bytes) -> bytes:
    """RFC 9180 section 4."""
    return hmac.digest(salt, b"HPKE-v1" + suite + label.encode() + ikm, "sha256")


def labeled_expand(suite: bytes, prk: bytes, label: str, info: bytes, length: int) -> bytes:
    return hmac.digest(prk, _number(length) + b"HPKE-v1" + suite + label.encode() + info + b"\x01", "sha256")[:length]


def receiver_keys(enc: bytes, private: X25519PrivateKey, info: bytes) -> tuple[bytes, bytes]:
    """Key and base nonce of the base mode: Decap (section 4.1), KeySchedule (section 5.1)."""
    kem = b"KEM" + _number(0x20)
    own = private.public_key().public_bytes_raw()
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(enc))
    except ValueError:  # the result of small order: section 7.1.4
        raise Refused("sealed-damaged") from None
    eae = labeled_extract(kem, b"", "eae_prk", shared)
    shared_secret = labeled_expand(kem, eae, "shared_secret", enc + own, 32)
    suite = b"HPKE" + _number(0x20) + _number(1) + _number(3)
    hashed = [labeled_extract(suite, b"", label, value) for label, value in (("psk_id_hash", b""), ("info_hash", info))]
    context = b"\x00" + hashed[0] + hashed[1]
    secret = labeled_extract(suite, shared_secret, "secret", b"")
    return labeled_expand(suite, secret, "key", context, 32), labeled_expand(suite, secret, "base_nonce", context, 12)


def _opened(key: bytes, nonce: bytes, sealed: bytes) -> bytes:
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, None)
    except InvalidTag:
        raise Refused("sealed-damaged") from None


def open_sealed(file: bytes, private_key: bytes) -> bytes:
    """What was sealed, by the recipient's private key."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    public = private.public_key().public_bytes_raw()
    need(file.startswith(FIRST), "newer-seal")
    recipient, enc, wrapped, pieces = file[14:22], file[22:54], file[54:102], file[102:]
    need(len(wrapped) == 48, "sealed-cut")
    need(recipient == hashlib.sha256(public).digest()[:8], "sealed-to-another")
    key, nonce = receiver_keys(enc, private, b"soxa sealed v1\n" + public + b"\n")
    file_key = _opened(key, nonce, wrapped)
    need(pieces, "sealed-cut")
    plain, number, size = b"", 0, 65_536 + 16
    while pieces:
        piece, pieces = pieces[:size], pieces[size:]
        need(len(piece) > 16, "sealed-damaged")
        try:
            plain += _opened(file_key, number.to_bytes(11, "big") + (b"\x00" if pieces else b"\x01"), piece)
        except Refused:
            if not pieces:
                _opened(file_key, number.to_bytes(11, "big") + b"\x00", piece)
                raise Refused("sealed-cut") from None
            raise
        number += 1
    return plain
