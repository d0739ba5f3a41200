"""Tokens, of browsers and of other systems: made of random bytes, and kept as hashes."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from sync.encoding.types import RandomBytes

LONGEST_TOKEN: Final = 100
"""Characters beyond which a token is none of ours."""
TOUCH_SECONDS: Final = 60
"""Seconds between two notes of being used: a page must not cost a write."""


def new_token(random_bytes: RandomBytes) -> str:
    """A token of 256 random bits, as an address may carry it."""
    return written(random_bytes(32))


def written(data: bytes) -> str:
    """Bytes as an address or a cookie may carry them."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def digest(token: str) -> bytes:
    """The hash under which a token is kept."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
