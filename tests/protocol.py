"""The examples of sync/PROTOCOL.md, made from its example keys: `python -m tests.protocol` writes them into the page,
and a test compares. Each stands in a code block whose first line names it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final, cast

import msgspec

from sync.annex.layout import Cell, workbook
from sync.annex.model import Annex
from sync.annex.written import annex_csv, annex_json
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Base64Hash, Size
from sync.exchange.parcel import ONE_EXCHANGE, End, Entries, Header, ParcelReader, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.entry import (
    Acceptance,
    Activity,
    Entry,
    Head,
    RedactedEntry,
    Redaction,
    Reminder,
    Reorganised,
    Restored,
    Review,
    Revoked,
)
from sync.ledger.origins import LogKind
from sync.ledger.redaction import without_texts
from sync.ledger.restores import KeptLog, held_receipt
from sync.ledger.vocabulary import Term, label, vocabulary
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.merkle import leaf_hash, tree_root
from sync.wording.dates import clock_face
from tests.protocol_example import HUB, Example, at, salt, spelled
from tests.vectors import seals

PAGE: Final = Path(__file__).resolve().parent.parent / "sync" / "PROTOCOL.md"
_NAMES: Final = (
    r"vkey registry|checkpoint (?:device|registry-2)|receipt device|entry (?:activity|reorganised|revoked|redaction|"
    r"review|reminder)|"
    r"entries (?:registry|acceptances|device|desk|restored|accepted-again)|parcel push|sealed file|annex (?:json|csv|xlsx)|"
    r"terms (?:topics|channels|audiences|languages|bodies)|keys"
)
_BLOCK: Final = re.compile(rf"^```({_NAMES})\n(.*?)^```$", re.M | re.S)


def examples() -> dict[str, str]:
    """Each example's text, by its name."""
    example = Example()
    registry, mirror, laptop = example.hub_key, example.mirror, example.laptop
    merged = Reorganised(
        salt=salt(0xCC),
        at=at(180),
        how="merged",
        units=("03390", "03424"),
        into=("03390",),
        since="2026-11-01",
        document="12/NQ-HĐND",
    )
    revoked = Revoked(salt=salt(0xDD), at=at(240), device=example.device, size=Size(2), reason="Máy bị mất")
    first = example.log[:2]
    leaf: Base64Hash = tobase64(leaf_hash(first[1]))
    review = Review(
        salt=salt(0xEE), at=at(500), record="01a17700-0000-7000-8000-000000000001", heads=(leaf,), verdict="accepted"
    )
    left = without_texts(cast(Activity, decode(first[1], LogKind.DEVICE)), leaf_hash(first[1]))
    redaction = Redaction(
        salt=salt(0xDE),
        at=at(600),
        unit="03390",
        entries=(RedactedEntry(leaf, encode(left).decode("utf-8")),),
        reason="QĐ 12/QĐ-UBND",
        by="Nguyễn Văn A",
    )
    reminder = Reminder(salt=salt(0xFF), at=at(500), period="2653/KH-UBND@2026-12-01")
    signed = example.head(laptop, first)
    checkpoint = checkpoints.parse(signed).checkpoint
    receipted = receipt.with_signature(signed, receipt.cosign(checkpoint, mirror, at(120)))
    header = Header(
        soxa=1,
        kind="push",
        hub=HUB,
        device=example.device,
        cursors=dict.fromkeys((laptop.origin, registry.origin, origins.acceptances(HUB)), NOTHING),
    )
    head = RangeHead(origin=laptop.origin, start=Size(0), end=Size(2), checkpoint=signed)
    annex = example.annex()
    return {
        "vkey registry": registry.verifier.vkey() + "\n",
        "checkpoint device": signed,
        "receipt device": receipted,
        "entry activity": f"{first[1].decode()}\nleaf hash {leaf}\n",
        "entry reorganised": spelled([encode(merged)]),
        "entry revoked": spelled([encode(revoked)]),
        "entry redaction": spelled([encode(redaction)]),
        "entry review": spelled([encode(review)]),
        "entry reminder": spelled([encode(reminder)]),
        "entries registry": spelled(example.registry),
        "entries acceptances": spelled(example.acceptances),
        "entries device": spelled(example.log),
        "entries desk": spelled(example.desk),
        **_restored(example),
        "parcel push": _parcel_text(header, head, first),
        "sealed file": _sealed(),
        "annex json": annex_json(annex).decode("utf-8"),
        "annex csv": annex_csv(annex).decode("utf-8-sig").replace("\r\n", "\n"),
        "annex xlsx": _sheets(annex),
        "terms topics": _terms(vocabulary().topics),
        "terms channels": _terms(vocabulary().channels),
        "terms languages": _terms(vocabulary().languages),
        "terms audiences": _terms(vocabulary().audiences),
        "terms bodies": _terms(vocabulary().bodies),
        "keys": "".join(f"{signer.verifier.vkey()}\n" for signer in (registry, laptop))
        + f"{receipt.cosigner_verifier(mirror).vkey()}\n",
    }


