"""A province for vectors: a hub and some laptops, each line the same in every run, and whatever lies a recipe wants."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from sync.encoding.spelling import tobase64
from sync.encoding.types import Base64Hash, DeviceId, Hash, Instant, NamedDevice, Origin, Size
from sync.exchange.parcel import End, Header
from sync.exchange.ranges import RangeHead
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.decode import decode, encode
from sync.ledger.directive import Directive, Duty
from sync.ledger.figures import commitment, count
from sync.ledger.invite import join_proof
from sync.ledger.levels import level_of
from sync.ledger.merge import Version, merge
from sync.ledger.origins import LogKind
from sync.ledger.period import Period, parse
from sync.ledger.succession import stands_for, vouch
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash, tree_root
from sync.log.note import Signature
from sync.log.redacted import wire_lines

HUB: Final = "soxa.vectors.example"
HEADER: Final = Header(soxa=1, kind="bundle", hub=HUB)
INVITE: Final = "abcdefghij234567"
NUMBER: Final = "7/KH-UBND"
MONTHLY: Final = Duty(id="monthly", what="Báo cáo tháng", rule="monthly-15", reporters=("commune-committee",))
PLAN: Final = Directive(
    id="plan-7",
    number=NUMBER,
    kind="plan",
    date="2026-03-10",
    province="12",
    issuer="UBND tỉnh Lai Châu",
    subject="Tuyên truyền",
    duties=(MONTHLY,),
)


Range = tuple[Origin, str, list[bytes]]
"""A log in a bundle: its origin, its signed checkpoint, its lines."""


def changed(**fields: Any) -> Directive:
    """The plan in another edition."""
    return msgspec.structs.replace(PLAN, **fields)


class Log:
    """A log of lines and its owner's key."""

    def __init__(self, signer: Signer) -> None:
        self.signer = signer
        self.lines: list[bytes] = []

    def root(self, size: int | None = None) -> Hash:
        """The root over so many lines, by default all."""
        return tree_root([leaf_hash(line) for line in self.lines[:size]])

    def head(self) -> Checkpoint:
        """The checkpoint over all lines."""
        return Checkpoint(self.signer.origin, Size(len(self.lines)), self.root())


