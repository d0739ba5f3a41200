"""RFC 6962 section 2.1: every tree up to 70 leaves, every leaf and every earlier tree of it, spoiled proofs too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.types import Hash, Index, Size
from sync.errors import BadInput, Unproven
from sync.log.merkle import (
    EMPTY_ROOT,
    DistantTree,
    Frontier,
    Tree,
    check_consistency,
    check_inclusion,
    check_part,
    consistency_proof,
    inclusion_proof,
    is_other_history,
    leaf_hash,
    node_hash,
    part_proof,
    tree_root,
)
from tests.vectors.vector import ROOT

SIZES = range(1, 71)
LEAVES = [leaf_hash(bytes([number])) for number in range(max(SIZES))]
ROOTS = [tree_root(LEAVES[:size]) for size in range(max(SIZES) + 1)]

REFERENCE = json.loads((ROOT / "rfc6962/roots.json").read_text(encoding="utf-8"))
REFERENCE_LEAVES = [leaf_hash(bytes.fromhex(entry)) for entry in REFERENCE["entries"]]
REFERENCE_ROOTS = [Hash(bytes.fromhex(root)) for root in (REFERENCE["empty_root"], *REFERENCE["roots"])]


def rfc_root(leaves: Sequence[bytes]) -> bytes:
    """MTH word by word as section 2.1 defines it, slow and obvious."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + rfc_root(leaves[:split]) + rfc_root(leaves[split:])).digest()


def spoiled(proof: list[Hash]) -> Iterator[list[Hash]]:
    """The proof with one bit of each hash flipped, with a hash less, a hash more, and a hash cut short."""
    for at, hash_ in enumerate(proof):
        yield [*proof[:at], Hash(bytes([hash_[0] ^ 1]) + hash_[1:]), *proof[at + 1 :]]
        yield [*proof[:at], Hash(hash_[:-1] + bytes([hash_[-1] ^ 0x80])), *proof[at + 1 :]]
        yield [*proof[:at], Hash(hash_[:-1]), *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[:at], hash_, hash_, *proof[at + 1 :]]
    yield [*proof, EMPTY_ROOT]
    yield [EMPTY_ROOT, *proof]


def test_the_reference_tree_has_the_roots_that_everyone_has() -> None:
    assert [tree_root(REFERENCE_LEAVES[:size]) for size in range(9)] == REFERENCE_ROOTS


def test_the_reference_proofs_are_made_and_taken() -> None:
    for case in json.loads((ROOT / "rfc6962/inclusion.json").read_text(encoding="utf-8"))["proofs"]:
        index, size = case["index"], case["size"]
        proof = [Hash(bytes.fromhex(hash_)) for hash_ in case["proof"]]
        assert inclusion_proof(REFERENCE_LEAVES[:size], index) == proof
        check_inclusion(proof, size, REFERENCE_ROOTS[size], index, REFERENCE_LEAVES[index])
    for case in json.loads((ROOT / "rfc6962/consistency.json").read_text(encoding="utf-8"))["proofs"]:
        old, size = case["old"], case["size"]
        proof = [Hash(bytes.fromhex(hash_)) for hash_ in case["proof"]]
        assert consistency_proof(REFERENCE_LEAVES[:size], old) == proof
        check_consistency(proof, old, REFERENCE_ROOTS[old], size, REFERENCE_ROOTS[size])


def test_roots_are_those_of_the_definition() -> None:
    assert [rfc_root(LEAVES[:size]) for size in range(len(ROOTS))] == ROOTS


def test_a_leaf_is_never_a_node() -> None:
    left, right = LEAVES[:2]
    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize("size", [*range(1, 18), 33])
def test_every_part_of_a_tree_is_proven_by_the_subtrees_beside_it_and_by_nothing_else(size: int) -> None:
    root, leaves = ROOTS[size] if size < len(ROOTS) else tree_root(LEAVES[:size]), LEAVES[:size]
    for start in range(size + 1):
        for end in range(start, size + 1):
            proof = part_proof(leaves, start, end)
            check_part(proof, Size(size), root, start, leaves[start:end])
            assert len(proof) <= 2 * size.bit_length()
            altered = [leaf_hash(b"other")] if start == end else [leaf_hash(b"other"), *leaves[start + 1 : end]]
            elsewhere = [(proof, start + 1, leaves[start:end]), (proof, start - 1, leaves[start:end])] if start < end else []
            for bad, at, part in (
                *elsewhere,
                ([*proof, root], start, leaves[start:end]),
                (proof[:-1] if proof else [root], start, leaves[start:end]),
                (proof, start, altered),
            ):
                with pytest.raises(Unproven, match="bad-part-proof"):
                    check_part(bad, Size(size), root, at, part)


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4)])
def test_no_proof_is_made_of_a_part_that_no_tree_has(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no leaves"):
        part_proof(LEAVES[:3], start, end)


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_of_every_tree_is_proven_and_no_spoiled_proof_is_taken(size: int) -> None:
    root = ROOTS[size]
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], Index(index))
        check_inclusion(proof, Size(size), root, Index(index), LEAVES[index])
        for bad in spoiled(proof):
            with pytest.raises(Unproven, match="bad-inclusion-proof"):
                check_inclusion(bad, Size(size), root, Index(index), LEAVES[index])


