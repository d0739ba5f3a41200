"""The rows that stand on the pages of a SQLite file, whatever the pages around them have become: see
https://www.sqlite.org/fileformat2.html.

`rows` goes page by page. Nothing there leads from one page to another but for what is too long for one, so a page that is
hurt takes its own rows with it and no others; nor does anything tell a page in use from one that was given up. `Image` goes
from a tree's root to its leaves, so it gives what is in use alone, and says where something of that is hurt.
"""

from __future__ import annotations

from collections.abc import Iterator
from mmap import mmap
from typing import Final, Literal

import msgspec
from msgspec import Struct

Value = int | str | bytes | None
Tree = Literal["table", "index"]
"""What a page is of: a table by numbers of rows, or a table without them, or an index."""
File = bytes | mmap

_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100
"""Bytes of the file's own header, on its first page."""
_TABLE_LEAF, _TABLE_INTERIOR, _INDEX_LEAF, _INDEX_INTERIOR = 0x0D, 0x05, 0x0A, 0x02
_KINDS: Final[dict[Tree, tuple[int, int]]] = {
    "table": (_TABLE_LEAF, _TABLE_INTERIOR),
    "index": (_INDEX_LEAF, _INDEX_INTERIOR),
}
"""The pages of a tree: its leaves, and those above them."""
_DEEPEST: Final = 20
_LEAST_CELL: Final = 4
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


def rows(file: File) -> Iterator[Row]:
    """Whatever can be read as a row, on each page of a file."""
    size = _page_size(file)
    for start in range(0, len(file), size):
        yield from _Page(file, start, size).rows()


def _page_size(file: File) -> int:
    said = int.from_bytes(file[16:18], "big")
    size = 1 << 16 if said == 1 else said
    return size if size in _PAGE_SIZES else _ORDINARY


class Walk(Struct):
    """What was met on the way through a tree."""

    pages: set[int] = msgspec.field(default_factory=set)
    """The pages of the tree, by their numbers from 1 on."""
    is_hurt: bool = False
    """Whether anything was not what it must be: rows may be missing."""


