"""What each protection costs in bytes: beside an exchange without it, compressed as the line has it. Headers of HTTP stand
with the rows of `province`, which go through real sockets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import structs

from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, DeviceId, Hash, Index, Instant, Origin, Size
from sync.exchange import signing
from sync.exchange.answers import hub_signer
from sync.exchange.parcel import Effort, Header, ParcelWriter
from sync.exchange.ranges import Grown, RangeHead, ReceiptedBy
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.entry import Acceptance, Activity, Citation, Fields
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import DistantTree, leaf_hash
from sync.log.receipt import cosign, with_signature
from tests.bench.measure import Row

HUB = "soxa.bench.example"
SEEN = 600
"""Acceptances since a laptop's last proof: what a province of some hundred laptops makes in a day."""
SIZES = (10_000, 100_000, 1_000_000)
TIME = Instant(1_793_000_000)


def rows() -> Iterator[Row]:
    """Each protection by itself."""
    chance = random.Random(5)
    logs, mirror = Signer(f"{HUB}/registry", chance.randbytes(32)), Signer(f"{HUB}/mirror", chance.randbytes(32))
    nameless = Signer("soxa", chance.randbytes(32))
    device = origins.device_id(nameless.verifier.key)
    laptop = nameless.renamed(origins.device(HUB, device))
    state = Checkpoint(laptop.origin, Size(812), Hash(chance.randbytes(32)))
    own = checkpoints.sign(state, laptop)
    header = Header(soxa=1, kind="reply", hub=HUB, device=device)
    bare = [_head(laptop.origin, own)]
    receipt = [_head(laptop.origin, with_signature(own, cosign(state, mirror, TIME)))]
    signer = hub_signer(logs)
    named = structs.replace(header, answers=tobase64(chance.randbytes(12)))
    yield _row("the receipt in an answer", _size(header, receipt), _size(header, bare))
    yield _row("the signature of an answer", _size(named, receipt, signer), _size(header, receipt))
    push = Header(soxa=1, kind="push", hub=HUB, device=device, cursors={laptop.origin: Size(812)})
    yield _row("the laptop's word that it wants proofs", _size(structs.replace(push, proofs=()), []), _size(push, []))
    body = b"x" * 300
    asked = signing.sign(
        "POST", f"https://{HUB}/sync", body, device=DeviceId(device), signer=laptop, now=TIME, nonce=bytes(12)
    )
    yield Row(
        "the signature of a request, in its headers",
        sum(len(name) + len(value) + 4 for name, value in asked.items()),
        "bytes",
    )
    yield from _citation(chance, logs)
    for count in SIZES:
        yield from _proofs(chance, logs, count, named, receipt, signer, device)


def _citation(chance: random.Random, logs: Signer) -> Iterator[Row]:
    said = Activity(
        salt=chance.randbytes(8).hex(),
        at=TIME,
        record="01a17700-0000-7000-8000-000000000001",
        fields=Fields(title="Phát loa về kỹ năng số", date="2026-10-26", channel="commune-radio", quantity=4),
    )
    root, sig = _text(chance, 32), _text(chance, 68)
    unsigned = structs.replace(said, seen=Citation(Size(90_000), root))
    yield _row("a citation in an entry, unsigned", len(encode(unsigned)), len(encode(said)))
    signed = structs.replace(said, seen=Citation(Size(90_000), root, sig))
    yield _row("  its signature, by which it proves itself", len(encode(signed)), len(encode(unsigned)))


def _proofs(
    chance: random.Random,
    logs: Signer,
    count: int,
    header: Header,
    receipt: list[RangeHead],
    signer: Signer,
    device: str,
) -> Iterator[Row]:
    """The daily answer of a hub that has made so many acceptances."""
    root = _text(chance, 32)
    entry = Acceptance(salt=chance.randbytes(8).hex(), at=TIME, device=DeviceId(device), size=Size(812), root=root)
    line = encode(entry)
    index = Index(count - SEEN // 2)
    leaves = [leaf_hash(b"%d" % number) for number in range(count)]
    leaves[index] = leaf_hash(line)
    tree, size = DistantTree(), Size(count)
    origin = Origin(f"{HUB}/acceptances")

    def given(start: int, end: int) -> Sequence[Hash]:
        return leaves[start:end]

    proof = _spelled(tree.consistency_proof(given, Size(count - SEEN), size))
    inclusion = _spelled(tree.inclusion_proof(given, index, size))
    note = checkpoints.sign(Checkpoint(origin, size, leaf_hash(b"root")), logs.renamed(origin))
    head = RangeHead(origin=origin, start=size, end=size, checkpoint=note)
    told = [structs.replace(receipt[0], acceptance=ReceiptedBy(index=index, entry=line.decode()))]
    idle = _size(header, receipt, signer)
    with_head = _size(header, [*receipt, head], signer)
    grown = structs.replace(head, grown=(Grown(start=Size(count - SEEN), proof=proof),))
    whole = structs.replace(grown, inclusion=inclusion)
    of = f"{count:,} acceptances"
    with_proof, daily = _size(header, [*receipt, grown], signer), _size(header, [*told, whole], signer)
    yield _row(f"{of}: their newest head", with_head, idle)
    yield _row(f"{of}: that it goes on, {SEEN} later", with_proof, with_head)
    yield _row("  that the own acceptance stands in it, and that", daily, with_proof)
    yield Row(f"{of}: the daily answer, without HTTP", daily, "bytes", idle, "idle")


def _text(chance: random.Random, count: int) -> Base64Hash:
    return Base64Hash(tobase64(chance.randbytes(count)))


def _row(job: str, value: int, without: int) -> Row:
    return Row(job, value - without, "bytes")


def _head(origin: Origin, note: str) -> RangeHead:
    size = checkpoints.parse(note).checkpoint.size
    return RangeHead(origin=origin, start=size, end=size, checkpoint=note)


def _spelled(hashes: Sequence[Hash]) -> tuple[Base64Hash, ...]:
    return tuple(Base64Hash(tobase64(hash_)) for hash_ in hashes)


def _size(header: Header, heads: Sequence[RangeHead], signer: Signer | None = None) -> int:
    writer = ParcelWriter(Effort.LINE, signer)
    pieces: list[Any] = [writer.header(header), *(writer.range(head) for head in heads), writer.end()]
    return len(b"".join(pieces))
