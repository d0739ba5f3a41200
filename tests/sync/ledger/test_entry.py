"""Entries: one line, one meaning. What cannot be read is held with its reason and never raises."""

from __future__ import annotations

import itertools
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.limits import MAX_ENTRY
from sync.encoding.types import Base64Hash, DeviceId, Instant, Size
from sync.errors import BadInput
from sync.ledger.entry import (
    KINDS,
    Acceptance,
    Activity,
    Entry,
    Fields,
    Quarantined,
    Report,
    Retraction,
    Unit,
    decode,
    encode,
    new_salt,
)
from sync.ledger.origins import LogKind
from tests.sync.ledger.sized import line_of

RECORD = "0190b2c4-5e00-7000-8000-000000000001"
HASH = Base64Hash("A" * 43 + "=")
ACTIVITY = Activity(
    salt="0123456789abcdef",
    at=Instant(1_700_000_000),
    record=RECORD,
    fields=Fields(title="Phát loa", date="2026-11-03", quantity=4),
)
LINE = encode(ACTIVITY)


def held(line: bytes, log: LogKind = LogKind.DEVICE) -> Quarantined:
    found = decode(line, log)
    assert isinstance(found, Quarantined), found
    return found


def test_an_entry_reads_back_as_it_was_written() -> None:
    assert decode(LINE, LogKind.DEVICE) == ACTIVITY


def test_the_bytes_of_an_entry_are_those_of_the_protocol() -> None:
    assert LINE.decode() == (
        '{"kind":"activity","salt":"0123456789abcdef","at":1700000000,'
        f'"record":"{RECORD}","fields":{{"title":"Phát loa","date":"2026-11-03","quantity":4}}}}'
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"kind"', b'{ "kind"'),
        (b'"at":1700000000', b'"at":1700000000.0'),
        (b'"at":1700000000', b'"at":1.7e9'),
        (b'"at":1700000000', b'"at":1700000000,"at":1700000000'),
        (b'"at":1700000000', b'"at":1700000000,"seen":{"size":1,"root":"' + b"!" * 44 + b'"}'),
        (b'"quantity":4', b'"quantity":4,"quantity":5'),
        (b'"quantity":4', b'"quantity":-4'),
        (b'"quantity":4', b'"quantity":"4"'),
        (b'"quantity":4', b'"quantity":1000000001'),
        (b'"salt":"0123456789abcdef"', b'"salt":"0123456789ABCDEF"'),
        (b'"salt":"0123456789abcdef"', b'"salt":"0123456789abcdef\\n"'),
        ("Phát".encode(), "Pha\u0301t".encode()),
        ("Phát".encode(), b"Ph\\u00e1t"),
        ("Phát".encode(), b"\xff"),
        (b"2026-11-03", b"2026-02-30"),
        (b"2026-11-03", b"2026-11-3"),
        (b'"title":', b'"text":'),
        (RECORD.encode(), RECORD.replace("-7", "-4").encode()),
        (b'"record"', b'"base":["x"],"record"'),
        (b'"fields"', b'"base":[],"fields"'),
        (b'"fields"', b'"base":["' + HASH.replace("=", "B").encode() + b'"],"fields"'),
    ],
)
def test_a_line_with_another_spelling_or_a_bad_value_is_invalid(old: bytes, new: bytes) -> None:
    assert old in LINE
    assert held(LINE.replace(old, new, 1)).why == "invalid"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"kind":"activity"', b'"kind":"visit"'),
        (b'"quantity":4', b'"quantity":4,"weather":1'),
        (b'"quantity":4', b'"quantity":4,"weather":{"seen":[{"size":null}]}'),
        (b'"quantity":4}', b'"quantity":4},"weather":"m\xc6\xb0a"'),
        (b'"quantity":4}', b'"quantity":-1},"weather":true'),
    ],
)
def test_a_line_from_a_newer_program_is_from_the_future(old: bytes, new: bytes) -> None:
    assert held(LINE.replace(old, new, 1)).why == "future"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"at":', b'"weather":"m\xc6\xb0a","at":'),
        (b'"kind":"activity",', b'"weather":1,"kind":"activity",'),
        (b'"quantity":4', b'"weather":1,"quantity":4'),
        (b'"quantity":4', b'"quantity":4,"weather":1,"weather":1'),
        (b'"quantity":4', b'"quantity":4,"weather": 1'),
        (b'"quantity":4', b'"quantity":4,"weather":1.5'),
        (b'"quantity":4', b'"quantity":4,"weather":9007199254740993'),
        (b'"quantity":4', b'"quantity":4,"weather":"m\\u01b0a"'),
        (b'"quantity":4', b'"quantity":4,"weather":"u\xcc\x9b"'),
        (b'"quantity":4', b'"quantity":4,"weather":' + b"[" * 31 + b"]" * 31),
    ],
)
def test_a_line_from_a_newer_program_keeps_the_one_spelling_too(old: bytes, new: bytes) -> None:
    assert old in LINE
    assert held(LINE.replace(old, new, 1)).why == "invalid"


