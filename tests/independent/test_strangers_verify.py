"""A second implementation, in another language and by other people, takes our files and refuses spoiled ones."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from sync.encoding.types import Index, Instant, Size
from sync.log import checkpoint as checkpoints
from sync.log import proof as proofs
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import consistency_proof, inclusion_proof, leaf_hash, tree_root
from sync.log.proof import Proof
from sync.log.receipt import cosign, cosigner_verifier, with_signature
from tests.independent.stranger import Refusal, verify

DEVICE = Signer("soxa.example/device/1", bytes(range(32)))
HUB = Signer("soxa.example/hub", bytes(range(32, 64)))
TIME = 1_764_000_000

ENTRIES = [f'{{"what":"thăm hộ","number":{number}}}'.encode() for number in range(21)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]

LOG_KEY = DEVICE.verifier.vkey()
COSIGNER_KEY = cosigner_verifier(HUB).vkey()


def head(size: int) -> Checkpoint:
    return Checkpoint(DEVICE.origin, Size(size), tree_root(LEAVES[:size]))


def write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


@pytest.fixture
def receipted(tmp_path: Path) -> Path:
    """A checkpoint with the device's signature and the hub's receipt."""
    note = checkpoints.sign(head(21), DEVICE)
    return write(tmp_path / "receipted.txt", with_signature(note, cosign(head(21), HUB, Instant(TIME))))


@pytest.mark.parametrize("size", [0, 1, 21])
def test_a_stranger_takes_our_checkpoints(tmp_path: Path, size: int) -> None:
    note = write(tmp_path / "note.txt", checkpoints.sign(head(size), DEVICE))
    assert verify("note", note, LOG_KEY) == head(size).text()


def test_a_stranger_refuses_a_changed_checkpoint(tmp_path: Path) -> None:
    note = write(tmp_path / "note.txt", checkpoints.sign(head(21), DEVICE).replace("\n21\n", "\n22\n"))
    with pytest.raises(Refusal, match="invalid signature"):
        verify("note", note, LOG_KEY)


def test_a_stranger_takes_our_receipts(receipted: Path) -> None:
    assert verify("receipt", receipted, LOG_KEY, COSIGNER_KEY) == f"{TIME}\n"
    assert verify("note", receipted, LOG_KEY, COSIGNER_KEY) == head(21).text()


def test_a_stranger_refuses_a_receipt_for_another_checkpoint(tmp_path: Path) -> None:
    note = with_signature(checkpoints.sign(head(21), DEVICE), cosign(head(20), HUB, Instant(TIME)))
    with pytest.raises(Refusal, match="invalid signature"):
        verify("receipt", write(tmp_path / "note.txt", note), LOG_KEY, COSIGNER_KEY)


def test_a_stranger_refuses_a_missing_receipt(tmp_path: Path) -> None:
    note = write(tmp_path / "note.txt", checkpoints.sign(head(21), DEVICE))
    with pytest.raises(Refusal, match="1 of 2 keys signed"):
        verify("receipt", note, LOG_KEY, COSIGNER_KEY)


@pytest.mark.parametrize("index", range(len(ENTRIES)))
def test_a_stranger_takes_the_proof_of_every_entry(tmp_path: Path, receipted: Path, index: int) -> None:
    extra = ENTRIES[index] + b"\n" + b'{"more":"for the application"}'
    proof = Proof(extra, Index(index), tuple(inclusion_proof(LEAVES, Index(index))), receipted.read_text(encoding="utf-8"))
    file = write(tmp_path / "entry.tlog-proof", proofs.format(proof))
    entry = tmp_path / "entry"
    entry.write_bytes(ENTRIES[index])
    leaf = b64encode(LEAVES[index]).decode()
    assert verify("proof", file, LOG_KEY, "-") == f"{leaf}\n"
    assert verify("proof", file, LOG_KEY, entry) == f"{leaf}\n"


def test_a_stranger_refuses_the_proof_of_another_entry(tmp_path: Path, receipted: Path) -> None:
    proof = Proof(ENTRIES[4], Index(3), tuple(inclusion_proof(LEAVES, Index(3))), receipted.read_text(encoding="utf-8"))
    file = write(tmp_path / "entry.tlog-proof", proofs.format(proof))
    with pytest.raises(Refusal, match="invalid transparency proof"):
        verify("proof", file, LOG_KEY, "-")


@pytest.mark.parametrize("old", range(1, len(ENTRIES) + 1))
def test_a_stranger_takes_our_consistency_proofs(tmp_path: Path, old: int) -> None:
    before = write(tmp_path / "old.txt", checkpoints.sign(head(old), DEVICE))
    after = write(tmp_path / "new.txt", checkpoints.sign(head(21), DEVICE))
    lines = [f"{b64encode(hash_).decode()}\n" for hash_ in consistency_proof(LEAVES, Size(old))]
    proof = write(tmp_path / "proof.txt", "".join(lines))
    assert verify("consistency", before, after, LOG_KEY, proof) == f"{old} 21\n"


def test_a_stranger_refuses_a_rewritten_history(tmp_path: Path) -> None:
    rewritten = Checkpoint(DEVICE.origin, Size(5), tree_root(LEAVES[1:6]))
    before = write(tmp_path / "old.txt", checkpoints.sign(rewritten, DEVICE))
    after = write(tmp_path / "new.txt", checkpoints.sign(head(21), DEVICE))
    lines = [f"{b64encode(hash_).decode()}\n" for hash_ in consistency_proof(LEAVES, Size(5))]
    proof = write(tmp_path / "proof.txt", "".join(lines))
    with pytest.raises(Refusal, match="invalid transparency proof"):
        verify("consistency", before, after, LOG_KEY, proof)
