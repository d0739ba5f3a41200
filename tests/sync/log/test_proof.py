"""Proof files; what must be refused in them is in the vectors (test_vectors.py)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.limits import MAX_ENTRY, MAX_TREE
from sync.encoding.types import Hash, Index, Size
from sync.errors import BadInput, Unproven
from sync.log import checkpoint as checkpoints
from sync.log import proof as proofs
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import inclusion_proof, leaf_hash, tree_root
from sync.log.proof import MAX_HASHES, MAX_PROOF, Proof

SIGNER = Signer("soxa.example/device/1", bytes(range(32)))
ENTRIES = [f'{{"number":{number}}}'.encode() for number in range(13)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]
HEAD = Checkpoint(SIGNER.origin, Size(len(LEAVES)), tree_root(LEAVES))
NOTE = checkpoints.sign(HEAD, SIGNER)


def proof_of(index: int) -> Proof:
    return Proof(ENTRIES[index], Index(index), tuple(inclusion_proof(LEAVES, Index(index))), NOTE)


@given(
    st.none() | st.binary(min_size=1, max_size=100),
    st.integers(0, MAX_TREE),
    st.lists(st.binary(min_size=32, max_size=32).map(Hash), max_size=MAX_HASHES),
)
def test_a_proof_is_written_as_it_was_read(extra: bytes | None, index: int, hashes: list[Hash]) -> None:
    proof = Proof(extra, Index(index), tuple(hashes), NOTE)
    assert proofs.parse(proofs.format(proof)) == proof


@pytest.mark.parametrize("index", range(len(ENTRIES)))
def test_every_entry_is_proven_and_no_other_in_its_place(index: int) -> None:
    proof = proofs.parse(proofs.format(proof_of(index)))
    assert proofs.check(proof, ENTRIES[index], SIGNER.verifier) == HEAD
    with pytest.raises(Unproven, match="bad-inclusion-proof"):
        proofs.check(proof, ENTRIES[index - 1], SIGNER.verifier)


def test_no_byte_of_a_proof_file_can_be_changed_unseen() -> None:
    text = proofs.format(Proof(None, Index(5), tuple(inclusion_proof(LEAVES, Index(5))), NOTE))
    for at in range(len(text)):
        changed = text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]
        with pytest.raises((BadInput, Unproven)):
            proofs.check(proofs.parse(changed), ENTRIES[5], SIGNER.verifier)


def test_the_longest_entry_fits_into_a_proof_file() -> None:
    proof = Proof(b"x" * MAX_ENTRY + b"\n" + b"y" * 2**20, Index(5), proof_of(5).hashes, NOTE)
    assert proofs.parse(proofs.format(proof)) == proof


def test_a_proof_file_is_read_up_to_its_limit() -> None:
    bare = len(proofs.format(Proof(b"xxx", Index(5), (), NOTE))) - 4
    groups, digits = divmod(MAX_PROOF - bare, 4)  # base64 grows by four characters, the index by one
    index = int("5" * (1 + digits))
    proof, longer = (Proof(b"x" * 3 * groups, Index(at), (), NOTE) for at in (index, index * 10))
    assert (len(proofs.format(proof)), len(proofs.format(longer))) == (4_194_304, 4_194_305)
    assert proofs.parse(proofs.format(proof)) == proof
    with pytest.raises(BadInput, match="bad-proof"):
        proofs.parse(proofs.format(longer))


def test_a_proof_has_as_many_hashes_as_the_largest_tree_is_high() -> None:
    proof = Proof(None, Index(MAX_TREE), (LEAVES[0],) * 63, NOTE)
    assert proofs.parse(proofs.format(proof)) == proof
    head, _, note = proofs.format(proof).partition("\n\n")
    last = head.splitlines()[-1]
    with pytest.raises(BadInput, match="bad-proof"):
        proofs.parse(f"{head}\n{last}\n\n{note}")


@pytest.mark.parametrize(
    "head",
    ["", "x", "c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v1\nextra eHh4", "c2sp.org/tlog-proof@v1\nindex", "index 5"],
)
def test_a_proof_file_that_ends_early_is_refused(head: str) -> None:
    for text in (head, f"{head}\n\n{NOTE}"):
        with pytest.raises(BadInput, match="bad-proof"):
            proofs.parse(text)


def test_an_endless_proof_file_is_refused() -> None:
    with pytest.raises(BadInput, match="bad-proof"):
        proofs.parse(proofs.format(proof_of(5)) + "x" * MAX_PROOF)


@pytest.mark.parametrize(
    ("extra", "index", "hashes", "note"),
    [
        (b"", 5, (), NOTE),
        (None, -1, (), NOTE),
        (None, MAX_TREE + 1, (), NOTE),
        (None, 5, (LEAVES[0],) * (MAX_HASHES + 1), NOTE),
        (None, 5, (LEAVES[0][1:],), NOTE),
        (None, 5, (), NOTE[1:-1]),
    ],
)
def test_a_proof_that_cannot_be_written_cannot_be_made(
    extra: bytes | None, index: int, hashes: tuple[Hash, ...], note: str
) -> None:
    with pytest.raises(BadInput, match="bad-proof"):
        Proof(extra, Index(index), hashes, note)
