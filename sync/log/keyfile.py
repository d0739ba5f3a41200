"""Key files: where a signing key rests, readable by its owner only, and sealed if a passphrase is given.

The one module of `sync.log` that touches a disk. A key file is one line with its newline, in one of two forms:

    PRIVATE+KEY+<name>+<key id>+<base64>                                    see `keys`
    soxa-key-v1 scrypt <log2n> <salt> <nonce> <sealed>                      under a passphrase

The last three words are base64. `sealed` is the first form's line, without newline, under ChaCha20-Poly1305 (RFC 8439)
with the 12 bytes nonce, the associated data `soxa-key-v1 scrypt`, and the key
scrypt(passphrase, 16 bytes salt, N = 2^log2n, r = 8, p = 1) of 32 bytes (RFC 7914). The passphrase is UTF-8 in Unicode
Normalization Form C, with plain spaces: keyboards for Vietnamese differ in how they compose a letter, and some write
other spaces. Whoever opens a file also tries the passphrase as it was typed, and with the tone of an open "oa", "oe" or
"uy" on the other vowel ("hòa", "hoà"): that is a setting of the keyboard, and nobody sees it while it is typed unseen.

Salt and nonce come from the caller, fresh and random for every file.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sync.encoding.spelling import decimal, tobase64, unbase64, utf8
from sync.errors import BadInput, Refused, Unavailable
from sync.log.keys import Signer, parse_private

SALT_SIZE: Final = 16
NONCE_SIZE: Final = 12

_HEADER: Final = "soxa-key-v1 scrypt"
LOG2N: Final = 15
"""2^15 with r = 8 takes 32 MiB and about a tenth of a second on a small laptop."""
LOG2N_TAKEN: Final = range(10, 21)
"""What a file may ask for: 2^20 takes 1 GiB, and more would let a file exhaust the machine that reads it."""
_MAX_FILE: Final = 8192
"""Bytes: many times the longest key file, whose only free part is the key's name."""
_OTHERS: Final = 0o077
_OTHER_SPACES: Final = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " "))
_TONE: Final = "[\u0300\u0301\u0303\u0309\u0323]"
_END: Final = "(?![\\w\u0300-\u036f])"
_TONE_FIRST: Final = re.compile(f"(o)({_TONE})([ae]){_END}|(?<!q)(u)({_TONE})(y){_END}", re.IGNORECASE)
_TONE_LAST: Final = re.compile(f"(o)([ae])({_TONE}){_END}|(?<!q)(u)(y)({_TONE}){_END}", re.IGNORECASE)


def save_key(path: Path, signer: Signer, *, passphrase: str | None, salt: bytes, nonce: bytes) -> None:
    """Write the key to a new file that its owner alone can read; without a passphrase salt and nonce are not used.

    Raises Unavailable("key-exists") if anything is at the path, and Unavailable("file-unusable").
    """
    line = signer.private_text()
    if passphrase is not None:
        line = _seal(line, passphrase, salt, nonce)
    file = _create(path)
    try:
        with file:
            file.write(f"{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)  # it is new, and half a key would be in the way of the next attempt
        raise Unavailable("file-unusable", path=str(path), why=error.strerror) from error


def seal_anew(path: Path, signer: Signer, *, passphrase: str | None, salt: bytes, nonce: bytes) -> None:
    """Put the key of a key file under another passphrase, or under none. The file is changed whole or not at all.

    Raises Unavailable("file-unusable").
    """
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)  # one that was cut short
    save_key(fresh, signer, passphrase=passphrase, salt=salt, nonce=nonce)
    try:
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise Unavailable("file-unusable", path=str(path), why=error.strerror) from error


def load_key(path: Path, *, passphrase: str | None) -> Signer:
    """Read a key file; the passphrase of a file that has none is not used.

    Raises Unavailable("key-missing"), Unavailable("file-unusable"), BadInput("bad-key-file"),
    Refused("key-needs-passphrase"), Refused("wrong-passphrase") and, where files have POSIX permissions,
    Refused("key-readable-by-others").
    """
    line = _read(path)
    try:
        if _is_sealed(line):
            if passphrase is None:
                raise Refused("key-needs-passphrase", path=str(path))
            line = _unseal(line, passphrase)
        return parse_private(line)
    except BadInput:
        raise BadInput("bad-key-file", path=str(path)) from None


