"""sync/PROTOCOL.md is true: its examples are what the program writes, its tables what the program reads, its limits what the
program holds to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import NODEFAULT, UNSET, Struct

from sync.encoding import limits, patterns, types
from sync.encoding.limits import MAX_DEPTH, MAX_ENTRY
from sync.encoding.types import Index, Size
from sync.encoding.unicode import has_unseen
from sync.exchange import parcel, ranges, signing
from sync.exchange.machine import PUSH_SECONDS
from sync.ledger import directive as d
from sync.ledger import entry as e
from sync.ledger.citation import CitationJudge
from sync.ledger.decode import decode
from sync.ledger.entry import KINDS, Fields, Stated
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import ReportJudge
from sync.ledger.unit_records import UnitRecords
from sync.ledger.versions import versions_among
from sync.log.merkle import leaf_hash, tree_root
from tests import protocol
from tests.protocol_example import NUMBER, Example

TEXT = protocol.PAGE.read_text(encoding="utf-8")


def test_every_example_of_the_page_is_what_the_program_writes() -> None:
    assert sorted(protocol.names(TEXT)) == sorted(protocol.examples())
    assert protocol.written(TEXT) == TEXT


def test_the_receipt_and_checkpoint_of_the_page_verify() -> None:
    made = protocol.examples()
    assert made["receipt device"].startswith(made["checkpoint device"])


def test_the_examples_are_one_hub_whose_citation_and_reports_hold() -> None:
    example = Example()
    registry = Registry(example.hub_key.verifier)
    registry.take(decode(line, LogKind.REGISTRY) for line in example.registry)
    assert not registry.contradictions and list(registry.devices) == [example.device]
    entries = [decode(line, LogKind.DEVICE) for line in example.log]
    leaves = [leaf_hash(line) for line in example.acceptances]
    judge = CitationJudge(registry, lambda size: tree_root(leaves[:size]))
    (cited,) = [entry.seen for entry in entries if isinstance(entry, e.Activity) and entry.seen is not None]
    assert judge.judge(cited, Index(1)).verdict == "valid" and cited.sig
    records = UnitRecords([(example.device, versions_among(example.log))])
    reports = ReportJudge({example.device: Size(5)}, records, registry.directive_editions)
    found = [
        (entry.period, entry.level, reports.judge(example.device, Index(index), entry).verdict)
        for index, entry in enumerate(entries)
        if isinstance(entry, e.Report)
    ]
    assert found == [("2026-11", 1, "valid"), (f"{NUMBER}@2026-11", 2, "valid")]


def test_the_limits_of_the_page_are_those_of_the_program() -> None:
    assert f"{MAX_ENTRY:,} bytes" in TEXT and f"at most {MAX_DEPTH} deep" in TEXT
    assert f"{parcel.ONE_EXCHANGE.decompressed // 1024**2} MiB decompressed, {parcel.ONE_EXCHANGE.entries:,} entries" in TEXT
    assert f"{parcel.ONE_FILE.decompressed // 1024**3} GiB decompressed, {parcel.ONE_FILE.entries:,} entries" in TEXT
    assert f"{parcel.ONE_BUNDLE.decompressed // 1024**3} GiB decompressed, {parcel.ONE_BUNDLE.entries:,} entries" in TEXT
    assert f"more than {signing.MAX_SKEW} seconds" in TEXT
    assert f"{PUSH_SECONDS:g} seconds" in " ".join(TEXT.split())


def test_the_seeds_are_made_as_the_page_says() -> None:
    assert "SHA-256 of the name" in TEXT
    for name in ("example registry", "example mirror", "example device"):
        assert f"`{name}`" in TEXT
        assert len(hashlib.sha256(name.encode()).digest()) == 32


# -- the tables of what stands in entries


TYPES: dict[str, tuple[object, ...]] = {
    "salt": (types.Salt,),
    "instant": (types.Posix,),
    "size": (types.Size,),
    "index": (Index,),
    "origin": (types.Origin,),
    "count": (types.Count,),
    "sum": (types.Sum,),
    "level": (e.Level,),
    "flag": (bool,),
    "hash": (types.Base64Hash,),
    "signature": (e.NoteSignature,),
    "key": (types.VerifierKey,),
    "unit": (types.UnitCode,),
    "device": (types.DeviceId, types.NamedDevice),
    "invite": (types.InviteId,),
    "record": (types.RecordId,),
    "slug": (types.Slug,),
    "day": (types.Day,),
    "line": (types.Line,),
    "label": (types.Label,),
    "text": (types.Text,),
    "period": (e.PeriodName,),
}
"""The words of the page for types, but those that a row says in its own words."""


def rows(heading: str) -> Iterator[list[str]]:
    """The rows of the tables below a heading, without their heads."""
    section = TEXT.partition(f"\n{heading}\n")[2]
    section = re.split(r"\n##+ ", section)[0]
    for line in section.split("\n"):
        cells = [cell.strip() for cell in line.strip()[1:-1].split("|")] if line.startswith("|") else []
        if len(cells) >= 2 and cells[0] not in ("kind", "key", "key of `fields`") and not set(line) <= set("|-"):
            yield cells


def kinds_of_the_page() -> dict[str, list[list[str]]]:
    """By kind, the rows of its keys: key, type, default."""
    kinds: dict[str, list[list[str]]] = {}
    for heading in ("### In a device's log", "### In the registry", "### In the acceptances, and in a unit's desk"):
        kind = ""
        for cells in rows(heading):
            if re.fullmatch(r"`\w+`", cells[1]) is None or len(cells) < 3:
                continue
            kind = cells[0].strip("`") or kind
            kinds.setdefault(kind, []).append([cell.strip("`") for cell in cells[1:]])
    return kinds


def defaults(struct: type[Struct]) -> dict[str, object]:
    """By key, the default; NODEFAULT where there is none."""
    return {field.encode_name: field.default for field in msgspec.structs.fields(struct)}


def annotation(struct: type[Struct], name: str) -> object:
    return next(field.type for field in msgspec.structs.fields(struct) if field.encode_name == name)


@pytest.mark.parametrize("struct", KINDS, ids=lambda struct: str(struct.__struct_config__.tag))
def test_the_table_of_a_kind_has_its_keys_in_order_with_their_types_and_defaults(struct: type[Any]) -> None:
    table = kinds_of_the_page()[str(struct.__struct_config__.tag)]
    own = [name for name in struct.__struct_fields__ if name not in Stated.__struct_fields__]
    order = [row[0] for row in table]
    assert order == [name for name in struct.__struct_encode_fields__ if name in own]
    for name, type_, *default in table:
        stated = {"": NODEFAULT, "null": None, "[]": (), "false": False, "1": 1, '""': ""}[default[0] if default else ""]
        assert defaults(struct)[name] == stated, name
        check_type(type_, annotation(struct, name))


def check_type(word: str, annotated: object) -> None:
    """A word of the page is of the type that a struct has."""
    optional = [part for part in getattr(annotated, "__args__", ()) if part is not type(None) and part is not type(UNSET)]
    bounds = re.fullmatch(r"list of (\d+)-(\d+) (\w+)", word)
    if bounds is not None and bounds[3] in TYPES:
        least, most, inner = int(bounds[1]), int(bounds[2]), TYPES[bounds[3]][0]
        assert repr(inner) in repr(annotated) or str(inner) in str(annotated)
        assert f"max_length={most}" in repr(annotated)
        assert (f"min_length={least}" in repr(annotated)) == (least > 0)
    elif word in TYPES:
        assert annotated in TYPES[word] or any(part in TYPES[word] for part in optional), (word, annotated)


def test_the_table_of_an_activitys_fields_is_the_programs() -> None:
    section = TEXT.partition("| key of `fields` |")[2].split("\n\n")[0]
    table = [[cell.strip("` ") for cell in line.strip("|").split(" | ")] for line in section.split("\n")[2:]]
    assert [row[0] for row in table] == list(Fields.__struct_fields__)
    for name, type_, null in table:
        annotated = annotation(Fields, name)
        check_type(type_, annotated)
        assert (type(None) in getattr(annotated, "__args__", ())) == (null == "yes"), name


def test_the_tables_of_a_directive_have_its_keys_in_order() -> None:
    listed = [key for row in rows("### Directives") for key in re.findall(r"`(\w+)`", row[0])]
    directive = list(d.Directive.__struct_fields__)
    task, duty = list(d.Task.__struct_fields__), list(d.Duty.__struct_fields__)
    assert listed[: len(directive)] == directive
    rest = listed[len(directive) :]
    assert rest[: len(task)] == task
    assert [key for key in rest[len(task) :] if key in duty][: len(duty)] == duty
    envelope = [key for row in rows("### Directives") if row[-1] == "yes" for key in re.findall(r"`(\w+)`", row[0])]
    assert sorted(envelope) == sorted(d.ENVELOPE)
    for rule in d.RULES:
        assert f"`{rule}`" in TEXT
    for struct in (d.Basis, d.Signatory, d.Observance, d.Due):
        assert all(f"`{name}`" in TEXT for name in struct.__struct_fields__)


def test_the_table_of_a_parcels_lines_has_their_keys_in_order() -> None:
    listed = [key for row in rows("## Parcels") for key in re.findall(r"`(\w+)`", row[1])]
    structs = (parcel.Header, ranges.RangeHead, parcel.End)
    expected = [name for struct in structs for name in struct.__struct_encode_fields__]
    assert listed[: len(expected)] == expected


def test_the_characters_that_cannot_be_seen_are_those_of_the_page() -> None:
    listed = TEXT.partition("characters that cannot be seen are, for good: ")[2].partition(".\n")[0]
    found = set[int]()
    for part in re.findall(r"[0-9A-F]{4,6}(?:-[0-9A-F]{4,6})?", listed):
        first, _dash, last = part.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    assert found == {code for code in range(0x110000) if has_unseen(chr(code))}


def test_the_bounds_that_the_page_gives_are_those_of_the_types() -> None:
    for number in (limits.LAST_INSTANT, limits.MAX_COUNT, limits.MAX_LINE, limits.MAX_TEXT, limits.MAX_KEY):
        assert re.search(rf"\b{number}\b", TEXT), number
    for pattern in (patterns.SALT, patterns.DEVICE_ID, patterns.RECORD_ID, patterns.DAY):
        assert f"`{pattern.pattern}`" in TEXT
