"""Bytes sealed in pieces, so that a long file is written and read in little memory and nothing of it is used unproven.

64 KiB each, the last one less and at least one byte, each under ChaCha20-Poly1305 (RFC 8439) with one key, which is of this
one file alone, and 12 bytes nonce: the piece's number as 11 bytes, big-endian, and one byte that is 1 of the last piece and
0 of all others. So pieces can be neither changed nor moved nor left out, nor can the end, and none of what is opened is
handed on before its tag holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

PIECE: Final = 64 * 1024
TAG: Final = 16
KEY_SIZE: Final = 32


class BrokenPiece(Exception):
    """A piece whose tag does not hold; `number` is which. For this room's callers, who say of what it is a piece."""

    def __init__(self, number: int, *, is_cut: bool) -> None:
        super().__init__(number)
        self.number = number
        self.is_cut = is_cut
        """Whether the piece is whole, and was not made to be the last as it is here."""


def seal_pieces(key: bytes, plain: Iterable[bytes], bound: bytes | None = None) -> Iterator[bytes]:
    """What is plain, at least one byte, sealed. Whoever opens it needs the same `bound`."""
    cipher = ChaCha20Poly1305(key)
    for number, (piece, last) in enumerate(_and_last(_cut(plain, PIECE))):
        yield cipher.encrypt(_nonce(number, last=last), piece, bound)


def open_pieces(key: bytes, sealed: Iterable[bytes], bound: bytes | None = None) -> Iterator[bytes]:
    """What was sealed, each piece once its tag holds. Raises BrokenPiece."""
    cipher = ChaCha20Poly1305(key)
    last, number = False, -1
    for number, (piece, last) in enumerate(_and_last(_cut(sealed, PIECE + TAG))):
        if len(piece) <= TAG:
            raise BrokenPiece(number, is_cut=False)
        try:
            opened = cipher.decrypt(_nonce(number, last=last), piece, bound)
        except InvalidTag:
            raise BrokenPiece(number, is_cut=last and _holds(cipher, number, piece, bound)) from None
        yield opened
    if number < 0:
        raise BrokenPiece(0, is_cut=True)


def _holds(cipher: ChaCha20Poly1305, number: int, piece: bytes, bound: bytes | None) -> bool:
    """Whether a piece is one with more to follow."""
    try:
        cipher.decrypt(_nonce(number, last=False), piece, bound)
    except InvalidTag:
        return False
    return True


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _cut(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Bytes in pieces of one size, the last one less."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        place = 0
        while len(buffer) - place >= size:
            yield bytes(buffer[place : place + size])
            place += size
        del buffer[:place]
    if buffer:
        yield bytes(buffer)


def _and_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each piece, and whether it is the last."""
    held: bytes | None = None
    for piece in pieces:
        if held is not None:
            yield held, False
        held = piece
    if held is not None:
        yield held, True
