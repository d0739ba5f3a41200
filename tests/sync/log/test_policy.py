"""Policies: whose cosignatures are enough; what must be refused in them is in the vectors (test_vectors.py), too."""

from __future__ import annotations

import pytest

from sync.errors import BadInput
from sync.log.keys import Signer
from sync.log.policy import MAX_NAMES, MAX_POLICY, parse
from sync.log.receipt import cosigner_verifier

LOG = Signer("soxa.example/registry", bytes(32)).verifier
WITNESSES = {f"w{number}": cosigner_verifier(Signer(f"w{number}.example", bytes([number] * 32))) for number in range(1, 6)}
LINES = "".join(f"witness {name} {key.vkey()}\n" for name, key in WITNESSES.items())
TWO_HOUSES = (
    LINES + "group x 2 w1 w2 w3\n" + "group y any w4 w5\n" + "group both all x y\n" + "quorum both\n"
)  # as the document's example, shorter


@pytest.mark.parametrize(
    ("cosigned", "met"),
    [
        ("", False),
        ("w1 w2", False),
        ("w1 w4", False),
        ("w4 w5", False),
        ("w1 w3 w5", True),
        ("w1 w2 w3 w4 w5", True),
        ("x y", False),
        ("both", False),
    ],
)
def test_a_quorum_is_met_by_witnesses(cosigned: str, met: bool) -> None:
    assert parse(TWO_HOUSES.encode()).is_met(cosigned.split()) is met


def test_a_quorum_may_be_one_witness_or_nobody() -> None:
    assert parse(f"{LINES}quorum w2\n".encode()).is_met(["w2"])
    assert not parse(f"{LINES}quorum w2\n".encode()).is_met(["w1", "w3"])
    assert parse(b"quorum none\n").is_met([])


def test_what_is_meant_is_read_whatever_stands_around_it() -> None:
    policy = parse(
        f"# chính sách\n\n \t\n  # more\n\tlog\t{LOG.vkey()}  https://soxa.example \nquorum none\n".encode() + b"#\xff\n"
    )
    assert (policy.logs, policy.witnesses, policy.quorum) == ((LOG,), {}, "none")
    key = WITNESSES["w1"].vkey().encode()
    assert parse(b"witness \xe2\x84\xaa " + key + b"\nwitness K " + WITNESSES["w2"].vkey().encode() + b"\nquorum K\n")
    assert parse(b"witness \xff " + key + b" http://w1\nquorum \xff\n").is_met(["\udcff"])


def test_a_policy_without_logs_is_for_any_and_else_for_a_key_under_whatever_name() -> None:
    other = Signer("other.example/registry", bytes([9] * 32)).verifier
    assert parse(b"quorum none\n").concerns(other)
    policy = parse(f"log {LOG.vkey()}\nquorum none\n".encode())
    assert policy.concerns(LOG.renamed("soxa.example/acceptances/2"))
    assert not policy.concerns(other)


def test_what_the_document_recommends_fits() -> None:
    keys = [Signer(f"w{number}.example", number.to_bytes(32, "big")) for number in range(64)]
    text = "".join(f"log {key.verifier.vkey()}\n" for key in keys[:32])
    text += "".join(f"witness w{number} {cosigner_verifier(key).vkey()}\n" for number, key in enumerate(keys[:32]))
    text += "".join(f"group g{number} any w{number}\n" for number in range(32))
    assert parse(f"{text}quorum g31\n".encode()).is_met(["w31"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("quorum none", 1),
        (LINES, 6),
        (f"{LINES}quorum none\nquorum none\n", 7),
        (f"{LINES}quorum w9\n", 6),
        ("quorum\n", 1),
        ("quorum none none\n", 1),
        ("Quorum none\n", 1),
        ("quorum none\r\n", 1),
        ("quorum none # nobody\n", 1),
        ("# \x7f\nquorum none\n", 1),
        ("log\nquorum none\n", 1),
        ("log x y z\nquorum none\n", 1),
        (f"log {LOG.vkey()[:-1]}\nquorum none\n", 1),
        (f"log {WITNESSES['w1'].vkey()}\nquorum none\n", 1),
        (f"log {LOG.vkey()}\nlog {LOG.renamed('soxa.example/acceptances').vkey()}\nquorum none\n", 2),
        (f"witness w1 {LOG.vkey()}\nquorum w1\n", 1),
        (f"witness w1 {WITNESSES['w1'].vkey()} u v\nquorum w1\n", 1),
        (f"{LINES}witness w1 {cosigner_verifier(Signer('a', bytes([7] * 32))).vkey()}\nquorum w1\n", 6),
        (f"{LINES}witness w6 {WITNESSES['w1'].renamed('other', 4).vkey()}\nquorum w1\n", 6),
        (f"witness none {WITNESSES['w1'].vkey()}\nquorum none\n", 1),
        (f"{LINES}group w1 any w2\nquorum w1\n", 6),
        (f"{LINES}group none any w2\nquorum none\n", 6),
        (f"{LINES}group g any\nquorum g\n", 6),
        (f"{LINES}group g any none\nquorum g\n", 6),
        (f"{LINES}group g any g\nquorum g\n", 6),
        (f"{LINES}group g any h\ngroup h any w1\nquorum g\n", 6),
        (f"{LINES}group g all w1 w1\nquorum g\n", 6),
        (f"{LINES}group g all w1\ngroup h all w1\nquorum g\n", 7),
        (f"{LINES}group g 0 w1\nquorum g\n", 6),
        (f"{LINES}group g 2 w1\nquorum g\n", 6),
        (f"{LINES}group g 01 w1\nquorum g\n", 6),
        (f"{LINES}group g some w1\nquorum g\n", 6),
        ("".join(f"group g{number} any x\n" for number in range(1)) + "quorum none\n", 1),
    ],
)
def test_what_cannot_be_understood_whole_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        parse(text.encode())
    assert (refused.value.code, refused.value.facts["line"]) == ("bad-policy", line)


def test_a_policy_that_is_too_big_is_refused() -> None:
    with pytest.raises(BadInput, match="bad-policy"):
        parse(b"#" * MAX_POLICY + b"\nquorum none\n")
    keys = (cosigner_verifier(Signer("w.example", number.to_bytes(32, "big"))) for number in range(MAX_NAMES + 2))
    many = "".join(f"witness w{number} {key.vkey()}\n" for number, key in enumerate(keys))
    with pytest.raises(BadInput, match="too much in it"):
        parse(f"{many}quorum none\n".encode())
