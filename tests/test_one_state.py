"""Any two readers of one state agree on every figure, time and finding, in whatever order parcels came.

Random histories of laptops that are honest and of laptops that lie, over lines and over sticks that come late or twice, with
a registry that changes under them. Then the hub, which judged as parcels came, is held against itself, made anew from its
logs; against an auditor, who reads them whole; and, once all have synced, against laptops that were there all the time and
one that joins last.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from field.reporting import reports as reporting
from hub import own_logs, upgrade
from hub.export import bundle
from hub.registry.laptops import revoke_laptop
from sync.audit.devices import DeviceLog
from sync.audit.faults import Finding
from sync.audit.verify import Audit, run
from sync.encoding.spelling import tobase64
from sync.encoding.types import Hash, Size
from sync.errors import SoxaError
from sync.ledger import origins
from sync.ledger.decode import Quarantined, decode, encode
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Activity, Citation, Entry, Fields, Narrative, Position, Report
from sync.ledger.figures import Figures, Tally, commitment, count
from sync.ledger.period import parse
from sync.ledger.report_verdict import judge_of
from sync.ledger.unit_records import UnitRecords
from sync.ledger.versions import versions_among
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from tests.hub.export.documents.reported import checked, filed, gathered
from tests.world import Laptop, World

UNITS = ("03390", "03390", "03390", "03405")
PLAN = Directive(
    id="plan-2653",
    number="2653/KH-UBND",
    kind="plan",
    year=2026,
    province="12",
    issuer="UBND tỉnh",
    subject="Tuyên truyền",
    duties=(Duty(id="monthly", what="Báo cáo tháng", rule="monthly-15", reporters=("commune-committee",)),),
)
PERIODS = ("2026-11", f"{PLAN.number}@2026-11", "2026-12")
STRANGE_PERIODS = ("2026-13", "no such plan@2026-11", f"{PLAN.number}@2026-H1", f"{PLAN.number}@2026-W44")
MADE_UP = tobase64(Hash(bytes(32)))
WEEKLY = {"id": "weekly", "what": "Báo cáo tuần", "rule": "weekly-5"}
EDITIONS: tuple[dict[str, Any], ...] = ({}, {"duties": [WEEKLY]}, {"needs": ["a-new-word"]}, {"colour": "red"})

Step = tuple[str, int, int]
"""What happens, to which laptop, and a choice."""


class History:
    """A world in which steps happen."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.state(PLAN)
        self.laptops = [self.world.laptop(unit) for unit in UNITS]
        self.sticks: list[Path] = []
        self.replies: list[tuple[Laptop, Path]] = []
        self.revoked: list[Laptop] = []

    def take(self, step: Step) -> None:
        """Let one thing happen. What the other side refuses is refused."""
        name, number, choice = step
        with contextlib.suppress(SoxaError):
            getattr(self, name)(self.laptops[number], choice)

    # -- what laptops do

    def log(self, laptop: Laptop, choice: int) -> None:
        laptop.log(
            date=("2026-10-28", "2026-09-01")[choice % 5 == 0], quantity=choice, directive=(None, PLAN.id)[choice % 2]
        )

    def change(self, laptop: Laptop, choice: int) -> None:
        records = laptop.record_ids()
        if records:
            record = records[choice % len(records)]
            laptop.revise(record, quantity=choice) if choice % 3 else laptop.retract(record)

    def exchange(self, laptop: Laptop, choice: int) -> None:
        laptop.exchange(self.world.line)

    def lose_the_reply(self, laptop: Laptop, choice: int) -> None:
        laptop.exchange(self.world.cut_reply(choice / 10))

    def pack(self, laptop: Laptop, choice: int) -> None:
        self.sticks.append(laptop.pack(self.world.folder / f"stick-{len(self.sticks)}.soxa"))

    def bring(self, laptop: Laptop, choice: int) -> None:
        """Some stick reaches the hub, and its answer is given to some laptop."""
        if self.sticks:
            reply = self.world.folder / f"reply-{len(self.replies)}.soxa"
            self.world.unpack(self.sticks[choice % len(self.sticks)], reply)
            self.replies.append((laptop, reply))
            laptop.unpack(reply)

    def report(self, laptop: Laptop, choice: int) -> None:
        world = self.world
        period = PERIODS[choice % len(PERIODS)]
        reporting.submit(laptop.store, laptop.signer, period, Narrative(), now=world.now(), random_bytes=world.random)

    # -- what laptops make up

    def report_more(self, laptop: Laptop, choice: int) -> None:
        """A true report that covers all that a colleague has, whether or not the hub has it."""
        others = [other for other in self.laptops if other.unit == laptop.unit and other is not laptop]
        colleague = others[choice % len(others)] if others else self.laptops[0]
        self._report(laptop, PERIODS[choice % len(PERIODS)], [laptop, colleague])

    def lie(self, laptop: Laptop, choice: int) -> None:
        """A report that says, covers or means something else."""
        ahead = Position(laptop.store.membership.device, Size(laptop.store.logs.own.size + 1 + choice % 2))
        stranger = Position(self.laptops[3].store.membership.device, Size(1))
        lies: tuple[dict[str, Any], ...] = (
            {"figures": Figures(total=Tally(9, 9, 9, 9))},
            {"records": 99},
            {"root": MADE_UP},
            {"covers": (ahead,)},
            {"covers": (stranger,)},
            {"period": STRANGE_PERIODS[choice % len(STRANGE_PERIODS)]},
            {"level": 9},
        )
        self._report(laptop, PERIODS[0], [laptop], **lies[choice % len(lies)])

    def _report(self, laptop: Laptop, about: str, covered: Sequence[Laptop], **lies: Any) -> None:
        sizes = {other.store.membership.device: other.store.logs.own.size for other in covered}
        logs = {other.store.membership.device: other.store.logs.lines(other.origin, 0, 10**9) for other in covered}
        found = UnitRecords((device, versions_among(lines)) for device, lines in logs.items())
        counted = found.counted(sizes, parse(about, [PLAN]))
        truth = {
            "period": about,
            "covers": tuple(Position(device, size) for device, size in sorted(sizes.items())),
            "records": len(counted.activities),
            "root": tobase64(commitment(counted.heads)),
            "figures": count(counted.activities),
            "narrative": Narrative(),
        }
        self._append(laptop, Report(salt=self.world.random(8).hex(), at=self.world.now(), **{**truth, **lies}))

    def cite(self, laptop: Laptop, choice: int) -> None:
        """An entry that cites what was, what was not, or what is to come; with the hub's signature, another's, or none."""
        with self.world.store.reading() as transaction:
            log = transaction.logs.get(origins.acceptances(self.world.keys.hub))
            size = 0 if log is None else log.size
            at = choice % (size + 1)
            root = transaction.logs.root_at(Size(at))
        true = Checkpoint(origins.acceptances(self.world.keys.hub), Size(at), root or Hash(bytes(32)))
        note = checkpoints.sign(true, self.world.keys.signer(true.origin))
        signature = note.rstrip().rpartition(" ")[2]
        seen = (
            Citation(true.size, tobase64(true.root), signature),
            Citation(true.size, tobase64(true.root)),
            Citation(true.size, MADE_UP),
            Citation(true.size, MADE_UP, signature),
            Citation(Size(2**53), MADE_UP),
            Citation(Size(size + 1), MADE_UP, "x"),
        )[choice % 6]
        record = f"0190b2c4-5e00-7000-8000-{self.world.random(6).hex()}"
        fields = Fields(title="Viện dẫn", date="2026-10-29", quantity=choice)
        entry = Activity(salt=self.world.random(8).hex(), at=self.world.now(), seen=seen, record=record, fields=fields)
        self._append(laptop, entry)

    def _append(self, laptop: Laptop, entry: Entry) -> None:
        """By a program that takes no care not to cite backwards."""
        with mock.patch.object(type(laptop.store.logs), "cited", -1):
            laptop.store.logs.append([entry], laptop.signer)

    # -- what the hub states

    def direct(self, laptop: Laptop, choice: int) -> None:
        """The plan is said anew: as it is, or with what only a newer program can read."""
        self.state(PLAN, **EDITIONS[choice % len(EDITIONS)])

    def state(self, directive: Directive, **changes: Any) -> None:
        """An edition of a directive, as a newer program may write it."""
        world = self.world
        said = {**msgspec.to_builtins(directive), **changes}
        stated = {"kind": "directive", "salt": world.random(8).hex(), "at": world.now(), "directive": said}
        line = msgspec.json.encode(stated)
        entry = decode(line, origins.LogKind.REGISTRY)
        assert not isinstance(entry, Quarantined), entry
        spelled = mock.patch.object(own_logs, "encode", lambda each: line if each is entry else encode(each))
        with world.store.writing() as transaction, spelled:
            own_logs.append(transaction, world.keys, origins.registry(world.keys.hub), [entry])

    def revoke(self, laptop: Laptop, choice: int) -> None:
        if choice == 0 and laptop is self.laptops[1]:
            world = self.world
            with world.store.writing() as transaction:
                revoke_laptop(
                    transaction,
                    world.keys,
                    laptop.store.membership.device,
                    "thử",
                    now=world.now(),
                    random_bytes=world.random,
                )
            self.revoked.append(laptop)


