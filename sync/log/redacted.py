"""What stands in a log in the place of an entry that the province has redacted: its leaf hash, and no byte of it.

Two spellings, and whoever hashes a line knows both, so that every tree stays what it was:

    on the wire    a zero byte, and the leaf hash in base64: 45 bytes
    as it is kept  the same, and behind it the line that the hub's redaction gives in its stead (`sync.ledger.redaction`)

No line of an entry that anybody wrote is of either form: a parcel with one of the second is refused, and one of the first
is taken only where the registry has stated it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sync.encoding.spelling import tobase64, unbase64
from sync.encoding.types import Base64Hash, Hash

MARK: Final = b"\0"
"""The first byte of what stands for a redacted entry. No JSON begins with it."""
_LENGTH: Final = 45
_FORM: Final = re.compile(rb"\0([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)(\{.*)?", re.DOTALL)


def kept_line(leaf: Hash, stand_in: bytes) -> bytes:
    """What is kept in the place of the entry of this leaf hash."""
    return MARK + tobase64(leaf).encode("ascii") + stand_in


def wire_line(line: bytes) -> bytes:
    """A line as it travels: of a redacted entry its leaf hash alone."""
    return line[:_LENGTH] if is_redacted(line) else line


def wire_lines(lines: Sequence[bytes]) -> Sequence[bytes]:
    """Lines as they travel."""
    return [wire_line(line) for line in lines] if any(line.startswith(MARK) for line in lines) else lines


def is_redacted(line: bytes) -> bool:
    """Whether a line stands for a redacted entry."""
    return line.startswith(MARK) and _FORM.fullmatch(line) is not None


def is_kept(line: bytes) -> bool:
    """Whether it does as it is kept, which never travels."""
    return len(line) > _LENGTH and is_redacted(line)


def stated_leaf(line: bytes) -> Hash | None:
    """The leaf hash of the redacted entry that a line stands for; None for any other line."""
    found = _FORM.fullmatch(line) if line.startswith(MARK) else None
    return None if found is None else unbase64(Base64Hash(found[1].decode("ascii")))


def stand_in(line: bytes) -> bytes:
    """What a line says: of one kept in the place of a redacted entry, what the hub's redaction gives in its stead."""
    found = _FORM.fullmatch(line) if line.startswith(MARK) else None
    return line if found is None or found[2] is None else found[2]
