"""Vectors of what laptops hold of the hub's word: proofs that the acceptances grew, and files of receipts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from sync.encoding.types import Base64Hash, Hash, Index, Instant, Size
from sync.exchange.ranges import Grown, RangeHead, ReceiptedBy
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import consistency_proof, inclusion_proof, leaf_hash, tree_root
from sync.log.receipt import cosign, with_signature
from sync.receipts.lines import HeadLine, HeldWord, ReceiptLine, ReceiptsHeader, written
from tests.vectors.vector import Vector

LOG = Signer("soxa.example/acceptances", bytes(range(32)))
DEVICE = Signer("soxa.example/device/kze7e7bqcghqjedt", bytes(range(32, 64)))
MIRROR = Signer("soxa.example/mirror", bytes(range(64, 96)))
LINES = [b"acceptance %d" % number for number in range(11)]
LEAVES = [leaf_hash(line) for line in LINES]
OTHER = [LEAVES[0], leaf_hash(b"rewritten"), *LEAVES[2:]]
OWN = 8


def words() -> Iterator[Vector]:
    """All of them."""
    yield from _grown()
    yield from _receipts()


def _spelled(hashes: Sequence[Hash]) -> tuple[Base64Hash, ...]:
    return tuple(Base64Hash(b64encode(hash_).decode()) for hash_ in hashes)


def _head(leaves: Sequence[Hash], *sizes: int, own: int = OWN, signer: Signer = LOG) -> RangeHead:
    size = Size(len(leaves))
    return RangeHead(
        origin=LOG.origin,
        start=size,
        end=size,
        checkpoint=checkpoints.sign(Checkpoint(LOG.origin, size, tree_root(leaves)), signer),
        grown=tuple(Grown(start=Size(old), proof=_spelled(consistency_proof(leaves, Size(old)))) for old in sizes),
        inclusion=_spelled(inclusion_proof(leaves, Index(own))),
    )


def _grown() -> Iterator[Vector]:
    """Each to a laptop that holds seven of the acceptances, where nothing else is said, and whose own stands at index 8."""
    right = _head(LEAVES, 7)
    (grown,) = right.grown
    replace = msgspec.structs.replace
    short = replace(grown, proof=grown.proof[1:])
    swapped = replace(grown, proof=(grown.proof[1], grown.proof[0], *grown.proof[2:]))
    table: dict[str, tuple[str, str, RangeHead, int]] = {
        "valid": ("ok", "four entries more", right, 7),
        "valid-several": ("ok", "proofs from other sizes stand there, too", _head(LEAVES, 3, 7, 10), 7),
        "valid-power-of-two": ("ok", "from eight, a complete subtree", _head(LEAVES, 8), 8),
        "valid-first": ("ok", "a first head: nothing is held", _head(LEAVES), 0),
        "valid-one-more": ("ok", "from ten", _head(LEAVES, 10), 10),
        "fork": ("fork", "the entry at index 1 is another", _head(OTHER, 7), 7),
        "fork-of-a-power-of-two": ("bad-consistency-proof", "the same from eight, which no proof says", _head(OTHER, 8), 8),
        "silent": ("unproven", "no proof", replace(right, grown=(), inclusion=()), 7),
        "silent-first": ("unproven", "a first head, without the own acceptance", replace(_head(LEAVES), inclusion=()), 0),
        "other-size": ("unproven", "a proof from three alone", _head(LEAVES, 3), 7),
        "too-short": ("bad-consistency-proof", "a hash is missing", replace(right, grown=(short,)), 7),
        "too-long": (
            "bad-consistency-proof",
            "a hash too many",
            replace(right, grown=(replace(grown, proof=(*grown.proof, grown.proof[0])),)),
            7,
        ),
        "swapped": ("bad-consistency-proof", "two hashes have changed places", replace(right, grown=(swapped,)), 7),
        "no-inclusion": ("bad-inclusion-proof", "nothing of the own acceptance", replace(right, inclusion=()), 7),
        "other-inclusion": ("bad-inclusion-proof", "the proof is of the index before", _head(LEAVES, 7, own=OWN - 1), 7),
        "dropped": (
            "bad-inclusion-proof",
            "another entry in the place of the own",
            _head([*LEAVES[:OWN], leaf_hash(b"of nobody"), *LEAVES[OWN + 1 :]], 7),
            7,
        ),
        "unsigned": ("unsigned", "another key", _head(LEAVES, 7, signer=Signer(LOG.name, bytes(32))), 7),
    }  # fmt: skip
    for name, (expect, comment, head, held) in table.items():
        root = {"held": str(held), "root": b64encode(tree_root(LEAVES[:held])).decode()} if held else {}
        given = {"vkey": LOG.verifier.vkey(), **root, "index": str(OWN), "entry": b64encode(LINES[OWN]).decode()}
        yield Vector(f"grown/{name}", "grown", expect, comment, msgspec.json.encode(head), given)


def _receipts() -> Iterator[Vector]:
    """Their form alone."""
    notes = [_receipted(size) for size in (2, 5)]
    heads = [HeadLine(note=_note(7), how="taken"), HeadLine(note=_note(11), how="cited")]
    told = ReceiptedBy(index=Index(OWN), entry='{"kind":"acceptance"}')
    header = ReceiptsHeader(soxa=1, hub="soxa.example", device="kze7e7bqcghqjedt", made=Instant(1_793_000_000))
    lines = [ReceiptLine(note=notes[0], acceptance=told), ReceiptLine(note=notes[1])]
    right = b"".join(written(HeldWord(header, tuple(lines), tuple(heads))))
    rows = right.splitlines(keepends=True)
    nothing = b"".join(written(HeldWord(header, (), ())))
    laptop, null = HeadLine(note=notes[0], how="taken"), b'","acceptance":null}\n'
    table: dict[str, tuple[str, str, bytes]] = {
        "valid": ("ok", "two receipts, two heads", right),
        "valid-nothing": ("ok", "nothing at all", nothing),
        "empty": ("not-receipts", "nothing", b""),
        "no-beginning": ("not-receipts", "its first line is gone", b"".join(rows[1:])),
        "newer": ("newer-receipts", "version 2", right.replace(b'"soxa":1', b'"soxa":2')),
        "cut": ("bad-receipts", "its last line is gone", b"".join(rows[:-1])),
        "no-newline": ("bad-receipts", "its last newline is gone", right[:-1]),
        "more-behind": ("bad-receipts", "an empty line behind its end", right + b"\n"),
        "count": ("bad-receipts", "three heads, it says", right.replace(b'"heads":2', b'"heads":3')),
        "gone": ("bad-receipts", "a head is gone", b"".join([*rows[:3], *rows[4:]])),
        "twice": ("bad-receipts", "a receipt twice", _with(header, [*lines, lines[1]], heads)),
        "mixed": ("bad-receipts", "a head before the receipts", b"".join([rows[0], rows[3], rows[1], rows[2], *rows[4:]])),
        "space": ("bad-receipts", "a space", right.replace(b'"how":"taken"', b'"how": "taken"')),
        "unknown-key": ("bad-receipts", "a key that is not known", right.replace(b'"how":"taken"', b'"how":"taken","x":1')),
        "unknown-word": ("bad-receipts", "a word that is not known", right.replace(b'"taken"', b'"heard"')),
        "default": ("bad-receipts", "a default that is written", right.replace(b'"}\n' + rows[3], null + rows[3])),
        "other-hub": ("bad-receipts", "a head of another hub", _with(header, lines, [_other_hub()])),
        "laptop-as-head": ("bad-receipts", "a laptop's note as a head", _with(header, lines, [laptop])),
        "no-note": ("bad-receipts", "a note that is none", _with(header, lines, [HeadLine(note="x", how="taken")])),
    }  # fmt: skip
    for name, (expect, comment, body) in table.items():
        yield Vector(f"receipts/{name}", "receipts", expect, comment, body, {})


def _with(header: ReceiptsHeader, receipts: Sequence[Any], heads: Sequence[Any]) -> bytes:
    return b"".join(written(HeldWord(header, tuple(receipts), tuple(heads))))


def _note(size: int) -> str:
    return checkpoints.sign(Checkpoint(LOG.origin, Size(size), tree_root(LEAVES[:size])), LOG)


def _other_hub() -> HeadLine:
    other = LOG.renamed("other.example/acceptances")
    return HeadLine(note=checkpoints.sign(Checkpoint(other.origin, Size(7), tree_root(LEAVES[:7])), other), how="taken")


def _receipted(size: int) -> str:
    signed = Checkpoint(DEVICE.origin, Size(size), tree_root(LEAVES[:size]))
    return with_signature(checkpoints.sign(signed, DEVICE), cosign(signed, MIRROR, Instant(1_793_000_000 + size)))