def _restored(example: Example) -> dict[str, str]:
    """The hub of the examples, put back to where it held one acceptance: what it states of that, and how it goes on."""
    signer, mirror, laptop = example.hub_key, example.mirror, example.laptop
    acceptances = signer.renamed(origins.acceptances(HUB))
    rows = [(acceptances, example.acceptances[:1]), (signer, example.registry)]
    roots = [tobase64(tree_root([leaf_hash(line) for line in lines])) for _log, lines in rows]
    kept = tuple(KeptLog(log.origin, Size(len(lines)), root) for (log, lines), root in zip(rows, roots, strict=True))
    lost = example.head(acceptances, example.acceptances)
    restored = Restored(
        salt=salt(0x31), at=at(1000), generation=2, kept=kept, lost=(lost,), since=at(120), reason="Hỏng ổ đĩa"
    )
    registry = [*example.registry, encode(restored)]
    state = checkpoints.parse(example.head(laptop, example.log)).checkpoint
    again: list[Entry] = [
        Acceptance(
            salt=salt(0x32),
            at=at(1000),
            device=example.device,
            size=state.size,
            root=tobase64(state.root),
            held=held_receipt(receipt.cosign(state, mirror, at(300))),
        ),
        Head(
            salt=salt(0x33),
            at=at(1000),
            origin=origins.registry(HUB, 2),
            size=Size(len(registry)),
            root=tobase64(tree_root([leaf_hash(line) for line in registry])),
        ),
    ]
    return {
        "entries restored": spelled([encode(restored)]),
        "entries accepted-again": spelled([encode(entry) for entry in again]),
        "checkpoint registry-2": example.head(signer.renamed(origins.registry(HUB, 2)), registry),
    }


def _sheets(annex: Annex) -> str:
    """The sheets of a workbook: each one's name, and its rows as lists of JSON, in which a moment stands as it is shown."""
    return "".join(
        f"[{sheet.name}]\n" + "".join(f"[{', '.join(map(_cell, row))}]\n" for row in sheet.rows) for sheet in workbook(annex)
    )


def _cell(value: Cell) -> str:
    if value is None or isinstance(value, str | int):
        return json.dumps(value, ensure_ascii=False)
    return clock_face(value, seconds=True)


def _terms(terms: dict[str, Term]) -> str:
    return "".join(f"{code:<24} {label(term, 'vi')}\n" for code, term in terms.items())


def _parcel_text(header: Header, head: RangeHead, lines: list[bytes]) -> str:
    """The lines of a parcel as a reader sees them: written, squeezed, read again and spelled out."""
    writer = ParcelWriter()
    data = writer.header(header) + writer.range(head) + writer.entries(lines) + writer.end()
    reader = ParcelReader(ONE_EXCHANGE)
    plain = b"".join(_spelled(event) for event in reader.feed(data))
    reader.close()
    return plain.decode("utf-8")


def _sealed() -> str:
    """A sealed file, part by part, with the keys that open it; what it holds is no parcel, whose squeezed bytes are the
    library's affair."""
    line = "soxa-sealed-1"
    made, (piece,) = seals.head(), seals.pieces(seals.SHORT)
    assert made.startswith(f"{line}\n".encode())
    rest = made[len(line) + 1 :]
    parts = {
        "private key": tobase64(seals.PRIVATE),
        "public key": tobase64(seals.public(seals.PRIVATE)),
        "file key": tobase64(seals.FILE_KEY),
        "holds": seals.SHORT.decode().rstrip("\n"),
        "line": line,
        "recipient": tobase64(rest[:8]),
        "enc": tobase64(rest[8:40]),
        "sealed key": tobase64(rest[40:]),
        "piece": tobase64(piece),
    }
    return "".join(f"{name:<12} {value}\n" for name, value in parts.items())


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
