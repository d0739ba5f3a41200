"""Entries read back as they were signed: one whose bytes rotted on the disk is no entry, until it is mended."""

from __future__ import annotations

from typing import Final

from sync.ledger.decode import Quarantined, decode
from sync.ledger.entry import Entry
from sync.ledger.origins import LogKind
from sync.log.merkle import leaf_hash

ALTERED: Final = Quarantined("invalid", "altered on the disk")
"""What an entry reads as that rotted."""


def is_as_signed(line: object, leaf: object) -> bool:
    """Whether the bytes of an entry are those of the leaf hash that stands beside them."""
    return isinstance(line, bytes) and leaf_hash(line) == leaf


def read(line: object, leaf: object, kind: LogKind) -> Entry | Quarantined:
    """An entry of a kind of log, by its bytes and the leaf hash that stands beside them."""
    return decode(line, kind) if isinstance(line, bytes) and leaf_hash(line) == leaf else ALTERED
