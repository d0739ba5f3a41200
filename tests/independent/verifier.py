"""A second verifier of audit bundles, written from sync/PROTOCOL.md alone."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from graphlib import TopologicalSorter
from typing import NamedTuple

from tests.independent import forms as f
from tests.independent.forms import Edition, Entry, Key, Object, Refused, need
from tests.independent.parcels import parse_bundle
from tests.independent.witnesses import check_policy, check_witnessed, parse_policy, witnessed_of


class Finding(NamedTuple):
    """What an auditor says of an entry, of a log, or of the whole bundle."""

    code: str
    where: str = ""
    at: int = -1


class Device(NamedTuple):
    id: str
    unit: str
    key: Key
    entry: Object
    position: int


class Registry:
    """What the entries of a registry say together; those in contradiction are passed over (In the registry)."""

    def __init__(self, hub: str, entries: list[Entry]) -> None:
        self.hub, self.entries = hub, entries
        self.head: Object | None = None
        self.cosigner: Key | None = None
        self.units: dict[str, list[Object]] = {}
        self.devices, self.revoked = dict[str, Device](), dict[str, int]()
        self.succeeded = dict[str, str]()
        self.events, self.faults, self.dispatched = list[Object](), list[Finding](), list[Object]()
        self.restores, self.follow = list[Object](), 0
        self.redacted: dict[str, dict[bytes, bytes]] = {}
        """By unit and leaf hash, the line that stands in an entry's stead."""
        self.editions, self.places = list[Edition](), list[int]()
        for index, entry in enumerate(entries):
            if entry.status == "invalid" or (entry.status == "ok" and not self._takes(index, entry.body)):
                self.faults.append(Finding("invalid" if entry.status == "invalid" else "contradiction", "registry", index))
        self.events.sort(key=lambda event: event["since"])

    def _takes(self, index: int, body: Object) -> bool:
        kind = body["kind"]
        if (kind == "hub") != (index == 0):
            return False
        if kind == "unit":
            self.units.setdefault(body["code"], []).append(body)
        elif kind == "hub" and (key := f.key_named(body["cosigner"], f"{self.hub}/mirror", 4)):
            self.head, self.cosigner = body, key
        elif kind == "reorganised" and {*body["units"], *body["into"]} <= set(self.units):
            self.events.append(body)
        elif kind == "dispatched":
            self.dispatched.append(body)
        elif kind in ("restored", "kept", "lost"):
            return self._restored(index, body)
        elif kind == "redaction" and body["unit"] in self.units:
            gone = self.redacted.setdefault(body["unit"], {})
            new = {base64.b64decode(leaf): line.encode() for leaf, line in body["entries"]}
            if gone.keys() & new.keys():
                return False
            gone |= new
        elif kind == "revoked" and body["device"] in self.devices.keys() - self.revoked.keys():
            self.revoked[body["device"]] = body["size"]
        elif kind == "directive" and (edition := f.read_directive(body["directive"])):
            self.editions.append(edition)
            self.places.append(index)
        elif kind == "device" and body["unit"] in self.units and (found := f.device_key(body["key"], self.hub)):
            ident, own = found
            if old := body.get("succeeds"):
                before, laptops = self.devices.get(old), not body.get("entered")
                if not (before and before.unit == body["unit"] and laptops and not before.entry.get("entered")):
                    return False
                if old in self.succeeded or ident in self.devices:
                    return False
                self.succeeded[old] = ident
            known = self.devices.setdefault(ident, Device(ident, body["unit"], own, body, index))
            return known.position == index
        else:
            return False
        return True

    @property
    def generation(self) -> int:
        """The generation that the hub's own logs are of now."""
        return int(self.restores[-1]["generation"]) if self.restores else 1

    def _restored(self, index: int, body: Object) -> bool:
        """A restore, more of what it kept, or a head that turned up later; `kept` by the logs' first names."""
        last = self.restores[-1] if self.restores else None
        generation = self.generation
        if body["kind"] == "lost":
            if last is None:
                return False
            last["lost"] = [*last.get("lost", []), body["head"]]
            return True
        before = {} if body["kind"] == "restored" or last is None else last["logs"]
        mine = [1, 1, *(int(each["generation"]) for each in self.restores)][-1 - (body["kind"] == "kept")]
        named = {row[0]: f.own_log(row[0], self.hub) for row in body["kept"]}
        if any(own is None or own[1] != mine or own[0] in before for own in named.values()):
            return False
        logs = {**before, **{own[0]: row for row, own in zip(body["kept"], named.values(), strict=True) if own}}
        if body["kind"] == "restored":
            own = logs.get(f"{self.hub}/registry")
            if body["generation"] <= generation or own is None or own[1] != index:
                return False
            self.restores.append({**body, "index": index, "logs": logs})
            self.follow = index
        else:
            if last is None or body["generation"] != generation or self.follow + 1 != index:
                return False
            last["logs"], self.follow = logs, index
        return True


