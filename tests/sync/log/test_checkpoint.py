"""Checkpoints; what must be refused in them is in the vectors (test_vectors.py)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.limits import MAX_TREE
from sync.encoding.types import Hash, Origin, Size
from sync.errors import BadInput, Unproven
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import EMPTY_ROOT

SIGNER = Signer("soxa.example/device/1", bytes(range(32)))
HEAD = Checkpoint(SIGNER.origin, Size(3), EMPTY_ROOT)


@given(st.integers(0, MAX_TREE), st.binary(min_size=32, max_size=32).map(Hash))
def test_a_checkpoint_is_written_as_it_was_read(size: int, root: Hash) -> None:
    checkpoint = Checkpoint(SIGNER.origin, Size(size), root)
    assert checkpoints.parse_text(checkpoint.text()) == checkpoint


@given(st.text(st.sampled_from("a/ \n05-+_=A\r"), max_size=70))
def test_whatever_is_taken_is_written_again_the_same(text: str) -> None:
    try:
        checkpoint = checkpoints.parse_text(text)
    except BadInput as error:
        assert error.code == "bad-checkpoint"
    else:
        assert checkpoint.text() == text


def test_what_the_owner_signed_verifies() -> None:
    note = checkpoints.sign(HEAD, SIGNER)
    signed = checkpoints.verify(note, SIGNER.verifier)
    assert signed == checkpoints.parse(note)
    assert signed.checkpoint == HEAD
    assert signed.note.text == HEAD.text()


def test_signing_for_another_log_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="does not own"):
        checkpoints.sign(Checkpoint(Origin("soxa.example/device/2"), Size(3), EMPTY_ROOT), SIGNER)


def test_a_wrong_origin_is_told_with_both_names() -> None:
    other = SIGNER.renamed("soxa.example/device/2")
    with pytest.raises(Unproven) as refused:
        checkpoints.verify(checkpoints.sign(HEAD, SIGNER), other.verifier)
    assert refused.value.code == "wrong-origin"
    assert refused.value.facts == {"found": SIGNER.name, "expected": other.name}


@pytest.mark.parametrize(
    ("origin", "size", "root", "line"),
    [
        ("", 3, EMPTY_ROOT, 1),
        ("two\nlines", 3, EMPTY_ROOT, 1),
        (SIGNER.name, -1, EMPTY_ROOT, 2),
        (SIGNER.name, MAX_TREE + 1, EMPTY_ROOT, 2),
        (SIGNER.name, 3, EMPTY_ROOT[1:], 3),
    ],
)
def test_a_checkpoint_that_cannot_be_written_cannot_be_made(origin: Origin, size: int, root: Hash, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        Checkpoint(origin, Size(size), root)
    assert (refused.value.code, refused.value.facts) == ("bad-checkpoint", {"line": line})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("a\n", 2),
        ("a\n3\n", 3),
        ("a\n3\nx\n", 3),
        (f"{HEAD.text()}more\n", 4),
        (f"{HEAD.text()}more", 4),
        (HEAD.text()[:-1], 3),
    ],
)
def test_a_bad_checkpoint_names_its_line(text: str, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        checkpoints.parse_text(text)
    assert (refused.value.code, refused.value.facts) == ("bad-checkpoint", {"line": line})
