"""Vectors of sealed parcels. What is sealed is no parcel here: a reader of seals does not look at it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.vectors.hpke import encrypt
from tests.vectors.vector import Vector

PRIVATE = bytes(range(32))
OTHER = bytes(range(32, 64))
EPHEMERAL = bytes(range(64, 96))
FILE_KEY = bytes(range(96, 128))
PIECE = 65_536
SHORT = b"What is sealed.\n"
LONG = bytes(number % 251 for number in range(PIECE + 100))


def public(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def info(recipient: bytes) -> bytes:
    return b"soxa sealed v1\n" + recipient + b"\n"


def recipient(key: bytes) -> bytes:
    return sha256(key).digest()[:8]


def pieces(plain: bytes, key: bytes = FILE_KEY, nonce: Callable[[int, bool], bytes] | None = None) -> list[bytes]:
    nonces = nonce or (lambda number, last: number.to_bytes(11, "big") + bytes([last]))
    cut = [plain[at : at + PIECE] for at in range(0, len(plain), PIECE)]
    cipher = ChaCha20Poly1305(key)
    return [cipher.encrypt(nonces(at, at == len(cut) - 1), piece, None) for at, piece in enumerate(cut)]


def head(
    *,
    to: bytes | None = None,
    line: bytes = b"soxa-sealed-1\n",
    said: bytes | None = None,
    bound: bytes | None = None,
    file_key: bytes = FILE_KEY,
) -> bytes:
    """All before the pieces, sealed to a public key; each part of it may be another's."""
    key = to or public(PRIVATE)
    wrapped = encrypt(file_key, EPHEMERAL, key, info(key) if bound is None else bound)
    return line + (recipient(key) if said is None else said) + wrapped


def sealed() -> Iterator[Vector]:
    """All of them: opened by the one private key in `private`."""
    right, (one,), long = head(), pieces(SHORT), pieces(LONG)
    other_key = public(OTHER)
    small_order = bytes(32)
    yield _vector("valid", "ok", "one piece", right + one, SHORT)
    yield _vector("valid-two-pieces", "ok", "a whole piece, and what is left", right + b"".join(long), LONG)
    yield _vector("valid-full-piece", "ok", "one piece that is whole", right + pieces(LONG[:PIECE])[0], LONG[:PIECE])
    other = head(to=other_key) + one
    no_end = pieces(SHORT, nonce=lambda number, _last: number.to_bytes(11, "big") + b"\0")[0]
    early_end = pieces(LONG, nonce=lambda number, _last: number.to_bytes(11, "big") + b"\1")
    from_one = pieces(SHORT, nonce=lambda number, last: (number + 1).to_bytes(11, "big") + bytes([last]))[0]
    other_file = pieces(SHORT, key=bytes(range(128, 160)))[0]
    table = {
        "to-another": ("sealed-to-another", "sealed to another key", other),
        "to-another-renamed": (
            "sealed-damaged",
            "sealed to another key, under this one's name",
            head(to=other_key, said=recipient(public(PRIVATE))) + one,
        ),
        "other-info": ("sealed-damaged", "HPKE's info names another key", head(bound=info(other_key)) + one),
        "no-info": ("sealed-damaged", "HPKE's info is empty", head(bound=b"") + one),
        "changed-enc": ("sealed-damaged", "a bit of the encapsulated key", _flip(right, 30) + one),
        "enc-of-small-order": ("sealed-damaged", "the encapsulated key is 0", right[:22] + small_order + right[54:] + one),
        "changed-key": ("sealed-damaged", "a bit of the sealed key", _flip(right, 60) + one),
        "changed-piece": ("sealed-damaged", "a bit of the piece", right + _flip(one, 3)),
        "changed-tag": ("sealed-damaged", "a bit of the piece's tag", right + _flip(one, len(one) - 1)),
        "cut-head": ("sealed-cut", "the file ends within the sealed key", right[:80]),
        "cut-before-pieces": ("sealed-cut", "no piece", right),
        "cut-in-piece": ("sealed-damaged", "the last byte is missing", right + one[:-1]),
        "cut-after-piece": ("sealed-cut", "the last of two pieces is missing", right + long[0]),
        "not-last": ("sealed-cut", "the only piece is not said to be the last", right + no_end),
        "last-too-early": ("sealed-damaged", "the first of two pieces is said to be the last", right + b"".join(early_end)),
        "first-missing": ("sealed-damaged", "the only piece has the number 1", right + from_one),
        "first-left-out": ("sealed-damaged", "the first of two pieces is missing", right + long[1]),
        "other-file": ("sealed-damaged", "the piece of another file", right + other_file),
        "empty-piece": ("sealed-damaged", "the only piece is empty", right + _empty()),
        "bytes-after": ("sealed-damaged", "a byte after the end", right + one + b"\0"),
        "newer": ("newer-seal", "the first line ends in 2", head(line=b"soxa-sealed-2\n") + one),
    }
    for name, (expect, comment, body) in table.items():
        yield _vector(name, expect, comment, body, None)


def _empty() -> bytes:
    return ChaCha20Poly1305(FILE_KEY).encrypt(bytes(11) + b"\1", b"", None)


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _vector(name: str, expect: str, comment: str, body: bytes, plain: bytes | None) -> Vector:
    given = {"private": b64encode(PRIVATE).decode()}
    if plain is not None:
        given["plain"] = sha256(plain).hexdigest()
    return Vector(f"sealed/{name}", "sealed", expect, comment, body, given)
