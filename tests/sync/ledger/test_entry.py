"""Entries: each field up to its edge and not beyond, and the rules of a kind that its struct cannot say."""

from __future__ import annotations

import itertools

import pytest

from sync.encoding.types import Instant
from sync.errors import BadInput
from sync.ledger.decode import Quarantined, decode, encode
from sync.ledger.entry import KINDS, Activity, Entry, Fields, Retraction, Unit, new_salt
from sync.ledger.origins import LogKind
from tests.sync.ledger.lines import HASH, LINES, RECORD, held, line, log_of


def test_what_may_not_be_said_does_not_become_an_entry() -> None:
    for wrong in (
        Activity(salt="0" * 16, at=Instant(1), record=RECORD, fields=Fields(title="no date")),
        Activity(salt="0" * 16, at=Instant(1), record=RECORD, fields=Fields(title="e\u0301", date="2026-01-01")),
        Activity(salt="0" * 16, at=Instant(1), record=RECORD, fields=Fields(title="x" * 501, date="2026-01-01")),
        Retraction(salt="0" * 16, at=Instant(1), record=RECORD, base=(), reason="x"),
        Unit(salt="0" * 16, at=Instant(1), code="03390", name="Bình Lư", type="xã", valid_from="2025-13-01"),
    ):
        with pytest.raises(BadInput):
            encode(wrong)


def test_every_kind_says_where_it_may_stand() -> None:
    assert set(KINDS) == set(Entry.__args__)


MANY = [["".join((*"aaaaaaaaaaaaa", *letters)), 1] for letters in itertools.product("abcdefgh", repeat=3)]


WITHIN: list[tuple[str, str, object, object]] = [
    ("activity", "base", [HASH] * 64, [HASH] * 65),
    ("retraction", "base", [HASH], []),
    ("retraction", "base", [HASH] * 64, [HASH] * 65),
    ("retraction", "reason", "x", ""),
    ("retraction", "reason", "x" * 500, "x" * 501),
    ("report", "period", "2026", "202"),
    ("report", "period", "x" * 120, "x" * 121),
    ("report", "covers", [["a" * 16, 1]], []),
    ("report", "covers", MANY[:500], MANY[:501]),
    ("report", "covers", [["a" * 16, 2**53]], [["a" * 16, 2**53 + 1]]),
    ("report", "covers", [["a" * 16, 0], ["b" * 16, 0]], [["b" * 16, 0], ["a" * 16, 0]]),
    ("report", "covers", [["a" * 16, 0]], [["a" * 16, 0], ["a" * 16, 1]]),
    ("report", "covers", [["a" * 16, 0]], [["a" * 16, 0, 0]]),
    ("report", "covers", [["a" * 16, 0]], [["a" * 15, 0]]),
    ("report", "narrative", {"results": "x" * 10_000}, {"results": "x" * 10_001}),
    ("report", "narrative", {"proposals": "x"}, {"proposals": ""}),
    ("report", "base", [HASH] * 64, [HASH] * 65),
    ("report", "base", [HASH], ["A" * 44]),
    ("report", "root", HASH, "A" * 44),
    ("report", "records", 2**53, 2**53 + 1),
    ("report", "provisional", True, False),
    ("noted", "position", 0, -1),
    ("noted", "directive", "a" * 64, "a" * 65),
    ("join", "hub", "h" * 300, "h" * 301),
    ("join", "key", "k" * 300, "k" * 301),
    ("join", "proof", HASH, "!" * 44),
    ("join", "invite", "a" * 16, "a" * 17),
    ("seal", "key", HASH, "A" * 44),
    ("seal", "suite", 1, 0),
    ("hub", "name", "h", ""),
    ("hub", "name", "h" * 100, "h" * 101),
    ("hub", "province", "12", "1"),
    ("hub", "cosigner", "k" * 300, "k" * 301),
    ("unit", "name", "x" * 500, "x" * 501),
    ("unit", "code", "12", "1234"),
    ("unit", "valid_from", "2024-02-29", "2025-02-29"),
    ("unit", "valid_to", "2024-02-29", "2025-02-29"),
    ("device", "key", "k" * 300, "k" * 301),
    ("device", "unit", "03390", "0339"),
    ("reorganised", "since", "2024-02-29", "2025-02-29"),
    ("reorganised", "document", "x" * 500, "x" * 501),
    ("reorganised", "how", "merged", "moved"),
    ("revoked", "reason", "x", ""),
    ("revoked", "size", 0, -1),
    ("acceptance", "root", HASH, "A" * 44),
    ("acceptance", "size", 2**53, 2**53 + 1),
    ("review", "heads", [HASH], []),
    ("review", "heads", [HASH] * 64, [HASH] * 65),
    ("review", "heads", [HASH], ["A" * 44]),
    ("review", "comment", "x" * 10_000, "x" * 10_001),
    ("review", "verdict", "accepted", "fine"),
    ("reminder", "period", "2026", "202"),
    ("reminder", "comment", "x" * 10_000, "x" * 10_001),
]
"""A value at the edge of what a field may be, and one beyond it."""


@pytest.mark.parametrize(("kind", "field", "good", "bad"), WITHIN)
def test_a_field_is_taken_up_to_its_edge_and_not_beyond(kind: str, field: str, good: object, bad: object) -> None:
    assert not isinstance(decode(line(kind, **{field: good}), log_of(kind)), Quarantined)
    assert held(line(kind, **{field: bad}), log_of(kind)).why == "invalid"


