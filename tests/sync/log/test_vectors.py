"""The vectors in tests/vectors: each file is read as its header says, and what it expects comes of it."""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from sync.encoding.spelling import utf8
from sync.encoding.types import Hash, Index, Size
from sync.errors import SoxaError, Unproven
from sync.exchange.growth import HeldHead, is_proven
from sync.exchange.parcel import ONE_EXCHANGE
from sync.exchange.ranges import RangeHead, ReceiptedBy
from sync.exchange.sealed import OpeningKey, keyring, unsealed
from sync.exchange.walker import events_of
from sync.log import checkpoint as checkpoints
from sync.log import note as notes
from sync.log import policy as policies
from sync.log import proof as proofs
from sync.log.checkpoint import Checkpoint
from sync.log.keyfile import is_encrypted, load_key
from sync.log.keys import parse_private
from sync.log.merkle import check_consistency
from sync.log.note import Verifier
from sync.log.receipt import receipt_time
from sync.log.witness import cosigned, judged, parse_request, witness_key
from sync.receipts.lines import parse as parse_receipts
from sync.receipts.lines import written
from tests.vectors import generate
from tests.vectors.vector import ROOT, Vector, parse

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

OURS = [path for folder in generate.FOLDERS for path in sorted((ROOT / folder).glob("*.txt"))]
C2SP = sorted((ROOT / "c2sp").glob("*.txt"))


def trusted(vector: Vector) -> Verifier | None:
    return Verifier.parse(vector.given["vkey"]) if "vkey" in vector.given else None


def read_note(vector: Vector, _folder: Path) -> None:
    text = utf8(vector.body)
    note = notes.parse(text)
    assert notes.format(note) == text
    if verifier := trusted(vector):
        notes.signed_text(note, verifier)


def read_verifier_key(vector: Vector, _folder: Path) -> None:
    text = utf8(vector.body)
    assert Verifier.parse(text).vkey() == text


def read_checkpoint(vector: Vector, _folder: Path) -> None:
    text = utf8(vector.body)
    verifier = trusted(vector)
    signed = checkpoints.verify(text, verifier) if verifier else checkpoints.parse(text)
    assert signed.checkpoint.text() == signed.note.text
    assert notes.format(signed.note) == text


def read_receipt(vector: Vector, folder: Path) -> None:
    read_checkpoint(vector, folder)
    signed = checkpoints.parse(utf8(vector.body))
    cosigner = Verifier.parse(vector.given["cosigner"])
    assert receipt_time(signed.note, signed.checkpoint, cosigner) == int(vector.given["time"])


def read_proof(vector: Vector, _folder: Path) -> None:
    text = utf8(vector.body)
    proof = proofs.parse(text)
    assert proofs.format(proof) == text
    if verifier := trusted(vector):
        proofs.check(proof, b64decode(vector.given["entry"]), verifier)


def read_key_file(vector: Vector, folder: Path) -> None:
    path = folder / "key"
    path.write_bytes(vector.body)
    path.chmod(0o600)
    signer = load_key(path, passphrase=vector.given.get("passphrase"))
    assert signer.verifier == trusted(vector)
    assert is_encrypted(path) == ("passphrase" in vector.given)


def read_witness_request(vector: Vector, _folder: Path) -> None:
    """As a witness that follows one log, and cosigned `held` entries of it."""
    log, status = trusted(vector), 400
    assert log is not None
    try:
        request = parse_request(vector.body)
        assert request.written() == vector.body
        signed = checkpoints.parse(request.note)
        if signed.checkpoint.origin != log.name:
            status = 404
        else:
            root = Hash(b64decode(vector.given["root"]))
            last = Checkpoint(log.origin, Size(int(vector.given["held"])), root)
            try:
                notes.signed_text(signed.note, log)
                status = judged(request, signed.checkpoint, last)
            except Unproven:
                status = 403
    finally:
        assert status == int(vector.given["status"])


def read_witness_answer(vector: Vector, _folder: Path) -> None:
    shown = checkpoints.parse_text(utf8(b64decode(vector.given["checkpoint"])))
    _line, time = cosigned(vector.body, shown, witness_key(vector.given["cosigner"]))
    assert time == int(vector.given["time"])


def read_policy(vector: Vector, _folder: Path) -> None:
    policy = policies.parse(vector.body)
    assert policy.is_met(vector.given["cosigned"].split()) == (vector.given["met"] == "yes")


