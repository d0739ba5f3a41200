"""The hub with one laptop that sync/PROTOCOL.md shows: all its logs, made from the page's example keys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from sync.annex.model import TABLES, Annex, AnnexBasis, LedgerHeads, NewestReport, Table, compose
from sync.encoding.spelling import tobase64
from sync.encoding.types import Instant, Size
from sync.ledger import entry as e
from sync.ledger import origins
from sync.ledger.answered_status import answered, newest, standing_answers
from sync.ledger.decode import decode, encode
from sync.ledger.directive import Directive, Due, Duty, Signatory, Task
from sync.ledger.figures import Tally, commitment, count, keys_of
from sync.ledger.invite import join_proof
from sync.ledger.levels import LEVEL, level_of
from sync.ledger.merge import Record, Version, merge
from sync.ledger.origins import LogKind
from sync.ledger.period import parse
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses, ReportReceipt
from sync.log import checkpoint as checkpoints
from sync.log import receipt
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import leaf_hash, tree_root

HUB: Final = "soxa.example"
UNIT: Final = "03390"
INVITE: Final = "abcdefghij234567"
SECRET: Final = bytes(32)
NUMBER: Final = "2653/KH-UBND"
PLAN: Final = Directive(
    id="plan-2653",
    number=NUMBER,
    kind="plan",
    date="2026-03-10",
    province="12",
    issuer="UBND tỉnh Lai Châu",
    signer=Signatory(name="Nguyễn Văn A", capacity="Phó Chủ tịch"),
    subject="Tuyên truyền về chuyển đổi số năm 2026",
    topics=("digital-skills",),
    tasks=(
        Task(no="2", label="Phát thanh", due=Due(kind="continuous", since=2026), channels=("commune-radio",)),
        Task(no="10", label="Tổng kết", due=Due(kind="date", date="2026-11-30")),
    ),
    duties=(
        Duty(id="monthly", what="Báo cáo tháng", rule="monthly-15", reporters=("commune-committee",)),
        Duty(id="final", what="Báo cáo tổng kết", rule="before 2026-12-01", strict=False),
    ),
)


def at(seconds: int) -> Instant:
    """A moment of the story."""
    return Instant(1_793_000_000 + seconds)


def salt(number: int) -> str:
    """A salt that shows where it belongs."""
    return f"00112233445566{number:02x}"


class Example:
    """All logs, complete, and the keys that sign them."""

    def __init__(self) -> None:
        self.hub_key = Signer(origins.registry(HUB), seed("registry"))
        self.mirror = Signer(origins.mirror(HUB), seed("mirror"))
        nameless = Signer("soxa", seed("device"))
        self.device = origins.device_id(nameless.verifier.key)
        self.laptop = nameless.renamed(origins.device(HUB, self.device))
        self.registry = [encode(entry) for entry in self._registered()]
        self.log: list[bytes] = []
        self.acceptances: list[bytes] = []
        self._say(
            e.Join(
                salt=salt(0xAA),
                at=at(0),
                hub=self.hub_key.verifier.vkey(),
                unit=UNIT,
                invite=INVITE,
                key=self.laptop.verifier.vkey(),
                proof=join_proof(SECRET, INVITE, self.laptop.verifier.vkey()),
            ),
            e.Activity(
                salt=salt(0xBB),
                at=at(60),
                record="01a17700-0000-7000-8000-000000000001",
                fields=e.Fields(title="Phát loa về kỹ năng số", date="2026-10-26", channel="commune-radio", quantity=4),
            ),
        )
        self.accept(at(120))
        self._say(
            e.Activity(
                salt=salt(0x21),
                at=at(200),
                seen=self.citation(),
                record="01a17700-0000-7000-8000-000000000002",
                fields=e.Fields(
                    title="Họp bản",
                    date="2026-10-27",
                    directive=PLAN.id,
                    task="2",
                    topics=("digital-skills", "digital-transformation"),
                    audience=64,
                    until="2026-10-28",
                    audiences=("ethnic-minority", "women"),
                    body="culture-society-office",
                ),
            )
        )
        self._say(self._report("2026-11", 0x22))
        self._say(self._report(f"{NUMBER}@2026-11", 0x23, level=2))
        self.accept(at(300))
        self.desk = [
            encode(
                e.Review(
                    salt=salt(0x31),
                    at=at(350),
                    period=f"{NUMBER}@2026-11",
                    heads=(tobase64(leaf_hash(self.log[4])),),
                    verdict="returned",
                    comment="Thiếu kết quả phát thanh",
                )
            )
        ]

    def _registered(self) -> list[e.Entry]:
        cosigner = receipt.cosigner_verifier(self.mirror).vkey()
        return [
            e.Hub(salt=salt(1), at=at(-400), name="Lai Châu", province="12", cosigner=cosigner),
            e.Unit(salt=salt(2), at=at(-400), code="12", name="Lai Châu", type="tỉnh", valid_from="2004-01-01"),
            e.Unit(salt=salt(3), at=at(-400), code=UNIT, name="Bình Lư", type="xã", valid_from="2025-07-01"),
            e.Directed(salt=salt(4), at=at(-300), directive=PLAN),
            e.Device(salt=salt(5), at=at(120), unit=UNIT, key=self.laptop.verifier.vkey(), invite=INVITE),
        ]

    def _say(self, *entries: e.Entry) -> None:
        self.log += [encode(entry) for entry in entries]

    def accept(self, moment: Instant) -> None:
        """The hub takes all of the laptop's log."""
        size, root = Size(len(self.log)), tobase64(tree_root([leaf_hash(line) for line in self.log]))
        stated = e.Acceptance(salt=salt(0x10 + len(self.acceptances)), at=moment, device=self.device, size=size, root=root)
        self.acceptances.append(encode(stated))

    def citation(self) -> e.Citation:
        """What the laptop cites that holds the newest head of the acceptances."""
        note = self.head(self.hub_key.renamed(origins.acceptances(HUB)), self.acceptances)
        signed = checkpoints.parse(note)
        signature = note.rstrip("\n").rpartition(" ")[2]
        return e.Citation(signed.checkpoint.size, tobase64(signed.checkpoint.root), signature)

    def head(self, signer: Signer, lines: list[bytes]) -> str:
        """A log's checkpoint, signed by its owner."""
        root = tree_root([leaf_hash(line) for line in lines])
        return checkpoints.sign(Checkpoint(signer.origin, Size(len(lines)), root), signer)

    def _report(self, name: str, number: int, level: int = 1) -> e.Report:
        records = [record for record in self.records(level) if self._is_of(name, record)]
        return e.Report(
            salt=salt(number),
            at=at(200 + number),
            period=name,
            covers=(e.Position(self.device, Size(len(self.log))),),
            records=len(records),
            root=tobase64(commitment(head for record in records for head in record.heads)),
            figures=count(record.values for record in records),
            narrative=e.Narrative(),
            level=level,
        )

    def records(self, level: int = LEVEL) -> list[Record]:
        """What the laptop's entries give, as far as they are read at a level; each is of a record of its own."""
        entries = [(line, decode(line, LogKind.DEVICE)) for line in self.log]
        return [
            merge([Version(leaf_hash(line), entry)])
            for line, entry in entries
            if isinstance(entry, e.Activity) and level_of(entry) <= level
        ]

    @staticmethod
    def _is_of(name: str, record: Record) -> bool:
        period = parse(name, [PLAN])
        return period.holds(record.values.last_day) and period.directive in (None, record.values.directive)

    def annex(self) -> Annex:
        """The annex of the directive's month."""
        registry = Registry(self.hub_key.verifier)
        registry.take(decode(line, LogKind.REGISTRY) for line in self.registry)
        period = parse(f"{NUMBER}@2026-11", registry.directives)
        reports = [
            ReportReceipt(
                unit=UNIT,
                period=entry.period,
                claimed=entry.at,
                after=at(120),
                received=at(300),
                provisional=entry.provisional,
            )
            for entry in (decode(line, LogKind.DEVICE) for line in self.log)
            if isinstance(entry, e.Report)
        ]
        made = at(400)
        basis = AnnexBasis(
            hub=HUB,
            period=period.name,
            units="then",
            made=made,
            state=LedgerHeads(
                registry=self.head(self.hub_key, self.registry),
                acceptances=self.head(self.hub_key.renamed(origins.acceptances(HUB)), self.acceptances),
                desks=(self.head(self.hub_key.renamed(origins.desk(HUB, UNIT)), self.desk),),
            ),
        )
        records = [record for record in self.records() if self._is_of(period.name, record)]
        sums: dict[Table, dict[str, Tally]] = {by: {} for by in TABLES}
        for record in records:
            for by in TABLES:
                for key in (UNIT,) if by == "unit" else () if by == "entered" else keys_of(by, record.values):
                    sums[by][key] = sums[by].get(key, Tally()) + _tally(record)
        rules, by_unit = ReportingStatuses(registry), {UNIT: reports}
        review = decode(self.desk[0], LogKind.DESK)
        assert isinstance(review, e.Review) and review.period is not None
        answers = standing_answers(by_unit, {(UNIT, review.period): review})
        standings = answered(rules, period, by_unit, answers, made)
        said = {
            unit: NewestReport(provisional=report.provisional, entered=False)
            for unit, report in newest(rules, period, [UNIT], by_unit).items()
        }
        return compose(basis, registry, period, standings, sums, sum(map(_tally, records), Tally()), said)


def _tally(record: Record) -> Tally:
    values = record.values
    return Tally(1, values.quantity or 0, values.audience or 0, values.minutes or 0)


def seed(name: str) -> bytes:
    """A key's seed, as the page says."""
    return hashlib.sha256(f"example {name}".encode()).digest()


def spelled(lines: Iterable[bytes]) -> str:
    """Lines as a block of the page."""
    return "".join(line.decode("utf-8") + "\n" for line in lines)
