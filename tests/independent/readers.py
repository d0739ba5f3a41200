"""Two readers of one file: the program's auditor, and the verifier that was written from the page alone."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from hub.export.documents import annex_xlsx
from sync.annex.model import CURRENT, AnnexBasis, LedgerHeads, Version
from sync.annex.written import annex_csv, annex_json
from sync.audit import annex_recount, bundles
from sync.audit.annex_state import signed_heads
from sync.audit.devices import DeviceLog
from sync.audit.prove import prove
from sync.audit.verify import Audit, AuditSummary, run
from sync.encoding.types import Index, Instant
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.decode import Quarantined
from sync.ledger.entry import Entry
from sync.ledger.merge import merge
from sync.ledger.unit_records import UnitRecords
from sync.log.note import Verifier
from sync.log.redacted import is_redacted
from sync.proof.entry_proof import check
from tests.independent import forms as f
from tests.independent import verifier as v
from tests.independent.annexes import VOCABULARY, json_of, right_annex, takes
from tests.independent.proofs import verify_record_proof

Said = dict[str, Any]


class Follower:
    """Keeps what the program's auditor works out on its way: each record's state, and each report's times."""

    def __init__(self) -> None:
        self.records: dict[str, Any] = {}
        self.reports: dict[str, Any] = {}

    def registered(self, audit: Audit, line: bytes, entry: Entry | Quarantined) -> None:
        pass

    def desk(self, origin: str, lines: Sequence[bytes], entries: Sequence[Entry | Quarantined]) -> None:
        pass

    def closed(self, audit: Audit, logs: Sequence[DeviceLog], records: UnitRecords) -> None:
        by_record: dict[str, list[Any]] = {}
        for log in logs:
            for _index, version in log.versions:
                by_record.setdefault(version.entry.record, []).append(version)
            for index, _report in log.reports:
                covering = next((one for one in audit.acceptances.of(log.device) if one.size > index), None)
                after = audit.acceptances.time_at(log.cited[index])
                self.reports[f"{log.device} {index}"] = [covering and covering.at, after or 0]
        for record, versions in by_record.items():
            found = merge(versions)
            values = {
                name: value for name, value in msgspec.to_builtins(found.values).items() if value not in ("", (), [], None)
            }
            self.records[f"{logs[0].unit} {record}"] = [
                [head.hex() for head in found.heads],
                {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()},
                found.retracted,
                sorted(conflict.field for conflict in found.conflicts),
            ]


def ours(path: Path, vkey: str) -> Said:
    """What the program's auditor says of a bundle."""
    follower = Follower()
    summary = run(Audit(Verifier.parse(vkey), follower), path, lambda _count: None)
    return _ours(summary, follower)


def _ours(summary: AuditSummary, follower: Follower) -> Said:
    if summary.faults:
        return {"faults": True, "told": sorted({(fault.origin, fault.code) for fault in summary.faults})}
    short = len(summary.hub) + len("/device/")
    return {
        "faults": False,
        "findings": sorted((found.origin[short:], found.index or 0, found.code) for found in summary.findings),
        "unread": sorted(
            (_log(found.origin, summary.hub), -1 if found.index is None else found.index, found.code)
            for found in summary.unread
        ),
        "held": sorted((_log(held.origin, summary.hub), held.index, held.why) for held in summary.held),
        "records": follower.records,
        "reports": follower.reports,
        "counts": [summary.devices, summary.units, summary.entries, summary.records, summary.reports],
        "entered": [[found.unit, found.records, found.reports] for found in summary.entered],
        "redacted": [[found.unit, found.position, found.entries] for found in summary.redacted],
        "succeeded": sorted([found.old, found.new, found.size, found.index, found.vouched] for found in summary.succeeded),
    }


def _log(origin: str, hub: str) -> str:
    return origin[len(hub) + 1 :].removeprefix("device/").removeprefix("desk/")


def strangers(data: bytes, vkey: str) -> Said:
    """What the verifier from the page says of a bundle."""
    audit = v.Audit(data, vkey)
    if audit.faults:
        return {"faults": True, "told": sorted({(fault.where, fault.code) for fault in audit.faults})}
    assert audit.ledger is not None
    registry, ledger = audit.ledger.registry, audit.ledger
    records: dict[str, Any] = {}
    for unit in {device.unit for device in registry.devices.values()}:
        for record, entries in ledger.records(unit).items():
            found = v.merge(entries)
            kept = {
                name: value for name, value in found.values.items() if name != "retracted" and value not in ("", [], None)
            }
            retracted = found.values.get("retracted")
            records[f"{unit} {record}"] = [[head.hex() for head in found.heads], kept, retracted, sorted(found.conflicts)]
    entered = {ident for ident, device in registry.devices.items() if device.entry.get("entered")}
    logs = [ledger.registry.entries, ledger.entries, *audit.desks.values(), *ledger.logs.values()]
    return {
        "faults": False,
        "findings": sorted((found.where, found.at, found.code) for found in audit.findings),
        "unread": sorted((found.where, found.at, found.code) for found in audit.unread),
        "held": sorted((held.where, held.at, held.code) for held in audit.held),
        "records": records,
        "reports": {f"{report.device.id} {report.at}": [report.received, report.lower] for report in audit.reports},
        "counts": [
            len(ledger.logs.keys() - entered),
            len(registry.units),
            sum(map(len, logs)),
            len(records),
            len(audit.reports),
        ],
        "entered": _entered(audit, ledger, entered),
        "redacted": [
            [entry.body["unit"], at, len(entry.body["entries"])]
            for at, entry in enumerate(ledger.registry.entries)
            if entry.body.get("kind") == "redaction"
        ],
        "succeeded": sorted(
            [old, new, len(ledger.logs[old]), registry.devices[new].position, "by" in audit.joins[new]]
            for old, new in registry.succeeded.items()
        ),
    }


