"""Sealed parcels: opened by their recipient alone, in little memory, and nothing of them before it is proven."""

from __future__ import annotations

import hashlib
import json
import os
import tracemalloc
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sync.errors import BadInput, CutSeal, SealedToAnother, SoxaError, Unproven
from sync.exchange.sealed import OpeningKey, SealKey, keyring, sealed, unsealed
from tests.vectors import hpke
from tests.vectors import seals as recipes
from tests.vectors.vector import ROOT, parse

MINE, OTHERS = OpeningKey(bytes(range(32))), OpeningKey(bytes(range(32, 64)))
PIECE = 64 * 1024


def opened(data: bytes, *keys: OpeningKey, portion: int = 1_000) -> bytes:
    return b"".join(unsealed((data[at : at + portion] for at in range(0, len(data), portion)), keyring(keys or (MINE,))))


def closed(plain: bytes, key: OpeningKey = MINE, portion: int = 1_000) -> bytes:
    cut = (plain[at : at + portion] for at in range(0, len(plain), portion))
    return b"".join(sealed(cut, key.seal_key, os.urandom))


def fault(data: bytes, *keys: OpeningKey) -> str:
    with pytest.raises(SoxaError) as raised:
        opened(data, *keys)
    return raised.value.code


@pytest.mark.parametrize("path", sorted((ROOT / "sealed").glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("portion", [7, 65_536])
def test_a_vector_gives_what_it_expects(path: Path, portion: int) -> None:
    vector = parse(path)
    key = OpeningKey(b64decode(vector.given["private"]))
    try:
        assert hashlib.sha256(opened(vector.body, key, portion=portion)).hexdigest() == vector.given["plain"]
        outcome = "ok"
    except SoxaError as error:
        outcome = error.code
    assert outcome == vector.expect, vector.comment


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 17])
def test_what_was_sealed_is_what_is_opened(size: int) -> None:
    plain = os.urandom(size)
    data = closed(plain)
    assert opened(data) == plain
    assert len(data) == 14 + 8 + 32 + 48 + size + 16 * -(-size // PIECE)


def test_what_is_not_sealed_comes_as_it_is() -> None:
    for plain in (b"", b"soxa", b"soxa-sealed", b"\x28\xb5\x2f\xfd anything", b"a line\n" * 10_000):
        assert opened(plain, portion=5) == plain


def test_no_two_files_are_alike() -> None:
    assert closed(b"the same")[22:] != closed(b"the same")[22:]


def test_every_bit_of_a_file_counts() -> None:
    data = closed(b"a short parcel")
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        if at < len(b"soxa-sealed-"):
            assert opened(changed) == changed, "no sealed file at all, which its reader says"
        else:
            code = "newer-seal" if at < 14 else "sealed-to-another" if at < 22 else "sealed-damaged"
            assert fault(changed) == code


def test_a_file_that_is_cut_anywhere_is_found_out() -> None:
    data = closed(b"a short parcel")
    for size in range(len(b"soxa-sealed-"), len(data)):
        assert fault(data[:size]) == ("sealed-damaged" if size > 102 else "sealed-cut")


def test_pieces_that_change_places_or_files_are_found_out() -> None:
    first, second = closed(os.urandom(3 * PIECE)), closed(os.urandom(3 * PIECE))
    head, size = 102, PIECE + 16
    one, two, three = (first[head + at * size : head + (at + 1) * size] for at in range(3))
    for pieces in ((two, one, three), (one, three), (one, one, two, three), (one, three, two), (two, three)):
        assert fault(first[:head] + b"".join(pieces)) == "sealed-damaged"
    assert fault(first[:head] + one + two) == "sealed-cut"
    assert fault(first[:head] + second[head:]) == "sealed-damaged"
    assert fault(first[: head + size] + second[head + size :]) == "sealed-damaged"


def test_only_its_recipient_opens_it() -> None:
    data = closed(b"for one alone")
    with pytest.raises(SealedToAnother) as raised:
        opened(data, OTHERS)
    assert raised.value.facts == {"recipient": MINE.seal_key.recipient.hex()}
    renamed = data[:14] + OTHERS.seal_key.recipient + data[22:]
    assert fault(renamed, OTHERS) == "sealed-damaged"
    assert opened(data, OTHERS, MINE) == b"for one alone"


def test_what_came_before_a_fault_is_proven() -> None:
    plain = os.urandom(3 * PIECE)
    data = closed(plain)[:-20]
    held = b""
    with pytest.raises(Unproven):
        for piece in unsealed((data[at : at + 999] for at in range(0, len(data), 999)), keyring([MINE])):
            held += piece
    assert held == plain[: 2 * PIECE]


def test_a_file_of_any_length_takes_little_memory() -> None:
    """64 MiB through 1 MiB: each piece is gone before the next comes."""
    zeros = bytes(PIECE)
    tracemalloc.start()
    try:
        through = unsealed(sealed((zeros for _ in range(1024)), MINE.seal_key, os.urandom), keyring([MINE]))
        assert sum(map(len, through)) == 1024 * PIECE
        assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    finally:
        tracemalloc.stop()


def test_nothing_is_sealed_to_a_key_that_anybody_can_open() -> None:
    for weak in (bytes(32), b"\1" + bytes(31), bytes(31), bytes(33), b""):
        with pytest.raises(BadInput, match="bad-seal-key"):
            SealKey.parsed(weak)
    assert SealKey.parsed(MINE.seal_key.public) == MINE.seal_key


def test_a_cut_and_a_newer_file_are_errors_of_their_own() -> None:
    with pytest.raises(CutSeal):
        opened(b"soxa-sealed-1\n")
    assert fault(b"soxa-sealed-2\n anything") == "newer-seal"


def test_the_vectors_are_made_as_the_rfc_has_it() -> None:
    """The library takes no associated data, so what it seals cannot be the RFC's own message: our sender, which the vectors
    are made with, is held against the RFC, and the library against that sender."""
    (path,) = (ROOT / "rfc9180").glob("*.json")
    said = json.loads(path.read_bytes())
    names = ("skEm", "skRm", "pkRm", "info", "enc", "key", "base_nonce")
    case = {name: bytes.fromhex(said[name]) for name in names}
    enc, key, nonce = hpke.schedule(case["skEm"], case["pkRm"], case["info"])
    assert (enc, key, nonce) == (case["enc"], case["key"], case["base_nonce"])
    first = {name: bytes.fromhex(value) for name, value in said["encryptions"][0].items()}
    assert (first["nonce"], ChaCha20Poly1305(key).encrypt(nonce, first["pt"], first["aad"])) == (nonce, first["ct"])

    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    private = X25519PrivateKey.from_private_bytes(case["skRm"])
    made = hpke.encrypt(first["pt"], case["skEm"], case["pkRm"], case["info"])
    assert made[:32] == case["enc"]
    assert made[32:][: len(first["pt"])] == first["ct"][: len(first["pt"])], "the associated data is in the tag alone"
    assert suite.decrypt(made, private, info=case["info"]) == first["pt"]


def test_a_file_that_the_recipe_made_is_the_programs_too() -> None:
    key = recipes.public(MINE.private)
    assert key == MINE.seal_key.public
    assert (recipes.info(key), recipes.recipient(key)) == (MINE.seal_key.info, MINE.seal_key.recipient)
