"""A small province in memory, made with sync alone, and the bundle that an auditor gets of it: honest, or not.

There are two ways to lie. Whoever holds keys changes the `Province` or a `Laptop` before `draft()`: what they own is
signed anew. Whoever holds none changes the `Draft`, or the lines of the written bundle.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sync.audit.verify import AuditSummary, verify
from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, DeviceId, Instant, NamedDevice, Origin, Size
from sync.exchange.parcel import VERSION, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.directive import Directive, Duty
from sync.ledger.figures import commitment, count
from sync.ledger.invite import join_proof
from sync.ledger.merge import Version, merge
from sync.ledger.period import parse
from sync.ledger.succession import stands_for, vouch
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash, leaf_hashes, tree_root
from sync.log.note import Verifier

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HUB = "soxa.audit.example"
BEGAN = 1_793_000_000
"""Late October 2026: within the window of 2026-11."""
HEADER = Header(soxa=VERSION, kind="bundle", hub=HUB)
PLAN = Directive(
    id="plan-2653",
    number="2653/KH-UBND",
    kind="plan",
    year=2026,
    province="12",
    issuer="UBND tỉnh",
    subject="Tuyên truyền",
    duties=(Duty(id="monthly", what="Báo cáo tháng", rule="monthly-15"),),
)


def seed(name: str) -> bytes:
    """A key's seed, the same in every run."""
    return hashlib.sha256(name.encode("utf-8")).digest()


@dataclass
class Log:
    """A log and the key of its owner, who can sign whatever it holds."""

    signer: Signer
    lines: list[bytes] = field(default_factory=list)

    @property
    def origin(self) -> Origin:
        return self.signer.origin

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """The state after so many lines, by default all."""
        lines = self.lines[:size]
        return Checkpoint(self.origin, Size(len(lines)), tree_root([leaf_hash(line) for line in lines]))


@dataclass
class Laptop:
    """A laptop's log; `note` is its checkpoint as the hub receipted it last."""

    province: Province
    log: Log
    unit: str
    note: str = ""
    accepted: int = 0

    @property
    def device(self) -> DeviceId:
        return origins.parse(self.log.origin).device

    def say(self, entry: e.Entry) -> Base64Hash:
        """Append an entry; its leaf hash as a base names it."""
        return self.say_line(encode(entry))

    def say_line(self, line: bytes) -> Base64Hash:
        """Append any line."""
        self.log.lines.append(line)
        return tobase64(leaf_hash(line))

    def activity(
        self, record: str, base: Sequence[Base64Hash] = (), seen: e.Citation | None = None, **fields: Any
    ) -> Base64Hash:
        """Log an activity, or revise it."""
        if not base:
            fields = {"title": "Phát loa", "date": "2026-10-28", **fields}
        now, salt = self.province.now(), self.province.salt()
        return self.say(e.Activity(salt=salt, at=now, seen=seen, record=record, base=tuple(base), fields=e.Fields(**fields)))

    def retract(self, record: str, *base: Base64Hash) -> Base64Hash:
        """Take an activity back."""
        now, salt = self.province.now(), self.province.salt()
        return self.say(e.Retraction(salt=salt, at=now, record=record, base=base, reason="nhập nhầm"))

    def report(self, period: str, peers: Iterable[Laptop] = (), /, **lies: Any) -> str:
        """Close a period over the own log and those of peers as far as they go; `lies` replaces what is true."""
        covered = {one.device: one.log.lines for one in peers} | {self.device: self.log.lines}
        return self.say(e.Report(**{**self._truth(period, covered), **lies}))

    def _truth(self, name: str, covered: dict[DeviceId, list[bytes]]) -> dict[str, Any]:
        period = parse(name, [PLAN])
        versions: dict[str, list[Version]] = {}
        for line in itertools.chain.from_iterable(covered.values()):
            entry = decode(line, origins.LogKind.DEVICE)
            if isinstance(entry, e.Activity | e.Retraction):
                versions.setdefault(entry.record, []).append(Version(leaf_hash(line), entry))
        merged = [merge(of_one) for of_one in versions.values()]
        counted = [
            record
            for record in merged
            if record.retracted is None
            and period.holds(record.values.date)
            and period.directive in (None, record.values.directive)
        ]
        return {
            "salt": self.province.salt(),
            "at": self.province.now(),
            "period": name,
            "covers": tuple(e.Position(device, Size(len(lines))) for device, lines in sorted(covered.items())),
            "records": len(counted),
            "root": tobase64(commitment(head for record in counted for head in record.heads)),
            "figures": count(record.values for record in counted),
            "narrative": e.Narrative(),
        }

    def push(self, **lies: Any) -> None:
        """The hub takes all of the log: an acceptance and a receipt at the same time."""
        state = self.log.checkpoint()
        at = self.province.now()
        self.province.accept(**{"device": self.device, "size": state.size, "root": tobase64(state.root), "at": at, **lies})
        self.accepted = state.size
        self.sign(at)

    def sign(self, time: int) -> None:
        """The laptop's checkpoint over all of its log, with the hub's receipt at a time."""
        state = self.log.checkpoint()
        self.note = receipt.with_signature(
            checkpoints.sign(state, self.log.signer), receipt.cosign(state, self.province.mirror, Instant(time))
        )


