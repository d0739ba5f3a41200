"""The Merkle tree of RFC 6962 section 2.1: roots, inclusion proofs, consistency proofs, and the edge of a tree.

Pure functions over hashes of 32 bytes. A tree is the sequence of its leaf hashes; its shape follows from its size:
the left subtree holds the largest power of two that is smaller than the size. Both kinds of proof list subtrees, from
the leaves' level up, so each prover has its checker beside it and both ask one function which subtrees those are.

A wrong argument of our own raises ValueError. A proof comes from others: every way in which it may fail to hold is
the same `Unproven`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol, cast

from sync.encoding.types import Hash, Index, Size
from sync.errors import BadInput, Unproven
from sync.log.redacted import MARK, stated_leaf

HASH_SIZE: Final = 32


class _Digest(Protocol):
    def digest(self) -> Hash: ...


_sha256: Final = cast("Callable[[bytes], _Digest]", hashlib.sha256)
"""SHA-256 whose digests are typed as hashes, at no cost where thousands are taken."""

EMPTY_ROOT: Final[Hash] = _sha256(b"").digest()
"""The root of the tree without leaves: the hash of nothing (RFC 6962 section 2.1)."""

_BLOCK: Final = 256
"""Leaves of the smallest subtrees whose roots a `DistantTree` keeps."""

_Range = tuple[int, int]
"""The subtree over the leaves from the first index up to, and without, the second."""


def leaf_hash(entry: bytes) -> Hash:
    """The leaf of an entry: SHA-256(0x00 || entry) (RFC 6962 section 2.1). Of what stands for a redacted entry the leaf of
    that entry."""
    stated = stated_leaf(entry) if entry.startswith(MARK) else None
    return _sha256(b"\x00" + entry).digest() if stated is None else stated


def leaf_hashes(entries: Iterable[bytes]) -> list[Hash]:
    """The leaves of many entries, without a call for each."""
    return [leaf_hash(entry) if entry.startswith(MARK) else _sha256(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: Hash, right: Hash) -> Hash:
    """The parent of two subtrees: SHA-256(0x01 || left || right) (RFC 6962 section 2.1)."""
    return _sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a tree: all that is needed to append to it and to know its root.

    It holds one hash for each full subtree, that is for each 1 in the binary size: 53 at most for any tree of ours.
    """

    __slots__ = ("_hashes", "_size")

    def __init__(self, size: int = 0, hashes: Sequence[Hash] = ()) -> None:
        """The edge of a tree of `size` leaves; `hashes` are its full subtrees, the largest first.

        Raises BadInput("bad-frontier") if their number does not fit the size or one is not a hash.
        """
        if size < 0 or len(hashes) != size.bit_count() or any(len(hash_) != HASH_SIZE for hash_ in hashes):
            raise BadInput("bad-frontier", size=size, hashes=len(hashes))
        self._size = Size(size)
        self._hashes = list(hashes)

    @property
    def size(self) -> Size:
        """The number of leaves."""
        return self._size

    @property
    def hashes(self) -> tuple[Hash, ...]:
        """The full subtrees, the largest first."""
        return tuple(self._hashes)

    def append(self, leaf: Hash) -> None:
        """Add one leaf hash."""
        self.extend((leaf,))

    def extend(self, leaves: Iterable[Hash]) -> None:
        """Add leaf hashes in order. If `leaves` raises midway, the frontier is as it was before."""
        # Written out without calls of our own: this loop runs once for every entry that a hub or an auditor reads.
        size: int = self._size
        hashes = self._hashes.copy()
        for leaf in leaves:
            subtree = leaf
            full = size
            while full & 1:  # as in binary addition, each trailing 1 carries: two equal subtrees become one
                subtree = _sha256(b"\x01" + hashes.pop() + subtree).digest()
                full >>= 1
            hashes.append(subtree)
            size += 1
        self._size = Size(size)
        self._hashes = hashes

    def root(self) -> Hash:
        """The root of the tree so far; EMPTY_ROOT without leaves."""
        if not self._hashes:
            return EMPTY_ROOT
        root = self._hashes[-1]
        for subtree in reversed(self._hashes[:-1]):
            root = node_hash(subtree, root)
        return root

    def copy(self) -> Frontier:
        """A frontier of its own that starts from here."""
        return Frontier(self._size, self._hashes)

    def dump(self) -> bytes:
        """The hashes one after the other, the largest subtree first; `load` needs the size beside them."""
        return b"".join(self._hashes)

    @classmethod
    def load(cls, size: int, dump: bytes) -> Frontier:
        """What `dump` gave for a tree of this size. Raises BadInput("bad-frontier")."""
        return cls(size, [Hash(dump[at : at + HASH_SIZE]) for at in range(0, len(dump), HASH_SIZE)])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Frontier):
            return NotImplemented
        return self._size == other._size and self._hashes == other._hashes

    __hash__ = None  # type: ignore[assignment]  # it changes: not a key of a dict

    def __repr__(self) -> str:
        return f"Frontier(size={self._size}, root={self.root().hex()})"