def read_grown(vector: Vector, _folder: Path) -> None:
    """As a laptop that holds so many of the acceptances, and whose own stands at an index."""
    head, given = msgspec.json.decode(vector.body, type=RangeHead), vector.given
    assert msgspec.json.encode(head) == vector.body
    verifier = trusted(vector)
    assert verifier is not None
    signed = checkpoints.verify(head.checkpoint, verifier).checkpoint
    held = HeldHead(Size(int(given["held"])), Hash(b64decode(given["root"]))) if "held" in given else None
    accepted = ReceiptedBy(index=Index(int(given["index"])), entry=b64decode(given["entry"]).decode())
    if not is_proven(head, signed, held, accepted):
        raise Unproven("unproven")


def read_receipts(vector: Vector, _folder: Path) -> None:
    assert b"".join(written(parse_receipts(vector.body))) == vector.body


def read_sealed(vector: Vector, _folder: Path) -> None:
    plain = b"".join(unsealed([vector.body], keyring([OpeningKey(b64decode(vector.given["private"]))])))
    assert sha256(plain).hexdigest() == vector.given["plain"]


def read_parcel(vector: Vector, _folder: Path) -> None:
    events = events_of([zstd.compress(vector.body, options={zstd.CompressionParameter.checksum_flag: 1})], ONE_EXCHANGE)
    for _event in events:
        pass
    verifier = trusted(vector)
    assert verifier is not None
    if events.signed is None:
        raise Unproven("unsigned", name=verifier.name)
    if not events.signed.holds(verifier):
        raise Unproven("bad-signature", name=verifier.name)


READERS: dict[str, Callable[[Vector, Path], None]] = {
    "note": read_note,
    "verifier-key": read_verifier_key,
    "checkpoint": read_checkpoint,
    "receipt": read_receipt,
    "proof": read_proof,
    "key-file": read_key_file,
    "witness-request": read_witness_request,
    "grown": read_grown,
    "receipts": read_receipts,
    "witness-answer": read_witness_answer,
    "policy": read_policy,
    "sealed": read_sealed,
    "parcel": read_parcel,
}


@pytest.mark.parametrize("path", [*OURS, *C2SP], ids=lambda path: str(path.relative_to(ROOT).with_suffix("").as_posix()))
def test_a_vector_gives_what_it_expects(path: Path, tmp_path: Path) -> None:
    vector = parse(path)
    assert vector.format() == path.read_bytes()
    try:
        READERS[vector.read](vector, tmp_path)
        outcome = "ok"
    except SoxaError as error:
        outcome = error.code
    assert outcome == vector.expect, vector.comment


def test_the_vectors_are_what_their_recipes_make(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["generate", "--check"])
    assert (generate.main(), capsys.readouterr().err) == (0, "")


def test_every_recipe_has_a_fault_of_its_own() -> None:
    bodies: dict[tuple[str, bytes, str], str] = {}
    for vector in generate.vectors():
        key = (vector.read, vector.body, repr(vector.given))
        assert bodies.setdefault(key, vector.name) == vector.name


def test_the_cosignature_of_the_document_states_the_time_of_the_document() -> None:
    signed = checkpoints.parse(utf8(parse(ROOT / "c2sp/tlog-cosignature.txt").body))
    witness = signed.note.signatures[1]
    assert (witness.name, len(witness.signature)) == ("witness.example.com/w1", 72)
    assert int.from_bytes(witness.signature[:8], "big") == 1679315147


def test_the_proof_between_two_checkpoints_of_another_log_holds() -> None:
    case = json.loads((ROOT / "c2sp/witness-consistency.json").read_text(encoding="utf-8"))
    verifier = Verifier.parse(case["vkey"])
    old = checkpoints.verify(case["old"], verifier).checkpoint
    new = checkpoints.verify(case["new"], verifier).checkpoint
    check_consistency([Hash(bytes.fromhex(hash_)) for hash_ in case["proof"]], old.size, old.root, new.size, new.root)


def test_our_signature_is_the_other_implementations_byte_for_byte() -> None:
    case = json.loads((ROOT / "c2sp/witness-consistency.json").read_text(encoding="utf-8"))
    signer = parse_private(case["private"])
    for note in (case["old"], case["new"]):
        assert checkpoints.sign(checkpoints.parse(note).checkpoint, signer) == note