ACTIVITY_FIELDS: list[tuple[str, object, object]] = [
    ("title", "x", ""),
    ("title", "x" * 500, "x" * 501),
    ("title", "x", None),
    ("date", "2024-02-29", "2025-02-29"),
    ("date", "2026-01-01", None),
    ("directive", "a" * 64, "a" * 65),
    ("directive", None, ""),
    ("task", "x" * 500, "x" * 501),
    ("task", None, 7),
    ("topics", ["a"] * 32, ["a"] * 33),
    ("topics", [], None),
    ("channel", "a-b", "a-"),
    ("channel", None, "A"),
    ("text", "x" * 10_000, "x" * 10_001),
    ("text", None, 1),
    ("place", "x" * 500, "x" * 501),
    ("quantity", 10**9, 10**9 + 1),
    ("quantity", 0, -1),
    ("audience", 10**9, 10**9 + 1),
    ("audience", None, -1),
    ("minutes", 10**9, 10**9 + 1),
    ("minutes", 0, -1),
    ("language", "hmn", "Hmn"),
    ("language", None, ""),
]


@pytest.mark.parametrize(("field", "good", "bad"), ACTIVITY_FIELDS)
def test_a_field_of_an_activity_is_taken_up_to_its_edge_and_not_beyond(field: str, good: object, bad: object) -> None:
    assert not isinstance(decode(line("activity", fields={field: good}), LogKind.DEVICE), Quarantined)
    assert held(line("activity", fields={field: bad})).why == "invalid"


@pytest.mark.parametrize("missing", ["title", "date"])
def test_a_first_entry_sets_title_and_date_and_a_later_one_need_not(missing: str) -> None:
    fields = {"title": "Phát loa", "date": "2026-11-03"}
    del fields[missing]
    assert held(line("activity", base=None, fields=fields)).detail.startswith("bad-entry")
    assert isinstance(decode(line("activity", fields=fields), LogKind.DEVICE), Activity)
    assert isinstance(decode(line("activity", fields={}), LogKind.DEVICE), Activity)


@pytest.mark.parametrize(
    ("changes", "is_good"),
    [
        ({}, True),
        ({"record": None, "period": "2026-11"}, True),
        ({"period": "2026-11"}, False),
        ({"record": None}, False),
        ({"verdict": "returned"}, False),
        ({"verdict": "returned", "comment": "vì sao"}, True),
        ({"comment": "tốt"}, True),
    ],
)
def test_a_review_is_of_one_thing_and_says_why_it_returns_it(changes: dict[str, object], is_good: bool) -> None:
    assert isinstance(decode(line("review", **changes), LogKind.DESK), Quarantined) != is_good


@pytest.mark.parametrize(
    ("how", "units", "into", "is_good"),
    [
        ("renamed", ["00001"], ["00001"], True),
        ("renamed", ["12"], ["12"], True),
        ("renamed", ["00001"], ["00002"], False),
        ("renamed", ["00001", "00002"], ["00001", "00002"], False),
        ("merged", ["00001"], ["00002"], True),
        ("merged", ["00001", "00002"], ["00002"], True),
        ("merged", ["00001"], ["00001"], False),
        ("merged", ["00001"], ["00002", "00003"], False),
        ("merged", ["00001", "12"], ["00002"], False),
        ("merged", ["00001"], ["12"], False),
        ("merged", ["00001", "00001"], ["00002"], False),
        ("split", ["00001"], ["00002", "00003"], True),
        ("split", ["00001"], ["00001", "00003"], True),
        ("split", ["00001"], ["00002"], False),
        ("split", ["00001", "00002"], ["00003", "00004"], False),
        ("split", ["00001"], ["00002", "00002", "00003"], False),
        ("merged", [f"{number:05}" for number in range(64)], ["00001"], True),
        ("merged", [f"{number:05}" for number in range(65)], ["00001"], False),
        ("merged", [], ["00001"], False),
        ("split", ["99999"], [f"{number:05}" for number in range(64)], True),
        ("split", ["99999"], [f"{number:05}" for number in range(65)], False),
        ("split", ["99999"], [], False),
    ],
)
def test_what_happened_to_units_could_have_happened(how: str, units: list[str], into: list[str], is_good: bool) -> None:
    made = line("reorganised", how=how, units=units, into=into)
    assert isinstance(decode(made, LogKind.REGISTRY), Quarantined) != is_good


@pytest.mark.parametrize(
    ("seen", "is_good"),
    [
        ({"size": 0, "root": HASH}, True),
        ({"size": 2**53, "root": HASH}, True),
        ({"size": 2**53 + 1, "root": HASH}, False),
        ({"size": -1, "root": HASH}, False),
        ({"size": 1, "root": "A" * 44}, False),
        ({"size": 1}, False),
    ],
)
def test_a_citation_is_of_a_size_and_a_root(seen: dict[str, object], is_good: bool) -> None:
    """What no laptop can have seen is said later, by who holds the acceptances."""
    for kind in LINES:
        assert isinstance(decode(line(kind, seen=seen), log_of(kind)), Quarantined) != is_good


@pytest.mark.parametrize(("at", "is_good"), [(0, True), (253_402_300_799, True), (-1, False), (253_402_300_800, False)])
def test_a_claimed_time_is_within_what_every_calendar_can_hold(at: int, is_good: bool) -> None:
    assert isinstance(decode(line("noted", at=at), LogKind.DEVICE), Quarantined) != is_good


def test_a_salt_is_sixty_four_bits_of_whatever_randomness_there_is() -> None:
    assert new_salt(lambda count: bytes(range(count))) == "0001020304050607"