def tree_root(leaves: Sequence[Hash]) -> Hash:
    """The root over leaf hashes: MTH of RFC 6962 section 2.1."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def _split(start: int, end: int) -> int:
    """Where the tree over two or more leaves divides: its left side has the largest power of two below their number."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _inclusion_subtrees(index: int, size: int) -> list[_Range]:
    """The sibling of every node between leaf and root, the leaf's first: PATH of RFC 6962 section 2.1.1."""
    siblings = []
    start, end = 0, size
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    siblings.reverse()
    return siblings


def _consistency_subtrees(old: int, size: int) -> list[_Range]:
    """What joins the tree of the first `old` leaves to the whole tree: SUBPROOF of RFC 6962 section 2.1.2.

    The first is the largest subtree that ends at `old`, unless that is the whole old tree: its root the checker has.
    """
    siblings = []
    start, end = 0, size
    while end != old:
        middle = _split(start, end)
        if old <= middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    if start > 0:
        siblings.append((start, end))
    siblings.reverse()
    return siblings


def inclusion_proof(leaves: Sequence[Hash], index: Index) -> list[Hash]:
    """The proof that leaf `index` stands in the tree over all these leaf hashes (RFC 6962 section 2.1.1)."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"no leaf {index} in a tree of {len(leaves)}")
    return [tree_root(leaves[start:end]) for start, end in _inclusion_subtrees(index, len(leaves))]


def check_inclusion(proof: Sequence[Hash], size: Size, root: Hash, index: Index, leaf: Hash) -> None:
    """Check that the tree of this size and root has the leaf hash at the index (RFC 6962 section 2.1.1).

    Raises Unproven("bad-inclusion-proof").
    """
    if _root_with(proof, size, index, leaf) != root:
        raise Unproven("bad-inclusion-proof", index=index, size=size)


def _root_with(proof: Sequence[Hash], size: Size, index: Index, leaf: Hash) -> Hash | None:
    """The root that an inclusion proof implies; None if it has not the form of a proof for this index and size."""
    if not (0 <= index < size and _are_hashes((*proof, leaf))):
        return None
    subtrees = _inclusion_subtrees(index, size)
    if len(proof) != len(subtrees):
        return None
    implied = leaf
    for (start, _end), sibling in zip(subtrees, proof, strict=True):
        implied = node_hash(sibling, implied) if start < index else node_hash(implied, sibling)
    return implied


def _outside(start: int, end: int, size: int) -> list[_Range]:
    """The largest subtrees of a tree of `size` leaves that hold none of those from `start` up to, and without, `end`; from
    left to right. Of no leaves: the whole tree."""
    if start == end:
        return [(0, size)]
    found: list[_Range] = []
    waiting = [(0, size)]
    while waiting:
        low, high = waiting.pop()
        if high <= start or low >= end:
            found.append((low, high))
        elif not (start <= low and high <= end):
            middle = _split(low, high)
            waiting += [(middle, high), (low, middle)]
    return found


def part_proof(leaves: Sequence[Hash], start: int, end: int) -> list[Hash]:
    """The proof that the leaves from an index up to, and without, another stand there in the tree over all these: the roots
    of the largest subtrees beside them, from left to right."""
    if not 0 <= start <= end <= len(leaves) or not leaves:
        raise ValueError(f"no leaves {start} to {end} in a tree of {len(leaves)}")
    return [tree_root(leaves[low:high]) for low, high in _outside(start, end, len(leaves))]


def check_part(proof: Sequence[Hash], size: Size, root: Hash, start: int, part: Sequence[Hash]) -> None:
    """Check that the tree of this size and root has these leaf hashes from an index on, by what `part_proof` gives.

    Raises Unproven("bad-part-proof").
    """
    end = start + len(part)
    fits = start >= 0 and end <= size and size > 0 and _are_hashes((*proof, *part))
    beside = _outside(start, end, size) if fits else []
    if (
        not fits
        or len(proof) != len(beside)
        or _root_of(dict(zip(beside, proof, strict=True)), (0, size), start, part) != root
    ):
        raise Unproven("bad-part-proof", start=start, end=end, size=size)


def _root_of(known: dict[_Range, Hash], over: _Range, start: int, part: Sequence[Hash]) -> Hash:
    """The root of the subtree over some leaves, of subtrees that are known and of leaves from an index on."""
    low, high = over
    if over in known:
        return known[over]
    if start <= low and high <= start + len(part):
        return tree_root(part[low - start : high - start])
    middle = _split(low, high)
    return node_hash(_root_of(known, (low, middle), start, part), _root_of(known, (middle, high), start, part))


def consistency_proof(leaves: Sequence[Hash], old: Size) -> list[Hash]:
    """The proof that the tree over these leaf hashes began as the tree of the first `old` (RFC 6962 section 2.1.2)."""
    if not 0 < old <= len(leaves):
        raise ValueError(f"no tree of {old} leaves within a tree of {len(leaves)}")
    return [tree_root(leaves[start:end]) for start, end in _consistency_subtrees(old, len(leaves))]


class Tree:
    """A tree over leaf hashes, for who takes many proofs from it: each of its subtrees is hashed once."""

    def __init__(self, leaves: Sequence[Hash]) -> None:
        self._leaves = leaves
        self._roots: dict[_Range, Hash] = {}

    def consistency_proof(self, old: Size, size: Size) -> list[Hash]:
        """The proof that the tree of the first `size` leaves began as that of the first `old`: see `consistency_proof`."""
        if not 0 < old <= size <= len(self._leaves):
            raise ValueError(f"no tree of {old} leaves within a tree of {size}")
        return [self._root(start, end) for start, end in _consistency_subtrees(old, size)]

    def _root(self, start: int, end: int) -> Hash:
        if end - start == 1:
            return self._leaves[start]
        root = self._roots.get((start, end))
        if root is None:
            middle = _split(start, end)
            root = self._roots[start, end] = node_hash(self._root(start, middle), self._root(middle, end))
        return root


class DistantTree:
    """A tree over leaf hashes that lie elsewhere and are many: only the roots of its complete subtrees are kept, from those
    of `_BLOCK` leaves on, each read once. So a proof reads some hundred leaves, however many there are.

    `leaves` gives the leaf hashes from an index up to, and without, another.
    """

    def __init__(self) -> None:
        self._roots: dict[_Range, Hash] = {}

    def consistency_proof(self, leaves: Callable[[int, int], Iterable[Hash]], old: Size, size: Size) -> list[Hash]:
        """The proof that the tree of the first `size` leaves began as that of the first `old`: see `consistency_proof`."""
        return [self._root(leaves, start, end) for start, end in _consistency_subtrees(old, size)]

    def inclusion_proof(self, leaves: Callable[[int, int], Iterable[Hash]], index: Index, size: Size) -> list[Hash]:
        """The proof that leaf `index` stands in the tree of the first `size` leaves: see `inclusion_proof`."""
        return [self._root(leaves, start, end) for start, end in _inclusion_subtrees(index, size)]

    def part_proof(self, leaves: Callable[[int, int], Iterable[Hash]], start: int, end: int, size: int) -> list[Hash]:
        """The proof that some leaves stand in the tree of the first `size` leaves: see `part_proof`."""
        return [self._root(leaves, low, high) for low, high in _outside(start, end, size)]

    def _root(self, leaves: Callable[[int, int], Iterable[Hash]], start: int, end: int) -> Hash:
        root = self._roots.get((start, end))
        if root is None:
            if end - start <= _BLOCK:
                root = tree_root(list(leaves(start, end)))
            else:
                middle = _split(start, end)
                root = node_hash(self._root(leaves, start, middle), self._root(leaves, middle, end))
            if end - start >= _BLOCK and (end - start).bit_count() == 1:
                self._roots[start, end] = root
        return root


def check_consistency(proof: Sequence[Hash], old_size: Size, old_root: Hash, size: Size, root: Hash) -> None:
    """Check that the tree of `size` and `root` only added leaves to the old one (RFC 6962 section 2.1.2).

    Of an empty old tree nothing can be proven, so `old_size` 0 is an error; equal sizes need equal roots and an empty
    proof. Raises Unproven("bad-consistency-proof").
    """
    if _roots_with(proof, old_size, old_root, size) != (old_root, root):
        raise Unproven("bad-consistency-proof", old_size=old_size, size=size)


def is_other_history(proof: Sequence[Hash], old_size: Size, old_root: Hash, size: Size, root: Hash) -> bool:
    """Whether a proof shows that the tree of `size` and `root` had another root at `old_size` than `old_root`: of a proof
    that only fails, nobody can tell. Where the old tree is a complete subtree of the new one, no proof says what it was."""
    found = _roots_with(proof, old_size, old_root, size)
    return found is not None and found[1] == root and found[0] != old_root


def _roots_with(proof: Sequence[Hash], old_size: Size, old_root: Hash, size: Size) -> tuple[Hash, Hash] | None:
    """The old and the new root that a consistency proof implies, built up from the subtree where the old tree ends;
    None if it has not the form of a proof for these sizes."""
    if not (0 < old_size <= size and _are_hashes(proof)):
        return None
    subtrees = _consistency_subtrees(old_size, size)
    if len(proof) != len(subtrees):
        return None
    steps = list(zip(subtrees, proof, strict=True))
    seam = old_root
    if steps and steps[0][0][1] == old_size:
        seam = steps.pop(0)[1]
    old_implied = new_implied = seam
    for (start, _end), sibling in steps:
        if start < old_size:
            old_implied = node_hash(sibling, old_implied)
            new_implied = node_hash(sibling, new_implied)
        else:
            new_implied = node_hash(new_implied, sibling)
    return old_implied, new_implied


def _are_hashes(values: Sequence[bytes]) -> bool:
    """Whether every value from outside has a hash's length, so that two hashed together divide in one way only."""
    return all(len(value) == HASH_SIZE for value in values)
