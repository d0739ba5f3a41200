"""The exact types that a struct names for a field: their bounds and, to a type checker, what each may be taken for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, NewType

from msgspec import Meta

from sync.encoding.limits import LAST_INSTANT, MAX_COUNT, MAX_EXACT, MAX_KEY, MAX_LINE, MAX_ORIGIN, MAX_TEXT, MAX_TREE
from sync.encoding.patterns import (
    BODY_CODE,
    DAY,
    DEVICE_ID,
    INVITE_ID,
    RECORD_ID,
    SALT,
    SHA256_HEX,
    SLUG,
    UNIT_CODE,
    exactly,
)

Size = NewType("Size", Annotated[int, Meta(ge=0, le=MAX_TREE)])
"""How many entries a log has, or had once: so many from its first on."""
NOTHING: Final = Size(0)
"""The size of a log that holds nothing yet."""
Index = NewType("Index", Annotated[int, Meta(ge=0, le=MAX_TREE)])
"""Where in its log an entry stands, from 0: the size that the log had before."""
Instant = NewType("Instant", int)
"""Seconds since 1970-01-01T00:00Z (POSIX). On a laptop's entry, a claim and no more."""
Posix = Annotated[Instant, Meta(ge=0, le=LAST_INSTANT)]
"""An instant as a format has it: no calendar goes on after the year 9999."""
Count = Annotated[int, Meta(ge=0, le=MAX_COUNT)]
Sum = Annotated[int, Meta(ge=0, le=MAX_EXACT)]
Hash = NewType("Hash", bytes)
"""A SHA-256 digest, 32 bytes."""
Base64Bytes32 = Annotated[str, Meta(min_length=44, max_length=44)]
"""32 bytes in canonical base64."""
Base64Hash = NewType("Base64Hash", Base64Bytes32)
"""A digest in canonical base64."""
Origin = NewType("Origin", Annotated[str, Meta(max_length=MAX_ORIGIN)])
"""The name of a log."""
VerifierKey = Annotated[str, Meta(max_length=MAX_KEY)]
UnitCode = Annotated[str, Meta(pattern=exactly(UNIT_CODE))]
BodyCode = Annotated[str, Meta(pattern=exactly(BODY_CODE))]
HexHash = Annotated[str, Meta(pattern=exactly(SHA256_HEX))]
"""A SHA-256 digest as people compare it."""
DeviceId = NewType("DeviceId", Annotated[str, Meta(pattern=exactly(DEVICE_ID))])
NamedDevice = NewType("NamedDevice", Annotated[str, Meta(pattern=rf"^(?:{DEVICE_ID.pattern})?\Z")])
"""A device's id, or empty where none is named."""
InviteId = Annotated[str, Meta(pattern=exactly(INVITE_ID))]
RecordId = Annotated[str, Meta(pattern=exactly(RECORD_ID))]
Salt = Annotated[str, Meta(pattern=exactly(SALT))]
"""So that a redacted entry cannot be guessed from its leaf hash."""
Slug = Annotated[str, Meta(pattern=exactly(SLUG))]
Day = Annotated[str, Meta(pattern=exactly(DAY))]
Line = Annotated[str, Meta(max_length=MAX_LINE)]
Label = Annotated[str, Meta(min_length=1, max_length=MAX_LINE)]
"""A line that says something."""
Text = Annotated[str, Meta(max_length=MAX_TEXT)]

RandomBytes = Callable[[int], bytes]
"""Where randomness comes in: so many random bytes."""