@pytest.mark.parametrize(("deep", "why"), [(30, "future"), (31, "invalid"), (30_000, "invalid")])
def test_a_line_is_as_deep_as_may_be_and_no_deeper(deep: int, why: str) -> None:
    """Whatever reads it: the scan is before any decoder, and its own kind may stand last."""
    nested = b"[" * deep + b"]" * deep
    assert held(LINE.replace(b'"quantity":4', b'"quantity":4,"weather":' + nested, 1)).why == why
    assert held(b'{"weather":' + nested + b',"kind":"activity"}').why == "invalid"


@pytest.mark.parametrize("line", [b"", b"null", b"[]", b'{"kind":1}', b'{"kind":', b"[" * 60_000, b"x" * 70_000])
def test_rubbish_is_invalid(line: bytes) -> None:
    assert held(line).why == "invalid"


def test_an_entry_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    assert MAX_ENTRY == 65_535
    assert isinstance(decode(line_of(65_535), LogKind.DEVICE), Report)
    assert held(line_of(65_536)) == Quarantined("invalid", "65536 bytes; at least 1, at most 65535")


def test_a_kind_stands_in_its_own_log_only() -> None:
    acceptance = encode(Acceptance(salt="0" * 16, at=Instant(1), device=DeviceId("a" * 16), size=Size(1), root=HASH))
    assert isinstance(decode(acceptance, LogKind.ACCEPTANCES), Acceptance)
    for log in (LogKind.DEVICE, LogKind.REGISTRY, LogKind.DESK):
        assert held(acceptance, log).why == "invalid"


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


@given(data=st.binary(max_size=300))
def test_no_bytes_make_reading_raise(data: bytes) -> None:
    for log in LogKind:
        decode(data, log)


@given(
    at=st.integers(0, len(LINE) - 1),
    byte=st.integers(0, 255),
)
def test_a_changed_byte_never_leaves_the_same_entry(at: int, byte: int) -> None:
    changed = LINE[:at] + bytes([byte]) + LINE[at + 1 :]
    if changed != LINE:
        assert decode(changed, LogKind.DEVICE) != ACTIVITY


@given(
    title=st.text(min_size=1, max_size=50),
    quantity=st.none() | st.integers(0, 10**9),
    topics=st.lists(st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True), max_size=5).map(tuple),
)
def test_whatever_is_encoded_reads_back_and_is_plain_json(title: str, quantity: int | None, topics: tuple[str, ...]) -> None:
    entry = Activity(
        salt="0" * 16,
        at=Instant(1),
        record=RECORD,
        fields=Fields(title=title, date="2026-01-01", quantity=quantity, topics=topics),
    )
    try:
        line = encode(entry)
    except BadInput:
        return
    assert decode(line, LogKind.DEVICE) == entry
    assert json.loads(line) == json.loads(msgspec.json.encode(entry))
    assert json.loads(line)["fields"]["title"] == title
    assert b"\n" not in line


KINDS_OF_LINES: dict[str, dict[str, object]] = {
    "activity": {"record": RECORD, "base": [HASH], "fields": {"quantity": 4}},
    "retraction": {"record": RECORD, "base": [HASH], "reason": "nhầm"},
    "report": {
        "period": "2026-11",
        "covers": [["a" * 16, 1]],
        "records": 0,
        "root": HASH,
        "figures": {"total": [0, 0, 0, 0]},
        "narrative": {},
    },
    "noted": {"directive": "plan", "position": 3},
    "join": {"hub": "h", "unit": "03390", "invite": "a" * 16, "key": "k", "proof": HASH},
    "hub": {"name": "h", "province": "12", "cosigner": "k"},
    "unit": {"code": "03390", "name": "Bình Lư", "type": "xã", "valid_from": "2025-07-01"},
    "device": {"unit": "03390", "key": "k", "invite": "a" * 16},
    "reorganised": {"how": "merged", "units": ["00001"], "into": ["00002"], "since": "2026-11-01"},
    "revoked": {"device": "a" * 16, "size": 3, "reason": "mất"},
    "acceptance": {"device": "a" * 16, "size": 3, "root": HASH},
    "review": {"record": RECORD, "heads": [HASH], "verdict": "accepted"},
    "reminder": {"period": "2026-11"},
}
"""A good line of every kind but a directive, which has tests of its own: what comes after `kind`, `salt` and `at`."""


