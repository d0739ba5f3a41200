"""What the audit says of what the province erased, and how a hub that lies about it is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import structs

from sync.audit.bundles import read, records
from sync.audit.prove import prove
from sync.audit.redactions import AuditedRedaction
from sync.audit.telling import tell
from sync.encoding.spelling import tobase64
from sync.encoding.types import Count, Index, Instant
from sync.errors import Refused
from sync.ledger import entry as e
from sync.ledger.decode import decode, encode
from sync.ledger.origins import LogKind
from sync.ledger.redaction import REMOVED, without_texts
from sync.log.merkle import leaf_hash
from sync.log.redacted import kept_line
from sync.wording.i18n import speaking
from tests.forked import forked
from tests.sync.audit.bundles import Laptop, Province, audited, record, told


def shown_by(command: str, path: Path, *more: str) -> str:
    """What a command says of a bundle."""
    done = forked("audit", command, str(path), *more, SOXA_LANG="en")
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def reported() -> tuple[Province, Laptop]:
    """A laptop whose second entry has a name in it, and which has reported."""
    province = Province()
    laptop = province.laptop("12001")
    laptop.activity(record(1), text="bà A", quantity=4, channel="commune-radio")
    laptop.activity(record(2))
    laptop.report("2026-11")
    laptop.push()
    return province, laptop


def redact(province: Province, laptop: Laptop, at: int = 1, quantity: int = 4, *, erase: bool = True) -> None:
    """The hub erases an activity's texts, and says again that there were so many."""
    line = laptop.log.lines[at]
    entry, leaf = decode(line, LogKind.DEVICE), leaf_hash(line)
    assert isinstance(entry, e.Activity)
    left = without_texts(entry, leaf)
    assert isinstance(left, e.Activity)
    left = structs.replace(left, fields=structs.replace(left.fields, quantity=Count(quantity)))
    rows = (e.RedactedEntry(tobase64(leaf), encode(left).decode()),)
    said = {"salt": province.salt(), "at": province.now(), "unit": "12001", "reason": "QĐ 12", "by": "Lan"}
    province.register(e.Redaction(**said, entries=rows))  # type: ignore[arg-type]
    if erase:
        laptop.log.lines[at] = kept_line(leaf, encode(left))


def test_it_is_proven_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    province, laptop = reported()
    before = audited(tmp_path, province.draft().write(), province.key)
    redact(province, laptop)
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert not summary.faults and not summary.findings
    assert (summary.records, summary.reports) == (before.records, before.reports)
    (found,) = summary.redacted
    assert isinstance(found, AuditedRedaction) and found.at > Instant(0)
    assert (found.unit, found.records, found.periods, found.reason, found.by, found.entries) == (
        "12001",
        (record(1),),
        (),
        "QĐ 12",
        "Lan",
        1,
    )
    with speaking("vi"):
        tell(summary)
    said = capsys.readouterr().out
    assert (
        "ĐÚNG" in said and "Lan" in said and "“QĐ 12”" in said and record(1) in said and "1 hoạt động đã được gỡ bỏ" in said
    )


def test_numbers_that_a_report_counted_are_not_said_otherwise_unseen(tmp_path: Path) -> None:
    province, laptop = reported()
    redact(province, laptop, quantity=9)
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert not summary.faults, "a laptop may have stated false figures as well"
    assert [(found.index, found.code) for found in summary.findings] == [(3, "other-than-redacted")]


def test_a_false_report_of_a_unit_without_redactions_is_its_laptops(tmp_path: Path) -> None:
    province, laptop = reported()
    redact(province, laptop)
    other = province.laptop("12002")
    other.activity(record(3))
    other.report("2026-11", records=2)
    other.push()
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert [found.code for found in summary.findings] == ["other-figures"]


def test_bytes_that_are_still_there_are_the_hubs_fault(tmp_path: Path) -> None:
    province, laptop = reported()
    redact(province, laptop, erase=False)
    summary = audited(tmp_path, province.draft().write(), province.key)
    assert told(summary) == {(laptop.log.origin, "redacted-and-here")}


def test_a_bundle_is_listed_with_what_is_left(tmp_path: Path) -> None:
    province, laptop = reported()
    redact(province, laptop)
    path = tmp_path / "bundle.soxa"
    path.write_bytes(province.draft().write())
    bundle = read(path)
    acts = {found.record.record: found.erased for found in records(bundle)}
    assert [name for name, act in acts.items() if act is not None] == [record(1)]
    listed, shown = (shown_by("list", path), shown_by("show", path, record(1)))
    assert listed.count("texts erased: ") == 1
    assert "(Lan)" in shown and "QĐ 12" in shown and "(Lan)" not in shown_by("show", path, record(2))
    plain = {found["record"]: found["erased"] for found in json.loads(shown_by("list", path, "--json"))}
    assert (plain[record(1)]["reason"], plain[record(1)]["by"], plain[record(2)]) == ("QĐ 12", "Lan", None)
    values = {found.record.record: found.record.values for found in records(bundle)}
    assert (values[record(1)].title, values[record(1)].quantity) == (REMOVED, 4)
    assert prove(bundle, laptop.log.origin, Index(2))
    with pytest.raises(Refused, match="redacted-entry"):
        prove(bundle, laptop.log.origin, Index(1))
