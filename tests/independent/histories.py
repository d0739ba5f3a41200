"""Random histories of a province: conflicts, retractions, mergers, revocations, opaque duties, what laptops make up.

What is drawn may be a fault of the hub, a finding on a laptop, or neither; two readers must say the same of it. The
same seed gives the same history.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Final

import msgspec

from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, Count, DeviceId, Hash, Instant, Size
from sync.errors import Misuse
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.decode_batch import decode_all
from sync.ledger.directive import Directive, Due, Duty, Task
from sync.ledger.figures import Tally, commitment, count
from sync.ledger.levels import level_of
from sync.ledger.merge import Version, merge
from sync.ledger.origins import LogKind
from sync.ledger.period import Period, parse
from sync.ledger.redaction import is_redactable, without_texts
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import meanings
from sync.ledger.span import is_span
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import leaf_hash
from sync.log.redacted import is_redacted, kept_line
from tests.sync.audit.bundles import HUB, Draft, Laptop, Log, Province, Range, record

CODES: Final = ("12001", "12002", "12003", "12004", "12005")
BODIES: Final = ("12-sokhcn", "106", "12001-vhxh", "12002-tt", "03390-vhxh")
"""Units that are no communes: a department of the province, a district of before, offices of communes."""
KINDS: Final = ("science-department", "culture-society-office", "radio-station", "commune-committee", "departments", "x")
DATES: Final = (
    "2026-09-20",
    "2026-10-14",
    "2026-10-15",
    "2026-10-28",
    "2026-11-14",
    "2026-11-15",
    "2026-12-01",
    "2027-06-14",
)
SINCE: Final = ("2026-10-01", "2026-10-20", "2026-11-01", "2026-11-15", "2026-12-10")
WHENS: Final = ("2026-11", "2026-12", "2026-Q4", "2026", "2026-H1", "2026-12-01", "2026-11-20")
IDS: Final = ("plan-2653", "plan-9", "letter-1")
NUMBERS: Final = ("2653/KH-UBND", "9/CV", "Số 9")
TOPICS: Final = ("digital-skills", "digital-day", "x-2", "x-10")
CHANNELS: Final = ("commune-radio", "zalo", "other")
RULES: Final = (
    *("monthly-15", "monthly-15", "quarterly-15", "half-year-0615", "yearly-1215"),
    *("before 2026-12-01", "before 2026-11-20", "on-request"),
)
COUNTS: Final = (
    ("directive plan-9", "topic digital-day"),
    ("task plan-2653#2", "task letter-1#10"),
    ("topic x-2", "topic x-10", "topic x-2"),
)
REPORTERS: Final = (
    (),
    ("commune-committee",),
    ("commune-committee",),
    ("radio-station", "commune-committee"),
    ("culture-society-office",),
    ("culture-society-office",),
    ("culture-department",),
    ("district-committee",),
    ("departments", "commune-committee"),
    ("science-department", "culture-department", "radio-station"),
)
TIMES: Final = (60, 60, 60, 3_600, 86_400, 400_000)


class History:
    """A province and what happened in it, drawn from a seed."""

    def __init__(self, seed: int, *, citing: bool = True) -> None:
        self.citing = citing
        self.chance = random.Random(seed)
        self.province = Province(units=(), name=f"history {seed}")
        self.clock = 1_793_000_000
        self.province.now = self._now  # type: ignore[method-assign]
        self.desks: dict[str, Log] = {}
        self.reported: set[tuple[str, str]] = set()
        self.revoked: set[str] = set()
        self.records: dict[str, list[str]] = {}
        self._register("unit", code="12", name="Lai Châu", type="tỉnh", valid_from="2004-01-01")
        for code in CODES[: self.chance.randint(2, 5)]:
            self._unit(code)
        for code in self.chance.sample(BODIES, self.chance.randint(1, 4)):
            self._unit(code)
        for _step in range(self.chance.randint(5, 60)):
            self._step()
        for laptop in self.province.laptops:
            self._push(laptop)
        self.newer = self.chance.choice((0, 0, 0, 0, 2, 99))
        """Where in the bundle a log stands that only a newer program knows; 0: there is none."""

    def _now(self) -> Instant:
        """A moment later at every look, sometimes days."""
        self.clock += self.chance.choice(TIMES)
        return Instant(self.clock)

    def pick(self, *values: Any) -> Any:
        """Any of these."""
        return self.chance.choice(values)

    def odds(self, of: int) -> bool:
        """Once in so many times."""
        return self.chance.randrange(of) == 0

    # -- the hub

    def _register(self, kind: str, **said: Any) -> None:
        stated = {"kind": kind, "salt": self.province.salt(), "at": self.province.now(), **said}
        self.province.registry.lines.append(msgspec.json.encode(stated))

    def _unit(self, code: str) -> None:
        said = {
            "name": self.pick("Bình Lư", "Tả Lèng", " Mường\u200b So", "x"),
            "type": self.pick("xã", "phường", "XÃ mới", ""),
        }
        more = {"valid_to": self.pick("2026-11-14", "2026-12-31")} if self.odds(8) else {}
        if self.odds(12) if code in CODES else self.odds(2) or code in BODIES[:3]:
            more["body"] = "culture-society-office" if code.endswith("vhxh") else self.pick(*KINDS)
        if self.odds(5):
            more["reports_to"] = self.pick(*CODES, *BODIES, "12")
        self._register("unit", code=code, **said, valid_from=self.pick("2025-07-01", "2025-07-01", "2026-11-01"), **more)

    def _reorganised(self) -> None:
        how = self.pick("renamed", "merged", "merged", "merged", "split")
        known = sorted(self._registry().units)
        communes = [code for code in known if len(code) == 5]
        some = self.chance.sample(communes, min(len(communes), self.chance.randint(1, 3)))
        if how == "renamed":
            before = after = [self.pick(*known)]
        elif how == "merged":
            before, after = some, [self.pick(*communes)]
        else:
            before, after = some[:1], self.chance.sample(communes, min(2, len(communes)))
        if (how == "merged" and before == after) or (how == "split" and len(after) < 2):
            return
        if not self.odds(6):
            for code in after:
                if self.odds(2):
                    self._unit(code)
        self._register("reorganised", how=how, units=before, into=after, since=self.pick(*SINCE))

    def _directive(self) -> None:
        place = self.chance.randrange(3)
        duties = [self._duty(number) for number in range(self.chance.randint(0, 4))]
        tasks = [
            Task(no=no, label=f"Việc {no}", due=Due(kind="continuous"))
            for no in ("2", "10", "1a")[: self.chance.randint(0, 3)]
        ]
        said: dict[str, Any] = msgspec.to_builtins(
            Directive(
                id=IDS[place],
                number=self.pick(NUMBERS[place], NUMBERS[place], NUMBERS[place], NUMBERS[0]),
                kind="plan",
                date=self.pick("2026-03-10", "2026-10-20"),
                province=self.pick("12", "12", "12", "11"),
                issuer="UBND tỉnh",
                subject="Tuyên truyền",
                valid_to=self.pick(None, None, None, "2026-10-01", "2026-11-30"),
                succession=self.pick(None, None, "Cấp xã tiếp tục thực hiện"),
                tasks=tuple(tasks),
                duties=tuple(duties),
            )
        )
        if self.odds(5) and said.get("duties"):
            said["duties"] = [dict(duty) for duty in said["duties"]]
            said["duties"][0] |= self.pick({"rule": "quarterly"}, {"new": 1}, {"strict": 1})
        if self.odds(8):
            said["unheard"] = 1
        if self.odds(8):
            said = {name: value for name, value in said.items() if name != "unheard"} | {"needs": ["spans"]}
        self._register("directive", directive=said)

    def _duty(self, number: int) -> Duty:
        rule = self.pick(*RULES)
        window = self.pick(None, "2026-10-10", "2026-12-05") if rule.startswith("before") else None
        reporters = self.pick(*REPORTERS)
        some = tuple(self.chance.sample((*CODES, *BODIES, "12"), 3))
        return Duty(
            id=f"d{number}",
            what="Báo cáo",
            rule=rule,
            reporters=reporters,
            recipient=self.pick(None, None, None, "culture-department", "commune-committee"),
            strict=self.pick(True, True, False),
            window_from=window,
            units=some if self.odds(4) else (),
            but=some[:1] if self.odds(6) else (),
            rest_day=self.pick(None, None, "after"),
            fed_by="d0" if number and self.odds(8) else None,
            counts=self.pick((), ("all",), *COUNTS) if self.odds(3) else (),
        )

    def _revoke(self) -> None:
        known = self._registry().revoked
        laptops = [laptop for laptop in self.province.laptops if laptop.accepted and laptop.device not in known]
        if laptops:
            laptop = self.pick(*laptops)
            self.revoked.add(laptop.device)
            del laptop.log.lines[laptop.accepted :]
            self._register("revoked", device=laptop.device, size=laptop.accepted, reason="mất")

    def _succeed(self) -> bool:
        """A laptop takes another's place; whether there was one."""
        registry = self._registry()
        laptops = [
            laptop
            for laptop in self.province.laptops
            if laptop.accepted and registry.goes_on(laptop.device) and laptop.device not in registry.entered
        ]
        if not laptops or not self.odds(3):
            return False
        old = self.pick(*laptops)
        self.revoked.add(old.device)
        del old.log.lines[old.accepted :]
        self.province.laptop(old.unit, succeeds=old, by_invite=self.odds(2)).push()
        return True

    def _say_at_desk(self) -> None:
        if self.reported and not self.odds(4):
            self._answer()
            return
        code = self.pick(*CODES[:2], *CODES[:2], *BODIES)
        signer = self.province.registry.signer.renamed(origins.desk(HUB, code))
        stated = {"salt": self.province.salt(), "at": self.province.now(), "period": "2026-11"}
        kind = self.pick("reminder", "reminder", "reminder", "later", "activity")
        self.desks.setdefault(code, Log(signer)).lines.append(msgspec.json.encode({"kind": kind, **stated}))

    def _answer(self) -> None:
        """What the province says to a report, as it stands or not."""
        code, period = self.pick(*sorted(self.reported))
        signer = self.province.registry.signer.renamed(origins.desk(HUB, code))
        verdict = self.pick("accepted", "returned", "returned")
        said = {"period": period, "heads": [tobase64(Hash(bytes(32)))], "verdict": verdict}
        stated = {"kind": "review", "salt": self.province.salt(), "at": self.province.now(), **said}
        comment = {"comment": "Thiếu"} if verdict == "returned" else {}
        self.desks.setdefault(code, Log(signer)).lines.append(msgspec.json.encode({**stated, **comment}))

    def _redact(self) -> None:
        """The texts of an entry erased; at times the hub says its numbers otherwise, or keeps its bytes, or is wrong."""
        laptop = self.pick(*self.province.laptops)
        places = [(at, line) for at, line in enumerate(laptop.log.lines) if at < laptop.accepted]
        at, line = self.pick(*places) if places else (0, b"")
        entry = decode(line, LogKind.DEVICE)
        if not isinstance(entry, e.Activity | e.Retraction | e.Report) or not is_redactable(entry) or is_redacted(line):
            return
        leaf = leaf_hash(line)
        left = without_texts(entry, leaf)
        if self.odds(8) and isinstance(left, e.Activity):
            left = msgspec.structs.replace(left, fields=msgspec.structs.replace(left.fields, quantity=Count(77)))
        if self.odds(30):
            left = msgspec.structs.replace(left, salt="0" * 16)
        stated = encode(left)
        unit = laptop.unit if not self.odds(40) else self.pick(*CODES)
        entries = [[tobase64(leaf), stated.decode()]]
        self._register("redaction", unit=unit, entries=entries, reason="QĐ 12", **({} if self.odds(2) else {"by": "A"}))
        if not self.odds(30):
            laptop.log.lines[at] = kept_line(leaf, stated)

    def _odd_entry_of_the_hub(self) -> None:
        kind = self.pick("later", "later", "later", "unit", "hub")
        if self.odds(2):
            self._register(kind, what="x")
        else:
            stated = {"kind": self.pick("later", "later", "acceptance"), "salt": self.province.salt(), "at": 5}
            self.province.acceptances.lines.append(msgspec.json.encode(stated))

    def _registry(self) -> Registry:
        registry = Registry(self.province.key)
        registry.take(decode_all(self.province.registry.lines, LogKind.REGISTRY))
        return registry

    # -- the laptops

    def _step(self) -> None:
        step = self.chance.randrange(40)
        if step < 3 or not self.province.laptops:
            units = [code for code in self._registry().units if code != "12"]
            if not self._succeed():
                self.province.laptop(self.pick(*units), entered=self.odds(5)).push()
        elif step < 5:
            self._directive()
        elif step < 7:
            self._reorganised()
        elif step == 7:
            self._unit(self.pick(*CODES, *BODIES))
        elif step == 8:
            self._say_at_desk()
        elif step == 9 and self.odds(3):
            self._revoke()
        elif step == 10 and self.odds(6):
            self._odd_entry_of_the_hub()
        elif step == 11:
            self._redact()
        else:
            laptop = self.pick(*self.province.laptops)
            if laptop.device not in self.revoked:
                self._work(laptop)

    def _work(self, laptop: Laptop) -> None:
        work: Callable[[Laptop], None] = self.pick(
            *[self._activity] * 6, *[self._report] * 3, self._retract, self._odd, *[self._push] * 4
        )
        work(laptop)

    def _push(self, laptop: Laptop) -> None:
        if laptop.device not in self.revoked and len(laptop.log.lines) > laptop.accepted:
            laptop.push()

    def _seen(self) -> e.Citation | None:
        if not self.citing or not self.odds(2):
            return None
        size = self.chance.randint(0, len(self.province.acceptances.lines))
        seen = self.province.seen(size if self.odds(3) else None, signed=self.odds(2))
        if not self.odds(6):
            return seen
        state = self.province.acceptances.checkpoint(size)
        other = Checkpoint(state.origin, Size(size + self.pick(0, 50)), Hash(self.chance.randbytes(32)))
        drawn: e.Citation = self.pick(
            msgspec.structs.replace(seen, sig="QUFB"),
            msgspec.structs.replace(seen, root=tobase64(other.root)),
            msgspec.structs.replace(seen, size=Size(seen.size + 1)),
            self.province.citation(other, signed=self.odds(3)),
        )
        return drawn

    def _fields(self) -> dict[str, Any]:
        drawn = {
            "title": self.pick("Phát loa", "Họp"),
            "date": self.pick(*DATES),
            "directive": self.pick(None, *IDS, "unknown"),
            "task": self.pick(None, "", "2", "10", "x#1\u200b"),
            "topics": self.pick((), TOPICS[:1], TOPICS[:2], TOPICS[1:2] * 2, TOPICS),
            "channel": self.pick(None, *CHANNELS),
            "quantity": self.pick(None, 0, 4),
            "audience": self.pick(None, 0, 1, 49, 50, 499, 500),
            "minutes": self.pick(None, 15),
        }
        if self.odds(3):
            drawn |= {"until": self.pick(None, *DATES), "audiences": self.pick((), ("women",), ("women", "x", "youth"))}
            drawn |= {"languages": self.pick((), ("hmn",), ("hmn", "x")), "places": self.pick((), ("Bản Hon", "Bản Hon"))}
            drawn |= {"body": self.pick(None, "radio-station", "culture-society-office", "x")}
        return {name: drawn[name] for name in self.chance.sample(sorted(drawn), self.chance.randint(0, 5))}

    def _heads(self, unit: str, record_id: str) -> list[Base64Hash]:
        """Some entries of a record to build on, in whatever log of the unit they stand."""
        named = [
            tobase64(leaf_hash(line))
            for laptop in self.province.laptops
            if laptop.unit == unit
            for line in laptop.log.lines
            if record_id.encode() in line
        ]
        return self.chance.sample(named, min(len(named), self.chance.choice((1, 1, 1, 2, 3))))

    def _activity(self, laptop: Laptop) -> None:
        known = record(self.chance.randint(1, 6))
        base = self._heads(laptop.unit, known) if not self.odds(4) else []
        if base and self.odds(10):
            base.append(tobase64(Hash(self.chance.randbytes(32))))
        at = {"title": "Phát loa", "date": self.pick(*DATES)} if not base else {}
        said_of_it = {**at, **self._fields()}
        if "date" in said_of_it and said_of_it.get("until") and not is_span(said_of_it["date"], said_of_it["until"]):
            del said_of_it["until"]
        fields = e.Fields(**said_of_it)
        said: dict[str, Any] = {
            "salt": self.province.salt(),
            "at": self._claimed(),
            "seen": self._seen(),
            "record": known,
        }
        laptop.say(e.Activity(**said, base=tuple(base), fields=fields))

    def _claimed(self) -> Instant:
        now = self.province.now()
        return (
            Instant(max(0, now - self.chance.choice((0, 0, 0, 500_000, -90_000))))
            if not self.odds(9)
            else Instant(1_793_000_000)
        )

    def _retract(self, laptop: Laptop) -> None:
        known = record(self.chance.randint(1, 6))
        base = tuple(self._heads(laptop.unit, known))
        if base:
            stated: dict[str, Any] = {"salt": self.province.salt(), "at": self._claimed(), "seen": self._seen()}
            laptop.say(e.Retraction(**stated, record=known, base=base, reason=self.pick("nhầm", "trùng")))

    def _odd(self, laptop: Laptop) -> None:
        stated = {"salt": self.province.salt(), "at": self.province.now()}
        laptop.say_line(
            self.pick(
                msgspec.json.encode({"kind": "later", **stated}),
                msgspec.json.encode({"kind": "activity", **stated, "record": record(1), "fields": {"mood": 1}}),
                msgspec.json.encode({"kind": "activity", **stated, "record": record(1), "fields": {"title": ""}}),
                self._of_level_2(stated),
                msgspec.json.encode({"kind": "noted", **stated, "directive": "x", "position": 1}),
                b"not json",
                b'{"kind": "later"}',
            )
        )

    def _of_level_2(self, stated: dict[str, Any]) -> bytes:
        """An activity of which what level 2 brought is wrong, or only odd."""
        said = self.pick(
            {"date": "2026-11-03", "until": "2026-11-03"},
            {"date": "2026-11-03", "until": "2027-11-05"},
            {"until": "2026-11-31"},
            {"until": "2026-11-01"},
            {"audiences": ["youth", "women"]},
            {"audiences": ["women", "women"]},
            {"audiences": None},
            {"body": ""},
            {"until": None, "audiences": [], "body": None, "languages": [], "places": []},
            {"languages": ["vi", "hmn"]},
            {"languages": None},
            {"places": [""]},
            {"places": None},
        )
        fields = {"title": "Phát loa", **({} if "date" in said else {"date": "2026-10-28"}), **said}
        ordered = {name: fields[name] for name in e.Fields.__struct_fields__ if name in fields}
        return msgspec.json.encode({"kind": "activity", **stated, "record": record(2), "fields": ordered})

    def _period(self) -> str:
        when, month = self.pick(*WHENS), self.pick("2026-11", "2026-12")
        if self.odds(2):
            return str(self.pick("2026", "2026-H1", "2026-13") if self.odds(6) else month)
        return f"{self.pick(*NUMBERS, *IDS, '2653/kh-ubnd')}@{when}"

    def _report(self, laptop: Laptop) -> None:
        name = self._period()
        editions = self._registry().directive_editions
        try:
            period = self.pick(*meanings(name, editions))
        except Misuse:
            period = parse("2026-11", [])
        peers = [
            other for other in self.province.laptops if other.unit == laptop.unit and other is not laptop and self.odds(2)
        ]
        covered = {peer.device: peer.log.lines[: self.chance.randint(0, len(peer.log.lines))] for peer in peers}
        covered[laptop.device] = laptop.log.lines
        said = self._truth(name, period, covered, self.pick(1, 2, 2))
        if self.odds(4):
            said |= self._lie(laptop, said)
        laptop.say(e.Report(**said))
        self.reported.add((laptop.unit, said["period"]))

    def _truth(self, name: str, period: Period, covered: dict[DeviceId, list[bytes]], level: int) -> dict[str, Any]:
        versions: dict[str, list[Version]] = {}
        for lines in covered.values():
            for line in lines:
                entry = decode(line, LogKind.DEVICE)
                if isinstance(entry, e.Activity | e.Retraction) and level_of(entry) <= level:
                    versions.setdefault(entry.record, []).append(Version(leaf_hash(line), entry))
        counted = [
            found
            for found in map(merge, versions.values())
            if found.retracted is None
            and period.holds(found.values.last_day)
            and (period.gathering is None or period.gathering.takes(found.values))
        ]
        return {
            "salt": self.province.salt(),
            "at": self._claimed(),
            "seen": self._seen(),
            "period": name,
            "covers": tuple(e.Position(device, Size(len(lines))) for device, lines in sorted(covered.items())),
            "records": len(counted),
            "root": tobase64(commitment(head for found in counted for head in found.heads)),
            "figures": count(found.values for found in counted),
            "narrative": e.Narrative(),
            "provisional": self.odds(3),
            "level": level,
        }

    def _lie(self, laptop: Laptop, said: dict[str, Any]) -> dict[str, Any]:
        others = [other.device for other in self.province.laptops if other.unit != laptop.unit]
        own = e.Position(laptop.device, Size(len(laptop.log.lines)))
        ahead = [
            e.Position(place.device, Size(place.size + (place.device != laptop.device) * 9)) for place in said["covers"]
        ]
        lies: list[dict[str, Any]] = [
            {"records": said["records"] + 1},
            {"root": tobase64(self.chance.randbytes(32))},
            {"covers": (e.Position(laptop.device, Size(own.size + 1)),)},
            {
                "covers": tuple(
                    sorted(
                        [own, e.Position(self.pick(*others, DeviceId("a" * 16)), Size(0))], key=lambda place: place.device
                    )
                )
            },
            {"covers": tuple(ahead)},
            {"level": self.pick(1, 2, 3)},
            {"figures": msgspec.structs.replace(said["figures"], channels={})},
            {"figures": msgspec.structs.replace(said["figures"], audiences={"women": Tally(1)})},
        ]
        lie: dict[str, Any] = self.pick(*lies)
        return lie

    # -- what comes of it

    def logs(self) -> list[Log]:
        """All logs: the registry, the acceptances, the laptops' and the desks."""
        own = self.province
        return [own.registry, own.acceptances, *(laptop.log for laptop in own.laptops), *self.desks.values()]

    def kept(self) -> Callable[[], None]:
        """What puts all logs and notes back as they are now."""
        lines = [(log, list(log.lines)) for log in self.logs()]
        notes = [(laptop, laptop.note) for laptop in self.province.laptops]

        def restore() -> None:
            for log, before in lines:
                log.lines[:] = before
            for laptop, note in notes:
                laptop.note = note

        return restore

    def draft(self) -> Draft:
        """The bundle of it all, at times with a log that only a newer program knows."""
        draft = self.province.draft()
        known = self._registry().units
        for code, desk in sorted(self.desks.items()):
            if code in known:
                place = next(
                    (at for at, part in enumerate(draft.ranges[2:], 2) if self._unit_of(part.origin) >= code),
                    len(draft.ranges),
                )
                draft.ranges.insert(
                    place, Range(desk.origin, checkpoints.sign(desk.checkpoint(), desk.signer), list(desk.lines))
                )
        if self.newer:
            log = Log(self.province.acceptances.signer.renamed(f"{HUB}/council/{CODES[0]}"), [b'{"kind":"later"}', b"x"])
            later = Range(log.origin, checkpoints.sign(log.checkpoint(), log.signer), log.lines)
            draft.ranges.insert(self.newer, later)
        return draft

    def _unit_of(self, origin: str) -> str:
        found = [laptop.unit for laptop in self.province.laptops if laptop.log.origin == origin]
        return found[0] if found else origin.rpartition("/")[2]

    def states(self) -> list[tuple[str, str]]:
        """Signed heads of the registry and the acceptances that an annex could rest on: of now, and any others."""
        own = self.province.registry, self.province.acceptances
        sizes = [(len(own[0].lines), len(own[1].lines))]
        sizes += [(self.chance.randint(1, len(own[0].lines)), self.chance.randint(0, len(own[1].lines))) for _ in range(2)]
        sizes.append((len(own[0].lines), self.chance.randint(0, len(own[1].lines))))
        return [
            (
                checkpoints.sign(own[0].checkpoint(registry), own[0].signer),
                checkpoints.sign(own[1].checkpoint(acceptances), own[1].signer),
            )
            for registry, acceptances in sizes
        ]

    def desk_heads(self) -> tuple[str, ...]:
        """Signed heads of some desks that an annex could rest on."""
        logs = [log for _code, log in sorted(self.desks.items()) if not self.odds(4)]
        heads = (log.checkpoint(None if self.odds(2) else self.chance.randint(1, len(log.lines))) for log in logs)
        return tuple(checkpoints.sign(head, log.signer) for head, log in zip(heads, logs, strict=True))

    def periods(self) -> list[str]:
        """Periods of annexes, and what is none."""
        return [self.pick("2026-11", "2026-12"), f"{self.pick(*NUMBERS)}@{self.pick(*WHENS)}", self._period()]

    def made(self) -> int:
        """When an annex is made."""
        drawn: int = self.pick(self.clock, self.clock + 86_400 * 20, self.clock - 86_400)
        return drawn
