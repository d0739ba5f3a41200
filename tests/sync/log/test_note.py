"""Signed notes and verifier keys; what must be refused in them is in the vectors (test_vectors.py)."""

from __future__ import annotations

import doctest
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import BadInput, Fact, Unproven
from sync.log import note as notes
from sync.log.keys import Signer
from sync.log.note import COSIGNATURE_V1, ED25519, MAX_NOTE, MAX_SIGNATURES, Note, Signature, Verifier

SIGNER = Signer("soxa.example/device/1", bytes(range(32)))
TEXT = "The commune has a well.\n"


def signature_of(text: str, signer: Signer = SIGNER) -> Signature:
    return Signature(signer.name, signer.verifier.key_id, signer.sign(text.encode()))


def strangers(count: int) -> tuple[Signature, ...]:
    return tuple(Signature(f"soxa.example/other/{number}", b"\1\2\3\4", b"\0") for number in range(count))


def test_the_manual_is_true() -> None:
    result = doctest.testmod(notes)
    assert result.attempted > 0
    assert result.failed == 0


@given(
    st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"], include_characters="\n"), max_size=200),
    st.lists(st.binary(min_size=1, max_size=80), min_size=1, max_size=5),
)
def test_a_note_is_written_as_it_was_read(text: str, signatures: list[bytes]) -> None:
    lines = tuple(Signature("name", bytes([0, 0, 0, at]), data) for at, data in enumerate(signatures))
    note = Note(f"{text}\n", lines)
    assert notes.parse(notes.format(note)) == note


@given(st.text(st.sampled_from("ab \n—+=\r\0\u00a0"), max_size=60))
def test_whatever_is_taken_is_written_again_the_same(text: str) -> None:
    for candidate in (text, text + "\n\n— a AQIDBAU=\n"):
        try:
            note = notes.parse(candidate)
        except BadInput as error:
            assert error.code == "bad-note"
        else:
            assert notes.format(note) == candidate


def test_a_hundred_lines_are_taken_and_no_more() -> None:
    note = Note(TEXT, strangers(MAX_SIGNATURES))
    assert notes.parse(notes.format(note)) == note
    with pytest.raises(BadInput, match="bad-note"):
        Note(TEXT, strangers(MAX_SIGNATURES + 1))


