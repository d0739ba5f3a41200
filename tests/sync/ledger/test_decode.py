"""Lines read: one line, one meaning. What cannot be read is held with its reason and never raises."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.limits import MAX_ENTRY
from sync.encoding.types import DeviceId, Instant, Size
from sync.errors import BadInput
from sync.ledger.decode import Quarantined, decode, encode, passed_over
from sync.ledger.entry import Acceptance, Activity, Citation, Fields, Report, ReportInPart
from sync.ledger.origins import LogKind
from tests.sync.ledger.lines import HASH, LINES, RECORD, held, line, log_of
from tests.sync.ledger.sized import line_of

ACTIVITY = Activity(
    salt="0123456789abcdef",
    at=Instant(1_700_000_000),
    record=RECORD,
    fields=Fields(title="Phát loa", date="2026-11-03", quantity=4),
)
LINE = encode(ACTIVITY)


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


@pytest.mark.parametrize("kind", LINES)
def test_a_good_line_of_every_kind_is_read_in_its_log_and_written_again_the_same(kind: str) -> None:
    entry = decode(line(kind), log_of(kind))
    assert not isinstance(entry, Quarantined), entry
    assert encode(entry) == line(kind)
    for log in LogKind:
        assert isinstance(decode(line(kind), log), Quarantined) == (log is not log_of(kind))


@pytest.mark.parametrize("kind", LINES)
def test_a_further_key_holds_back_what_a_laptop_states_and_nothing_that_others_rest_on(kind: str) -> None:
    """A newer hub may say one more thing of a laptop, a unit, a revocation or an acceptance: the rest of it holds."""
    known = line(kind, seen={"size": 1, "root": HASH})
    further = [
        (line(kind, seen={"size": 1, "root": HASH}, weather="mưa"), ["weather"]),
        (line(kind, seen={"size": 1, "root": HASH, "weather": 1}), ["weather"]),
        (line(kind, seen={"size": 1, "root": HASH, "b": [{}]}, weather={"x": 1}, a=2), ["b", "weather", "a"]),
    ]
    for text, keys in further:
        entry = decode(text, log_of(kind))
        if kind == "report":
            assert isinstance(entry, ReportInPart) and entry.seen == Citation(size=Size(1), root=HASH)
        elif kind in ("activity", "retraction", "noted"):
            assert entry == Quarantined("future", f"field {min(keys)!r} is unknown here")
        else:
            assert entry == decode(known, log_of(kind)) and not isinstance(entry, Quarantined)
            assert sorted(passed_over(text, entry)) == sorted(keys)


@pytest.mark.parametrize("kind", LINES)
def test_nothing_is_passed_over_in_a_line_of_known_keys(kind: str) -> None:
    entry = decode(line(kind), log_of(kind))
    assert not isinstance(entry, Quarantined) and passed_over(line(kind), entry) == []


@pytest.mark.parametrize("kind", LINES)
def test_a_further_key_excuses_nothing_else(kind: str) -> None:
    """Whatever else is wrong with a line that others rest on makes it invalid, as without the key."""
    for wrong in ({"salt": "x"}, {"at": -1}, {"seen": {"size": 1, "root": "x"}}):
        found = held(line(kind, **wrong, weather="mưa"), log_of(kind))
        assert found.why == ("future" if kind in ("activity", "retraction", "noted") else "invalid")
    early = (
        line(kind, weather="mưa").replace(b'"weather":"m\xc6\xb0a"', b'"zzz":1').replace(b'{"kind"', b'{"weather":1,"kind"')
    )
    assert held(early, log_of(kind)).why == "invalid"


@pytest.mark.parametrize("kind", LINES)
def test_a_kind_has_no_field_twice(kind: str) -> None:
    for field in LINES[kind]:
        if field not in ("base", "record"):
            assert held(line(kind, **{field: None}), log_of(kind)).why == "invalid"


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
