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

    def _restored(self, index: int, body: Object) -> bool:
        """A restore, more of what it kept, or a head that turned up later; `kept` by the logs' first names."""
        generation = len(self.restores) + 1
        last = self.restores[-1] if self.restores else None
        if body["kind"] == "lost":
            if last is None:
                return False
            last["lost"] = [*last.get("lost", []), body["head"]]
            return True
        before = {} if body["kind"] == "restored" or last is None else last["logs"]
        mine = generation - (body["kind"] == "kept")
        named = {row[0]: f.own_log(row[0], self.hub) for row in body["kept"]}
        if any(own is None or own[1] != mine or own[0] in before for own in named.values()):
            return False
        logs = {**before, **{own[0]: row for row, own in zip(body["kept"], named.values(), strict=True) if own}}
        if body["kind"] == "restored":
            own = logs.get(f"{self.hub}/registry")
            if body["generation"] != generation + 1 or own is None or own[1] != index:
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


class Ledger:
    """Registry, acceptances and laptops' logs, and what they say together."""

    def __init__(self, key: Key, registry: Registry, acceptances: list[Entry], logs: dict[str, list[Entry]]) -> None:
        self.hub, self.key, self.registry = registry.hub, key._replace(name=f"{registry.hub}/acceptances"), registry
        self.entries, self.logs = acceptances, logs
        self.times, self.faults, self.brackets = list[int](), list[Finding](), dict[tuple[str, int], int]()
        self.accepted: dict[str, list[tuple[int, int, str]]] = {ident: [] for ident in registry.devices}
        for index, entry in enumerate(acceptances):
            before, body = self.times[-1] if self.times else 0, entry.body
            known = self.accepted.get(body.get("device", ""))
            least = known[-1][0] if known else 0
            if known is not None and body["at"] >= before and body["size"] > least:
                before = body["at"]
                known.append((body["size"], index, body["root"]))
            elif entry.status != "future":
                self.faults.append(Finding("wrong-acceptance", "acceptances", index))
            self.times.append(before)

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
                    found += [Finding(code, ident, index)] if code else []
                    newest = newest if code else seen["size"]
                self.brackets[ident, index] = self.times[newest - 1] if newest else 0
        return found

    def _judge(self, seen: Object, place: int, newest: int, root: bytes | None) -> str:
        signature = f.unbase64(seen.get("sig", ""), 68) or b""
        message = f"{self.key.name}\n{seen['size']}\n{seen['root']}\n".encode()
        signed = signature[:4] == self.key.id and self.key.verifies(signature[4:], message)
        other = root is not None and root != base64.b64decode(seen["root"])
        rows = {
            "hub-signed-another-root": signed and other,
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
                    place = self.covering(ident, index)
                    received = self.times[place] if place is not None else -1
                    judged = self.judge(device, index, entry.body, level)
                    yield Report(device, index, entry.body, *judged, received, self.brackets.get((ident, index), 0))


# Bundles
class Audit:
    """What an auditor says of a bundle, from its bytes and the registry's key; rows are those of the page's table."""

    def __init__(self, data: bytes, vkey: str) -> None:
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
        need(stated == hub and ranges and ranges[0][0].origin == f"{hub}/registry", "another-hub", stated)  # row 1
        registry = Registry(hub, take(*ranges.pop(0), key, "registry"))
        need(registry.head, "no-hub", "registry")
        has = ranges and ranges[0][0].origin == f"{hub}/acceptances"
        acceptances = take(*ranges.pop(0), key._replace(name=f"{hub}/acceptances"), "acceptances") if has else []
        need(has or not registry.devices, "no-acceptances")
        logs: dict[str, list[Entry]] = {}
        ledger = self.ledger = Ledger(key, registry, acceptances, logs)
        self.faults += registry.faults + ledger.faults  # rows 2 and 3
        order: list[tuple[str, str]] = []
        need(len({head.origin for head, _lines in ranges}) == len(ranges), "order", "twice")
        for head, lines in ranges:
            word, _, name = head.origin.removeprefix(f"{hub}/").partition("/")
            if f.is_newer(head.origin, hub):
                take(head, lines, None, word)
                self.unread.append(Finding("unread-log", head.origin.removeprefix(f"{hub}/")))
            elif word == "desk" and name in registry.units and lines:
                self.desks[name] = take(head, lines, key._replace(name=f"{hub}/desk/{name}"), "desk")
                order.append((name, ""))
                need(all(entry.status != "invalid" for entry in self.desks[name]), "invalid-entry", head.origin)
            else:
                need(word == "device" and name in registry.devices, "stranger", head.origin)
                logs[name] = take(head, lines, registry.devices[name].key, "device")
                order.append((registry.devices[name].unit, name))
                self._check_device(ledger, registry.devices[name], head, logs[name], vkey)
        need(order == sorted(set(order)) and logs.keys() == registry.devices.keys(), "order")  # row 4
        for old, new in registry.succeeded.items():
            self._check_succession(ledger, old, new, logs)
        for finding in ledger.judge_citations():  # row 6
            (self.faults if finding.code == "hub-signed-another-root" else self.findings).append(finding)
        for where, entries in {"registry": registry.entries, "acceptances": acceptances, **self.desks, **logs}.items():
            self.held += [Finding(each.status, where, at) for at, each in enumerate(entries) if each.status != "ok"]  # row 7
        self.reports += ledger.reports()  # row 8
        for report in self.reports:
            if report.verdict != "valid":
                found = Finding(report.code, report.device.id, report.at)
                (self.unread if report.verdict == "unread" else self.findings).append(found)
        for at, edition in zip(registry.places, registry.editions, strict=True):
            self.unread += [Finding("unread-edition", "registry", at)] if edition.opaque else []
            self.unread += [Finding("unread-duty", "registry", at) for _duty in edition.opaque_duties]

    def _check_succession(self, ledger: Ledger, old: str, new: str, logs: dict[str, list[Entry]]) -> None:
        """Row 5, of a device whose place was taken."""
        first = ledger.accepted[new][0][1]
        need(all(index < first for _size, index, _root in ledger.accepted[old]), "accepted-after-succession", old)
        if by := self.joins[new].get("by"):
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
        time = f.check_receipt(head, ledger.registry.cosigner)
        need(time == ledger.times[accepted[-1][1]], "wrong-receipt-time", device.id)
        need(len(log) <= ledger.registry.revoked.get(device.id, len(log)), "past-revocation", device.id)
        said = {"kind": "join", "hub": vkey, **{key: device.entry[key] for key in ("unit", "invite", "key")}}
        joins = [entry.body for entry in log if said.items() <= entry.body.items()]
        old = device.entry.get("succeeds")
        need(any("by" not in join or join["succeeds"] == old for join in joins), "no-join", device.id)
        self.joins[device.id] = joins[0]


def take(head: f.Checkpoint, lines: list[bytes], key: Key | None, log: str) -> list[Entry]:
    """The entries of a log whose checkpoint holds, and has the lines that it must have, where its key is known."""
    if key:
        f.check_checkpoint(head, key, lines=2 if log == "device" else 1)
    entries = [f.read_entry(line, log) for line in lines]
    need((len(entries), f.root_of([entry.leaf for entry in entries])) == (head.size, head.root), "wrong-root", head.origin)
    return entries