def line(kind: str, **changes: object) -> bytes:
    """A line of a kind with fields changed, added where the kind does not set them, or left out where they are None."""
    fields = {**KINDS_OF_LINES[kind], **changes}
    struct = next(found for found in KINDS if found.__struct_config__.tag == kind)
    order = [field.encode_name for field in msgspec.structs.fields(struct)]
    stated: dict[str, object] = {"kind": kind, "salt": "0" * 16, "at": 1, **fields}
    in_order = sorted(stated, key=lambda name: -1 if name == "kind" else order.index(name) if name in order else len(order))
    return msgspec.json.encode({name: stated[name] for name in in_order if stated[name] is not None})


def log_of(kind: str) -> LogKind:
    return next(log for struct, (log, _check) in KINDS.items() if struct.__struct_config__.tag == kind)


@pytest.mark.parametrize("kind", KINDS_OF_LINES)
def test_a_good_line_of_every_kind_is_read_in_its_log_and_written_again_the_same(kind: str) -> None:
    entry = decode(line(kind), log_of(kind))
    assert not isinstance(entry, Quarantined), entry
    assert encode(entry) == line(kind)
    for log in LogKind:
        assert isinstance(decode(line(kind), log), Quarantined) == (log is not log_of(kind))


@pytest.mark.parametrize("kind", KINDS_OF_LINES)
def test_a_kind_has_no_further_field_and_none_twice(kind: str) -> None:
    assert held(line(kind, weather="mưa"), log_of(kind)) == Quarantined("future", "field 'weather' is unknown here")
    cited = line(kind, seen={"size": 1, "root": HASH, "weather": 1})
    assert held(cited, log_of(kind)) == Quarantined("future", "field 'weather' is unknown here")
    for field in KINDS_OF_LINES[kind]:
        if field not in ("base", "record"):
            assert held(line(kind, **{field: None}), log_of(kind)).why == "invalid"


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
    for kind in KINDS_OF_LINES:
        assert isinstance(decode(line(kind, seen=seen), log_of(kind)), Quarantined) != is_good


@pytest.mark.parametrize(("at", "is_good"), [(0, True), (253_402_300_799, True), (-1, False), (253_402_300_800, False)])
def test_a_claimed_time_is_within_what_every_calendar_can_hold(at: int, is_good: bool) -> None:
    assert isinstance(decode(line("noted", at=at), LogKind.DEVICE), Quarantined) != is_good


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b'{"kind":"visit"}', Quarantined("future", "kind 'visit' is unknown here")),
        (b'{"kind":"' + b"v" * 50 + b'"}', Quarantined("future", "kind '" + "v" * 40 + "' is unknown here")),
        (line("noted", b=1, a=2), Quarantined("future", "field 'a' is unknown here")),
        (line("noted", **{"n" * 50: 1}), Quarantined("future", "field '" + "n" * 40 + "' is unknown here")),
        (line("activity", fields={"quantity": -4, "weather": 1}), Quarantined("future", "field 'weather' is unknown here")),
    ],
)
def test_what_is_from_the_future_says_what_is_unknown(text: bytes, found: Quarantined) -> None:
    assert held(text) == found


@pytest.mark.parametrize(
    "text", [b'{"fields":1}', b'{"kind":null}', b'["kind"]', b'"kind"', line("noted", fields={"weather": 1})]
)
def test_what_names_no_kind_is_not_from_the_future(text: bytes) -> None:
    expected = "future" if b"noted" in text else "invalid"
    assert held(text).why == expected


def test_a_salt_is_sixty_four_bits_of_whatever_randomness_there_is() -> None:
    assert new_salt(lambda count: bytes(range(count))) == "0001020304050607"
