"""The rows that stand on the pages of a SQLite file, page by page, whatever the pages around them have become: see
https://www.sqlite.org/fileformat2.html. Nothing here leads from one page to another but for what is too long for one, so
a page that is hurt takes its own rows with it and no others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

Value = int | str | bytes | None
Tree = Literal["table", "index"]
"""What a page is of: a table by numbers of rows, or a table without them, or an index."""

_HEADER: Final = 100
"""Bytes of the file's own header, on its first page."""
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR = 0x0D, 0x0A, 0x02
_INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""How many bytes an integer of each type takes."""
_FLOAT, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12
_LONGEST: Final = 1 << 30
_PAGE_SIZES: Final = frozenset(1 << power for power in range(9, 17))
_ORDINARY: Final = 4096


class Row(Struct, frozen=True):
    """A row as it stands on a page."""

    tree: Tree
    number: int
    """Of a row of a table; 0 on a page of the other kind."""
    values: tuple[Value, ...]


def rows(file: bytes) -> Iterator[Row]:
    """Whatever can be read as a row, on each page of a file."""
    size = _page_size(file)
    for start in range(0, len(file), size):
        yield from _Page(file, start, size).rows()


def _page_size(file: bytes) -> int:
    said = int.from_bytes(file[16:18], "big")
    size = 1 << 16 if said == 1 else said
    return size if size in _PAGE_SIZES else _ORDINARY


class _Page:
    def __init__(self, file: bytes, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._page = file[start : start + size]

    def rows(self) -> Iterator[Row]:
        at = _HEADER if self._start == 0 else 0
        if len(self._page) < self._size or self._page[at] not in {_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR}:
            return
        kind = self._page[at]
        cells = int.from_bytes(self._page[at + 3 : at + 5], "big")
        first = at + (12 if kind == _INDEX_INTERIOR else 8)
        for pointer in range(first, min(first + 2 * cells, self._size - 1), 2):
            try:
                yield self._row(kind, int.from_bytes(self._page[pointer : pointer + 2], "big"))
            except (IndexError, ValueError):  # not what a row is
                continue

    def _row(self, kind: int, at: int) -> Row:
        if kind == _INDEX_INTERIOR:
            at += 4
        length, at = _varint(self._page, at)
        number = 0
        if kind == _TABLE_LEAF:
            number, at = _varint(self._page, at)
        return Row("table" if kind == _TABLE_LEAF else "index", number, _values(self._payload(kind, length, at)))

    def _payload(self, kind: int, length: int, at: int) -> bytes:
        """What a row says, of which a part may stand on pages of its own."""
        if length > _LONGEST:
            raise ValueError(length)
        most = self._size - 35 if kind == _TABLE_LEAF else (self._size - 12) * 64 // 255 - 23
        if length <= most:
            return self._whole(self._page[at : at + length], length)
        least = (self._size - 12) * 32 // 255 - 23
        here = least + (length - least) % (self._size - 4)
        here = here if here <= most else least
        parts, left = [self._page[at : at + here]], length - here
        following = int.from_bytes(self._page[at + here : at + here + 4], "big")
        while left > 0:
            start = (following - 1) * self._size
            if not 0 < start < len(self._file):
                raise ValueError(following)
            part = self._file[start + 4 : start + min(self._size, 4 + left)]
            parts.append(part)
            left -= max(len(part), 1)
            following = int.from_bytes(self._file[start : start + 4], "big")
        return self._whole(b"".join(parts), length)

    @staticmethod
    def _whole(payload: bytes, length: int) -> bytes:
        if len(payload) != length:
            raise ValueError(length)
        return payload


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if data[place] < 0x80:
            return value, place + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64 if value >> 63 else 0), at + 9


def _values(payload: bytes) -> tuple[Value, ...]:
    end, at = _varint(payload, 0)
    types: list[int] = []
    while at < end:
        kind, at = _varint(payload, at)
        types.append(kind)
    if at != end:
        raise ValueError(end)
    values: list[Value] = []
    for kind in types:
        value, at = _value(payload, kind, at)
        values.append(value)
    if at != len(payload):
        raise ValueError(at)
    return tuple(values)


def _value(payload: bytes, kind: int, at: int) -> tuple[Value, int]:
    if kind in {0, _ZERO, _ONE}:
        return (None if kind == 0 else kind - _ZERO), at
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind == _FLOAT or kind < _FIRST_BLOB:
        raise ValueError(kind)  # no table of ours has such a number
    end = at + (kind - _FIRST_BLOB) // 2
    if kind % 2 == 0:
        return payload[at:end], end
    return payload[at:end].decode("utf-8", "replace"), end