@pytest.mark.parametrize("size", SIZES)
def test_an_inclusion_proof_holds_for_its_own_place_leaf_and_root_only(size: int) -> None:
    root = ROOTS[size]
    for index in range(size):
        proof = inclusion_proof(LEAVES[:size], Index(index))
        wrong = [
            (size, root, index, leaf_hash(b"another")),
            (size, EMPTY_ROOT, index, LEAVES[index]),
            (size, root, index + 1, LEAVES[index]),
            (size, root, index - 1, LEAVES[index]),
            (size, root, size, LEAVES[index]),
            (size, root, index, Hash(LEAVES[index] + b"\0")),
            (0, root, index, LEAVES[index]),
        ]
        for of, whole, at, leaf in wrong:
            with pytest.raises(Unproven, match="bad-inclusion-proof"):
                check_inclusion(proof, Size(of), whole, Index(at), leaf)


@pytest.mark.parametrize("size", SIZES)
def test_every_tree_is_proven_to_continue_every_earlier_one_and_no_spoiled_proof_is_taken(size: int) -> None:
    for old in range(1, size + 1):
        proof = consistency_proof(LEAVES[:size], Size(old))
        check_consistency(proof, Size(old), ROOTS[old], Size(size), ROOTS[size])
        for bad in spoiled(proof):
            with pytest.raises(Unproven, match="bad-consistency-proof"):
                check_consistency(bad, Size(old), ROOTS[old], Size(size), ROOTS[size])


