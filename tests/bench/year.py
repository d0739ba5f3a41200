"""A province's year in a hub: Lào Cai with its 99 communes and some 300 laptops, from 15 December 2025 to 14 December 2026.

Everything comes to the hub as it does in life: each laptop has a key and an invite, signs its log, and pushes parcels to
the hub's own receiver month after month; reports state figures that the records give. Only the laptops' stores are left
out, so that it takes a minute and a half and not an hour.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from hub import own_logs
from hub.home import HubHome
from hub.intake.receive import Receiver
from hub.monitoring import reviews
from hub.monitoring.reviews import ChosenRecord
from hub.registry import foundation, invites, unit_changes
from hub.registry.directives.yaml import shipped
from hub.registry.official_units import province_units
from hub.store import HubStore
from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Instant, Size
from sync.exchange.parcel import ONE_EXCHANGE, VERSION, Effort, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.ledger.decode import encode
from sync.ledger.directive import Directive
from sync.ledger.entry import Activity, Citation, Entry, Fields, Join, Narrative, Position, Report, Retraction, Verdict
from sync.ledger.figures import CountedFields, commitment, count
from sync.ledger.invite import join_proof
from sync.ledger.merge import Version, counted_alone, merge
from sync.ledger.period import Period, day_of, midnight, parse
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer
from sync.log.merkle import Frontier, leaf_hash
from tests.bench.records import month_of

HUB: Final = "soxa.bench.example"
PROVINCE: Final = "15"
LAPTOPS: Final = 300
_HOUR, _DAY = 3_600, 86_400
_FOUNDED: Final = midnight(datetime.date(2025, 12, 1))
_MERGED: Final = "2026-07-01"
_ANSWERED: Final = 0.02
"""The share of records that the province answers, each of which is a signed entry."""
_REVISED: Final = 0.02

Promptness = Literal["on-time", "claimed-on-time", "late", "missing"]
_HABITS: Final[tuple[tuple[Promptness, int], ...]] = (("on-time", 80), ("claimed-on-time", 8), ("late", 8), ("missing", 4))


def directives() -> tuple[Directive, ...]:
    """The letter of Lào Cai, and a plan like that of Lai Châu: it asks for every month, and has tasks by the dozen."""
    letter, plan = (next(one for one in shipped() if one.id == id_) for id_ in ("lao-cai-2025-12", "lai-chau-2653-kh-ubnd"))
    return letter, msgspec.structs.replace(plan, id="lao-cai-plan", province=PROVINCE)


class _Counted(Struct, gc=False):
    """What a report counts of a record."""

    date: str
    heads: tuple[Hash, ...]
    fields: CountedFields


class _Unit:
    """What a unit's laptops know together."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.laptops: list[Laptop] = []
        self.counted: dict[str, _Counted] = {}
        self.open: list[list[Version]] = []
        """Records that may be revised or taken back, each with what was stated of it so far."""
        self.revised: list[str] = []
        self.ended = False

    def take(self, entry: Activity, leaf: Hash) -> None:
        """A record that is new."""
        date = entry.fields.date
        assert isinstance(date, str)
        self.counted[entry.record] = _Counted(date, (leaf,), counted_alone(entry.fields))

    def change(self, versions: list[Version], version: Version) -> None:
        """One of them is revised or taken back."""
        versions.append(version)
        record = merge(versions)
        self.revised.append(record.record)
        self.counted.pop(record.record, None)
        if record.retracted is None:
            self.counted[record.record] = _Counted(record.values.date, record.heads, CountedFields.of(record.values))

    def gathered(self, period: Period) -> list[tuple[str, _Counted]]:
        """Its records in a period's window."""
        return [(record, one) for record, one in self.counted.items() if period.holds(one.date)]


class Laptop:
    """A laptop's key and the end of its log."""

    def __init__(self, unit: _Unit, seed: bytes) -> None:
        nameless = Signer("soxa", seed)
        self.unit = unit
        self.device = origins.device_id(nameless.verifier.key)
        self.origin = origins.device(HUB, self.device)
        self.signer = nameless.renamed(self.origin)
        self.frontier = Frontier()
        self.waiting: list[bytes] = []
        """Entries that are not pushed yet."""
        self.seen: Citation | None = None
        """What the last answer said of the hub's acceptances, until an entry cites it."""

    @property
    def size(self) -> int:
        """Entries in its log."""
        return self.frontier.size + len(self.waiting)

    def save(self, entry: Entry) -> Hash:
        """Append an entry to the log; its leaf hash."""
        self.waiting.append(encode(msgspec.structs.replace(entry, seen=self.seen)))
        self.seen = None
        return leaf_hash(self.waiting[-1])

    def push(self) -> bytes:
        """The parcel that brings what is new."""
        lines, self.waiting = self.waiting, []
        start = self.frontier.size
        self.frontier.extend(map(leaf_hash, lines))
        end = self.frontier.size
        note = checkpoints.sign(Checkpoint(self.origin, end, self.frontier.root()), self.signer)
        writer = ParcelWriter(Effort.LINE)
        pieces = (
            writer.header(Header(soxa=VERSION, kind="push", hub=HUB, device=self.device)),
            writer.range(RangeHead(origin=self.origin, start=start, end=end, checkpoint=note)),
            writer.entries(lines),
            writer.end(),
        )
        return b"".join(pieces)