def test_a_note_is_taken_up_to_its_limit_in_bytes() -> None:
    ending = "\n\n— a AQIDBAU=\n"
    room = MAX_NOTE - len(ending.encode())
    assert notes.parse("x" * room + ending).text == "x" * room + "\n"
    for too_long in ("x" * (room + 1), "ổ" * (room // 3 + 1)):
        with pytest.raises(BadInput, match="bad-note"):
            notes.parse(too_long + ending)


@pytest.mark.parametrize("text", ["", "no newline", "carriage\r\n", "lone \ud800\n"])
def test_a_text_that_no_note_can_hold_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="bad-note"):
        Note(text, strangers(1))


def test_the_signer_is_found_among_others() -> None:
    note = Note(TEXT, (*strangers(3), signature_of(TEXT), *strangers(5)[3:]))
    notes.signed_text(note, SIGNER.verifier)


def test_a_signature_over_another_text_proves_nothing() -> None:
    note = Note("The commune has no well.\n", (signature_of(TEXT),))
    with pytest.raises(Unproven) as refused:
        notes.signed_text(note, SIGNER.verifier)
    assert (refused.value.code, refused.value.facts) == ("bad-signature", {"name": SIGNER.name})


def test_a_note_that_others_signed_is_unsigned() -> None:
    with pytest.raises(Unproven) as refused:
        notes.signed_text(Note(TEXT, strangers(2)), SIGNER.verifier)
    assert (refused.value.code, refused.value.facts) == ("unsigned", {"name": SIGNER.name})


def test_a_cosigner_cannot_sign_a_text() -> None:
    with pytest.raises(ValueError, match="cosigner"):
        notes.signed_text(Note(TEXT, strangers(1)), SIGNER.verifier.renamed(SIGNER.name, COSIGNATURE_V1))


@pytest.mark.parametrize("length", [0, 1, 63, 65])
def test_a_signature_of_another_length_does_not_hold(length: int) -> None:
    assert not SIGNER.verifier.check(b"message", (SIGNER.sign(b"message") + b"\0")[:length])


@pytest.mark.parametrize("bit", range(512))
def test_every_bit_of_a_signature_counts(bit: int) -> None:
    flipped = bytearray(SIGNER.sign(b"message"))
    flipped[bit // 8] ^= 1 << bit % 8
    assert not SIGNER.verifier.check(b"message", bytes(flipped))


def test_a_renamed_key_is_another_key_to_a_note() -> None:
    renamed = SIGNER.verifier.renamed("soxa.example/device/2")
    assert renamed.key == SIGNER.verifier.key
    assert renamed.algorithm == ED25519
    assert renamed.key_id != SIGNER.verifier.key_id
    assert renamed.renamed(SIGNER.name) == SIGNER.verifier


@pytest.mark.parametrize("algorithm", [ED25519, COSIGNATURE_V1])
def test_a_verifier_key_is_written_as_it_was_read(algorithm: int) -> None:
    verifier = SIGNER.verifier.renamed("tỉnh.example/xã", algorithm)
    assert Verifier.parse(verifier.vkey()) == verifier


def test_no_part_and_no_change_of_a_verifier_key_is_taken() -> None:
    vkey = SIGNER.verifier.vkey()
    parts = {vkey[start:end] for start in range(len(vkey)) for end in range(start, len(vkey) + 1)} - {vkey}
    changed = {vkey[:at] + chr(ord(vkey[at]) + 1) + vkey[at + 1 :] for at in range(len(vkey))}
    for wrong in parts | changed:
        with pytest.raises(BadInput, match=r"bad-verifier-key|weak-key"):
            Verifier.parse(wrong)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u00a0b", "a\u3000b", "\ud800"])
def test_a_bad_key_name_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="bad-verifier-key"):
        Verifier(name, ED25519, SIGNER.verifier.key)
    with pytest.raises(BadInput, match="bad-note"):
        Signature(name, b"\1\2\3\4", b"\0")


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\u3000b"])
def test_no_verifier_has_a_bad_name(name: str) -> None:
    with pytest.raises(BadInput, match="bad-verifier-key"):
        Verifier(name, ED25519, SIGNER.verifier.key)


@pytest.mark.parametrize("algorithm", [0, 2, 3, 5, 255])
def test_a_key_for_signatures_of_another_type_is_refused(algorithm: int) -> None:
    assert [Verifier("a", known, SIGNER.verifier.key).material[0] for known in (ED25519, COSIGNATURE_V1)] == [1, 4]
    with pytest.raises(BadInput, match="bad-verifier-key"):
        Verifier("a", algorithm, SIGNER.verifier.key)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(BadInput, match="bad-verifier-key"):
        Verifier("a", ED25519, (SIGNER.verifier.key + b"x")[:length])


@pytest.mark.parametrize(("key_id", "signature"), [(b"123", b"x"), (b"12345", b"x"), (b"", b"x"), (b"1234", b"")])
def test_a_signature_that_no_line_can_hold_is_refused(key_id: bytes, signature: bytes) -> None:
    assert Signature("a", b"1234", b"x").line() == "— a MTIzNHg=\n"
    with pytest.raises(BadInput, match="bad-note"):
        Signature("a", key_id, signature)


NAME = "x" * 81
LONG = SIGNER.verifier.renamed(NAME).vkey()


@pytest.mark.parametrize(
    ("refused", "facts"),
    [
        (lambda: Verifier(NAME, ED25519, bytes(32)), {"name": NAME[:80]}),
        (lambda: Verifier(NAME, 2, bytes(32)), {"name": NAME[:80]}),
        (lambda: Verifier.parse(NAME), {"name": NAME[:80]}),
        (lambda: Verifier.parse(LONG.replace("x+", "y+")), {"name": NAME[:80]}),
        (lambda: Signature(NAME, b"", b""), {"name": NAME[:80]}),
        (lambda: notes.parse(f"{TEXT}\n{NAME}\n"), {"line": NAME[:80]}),
        (lambda: notes.parse(f"{TEXT}\n— {NAME} AAA\n"), {"line": f"— {NAME[:78]}"}),
    ],
)
def test_of_what_is_refused_eighty_characters_are_repeated(refused: Callable[[], object], facts: dict[str, Fact]) -> None:
    with pytest.raises(BadInput) as raised:
        refused()
    assert raised.value.facts == facts


def small_order_encodings() -> list[bytes]:
    """Every 32 bytes that decode, strictly or not, to a point whose order divides 8, with both signs."""
    prime = 2**255 - 19
    order_8 = int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little")
    ys = {0, 1, prime - 1, order_8, prime - order_8, prime, prime + 1}
    return [(y | sign << 255).to_bytes(32, "little") for y in sorted(ys) for sign in (0, 1)]


@pytest.mark.parametrize("key", small_order_encodings(), ids=bytes.hex)
def test_a_key_that_proves_nothing_is_refused(key: bytes) -> None:
    for algorithm in (ED25519, COSIGNATURE_V1):
        with pytest.raises(BadInput, match="weak-key"):
            Verifier("soxa.example/weak", algorithm, key)


@pytest.mark.parametrize("y", range(2**255 - 19, 2**255))
def test_a_key_with_a_second_spelling_is_refused(y: int) -> None:
    with pytest.raises(BadInput, match="weak-key"):
        Verifier("soxa.example/weak", ED25519, y.to_bytes(32, "little"))
