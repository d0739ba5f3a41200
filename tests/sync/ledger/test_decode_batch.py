"""Many entries read at once are read as each alone: whatever stands in them, wherever it is wrong."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.encoding.types import Base64Hash, Instant, Size
from sync.ledger import decode_batch
from sync.ledger.decode import Quarantined, decode, encode
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import Activity, Citation, Entry, Fields, Join, Retraction
from sync.ledger.origins import LogKind
from tests.sync.ledger.sized import line_of

HASH = Base64Hash("A" * 43 + "=")
FULL = Activity(
    salt="0123456789abcdef",
    at=Instant(1_700_000_000),
    record="0190b2c4-5e00-7000-8000-000000000001",
    fields=Fields(
        title="Phát loa",
        date="2026-11-03",
        directive="lai-chau-2653-kh-ubnd",
        task="7",
        topics=("digital-skills", "gender-equality"),
        channel="commune-radio",
        text="Bà con nghe đủ.",
        place="Bản Nà Khương",
        quantity=4,
        audience=120,
        minutes=15,
        language="hmn",
        body="culture-society-office",
    ),
)
SPAN = msgspec.structs.replace(
    FULL, fields=Fields(title="Chiến dịch", date="2026-11-03", until="2026-11-05", audiences=("women", "youth"))
)
SHORT = msgspec.structs.replace(FULL, fields=Fields(title="Họp bản", date="2026-11-04"))
REVISION = msgspec.structs.replace(FULL, base=(HASH,), fields=Fields(quantity=5))
CITING = msgspec.structs.replace(SHORT, seen=Citation(Size(3), HASH))
RETRACTION = Retraction(salt="0" * 16, at=Instant(5), record=FULL.record, base=(HASH,), reason="Nhầm")
JOIN = Join(salt="0" * 16, at=Instant(0), hub="h", unit="03390", invite="a" * 16, key="k", proof=HASH)
LINES = [encode(entry) for entry in (FULL, SHORT, SPAN, REVISION, CITING, RETRACTION, JOIN)]


def same(lines: list[bytes], log: LogKind = LogKind.DEVICE) -> list[Entry | Quarantined]:
    """What is read of all, once it was compared with what is read of each."""
    together = decode_all(lines, log)
    for one, line in zip(together, lines, strict=True):
        alone = decode(line, log)
        if isinstance(alone, Quarantined):
            assert one == alone
        else:
            assert isinstance(one, type(alone))
            assert msgspec.structs.asdict(alone).keys() == msgspec.structs.asdict(one).keys()
            assert msgspec.json.encode(one) == msgspec.json.encode(alone) == line
    return together


def test_good_entries_of_every_kind_are_read() -> None:
    assert not any(isinstance(entry, Quarantined) for entry in same(LINES))
    assert all(isinstance(entry, Activity) for entry in same([LINES[0], LINES[1]] * 50))


def test_only_what_is_no_new_activity_is_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    alone: list[bytes] = []

    def counted(line: bytes, log: LogKind) -> Entry | Quarantined:
        alone.append(line)
        return decode(line, log)

    monkeypatch.setattr(decode_batch, "decode", counted)
    decode_all([LINES[0], LINES[1]] * 50, LogKind.DEVICE)
    assert alone == []
    decode_all(LINES, LogKind.DEVICE)
    assert alone == LINES[2:]


@pytest.mark.parametrize("log", list(LogKind))
def test_entries_of_another_log_are_held(log: LogKind) -> None:
    same(LINES, log)
    assert same([], log) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"0123456789abcdef", b"0123456789ABCDEF"),
        (b"0123456789abcdef", b"01234567 89abcde"),
        (b"0123456789abcdef", b"0123456789abcdeg"),
        (b"0123456789abcdef", b"0123456789abcde"),
        (b"0190b2c4-5e00", b"0190b2c45-e00"),
        (b"0190b2c4-5e00", b"0190B2c4-5e00"),
        (b"5e00-7000-", b"5e00-4000-"),
        (b"-8000-", b"-c000-"),
        (b"-000000000001", b"00000000000-1"),
        (b"-000000000001", b"-00000000-0001"),
        (b"-7000-8000-", b"\xc3\xa1" + b"7000-8000-"),
        (b"2026-11-03", b"2026-02-30"),
        (b"2026-11-03", b"20261103"),
        (b"2026-11-03", b"2026-W45-2"),
        (b"2026-11-03", "２026-11-03".encode()),
        (b"lai-chau-2653-kh-ubnd", b"lai-chau-2653-kh-ubnd-"),
        (b"lai-chau-2653-kh-ubnd", b"x" * 65),
        (b"commune-radio", b"Commune-radio"),
        (b"commune-radio", b""),
        (b"hmn", b"hmn\\n"),
        (b"gender-equality", "bình-đẳng".encode()),
        ("Bản".encode(), "Ba\u0309n".encode()),
        ("Họp".encode(), "Họp\u0301".encode()),
        (b'"date"', b'"day"'),
        (b'"kind":"activity"', b'"kind":"later"'),
        (b'"quantity":4', b'"quantity":-4'),
        (b'"quantity":4', b'"quantity":4.0'),
        (b"{", b" {"),
        (b"}}", b"}},"),
        (b'"base":["A', b'"base":["!'),
        (b'"root":"A', b'"root":"!'),
    ],
)
def test_one_bad_entry_is_held_and_its_neighbours_are_not(old: bytes, new: bytes) -> None:
    bad = next(line for line in LINES if old in line).replace(old, new, 1)
    found = same([LINES[0], LINES[1], bad, LINES[2]])
    assert [isinstance(entry, Quarantined) for entry in found] == [False, False, True, False]
    assert isinstance(same([bad])[0], Quarantined)


def test_a_revision_of_the_title_is_held_for_what_it_builds_on() -> None:
    fields = Fields(title="Họp bản", date="2026-11-04")
    bad = encode(msgspec.structs.replace(REVISION, fields=fields)).replace(HASH.encode(), b"!" * 44)
    assert [isinstance(entry, Quarantined) for entry in same([LINES[0], bad])] == [False, True]
    assert isinstance(same([bad])[0], Quarantined)


@pytest.mark.parametrize("missing", ["title", "date"])
def test_a_first_entry_without_title_or_date_is_held(missing: str) -> None:
    fields: dict[str, Any] = {"title": "Họp bản", "date": "2026-11-04"}
    del fields[missing]
    bad = msgspec.json.encode(msgspec.structs.replace(FULL, fields=Fields(**fields)))
    assert [isinstance(entry, Quarantined) for entry in same([bad, LINES[0]])] == [True, False]


@pytest.mark.parametrize("salts", [("0" * 15, "0" * 15), ("0" * 17, "0" * 17), ("0" * 15, "0" * 17)])
def test_two_salts_that_make_up_for_each_other_are_held(salts: tuple[str, str]) -> None:
    found = same([LINES[1].replace(b"0123456789abcdef", salt.encode()) for salt in salts])
    assert all(isinstance(entry, Quarantined) for entry in found)


@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=6), st.data())
def test_whatever_byte_is_changed_each_is_read_as_if_it_were_alone(lines: list[bytes], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[which]) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != 0x0A))
    lines[which] = lines[which][:at] + bytes([byte]) + lines[which][at + 1 :]
    same(lines)


def test_an_empty_line_and_one_that_is_too_long_are_held_alone() -> None:
    long = LINES[0].replace(b"commune-radio", b"r" * 65_536)
    assert [isinstance(entry, Quarantined) for entry in same([LINES[0], b"", long, LINES[1]])] == [False, True, True, False]


def test_an_entry_of_exactly_the_limit_is_read_among_others_and_one_byte_more_is_held() -> None:
    found = same([LINES[0], line_of(65_535), LINES[1], line_of(65_536)])
    assert [isinstance(entry, Quarantined) for entry in found] == [False, False, False, True]
    assert isinstance(same([line_of(65_536)])[0], Quarantined)


def activity_of(size: int) -> bytes:
    """The line of an activity with exactly so many bytes, good but for its size: its texts are spelled with escapes."""
    long = Fields(title="\x01" * 500, date="2026-11-03", text="", place="\x01" * 500, task="\x01" * 500)
    bare = len(msgspec.json.encode(msgspec.structs.replace(FULL, fields=long)))
    escapes, rest = divmod(size - bare, len("\\u0001"))
    text = "\x01" * escapes + "x" * rest
    line = msgspec.json.encode(msgspec.structs.replace(FULL, fields=msgspec.structs.replace(long, text=text)))
    assert len(line) == size
    return line


def test_an_activity_of_exactly_the_limit_is_read_among_others_and_one_byte_more_is_held() -> None:
    for size in (65_535, 65_536):
        found = same([LINES[0], activity_of(size), LINES[1]])
        assert [isinstance(entry, Quarantined) for entry in found] == [False, size > 65_535, False]
