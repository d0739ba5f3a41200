"""Points of Edwards25519 and signatures that no library makes: under keys of mixed order, and in second spellings."""

from __future__ import annotations

from hashlib import sha256, sha512
from typing import Final

PRIME: Final = 2**255 - 19
ORDER: Final = 2**252 + 27742317777372353535851937790883648493
"""Of the base point."""

Point = tuple[int, int]

_D: Final = -121665 * pow(121666, -1, PRIME) % PRIME
_BASE_Y: Final = 4 * pow(5, -1, PRIME) % PRIME
_ORDER_8_Y: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7


def even_x(y: int) -> int | None:
    """The even x of the point with this y; None if no point of the curve has it (RFC 8032 section 5.1.3)."""
    u, v = (y * y - 1) % PRIME, (_D * y * y + 1) % PRIME
    x = u * pow(v, 3, PRIME) * pow(u * pow(v, 7, PRIME), (PRIME - 5) // 8, PRIME) % PRIME
    if (v * x * x - u) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if (v * x * x - u) % PRIME:
        return None
    return PRIME - x if x % 2 else x


def point(y: int) -> Point:
    """The point with this y and an even x, which there must be."""
    x = even_x(y)
    assert x is not None
    return x, y


def add(left: Point, right: Point) -> Point:
    """The sum of two points."""
    (a, b), (c, d) = left, right
    k = _D * a * c * b * d
    return (a * d + c * b) * pow(1 + k, -1, PRIME) % PRIME, (b * d + a * c) * pow(1 - k, -1, PRIME) % PRIME


def times(number: int, summand: Point) -> Point:
    """A point so many times."""
    total = (0, 1)
    while number:
        if number % 2:
            total = add(total, summand)
        summand, number = add(summand, summand), number // 2
    return total


def encoded(written: Point) -> bytes:
    """A point as RFC 8032 section 5.1.2 writes it."""
    x, y = written
    return (y | (x % 2) << 255).to_bytes(32, "little")


BASE: Final = point(_BASE_Y)
SECRET: Final = int.from_bytes(sha256(b"mixed order").digest(), "little") % ORDER
MIXED: Final = add(times(SECRET, BASE), point(_ORDER_8_Y))
"""A public key of mixed order: a point of order 8 is added to what the secret gives."""
OFF_THE_CURVE: Final = next(y for y in range(2, 100) if even_x(y) is None).to_bytes(32, "little")
"""A public key that is no point of the curve."""


def mixed_signature(message: bytes, *, strict: bool) -> bytes:
    """A signature under `MIXED` that holds when both sides are multiplied by 8; `strict`: without that, too."""
    for nonce in range(1, 1_000):
        commitment = encoded(times(nonce, BASE))
        challenge = int.from_bytes(sha512(commitment + encoded(MIXED) + message).digest(), "little") % ORDER
        if (challenge % 8 == 0) is strict:
            return commitment + ((nonce + challenge * SECRET) % ORDER).to_bytes(32, "little")
    raise AssertionError("some nonce gives either")


def not_reduced(signature: bytes) -> bytes:
    """The same signature with the group's order added to its S."""
    return signature[:32] + (int.from_bytes(signature[32:], "little") + ORDER).to_bytes(32, "little")
