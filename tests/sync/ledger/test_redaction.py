"""What is left of a redacted entry, and what stands in its place."""

from __future__ import annotations

import pytest

from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant
from sync.errors import BadInput, Refused, Unproven
from sync.exchange.parcel import ONE_EXCHANGE, Header, ParcelReader, ParcelWriter
from sync.exchange.ranges import as_kept
from sync.ledger import entry as e
from sync.ledger.decode import Quarantined, decode, encode
from sync.ledger.origins import LogKind
from sync.ledger.redaction import REMOVED, has_texts, is_redactable, without_texts
from sync.log.merkle import leaf_hash, leaf_hashes
from sync.log.redacted import is_kept, is_redacted, kept_line, stand_in, wire_line, wire_lines
from sync.proof.entry_proof import Chain, Included, written
from tests.world import HUB

ORIGIN = f"{HUB}/device/aaaaaaaaaaaaaaaa"
RECORD = "01a17700-0000-7000-8000-000000000001"
FIELDS = e.Fields(
    title="Thăm bà A", date="2026-10-26", text="ốm", place=None, places=("Nhà bà A", "Trạm"), task="2", quantity=4
)
ACTIVITY = e.Activity(salt="0011223344556677", at=Instant(1_793_000_000), record=RECORD, fields=FIELDS)
LINE = encode(ACTIVITY)
LEAF = leaf_hash(LINE)
LEFT = encode(without_texts(ACTIVITY, LEAF))
KEPT = kept_line(LEAF, LEFT)


def test_texts_and_salt_go_and_all_else_stays() -> None:
    left = without_texts(ACTIVITY, LEAF)
    assert isinstance(left, e.Activity)
    assert left.salt == LEAF[:8].hex() != ACTIVITY.salt
    assert left.fields == e.Fields(
        title=REMOVED, date="2026-10-26", text=REMOVED, place=None, places=(REMOVED,), task="2", quantity=4
    )
    assert without_texts(left, LEAF) == left and not has_texts(left) and has_texts(ACTIVITY)
    for gone in (b"0011223344556677", "bà A".encode(), "ốm".encode()):
        assert gone in LINE and gone not in KEPT


def test_every_kind_with_texts_of_people_loses_them() -> None:
    said = {"salt": "0011223344556677", "at": Instant(5)}
    heads = ("A" * 43 + "=",)
    retraction = e.Retraction(**said, record=RECORD, base=heads, reason="bà A")  # type: ignore[arg-type]
    review = e.Review(**said, record=RECORD, heads=heads, verdict="accepted", comment="bà A")  # type: ignore[arg-type]
    reminder = e.Reminder(**said, period="2026-11", comment="")  # type: ignore[arg-type]
    assert getattr(without_texts(retraction, LEAF), "reason", "") == REMOVED
    assert getattr(without_texts(review, LEAF), "comment", "") == REMOVED
    assert getattr(without_texts(reminder, LEAF), "comment", "") == "" and not has_texts(reminder)
    assert is_redactable(review) and not is_redactable(decode(b'{"kind":"later"}', LogKind.DEVICE))


def test_what_stands_in_its_place_has_its_leaf_hash_and_says_what_is_left() -> None:
    assert leaf_hash(KEPT) == leaf_hash(wire_line(KEPT)) == LEAF
    assert leaf_hashes([LINE, KEPT, wire_line(KEPT)]) == [LEAF] * 3
    assert decode(KEPT, LogKind.DEVICE) == decode(LEFT, LogKind.DEVICE)
    assert (stand_in(KEPT), stand_in(LINE), len(wire_line(KEPT))) == (LEFT, LINE, 45)
    assert [is_redacted(line) for line in (LINE, KEPT, wire_line(KEPT), b"\0", b"\0" * 45)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert is_kept(KEPT) and not is_kept(wire_line(KEPT)) and wire_lines([LINE]) == [LINE]
    assert isinstance(decode(wire_line(KEPT), LogKind.DEVICE), Quarantined), "without the registry it says nothing"


def test_a_parcel_brings_the_leaf_hash_and_never_more() -> None:
    writer = ParcelWriter()
    header = writer.header(Header(soxa=1, kind="push", hub=HUB))
    assert is_redacted(KEPT)
    reader = ParcelReader(ONE_EXCHANGE)
    list(reader.feed(header))
    reader._left = 1  # within a range
    with pytest.raises(BadInput, match="more than the leaf hash of a redacted entry"):
        list(reader._lines(KEPT + b"\n"))


def test_a_taker_keeps_what_is_stated_and_refuses_what_is_not() -> None:
    stated = {LEAF: KEPT}
    assert as_kept(ORIGIN, 0, [LINE, b"x"], leaf_hashes([LINE, b"x"]), stated) == [KEPT, b"x"]  # type: ignore[arg-type]
    assert as_kept(ORIGIN, 0, [wire_line(KEPT)], [LEAF], stated) == [KEPT]  # type: ignore[arg-type]
    with pytest.raises(Unproven, match="unstated-redaction") as refused:
        as_kept(ORIGIN, 7, [LINE, wire_line(KEPT)], [leaf_hash(b"x"), LEAF], {})  # type: ignore[arg-type]
    assert refused.value.facts == {"origin": ORIGIN, "index": 8}


def test_nobody_proves_an_entry_whose_line_is_nowhere() -> None:
    nothing = Included(0, "", ())
    with pytest.raises(Refused, match="redacted-entry"):
        written(KEPT, 0, [LEAF], "", Chain(registry="", hub=nothing, device=nothing))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        LEFT.replace(REMOVED.encode(), b"x", 1),
        LEFT.replace(b'"salt":"', b'"salt":"0', 1),
        LEFT.replace(LEAF[:8].hex().encode(), b"0" * 16),
        KEPT,
        b'{"kind":"later"}',
        encode(e.Noted(salt=LEAF[:8].hex(), at=Instant(5), directive="x", position=1)),  # type: ignore[arg-type]
    ],
)
def test_a_redaction_leaves_no_text_and_no_salt(line: bytes) -> None:
    said = {"salt": "0011223344556677", "at": Instant(5), "unit": "03390", "reason": "QĐ 12"}
    leaf = tobase64(LEAF)
    right = e.Redaction(**said, entries=(e.RedactedEntry(leaf, LEFT.decode()),))  # type: ignore[arg-type]
    assert decode(encode(right), LogKind.REGISTRY) == right
    wrong = e.Redaction(**said, entries=(e.RedactedEntry(leaf, line.decode()),))  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="what stands for a redacted entry is none, or says more than it may"):
        encode(wrong)
