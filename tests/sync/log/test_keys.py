"""Signing keys and their text."""

from __future__ import annotations

import hmac
from base64 import b64encode

import pytest

from sync.errors import BadInput
from sync.log.keys import Signer, parse_private

SEED = bytes(range(32))
SIGNER = Signer("soxa.example/device/1", SEED)

# The example key of golang.org/x/mod/sumdb/note.
PETER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"


def test_a_signature_holds_under_the_public_half_and_no_other() -> None:
    signature = SIGNER.sign(b"message")
    assert SIGNER.verifier.check(b"message", signature)
    assert not SIGNER.verifier.check(b"another message", signature)
    assert not Signer(SIGNER.name, bytes(32)).verifier.check(b"message", signature)


def test_the_key_of_the_go_implementation_is_read_and_written() -> None:
    signer = parse_private(PETER)
    assert signer.verifier.vkey() == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert signer.private_text() == PETER


def test_a_renamed_signer_signs_alike_under_its_new_name() -> None:
    renamed = SIGNER.renamed("soxa.example/device/2")
    assert renamed.name == "soxa.example/device/2"
    assert renamed.verifier == SIGNER.verifier.renamed("soxa.example/device/2")
    assert renamed.sign(b"message") == SIGNER.sign(b"message")


def test_a_printed_signer_keeps_its_seed() -> None:
    shown = f"{SIGNER!r} {SIGNER}"
    assert SIGNER.name in shown
    assert SEED.hex() not in shown
    assert b64encode(b"\x01" + SEED).decode() not in shown
    assert repr(SEED) not in shown


def test_a_signer_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        SIGNER.name = "soxa.example/device/2"  # type: ignore[misc]


@pytest.mark.parametrize(
    "text",
    [
        "",
        PETER[1:],
        PETER[:-1],
        PETER + "\n",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER.replace("PeterNeumann", ""),
        PETER.replace("PeterNeumann", "Peter Neumann"),
        PETER.replace("+AYE", "+AoE"),
        PETER.removeprefix("PRIVATE+KEY+"),
    ],
)
def test_what_is_not_exactly_a_private_key_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="bad-key-file"):
        parse_private(text)


def test_a_derived_seed_is_that_of_rfc_5869_for_its_purpose_alone() -> None:
    signer = Signer("example.org/log", bytes(range(32)))
    first = hmac.digest(bytes(32), bytes(range(32)), "sha256")  # extract, without salt
    assert signer.derived(b"a purpose") == hmac.digest(first, b"a purpose\x01", "sha256")  # expand, one block
    assert signer.derived(b"a purpose") == signer.renamed("example.org/other").derived(b"a purpose")
    assert signer.derived(b"another") != signer.derived(b"a purpose")
