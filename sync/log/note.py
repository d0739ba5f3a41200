"""Signed notes: a text with the lines of those who signed it (C2SP signed-note).

A note is UTF-8: a text that ends in a newline, an empty line, and one line for each signature. Only Ed25519 notes
(type 0x01) are made and checked here; cosignatures (type 0x04) share the lines and are the matter of `receipt`.

    <text, one line or more, empty lines allowed>
                                            <- the last empty line of the note
    — <key name> <base64>                   <- em dash U+2014, space, name, space, base64, newline U+000A

The base64 is of 4 bytes key id and the signature; a plain signature is Ed25519 (RFC 8032) over the text with its
last newline. The key id is the first 4 bytes of SHA-256(key name || 0x0A || type || public key). A key's name is not
empty and has no space and no plus. A verifier key, which is how a person passes a key on, is one line:

    <key name>+<key id, 8 lower-case hex digits>+<base64 of type || public key>

An example with a real key:

    >>> verifier = Verifier.parse(
    ...     "laichau.example/registry+43c7b8c6+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    ... )
    >>> note = parse(
    ...     "The commune has a well,\\n"
    ...     "and the well has a log.\\n"
    ...     "\\n"
    ...     "— laichau.example/registry "
    ...     "Q8e4xtdAbjwtNiaQFmXigFLJgbQlYhalql6ac22KngvEUmVE1yEyO9KUaEyiqtnKk+LTX3BoJ5l4lEp7JT7HrEm2pgY=\\n"
    ... )
    >>> signed_text(note, verifier)
    >>> note.signatures[0].key_id == verifier.key_id
    True
    >>> signed_text(Note("The commune has no well.\\n", note.signatures), verifier)
    Traceback (most recent call last):
        ...
    sync.errors.Unproven: bad-signature(name='laichau.example/registry')

Stricter than the document, so that one note has one spelling: base64 is canonical, no second line has the name and
key id of a first, and there are at most 100 lines and 1 MiB. For every note taken, `format(parse(note)) == note`.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final

from msgspec import Struct

from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import Origin
from sync.errors import BadInput, Unproven

ED25519: Final = 0x01
"""The signature type of a plain Ed25519 note signature."""

COSIGNATURE_V1: Final = 0x04
"""The signature type of a timestamped Ed25519 cosignature (C2SP tlog-cosignature)."""

MAX_SIGNATURES: Final = 100
"""Lines in one note: the document asks for 16 at least, the reference implementation takes 100."""

MAX_NOTE: Final = 2**20
"""Bytes in one note: far more than a checkpoint with 100 lines, and little enough to take from anyone."""

KEY_ID_SIZE: Final = 4
PUBLIC_KEY_SIZE: Final = 32

_NOT_IN_NOTES: Final = re.compile("[\x00-\x09\x0b-\x1f\ud800-\udfff]")
"""ASCII control characters other than newline, and what UTF-8 cannot write."""

_LINE: Final = re.compile("— ([^ \n]+) ([A-Za-z0-9+/=]+)")

_FIELD_PRIME: Final = 2**255 - 19
_ORDER_8: Final = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
"""The y coordinate of a point of order 8; every point of small order has this, its negative, 0, 1 or -1 there."""
_SMALL_ORDER: Final = frozenset({0, 1, _FIELD_PRIME - 1, _ORDER_8, _FIELD_PRIME - _ORDER_8})


def is_key_name(name: str) -> bool:
    """Whether a key may have this name: not empty, without Unicode spaces, plus or control characters."""
    return bool(name) and "+" not in name and not any(map(str.isspace, name)) and not _NOT_IN_NOTES.search(name)


def key_id(name: str, material: bytes) -> bytes:
    """The 4 bytes that stand for a key; `material` is the signature type and the public key."""
    return sha256(name.encode("utf-8") + b"\n" + material).digest()[:KEY_ID_SIZE]


def _is_weak(key: bytes) -> bool:
    """Whether an Ed25519 public key is a point of small order, for which anyone can make signatures that hold for many
    messages, or one of those encodings that RFC 8032 section 5.1.3 says not to decode."""
    y = int.from_bytes(key, "little") & (2**255 - 1)
    return y >= _FIELD_PRIME or y in _SMALL_ORDER


class Verifier(Struct, frozen=True):
    """A public key under a name, for one type of signature.

    Raises BadInput("bad-verifier-key") for a bad name, type or length and BadInput("weak-key") for a key that proves
    nothing.
    """

    name: str
    algorithm: int
    """The signature type: `ED25519` or `COSIGNATURE_V1`."""
    key: bytes
    """The Ed25519 public key as RFC 8032 encodes it, 32 bytes."""

    def __post_init__(self) -> None:
        is_known = self.algorithm in (ED25519, COSIGNATURE_V1)
        if not (is_key_name(self.name) and is_known and len(self.key) == PUBLIC_KEY_SIZE):
            raise BadInput("bad-verifier-key", name=self.name[:80])
        if _is_weak(self.key):
            raise BadInput("weak-key", name=self.name[:80])

    @property
    def origin(self) -> Origin:
        """Of a log's key: the log, whose name is the key's."""
        return Origin(self.name)

    @property
    def material(self) -> bytes:
        """The signature type and the public key, as key ids and verifier keys have them."""
        return bytes([self.algorithm]) + self.key

    @property
    def key_id(self) -> bytes:
        """The 4 bytes by which, together with the name, a signature line names this key."""
        return key_id(self.name, self.material)

    def vkey(self) -> str:
        """The verifier key: what `parse` takes."""
        return f"{self.name}+{self.key_id.hex()}+{tobase64(self.material)}"

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """Read a verifier key. Raises BadInput("bad-verifier-key") or BadInput("weak-key")."""
        name, _, rest = vkey.partition("+")
        try:
            material = unbase64(rest.partition("+")[2], length=1 + PUBLIC_KEY_SIZE)
        except BadInput:
            raise BadInput("bad-verifier-key", name=name[:80]) from None
        verifier = cls(name, material[0], material[1:])
        if verifier.vkey() != vkey:
            raise BadInput("bad-verifier-key", name=name[:80])
        return verifier

    def renamed(self, name: str, algorithm: int = ED25519) -> Verifier:
        """A verifier with this public key under another name, or for another type of signature."""
        return Verifier(name, algorithm, self.key)

    def check(self, message: bytes, signature: bytes) -> bool:
        """Whether this is the key's Ed25519 signature over exactly these bytes (RFC 8032 section 5.1.7)."""
        # Loaded with the first signature: much that reads notes, as what shows a ledger that is proven, checks none.
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, message)
        except InvalidSignature:
            return False
        return True


