"""The vectors of entries, directives, registries, reports and citations: each file is read as its header says, and what it
expects comes of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.encoding.types import DeviceId, Hash, Index, Size
from sync.exchange.parcel import ONE_BUNDLE
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.citation import CitationJudge, JudgedCitation
from sync.ledger.decode import Quarantined, decode, encode, passed_over
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import DirectedInPart, ReportInPart
from sync.ledger.origins import LogKind
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import JudgedReport, ReportJudge
from sync.ledger.unit_records import UnitRecords
from sync.ledger.versions import versions_among
from sync.log.merkle import leaf_hash, tree_root
from sync.log.note import Verifier
from tests.vectors import generate
from tests.vectors.vector import ROOT, Vector, parse

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).glob("*.txt"))]


def named(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix()


def test_every_folder_has_vectors_that_hold_and_such_that_do_not() -> None:
    for folder in generate.LEDGER_FOLDERS:
        assert {"ok"} < {parse(path).expect for path in files(folder)}


@pytest.mark.parametrize("path", files("entry", "directive"), ids=named)
def test_a_line_is_what_its_vector_expects(path: Path) -> None:
    vector = parse(path)
    assert vector.format() == path.read_bytes()
    log = LogKind(vector.given["log"])
    found = decode(vector.body, log)
    assert outcome(vector.body, found) == (
        vector.expect,
        vector.given.get("opaque", ""),
        vector.given.get("passed-over", ""),
    )
    assert decode_all([vector.body], log) == [found] or vector.expect == "ok"
    if vector.expect == "ok" and not isinstance(found, Quarantined):
        assert encode(found) == vector.body


def outcome(line: bytes, found: e.Entry | Quarantined) -> tuple[str, str, str]:
    if isinstance(found, Quarantined):
        return found.why, "", ""
    if isinstance(found, ReportInPart):
        return "in-part", "", ""
    if not isinstance(found, DirectedInPart):
        keys = passed_over(line, found)
        return "in-part" if keys else "ok", "", " ".join(keys)
    unread = found.unread
    opaque = "edition" if unread.edition else " ".join(duty.id for duty in unread.duties)
    return "in-part", opaque, " ".join(unread.keys)


@pytest.mark.parametrize("path", files("registry"), ids=named)
def test_a_registry_passes_over_what_its_vector_expects(path: Path) -> None:
    vector = parse(path)
    registry = Registry(Verifier.parse(vector.given["vkey"]))
    lines = vector.body.split(b"\n")[:-1]
    registry.take(decode(line, LogKind.REGISTRY) for line in lines)
    found = [(contradiction.index, contradiction.error.code) for contradiction in registry.contradictions]
    assert found == ([] if vector.expect == "ok" else [(int(vector.given["index"]), vector.expect)])
    assert registry.size == len(lines)


class Bundle:
    """A vector's bundle, read log by log: what the judges look at."""

    def __init__(self, vector: Vector) -> None:
        data = zstd.compress(vector.body, options={zstd.CompressionParameter.checksum_flag: 1})
        _header, ranges = ranges_of(events_of([data], ONE_BUNDLE))
        self.registry = Registry(Verifier.parse(vector.given["vkey"]))
        self.logs: dict[str, list[bytes]] = {}
        for incoming in ranges:
            self.logs[origins.parse(incoming.head.origin).first] = [line for lines in incoming for line in lines]
        self.acceptances = self.logs[origins.acceptances(self.registry.name)]
        lines = self.logs[origins.registry(self.registry.name)]
        self.registry.take(decode(line, LogKind.REGISTRY) for line in lines)

    def of(self, device: str) -> list[bytes]:
        return self.logs[origins.device(self.registry.name, DeviceId(device))]

    def entries(self, device: str) -> list[e.Entry | Quarantined]:
        return [decode(line, LogKind.DEVICE) for line in self.of(device)]

    def accepted(self, device: str, index: int) -> Index:
        """The index of the first acceptance that covers an entry."""
        for place, line in enumerate(self.acceptances):
            acceptance = decode(line, LogKind.ACCEPTANCES)
            assert isinstance(acceptance, e.Acceptance)
            if acceptance.device == device and acceptance.size > index:
                return Index(place)
        raise AssertionError("every entry of a bundle was accepted")

    def root_at(self, size: Size) -> Hash | None:
        if size > len(self.acceptances):
            return None
        return tree_root([leaf_hash(line) for line in self.acceptances[:size]])

    def reports(self) -> Iterator[tuple[str, int, JudgedReport]]:
        """Every report of the bundle, judged."""
        for unit in {device.unit for device in self.registry.devices.values()}:
            peers = [device.id for device in self.registry.peers(unit)]
            records = UnitRecords((device, versions_among(self.of(device))) for device in peers)
            sizes = {device: Size(len(self.of(device))) for device in peers}
            judge = ReportJudge(sizes, records, self.registry.directive_editions)
            for device in peers:
                for index, entry in enumerate(self.entries(device)):
                    if isinstance(entry, e.Report):
                        yield device, index, judge.judge(device, Index(index), entry)

    def citations(self) -> Iterator[tuple[str, int, JudgedCitation]]:
        """Every citation of the bundle, judged in the order of its log."""
        for device in self.registry.devices:
            judge = CitationJudge(self.registry, self.root_at)
            for index, entry in enumerate(self.entries(device)):
                if not isinstance(entry, Quarantined) and entry.seen is not None:
                    yield device, index, judge.judge(entry.seen, self.accepted(device, index))


@pytest.mark.parametrize("path", files("report", "citation"), ids=named)
def test_what_is_judged_gets_the_verdict_of_its_vector(path: Path) -> None:
    vector = parse(path)
    assert vector.format() == path.read_bytes()
    bundle = Bundle(vector)
    judged = bundle.reports() if vector.read == "report" else bundle.citations()
    found = {(device, index): (verdict.verdict, verdict.code or "ok") for device, index, verdict in judged}
    assert found[vector.given["device"], int(vector.given["index"])] == (vector.given["verdict"], vector.expect)
