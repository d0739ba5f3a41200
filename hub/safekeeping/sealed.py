"""Files sealed into one under a passphrase, so that it may leave the house.

    soxa-backup-v1 scrypt <log2n> <salt>                   a line; the last word is base64 of 16 bytes
    pieces                                                 64 KiB each, the last one less, and 16 bytes more of each

What is sealed is a line of JSON, `{"files":[{"name":"hub.db","size":8192}]}`, and the bytes of these files one after the
other. Each piece is under ChaCha20-Poly1305 (RFC 8439) with the line above as associated data, the key
scrypt(passphrase, salt) as of key files (`sync.log.keyfile`), and 12 bytes nonce: the piece's number as 11 bytes,
big-endian, and one byte that is 1 of the last piece and 0 of all others. So pieces can be neither changed nor left out, nor
can the end, and none of what is opened is handed on before its tag holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from msgspec import Meta, Struct

from sync.encoding.spelling import decimal, tobase64, unbase64
from sync.encoding.types import RandomBytes
from sync.errors import BadInput, Refused, Unproven
from sync.log.keyfile import LOG2N, LOG2N_TAKEN, SALT_SIZE, passphrase_key

_HEADER: Final = "soxa-backup-v1 scrypt"
_LONGEST_LINE: Final = 200
_PIECE: Final = 64 * 1024
_TAG: Final = 16


class SealedFile(Struct, frozen=True, forbid_unknown_fields=True):
    """A file within: its name, and its bytes."""

    name: str
    size: Annotated[int, Meta(ge=0)]


class _Contents(Struct, frozen=True, forbid_unknown_fields=True):
    files: tuple[SealedFile, ...]


def is_sealed(path: Path) -> bool:
    """Whether a file is one of these."""
    with path.open("rb") as file:
        return file.read(len(_HEADER) + 1) == f"{_HEADER} ".encode()


def seal(files: Mapping[str, Path], passphrase: str, random_bytes: RandomBytes) -> Iterator[bytes]:
    """The bytes of a new sealed file that holds others, by the names they are to have in it."""
    salt = random_bytes(SALT_SIZE)
    line = f"{_HEADER} {LOG2N} {tobase64(salt)}\n".encode()
    yield line
    cipher = ChaCha20Poly1305(passphrase_key(passphrase, salt, LOG2N))
    plain = _cut(_plain(files), _PIECE)
    for number, (piece, last) in enumerate(_and_last(plain)):
        yield cipher.encrypt(_nonce(number, last=last), piece, line)


def unseal(file: BinaryIO, passphrase: str, into: Mapping[str, BinaryIO]) -> list[SealedFile]:
    """Open a sealed file, and write what it holds under each name into the file that is given for it; what it held. Nothing
    of `into` is to be used unless this comes back.

    `Refused("wrong-backup-passphrase")`, `BadInput("no-backup")`, `Unproven("backup-not-whole")` if a piece was changed
    or is missing.
    """
    first, pieces = b"", _opened(file, passphrase)
    for piece in pieces:
        first += piece
        if b"\n" in first:
            break
    line, newline, rest = first.partition(b"\n")
    try:
        held = msgspec.json.decode(line, type=_Contents).files if newline else ()
    except msgspec.DecodeError:
        held = ()
    if not held:
        raise Unproven("backup-not-whole")
    left = [(each, each.size) for each in reversed(held)]
    for piece in chain((rest,), pieces):
        _hand_out(piece, left, into)
    if any(size for _each, size in left):
        raise Unproven("backup-not-whole")
    return list(held)


def _hand_out(piece: bytes, left: list[tuple[SealedFile, int]], into: Mapping[str, BinaryIO]) -> None:
    while piece:
        if not left:
            raise Unproven("backup-not-whole")
        each, size = left.pop()
        if each.name in into:
            into[each.name].write(piece[:size])
        if len(piece) < size:
            left.append((each, size - len(piece)))
        piece = piece[size:]


def _opened(file: BinaryIO, passphrase: str) -> Iterator[bytes]:
    line = file.readline(_LONGEST_LINE)
    words = line.decode("ascii", "replace").removesuffix("\n").split(" ")
    if not line.endswith(b"\n") or len(words) != 4 or " ".join(words[:2]) != _HEADER:
        raise BadInput("no-backup")
    try:
        log2n, salt = decimal(words[2]), unbase64(words[3], length=SALT_SIZE)
    except BadInput:
        raise BadInput("no-backup") from None
    if log2n not in LOG2N_TAKEN:
        raise BadInput("no-backup")
    cipher = ChaCha20Poly1305(passphrase_key(passphrase, salt, log2n))
    pieces = iter(lambda: file.read(_PIECE + _TAG), b"")
    last = False
    for number, (piece, last) in enumerate(_and_last(pieces)):
        try:
            yield cipher.decrypt(_nonce(number, last=last), piece, line)
        except InvalidTag:
            if number == 0 and not _is_cut(cipher, piece, line):
                raise Refused("wrong-backup-passphrase") from None
            raise Unproven("backup-not-whole") from None
    if not last:
        raise Unproven("backup-not-whole")


def _is_cut(cipher: ChaCha20Poly1305, piece: bytes, line: bytes) -> bool:
    """Whether a first piece that stands alone was not made to: all others are cut off."""
    try:
        cipher.decrypt(_nonce(0, last=False), piece, line)
    except InvalidTag:
        return False
    return True


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _plain(files: Mapping[str, Path]) -> Iterator[bytes]:
    held = tuple(SealedFile(name, path.stat().st_size) for name, path in files.items())
    yield msgspec.json.encode(_Contents(held)) + b"\n"
    for path in files.values():
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _cut(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Bytes in pieces of one size, the last one less."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) >= size:
            yield bytes(buffer[:size])
            del buffer[:size]
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