class Laptop(Log):
    """A laptop's log; what it says goes in as its own word, true or not."""

    def __init__(self, province: Province, unit: str, number: int, old: Laptop | None = None, **said: Any) -> None:
        plain = Signer("laptop", _seed(f"laptop {number}"))
        self.device = origins.device_id(plain.verifier.key)
        super().__init__(plain.renamed(origins.device(HUB, self.device)))
        self.province = province
        self.unit = unit
        key = self.signer.verifier.vkey()
        joined = {
            **province.stated(),
            "hub": province.registry.signer.verifier.vkey(),
            "unit": unit,
            "invite": INVITE,
            "key": key,
            "proof": join_proof(_seed("secret"), INVITE, key),
            **said,
        }
        self.say(e.Join(**joined))
        enrolled = {"unit": unit, "key": key, "invite": joined["invite"]}
        succeeds = NamedDevice("" if old is None else old.device)
        province.register(e.Device(**province.stated(), **enrolled, succeeds=succeeds))
        self.receipted = ""

    def say(self, entry: e.Entry) -> Base64Hash:
        """Append an entry; its leaf hash."""
        return self.say_line(encode(entry))

    def say_line(self, line: bytes) -> Base64Hash:
        """Append any line."""
        self.lines.append(line)
        return tobase64(leaf_hash(line))

    def activity(
        self, number: int, base: Sequence[Base64Hash] = (), seen: e.Citation | None = None, **fields: Any
    ) -> Base64Hash:
        """State an activity, or revise it."""
        set_ = fields if base else {"title": "Phát loa", "date": "2026-10-28", **fields}
        return self.say(
            e.Activity(
                **self.province.stated(), seen=seen, record=_record(number), base=tuple(base), fields=e.Fields(**set_)
            )
        )

    def retract(self, number: int, *base: Base64Hash) -> Base64Hash:
        """Take an activity back."""
        return self.say(e.Retraction(**self.province.stated(), record=_record(number), base=base, reason="Nhập nhầm"))

    def report(self, period: str = "2026-11", peers: Iterable[Laptop] = (), /, **lies: Any) -> int:
        """Close a period over the own log and those of peers as far as they go; its index. `lies` take the place of what is
        true, `counted_as` of the period that is counted, `counted_at` of the level at which it is, `said` of the plan as its
        registry has it."""
        counted_as = parse(lies.pop("counted_as", period), [lies.pop("said", PLAN)])
        covered = {self.device: self.lines} | {peer.device: peer.lines for peer in peers}
        level = lies.pop("counted_at", lies.get("level", 1))
        self.say(e.Report(**{**self._truth(period, counted_as, covered, level), **lies}))
        return len(self.lines) - 1

    def _truth(self, name: str, counted_as: Period, covered: dict[DeviceId, list[bytes]], level: int) -> dict[str, Any]:
        period, gathering = counted_as, counted_as.gathering
        versions: dict[str, list[Version]] = {}
        for line in itertools.chain.from_iterable(covered.values()):
            entry = decode(line, LogKind.DEVICE)
            if isinstance(entry, e.Activity | e.Retraction) and level_of(entry) <= level:
                versions.setdefault(entry.record, []).append(Version(leaf_hash(line), entry))
        counted = [
            record
            for record in map(merge, versions.values())
            if record.retracted is None
            and period.holds(record.values.last_day)
            and (gathering is None or gathering.takes(record.values))
        ]
        return {
            **self.province.stated(),
            "period": name,
            "covers": tuple(e.Position(device, Size(len(lines))) for device, lines in sorted(covered.items())),
            "records": len(counted),
            "root": tobase64(commitment(head for record in counted for head in record.heads)),
            "figures": count(record.values for record in counted),
            "narrative": e.Narrative(),
        }

    def push(self, **lies: Any) -> None:
        """The hub accepts all of the log; `lies` are what its acceptance says instead."""
        state, stated = self.head(), self.province.stated()
        true = {**stated, "device": self.device, "size": state.size, "root": tobase64(state.root)}
        self.province.acceptances.lines.append(encode(e.Acceptance(**{**true, **lies})))
        self.sign(lies.get("at", stated["at"]))

    def sign(self, at: Instant) -> None:
        """The checkpoint over all of the log, with the hub's receipt of this time."""
        note = checkpoints.sign(self.head(), self.signer)
        self.receipted = receipt.with_signature(note, receipt.cosign(self.head(), self.province.mirror, at))