# -- readers

Place = tuple[str, int]
"""A log and an index in it."""


class Reading(msgspec.Struct):
    """What a reader makes of a state."""

    reports: dict[Place, tuple[object, ...]]
    """Of each report, its verdict, what it rests on, and its times."""
    findings: Counter[tuple[str, int, str]]
    """By log, index and code: void citations, and reports that contradict or wait."""


def as_the_hub_reads(world: World) -> Reading:
    """By its tables."""
    reading = Reading({}, Counter())
    with world.store.reading() as transaction:
        logs = {log.id: log.origin for log in transaction.logs.all()}
        for row in transaction.reports.all():
            judged, place = row.judged, (logs[row.log], row.idx)
            times = (row.claimed, row.after, row.received)
            reading.reports[place] = (judged.verdict, judged.code, *sorted(judged.facts.items()), *times)
        for number, origin in logs.items():
            for held in transaction.logs.quarantined(number, 10_000, "void-seen", "covers-more", "false-report"):
                reading.findings[origin, held.index, held.detail.partition(":")[0]] += 1
    return reading


class Follower:
    """Notes what an auditor makes of reports."""

    def __init__(self) -> None:
        self.reports: dict[Place, tuple[object, ...]] = {}

    def registered(self, audit: Audit, line: bytes, entry: Entry | Quarantined) -> None:
        """The registry as a whole is what reports are judged by."""

    def desk(self, origin: str, lines: Sequence[bytes], entries: Sequence[Entry | Quarantined]) -> None:
        pass

    def closed(self, audit: Audit, logs: Sequence[DeviceLog], records: UnitRecords) -> None:
        sizes = {log.device: log.size for log in logs}
        judge = judge_of(logs[0].unit, audit.registry, records, sizes)
        for log in logs:
            for index, report in log.reports:
                judged = judge.judge(log.device, index, report)
                received = next(found.at for found in audit.acceptances.of(log.device) if found.size > index)
                times = (report.at, audit.acceptances.time_at(log.cited[index]), received)
                place = (log.origin, index)
                self.reports[place] = (judged.verdict, judged.code, *sorted(judged.facts.items()), *times)