def test_a_tree_gives_the_same_proofs_of_every_size_within_it() -> None:
    largest = max(SIZES)
    tree = Tree(LEAVES[:largest])
    for size in range(1, largest + 1):
        for old in range(1, size + 1):
            assert tree.consistency_proof(Size(old), Size(size)) == consistency_proof(LEAVES[:size], Size(old))
    for old, size in ((0, 1), (2, 1), (1, largest + 1)):
        with pytest.raises(ValueError, match="no tree"):
            tree.consistency_proof(Size(old), Size(size))


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 700, 1024])
def test_a_tree_whose_leaves_lie_elsewhere_gives_the_same_proofs_and_reads_few(size: int) -> None:
    leaves = [leaf_hash(b"%d" % number) for number in range(1024)]
    read = 0

    def given(start: int, end: int) -> list[Hash]:
        nonlocal read
        read += end - start
        return leaves[start:end]

    tree = DistantTree()
    tree.consistency_proof(given, Size(1), Size(1024))
    for old in sorted({1, 2, 3, size // 2 or 1, size - 1 or 1, size}):
        read = 0
        if old <= size:
            assert tree.consistency_proof(given, Size(old), Size(size)) == consistency_proof(leaves[:size], Size(old))
            assert tree.inclusion_proof(given, Index(old - 1), Size(size)) == inclusion_proof(leaves[:size], Index(old - 1))
        assert read <= 6 * 256


def test_a_proof_shows_another_history_only_where_the_new_root_follows_from_it() -> None:
    ours, other = LEAVES[:7], [LEAVES[0], leaf_hash(b"another"), *LEAVES[2:7]]
    six, seven = (tree_root(leaves[:count]) for leaves, count in ((ours, 6), (other, 7)))
    proof = consistency_proof(other, Size(6))
    assert is_other_history(proof, Size(6), six, Size(7), seven)
    assert not is_other_history(proof, Size(6), tree_root(other[:6]), Size(7), seven), "it goes on"
    assert not is_other_history(proof[:-1], Size(6), six, Size(7), seven), "a proof that only fails"
    assert not is_other_history([proof[1], proof[0], *proof[2:]], Size(6), six, Size(7), seven)
    four = consistency_proof(other, Size(4))
    assert not is_other_history(four, Size(4), tree_root(ours[:4]), Size(7), seven), "nothing in it says what that was"


@pytest.mark.parametrize("size", SIZES)
def test_a_consistency_proof_holds_for_its_own_trees_only(size: int) -> None:
    for old in range(1, size + 1):
        proof = consistency_proof(LEAVES[:size], Size(old))
        wrong = [
            (old, EMPTY_ROOT, size, ROOTS[size]),
            (old, ROOTS[old], size, EMPTY_ROOT),
            (old, Hash(ROOTS[old][:-1]), size, ROOTS[size]),
            (old - 1, ROOTS[old - 1], size, ROOTS[size]),
            (size + 1, ROOTS[old], size, ROOTS[size]),
        ]
        for before, whole, after, grown in wrong:
            with pytest.raises(Unproven, match="bad-consistency-proof"):
                check_consistency(proof, Size(before), whole, Size(after), grown)


def test_two_hashes_that_are_cut_elsewhere_are_not_the_same_two() -> None:
    left, right = LEAVES[:2]
    with pytest.raises(Unproven, match="bad-inclusion-proof"):
        check_inclusion([Hash(right[1:])], Size(2), ROOTS[2], Index(0), Hash(left + right[:1]))
    with pytest.raises(Unproven, match="bad-inclusion-proof"):
        check_inclusion([], Size(1), Hash(left[1:]), Index(0), Hash(left[1:]))
    with pytest.raises(Unproven, match="bad-consistency-proof"):
        check_consistency([Hash(right[1:])], Size(1), Hash(left + right[:1]), Size(2), ROOTS[2])


def test_nothing_is_proven_of_an_empty_tree() -> None:
    with pytest.raises(Unproven, match="bad-consistency-proof"):
        check_consistency([], Size(0), EMPTY_ROOT, Size(0), EMPTY_ROOT)
    with pytest.raises(Unproven, match="bad-consistency-proof"):
        check_consistency([], Size(0), EMPTY_ROOT, Size(5), ROOTS[5])


def test_equal_sizes_need_equal_roots() -> None:
    check_consistency([], Size(5), ROOTS[5], Size(5), ROOTS[5])
    with pytest.raises(Unproven, match="bad-consistency-proof"):
        check_consistency([], Size(5), ROOTS[5], Size(5), ROOTS[6])


def test_a_prover_asked_for_what_is_not_there_is_our_mistake() -> None:
    for index in (-1, 5):
        with pytest.raises(ValueError, match="no leaf"):
            inclusion_proof(LEAVES[:5], Index(index))
    for old in (0, 6):
        with pytest.raises(ValueError, match="no tree"):
            consistency_proof(LEAVES[:5], Size(old))


def test_a_frontier_follows_every_tree() -> None:
    one_by_one = Frontier()
    for size, leaf in enumerate(LEAVES, start=1):
        one_by_one.append(leaf)
        assert one_by_one.size == size
        assert one_by_one.root() == ROOTS[size]
        assert len(one_by_one.hashes) == size.bit_count()


@given(st.lists(st.integers(0, 40), max_size=8))
def test_a_frontier_does_not_care_how_leaves_are_cut_into_pieces(pieces: list[int]) -> None:
    leaves = [leaf_hash(number.to_bytes(2, "big")) for number in range(sum(pieces))]
    frontier = Frontier()
    for piece in pieces:
        frontier.extend(leaves[frontier.size : frontier.size + piece])
        frontier = Frontier.load(frontier.size, frontier.dump())
    assert frontier.root() == rfc_root(leaves)


def test_a_copied_frontier_goes_its_own_way() -> None:
    frontier = Frontier()
    frontier.extend(LEAVES[:5])
    copy = frontier.copy()
    copy.append(LEAVES[5])
    assert (frontier.size, frontier.root()) == (5, ROOTS[5])
    assert (copy.size, copy.root()) == (6, ROOTS[6])
    assert frontier != copy
    assert frontier == Frontier(5, frontier.hashes)


def test_what_is_no_frontier_decides_itself_whether_it_equals_one() -> None:
    assert Frontier() == ANY
    assert (Frontier() == 0) is False


def test_an_interrupted_extend_leaves_the_frontier_as_it_was() -> None:
    def interrupted() -> Iterator[Hash]:
        yield LEAVES[5]
        yield LEAVES[6]
        raise BadInput("cut-parcel")

    frontier = Frontier()
    frontier.extend(LEAVES[:5])
    with pytest.raises(BadInput, match="cut-parcel"):
        frontier.extend(interrupted())
    assert (frontier.size, frontier.root()) == (5, ROOTS[5])


@pytest.mark.parametrize(
    ("size", "dump"),
    [
        (5, LEAVES[0]),
        (5, LEAVES[0] + LEAVES[1] + LEAVES[2]),
        (5, LEAVES[0] + LEAVES[1][:-1]),
        (0, b"\0"),
        (-1, LEAVES[0]),
    ],
)
def test_a_damaged_frontier_is_refused(size: int, dump: bytes) -> None:
    with pytest.raises(BadInput, match="bad-frontier"):
        Frontier.load(size, dump)