class _Visit(Struct, frozen=True, order=True):
    """A laptop syncs."""

    at: int
    number: int
    """Of the laptop, by which visits of one second are ordered."""
    reports: tuple[str, ...] = ()
    claimed: int = 0
    """When its clock says that it made the reports."""


class Year:
    """The hub, with everything of the year in it. `now` is some days after its end."""

    now: Final = midnight(datetime.date(2026, 12, 27)) + 8 * _HOUR

    def __init__(self, folder: Path, records: int, *, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.directives = directives()
        self.home = HubHome(folder)
        units = province_units(PROVINCE)
        self.keys = foundation.found(
            self.home,
            HUB,
            units,
            self.directives,
            url="",
            passphrase=None,
            now=_FOUNDED,
            random_bytes=self.chance.randbytes,
        )
        self.store = HubStore.open(self.home.database)
        self.receiver = Receiver(self.store, self.keys, self.chance.randbytes)
        self.units = [_Unit(unit.code) for unit in units[1:]]
        self.laptops = [Laptop(self.units[n % len(self.units)], self.chance.randbytes(32)) for n in range(LAPTOPS)]
        self._each = records // LAPTOPS
        self._invite()
        for month in range(1, 13):
            self._month(parse(f"2026-{month:02}", ()))

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()

    def _invite(self) -> None:
        """Three or four laptops a unit, each with an invite."""
        with self.store.writing() as transaction:
            for number, laptop in enumerate(self.laptops):
                laptop.unit.laptops.append(laptop)
                invite = invites.make(
                    transaction,
                    self.keys,
                    laptop.unit.code,
                    officer=f"Cán bộ {number + 1}",
                    days=3_650,
                    url="",
                    now=_FOUNDED,
                    random_bytes=self.chance.randbytes,
                )
                key = laptop.signer.verifier.vkey()
                proof = join_proof(invite.secret, invite.id, key)
                laptop.save(
                    Join(
                        salt=self._salt(),
                        at=_FOUNDED,
                        hub=self.keys.logs.verifier.vkey(),
                        unit=invite.unit,
                        invite=invite.id,
                        key=key,
                        proof=proof,
                    )
                )

    def _salt(self) -> str:
        return self.chance.randbytes(8).hex()

    def bring(self, laptop: Laptop, at: int) -> None:
        """A laptop's push reaches the hub, and the answer the laptop."""
        taken = self.receiver.take([laptop.push()], ONE_EXCHANGE, Instant(at))
        assert taken.refusal is None, taken.refusal
        with self.store.reading() as transaction:
            log = transaction.logs.get(origins.acceptances(HUB))
        assert log is not None, "it accepted something"
        laptop.seen = Citation(log.size, tobase64(log.frontier.root()))

    def log(self, laptop: Laptop, count: int, first: datetime.date, last: datetime.date) -> None:
        """New records on a laptop, of the days from one to another."""
        for entry in month_of(count, self.chance, first, last, self.directives):
            leaf = laptop.save(entry)
            laptop.unit.take(entry, leaf)
            if self.chance.random() < _REVISED:
                laptop.unit.open.append([Version(leaf, entry)])

    # -- a month

    def _month(self, period: Period) -> None:
        """Every laptop logs and syncs once, the first of each unit reports, and the province answers and reminds."""
        if period.holds(_MERGED):
            self._merge_two(midnight(datetime.date.fromisoformat(period.start)))
        for visit in sorted(self._visits(period)):
            self._visit(visit, period)
        for unit in self.units:
            unit.open = [versions for versions in unit.open if len(versions) == 1]
        self._answer(period, period.due + 11 * _DAY)

    def _visits(self, period: Period) -> Iterator[_Visit]:
        names = (period.name, *{"2026-06": ("2026-H1",), "2026-12": ("2026",)}.get(period.name, ()))
        kinds, weights = zip(*_HABITS, strict=True)
        for number, laptop in enumerate(self.laptops):
            if laptop is not laptop.unit.laptops[0]:
                yield _Visit(period.due - self.chance.randint(2 * _DAY, 8 * _DAY), number)
                continue
            habit: Promptness = self.chance.choices(kinds, weights)[0]
            before, after = self.chance.randint(_HOUR, 2 * _DAY), self.chance.randint(_HOUR, 10 * _DAY)
            claimed = period.due + after - 60 if habit == "late" else period.due - before
            at = period.due + after if habit in ("late", "claimed-on-time") else period.due - before + 60
            yield _Visit(at, number, () if habit == "missing" or laptop.unit.ended else names, Instant(claimed))

    def _visit(self, visit: _Visit, period: Period) -> None:
        laptop, month = self.laptops[visit.number], int(period.name[5:])
        share = self._each * month // 12 - self._each * (month - 1) // 12
        last = min(period.end, day_of(Instant(visit.at - _DAY)).isoformat())
        self.log(laptop, share, datetime.date.fromisoformat(period.start), datetime.date.fromisoformat(last))
        self._revise(laptop, visit.at - 3 * _HOUR)
        for name in visit.reports:
            laptop.save(self._report(laptop, parse(name, ()), Instant(visit.claimed)))
        self.bring(laptop, visit.at)

    def _revise(self, laptop: Laptop, at: int) -> None:
        """Some of the unit's records, as they were first stated: where another laptop does so too, they are in conflict."""
        for versions in laptop.unit.open:
            if self.chance.random() > 0.3:
                continue
            first = versions[0]
            base, record = (tobase64(first.leaf),), first.entry.record
            entry: Activity | Retraction
            if self.chance.random() < 0.1:
                entry = Retraction(salt=self._salt(), at=Instant(at), record=record, base=base, reason="Nhập nhầm")
            else:
                fields = Fields(audience=self.chance.randint(5, 900))
                entry = Activity(salt=self._salt(), at=Instant(at), record=record, base=base, fields=fields)
            laptop.unit.change(versions, Version(laptop.save(entry), entry))

    def _report(self, laptop: Laptop, period: Period, claimed: Instant) -> Report:
        """What the unit's records give, its laptops known as far as they are pushed."""
        found = [one for _record, one in laptop.unit.gathered(period)]
        sizes = {one.device: one.frontier.size for one in laptop.unit.laptops} | {laptop.device: Size(laptop.size)}
        return Report(
            salt=self._salt(),
            at=claimed,
            period=period.name,
            covers=tuple(Position(device, sizes[device]) for device in sorted(sizes)),
            records=len(found),
            root=tobase64(commitment(head for one in found for head in one.heads)),
            figures=count(one.fields for one in found),
            narrative=Narrative(results=f"Đã thực hiện {len(found)} hoạt động.", difficulties="Loa ở bản xa còn rè."),
        )

    def _merge_two(self, at: int) -> None:
        """One commune takes in another. The laptops of the other go on under its code, and report no more."""
        into, ended = self.units[40], self.units[41]
        with self.store.writing() as transaction:
            unit_changes.merge(
                transaction,
                self.keys,
                (into.code, ended.code),
                into.code,
                since=_MERGED,
                now=Instant(at),
                random_bytes=self.chance.randbytes,
            )
        ended.ended = True

    def _answer(self, period: Period, at: int) -> None:
        """The province's desk: some records and most reports are answered, and who is silent is reminded."""
        with self.store.writing() as transaction:
            reported = {row.unit for row in transaction.reports.all() if row.period == period.name}
            for unit in self.units:
                here = [record for record, _one in unit.gathered(period)]
                some = self.chance.sample(here, int(len(here) * _ANSWERED))
                for number, record in enumerate(some):
                    chosen = ChosenRecord(unit.code, UUID(record).bytes)
                    verdict: Verdict = "accepted" if number else "returned"
                    reviews.review_each(
                        transaction,
                        self.keys,
                        [chosen],
                        verdict,
                        "Đề nghị ghi rõ số người.",
                        now=Instant(at),
                        random_bytes=self.chance.randbytes,
                        account="operator",
                    )
                if unit.code in reported and self.chance.random() < 0.7:
                    verdict = "accepted" if self.chance.random() < 0.95 else "returned"
                    reviews.review_report(
                        transaction,
                        self.keys,
                        unit.code,
                        period.name,
                        verdict,
                        "Đề nghị xem lại số liệu.",
                        now=Instant(at),
                        random_bytes=self.chance.randbytes,
                        account="operator",
                    )
            reviews.remind(
                transaction,
                self.keys,
                own_logs.registry(transaction, self.keys),
                period,
                "Đề nghị gửi báo cáo.",
                now=Instant(at),
                random_bytes=self.chance.randbytes,
            )
