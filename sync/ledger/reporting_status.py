"""Who has reported for a period, when, and who has not. Verdicts rest on receipts and brackets, never on a laptop's clock
alone. The hub's board and an auditor's reading of a bundle come to their verdicts here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from sync.encoding.types import Instant
from sync.ledger.deadline_verdict import Bracket, Verdict, verdict
from sync.ledger.directive import Directive
from sync.ledger.period import Period, discharges, owed
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory

ReportingStatus = Verdict | Literal["missing", "due"]
"""`due`: not here yet, and the deadline is still to come; `missing`: it has passed."""


class ReportReceipt(Struct, frozen=True, kw_only=True):
    """A report entry as it was received; times in POSIX seconds."""

    unit: str
    period: str
    claimed: Instant
    after: Instant | None
    """The hub's time at the newest checkpoint that the laptop had cited by then."""
    received: Instant
    provisional: bool


Reports = Mapping[str, Sequence[ReportReceipt]]
"""By unit, its reports in the order in which they were received."""


class UnitStatus(Struct, frozen=True, kw_only=True):
    """Where one unit stands with one period."""

    unit: str
    name: str
    """As it was called when the report was due."""
    standing: ReportingStatus
    received: Instant | None = None
    """The hub's time (POSIX seconds) at which the period was first answered for."""
    claimed: Instant | None = None
    """When the laptop's clock says that report was made."""
    provisional: bool = False
    """Whether the newest such report is provisional."""
    reports: int = 0


def demanded(directives: Iterable[Directive], province: str, period: Period) -> list[Period]:
    """The periods that must be answered for: the one asked about, or those of each directive that it stands for."""
    if period.directive is not None:
        return [period]
    same = [
        asked
        for asked, duty in owed(directives, province, Instant(period.due - 1), Instant(period.due + 1))
        if asked.rule == period.rule and "commune-committee" in duty.reporters
    ]
    return same or [period]


class ReportingStatuses:
    """The standings that follow from one registry. Made once and asked often: what a report's name answers for is worked
    out once for each pair of names."""

    def __init__(self, registry: Registry) -> None:
        self.history = UnitHistory(registry)
        self._directives = registry.directives
        self._province = registry.hub.province if registry.hub is not None else ""
        self._demanded: dict[Period, list[Period]] = {}
        self._answers: dict[Period, _Answers] = {}

    def of(self, period: Period, reports: Reports, now: Instant) -> list[UnitStatus]:
        """The units that reported or were to on the last day before the deadline, by code. A period of the calendar is
        answered for when every duty of it is."""
        wanted = self.demanded(period)
        asked = [self._answering(part) for part in wanted]
        due = min(part.due for part in wanted)
        day = period.last_day.isoformat()
        return [self._unit(unit, day, due, asked, reports, now) for unit in self.history.reporting(day)]

    def answering(self, period: Period, reports: Sequence[ReportReceipt]) -> list[ReportReceipt]:
        """The reports, of those given, that answer for a period, or for a part of what it stands for."""
        return [report for report in reports if self.answers(period, report.period)]

    def answers(self, period: Period, name: str) -> bool:
        """Whether a report of this name answers for a period, or for a part of what it stands for."""
        return any(self._answering(part)[name] for part in self.demanded(period))

    def demanded(self, period: Period) -> list[Period]:
        """The periods that a period demands, by this registry's directives; worked out once for each period."""
        if period not in self._demanded:
            self._demanded[period] = demanded(self._directives, self._province, period)
        return self._demanded[period]

    def _answering(self, period: Period) -> _Answers:
        if period not in self._answers:
            self._answers[period] = _Answers(period, self._directives)
        return self._answers[period]

    def _unit(self, unit: str, day: str, due: Instant, asked: list[_Answers], reports: Reports, now: Instant) -> UnitStatus:
        stated = {code: reports.get(code, ()) for code in (unit, *self.history.predecessors(unit, day))}
        found = [
            {code: [report for report in ones if answers[report.period]] for code, ones in stated.items()}
            for answers in asked
        ]
        firsts = [self._answered(unit, day, by_code) for by_code in found]
        first = max((report for report in firsts if report is not None), key=_received, default=None)
        name = self.history.name(unit, day)
        if first is None or None in firsts:
            return UnitStatus(unit=unit, name=name, standing="missing" if now >= due else "due")
        every = [report for by_code in found for ones in by_code.values() for report in ones]
        return UnitStatus(
            unit=unit,
            name=name,
            standing=verdict(Bracket(first.claimed, first.after, first.received), due),
            received=first.received,
            claimed=first.claimed,
            provisional=max(every, key=_received).provisional,
            reports=len({(report.unit, report.received, report.claimed) for report in every}),
        )

    def _answered(self, unit: str, day: str, found: Mapping[str, Sequence[ReportReceipt]]) -> ReportReceipt | None:
        """The report with which a period was answered for, of those `found` that do so: the unit's own first; or, where
        merging made the unit, the one that came last of the first of each of its parts. Whichever was earlier."""
        firsts = {code: ones[0] if ones else None for code, ones in found.items()}
        for whole, parts in self.history.parts(unit, day) if len(found) > 1 else ():
            if not parts or self.history.grew(whole):
                continue  # what was there before has its own part to report
            theirs = [first for part in parts if (first := firsts[part]) is not None]
            if len(theirs) == len(parts):
                last, own = max(theirs, key=_received), firsts[whole]
                firsts[whole] = last if own is None or last.received < own.received else own
        return firsts[unit]


class _Answers(dict[str, bool]):
    """By the name of a report's period: whether it answers for one period. Each is worked out once."""

    def __init__(self, owed_period: Period, directives: Iterable[Directive]) -> None:
        self._owed = owed_period
        self._directives = directives

    def __missing__(self, name: str) -> bool:
        self[name] = answers = discharges(name, self._owed, self._directives)
        return answers


def _received(report: ReportReceipt) -> int:
    return report.received