class Province:
    """The hub: its registry names a province, two communes and the plan; laptops are enrolled as they come."""

    def __init__(self) -> None:
        self._ticks = itertools.count(1_793_000_000, 60)
        self._salts = itertools.count(1)
        self.mirror = Signer(origins.mirror(HUB), _seed("mirror"))
        self.registry = Log(Signer(origins.registry(HUB), _seed("registry")))
        self.acceptances = Log(self.registry.signer.renamed(origins.acceptances(HUB)))
        self.laptops: list[Laptop] = []
        cosigner = receipt.cosigner_verifier(self.mirror).vkey()
        self.register(e.Hub(**self.stated(), name="Lai Châu", province="12", cosigner=cosigner))
        for code, name, type_ in (("12", "Lai Châu", "tỉnh"), ("12001", "Bình Lư", "xã"), ("12002", "Sin Suối Hồ", "xã")):
            self.register(e.Unit(**self.stated(), code=code, name=name, type=type_, valid_from="2025-07-01"))
        self.direct(PLAN)

    def stated(self) -> dict[str, Any]:
        """What every entry begins with: a salt and a time of its own."""
        return {"salt": f"{next(self._salts):016x}", "at": Instant(next(self._ticks))}

    def register(self, entry: e.Entry) -> None:
        """The registry's next entry."""
        self.registry.lines.append(encode(entry))

    def direct(self, directive: Directive) -> None:
        """A directive's next edition."""
        self.register(e.Directed(**self.stated(), directive=directive))

    def direct_newly(self, directive: dict[str, Any]) -> None:
        """An edition that a newer program wrote: any object."""
        line = msgspec.json.encode({"kind": "directive", **self.stated(), "directive": directive})
        self.registry.lines.append(line)

    def laptop(self, unit: str = "12001") -> Laptop:
        """A laptop that has joined, is enrolled, and was heard of."""
        laptop = Laptop(self, unit, len(self.laptops) + 1)
        laptop.push()
        self.laptops.append(laptop)
        return laptop

    def successor(self, old: Laptop, *, size: int | None = None, vouched: bool = True, of: Laptop | None = None) -> Laptop:
        """A laptop in another's place: by invite, or by the word of the old key, or some other's, for its log at a size."""
        number, said = len(self.laptops) + 1, dict[str, Any]()
        if vouched:
            nameless = Signer("laptop", _seed(f"laptop {number}"))
            key = nameless.renamed(origins.device(HUB, origins.device_id(nameless.verifier.key))).verifier.vkey()
            at = Size(len(old.lines) if size is None else size)
            by = vouch((of or old).signer, HUB, old.device, at, old.root(at), key)
            invite, proof = stands_for(by)
            said = {"invite": invite, "proof": proof, "succeeds": NamedDevice(old.device), "by": by}
        laptop = Laptop(self, old.unit, number, old, **said)
        laptop.push()
        self.laptops.append(laptop)
        return laptop

    def citation(self, size: int | None = None, *, signer: Signer | None = None, root: Hash | None = None) -> e.Citation:
        """The acceptances as they are, or were at a size; signed by their key, or another; of another root."""
        at = len(self.acceptances.lines) if size is None else size
        found = self.acceptances.root(at) if root is None else root
        key = signer or self.acceptances.signer
        text = Checkpoint(self.acceptances.signer.origin, Size(at), found).text()
        signature = Signature(key.name, self.acceptances.signer.verifier.key_id, key.sign(text.encode("utf-8")))
        return e.Citation(Size(at), tobase64(found), signature.line().split(" ")[2].rstrip("\n"))

    def ranges(self) -> list[Range]:
        """The logs of the bundle, in its order: the hub's as they are, a laptop's as the hub receipted it last."""
        own = [
            (log.signer.origin, checkpoints.sign(log.head(), log.signer), log.lines)
            for log in (self.registry, self.acceptances)
        ]
        laptops = sorted(self.laptops, key=lambda laptop: (laptop.unit, laptop.device))
        return own + [(laptop.signer.origin, laptop.receipted, laptop.lines) for laptop in laptops]

    def bundle(self, ranges: Sequence[Range] | None = None, header: Header = HEADER) -> bytes:
        """The lines of the bundle, or of one of these ranges: what a reader finds in the zstd frame."""
        lines, entries = [msgspec.json.encode(header)], 0
        ranges = self.ranges() if ranges is None else ranges
        for origin, note, held in ranges:
            size = checkpoints.parse(note).checkpoint.size
            lines.append(msgspec.json.encode(RangeHead(origin=origin, start=Size(0), end=size, checkpoint=note)))
            lines += wire_lines(held[:size])
            entries += size
        return b"".join(line + b"\n" for line in [*lines, msgspec.json.encode(End(len(ranges), entries))])


def _record(number: int) -> str:
    return f"01a17700-0000-7000-8000-{number:012x}"


def _seed(name: str) -> bytes:
    return hashlib.sha256(f"vectors {name}".encode()).digest()