class Signature(Struct, frozen=True):
    """A signature line of a note. Raises BadInput("bad-note") if it could not be written as a line."""

    name: str
    key_id: bytes
    """4 bytes."""
    signature: bytes
    """What follows the key id: one byte or more, its form is up to the signature's type."""

    def __post_init__(self) -> None:
        if not (is_key_name(self.name) and len(self.key_id) == KEY_ID_SIZE and self.signature):
            raise BadInput("bad-note", name=self.name[:80])

    def line(self) -> str:
        """The line, with its newline."""
        return f"— {self.name} {tobase64(self.key_id + self.signature)}\n"


class Note(Struct, frozen=True):
    """A text and its signature lines, none of them checked yet. Raises BadInput("bad-note") if it cannot be written."""

    text: str
    """What is signed; it ends in a newline."""
    signatures: tuple[Signature, ...]

    def __post_init__(self) -> None:
        if not self.text.endswith("\n") or _NOT_IN_NOTES.search(self.text):
            raise BadInput("bad-note")
        if not 1 <= len(self.signatures) <= MAX_SIGNATURES:
            raise BadInput("bad-note", signatures=len(self.signatures))
        if len({(line.name, line.key_id) for line in self.signatures}) != len(self.signatures):
            raise BadInput("bad-note", signatures=len(self.signatures))

    def find(self, verifier: Verifier) -> Signature | None:
        """The line of this key: both the name and the key id are its own."""
        wanted = (verifier.name, verifier.key_id)
        return next((line for line in self.signatures if (line.name, line.key_id) == wanted), None)


def parse(note: str) -> Note:
    """Read a signed note; no signature is checked. Raises BadInput("bad-note")."""
    if _NOT_IN_NOTES.search(note) or len(note.encode("utf-8")) > MAX_NOTE:
        raise BadInput("bad-note")
    text, separator, lines = note.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        raise BadInput("bad-note")
    return Note(f"{text}\n", tuple(_parse_line(line) for line in lines[:-1].split("\n")))


def format(note: Note) -> str:  # noqa: A001 - read as note.format, the pair of note.parse
    """The note as text: what `parse` takes."""
    return note.text + "\n" + "".join(line.line() for line in note.signatures)


def _parse_line(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    if found is None:
        raise BadInput("bad-note", line=line[:80])
    try:
        data = unbase64(found[2])
    except BadInput:
        raise BadInput("bad-note", line=line[:80]) from None
    return Signature(found[1], data[:KEY_ID_SIZE], data[KEY_ID_SIZE:])


def signed_text(note: Note, verifier: Verifier) -> None:
    """Check that the key signed the note's text.

    Raises Unproven("unsigned") if no line has both its name and its key id and Unproven("bad-signature") if that line
    does not hold.
    """
    if verifier.algorithm != ED25519:
        raise ValueError("a cosigner signs a checkpoint at a time, not a text")
    line = note.find(verifier)
    if line is None:
        raise Unproven("unsigned", name=verifier.name)
    if not verifier.check(note.text.encode("utf-8"), line.signature):
        raise Unproven("bad-signature", name=verifier.name)
