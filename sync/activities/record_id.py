"""The id of a record: a UUID that begins with the time, so that ids of one day lie together. The only file here that knows
UUIDs."""

from __future__ import annotations

import uuid


def uuid7(milliseconds: int, random: bytes) -> str:
    """A UUID of version 7 (RFC 9562 section 5.7) from POSIX milliseconds and 10 random bytes."""
    value = milliseconds << 80 | int.from_bytes(random, "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(3 << 62) | 2 << 62
    return str(uuid.UUID(int=value))