def _entered(audit: v.Audit, ledger: v.Ledger, entered: set[str]) -> list[list[Any]]:
    """What the verifier from the page says that the province entered, by unit."""
    found: dict[str, list[Any]] = {}
    for ident in entered:
        unit = ledger.registry.devices[ident].unit
        _code, records, _reports = found.setdefault(unit, [unit, set(), 0])
        records |= {entry.body["record"] for entry in ledger.log(ident) if "record" in entry.body and entry.status == "ok"}
    for report in audit.reports:
        if report.device.id in entered:
            found[report.device.unit][2] += 1
    return [[unit, len(records), reports] for unit, records, reports in sorted(found.values())]


class Filed(Struct, frozen=True):
    """On what an annex rests."""

    period: str
    units: Any
    made: int
    registry: str
    acceptances: str
    version: Version = CURRENT
    desks: tuple[str, ...] = ()


def our_annex(bundle: Path, vkey: str, filed: Filed, kind: str = "json") -> bytes | None:
    """The annex, as a file of a kind, that the program computes from a bundle; None if it says that there is none."""
    key = Verifier.parse(vkey)
    basis = AnnexBasis(
        version=filed.version,
        hub=key.name.removesuffix("/registry"),
        period=filed.period,
        units=filed.units,
        made=Instant(filed.made),
        state=LedgerHeads(
            registry=filed.registry,
            acceptances=filed.acceptances,
            desks=filed.desks if filed.version > 3 else msgspec.UNSET,
        ),
    )
    recount = annex_recount._Recount(basis, *signed_heads(basis, key))
    audit = Audit(key, recount)
    if run(audit, bundle, lambda _count: None).faults or recount.problems(audit) or recount.period_is_unread:
        return None
    annex = recount.annex()
    write = {"json": annex_json, "csv": annex_csv, "xlsx": annex_xlsx.write}[kind]
    return write(annex) if annex.period == filed.period else None  # named otherwise than an annex names it


def their_annex(data: bytes, vkey: str, filed: Filed) -> bytes | None:
    """The annex that the verifier from the page computes from a bundle; None if it says that there is none."""
    said: dict[str, Any] = {"soxa": filed.version, "period": filed.period, "made": filed.made, "units": filed.units}
    said |= {"hub": f.parse_key(vkey).name.removesuffix("/registry")}
    said |= {"state": {"registry": filed.registry, "acceptances": filed.acceptances, "desks": list(filed.desks)}}
    try:
        annex, _unread = right_annex(said, data, vkey, VOCABULARY)
    except f.Refused:
        return None
    return json_of(annex) if annex["period"] == filed.period else None


def ours_takes(bundle: Path, annex: Path, vkey: str) -> tuple[bool, bool]:
    """Whether the program's auditor finds an annex right; and if not, whether it leaves that undecided."""
    try:
        outcome = annex_recount.check(bundle, annex, Verifier.parse(vkey))
    except SoxaError:
        return False, False
    return not outcome.wrong and not outcome.undecided, bool(outcome.undecided and not outcome.wrong)


def strangers_take(bundle: bytes, annex: bytes, kind: str, vkey: str) -> tuple[bool, bool]:
    """Whether the verifier from the page finds an annex right; and if not, whether something unread may be why."""
    try:
        right, unread = takes(annex, kind, bundle, vkey, VOCABULARY)
    except f.Refused:
        return False, False
    return right, unread and not right


def our_proofs(bundle: Path, chance: random.Random, count: int) -> Iterator[tuple[bytes, list[Any]]]:
    """Proofs of some entries of laptops that the program writes, and what it says of each."""
    read = bundles.read(bundle)
    logs = [(origin, log.lines) for origin, log in read.logs.items() if "/device/" in origin]
    places = [(origin, at) for origin, lines in logs for at, line in enumerate(lines) if not is_redacted(line)]
    for origin, at in chance.sample(places, min(count, len(places))):
        unit = bundles.units(read).devices[origins.parse(origin).device].unit
        receipt = [*f.parse_checkpoint(read.logs[origin].checkpoint.encode()).lines.values()][-1]
        said = [origin.rpartition("/")[2], unit, at, int.from_bytes(receipt[:8], "big")]
        yield prove(read, origin, Index(at)).encode(), said


def ours_checks(proof: bytes, vkey: str) -> list[Any] | None:
    """What the program says of a proof; None if it refuses it."""
    try:
        proven = check(proof.decode(), Verifier.parse(vkey))
    except (SoxaError, UnicodeDecodeError):
        return None
    return [proven.device, proven.unit, proven.index, proven.received]


def strangers_check(proof: bytes, vkey: str) -> list[Any] | None:
    """What the verifier from the page says of a proof; None if it refuses it."""
    try:
        return list(verify_record_proof(proof, vkey))
    except f.Refused:
        return None