# Records
class Writer(NamedTuple):
    """An entry that wrote a field, and the value. Of writers in conflict the greatest is displayed."""

    retracts: bool
    at: int
    leaf: bytes
    value: str


class Record(NamedTuple):
    heads: list[bytes]
    values: Object
    conflicts: set[str]


def merge(entries: dict[bytes, Entry]) -> Record:
    """The state of one record, of whose entries none comes twice: by leaf hash. Comments give the rules by number."""
    bases = {leaf: {*map(base64.b64decode, each.body.get("base", []))} & entries.keys() for leaf, each in entries.items()}
    retractions = {leaf for leaf, entry in entries.items() if entry.body["kind"] == "retraction"}
    seen: dict[bytes, set[bytes]] = {}
    after: dict[bytes, dict[str, set[Writer]]] = {}

    def together(leaves: set[bytes]) -> dict[str, set[Writer]]:
        """Rule 2: the writers after these entries, less every writer that another of them has seen."""
        names = {name for leaf in leaves for name in after[leaf]}
        found = {name: set[Writer]().union(*(after[leaf].get(name, ()) for leaf in leaves)) for name in names}
        return {
            name: {writer for writer in writers if not any(writer.leaf in seen[other.leaf] for other in writers)}
            for name, writers in found.items()
        }

    for leaf in TopologicalSorter(bases).static_order():
        body = entries[leaf].body
        seen[leaf] = bases[leaf].union(*(seen[base] for base in bases[leaf]))  # rule 1
        before = after[leaf] = together(bases[leaf])
        own = {name: max(writers).value for name, writers in before.items() if len({each.value for each in writers}) > 1}
        own |= {name: f.spell(value) for name, value in body.get("fields", {}).items()}
        if leaf in retractions or seen[leaf] & retractions:  # rule 5
            own["retracted"] = f.spell(body.get("reason"))
        for name, value in own.items():
            before[name] = {Writer(name == "retracted" and value != "null", body["at"], leaf, value)}
    heads = entries.keys() - set[bytes]().union(*bases.values())
    writers = together(heads)  # rule 3
    conflicts = {name for name, found in writers.items() if len({writer.value for writer in found}) > 1}
    values = {name: json.loads(max(found).value) for name, found in writers.items()}
    standing = {writer.leaf for writer in writers.get("retracted", ())}
    if values.get("retracted") and any(not standing & {leaf, *seen[leaf]} for leaf in heads - retractions):
        conflicts.add("retracted")
    return Record(sorted(heads), values, conflicts)


# Periods
EPOCH = date(1970, 1, 1)
HOLIDAYS = "01-01 04-30 05-01 09-02"


class Meaning(NamedTuple):
    """What a period's text means: whose activities, the rule, both days of its window, what it is due before."""

    directive: str | None
    rule: str
    start: str
    end: str
    due: int
    counts: tuple[str, ...] = ()
    """What its duty counts beside the activities of its directive."""


def window(directive: str | None, rule: str, start: str, stop: date, due: date) -> Meaning:
    return Meaning(directive, rule, start, (stop - timedelta(1)).isoformat(), (due - EPOCH).days * 86400 - 7 * 3600)


def plain(text: str, directive: str | None = None, late: int = 0) -> Meaning | None:
    """The meaning of a month, a quarter, a half-year or a year, due so many days later."""
    match = re.fullmatch(r"(2[01][0-9]{2})(-H1|-Q[1-4]|-0[1-9]|-1[0-2])?", text)
    if not match:
        return None
    year, part = int(match[1]), match[2] or ""
    rule = {"": "yearly-1215", "-H": "half-year-0615", "-Q": "quarterly-15"}.get(part[:2], "monthly-15")
    stop = date(year, {"": 12, "-H": 6, "-Q": 3 * int(part[-1:] or 0)}.get(part[:2]) or int(part[1:]), 15)
    days = {"monthly-15": 20, "quarterly-15": 80}.get(rule, 0)
    start = (stop - timedelta(days)).replace(day=15) if days else date(year - 1, 12, 15)
    return window(directive, rule, start.isoformat(), stop, stop + timedelta(late))