class Image:
    """A file as trees of pages."""

    def __init__(self, file: File, size: int = 0) -> None:
        """`size` is that of its pages, where it is not to be believed of the file itself."""
        self._file = file
        self._size = size or _page_size(file)
        self.count: Final = len(file) // self._size
        """How many pages it has."""
        self.free: Final = self._free()
        """The pages that are not in use, as far as the file says so."""
        self.knows_free: Final = file[: len(_MAGIC)] == _MAGIC and int.from_bytes(file[36:40], "big") == len(self.free)
        """Whether these are all."""

    def _free(self) -> frozenset[int]:
        found: set[int] = set()
        trunk = int.from_bytes(self._file[32:36], "big")
        while 0 < trunk <= self.count and trunk not in found:
            found.add(trunk)
            start = (trunk - 1) * self._size
            page = self._file[start : start + self._size]
            told = min(int.from_bytes(page[4:8], "big"), (self._size - 8) // 4)
            found.update(int.from_bytes(page[at : at + 4], "big") for at in range(8, 8 + 4 * told, 4))
            trunk = int.from_bytes(page[:4], "big")
        return frozenset(found)

    def tree(self, root: int, kind: Tree, walk: Walk) -> Iterator[Row]:
        """The rows of a tree, in its order. What is met is noted in `walk`, which says it once all are read."""
        return self._descend(root, kind, walk, _DEEPEST, (None, None))

    def leaf(self, number: int, kind: Tree) -> tuple[list[Row], bool]:
        """The rows of a page by itself, if it is a leaf of such a tree; none of any other. And whether these are all."""
        page, leaf = self._page(number), _KINDS[kind][0]
        if page.kind != leaf:
            return [], False
        cells, is_whole = page.cells(leaf)
        return [cell.row for cell in cells if cell.row is not None], is_whole

    def _page(self, number: int) -> _Page:
        return _Page(self._file, (number - 1) * self._size, self._size)

    def _descend(
        self, number: int, kind: Tree, walk: Walk, depth: int, within: tuple[int | None, int | None]
    ) -> Iterator[Row]:
        if not 0 < number <= self.count or number in walk.pages or not depth:
            walk.is_hurt = True
            return
        page = self._page(number)
        leaf, interior = _KINDS[kind]
        cells, is_whole = page.cells(leaf if page.kind != interior else interior)
        read = [cell.row for cell in cells if cell.row is not None]
        is_within = kind == "index" or all(_lies(row.number, within) for row in read)
        if number in self.free and not (is_within and read and page.kind in (leaf, interior)):
            walk.is_hurt = True
            return
        walk.pages.add(number)
        walk.is_hurt |= not is_whole or page.kind not in (leaf, interior) or number in self.free or not is_within
        if page.kind != interior:
            yield from _in_order(read, walk) if kind == "table" else read
            return
        low = within[0]
        for cell in cells:
            yield from self._descend(cell.child, kind, walk, depth - 1, (low, cell.number if kind == "table" else None))
            low = cell.number
            if cell.row is not None:
                yield cell.row
        yield from self._descend(page.rightmost, kind, walk, depth - 1, (low, within[1]))


def _lies(number: int, within: tuple[int | None, int | None]) -> bool:
    low, high = within
    return (low is None or number > low) and (high is None or number <= high)


def _in_order(read: list[Row], walk: Walk) -> list[Row]:
    """The rows of a leaf without those whose number cannot be theirs: numbers grow from row to row."""
    kept: list[Row] = []
    for at, row in enumerate(read):
        before = kept[-1].number if kept else None
        after = read[at + 1].number if at + 1 < len(read) else None
        is_high = after is not None and row.number >= after and (before is None or after > before)
        if is_high or (before is not None and row.number <= before):
            walk.is_hurt = True
        else:
            kept.append(row)
    return kept


class _Cell(Struct):
    """A part of a page: where it begins and ends, and what it says."""

    start: int
    end: int
    row: Row | None = None
    child: int = 0
    number: int = 0


class _Page:
    def __init__(self, file: File, start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._page = file[start : start + size]
        self._at = _HEADER if start == 0 else 0

    @property
    def kind(self) -> int:
        return self._page[self._at] if len(self._page) == self._size else 0

    @property
    def rightmost(self) -> int:
        return int.from_bytes(self._page[self._at + 8 : self._at + 12], "big")

    def rows(self) -> Iterator[Row]:
        if self.kind not in {_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR}:
            return
        for pointer in self._pointers(self.kind):
            try:
                yield self._row(self.kind, int.from_bytes(self._page[pointer : pointer + 2], "big"))
            except (IndexError, ValueError):  # not what a row is
                continue

    def _pointers(self, kind: int) -> range:
        cells = int.from_bytes(self._page[self._at + 3 : self._at + 5], "big")
        first = self._at + (12 if kind in {_INDEX_INTERIOR, _TABLE_INTERIOR} else 8)
        return range(first, min(first + 2 * cells, self._size - 1), 2)

    def cells(self, kind: int) -> tuple[list[_Cell], bool]:
        """The cells of a page, read as of a kind; and whether they are all that it has, each where it must be: what is
        neither one of them nor said to be free would be a row that is not pointed to any more."""
        found: list[_Cell] = []
        is_whole = True
        if len(self._page) < self._size:
            return found, False
        for pointer in self._pointers(kind):
            try:
                found.append(self._cell(kind, int.from_bytes(self._page[pointer : pointer + 2], "big")))
            except (IndexError, ValueError):
                is_whole = False
        return found, is_whole and self._adds_up(kind, found)

    def _cell(self, kind: int, start: int) -> _Cell:
        child = 0
        if kind in {_TABLE_INTERIOR, _INDEX_INTERIOR}:
            child = int.from_bytes(self._page[start : start + 4], "big")
        if kind == _TABLE_INTERIOR:
            number, end = _varint(self._page, start + 4)
            return _Cell(start, end, child=child, number=number)
        length, at = _varint(self._page, start + (4 if kind == _INDEX_INTERIOR else 0))
        if kind == _TABLE_LEAF:
            _number, at = _varint(self._page, at)
        here = self._here(kind, length)
        end = at + here + (4 if here < length else 0)
        cell = _Cell(start, max(end, start + _LEAST_CELL), child=child)
        cell.row = self._row(kind, start)
        return cell

    def _adds_up(self, kind: int, cells: list[_Cell]) -> bool:
        """Whether cells, free parts and what is said to lie between them fill a page."""
        at = self._at
        begins = int.from_bytes(self._page[at + 5 : at + 7], "big") or self._size
        parts = [(cell.start, cell.end) for cell in cells]
        free, met = int.from_bytes(self._page[at + 1 : at + 3], "big"), 0
        while free and met <= self._size and free + 4 <= self._size:
            parts.append((free, free + int.from_bytes(self._page[free + 2 : free + 4], "big")))
            free, met = int.from_bytes(self._page[free : free + 2], "big"), met + 1
        after, between = begins, 0
        for start, end in sorted(parts):
            if start < after or end > self._size:
                return False
            between += start - after
            after = end
        pointers = self._pointers(kind)
        return between + self._size - after == self._page[at + 7] and pointers.stop <= begins

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
        here = self._here(kind, length)
        if here == length:
            return self._whole(self._page[at : at + length], length)
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

    def _here(self, kind: int, length: int) -> int:
        """How much of what a row says stands on its own page."""
        most = self._size - 35 if kind == _TABLE_LEAF else (self._size - 12) * 64 // 255 - 23
        if length <= most:
            return length
        least = (self._size - 12) * 32 // 255 - 23
        here = least + (length - least) % (self._size - 4)
        return here if here <= most else least

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
