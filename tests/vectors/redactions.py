"""Recipes of vectors of redactions: bundles in which the texts of an entry are erased, rightly or with one fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import structs

from sync.encoding.spelling import tobase64
from sync.encoding.types import Count, Hash
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.origins import LogKind
from sync.ledger.redaction import Redactable, is_redactable, without_texts
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash
from sync.log.redacted import kept_line
from tests.vectors.province import HUB, Laptop, Log, Province
from tests.vectors.vector import Vector

Recipe = Callable[[Province, Laptop], bytes]
"""The bundle of a province with one laptop, which has stated an activity, taken one back, and reported."""

_LAST: Final = 3


def redactions() -> Iterator[Vector]:
    """The vectors of redactions."""
    for name, (expect, comment, recipe) in REDACTIONS.items():
        province = Province()
        laptop = province.laptop()
        laptop.activity(1, quantity=4, text="Chữa bệnh cho bà A", places=("Nhà bà A",))
        laptop.retract(2, laptop.activity(2))
        laptop.report(narrative=e.Narrative(results="Đã thăm bà A"))
        laptop.push()
        given = {"vkey": province.registry.signer.verifier.vkey()}
        if name == "of-another-unit":
            given["also"] = "unstated-redaction"
        yield Vector(f"redaction/{name}", "bundle", expect, comment, recipe(province, laptop), given)


def left_of(line: bytes, kind: LogKind = LogKind.DEVICE) -> tuple[Hash, Any]:
    """The leaf hash of a line, and what is left of its entry."""
    entry = decode(line, kind)
    assert is_redactable(entry)
    leaf = leaf_hash(line)
    return leaf, without_texts(entry, leaf)  # type: ignore[arg-type]  # just asked


def state(province: Province, *entries: tuple[Hash, Redactable | bytes], unit: str = "12001") -> None:
    """The registry states what is left of entries, by their leaf hashes."""
    rows = tuple(
        e.RedactedEntry(tobase64(leaf), (left if isinstance(left, bytes) else encode(left)).decode("utf-8"))
        for leaf, left in entries
    )
    province.register(e.Redaction(**province.stated(), unit=unit, entries=rows, reason="QĐ 12/QĐ-UBND", by="Nguyễn Văn A"))


def redacted(*indices: int, **otherwise: Any) -> Recipe:
    """These entries of the laptop's are redacted; what is said again of them is otherwise so."""

    def recipe(province: Province, laptop: Laptop) -> bytes:
        gone = [left_of(laptop.lines[index]) for index in indices]
        gone = [(leaf, structs.replace(left, **otherwise)) for leaf, left in gone]
        state(province, *gone)
        for index, (leaf, left) in zip(indices, gone, strict=True):
            laptop.lines[index] = kept_line(leaf, encode(left))
        return province.bundle()

    return recipe


def _desk(province: Province, _laptop: Laptop) -> bytes:
    log = Log(province.registry.signer.renamed(origins.desk(HUB, "12001")))
    log.lines = [encode(e.Reminder(**province.stated(), period="2026-11", comment="Bà A khỏi chưa?"))]
    leaf, left = left_of(log.lines[0], LogKind.DESK)
    state(province, (leaf, left))
    log.lines = [kept_line(leaf, encode(left))]
    ranges = province.ranges()
    ranges.insert(2, (log.signer.origin, checkpoints.sign(log.head(), log.signer), log.lines))
    return province.bundle(ranges)


def _unstated(province: Province, laptop: Laptop) -> bytes:
    leaf, left = left_of(laptop.lines[1])
    laptop.lines[1] = kept_line(leaf, encode(left))
    return province.bundle()


def _of_another_unit(province: Province, laptop: Laptop) -> bytes:
    leaf, left = left_of(laptop.lines[1])
    state(province, (leaf, left), unit="12002")
    laptop.lines[1] = kept_line(leaf, encode(left))
    return province.bundle()


def _and_here(province: Province, laptop: Laptop) -> bytes:
    state(province, left_of(laptop.lines[1]))
    return province.bundle()


def _twice(province: Province, laptop: Laptop) -> bytes:
    leaf, left = left_of(laptop.lines[1])
    state(province, (leaf, left))
    state(province, (leaf, structs.replace(left, fields=structs.replace(left.fields, quantity=Count(5)))))
    laptop.lines[1] = kept_line(leaf, encode(left))
    return province.bundle()


def _of_nothing(province: Province, laptop: Laptop) -> bytes:
    _leaf, left = left_of(laptop.lines[1])
    leaf = leaf_hash(b"another")
    state(province, (leaf, structs.replace(left, salt=leaf[:8].hex())))
    return province.bundle()


def _of_a_desk(province: Province, laptop: Laptop) -> bytes:
    leaf, _left = left_of(laptop.lines[1])
    other = e.Reminder(salt=leaf[:8].hex(), at=province.stated()["at"], period="2026-11")
    state(province, (leaf, other))
    laptop.lines[1] = kept_line(leaf, encode(other))
    return province.bundle()


def _said_wrongly(change: Callable[[bytes], bytes]) -> Recipe:
    """With what is left of an entry written otherwise: the statement is none."""

    def recipe(province: Province, laptop: Laptop) -> bytes:
        leaf, left = left_of(laptop.lines[1])
        stated = e.Redaction(
            **province.stated(),
            unit="12001",
            entries=(e.RedactedEntry(tobase64(leaf), encode(left).decode("utf-8")),),
            reason="QĐ 12/QĐ-UBND",
        )
        province.registry.lines.append(change(encode(stated)))
        return province.bundle()

    return recipe


def _behind_the_hash(province: Province, laptop: Laptop) -> bytes:
    right = redacted(1)(province, laptop)
    leaf = laptop.lines[1][:45]
    return right.replace(leaf + b"\n", leaf + b"{}\n")


REDACTIONS: Final[dict[str, tuple[str, str, Recipe]]] = {
    "valid": ("ok", "the texts of an activity are erased", redacted(1)),
    "valid-retraction": ("ok", "the reason why one was taken back", redacted(_LAST)),
    "valid-report": ("ok", "the words of a report", redacted(4)),
    "valid-several": ("ok", "all of them in one act", redacted(1, 2, _LAST, 4)),
    "valid-desk": ("ok", "what the province wrote to the unit", _desk),
    "valid-other-numbers": (
        "ok",
        "the hub says the time otherwise, which nobody can hold it to",
        redacted(1, at=1_792_999_999),
    ),
    "unstated": ("unstated-redaction", "a leaf hash in an entry's place that no redaction names", _unstated),
    "of-another-unit": ("redacted-nothing", "a redaction of another unit names it", _of_another_unit),
    "and-here": ("redacted-and-here", "the entry's bytes are there", _and_here),
    "of-nothing": ("redacted-nothing", "it names a leaf that stands nowhere", _of_nothing),
    "twice": ("bad-registry", "the same entry redacted again, with another quantity", _twice),
    "of-another-log": ("redacted-otherwise", "what stands in its stead is an entry of a desk", _of_a_desk),
    "other-salt": (
        "bad-registry",
        "what stands in its stead has another salt",
        _said_wrongly(lambda line: line.replace(b'\\"salt\\":\\"', b'\\"salt\\":\\"0', 1)),
    ),
    "with-a-text": (
        "bad-registry",
        "what stands in its stead has a text",
        _said_wrongly(lambda line: line.replace("(đã gỡ bỏ)".encode(), "Bà A".encode(), 1)),
    ),
    "behind-the-hash": ("bad-parcel", "a line goes on behind the leaf hash", _behind_the_hash),
}
