"""The examples of sync/PROTOCOL.md, made from its example keys: `python -m tests.protocol` writes them into the page,
and a test compares. Each stands in a code block whose first line names it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

import msgspec

from sync.encoding import NOTHING, Instant, Size, tobase64
from sync.exchange.parcel import ONE_EXCHANGE, End, Entries, Header, ParcelReader, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.ledger.entry import Activity, Fields, Join, Reorganised, Revoked, encode
from sync.ledger.invite import join_proof
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash, tree_root

PAGE: Final = Path(__file__).resolve().parent.parent / "sync" / "PROTOCOL.md"
HUB: Final = "soxa.example"
_NAMES: Final = r"vkey registry|checkpoint device|receipt device|entry (?:activity|reorganised|revoked)|parcel push|keys"
_BLOCK: Final = re.compile(rf"^```({_NAMES})\n(.*?)^```$", re.M | re.S)


def _seed(name: str) -> bytes:
    return hashlib.sha256(f"example {name}".encode()).digest()


def examples() -> dict[str, str]:
    """Each example's text, by its name."""
    registry, mirror = Signer(origins.registry(HUB), _seed("registry")), Signer(origins.mirror(HUB), _seed("mirror"))
    nameless = Signer("soxa", _seed("device"))
    device = origins.device_id(nameless.verifier.key)
    laptop = nameless.renamed(origins.device(HUB, device))
    key = laptop.verifier.vkey()
    join = Join(
        salt="00112233445566aa",
        at=Instant(1_793_000_000),
        hub=registry.verifier.vkey(),
        unit="03390",
        invite="abcdefghij234567",
        key=key,
        proof=join_proof(bytes(32), "abcdefghij234567", key),
    )
    activity = Activity(
        salt="00112233445566bb",
        at=Instant(1_793_000_060),
        record="01a17700-0000-7000-8000-000000000001",
        fields=Fields(title="Phát loa về kỹ năng số", date="2026-10-26", channel="commune-radio", quantity=4),
    )
    merged = Reorganised(
        salt="00112233445566cc",
        at=Instant(1_793_000_180),
        how="merged",
        units=("03390", "03424"),
        into=("03390",),
        since="2026-11-01",
        document="12/NQ-HĐND",
    )
    revoked = Revoked(salt="00112233445566dd", at=Instant(1_793_000_240), device=device, size=Size(2), reason="Máy bị mất")
    lines = [encode(join), encode(activity)]
    checkpoint = Checkpoint(laptop.origin, Size(2), tree_root([leaf_hash(line) for line in lines]))
    signed = checkpoints.sign(checkpoint, laptop)
    receipted = receipt.with_signature(signed, receipt.cosign(checkpoint, mirror, Instant(1_793_000_120)))
    header = Header(
        soxa=1,
        kind="push",
        hub=HUB,
        device=device,
        cursors=dict.fromkeys((laptop.origin, registry.origin, origins.acceptances(HUB)), NOTHING),
    )
    head = RangeHead(origin=laptop.origin, start=Size(0), end=Size(2), checkpoint=signed)
    return {
        "vkey registry": registry.verifier.vkey() + "\n",
        "checkpoint device": signed,
        "receipt device": receipted,
        "entry activity": f"{lines[1].decode()}\nleaf hash {tobase64(leaf_hash(lines[1]))}\n",
        "entry reorganised": f"{encode(merged).decode()}\n",
        "entry revoked": f"{encode(revoked).decode()}\n",
        "parcel push": _parcel_text(header, head, lines),
        "keys": "".join(f"{signer.verifier.vkey()}\n" for signer in (registry, laptop))
        + f"{receipt.cosigner_verifier(mirror).vkey()}\n",
    }


def _parcel_text(header: Header, head: RangeHead, lines: list[bytes]) -> str:
    """The lines of a parcel as a reader sees them: written, squeezed, read again and spelled out."""
    writer = ParcelWriter()
    data = writer.header(header) + writer.range(head) + writer.entries(lines) + writer.end()
    reader = ParcelReader(ONE_EXCHANGE)
    plain = b"".join(_spelled(event) for event in reader.feed(data))
    reader.close()
    return plain.decode("utf-8")


def _spelled(event: Header | RangeHead | Entries | End) -> bytes:

    if isinstance(event, Entries):
        return b"".join(line + b"\n" for line in event.lines)
    return msgspec.json.encode(event) + b"\n"


def written(page: str) -> str:
    """The page with every example made anew."""
    made = examples()
    return _BLOCK.sub(lambda block: f"```{block[1]}\n{made[block[1]]}```", page)


def names(page: str) -> list[str]:
    """The examples that a page has a place for."""
    return [block[1] for block in _BLOCK.finditer(page)]


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
