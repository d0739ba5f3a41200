"""The alphabet of every format: decimal, base64, hex, a line, a text; and every limit with its reason.

Each reader refuses whatever writing again would change, so one value has one spelling and a signed byte has one
meaning. Nothing here knows what the value is for.
"""

from __future__ import annotations

import base64
import binascii
import unicodedata

from sync.errors import BadInput

MAX_ENTRY = 65_535
"""Bytes in one entry: the limit of C2SP tlog-tiles entry bundles, so that any log of ours can be published as tiles."""

MAX_TREE = 2**53
"""Entries in one log: more than any log will hold, and exact in every JSON reader."""

_MAX_DECIMAL_DIGITS = 16


def decimal(text: str) -> int:
    """A whole number from 0 to `MAX_TREE` written without sign, space, underscore or leading zero."""
    if not (text.isascii() and text.isdigit()) or len(text) > _MAX_DECIMAL_DIGITS or (len(text) > 1 and text[0] == "0"):
        raise BadInput("not-a-number", text=text[:40])
    number = int(text)
    if number > MAX_TREE:
        raise BadInput("not-a-number", text=text)
    return number


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


def tobase64(data: bytes) -> str:
    """The spelling that `unbase64` takes."""
    return base64.b64encode(data).decode("ascii")


def utf8(data: bytes) -> str:
    """Strict UTF-8 to text."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput("not-utf8", at=error.start) from None


def is_nfc(text: str) -> bool:
    """Whether the text is in Unicode Normalization Form C, as everything we sign must be."""
    return text.isascii() or unicodedata.is_normalized("NFC", text)