def by_edition(edition: Edition, tail: str) -> Meaning | None:
    """What an edition says that the period with this end means, if one of its duties asks for it."""
    base = plain(tail)
    rule = base.rule if base else f"before {tail}"
    if not (duty := next((duty for duty in edition.duties if duty["rule"] == rule), None)):
        return None
    late = 0 if duty.get("strict", True) else 1
    meaning = plain(tail, edition.id, late)
    if not meaning:
        stop = date.fromisoformat(tail) + timedelta(late)
        meaning = window(edition.id, rule, duty.get("window_from", edition.first_day()), stop, stop)
        meaning = meaning._replace(counts=tuple(duty.get("counts", [])))
    return meaning._replace(due=meaning.due + 86400 * rest_days(meaning.due, duty))


def rest_days(due: int, duty: Object) -> int:
    """How many days later a deadline is than it would be without `rest_day`."""
    last = EPOCH + timedelta(days=(due + 7 * 3600) // 86400 - 1)
    days = 0
    while "rest_day" in duty and ((day := last + timedelta(days)).weekday() > 4 or f"{day:%m-%d}" in HOLIDAYS):
        days += 1
    return days


def meanings(editions: list[Edition], text: str) -> tuple[list[Meaning], bool, str]:
    """All that a period's text means, whether it may mean something else that cannot be read, and why it means nothing."""
    name, at, tail = text.rpartition("@")
    base = plain(tail)
    if not at:
        return [base] if base else [], False, "bad-period"
    named = [edition for edition in editions if name in (edition.name, edition.id)]
    found = [by_edition(edition, tail) for edition in named]
    opaque = any(not known and (each.opaque or each.opaque_duties) for each, known in zip(named, found, strict=True))
    code = "unknown-directive" if not named else "no-such-duty" if base or f.is_day(tail) else "bad-period"
    return list(dict.fromkeys(meaning for meaning in found if meaning)), opaque, code


# Reports
LEVEL = 2
"""What the page has."""


def last_day(values: Object) -> str:
    """The day on which a record counts (Records, rule 6)."""
    first, last = str(values.get("date", "")), values.get("until")
    return str(last) if first and last and f.is_span(first, last) else first


def counted_in(records: list[Record], meaning: Meaning) -> list[Record]:
    """The records that count in a period."""
    days = [record for record in records if meaning.start <= last_day(record.values) <= meaning.end]
    standing = [record for record in days if record.values.get("retracted") is None]
    return [record for record in standing if meaning.directive is None or names_of(record.values) & names_asked(meaning)]


def names_asked(meaning: Meaning) -> set[str]:
    """The words of what a period of a directive counts."""
    return {f"directive {meaning.directive}", *meaning.counts}


def names_of(values: Object) -> set[str]:
    """The words under which a record is counted, if a duty names one of them."""
    directive, task = values.get("directive"), values.get("task")
    topics = [f"topic {topic}" for topic in values.get("topics") or []]
    return {"all", f"directive {directive}", *topics, *([f"task {directive}#{task}"] if directive and task else [])}


def keys_of(values: Object) -> dict[str, set[str]]:
    """Under what an activity counts in each part of `figures`."""
    directive, task = values.get("directive"), values.get("task")
    return {
        "total": {""},
        "channels": {values.get("channel") or ""},
        "topics": set(values.get("topics") or [""]),
        "directives": {directive or ""},
        "tasks": {f"{directive}#{task}"} if directive and task else set(),
        "audiences": set(values.get("audiences") or []),
        "bodies": {values["body"]} if values.get("body") else set(),
    }


def add_to(sums: dict[str, list[int]], keys: set[str], values: Object) -> None:
    tally = [1, *(values.get(name) or 0 for name in ("quantity", "audience", "minutes"))]
    for key in keys:
        sums[key] = [left + right for left, right in zip(sums.get(key, [0, 0, 0, 0]), tally, strict=True)]


def figures_of(records: list[Record]) -> Object:
    parts: dict[str, dict[str, list[int]]] = {part: {} for part in keys_of({})}
    for record in records:
        for part, keys in keys_of(record.values).items():
            add_to(parts[part], keys, record.values)
    total = parts.pop("total").get("", [0, 0, 0, 0])
    return {"total": total, **{part: found for part, found in parts.items() if found}}


class Report(NamedTuple):
    """A report with its verdict, when it was received, and the lower bound of when it was made."""

    device: Device
    at: int
    body: Object
    verdict: str
    code: str
    received: int
    lower: int


class Stretch(NamedTuple):
    """Acceptances whose times are false, and between which times they were made."""

    first: int
    last: int
    low: int
    high: int


# Generations
def kept_size(restore: Object, first: str) -> int:
    """How much a restore kept of a log, by its first name."""
    return int(restore["logs"].get(first, ["", 0, ""])[1])


def begins(restore: Object, first: str) -> int:
    """The size of a log when a generation began."""
    grown = [size for origin, size, _root in restore.get("grown", []) if f.first_name(origin) == first]
    return int(max([kept_size(restore, first), *grown]))


def stayed(registry: Registry, first: str, generation: int) -> int | None:
    """How much of what was signed in a generation holds; None if it is the one of today."""
    after = [restore for restore in registry.restores if restore["generation"] > generation]
    if after and generation not in (1, *(restore["generation"] for restore in registry.restores)):
        return 0
    sizes = [0 if "grown" in each and first == f"{registry.hub}/registry" else kept_size(each, first) for each in after]
    return min(sizes, default=None)


def head_of(note: str) -> tuple[str, int, bytes] | None:
    """The head that a note says."""
    try:
        checkpoint = f.parse_checkpoint(note.encode())
    except Refused:
        return None
    return checkpoint.origin, checkpoint.size, checkpoint.root


def judge_head(registry: Registry, origin: str, size: int, root: bytes, found: bytes | None) -> str:
    """The verdict on a signed head of a log of the hub's own, that has the root `found` at this size."""
    own = f.own_log(origin, registry.hub)
    assert own, "asked of those alone"
    most = stayed(registry, *own)
    if found == root:
        return "holds"
    if most is None:
        return "ahead" if found is None else "other-history"
    if size <= most:
        return "other-history"
    lost = {head_of(note) for restore in registry.restores for note in restore.get("lost", [])}
    return "lost" if (origin, size, root) in lost else "unstated"


class Ledger:
    """Registry, acceptances and laptops' logs, and what they say together."""

    def __init__(self, key: Key, registry: Registry, acceptances: list[Entry], logs: dict[str, list[Entry]]) -> None:
        self.hub, self.key, self.registry = registry.hub, key._replace(name=f"{registry.hub}/acceptances"), registry
        self.entries, self.logs = acceptances, logs
        self.times, self.faults, self.brackets = list[int](), list[Finding](), dict[tuple[str, int], int]()
        self.stretches, self.heads, self.held = list[Stretch](), list[tuple[int, Object]](), dict[int, Object]()
        least = 0
        self.accepted: dict[str, list[tuple[int, int, str]]] = {ident: [] for ident in registry.devices}
        for index, entry in enumerate(acceptances):
            body = entry.body
            known = self.accepted.get(body.get("device", ""))
            if body.get("kind") == "head":
                self.heads.append((index, body))
            elif body.get("kind") == "clock" and self._false_times(index, body):
                least = body["at"]
            elif known is not None and body["at"] >= least and body["size"] > (known[-1][0] if known else 0):
                least = body["at"]
                self.times.append(least)
                known.append((body["size"], index, body["root"]))
                self.held.update({index: body["held"]} if "held" in body else {})
            elif entry.status != "future":
                self.faults.append(Finding("wrong-acceptance", "acceptances", index))
            if len(self.times) == index:
                self.times.append(self.earliest(index))

    def _false_times(self, index: int, body: Object) -> bool:
        """Whether a stretch of entries before this one can have false times; and takes note of it (Generations)."""
        first, last = body["first"], body["last"]
        low = self.earliest(first)
        if last >= index or any(stretch.last >= first for stretch in self.stretches) or low > body["at"]:
            return False
        self.stretches.append(Stretch(first, last, low, body["at"]))
        return True

    def _stretch(self, index: int) -> Stretch | None:
        return next((stretch for stretch in self.stretches if stretch.first <= index <= stretch.last), None)

    def earliest(self, size: int) -> int:
        """The least that the hub's time can have been when there were so many entries."""
        stretch = self._stretch(size - 1)
        return stretch.low if stretch else self.times[size - 1] if size else 0

    def received(self, device: str, index: int) -> int:
        """When the hub received an entry; -1 if it did not (Times, Generations)."""
        place = self.covering(device, index)
        if place is None:
            return -1
        stretch = self._stretch(place)
        at = stretch.high if stretch else self.times[place]
        began = [each for each in self.registry.restores if begins(each, f"{self.hub}/acceptances") <= place]
        if place in self.held and began:
            time = int(self.held[place]["time"])
            low = max(began[-1]["since"], self.brackets.get((device, index), 0))
            return min(at, time) if low <= time <= began[-1]["at"] else at
        return at

    def covering(self, device: str, index: int) -> int | None:
        """The index of the first acceptance that covers an entry."""
        return next((place for size, place, _root in self.accepted[device] if size > index), None)

    def log(self, device: str) -> list[Entry]:
        """The entries of a log that count (Revocation)."""
        return self.logs.get(device, [])[: self.registry.revoked.get(device)]

    def judge_citations(self) -> list[Finding]:
        """Every citation that is not valid; and the lower bounds of all entries (Times)."""
        found: list[Finding] = []
        sizes = {entry.body["seen"]["size"] for log in self.logs.values() for entry in log if "seen" in entry.body}
        roots = f.roots_at([entry.leaf for entry in self.entries], sizes)
        for ident, log in self.logs.items():
            newest = 0
            for index, entry in enumerate(log):
                seen, place = entry.body.get("seen"), self.covering(ident, index)
                if seen and place is not None:
                    code = self._judge(seen, place, newest, roots.get(seen["size"]))
                    found += [Finding(code, ident, index)] if code not in ("", "cited-a-lost-head") else []
                    newest = newest if code else seen["size"]
                self.brackets[ident, index] = self.earliest(newest)
        return found

    def _judge(self, seen: Object, place: int, newest: int, root: bytes | None) -> str:
        signature = f.unbase64(seen.get("sig", ""), 68) or b""
        signed = 0
        for generation in range(1, self.registry.generation + 1):
            key = self.key._replace(name=f.of_generation(self.key.name, generation))
            message = f"{key.name}\n{seen['size']}\n{seen['root']}\n".encode()
            if signature[:4] == key.id and key.verifies(signature[4:], message):
                signed = generation
        other = root is not None and root != base64.b64decode(seen["root"])
        head = (f.of_generation(self.key.name, signed), seen["size"], base64.b64decode(seen["root"]))
        judged = judge_head(self.registry, *head, root) if signed else ""
        rows = {
            "cited-a-lost-head": judged == "lost",
            "unnamed-lost-head": judged == "unstated",
            "hub-signed-another-root": judged == "other-history",
            "bad-citation-signature": "sig" in seen and not signed,
            "cited-before-it-was": seen["size"] > place,
            "unsigned-contradiction": other,
            "citation-goes-back": seen["size"] < newest,
        }
        return next((code for code, holds in rows.items() if holds), "")

    def records(self, unit: str, covers: dict[str, int] | None = None, level: int = LEVEL) -> dict[str, dict[bytes, Entry]]:
        """The entries of each record of a unit, of all or of what a report covers, as far as they are read at a level."""
        found: dict[str, dict[bytes, Entry]] = {}
        for ident, device in self.registry.devices.items():
            if device.unit == unit and (covers is None or ident in covers):
                for entry in self.log(ident)[: covers[ident] if covers else None]:
                    stated = entry.status == "ok" and entry.body["kind"] in ("activity", "retraction")
                    if stated and f.level_of(entry.body) <= level:
                        found.setdefault(entry.body["record"], {})[entry.leaf] = entry
        return found

    def judge(self, device: Device, index: int, body: Object, level: int = LEVEL) -> tuple[str, str]:
        """The verdict on a report of a reader of a level, and its code."""
        covers: dict[str, int] = dict(body["covers"])
        if any(ident not in self.registry.devices or self.registry.devices[ident].unit != device.unit for ident in covers):
            return "false-report", "covers-a-stranger"
        if covers.get(device.id) != index:
            return "false-report", "covers-not-itself"
        stated = body.get("level", 1)
        if "figures" not in body or (stated if level == LEVEL else f.level_of(body)) > level:
            return "unread", "newer-level" if "figures" in body else "newer-report"
        means, opaque, code = meanings(self.registry.editions, body["period"])
        if means and any(size > len(self.log(ident)) for ident, size in covers.items()):
            return "covers-more", "covers-what-is-not-here"
        merged = [merge(entries) for entries in self.records(device.unit, covers, stated).values()] if means else []
        for meaning in means:
            records = counted_in(merged, meaning)
            heads = sorted({head for record in records for head in record.heads})
            right = body["records"] == len(records) and body["figures"] == figures_of(records)
            if right and base64.b64decode(body["root"]) == f.root_of([f.leaf_hash(head) for head in heads]):
                return "valid", ""
            code = "other-commitment" if right else "other-figures"
        return ("unread", "opaque-duty") if opaque else ("false-report", code)

    def reports(self, level: int = LEVEL) -> Iterator[Report]:
        """All reports, as read at a level, in order of enrolment and of their logs; after `judge_citations`."""
        for ident, device in self.registry.devices.items():
            for index, entry in enumerate(self.log(ident)):
                if entry.status == "ok" and entry.body["kind"] == "report":
                    judged = self.judge(device, index, entry.body, level)
                    received, lower = self.received(ident, index), self.brackets.get((ident, index), 0)
                    yield Report(device, index, entry.body, *judged, received, lower)


# Bundles
class Audit:
    """What an auditor says of a bundle, from its bytes and the registry's key; rows are those of the page's table."""

    def __init__(self, data: bytes, vkey: str, policy: bytes | None = None) -> None:
        self.rules = None if policy is None else parse_policy(policy)
        self.faults, self.findings, self.held, self.unread = (list[Finding]() for _ in range(4))
        self.reports, self.desks = list[Report](), dict[str, list[Entry]]()
        self.joins: dict[str, Object] = {}
        self.ledger: Ledger | None = None
        try:
            self._read(data, vkey)
        except Refused as refused:
            self.faults.append(Finding(refused.code, refused.where))

    @property
    def outcome(self) -> str:
        return "not-proven" if self.faults else "proven-as-far-as-read" if self.unread else "proven"

    def _read(self, data: bytes, vkey: str) -> None:
        hub, key = f.registry_key(vkey)
        stated, ranges = parse_bundle(data)
        first = f.own_log(ranges[0][0].origin, hub) if ranges else None
        need(stated == hub and first and first[0] == f"{hub}/registry", "another-hub", stated)  # row 1
        named = ranges[0][0].origin
        registry = Registry(hub, take(*ranges.pop(0), key._replace(name=named), "registry"))
        need(registry.head, "no-hub", "registry")
        generation = registry.generation
        need(named == f.of_generation(f"{hub}/registry", generation), "old-name", named)
        named = f.of_generation(f"{hub}/acceptances", generation)
        has = ranges and ranges[0][0].origin == named
        acceptances = take(*ranges.pop(0), key._replace(name=named), "acceptances") if has else []
        restored = registry.restores[-1]["index"] if registry.restores else 0
        needed = {ident for ident, device in registry.devices.items() if device.position >= restored}
        need(has or not needed, "no-acceptances")
        logs: dict[str, list[Entry]] = {}
        ledger = self.ledger = Ledger(key, registry, acceptances, logs)
        self.faults += registry.faults + ledger.faults  # rows 2 and 3
        order: list[tuple[str, str]] = []
        need(len({head.origin for head, _lines in ranges}) == len(ranges), "order", "twice")
        for head, lines in ranges:
            own = f.own_log(head.origin, hub)
            word, _, name = (own[0] if own else head.origin).removeprefix(f"{hub}/").partition("/")
            if f.is_newer(head.origin, hub):
                take(head, lines, None, word)
                self.unread.append(Finding("unread-log", head.origin.removeprefix(f"{hub}/")))
            elif word == "desk" and name in registry.units and lines:
                named = f.of_generation(f"{hub}/desk/{name}", generation)
                self.desks[name] = take(head, lines, key._replace(name=named), "desk", registry.redacted.get(name))
                order.append((name, ""))
                need(all(entry.status != "invalid" for entry in self.desks[name]), "invalid-entry", head.origin)
            else:
                need(word == "device" and name in registry.devices, "stranger", head.origin)
                gone = registry.redacted.get(registry.devices[name].unit)
                logs[name] = take(head, lines, registry.devices[name].key, "device", gone)
                order.append((registry.devices[name].unit, name))
                self._check_device(ledger, registry.devices[name], head, logs[name], vkey)
        needed |= {ident for ident, accepted in ledger.accepted.items() if accepted}
        need(order == sorted(set(order)) and needed <= logs.keys(), "order")  # row 4
        for unit, redacted in registry.redacted.items():
            mine = [log for ident, log in logs.items() if registry.devices[ident].unit == unit]
            there = {entry.leaf for log in [self.desks.get(unit, []), *mine] for entry in log}
            need(redacted.keys() <= there, "redacted-nothing", unit)
        for old, new in registry.succeeded.items():
            self._check_succession(ledger, old, new, logs)
        for finding in ledger.judge_citations():  # row 6
            of_hub = finding.code in ("hub-signed-another-root", "unnamed-lost-head")
            (self.faults if of_hub else self.findings).append(finding)
        self._check_generations(ledger, key)
        self._check_witnessed(ledger, key, data)
        for where, entries in {"registry": registry.entries, "acceptances": acceptances, **self.desks, **logs}.items():
            self.held += [Finding(each.status, where, at) for at, each in enumerate(entries) if each.status != "ok"]  # row 7
        self.reports += ledger.reports()  # row 8
        for report in self.reports:
            if report.verdict != "valid":
                by_word = report.code.startswith("other-") and report.device.unit in registry.redacted
                found = Finding("other-than-redacted" if by_word else report.code, report.device.id, report.at)
                (self.unread if report.verdict == "unread" else self.findings).append(found)
        for at, edition in zip(registry.places, registry.editions, strict=True):
            self.unread += [Finding("unread-edition", "registry", at)] if edition.opaque else []
            self.unread += [Finding("unread-duty", "registry", at) for _duty in edition.opaque_duties]

    def _check_generations(self, ledger: Ledger, key: Key) -> None:
        """Row 9."""
        registry, hub = ledger.registry, ledger.hub
        own = {f"{hub}/registry": registry.entries, f"{hub}/acceptances": ledger.entries}
        own |= {f"{hub}/desk/{code}": desk for code, desk in self.desks.items()}
        roots = {name: f.roots_at([each.leaf for each in log], range(len(log) + 1)) for name, log in own.items()}
        heads: list[tuple[str, tuple[str, int, bytes]]] = []
        for restore in registry.restores:
            for origin, size, root in [*restore["logs"].values(), *restore.get("grown", [])]:
                first = f.first_name(origin)
                most = stayed(registry, first, restore["generation"])
                if most is None or size <= most:
                    found = roots.get(first, roots_of_nothing).get(size)
                    need(found == base64.b64decode(root), "kept-other-root", origin)
            kept, most = (
                kept_size(restore, f"{hub}/acceptances"),
                stayed(registry, f"{hub}/acceptances", restore["generation"]),
            )
            need(restore["since"] >= (ledger.earliest(kept) if most is None or kept <= most else 0), "gap-too-wide")
            for note in restore.get("lost", []):
                head = head_of(note)
                need(head, "bad-lost-head", note)
                assert head, "just so"
                log = f.own_log(head[0], hub)
                need(log and log[1] < restore["generation"], "bad-lost-head", head[0])
                f.check_checkpoint(f.parse_checkpoint(note.encode()), key._replace(name=head[0]), lines=1)
                heads.append(("lost-below-kept", head))
        for _index, body in ledger.heads:
            need(f.own_log(body["origin"], hub), "head-other-root", body["origin"])
            heads.append(("head-other-root", (body["origin"], body["size"], base64.b64decode(body["root"]))))
        for code, (origin, size, root) in heads:
            first = f.first_name(origin)
            need(code == "lost-below-kept" or first in roots, code, origin)
            judged = judge_head(registry, origin, size, root, roots.get(first, {}).get(size))
            need(judged not in ("other-history", "ahead"), code, origin)

    def _check_witnessed(self, ledger: Ledger, key: Key, data: bytes) -> None:
        """Row 10."""
        if self.rules:
            check_policy(self.rules, key)
        logs = {"registry": ledger.registry.entries, "acceptances": ledger.entries}
        for origin, notes in witnessed_of(data).items():
            own = None if f.is_newer(origin, ledger.hub) else f.own_log(origin, ledger.hub)
            log = logs.get(own[0].removeprefix(f"{ledger.hub}/")) if own else None
            if log is None:
                need(not notes or f.is_newer(origin, ledger.hub), "strange-witnessed", origin)
                continue
            roots = f.roots_at([entry.leaf for entry in log], range(len(log) + 1))
            check_witnessed(notes, key._replace(name=origin), roots, len(log), self.rules)

    def _check_succession(self, ledger: Ledger, old: str, new: str, logs: dict[str, list[Entry]]) -> None:
        """Row 5, of a device whose place was taken."""
        first = ledger.accepted[new][0][1]
        after = [index for _size, index, _root in ledger.accepted[old] if index > first]
        need(all(index in ledger.held for index in after), "accepted-after-succession", old)
        if (by := self.joins[new].get("by")) and not ledger.registry.restores:
            root = base64.b64encode(f.root_of([entry.leaf for entry in logs[old]])).decode()
            words = f"soxa succeeds v1\n{ledger.registry.hub}\n{old}\n{len(logs[old])}\n{root}\n{self.joins[new]['key']}\n"
            key = ledger.registry.devices[old].key
            need(key.verifies(base64.b64decode(by), words.encode()), "not-vouched", new)

    def _check_device(self, ledger: Ledger, device: Device, head: f.Checkpoint, log: list[Entry], vkey: str) -> None:
        """Row 5."""
        accepted = ledger.accepted[device.id]
        roots = f.roots_at([entry.leaf for entry in log], {size for size, _index, _root in accepted})
        right = all(roots.get(size) == base64.b64decode(root) for size, _index, root in accepted)
        need(right and accepted and accepted[-1][0] == len(log), "not-as-accepted", device.id)
        assert ledger.registry.cosigner, "checked with the registry's head"
        for size, index, root in accepted:
            if index in ledger.held:
                self._check_held(ledger, head.origin, size, root, ledger.held[index])
        time = f.check_receipt(head, ledger.registry.cosigner)
        need(time == ledger.times[accepted[-1][1]], "wrong-receipt-time", device.id)
        need(len(log) <= ledger.registry.revoked.get(device.id, len(log)), "past-revocation", device.id)
        said = {"kind": "join", "hub": vkey, **{key: device.entry[key] for key in ("unit", "invite", "key")}}
        joins = [entry.body for entry in log if said.items() <= entry.body.items()]
        old = device.entry.get("succeeds")
        again = bool(ledger.registry.restores)
        need(any(again or "by" not in join or join["succeeds"] == old for join in joins), "no-join", device.id)
        self.joins[device.id] = joins[0]

    def _check_held(self, ledger: Ledger, origin: str, size: int, root: str, held: Object) -> None:
        """A receipt of before, on exactly what was accepted."""
        cosigner = ledger.registry.cosigner
        assert cosigner, "checked with the registry's head"
        signature = f.unbase64(held["cosignature"], 76) or b""
        lines = {(cosigner.name, signature[:4]): signature[4:]}
        state = f.Checkpoint(origin, size, base64.b64decode(root), f"{origin}\n{size}\n{root}\n", lines)
        need(f.check_receipt(state, cosigner) == held["time"], "bad-held", origin)


roots_of_nothing = {0: f.root_of([])}
"""Of a log that is not there."""


def take(
    head: f.Checkpoint, lines: list[bytes], key: Key | None, log: str, redacted: dict[bytes, bytes] | None = None
) -> list[Entry]:
    """The entries of a log whose checkpoint holds, and has the lines that it must have, where its key is known; of what is
    redacted, by leaf hash, what stands in its stead (Redaction)."""
    if key:
        f.check_checkpoint(head, key, lines=2 if log == "device" else 1)
    entries: list[Entry] = []
    for line in lines:
        leaf, gone = f.redacted_leaf(line), redacted or {}
        need(not leaf or leaf in gone, "unstated-redaction", head.origin)
        need(leaf or f.leaf_hash(line) not in gone, "redacted-and-here", head.origin)
        entries.append(f.read_entry(gone[leaf], log)._replace(leaf=leaf) if leaf else f.read_entry(line, log))
        need(not leaf or entries[-1].status == "ok", "redacted-otherwise", head.origin)
    need((len(entries), f.root_of([entry.leaf for entry in entries])) == (head.size, head.root), "wrong-root", head.origin)
    return entries
