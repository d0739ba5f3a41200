"""Files sealed into one under a passphrase, so that it may leave the house.

    soxa-backup-v1 scrypt <log2n> <salt>                   a line; the last word is base64 of 16 bytes
    pieces                                                 64 KiB each, the last one less, and 16 bytes more of each

What is sealed is a line of JSON, `{"files":[{"name":"hub.db","size":8192}]}`, and the bytes of these files one after the
other. The pieces are those of `sync.log.pieces`, with the line above as associated data and the key
scrypt(passphrase, salt) as of key files (`sync.log.keyfile`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import msgspec
from msgspec import Meta, Struct

from sync.encoding.spelling import decimal, tobase64, unbase64
from sync.encoding.types import RandomBytes
from sync.errors import BadInput, Refused, Unproven
from sync.log.keyfile import LOG2N, LOG2N_TAKEN, SALT_SIZE, passphrase_key
from sync.log.pieces import PIECE, TAG, BrokenPiece, open_pieces, seal_pieces

_HEADER: Final = "soxa-backup-v1 scrypt"
_LONGEST_LINE: Final = 200


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
    yield from seal_pieces(passphrase_key(passphrase, salt, LOG2N), _plain(files), line)


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
    pieces = iter(lambda: file.read(PIECE + TAG), b"")
    try:
        yield from open_pieces(passphrase_key(passphrase, salt, log2n), pieces, line)
    except BrokenPiece as broken:
        if broken.number == 0 and not broken.is_cut:
            raise Refused("wrong-backup-passphrase") from None
        raise Unproven("backup-not-whole") from None


def _plain(files: Mapping[str, Path]) -> Iterator[bytes]:
    held = tuple(SealedFile(name, path.stat().st_size) for name, path in files.items())
    yield msgspec.json.encode(_Contents(held)) + b"\n"
    for path in files.values():
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
