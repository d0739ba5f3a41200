"""Vectors of signed parcels: their lines as a reader finds them in the zstd frame."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from json import dumps

from sync.log.keys import Signer
from tests.vectors.vector import Vector

LOGS = Signer("soxa.example/registry", bytes(range(32)))
ANSWERS = LOGS.renamed("soxa.example/answers")
DEVICE = Signer("soxa.example/device/kze7e7bqcghqjedt", bytes(range(32, 64)))
OTHER = Signer("soxa.example/answers", bytes(range(64, 96)))

ASKED = b64encode(b"asked twelve").decode()
ENTRIES = ('{"kind":"one"}', '{"kind":"two"}')


def line(value: object) -> str:
    return dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def header(kind: str, **more: object) -> str:
    return line({"line": "header", "soxa": 1, "kind": kind, "hub": "soxa.example", "device": "kze7e7bqcghqjedt", **more})


HEAD = line({"line": "range", "origin": DEVICE.name, "from": 0, "to": 2, "checkpoint": "a note"})
RANGE = HEAD + "".join(f"{entry}\n" for entry in ENTRIES)
ANSWER = header("reply", more=True, answers=ASKED) + RANGE
REFUSAL = header("reply", refusal={"code": "quota", "facts": {"entries": 50000, "mib": 64}}, answers=ASKED)
PUSH = header("push") + RANGE


def message(lines: str, ranges: int, entries: int) -> bytes:
    return b"soxa parcel v1\n" + sha256(lines.encode()).digest() + f"\n{ranges}\n{entries}\n".encode()


def end(ranges: int, entries: int, by: str | None, signature: bytes | str | None, **more: object) -> str:
    text = b64encode(signature).decode() if isinstance(signature, bytes) else signature
    said = {"by": by, "signature": text}
    return line(
        {"line": "end", "ranges": ranges, "entries": entries, **{k: v for k, v in said.items() if v is not None}, **more}
    )


def signed(lines: str, signer: Signer, ranges: int = 1, entries: int = 2) -> str:
    return lines + end(ranges, entries, signer.name, signer.sign(message(lines, ranges, entries)))


def parcels() -> Iterator[Vector]:
    """All of them: read by who trusts the key in `vkey`."""
    right = ANSWERS.sign(message(ANSWER, 1, 2))
    spelled = b64encode(right).decode()
    for name, expect, comment, text, signer in (
        ("answer", "ok", "an answer with a range", signed(ANSWER, ANSWERS), ANSWERS),
        ("refusal", "ok", "a refusal, and nothing else", signed(REFUSAL, ANSWERS, 0, 0), ANSWERS),
        ("push", "ok", "a file that a laptop packed", signed(PUSH, DEVICE), DEVICE),
        ("newer-end", "ok", "a newer program says more in the end", ANSWER + end(1, 2, ANSWERS.name, right, era=2), ANSWERS),
        ("unsigned", "unsigned", "nobody signs it", ANSWER + end(1, 2, None, None), ANSWERS),
        ("signed-by-nobody", "unsigned", "a signature, and no name", ANSWER + end(1, 2, None, right), ANSWERS),
        ("no-signature", "bad-signature", "a name, and no signature", ANSWER + end(1, 2, ANSWERS.name, None), ANSWERS),
        ("of-another-key", "bad-signature", "the name is right, the key another's", signed(ANSWER, OTHER), ANSWERS),
        (
            "of-another-name",
            "bad-signature",
            "the key is right, and called by the name of its log",
            ANSWER + end(1, 2, LOGS.name, right),
            ANSWERS,
        ),
        ("of-the-laptop", "bad-signature", "an answer that a laptop signs", signed(ANSWER, DEVICE), ANSWERS),
        (
            "other-header",
            "bad-signature",
            "what it answers was changed",
            signed(ANSWER, ANSWERS).replace(ASKED, b64encode(b"another one.").decode()),
            ANSWERS,
        ),
        ("other-entry", "bad-signature", "an entry was changed", signed(ANSWER, ANSWERS).replace("two", "ten"), ANSWERS),
        (
            "entry-left-out",
            "bad-signature",
            "an entry was left out, and counted out",
            ANSWER.replace(f"{ENTRIES[1]}\n", "").replace('"to":2', '"to":1') + end(1, 1, ANSWERS.name, right),
            ANSWERS,
        ),
        (
            "other-counts",
            "bad-signature",
            "other counts are signed than stand there",
            ANSWER + end(1, 2, ANSWERS.name, ANSWERS.sign(message(ANSWER, 1, 3))),
            ANSWERS,
        ),
        (
            "no-prefix",
            "bad-signature",
            "the first line of what is signed is missing",
            ANSWER + end(1, 2, ANSWERS.name, ANSWERS.sign(message(ANSWER, 1, 2).removeprefix(b"soxa parcel v1\n"))),
            ANSWERS,
        ),
        (
            "bytes-not-digest",
            "bad-signature",
            "the bytes are signed, and not their digest",
            ANSWER + end(1, 2, ANSWERS.name, ANSWERS.sign(ANSWER.encode())),
            ANSWERS,
        ),
        ("short", "bad-signature", "63 bytes", ANSWER + end(1, 2, ANSWERS.name, right[:-1]), ANSWERS),
        (
            "not-canonical",
            "bad-signature",
            "base64 without its padding",
            ANSWER + end(1, 2, ANSWERS.name, spelled.rstrip("=")),
            ANSWERS,
        ),
        (
            "too-long",
            "bad-parcel",
            "beyond 88 characters",
            ANSWER + end(1, 2, ANSWERS.name, spelled + "="),
            ANSWERS,
        ),
    ):
        yield Vector(f"parcel/{name}", "parcel", expect, comment, text.encode(), {"vkey": signer.verifier.vkey()})