def as_an_auditor_reads(world: World) -> Reading:
    """By the bundle, which the hub is found to answer for."""
    path = world.folder / "audit.soxa"
    path.unlink(missing_ok=True)
    bundle.write(world.store, world.keys, path, lambda _count: None)
    follower = Follower()
    summary = run(Audit(world.keys.logs.verifier, follower), path, lambda _count: None)
    assert summary.faults == (), summary.faults
    assert summary.found == Counter(finding.origin for finding in summary.findings)
    return Reading(follower.reports, Counter(map(_placed, summary.findings)))


def _placed(finding: Finding) -> tuple[str, int, str]:
    assert finding.index is not None, "of an entry"
    return finding.origin, finding.index, finding.code


def agree(history: History) -> None:
    """The hub and an auditor say the same, and so does the hub made anew from its logs; the annexes are proven."""
    world = history.world
    hub = as_the_hub_reads(world)
    assert hub == as_an_auditor_reads(world)
    records = {unit: world.hub_records(unit) for unit in set(UNITS)}
    annexes = [gathered(world, period) for period in PERIODS]
    for annex in annexes:
        outcome = checked(world, filed(world.folder, annex, ".json"), world.folder / "audit.soxa")
        assert (outcome.faults, outcome.differences, outcome.false) == ((), (), False)
    upgrade.upgrade(world.store, world.keys, lambda _count: None)
    assert hub == as_the_hub_reads(world)
    assert records == {unit: world.hub_records(unit) for unit in set(UNITS)}
    for annex in annexes:
        anew = gathered(world, annex.period)
        assert msgspec.structs.replace(anew, made=annex.made, state=annex.state) == annex