class Province:
    """A hub and its laptops. What the hub owns is signed when it is drafted."""

    def __init__(self, units: Sequence[str] = ("12001", "12002"), name: str = "hub") -> None:
        self._ticks = itertools.count(BEGAN, 60)
        self._salts = itertools.count(1)
        self._keys = itertools.count(1)
        self.name = name
        hub = Signer(origins.registry(HUB), seed(f"{name} registry"))
        self.key: Verifier = hub.verifier
        self.mirror = Signer(origins.mirror(HUB), seed(f"{name} mirror"))
        self.registry = Log(hub)
        self.acceptances = Log(hub.renamed(origins.acceptances(HUB)))
        self.laptops: list[Laptop] = []
        cosigner = receipt.cosigner_verifier(self.mirror).vkey()
        self.register(e.Hub(salt=self.salt(), at=self.now(), name="Lai Châu", province="12", cosigner=cosigner))
        for code in units:
            unit = e.Unit(salt=self.salt(), at=self.now(), code=code, name=f"Xã {code}", type="xã", valid_from="2025-07-01")
            self.register(unit)
        self.register(e.Directed(salt=self.salt(), at=self.now(), directive=PLAN))

    def now(self) -> Instant:
        """A minute later at every look."""
        return Instant(next(self._ticks))

    def salt(self) -> str:
        """A salt of its own for every entry."""
        return f"{next(self._salts):016x}"

    def register(self, entry: e.Entry) -> None:
        """The registry's next entry."""
        self.registry.lines.append(encode(entry))

    def accept(self, *, device: DeviceId, size: int, root: Base64Hash, at: int) -> None:
        """The acceptances' next entry."""
        line = encode(e.Acceptance(salt=self.salt(), at=Instant(at), device=device, size=Size(size), root=root))
        self.acceptances.lines.append(line)

    def seen(self, size: int | None = None, *, signed: bool = True) -> e.Citation:
        """What a laptop cites that holds the newest checkpoint of the acceptances, or an older one."""
        return self.citation(self.acceptances.checkpoint(size), signed=signed)

    def citation(self, state: Checkpoint, *, signed: bool = True) -> e.Citation:
        """A citation of any state, with the hub's signature as its note has it."""
        note = checkpoints.sign(state, self.acceptances.signer)
        return e.Citation(state.size, tobase64(state.root), note.rstrip().rpartition(" ")[2] if signed else "")

    def laptop(
        self,
        unit: str,
        *,
        enrol: bool = True,
        entered: bool = False,
        succeeds: Laptop | None = None,
        by_invite: bool = True,
    ) -> Laptop:
        """A laptop that has joined and is enrolled; or a log in which the province enters things for the unit. It takes the
        place of another `by_invite`, or by that one's key."""
        plain = Signer("laptop", seed(f"{self.name} laptop {next(self._keys)}"))
        signer = plain.renamed(origins.device(HUB, origins.device_id(plain.verifier.key)))
        laptop = Laptop(self, Log(signer), unit)
        key, invite = signer.verifier.vkey(), "abcdefghijklmnop"
        proof = join_proof(seed("secret"), invite, key)
        old, vouched = NamedDevice("" if succeeds is None else succeeds.device), dict[str, Any]()
        if succeeds is not None and not by_invite:
            log = succeeds.log
            by = vouch(log.signer, HUB, succeeds.device, Size(len(log.lines)), tree_root(leaf_hashes(log.lines)), key)
            invite, proof = stands_for(by)
            vouched = {"succeeds": old, "by": by}
        stated: dict[str, Any] = {"salt": self.salt(), "at": self.now(), "hub": self.key.vkey(), "unit": unit}
        laptop.say(e.Join(**stated, invite=invite, key=key, proof=proof, **vouched))
        if enrol:
            self.register(
                e.Device(salt=self.salt(), at=self.now(), unit=unit, key=key, invite=invite, entered=entered, succeeds=old)
            )
        self.laptops.append(laptop)
        return laptop

    def draft(self) -> Draft:
        """The bundle as it stands: the hub's logs signed now, each laptop's as the hub receipted it last."""
        own = [
            Range(log.origin, checkpoints.sign(log.checkpoint(), log.signer), list(log.lines))
            for log in (self.registry, self.acceptances)
        ]
        laptops = sorted(self.laptops, key=lambda laptop: (laptop.unit, laptop.device))
        return Draft([*own, *(Range(one.log.origin, one.note, one.log.lines[: one.accepted]) for one in laptops)])


