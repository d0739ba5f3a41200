"""Versions from lines: read one by one or many at once they are the same, and merge alike."""

from __future__ import annotations

import msgspec

from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Index, Instant
from sync.ledger.decode import encode
from sync.ledger.entry import Activity, Fields, Join, Noted, Retraction
from sync.ledger.merge import Version, merge
from sync.ledger.versions import merge_lines, version_of, versions_among, versions_of
from sync.log.merkle import leaf_hash

RECORD = "01890000-0000-7000-8000-000000000001"
FIRST = Activity(salt="0" * 16, at=Instant(1), record=RECORD, fields=Fields(title="Phát loa", date="2026-11-02"))
REVISION = Activity(
    salt="1" * 16,
    at=Instant(2),
    record=RECORD,
    base=(tobase64(leaf_hash(encode(FIRST))),),
    fields=Fields(place="Bản Sin Chải"),
)
END = Retraction(salt="2" * 16, at=Instant(3), record=RECORD, base=(tobase64(leaf_hash(encode(REVISION))),), reason="trùng")
ENTRIES: tuple[Activity | Retraction, ...] = (FIRST, REVISION, END)
LINES = [encode(entry) for entry in ENTRIES]
EXPECTED = [Version(leaf_hash(line), entry) for line, entry in zip(LINES, ENTRIES, strict=True)]


def plain(versions: list[Version]) -> list[tuple[bytes, bytes]]:
    """Leaves and lines: a batch reads into structs of its own, which say the same."""
    return [(version.leaf, msgspec.json.encode(version.entry)) for version in versions]


def test_a_line_gives_its_version() -> None:
    assert [version_of(line) for line in LINES] == EXPECTED
    assert version_of(LINES[0], Hash(b"x" * 32)).leaf == Hash(b"x" * 32)


def test_many_lines_give_the_versions_that_each_gives() -> None:
    assert plain(versions_of(LINES)) == plain(EXPECTED)
    assert versions_of([]) == []


def test_a_record_is_merged_from_its_lines_in_any_order() -> None:
    assert merge_lines(LINES) == merge_lines(reversed(LINES)) == merge(EXPECTED)


def test_the_versions_of_a_log_keep_their_places_and_other_entries_are_passed_over() -> None:
    noted = encode(Noted(salt="3" * 16, at=Instant(4), directive="plan", position=Index(1)))
    join = encode(
        Join(salt="4" * 16, at=Instant(0), hub="h", unit="03390", invite="a" * 16, key="k", proof=tobase64(Hash(bytes(32))))
    )
    found = list(versions_among([join, LINES[0], noted, b'{"kind":"later"}', *LINES[1:]]))
    assert [index for index, _version in found] == [1, 4, 5]
    assert plain([version for _index, version in found]) == plain(EXPECTED)
