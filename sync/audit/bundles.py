"""A bundle read into memory, to list, show and prove records of it. Nothing here is verified."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from sync.encoding.spelling import tobase64
from sync.encoding.types import Index, Origin
from sync.errors import BadInput, Misuse
from sync.exchange.parcel import ONE_BUNDLE
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode_batch import decode_all
from sync.ledger.entry import Redaction
from sync.ledger.erased import erased_in
from sync.ledger.merge import Record, Version, merge
from sync.ledger.origins import LogKind
from sync.ledger.record_name import parse_record_name
from sync.ledger.registry import Registry
from sync.ledger.versions import versions_among
from sync.log.merkle import leaf_hash
from sync.log.note import ED25519, Verifier
from sync.log.redacted import is_redacted
from sync.shell.files import pieces_of


class BundleLog(Struct):
    """A log of a bundle: its signed checkpoint, and its entries' lines."""

    checkpoint: str
    lines: list[bytes]


class Bundle(Struct):
    """A bundle's logs by origin."""

    hub: str
    logs: dict[Origin, BundleLog]

    @property
    def registry(self) -> BundleLog:
        """The hub's registry, under its name of whatever generation. `BadInput` if there is none."""
        for origin, log in self.logs.items():
            try:
                parsed = origins.parse(origin)
            except BadInput:  # of a kind that a newer program knows
                continue
            if parsed.first == origins.registry(self.hub):
                return log
        raise BadInput("no-registry")


class RecordEntry(Struct, frozen=True):
    """An entry of a record: its log and index, leaf hash, and what it says."""

    origin: Origin
    index: Index
    version: Version
    entered: bool = False
    """Whether the province entered it for the unit."""


class BundleRecord(Struct, frozen=True):
    """A record of a bundle, with its unit and its entries in order of their claimed times."""

    unit: str
    record: Record
    entries: tuple[RecordEntry, ...]
    erased: Redaction | None = None
    """By which act the province erased texts of it last; None if it erased none."""

    @property
    def entered(self) -> bool:
        """Whether the province entered it for the unit, or some of it."""
        return any(where.entered for where in self.entries)


def read(path: Path) -> Bundle:
    """Read a bundle. `BadInput` if it is not one."""
    with pieces_of(path) as pieces:
        header, ranges = ranges_of(events_of(pieces, ONE_BUNDLE))
        if header.kind != "bundle":
            raise BadInput("not-a-bundle", kind=header.kind)
        bundle = Bundle(header.hub, {})
        for incoming in ranges:
            head = incoming.head
            log = bundle.logs.setdefault(head.origin, BundleLog(head.checkpoint, []))
            for lines in incoming:
                log.lines += lines
    _ = bundle.registry
    return _with_redactions(bundle)


def _with_redactions(bundle: Bundle) -> Bundle:
    """In the place of each redacted entry what the registry says in its stead."""
    registry = units(bundle)
    for origin, log in bundle.logs.items() if registry.redactions else ():
        try:
            stated = registry.redacted_in(origin)
        except BadInput:  # of a kind that a newer program knows
            continue
        log.lines = [stated.get(leaf_hash(line), line) if is_redacted(line) else line for line in log.lines]
    return bundle


def units(bundle: Bundle) -> Registry:
    """The registry that a bundle holds, read from its log. Its key is not looked at."""
    registry = Registry(Verifier(origins.registry(bundle.hub), ED25519, _ANY_KEY))
    registry.take(decode_all(bundle.registry.lines, LogKind.REGISTRY))
    return registry


_ANY_KEY = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
"""A public key (RFC 8032 section 7.1, test 1) to stand where no signature is checked."""


def records(bundle: Bundle) -> list[BundleRecord]:
    """Every record, by unit and date."""
    registry = units(bundle)
    entries: dict[tuple[str, str], list[RecordEntry]] = {}
    for origin, log in bundle.logs.items():
        try:
            parsed = origins.parse(origin)
        except BadInput:  # of a kind that a newer program knows: there are no records in it that could be read
            continue
        if parsed.kind is not LogKind.DEVICE or parsed.device not in registry.devices:
            continue
        device = registry.devices[parsed.device]
        for index, version in versions_among(log.lines):
            where = RecordEntry(origin, index, version, device.entered)
            entries.setdefault((device.unit, version.entry.record), []).append(where)
    erased = {unit: erased_in(registry, unit).records for unit in registry.redactions}
    merged = [_found(unit, of_one, erased.get(unit, {}).get(record)) for (unit, record), of_one in entries.items()]
    return sorted(merged, key=lambda held: (held.unit, held.record.values.date, held.record.record))


def _found(unit: str, entries: list[RecordEntry], erased: Redaction | None) -> BundleRecord:
    ordered = sorted(entries, key=lambda where: (where.version.entry.at, where.origin, where.index))
    return BundleRecord(unit, merge(where.version for where in ordered), tuple(ordered), erased)


def find_record(bundle: Bundle, typed: str) -> tuple[BundleRecord, RecordEntry]:
    """A record by its id or an end of it, or `<unit>/<id>` where units share an id, with its newest entry that no other
    builds on; or any entry by its leaf hash in base64. `Misuse` if that names none or several."""
    by_id, name = [], parse_record_name(typed)
    for found in records(bundle):
        for where in found.entries:
            if tobase64(where.version.leaf) == typed:
                return found, where
        if name is not None and name.fits(found.unit, found.record.record):
            by_id.append(found)
    if len(by_id) != 1:
        near = ", ".join(map(_name, by_id[:5]))
        raise Misuse("ambiguous-record", text=typed, near=near) if by_id else Misuse("no-record", text=typed[:60])
    heads = [where for where in by_id[0].entries if where.version.leaf in by_id[0].record.heads]
    return by_id[0], heads[-1]


def _name(found: BundleRecord) -> str:
    """What names a record of a bundle for certain: units may share an id."""
    return f"{found.unit}/{found.record.record}"