@dataclass
class Range:
    """A range as it will be written; it ends where its lines do."""

    origin: Origin
    checkpoint: str
    lines: list[bytes]
    start: int = 0


@dataclass
class Draft:
    """A bundle about to be written."""

    ranges: list[Range]
    header: Header = HEADER

    def of(self, origin: str) -> Range:
        """The range of a log."""
        return next(one for one in self.ranges if one.origin == origin)

    def write(self) -> bytes:
        """The file."""
        writer = ParcelWriter()
        pieces = [writer.header(self.header)]
        for one in self.ranges:
            end = one.start + len(one.lines)
            head = RangeHead(origin=one.origin, start=Size(one.start), end=Size(end), checkpoint=one.checkpoint)
            pieces += [writer.range(head), writer.entries(one.lines)]
        return b"".join([*pieces, writer.end()])


def record(number: int) -> str:
    """A record's id."""
    return f"0190b2c4-5e00-7000-8000-{number:012x}"


def small() -> Province:
    """One laptop, one activity, one report: as little as has everything in it."""
    province = Province(units=("12001",))
    laptop = province.laptop("12001")
    laptop.push()
    laptop.activity(record(1), seen=province.seen(), quantity=4)
    laptop.report("2026-11")
    laptop.push()
    return province


def story() -> Province:
    """Two laptops of one unit and one of another: activities, a revision, a conflict, a retraction, reports; all taken in
    several chunks, each laptop citing what it saw."""
    province = Province()
    first, second, other = (province.laptop(unit) for unit in ("12001", "12001", "12002"))
    made = first.activity(record(1), quantity=4, channel="commune-radio", topics=("digital-skills",))
    mistake = first.activity(record(2), audience=30)
    first.push()
    second.activity(record(3), directive=PLAN.id, task="1", minutes=20)
    second.push()
    other.activity(record(1), title="Cùng mã, xã khác", quantity=9)
    other.push()
    first.activity(record(1), [made], seen=province.seen(), quantity=5)
    first.retract(record(2), mistake)
    second.activity(record(1), [made], seen=province.seen(2), quantity=6)
    second.push()
    first.report("2026-11", [second])
    first.push()
    early = second.activity(record(4), seen=province.seen(), date="2026-09-01", title="Trước kỳ báo cáo")
    second.activity(record(4), [early], directive=PLAN.id)
    second.report(f"{PLAN.number}@2026-11", [first])
    second.push()
    other.activity(record(5), seen=province.seen())
    other.report("2026-11")
    other.push()
    return province


def audited(folder: Path, data: bytes, key: Verifier) -> AuditSummary:
    """What verifying these bytes says."""
    path = folder / "bundle.soxa"
    path.write_bytes(data)
    return verify(path, key)


def told(summary: AuditSummary) -> set[tuple[str, str]]:
    """Each fault's log and code."""
    return {(fault.origin, fault.code) for fault in summary.faults}


def found(summary: AuditSummary) -> set[tuple[str, str]]:
    """Each finding's log and code, where nothing is the hub's fault."""
    assert summary.faults == (), summary.faults
    return {(finding.origin, finding.code) for finding in summary.findings}


def lines_of(data: bytes) -> list[bytes]:
    """A bundle's lines, without their newlines."""
    return zstd.decompress(data).split(b"\n")[:-1]


def bundle_of(lines: Iterable[bytes]) -> bytes:
    """A bundle of any lines."""
    return squeeze(b"".join(line + b"\n" for line in lines))


def squeeze(text: bytes) -> bytes:
    """A file whose zstd frame is in order, whatever it holds."""
    options: dict[int, int] = {zstd.CompressionParameter.compression_level: 1, zstd.CompressionParameter.checksum_flag: 1}
    return zstd.compress(text, options=options)
