"""Receipts; what must be refused in them is in the vectors (test_vectors.py)."""

from __future__ import annotations

import pytest

from sync.encoding.types import Instant, Size
from sync.errors import BadInput, Unproven
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import EMPTY_ROOT
from sync.log.note import Signature
from sync.log.receipt import MAX_TIME, cosign, cosigner_verifier, receipt_time, with_signature

DEVICE = Signer("soxa.example/device/1", bytes(range(32)))
HUB = Signer("soxa.example/hub", bytes(range(32, 64)))
HEAD = Checkpoint(DEVICE.origin, Size(3), EMPTY_ROOT)
NOTE = checkpoints.sign(HEAD, DEVICE)


@pytest.mark.parametrize("time", [0, 1, 1_764_000_000, 2**31, MAX_TIME])
def test_a_receipt_states_its_time(time: int) -> None:
    note = notes.parse(with_signature(NOTE, cosign(HEAD, HUB, Instant(time))))
    assert receipt_time(note, HEAD, cosigner_verifier(HUB)) == time
    notes.signed_text(note, DEVICE.verifier)


@pytest.mark.parametrize("time", [-1, MAX_TIME + 1])
def test_a_time_that_no_receipt_can_state_is_our_mistake(time: int) -> None:
    with pytest.raises(ValueError, match="no cosignature"):
        cosign(HEAD, HUB, Instant(time))


def test_every_bit_of_a_receipt_counts() -> None:
    line = cosign(HEAD, HUB, Instant(1_764_000_000))
    for bit in range(len(line.signature) * 8):
        flipped = bytearray(line.signature)
        flipped[bit // 8] ^= 1 << bit % 8
        note = notes.parse(with_signature(NOTE, Signature(line.name, line.key_id, bytes(flipped))))
        with pytest.raises(Unproven, match="bad-receipt"):
            receipt_time(note, HEAD, cosigner_verifier(HUB))


def test_a_receipt_counts_for_its_own_checkpoint_only() -> None:
    note = notes.parse(with_signature(NOTE, cosign(HEAD, HUB, Instant(5))))
    with pytest.raises(Unproven) as refused:
        receipt_time(note, Checkpoint(DEVICE.origin, Size(4), EMPTY_ROOT), cosigner_verifier(HUB))
    assert (refused.value.code, refused.value.facts) == ("bad-receipt", {"name": HUB.name, "origin": DEVICE.name})


def test_another_cosigners_receipt_is_none() -> None:
    note = notes.parse(with_signature(NOTE, cosign(HEAD, HUB, Instant(5))))
    other = Signer(HUB.name, bytes(32))
    with pytest.raises(Unproven) as refused:
        receipt_time(note, HEAD, cosigner_verifier(other))
    assert (refused.value.code, refused.value.facts) == ("no-receipt", {"name": HUB.name, "origin": DEVICE.name})


def test_a_plain_key_checks_no_receipt() -> None:
    with pytest.raises(ValueError, match="cosigner"):
        receipt_time(notes.parse(NOTE), HEAD, HUB.verifier)


def test_one_cosigner_has_one_line() -> None:
    receipted = with_signature(NOTE, cosign(HEAD, HUB, Instant(5)))
    assert receipted.startswith(NOTE)
    with pytest.raises(BadInput, match="bad-note"):
        with_signature(receipted, cosign(HEAD, HUB, Instant(6)))