def laptops_agree(history: History) -> None:
    """Laptops that hold all that the hub holds say of records, figures and reports what it says."""
    world = history.world
    for unit in set(UNITS):
        history.laptops.append(world.laptop(unit))
    present = [laptop for laptop in history.laptops if laptop not in history.revoked]
    for _round in range(3):
        for laptop in present:
            laptop.exchange(world.line)
    hub = as_the_hub_reads(world)
    for laptop in present:
        records = world.hub_records(laptop.unit)
        assert laptop.records() == records
        for name in PERIODS[0], PERIODS[2]:
            shown = reporting.preview(laptop.store, name, world.now())
            values = [record.values for record in records.values() if record.retracted is None]
            assert shown.figures == count(value for value in values if shown.period.holds(value.date))
        for heads in laptop.store.reporting.reports().values():
            for head in heads:
                said = hub.reports[origins.device(world.keys.hub, head.device), head.index]
                judged = head.judged
                assert said[:-3] == (judged.verdict, judged.code, *sorted(judged.facts.items()))


_NAMES = ("log", "log", "change", "exchange", "exchange", "lose_the_reply", "pack", "bring", "report", "report_more", "lie")
steps = st.tuples(
    st.sampled_from((*_NAMES, "lie", "cite", "cite", "direct", "revoke")), st.integers(0, len(UNITS) - 1), st.integers(0, 9)
)


@settings(
    max_examples=20,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a history is short, and shrinking one takes minutes
)
@given(st.lists(steps, min_size=8, max_size=30))
def test_any_two_readers_of_one_state_agree(happened: list[Step]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="soxa-"))
    history = History(folder)
    try:
        for step in happened:
            history.take(step)
        agree(history)
        laptops_agree(history)
        agree(history)
    finally:
        history.world.close()
        shutil.rmtree(folder)


def test_one_history_has_every_verdict_and_all_agree_on_it(tmp_path: Path) -> None:
    """So that the random ones cannot agree on nothing."""
    history = History(tmp_path)
    for number in (0, 1, 2, 3, 0, 1):
        history.take(("log", number, 1))
        history.take(("exchange", number, 0))
    history.take(("log", 1, 3))
    told = [("report", 1, 0), ("report_more", 2, 1), *(("lie", 0, choice) for choice in range(7)), ("direct", 0, 2)]
    told += [("cite", 2, 3), ("exchange", 2, 0), *(("cite", 0, choice) for choice in (2, 5, 4, 6, 1))]
    for step in (*told, ("lie", 3, 5), ("exchange", 3, 0), ("exchange", 0, 0)):
        history.take(step)
    reading = as_the_hub_reads(history.world)
    assert {said[0] for said in reading.reports.values()} == {"covers-more", "false-report", "unread"}
    assert {code for _log, _index, code in reading.findings} >= {
        "bad-citation-signature",
        "cited-before-it-was",
        "citation-goes-back",
        "covers-a-stranger",
        "covers-not-itself",
        "covers-what-is-not-here",
        "other-commitment",
        "other-figures",
        "unsigned-contradiction",
    }
    agree(history)
    for step in (("exchange", 1, 0), ("direct", 0, 0), ("direct", 0, 1), ("direct", 0, 3), ("revoke", 1, 0)):
        history.take(step)
    waited = [place for place, said in reading.reports.items() if said[0] == "covers-more"]
    assert waited and all(as_the_hub_reads(history.world).reports[place][0] == "valid" for place in waited)
    agree(history)
    laptops_agree(history)
    history.world.close()