def load_travelling_key(path: Path, *, passphrase: str) -> Signer:
    """Read a key file on a stick, which its passphrase alone guards: there others can read any file.

    Raises as `load_key` does but for who may read it, and Refused("key-not-sealed") for one without a passphrase.
    """
    line = _read(path, for_all=True)
    if not _is_sealed(line):
        raise Refused("key-not-sealed", path=str(path))
    try:
        return parse_private(_unseal(line, passphrase))
    except BadInput:
        raise BadInput("bad-key-file", path=str(path)) from None


def is_encrypted(path: Path) -> bool:
    """Whether the key file is under a passphrase. Raises as `load_key` does for a file that it cannot read."""
    return _is_sealed(_read(path))


def _create(path: Path) -> BinaryIO:
    """A new file for its owner alone. Mode "x" never opens what is there, not even through somebody's link."""
    try:
        return open(path, "xb", opener=_open_for_owner)
    except FileExistsError:
        raise Unavailable("key-exists", path=str(path)) from None
    except OSError as error:
        raise Unavailable("file-unusable", path=str(path), why=error.strerror) from error


def _open_for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _read(path: Path, *, for_all: bool = False) -> str:
    """The file's one line without its newline, once nobody else can read it, unless it may be `for_all` to read."""
    try:
        with path.open("rb") as file:
            # Of the open file, so that it cannot be changed for another between the question and the reading.
            if os.name == "posix" and not for_all and os.fstat(file.fileno()).st_mode & _OTHERS:
                raise Refused("key-readable-by-others", path=str(path))
            data = file.read(_MAX_FILE + 1)
    except FileNotFoundError:
        raise Unavailable("key-missing", path=str(path)) from None
    except OSError as error:
        raise Unavailable("file-unusable", path=str(path), why=error.strerror) from error
    line, newline, rest = data.partition(b"\n")
    if len(data) > _MAX_FILE or not newline or rest:
        raise BadInput("bad-key-file", path=str(path))
    try:
        return utf8(line)
    except BadInput:
        raise BadInput("bad-key-file", path=str(path)) from None


def _is_sealed(line: str) -> bool:
    return line.startswith(f"{_HEADER} ")


def _seal(line: str, passphrase: str, salt: bytes, nonce: bytes) -> str:
    if len(salt) != SALT_SIZE or len(nonce) != NONCE_SIZE:
        raise ValueError("a sealed key needs 16 bytes of salt and 12 of nonce")
    key = passphrase_key(_plain(passphrase), salt, LOG2N)
    sealed = ChaCha20Poly1305(key).encrypt(nonce, line.encode("utf-8"), _HEADER.encode("ascii"))
    return f"{_HEADER} {LOG2N} {tobase64(salt)} {tobase64(nonce)} {tobase64(sealed)}"


def _unseal(line: str, passphrase: str) -> str:
    words = line.removeprefix(f"{_HEADER} ").split(" ")
    if len(words) != 4:
        raise BadInput("bad-key-file")
    log2n = decimal(words[0])
    if log2n not in LOG2N_TAKEN:
        raise BadInput("bad-key-file")
    salt = unbase64(words[1], length=SALT_SIZE)
    nonce = unbase64(words[2], length=NONCE_SIZE)
    sealed = unbase64(words[3])
    for spelling in _spellings(passphrase):
        key = passphrase_key(spelling, salt, log2n)
        try:
            return utf8(ChaCha20Poly1305(key).decrypt(nonce, sealed, _HEADER.encode("ascii")))
        except InvalidTag:
            continue
    raise Refused("wrong-passphrase")


def _spellings(passphrase: str) -> Iterator[str]:
    """The passphrase as it may have been meant, the likeliest first, each once."""
    without = _plain(passphrase)
    apart = unicodedata.normalize("NFD", without)
    swapped = (pattern.sub(_swapped, apart) for pattern in (_TONE_FIRST, _TONE_LAST))
    yield from dict.fromkeys(unicodedata.normalize("NFC", spelling) for spelling in (without, passphrase, *swapped))


def _swapped(found: re.Match[str]) -> str:
    first, second, third = (part for part in found.groups() if part is not None)
    return first + third + second


def _plain(passphrase: str) -> str:
    """The passphrase as one seals under it: composed, with plain spaces."""
    return unicodedata.normalize("NFC", passphrase).translate(_OTHER_SPACES)


def passphrase_key(passphrase: str, salt: bytes, log2n: int) -> bytes:
    """The key of 32 bytes that a passphrase gives with a salt, at a cost of 2^log2n, however its letters were composed."""
    composed = unicodedata.normalize("NFC", passphrase)
    return Scrypt(salt=salt, length=32, n=2**log2n, r=8, p=1).derive(composed.encode("utf-8"))
