"""The file of receipts: written and read again the same, and refused whatever is not as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.encoding.types import Index, Instant, Size
from sync.errors import BadInput
from sync.exchange.ranges import ReceiptedBy
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash
from sync.log.receipt import cosign, with_signature
from sync.receipts.files import read_receipts
from sync.receipts.lines import HeadLine, HeldWord, ReceiptLine, ReceiptsHeader, in_order, parse, written

HUB = "soxa.example"
DEVICE = Signer(f"{HUB}/device/kze7e7bqcghqjedt", bytes(range(32)))
LOGS = Signer(f"{HUB}/registry", bytes(range(32, 64)))
MIRROR = Signer(f"{HUB}/mirror", bytes(range(64, 96)))


def head(size: int, name: str = "acceptances", root: bytes = b"r") -> str:
    origin = f"{HUB}/{name}"
    return checkpoints.sign(Checkpoint(LOGS.renamed(origin).origin, Size(size), leaf_hash(root)), LOGS.renamed(origin))


def receipt(size: int) -> str:
    signed = Checkpoint(DEVICE.origin, Size(size), leaf_hash(b"%d" % size))
    return with_signature(checkpoints.sign(signed, DEVICE), cosign(signed, MIRROR, Instant(1_793_000_000 + size)))


WORD = HeldWord(
    ReceiptsHeader(soxa=1, hub=HUB, device="kze7e7bqcghqjedt", made=Instant(1_793_000_000)),
    (
        ReceiptLine(note=receipt(1), acceptance=ReceiptedBy(index=Index(3), entry='{"kind":"acceptance"}')),
        ReceiptLine(note=receipt(2)),
    ),
    (
        HeadLine(note=head(3), how="taken"),
        HeadLine(note=head(5), how="cited"),
        HeadLine(note=head(2, "registry"), how="taken"),
    ),
)
GOOD = b"".join(written(WORD))
LINES = GOOD.splitlines(keepends=True)


def test_what_is_written_is_read_again_the_same(tmp_path: Path) -> None:
    assert parse(GOOD) == WORD
    (tmp_path / "mine.receipts").write_bytes(GOOD)
    assert read_receipts(tmp_path / "mine.receipts") == WORD
    assert b"".join(written(parse(GOOD))) == GOOD


def test_lines_are_put_in_order_each_note_once_as_it_was_said_first() -> None:
    again = HeadLine(note=head(3), how="contradicts")
    assert in_order([again, *reversed(WORD.heads)]) == (again, *WORD.heads[1:])


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (GOOD[:-1], "its last newline is gone"),
        (GOOD + b"\n", "an empty line at its end"),
        (b"".join(LINES[:-1]), "its end is gone"),
        (b"".join([*LINES[:2], *LINES[3:]]), "a line is gone"),
        (b"".join([*LINES[:3], LINES[2], *LINES[3:]]), "a line stands twice"),
        (b"".join([LINES[0], LINES[3], LINES[1], LINES[2], *LINES[4:]]), "a head before the receipts"),
        (b"".join([*LINES[:2], LINES[0], *LINES[2:]]), "a second beginning"),
        (GOOD.replace(b'"how":"cited"', b'"how":"heard"'), "an unknown word"),
        (GOOD.replace(b'"how":"cited"', b'"how": "cited"'), "a space"),
        (GOOD.replace(b'"how":"cited"', b'"how":"cited","more":1'), "a key that is not known"),
        (GOOD.replace(b"soxa.example/registry", b"other.example/registry"), "a head of another hub"),
        (
            GOOD.replace(b'"line":"receipt","note":"soxa.example/device/kze7e7bqcghqjedt', b'"line":"receipt","note":"x', 1),
            "x",
        ),
        (GOOD.replace(LINES[3], LINES[1].replace(b'"line":"receipt"', b'"line":"head"')), "a laptop's note as a head"),
        (GOOD.replace(b'"receipts":2', b'"receipts":3'), "another count"),
        (GOOD.replace(LINES[3], b'{"line":"head","note":' + b"[" * 40 + b"]" * 40 + b"}\n"), "too deep"),
        (GOOD.replace(LINES[3], b'{"line":"head","note":"\xff","how":"taken"}\n'), "no UTF-8"),
    ],
)
def test_whatever_is_otherwise_is_refused(changed: bytes, why: str) -> None:
    assert changed != GOOD, why
    with pytest.raises(BadInput) as refused:
        parse(changed)
    assert refused.value.code == "bad-receipts"


@pytest.mark.parametrize("data", [b"", b"\n", b"PK\x03\x04", b"{}\n", LINES[1], b"x" * 300_000])
def test_what_is_no_such_file_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        parse(data)
    assert refused.value.code == "not-receipts"


def test_one_of_a_newer_program_is_said_to_be_newer() -> None:
    with pytest.raises(BadInput) as refused:
        parse(GOOD.replace(b'"soxa":1', b'"soxa":2'))
    assert refused.value.code == "newer-receipts"


def test_a_file_that_is_none_of_receipts_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.soxa"
    path.write_bytes(b"bundle\n")
    with pytest.raises(BadInput, match="not-receipts") as refused:
        read_receipts(path)
    assert refused.value.facts["path"] == str(path)
