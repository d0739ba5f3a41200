"""The spellings of numbers, bytes, texts and JSON: what each reader refuses is whatever writing again would change."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final, overload

from sync.encoding.limits import MAX_DEPTH, MAX_TREE
from sync.encoding.types import Base64Hash, Hash
from sync.errors import BadInput

_MAX_DECIMAL_DIGITS: Final = 16


def decimal(text: str) -> int:
    """A whole number from 0 to `MAX_TREE` written without sign, space, underscore or leading zero."""
    if not (text.isascii() and text.isdigit()) or len(text) > _MAX_DECIMAL_DIGITS or (len(text) > 1 and text[0] == "0"):
        raise BadInput("not-a-number", text=text[:40])
    number = int(text)
    if number > MAX_TREE:
        raise BadInput("not-a-number", text=text)
    return number


@overload
def unbase64(text: Base64Hash, *, length: int | None = None) -> Hash: ...
@overload
def unbase64(text: str, *, length: int | None = None) -> bytes: ...
def unbase64(text: str, *, length: int | None = None) -> bytes:
    """Standard padded base64 (RFC 4648 section 4) in its one canonical spelling; `length` in bytes, if known."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("not-base64", text=text[:40]) from None
    if base64.b64encode(data).decode("ascii") != text:
        raise BadInput("not-base64", text=text[:40])
    if length is not None and len(data) != length:
        raise BadInput("wrong-length", expected=length, found=len(data))
    return data


@overload
def tobase64(data: Hash) -> Base64Hash: ...
@overload
def tobase64(data: bytes) -> str: ...
def tobase64(data: bytes) -> str:
    """The spelling that `unbase64` takes."""
    return base64.b64encode(data).decode("ascii")


def tobase32(data: bytes) -> str:
    """Base32 (RFC 4648 section 6) in lower case, of a multiple of 5 bytes, so that nothing pads it; 10 make an id."""
    return base64.b32encode(data).decode("ascii").lower()


def utf8(data: bytes) -> str:
    """Strict UTF-8 to text."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("not-utf8", at=error.start) from None


def is_shallow(data: bytes) -> bool:
    """Whether objects and lists of JSON lie at most `MAX_DEPTH` deep within each other, which is looked at before anything
    is decoded: no reader's stack is then the limit. What breaks JSON is somebody else's to say."""
    if data.count(b"{") + data.count(b"[") <= MAX_DEPTH:
        return True
    depth = 0
    for token in _BRACKETS.finditer(data):
        if token[0] in (b"{", b"["):
            depth += 1
            if depth > MAX_DEPTH:
                return False
        elif token[0] in (b"}", b"]"):
            depth -= 1
    return True


_BRACKETS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
"""A text, as far as it goes, or a bracket outside of any."""
