"""What a log and a witness say to each other; what must be refused in it is in the vectors (test_vectors.py)."""

from __future__ import annotations

import hashlib

import pytest

from sync.encoding.types import Hash, Instant, Origin, Size
from sync.errors import BadInput, Unproven
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import EMPTY_ROOT
from sync.log.note import Signature
from sync.log.receipt import cosign, cosigner_verifier
from sync.log.witness import (
    MAX_ANSWER,
    MAX_HASHES,
    AddCheckpoint,
    cosignature_time,
    cosigned,
    monitored,
    parse_request,
    parse_size,
    with_cosignatures,
    witness_key,
    written_cosignatures,
    written_size,
)

LOG = Signer("soxa.example/acceptances", bytes(range(32)))
WITNESS = Signer("university.example/witness", bytes(range(32, 64)))
KEY = cosigner_verifier(WITNESS)
HEAD = Checkpoint(LOG.origin, Size(3), EMPTY_ROOT)
NOTE = checkpoints.sign(HEAD, LOG)
LINE = cosign(HEAD, WITNESS, Instant(1_764_000_000))


def test_a_request_is_read_as_it_was_written() -> None:
    for request in (
        AddCheckpoint(Size(0), (), NOTE),
        AddCheckpoint(Size(2), (Hash(bytes(32)), Hash(bytes(range(32)))), NOTE),
    ):
        assert parse_request(request.written()) == request


@pytest.mark.parametrize(
    ("old", "proof"), [(-1, ()), (2**53 + 1, ()), (0, (bytes(31),)), (1, (bytes(32),) * (MAX_HASHES + 1))]
)
def test_what_could_not_be_asked_is_not_written(old: int, proof: tuple[bytes, ...]) -> None:
    with pytest.raises(BadInput, match="bad-witness-request"):
        AddCheckpoint(Size(old), tuple(map(Hash, proof)), NOTE)


def test_a_size_is_read_as_it_was_written() -> None:
    assert [parse_size(written_size(Size(size))) for size in (0, 7, 2**53)] == [0, 7, 2**53]
    assert parse_size(b"") is None


def test_a_cosignature_states_its_time_among_lines_of_strangers() -> None:
    stranger = Signature("other.example", b"\1\2\3\4", bytes(2424))
    line, time = cosigned(written_cosignatures(stranger, LINE), HEAD, KEY)
    assert (line, time) == (LINE, 1_764_000_000)
    note = notes.parse(with_cosignatures(NOTE, (stranger, line)))
    assert cosignature_time(note, HEAD, KEY) == time
    notes.signed_text(note, LOG.verifier)


def test_a_cosignature_is_over_the_head_that_was_shown() -> None:
    other = Checkpoint(LOG.origin, Size(4), EMPTY_ROOT)
    with pytest.raises(Unproven, match="bad-cosignature"):
        cosigned(written_cosignatures(LINE), other, KEY)


def test_lines_of_strangers_alone_are_no_cosignature() -> None:
    with pytest.raises(Unproven, match="not-cosigned"):
        cosigned(written_cosignatures(Signature("other.example", b"\1\2\3\4", bytes(72))), HEAD, KEY)
    with pytest.raises(Unproven, match="not-cosigned"):
        cosignature_time(notes.parse(NOTE), HEAD, KEY)


@pytest.mark.parametrize(
    "answer", [b"", b"41\n", b"ok", b"\xff\n", LINE.line().encode()[:-1], LINE.line().encode() * 2, b"x" * (MAX_ANSWER + 1)]
)
def test_what_is_no_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(BadInput, match="bad-witness-answer"):
        cosigned(answer, HEAD, KEY)


@pytest.mark.parametrize("body", [b"41", b"041\n", b"-1\n", b"41\n\n", b" 41\n", b"\xff\n", b"9007199254740993\n"])
def test_what_is_no_size_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput, match="bad-witness-answer"):
        parse_size(body)


def test_a_key_that_signs_a_log_is_no_witness() -> None:
    assert witness_key(KEY.vkey()) == KEY
    with pytest.raises(BadInput, match="not-a-witness-key"):
        witness_key(WITNESS.verifier.vkey())


def test_a_log_is_shown_under_the_hash_of_its_origin() -> None:
    assert monitored(Origin("soxa.example/registry")) == (
        hashlib.sha256(b"soxa.example/registry").hexdigest() + "/checkpoint"
    )
