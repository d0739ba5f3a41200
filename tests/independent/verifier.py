"""A second verifier of audit bundles and of one record's proof, written from sync/PROTOCOL.md alone."""

from __future__ import annotations

import base64
import bisect
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.independent.forms import (
    MAX_ENTRY,
    NEEDED,
    Checkpoint,
    Edition,
    Entry,
    Key,
    Refused,
    Table,
    check_checkpoint,
    check_receipt,
    device_id,
    fits,
    hash_,
    in_order,
    inclusion_root,
    is_day,
    leaf_hash,
    list_of,
    number,
    of,
    one_of,
    parse_checkpoint,
    parse_key,
    parse_line,
    parse_number,
    read_directive,
    read_entry,
    registry_key,
    root_of,
    roots_at,
    size_,
    spell,
    sum_,
    text,
    unbase64,
    unknown,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 1

# The registry, and units


@dataclass
class Device:
    """A laptop that the registry has enrolled."""

    id: str
    unit: str
    key: Key
    entry: Entry
    index: int


@dataclass
class Registry:
    """What the entries of a registry say together."""

    hub: str
    entries: list[Entry]
    head: dict[str, Any] | None = None
    cosigner: Key | None = None
    units: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    revoked: dict[str, int] = field(default_factory=dict)
    editions: list[Edition] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for index, entry in enumerate(self.entries):
            if entry.status == "invalid":
                self.faults.append((index, "invalid"))
            elif entry.status == "ok" and not self._take(index, entry):
                self.faults.append((index, "contradiction"))
        self.events.sort(key=lambda event: event["since"])

    def _take(self, index: int, entry: Entry) -> bool:
        body = entry.body
        if (body["kind"] == "hub") != (index == 0):
            return False
        return bool(getattr(self, f"_take_{body['kind']}")(index, entry, body))

    def _take_hub(self, _index: int, _entry: Entry, body: dict[str, Any]) -> bool:
        try:
            key = parse_key(body["cosigner"])
        except Refused:
            return False
        if key.type != 4 or key.name != f"{self.hub}/mirror":
            return False
        self.head, self.cosigner = body, key
        return True

    def _take_unit(self, _index: int, _entry: Entry, body: dict[str, Any]) -> bool:
        self.units.setdefault(body["code"], []).append(body)
        return True

    def _take_device(self, index: int, entry: Entry, body: dict[str, Any]) -> bool:
        try:
            key = parse_key(body["key"])
        except Refused:
            return False
        ident = device_id(key.public)
        if (
            key.type != 1
            or key.name != f"{self.hub}/device/{ident}"
            or ident in self.devices
            or body["unit"] not in self.units
        ):
            return False
        self.devices[ident] = Device(ident, body["unit"], key, entry, index)
        return True

    def _take_directive(self, index: int, _entry: Entry, body: dict[str, Any]) -> bool:
        edition = read_directive(body["directive"])
        assert edition
        self.editions.append(edition)
        self.places.append(index)
        return True

    def _take_reorganised(self, _index: int, _entry: Entry, body: dict[str, Any]) -> bool:
        if not all(code in self.units for code in body["units"] + body["into"]):
            return False
        self.events.append(body)
        return True

    def _take_revoked(self, _index: int, _entry: Entry, body: dict[str, Any]) -> bool:
        if body["device"] not in self.devices or body["device"] in self.revoked:
            return False
        self.revoked[body["device"]] = body["size"]
        return True

    def in_force(self) -> dict[str, Edition]:
        return {edition.id: edition for edition in self.editions}

    def holds(self, code: str, day: str) -> dict[str, Any] | None:
        """The `unit` entry of a code that holds on a day."""
        stated = sorted(self.units.get(code, []), key=lambda entry: str(entry["valid_from"]))
        begun = [entry for entry in stated if entry["valid_from"] <= day]
        first = [entry for entry in stated if entry["valid_from"] == stated[0]["valid_from"]]
        return (begun or first)[-1] if stated else None

    def moved(self, day: str, upto: int | None = None) -> tuple[dict[str, str], set[str]]:
        """On a day: into what each merged code was merged, and which have ended; by the first events alone, if asked."""
        into: dict[str, str] = {}
        ended: set[str] = set()
        for event in self.events[:upto]:
            if event["since"] > day or event["how"] == "renamed":
                continue
            for code in event["units"]:
                if code not in event["into"]:
                    ended.add(code)
                    into.pop(code, None)  # a unit that is split keeps what is its own, wherever it was merged before
                    if event["how"] == "merged":
                        into[code] = event["into"][0]
            for code in event["into"]:
                into.pop(code, None)
                ended.discard(code)
        return into, ended

    def heir(self, code: str, day: str) -> str:
        into, _ = self.moved(day)
        while code in into:
            code = into[code]
        return code

    def stands(self, code: str, day: str) -> bool:
        entry = self.holds(code, day)
        return (
            entry is not None
            and entry["valid_from"] <= day <= entry.get("valid_to", "9999-99-99")
            and code not in self.moved(day)[1]
        )

    def communes(self, day: str) -> list[str]:
        return sorted(code for code in self.units if len(code) == 5 and self.stands(code, day))


# Records


@dataclass
class Record:
    """The state that merging a record's entries gives."""

    heads: list[bytes]
    values: dict[str, Any]
    conflicts: set[str]

    @property
    def retracted(self) -> bool:
        return self.values.get("retracted") is not None


@dataclass(frozen=True)
class Writer:
    """An entry that wrote a field, and the value."""

    at: int
    leaf: bytes
    value: str
    retraction: bool

    def rank(self, name: str) -> tuple[bool, int, bytes]:
        return (name == "retracted" and self.value != "null", self.at, self.leaf)


def merge(entries: dict[bytes, Entry]) -> Record:
    """The state of one record: entries by leaf found."""
    bases = {
        leaf: [base for base in dict.fromkeys(map(base64.b64decode, entry.get("base", []))) if base in entries]
        for leaf, entry in entries.items()
    }
    order = topological(bases)
    seen: dict[bytes, set[bytes]] = {}
    writers: dict[bytes, dict[str, set[Writer]]] = {}

    def together(leaves: list[bytes]) -> dict[str, set[Writer]]:
        united: dict[str, set[Writer]] = {}
        for leaf in leaves:
            for name, found in writers[leaf].items():
                united.setdefault(name, set()).update(found)
        return {
            name: {writer for writer in found if not any(writer.leaf in seen[other.leaf] for other in found)}
            for name, found in united.items()
        }

    for leaf in order:
        entry = entries[leaf]
        seen[leaf] = set().union(*({base} | seen[base] for base in bases[leaf]))
        retraction = entry.body["kind"] == "retraction"
        own = {} if retraction else dict(entry.body["fields"])
        if retraction:
            own["retracted"] = entry.body["reason"]
        elif any(entries[other].body["kind"] == "retraction" for other in seen[leaf]):
            own["retracted"] = None
        after = together(bases[leaf])
        for name, found in after.items():
            if len({writer.value for writer in found}) > 1:
                shown = max(found, key=lambda writer, name=name: writer.rank(name))  # type: ignore[misc]
                after[name] = {Writer(entry.body["at"], leaf, shown.value, retraction)}
        for name, value in own.items():
            after[name] = {Writer(entry.body["at"], leaf, spell(value), retraction)}
        writers[leaf] = after
    named = {base for found in bases.values() for base in found}
    heads = sorted(leaf for leaf in entries if leaf not in named)
    record = Record(heads, {}, set())
    for name, found in together(heads).items():
        record.values[name] = json.loads(max(found, key=lambda writer: writer.rank(name)).value)
        if len({writer.value for writer in found}) > 1:
            record.conflicts.add(name)
    retractions = {leaf for leaf, entry in entries.items() if entry.body["kind"] == "retraction"}
    standing = {writer.leaf for writer in together(heads).get("retracted", ())}
    if record.retracted and any(leaf not in retractions and not standing & ({leaf} | seen[leaf]) for leaf in heads):
        record.conflicts.add("retracted")
    return record


def topological(bases: dict[bytes, list[bytes]]) -> list[bytes]:
    done: dict[bytes, None] = {}
    for start in bases:
        stack = [start]
        while stack:
            leaf = stack[-1]
            waiting = [base for base in bases[leaf] if base not in done]
            if waiting:
                stack += waiting
            else:
                done.setdefault(stack.pop())
    return list(done)


# Periods

ZONE = 7 * 3600
EPOCH = date(1970, 1, 1)


def midnight(day: date) -> int:
    return (day - EPOCH).days * 86400 - ZONE


def day_of(time: int) -> str:
    return (EPOCH + timedelta(days=(time + ZONE) // 86400)).isoformat()


@dataclass(frozen=True)
class Meaning:
    """What a period's text means: whose activities, the rule, both days of its window, and the day that it is due before."""

    directive: str | None
    rule: str
    start: str
    end: str
    due: int


def plain(text: str) -> Meaning | None:
    """The meaning of a month, a half-year or a year."""
    match = re.fullmatch(r"([0-9]{4})(?:-(H1|[0-9]{2}))?", text)
    if not match or not 2000 <= int(match[1]) <= 2199:
        return None
    year, part = int(match[1]), match[2]
    if part is None:
        rule, start, stop = "yearly-1215", date(year - 1, 12, 15), date(year, 12, 15)
    elif part == "H1":
        rule, start, stop = "half-year-0615", date(year - 1, 12, 15), date(year, 6, 15)
    elif 1 <= int(part) <= 12:
        month = int(part)
        rule, stop = "monthly-15", date(year, month, 15)
        start = date(year, month - 1, 15) if month > 1 else date(year - 1, 12, 15)
    else:
        return None
    return Meaning(None, rule, start.isoformat(), (stop - timedelta(1)).isoformat(), midnight(stop))


def by_edition(edition: Edition, tail: str) -> Meaning | None:
    """What an edition says that the period with this end means, if one of its duties asks for it."""
    base = plain(tail)
    rule = base.rule if base else f"before {tail}"
    duty = next((duty for duty in edition.duties if duty["rule"] == rule), None)
    if duty is None:
        return None
    late = 0 if duty.get("strict", True) else 1
    if base:
        return Meaning(edition.id, rule, base.start, base.end, base.due + late * 86400)
    try:
        stop = date.fromisoformat(tail) + timedelta(late)
        return Meaning(
            edition.id,
            rule,
            duty.get("window_from", edition.first_day()),
            (stop - timedelta(1)).isoformat(),
            midnight(stop),
        )
    except OverflowError:
        return None


@dataclass
class Meanings:
    """All that a period's text means, or the word for why it means nothing."""

    found: list[Meaning]
    opaque: bool
    code: str = ""


def meanings(editions: list[Edition], text: str) -> Meanings:
    name, at, tail = text.rpartition("@")
    if not at:
        base = plain(text)
        return Meanings([base] if base else [], False, "" if base else "bad-period")
    named = [edition for edition in editions if name in (edition.name, edition.id)]
    found: dict[Meaning, None] = {}
    opaque = False
    for edition in named:
        meaning = by_edition(edition, tail)
        if meaning:
            found.setdefault(meaning)
        elif edition.opaque or edition.opaque_duties:
            opaque = True
    code = "no-such-duty" if named else "unknown-directive"
    if plain(tail) is None and not is_day(tail):
        code = "bad-period"
    return Meanings(list(found), opaque, code)


# The ledger that a bundle carries


@dataclass
class Acceptance:
    """One entry of the acceptances; `device` is empty if it is passed over."""

    time: int
    device: str = ""
    size: int = 0
    root: bytes = b""


@dataclass
class Report:
    """A report with its verdict and its times."""

    device: Device
    index: int
    entry: Entry
    verdict: str
    code: str
    received: int
    lower: int

    def deadline(self, due: int) -> str:
        if self.received < due:
            return "on-time"
        return "late" if self.entry.body["at"] >= due or self.lower >= due else "claimed-on-time"


@dataclass
class Finding:
    """What a laptop's own signature brought about, or a fault of the hub."""

    code: str
    where: str = ""
    index: int = -1


class Ledger:
    """Registry, acceptances and laptops' logs, and what they say together."""

    def __init__(self, key: Key, registry: Registry, acceptances: list[Entry], logs: dict[str, list[Entry]]) -> None:
        self.hub, self.key, self.registry = registry.hub, key, registry
        self.entries, self.logs = acceptances, logs
        self.faults: list[Finding] = []
        self.acceptances: list[Acceptance] = []
        self.sizes: dict[str, list[int]] = {ident: [] for ident in registry.devices}
        self.places: dict[str, list[int]] = {ident: [] for ident in registry.devices}
        for index, entry in enumerate(acceptances):
            self._accept(index, entry)
        self.roots: dict[int, bytes] = {}
        self.brackets: dict[tuple[str, int], int] = {}

    def _accept(self, index: int, entry: Entry) -> None:
        before = self.acceptances[-1].time if self.acceptances else 0
        accepted = Acceptance(before)
        body = entry.body
        if entry.status == "invalid":
            self.faults.append(Finding("invalid-acceptance", "acceptances", index))
        elif entry.status == "ok":
            sizes = self.sizes.get(body["device"])
            if sizes is None or body["at"] < before or body["size"] <= (sizes[-1] if sizes else 0):
                self.faults.append(Finding("contradiction", "acceptances", index))
            else:
                accepted = Acceptance(body["at"], body["device"], body["size"], base64.b64decode(body["root"]))
                sizes.append(body["size"])
                self.places[body["device"]].append(index)
        self.acceptances.append(accepted)

    def covering(self, device: str, index: int) -> int | None:
        """The index of the first acceptance that covers an entry."""
        place = bisect.bisect_right(self.sizes[device], index)
        return self.places[device][place] if place < len(self.places[device]) else None

    def log(self, device: str) -> list[Entry]:
        entries = self.logs.get(device, [])
        return entries[: min(len(entries), self.registry.revoked.get(device, len(entries)))]

    # Times

    def judge_citations(self) -> list[tuple[str, Finding]]:
        """Every citation that is not valid: whose it is, and what; and the lower bounds of all entries."""
        found: list[tuple[str, Finding]] = []
        sizes = {entry.body["seen"]["size"] for log in self.logs.values() for entry in log if entry.get("seen")}
        self.roots = roots_at([entry.leaf for entry in self.entries], sizes)
        for ident, log in self.logs.items():
            newest = 0
            for index, entry in enumerate(log):
                seen = entry.get("seen")
                place = self.covering(ident, index)
                if seen and place is not None:
                    code = self._judge(seen, place, newest)
                    if code:
                        found.append(("hub" if code == "hub-signed-another-root" else "laptop", Finding(code, ident, index)))
                    else:
                        newest = seen["size"]
                self.brackets[ident, index] = self.acceptances[newest - 1].time if newest else 0
        return found

    def _judge(self, seen: dict[str, Any], place: int, newest: int) -> str:
        signature = unbase64(seen["sig"], 68) if seen.get("sig") else None
        key = self.key.under(f"{self.hub}/acceptances")
        message = f"{key.name}\n{seen['size']}\n{seen['root']}\n".encode()
        signed = signature is not None and signature[:4] == key.id and key.verifies(signature[4:], message)
        root = self.roots.get(seen["size"])
        other = root is not None and root != base64.b64decode(seen["root"])
        if signed and other:
            return "hub-signed-another-root"
        if seen.get("sig") and not signed:
            return "bad-citation-signature"
        if seen["size"] > place:
            return "cited-before-it-was"
        if other:
            return "unsigned-contradiction"
        return "citation-goes-back" if seen["size"] < newest else ""

    # Records and reports

    def records(self, unit: str, covers: dict[str, int] | None = None) -> dict[str, dict[bytes, Entry]]:
        """The entries of each record of a unit, of all or of what a report covers."""
        found: dict[str, dict[bytes, Entry]] = {}
        for ident, device in self.registry.devices.items():
            if device.unit == unit and (covers is None or ident in covers):
                for entry in self.log(ident)[: None if covers is None else covers[ident]]:
                    if entry.status == "ok" and entry.body["kind"] in ("activity", "retraction"):
                        found.setdefault(entry.body["record"], {})[entry.leaf] = entry
        return found

    def judge(self, device: Device, index: int, entry: Entry) -> tuple[str, str]:
        """The verdict on a report, and its code."""
        body = entry.body
        covers: dict[str, int] = dict(body["covers"])
        for ident in covers:
            if ident not in self.registry.devices or self.registry.devices[ident].unit != device.unit:
                return "false-report", "covers-a-stranger"
        if covers.get(device.id) != index:
            return "false-report", "covers-not-itself"
        if body.get("level", 1) > LEVEL:
            return "unread", "newer-level"
        means = meanings(self.registry.editions, body["period"])
        if not means.found:
            return ("unread", "opaque-duty") if means.opaque else ("false-report", means.code)
        if any(size > len(self.log(ident)) for ident, size in covers.items()):
            return "covers-more", "covers-what-is-not-here"
        merged = [merge(entries) for entries in self.records(device.unit, covers).values()]
        code = ""
        for meaning in means.found:
            records = counted_in(merged, meaning)
            right = body["records"] == len(records) and body["figures"] == figures_of(records)
            if right and base64.b64decode(body["root"]) == commitment(records):
                return "valid", ""
            code = "other-commitment" if right else "other-figures"
        return ("unread", "opaque-duty") if means.opaque else ("false-report", code)

    def reports(self) -> Iterator[Report]:
        """All reports, in order of enrolment and of their logs; after `judge_citations`."""
        for ident, device in self.registry.devices.items():
            for index, entry in enumerate(self.log(ident)):
                if entry.status == "ok" and entry.body["kind"] == "report":
                    verdict, code = self.judge(device, index, entry)
                    place = self.covering(ident, index)
                    received = self.acceptances[place].time if place is not None else -1
                    yield Report(device, index, entry, verdict, code, received, self.brackets.get((ident, index), 0))


def counted_in(records: list[Record], meaning: Meaning) -> list[Record]:
    """The records that count in a period."""
    return [
        record
        for record in records
        if not record.retracted
        and meaning.start <= record.values.get("date", "") <= meaning.end
        and meaning.directive in (None, record.values.get("directive"))
    ]


def task_of(values: dict[str, Any]) -> str:
    return f"{values['directive']}#{values['task']}" if values.get("directive") and values.get("task") else ""


def figures_of(records: list[Record]) -> dict[str, Any]:
    parts: dict[str, dict[str, list[int]]] = {"total": {}, "channels": {}, "topics": {}, "directives": {}, "tasks": {}}
    for record in records:
        values = record.values
        tally = [1, *(values.get(name) or 0 for name in ("quantity", "audience", "minutes"))]
        keys = {
            "total": {""},
            "channels": {values.get("channel") or ""},
            "topics": set(values.get("topics") or [""]),
            "directives": {values.get("directive") or ""},
            "tasks": {task_of(values)} - {""},
        }
        for part, found in keys.items():
            for key in found:
                old = parts[part].get(key, [0, 0, 0, 0])
                parts[part][key] = [left + right for left, right in zip(old, tally, strict=True)]
    total = parts.pop("total").get("", [0, 0, 0, 0])
    return {"total": total, **{part: found for part, found in parts.items() if found}}


def commitment(records: list[Record]) -> bytes:
    heads = sorted({head for record in records for head in record.heads})
    return root_of([leaf_hash(head) for head in heads])


# Bundles

MAX_HEAD = 256 * 1024
HEADER: Table = [
    ("line", one_of("header"), NEEDED),
    ("soxa", number(1, 1), NEEDED),
    ("kind", one_of("bundle"), NEEDED),
    ("hub", text(0, 100), NEEDED),
]
MEANINGLESS = {"header": {"device", "cursors", "more", "held", "refusal"}, "range": {"acceptance"}, "end": set()}
RANGE: Table = [
    ("line", one_of("range"), NEEDED),
    ("origin", text(0, 200), NEEDED),
    ("from", number(0, 0), NEEDED),
    ("to", size_, NEEDED),
    ("checkpoint", text(0, 8000), NEEDED),
]
END: Table = [("line", one_of("end"), NEEDED), ("ranges", sum_, NEEDED), ("entries", sum_, NEEDED)]


def unpack(data: bytes) -> bytes:
    """What one zstd frame with a checksum holds."""
    if len(data) < 5 or data[:4] != b"\x28\xb5\x2f\xfd" or not data[4] & 0x04:
        raise Refused("bad-parcel", "no frame with a checksum")
    try:
        reader = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})
        raw = reader.decompress(data)
    except zstd.ZstdError as error:
        raise Refused("bad-parcel", str(error)) from None
    if not reader.eof or reader.unused_data:
        raise Refused("bad-parcel", "cut, or something after the frame")
    return bytes(raw)


@dataclass
class Range:
    """One log of a bundle."""

    origin: str
    checkpoint: Checkpoint
    lines: list[bytes]


def parse_head(line: bytes, word: str, table: Table) -> dict[str, Any]:
    value = parse_line(line, MAX_HEAD)
    if next(iter(value), None) != "line" or not in_order(value, table) or not fits(value, table):
        raise Refused("bad-parcel", word)
    if MEANINGLESS[word] & set(value):
        raise Refused("bad-parcel", "a key that says nothing in a bundle")
    return value


def parse_bundle(data: bytes) -> tuple[str, list[Range]]:
    """The hub and the logs of a bundle."""
    raw = unpack(data)
    if not raw.endswith(b"\n"):
        raise Refused("cut-parcel")
    lines = raw[:-1].split(b"\n")
    hub = parse_head(lines[0], "header", HEADER)["hub"]
    ranges: list[Range] = []
    place = 1
    while place < len(lines) and lines[place].startswith(b'{"line":"range"'):
        head = parse_head(lines[place], "range", RANGE)
        entries = lines[place + 1 : place + 1 + head["to"]]
        if len(entries) != head["to"] or not all(0 < len(line) <= MAX_ENTRY for line in entries):
            raise Refused("bad-parcel", "entries")
        ranges.append(Range(head["origin"], parse_checkpoint(head["checkpoint"].encode()), entries))
        place += 1 + head["to"]
    if place != len(lines) - 1:
        raise Refused("bad-parcel", "no end where it should be")
    end = parse_head(lines[place], "end", END)
    if end["ranges"] != len(ranges) or end["entries"] != sum(len(part.lines) for part in ranges) or len(ranges) > 100_000:
        raise Refused("bad-parcel", "counts")
    return hub, ranges


@dataclass
class Audit:
    """What an auditor says of a bundle."""

    faults: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    held: list[Finding] = field(default_factory=list)
    unread: list[Finding] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    desks: dict[str, list[Entry]] = field(default_factory=dict)
    ledger: Ledger | None = None

    @property
    def outcome(self) -> str:
        if self.faults:
            return "not-proven"
        return "proven-as-far-as-read" if self.unread else "proven"


class Auditor:
    """One audit, from the bytes of a bundle and the registry's key."""

    def __init__(self, data: bytes, vkey: str) -> None:
        self.data, self.vkey = data, vkey
        self.audit = Audit()

    def fault(self, code: str, where: str = "", index: int = -1) -> None:
        self.audit.faults.append(Finding(code, where, index))

    def run(self) -> Audit:
        try:
            self._run()
        except Refused as refused:
            self.fault(refused.code, refused.detail)
        return self.audit

    def _run(self) -> None:
        self.hub, self.key = registry_key(self.vkey)
        hub, ranges = parse_bundle(self.data)
        if hub != self.hub:
            raise Refused("another-hub")
        if not ranges or ranges[0].origin != f"{hub}/registry":
            raise Refused("no-registry")
        entries = self.take(ranges[0], self.key, "registry")
        registry = Registry(hub, entries)
        if registry.head is None:
            raise Refused("no-registry")
        for index, code in registry.faults:
            self.fault(code, "registry", index)
        rest = ranges[1:]
        acceptances: list[Entry] = []
        if rest and rest[0].origin == f"{hub}/acceptances":
            acceptances = self.take(rest.pop(0), self.key.under(f"{hub}/acceptances"), "acceptances")
        elif registry.devices:
            self.fault("no-acceptances")
        logs, ranges_of = self.take_logs(registry, rest)
        self.ledger = self.audit.ledger = Ledger(self.key, registry, acceptances, logs)
        self.audit.faults += self.ledger.faults
        for ident in logs:
            self.check_device(registry.devices[ident], ranges_of[ident], logs[ident])
        for whose, finding in self.ledger.judge_citations():
            (self.audit.faults if whose == "hub" else self.audit.findings).append(finding)
        self.check_rest(registry, logs, acceptances)

    def take(self, part: Range, key: Key, log: str) -> list[Entry]:
        """The entries of a log whose checkpoint holds."""
        check_checkpoint(part.checkpoint, key)
        if part.origin != part.checkpoint.origin or part.checkpoint.size != len(part.lines):
            raise Refused("wrong-size", part.origin)
        if len(part.checkpoint.note.lines) != (2 if log == "device" else 1):
            raise Refused("other-lines", part.origin)
        entries = [read_entry(line, log) for line in part.lines]
        if root_of([entry.leaf for entry in entries]) != part.checkpoint.root:
            raise Refused("wrong-root", part.origin)
        return entries

    def take_logs(self, registry: Registry, rest: list[Range]) -> tuple[dict[str, list[Entry]], dict[str, Range]]:
        """Desks and laptops' logs, in their order."""
        logs: dict[str, list[Entry]] = {}
        ranges_of: dict[str, Range] = {}
        order: list[tuple[str, int, str]] = []
        for part in rest:
            if not part.origin.startswith(f"{self.hub}/"):
                raise Refused("stranger", part.origin)
            word, _, name = part.origin[len(self.hub) + 1 :].partition("/")
            if word == "desk" and name in registry.units and part.lines:
                self.audit.desks[name] = self.take(part, self.key.under(part.origin), "desk")
                order.append((name, 0, ""))
                if any(entry.status == "invalid" for entry in self.audit.desks[name]):
                    self.fault("invalid-entry", part.origin)
            elif word == "device" and name in registry.devices:
                device = registry.devices[name]
                logs[name], ranges_of[name] = self.take(part, device.key, "device"), part
                order.append((device.unit, 1, name))
            else:
                raise Refused("stranger", part.origin)
        if order != sorted(set(order)):
            self.fault("order")
        for ident in registry.devices:
            if ident not in logs:
                self.fault("missing-log", ident)
        return logs, ranges_of

    def check_device(self, device: Device, part: Range, log: list[Entry]) -> None:
        ledger = self.ledger
        sizes, places = ledger.sizes[device.id], ledger.places[device.id]
        roots = roots_at([entry.leaf for entry in log], set(sizes))
        for size, place in zip(sizes, places, strict=True):
            if roots.get(size) != ledger.acceptances[place].root:
                self.fault("wrong-accepted-root", device.id, place)
        if not sizes or sizes[-1] != len(log):
            self.fault("not-the-accepted-size", device.id)
        try:
            if ledger.registry.cosigner is None:
                raise Refused("no-cosigner")
            time = check_receipt(part.checkpoint, ledger.registry.cosigner)
            if not places or time != ledger.acceptances[places[-1]].time:
                raise Refused("wrong-receipt-time")
        except Refused as refused:
            self.fault(refused.code, device.id)
        if len(log) > ledger.registry.revoked.get(device.id, len(log)):
            self.fault("past-revocation", device.id)
        said = [self.vkey, *(device.entry.body[key] for key in ("unit", "invite", "key"))]
        joins = [entry.body for entry in log if entry.status == "ok" and entry.body["kind"] == "join"]
        if not any([join[key] for key in ("hub", "unit", "invite", "key")] == said for join in joins):
            self.fault("no-join", device.id)

    def check_rest(self, registry: Registry, logs: dict[str, list[Entry]], acceptances: list[Entry]) -> None:
        audit = self.audit
        for where, entries in {"registry": registry.entries, "acceptances": acceptances, **audit.desks, **logs}.items():
            audit.held += [
                Finding(entry.status, where, index) for index, entry in enumerate(entries) if entry.status != "ok"
            ]
        for report in self.ledger.reports():
            audit.reports.append(report)
            finding = Finding(report.code, report.device.id, report.index)
            if report.verdict in ("false-report", "covers-more"):
                audit.findings.append(finding)
            elif report.verdict == "unread":
                audit.unread.append(finding)
        for index, edition in zip(registry.places, registry.editions, strict=True):
            if edition.opaque:
                audit.unread.append(Finding("unread-edition", "registry", index))
            audit.unread += [Finding("unread-duty", "registry", index) for _duty in edition.opaque_duties]


def audit_bundle(data: bytes, vkey: str) -> Audit:
    return Auditor(data, vkey).run()


# One record's proof


@dataclass
class Proof:
    """A tlog-proof."""

    extra: bytes | None
    index: int
    hashes: list[bytes]
    checkpoint: Checkpoint


def parse_proof(data: bytes) -> Proof:
    bad = Refused("bad-proof")
    head, gap, note = data.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
        checkpoint = parse_checkpoint(note)
    except (UnicodeDecodeError, Refused):
        raise bad from None
    if not gap or lines[0] != "c2sp.org/tlog-proof@v1":
        raise bad
    lines.pop(0)
    extra = unbase64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else b"-"
    index = parse_number(lines[0][6:]) if lines and lines[0].startswith("index ") else None
    hashes = [unbase64(line, 32) for line in lines[1:]]
    if index is None or not extra or any(found is None for found in hashes) or len(hashes) > 63:
        raise bad
    return Proof(None if extra == b"-" else extra, index, [found for found in hashes if found], checkpoint)


def check_proof(proof: Proof, key: Key, entry: bytes) -> None:
    check_checkpoint(proof.checkpoint, key)
    root = inclusion_root(leaf_hash(entry), proof.index, proof.checkpoint.size, proof.hashes)
    if root != proof.checkpoint.root:
        raise Refused("bad-inclusion-proof")


PROVEN: Table = [("index", size_, NEEDED), ("entry", text(0, MAX_ENTRY), NEEDED), ("proof", list_of(0, 63, hash_), NEEDED)]
CHAIN: Table = [("registry", text(0, 1 << 20), NEEDED), ("hub", of(PROVEN), NEEDED), ("device", of(PROVEN), NEEDED)]


@dataclass
class Proven:
    """What a record's proof shows."""

    device: str
    unit: str
    index: int
    time: int
    entry: Entry


def verify_record_proof(data: bytes, vkey: str) -> Proven:
    hub, key = registry_key(vkey)
    proof = parse_proof(data)
    if proof.extra is None:
        raise Refused("bad-proof", "no extra")
    line, newline, rest = proof.extra.partition(b"\n")
    chain = parse_line(rest, 1 << 20)
    tables = [(chain, CHAIN), *((chain[word], PROVEN) for word in ("hub", "device") if isinstance(chain.get(word), dict))]
    if (
        not newline
        or not fits(chain, CHAIN)
        or any(not in_order(value, rows) or unknown(value, rows) for value, rows in tables)
    ):
        raise Refused("bad-proof", "extra")
    registry = parse_checkpoint(chain["registry"].encode())
    check_checkpoint(registry, key)
    if len(registry.note.lines) != 1 or len(proof.checkpoint.note.lines) != 2:
        raise Refused("bad-proof", "other lines")
    found = []
    for word, at in (("hub", chain["hub"]), ("device", chain["device"])):
        entry = read_entry(at["entry"].encode(), "registry")
        root = inclusion_root(entry.leaf, at["index"], registry.size, list(map(base64.b64decode, at["proof"])))
        if root != registry.root or entry.get("kind") != word:
            raise Refused("bad-inclusion-proof", word)
        found.append(entry.body)
    head, enrolled = found
    cosigner, own = parse_key(head["cosigner"]), parse_key(enrolled["key"])
    ident = device_id(own.public)
    if chain["hub"]["index"] != 0 or (cosigner.name, cosigner.type) != (f"{hub}/mirror", 4):
        raise Refused("bad-proof", "hub")
    if (own.name, own.type) != (f"{hub}/device/{ident}", 1):
        raise Refused("bad-proof", "device")
    check_proof(proof, own, line)
    time = check_receipt(proof.checkpoint, cosigner)
    return Proven(ident, enrolled["unit"], proof.index, time, read_entry(line, "device"))
