"""Places of entries: a log's number and an index in it as one integer, so that a log lies together in the order in which it
grows, and appending costs what appending to a file costs. A log may have 2^40 entries, a hub 2^23 logs."""

from __future__ import annotations

from typing import Final

from sync.encoding.types import Index

INDEX_BITS: Final = 40
PLACE_BYTES: Final = 8


def place_of(log: int, index: int) -> int:
    """The place of an entry, by its log's number and its index.

    >>> place_of(1, 2) == (1 << 40) + 2
    True
    """
    assert 0 <= index <= 1 << INDEX_BITS, "more entries than a log may have"
    return (log << INDEX_BITS) | index


def stands_at(place: int) -> tuple[int, Index]:
    """The log's number and the index that `place_of` made one of.

    >>> stands_at(place_of(7, 300))
    (7, 300)
    """
    return place >> INDEX_BITS, Index(place & ((1 << INDEX_BITS) - 1))


def places_in(packed: bytes) -> list[int]:
    """The places in a column that holds several, 8 bytes each."""
    return [int.from_bytes(packed[at : at + PLACE_BYTES], "big") for at in range(0, len(packed), PLACE_BYTES)]
