"""Computing a filed annex again, from the signed records of a bundle, as the ledger stood when the annex was made.

    1  the bundle holds, whole                                         `verify.Audit`
    2  the notes are the hub's, and its logs had these roots           `annex_state`, `_Recount.problems`
    3  registry, acceptances and desks are taken up to there, each laptop's log to what was accepted of it by then
    4  records, reports and standings are worked out of that alone     `_Recount.closed`, `annex`
    5  every cell of the file is held against what came of it          `sync.annex.diff`

What is found on laptops stops none of it: reports and citations are judged as of that state, as the hub judged them. Where
a newer program wrote some of what it rests on, a newer hub may have counted more than is counted here: a difference that it
may explain (`annex_unread`) is no proof that the file is false.

Memory holds one unit's activities at a time, as in any audit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from sync.annex.diff import Difference
from sync.annex.files import annex_digest, read_annex
from sync.annex.model import Annex, AnnexBasis, NewestReport, Table, compose, figures, level_of_version, says_step, tables_of
from sync.audit.annex_state import Desks, fault, other_state, signed_heads
from sync.audit.annex_unread import FiledCells, UnreadBasis, may_explain
from sync.audit.devices import DeviceLog
from sync.audit.dispatches import DispatchedReport, dispatched
from sync.audit.faults import Fault
from sync.audit.recount_outcome import RecountOutcome
from sync.audit.verify import Audit, run
from sync.audit.witnessed import WitnessedLog, check_concerns
from sync.encoding.types import NOTHING, DeviceId, Index, Instant, Size
from sync.errors import SoxaError
from sync.ledger.answered_status import ReportName, answered, newest, standing_answers
from sync.ledger.decode import Quarantined
from sync.ledger.entry import Entry, Report
from sync.ledger.figures import Counted, Tally, keys_of
from sync.ledger.levels import LEVEL, level_of_report
from sync.ledger.own_heads import OwnHeads
from sync.ledger.period import Period, day_of, gathered
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import ReportJudge, can_be_told, judge_of, may_be_opaque, meanings
from sync.ledger.reporting_status import ReportingStatuses, ReportReceipt, UnitStatus
from sync.ledger.unit_history import UnitHistory
from sync.ledger.unit_records import UnitRecords
from sync.log.checkpoint import Checkpoint
from sync.log.merkle import Frontier, leaf_hash
from sync.log.note import Verifier
from sync.log.policy import Policy
from sync.wording.dates import moment_iso


def check(
    bundle: Path,
    file: Path,
    key: Verifier,
    progress: Callable[[int], None] = lambda _count: None,
    policy: Policy | None = None,
) -> RecountOutcome:
    """Check a filed annex against a bundle, with the registry's key, and a policy by whom the bundle's logs must be
    cosigned. Raises `Misuse` or `BadInput` for a file that is no annex, and for a bundle that is not there, `Refused` for a
    policy of other logs; all else that is wrong is in the outcome."""
    check_concerns(policy, key)
    filed = read_annex(file)
    basis = filed.basis
    try:
        registry, acceptances, desks = signed_heads(basis, key)
    except SoxaError as error:
        return _outcome(basis, faults=(Fault("", None, error.code, error.facts),))
    recount = _Recount(basis, registry, acceptances, desks)
    audit = Audit(key, recount, policy=policy)
    summary = run(audit, bundle, progress)
    faults = summary.faults or tuple(recount.problems(audit))
    annex = None if faults or recount.period_is_unread else recount.annex()
    found = [] if annex is None else filed.differences(annex)
    stated = FiledCells(filed.sheets, basis.version)
    computed = FiledCells([] if annex is None else filed.laid_out(annex), basis.version)
    undecided = tuple(difference for difference in found if may_explain(recount.unread, difference, stated, computed))
    return _outcome(
        basis,
        registry=registry.size,
        acceptances=acceptances.size,
        accepted_at=audit.acceptances.time_at(acceptances.size),
        left_out=recount.left_out(audit),
        answers_left_out=recount.answers_left_out(),
        figures=0 if annex is None else figures(annex),
        faults=faults,
        differences=tuple(difference for difference in found if difference not in undecided),
        undecided=undecided,
        findings=sum(summary.found.values()),
        unread=recount.unread.count,
        dispatched=() if faults else dispatched(audit.registry, annex_digest(file)),
        entered=dict(sorted(recount.entered.items())) if annex is not None else {},
        witnessed=summary.witnessed,
    )


def _outcome(
    basis: AnnexBasis,
    *,
    registry: int = 0,
    acceptances: int = 0,
    accepted_at: Instant | None = None,
    left_out: int = 0,
    answers_left_out: int = 0,
    figures: int = 0,
    faults: tuple[Fault, ...] = (),
    differences: tuple[Difference, ...] = (),
    undecided: tuple[Difference, ...] = (),
    findings: int = 0,
    unread: int = 0,
    dispatched: tuple[DispatchedReport, ...] = (),
    entered: Mapping[str, int] | None = None,
    witnessed: tuple[WitnessedLog, ...] = (),
) -> RecountOutcome:
    return RecountOutcome(
        hub=basis.hub,
        period=basis.period,
        made=basis.made,
        registry=registry,
        acceptances=acceptances,
        accepted_at=accepted_at,
        left_out=left_out,
        answers_left_out=answers_left_out,
        figures=figures,
        faults=faults,
        differences=differences,
        undecided=undecided,
        findings=findings,
        unread=unread,
        dispatched=dispatched,
        entered=dict(entered or {}),
        witnessed=witnessed,
    )


class _Recount:
    """Follows an audit. What it works out is worth something only if the audit finds no fault, and `problems` none."""

    def __init__(
        self, basis: AnnexBasis, registry: Checkpoint, acceptances: Checkpoint, desks: Sequence[Checkpoint]
    ) -> None:
        self._basis = basis
        self._registry_head = registry
        self._acceptances_head = acceptances
        self._desks = Desks(desks)
        self._frontier = Frontier()
        self._registry: Registry | None = None
        """As it was at that head."""
        self._history: UnitHistory | None = None
        self._period: Period | None = None
        self._refusal: SoxaError | None = None
        self._rules: ReportingStatuses | None = None
        self._unknown: list[str] = []
        self._reports: dict[str, list[ReportReceipt]] = {}
        self._newest: dict[ReportName, NewestReport] = {}
        """By unit and name, what its newest report says that can be read."""
        self._level = level_of_version(basis.version)
        """Of the protocol, at which it counts."""
        self._sums: dict[Table, dict[str, list[int]]] = {by: {} for by in tables_of(basis.version)}
        self._total = [0, 0, 0, 0]
        self._answers: dict[tuple[str, str], str] = {}
        self.entered: Counter[str] = Counter()
        """How many of the activities that are counted the province entered, by the unit that they count for."""
        self.unread = UnreadBasis()
        self.period_is_unread = False
        """Whether only a newer program can tell what the period is."""

    # -- following

    def registered(self, audit: Audit, line: bytes, entry: Entry | Quarantined) -> None:
        """The registry is kept as it was at the signed size."""
        if self._registry is not None:
            return
        self._frontier.append(leaf_hash(line))
        self.unread.registered(entry)
        if self._frontier.size == self._registry_head.size:
            self._registry = audit.registry.copy()
            self._history = UnitHistory(self._registry)
            try:
                self._period = gathered(self._basis.period, self._registry.directives)
                self.unread.asked(self._registry, self._period, self._basis.version)
            except SoxaError as error:
                self._refusal = error
                self.period_is_unread = may_be_opaque(self._basis.period, self._registry.directive_editions)

    def desk(self, origin: str, lines: Sequence[bytes], entries: Sequence[Entry | Quarantined]) -> None:
        """A desk is taken up to its signed size."""
        if self._basis.version > 3:
            self._desks.take(origin, lines, entries)

    def closed(self, audit: Audit, logs: Sequence[DeviceLog], records: UnitRecords) -> None:
        """A unit's records and reports, of what had been accepted by then."""
        if self._registry is None or self._period is None or self._history is None:
            return
        covers: dict[DeviceId, Size] = {}
        received: list[_Received] = []
        for log in logs:
            size = self._accepted(audit, log.device)
            if size and log.device not in self._registry.devices:
                self._unknown.append(log.device)
                continue
            covers[log.device] = size
            self.unread.wrote(self._history, log.unit, entries=sum(index < size for index in log.future))
        judge = judge_of(logs[0].unit, self._registry, records, covers, level=self._level)
        for log in logs:
            received += self._received(audit, log, covers.get(log.device, NOTHING), judge)
        if received:  # in the order in which the hub has them: by receipt, by laptop as enrolled, by entry
            received.sort(key=lambda report: (report.receipt.received, report.enrolled, report.index))
            self._reports[logs[0].unit] = [report.receipt for report in received]
        if self._basis.version > 3:
            self._say(received, records, covers)
            self.unread.answered(self._history, logs[0].unit, self._desks.future.get(logs[0].unit, 0))
        counted = records.counted(covers, self._period, self._level)
        for date, activity in zip(counted.dates, counted.activities, strict=True):
            self._count(self._unit(logs[0].unit, date), activity)
        stated = records.stated_in(self._registry.entered.keys() & covers.keys(), covers, self._period, self._level)
        for date, activity in stated:
            unit = self._unit(logs[0].unit, date)
            self.entered[unit] += 1
            if "entered" in self._sums:
                _add(self._sums["entered"].setdefault(unit, [0, 0, 0, 0]), _sums_of(activity))

    def _accepted(self, audit: Audit, device: DeviceId) -> Size:
        """How much of a log had been accepted when there were so many acceptances."""
        sizes = [
            acceptance.size for acceptance in audit.acceptances.of(device) if acceptance.index < self._acceptances_head.size
        ]
        return max(sizes, default=NOTHING)

    def _received(self, audit: Audit, log: DeviceLog, size: Size, judge: ReportJudge) -> list[_Received]:
        """A log's reports that answer what they name, as judged by what had been accepted of its unit by then."""
        assert self._history is not None, "made with the registry"
        received: list[_Received] = []
        known = self._acceptances_head.size
        for index, report in log.reports:
            at = log.received(index, known)
            if index >= size or at is None:
                continue
            judged = judge.judge(log.device, index, report)
            if judged.verdict == "unread" and not self._is_later(report):
                self.unread.wrote(self._history, log.unit, reports=1, answers=self._may_answer(report))
            if not judged.answers:
                continue
            reported = ReportReceipt(
                unit=log.unit,
                period=report.period,
                claimed=report.at,
                after=audit.acceptances.time_at(log.cited[index], known),
                received=at,
                provisional=report.provisional,
                verdict=judged.verdict,
            )
            received.append(_Received(audit.registry.devices[log.device].position, index, log.device, report, reported))
        return received

    def _say(self, received: Sequence[_Received], records: UnitRecords, covers: Mapping[DeviceId, Size]) -> None:
        """What a unit's newest report of each name says beside what the ledger gives, if it may answer for the period."""
        assert self._registry is not None and self._period is not None, "told with the registry"
        newest = {report.receipt.period: report for report in received if report.receipt.verdict != "unread"}
        for name, report in newest.items():
            if not self._reporting().answers(self._asked(), name):
                continue
            now = [
                records.counted(covers, meaning, self._level).figures
                for meaning in meanings(name, self._registry.directive_editions)
            ]
            differs = report.entry.figures not in now
            self._newest[report.receipt.unit, name] = NewestReport(
                provisional=report.entry.provisional,
                entered=report.device in self._registry.entered,
                stated=report.entry.figures.total if differs else None,
                now=now[-1].total if differs else None,
            )

    def _is_later(self, report: Report) -> bool:
        """Whether only the annex's version leaves a report unread: who wrote that version left it unread, too, so it
        explains nothing."""
        return self._level < level_of_report(report) <= LEVEL

    def _may_answer(self, report: Report) -> bool:
        """Whether a report that is not read may answer for the period: it names it, or a period that cannot be told here."""
        assert self._registry is not None and self._period is not None, "told with the registry"
        answers = self._reporting().answers(self._asked(), report.period)
        return answers or not can_be_told(report.period, self._registry.directive_editions)

    def _asked(self) -> Period:
        """The period that the units stand for: the annex's, or the step that it is made from."""
        assert self._period is not None, "told with the registry"
        return self._step() or self._period

    def _step(self) -> Period | None:
        assert self._period is not None, "told with the registry"
        return self._reporting().obligations.step(self._period) if says_step(self._basis.version) else None

    def _reporting(self) -> ReportingStatuses:
        """The rules of who has reported, by the registry as it was."""
        assert self._registry is not None, "told with the registry"
        if self._rules is None:
            self._rules = ReportingStatuses(self._registry)
        return self._rules

    def _unit(self, unit: str, date: str) -> str:
        """For which unit a record of this date counts."""
        day = date if self._basis.units == "then" else day_of(self._basis.made).isoformat()
        if (unit, day) not in self._answers:
            assert self._history is not None, "made with the registry"
            self._answers[unit, day] = self._history.successor(unit, day)
        return self._answers[unit, day]

    def _count(self, unit: str, activity: Counted) -> None:
        sums = _sums_of(activity)
        _add(self._total, sums)
        for by in self._sums:
            if by != "entered":  # what the province entered is counted there, and once more in all the others
                for key in (unit,) if by == "unit" else keys_of(by, activity):
                    _add(self._sums[by].setdefault(key, [0, 0, 0, 0]), sums)

    # -- afterwards

    def problems(self, audit: Audit) -> list[Fault]:
        """Why nothing can be computed on what the file says that it rests on."""
        registry, acceptances = self._registry_head, self._acceptances_head
        heads = OwnHeads(audit.registry)
        of_registry = self._frontier.root() if self._registry is not None else None
        faults = [
            *other_state(heads, registry, audit.registry.size, of_registry),
            *other_state(heads, acceptances, audit.acceptances.size, audit.acceptances.root_at(acceptances.size)),
            *(fault for state in self._desks.states() for fault in other_state(heads, *state)),
            *(fault("annex-mixed-states", device=device) for device in self._unknown),
        ]
        if self._refusal is not None and not self.period_is_unread:
            faults.append(fault(self._refusal.code, **self._refusal.facts))
        newest = audit.acceptances.time_at(acceptances.size)
        if not faults and newest is not None and self._basis.made < newest:
            faults.append(fault("annex-before-its-state", made=moment_iso(self._basis.made), newest=moment_iso(newest)))
        return faults

    def left_out(self, audit: Audit) -> int:
        """The acceptances that came after those counted, and before the file was made."""
        return audit.acceptances.later(self._acceptances_head.size, self._basis.made)

    def answers_left_out(self) -> int:
        """The answers to reports of the period that came after those counted, and before the file was made."""
        if self._registry is None or self._period is None:
            return 0
        late = (answer.period for answer in self._desks.late if answer.at < self._basis.made)
        return sum(self._reporting().answers(self._asked(), name) for name in late)

    def annex(self) -> Annex:
        """The annex as it must be, once there are no problems."""
        assert self._registry is not None and self._period is not None, "without problems"
        standings, said = self._standings(self._asked())
        sums = {by: {key: Tally(*found) for key, found in by_key.items()} for by, by_key in self._sums.items()}
        return compose(
            self._basis, self._registry, self._period, standings, sums, Tally(*self._total), said, step=self._step()
        )

    def _standings(self, period: Period) -> tuple[Sequence[UnitStatus], dict[str, NewestReport]]:
        """Where the units stand, and what the newest report of each says."""
        rules, reports, made = self._reporting(), self._reports, self._basis.made
        if self._basis.version == 1:
            return rules.of_every_commune(period, reports, made), {}
        if self._basis.version < 4:
            return rules.of(period, reports, made), {}
        statuses = answered(rules, period, reports, standing_answers(reports, self._desks.given), made)
        owing = [status.unit for status in statuses]
        last = newest(rules, period, owing, reports, whatever_of=not says_step(self._basis.version))
        return statuses, {unit: self._newest[report.unit, report.period] for unit, report in last.items()}


class _Received(Struct, frozen=True):
    """A report that answers what it names, with the laptop's place in the registry and its own in that log."""

    enrolled: Index
    index: Index
    device: DeviceId
    entry: Report
    receipt: ReportReceipt


def _sums_of(activity: Counted) -> tuple[int, int, int, int]:
    return 1, activity.quantity or 0, activity.audience or 0, activity.minutes or 0


def _add(sums: list[int], added: Sequence[int]) -> None:
    for at, value in enumerate(added):
        sums[at] += value
