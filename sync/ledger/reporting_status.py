"""Who has reported for a period, when, and who has not, of those who owe it. Verdicts rest on receipts and brackets, never
on a laptop's clock alone. The hub's board and an auditor's reading of a bundle come to their verdicts here.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sync.encoding.types import Instant
from sync.ledger.deadline_verdict import Bracket, Verdict, verdict
from sync.ledger.directive import Directive
from sync.ledger.obligations import COMMUNE, Obligations
from sync.ledger.period import Period, discharges, is_same, midnight
from sync.ledger.registry import Registry
from sync.ledger.report_verdict import ReportVerdict, can_be_told
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
    verdict: ReportVerdict = "valid"


_Receipt = TypeVar("_Receipt", bound=ReportReceipt)

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
    latest: Instant | None = None
    """When the newest such report came."""
    provisional: bool = False
    """Whether the newest such report that can be read is provisional."""
    unread: bool = False
    """Whether the newest such report is of a newer program: that it came is known, and not what it says. Of a unit that has
    not reported, whether one came that may be such: of a period that cannot be told here."""
    reports: int = 0


class ReportingStatuses:
    """The standings that follow from one registry. Made once and asked often: what a report's name answers for is worked
    out once for each pair of names."""

    def __init__(self, registry: Registry) -> None:
        self.history = UnitHistory(registry)
        self.obligations = Obligations(registry, self.history)
        self._directives = registry.directives
        self._editions = registry.directive_editions
        self._told: dict[str, bool] = {}
        self._is_of: dict[tuple[Period, str], bool] = {}
        self._demanded: dict[Period, list[Period]] = {}
        self._owing: dict[Period, dict[str, list[Period]]] = {}
        self._answers: dict[Period, _Answers] = {}
        self._any_answers: dict[Period, _AnyAnswers] = {}

    def of(self, period: Period, reports: Reports, now: Instant) -> list[UnitStatus]:
        """The units that owe a period, by code; none where no duty asks for it. A period of the calendar is answered for
        when every duty of it is that the unit owes."""
        return [self._unit(unit, asked, reports, now) for unit, asked in sorted(self._asked(period).items())]

    def _asked(self, period: Period) -> dict[str, list[Period]]:
        """By unit that owes a period, what is asked of it; worked out once for each."""
        if period not in self._owing:
            owing = self._owing[period] = dict[str, list[Period]]()
            for obligation in self.obligations.of(period):
                for unit in obligation.units:
                    asked = owing.setdefault(unit, [])
                    if obligation.period not in asked:
                        asked.append(obligation.period)
        return self._owing[period]

    def of_every_commune(self, period: Period, reports: Reports, now: Instant) -> list[UnitStatus]:
        """The units as the first version of annexes has them: every commune that stands owes whatever is asked about, and
        directives that share a name share their periods' name."""
        asked = [
            replace(owed.period, name=f"{owed.directive.name}@{owed.period.name.rpartition('@')[2]}")
            for owed in self.obligations.of_ever(period)
            if owed.period.due == period.due and COMMUNE in owed.duty.reporters
        ]
        day = period.last_day.isoformat()
        return [self._unit(unit, asked or [period], reports, now) for unit in self.history.communes(day)]

    def answering(self, period: Period, reports: Sequence[_Receipt]) -> list[_Receipt]:
        """The reports, of those given, that answer for a period, or for a part of what it stands for."""
        answers = self._answering_any(period)
        return [report for report in reports if answers[report.period]]

    def counting(self, period: Period, unit: str, reports: Mapping[str, Sequence[_Receipt]]) -> dict[str, list[_Receipt]]:
        """By code, a unit's own first: those of its reports, and of the units that it is heir to, that answer for what a
        period asks of it; of a unit that does not owe it, for any of what it stands for."""
        periods = self._asked(period).get(unit) or self.demanded(period)
        day = min(periods, key=_due).last_day.isoformat()
        answering = [self._answering(part) for part in periods]
        return {
            code: [report for report in reports.get(code, ()) if any(answers[report.period] for answers in answering)]
            for code in (unit, *self.history.predecessors(unit, day))
        }

    def answers(self, period: Period, name: str) -> bool:
        """Whether a report of this name answers for a period, or for a part of what it stands for."""
        return self._answering_any(period)[name]

    def is_of(self, period: Period, name: str) -> bool:
        """Whether a report of this name is of the very period: of the same days, and of the same directive or of all."""
        if (period, name) not in self._is_of:
            self._is_of[period, name] = is_same(name, period, self._directives)
        return self._is_of[period, name]

    def demanded(self, period: Period) -> list[Period]:
        """The periods that a period stands for: those of the duties that ask for it, or asked before there was a hub, or
        itself; worked out once for each."""
        if period not in self._demanded:
            asked = self.obligations.of(period) or self.obligations.of_ever(period)
            periods = dict.fromkeys(obligation.period for obligation in asked)
            self._demanded[period] = list(periods) or [period]
        return self._demanded[period]

    def _answering(self, period: Period) -> _Answers:
        if period not in self._answers:
            self._answers[period] = _Answers(period, self._directives)
        return self._answers[period]

    def _answering_any(self, period: Period) -> _AnyAnswers:
        if period not in self._any_answers:
            self._any_answers[period] = _AnyAnswers([self._answering(part) for part in self.demanded(period)])
        return self._any_answers[period]

    def _unit(self, unit: str, periods: Sequence[Period], reports: Reports, now: Instant) -> UnitStatus:
        first_due = min(periods, key=_due)
        due, day = first_due.due, first_due.last_day.isoformat()
        asked = [self._answering(part) for part in periods]
        stated = {code: reports.get(code, ()) for code in (unit, *self.history.predecessors(unit, day))}
        found = [
            {code: [report for report in ones if answers[report.period]] for code, ones in stated.items()}
            for answers in asked
        ]
        firsts = [self._answered(unit, day, by_code) for by_code in found]
        first = max((report for report in firsts if report is not None), key=_received, default=None)
        name = self.history.name(unit, day)
        if first is None or None in firsts:
            begun = min(midnight(datetime.date.fromisoformat(part.start)) for part in periods)
            unread = any(self._may_answer(report, begun) for ones in stated.values() for report in ones)
            return UnitStatus(unit=unit, name=name, standing="missing" if now >= due else "due", unread=unread)
        every = [report for by_code in found for ones in by_code.values() for report in ones]
        read = list(filter(_is_read, every))
        return UnitStatus(
            unit=unit,
            name=name,
            standing=verdict(Bracket(first.claimed, first.after, first.received), due),
            received=first.received,
            claimed=first.claimed,
            latest=Instant(max(map(_received, every))),
            provisional=bool(read) and max(read, key=_received).provisional,
            unread=not _is_read(max(every, key=_received)),
            reports=len({(report.unit, report.received, report.claimed) for report in every}),
        )

    def _may_answer(self, report: ReportReceipt, begun: Instant) -> bool:
        """Whether a report of a newer program may answer for what began then: its period cannot be told here, and it came
        since."""
        if _is_read(report) or report.received < begun:
            return False
        if report.period not in self._told:
            self._told[report.period] = can_be_told(report.period, self._editions)
        return not self._told[report.period]

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


class _AnyAnswers(dict[str, bool]):
    """By the name of a report's period: whether it answers for one of several periods. Each is worked out once."""

    def __init__(self, parts: Sequence[_Answers]) -> None:
        self._parts = parts

    def __missing__(self, name: str) -> bool:
        self[name] = answers = any(part[name] for part in self._parts)
        return answers


def _due(period: Period) -> int:
    return period.due


def _is_read(report: ReportReceipt) -> bool:
    return report.verdict != "unread"


def _received(report: ReportReceipt) -> int:
    return report.received
