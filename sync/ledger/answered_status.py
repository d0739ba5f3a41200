"""Who has reported once the province has answered: a report that was sent back counts as none, wherever it is said who has
reported. That it came, and when, stays said beside it; another report of the unit that answers for the period and was not
sent back counts. The hub's board and an auditor's reading of a bundle come to their answers here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal, Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import asdict

from sync.encoding.types import Instant
from sync.ledger.period import Period
from sync.ledger.reporting_status import ReportingStatuses, ReportReceipt, Reports, UnitStatus

AnswerName = Literal["awaited", "accepted", "returned"]
"""The province's answer to something, as that stands now."""

CountedStatus = Literal["on-time", "claimed-on-time", "late", "returned", "missing", "due"]
"""As in `sync.ledger.reporting_status`, and `returned`: the province sent a report back, and none of its name came since."""

REPORTED: Final[tuple[CountedStatus, ...]] = ("on-time", "claimed-on-time", "late")
"""Where those stand that have reported."""

ReportName = tuple[str, str]
"""A unit, and what its reports call their period: what the province answers."""


class GivenAnswer(Protocol):
    """What the province said last of a unit's reports of a name, and when (POSIX seconds)."""

    @property
    def at(self) -> Instant: ...
    @property
    def verdict(self) -> str: ...


class ReportAnswer(Struct, frozen=True):
    """The answer to a unit's reports of a name as they stand."""

    name: AnswerName
    at: Instant | None = None
    """When it was given (POSIX seconds); None while it is awaited."""


Answers = Mapping[ReportName, ReportAnswer]
"""The answers to the reports of each unit and name."""

_Receipt = TypeVar("_Receipt", bound=ReportReceipt)


class AnsweredStatus(UnitStatus, frozen=True, kw_only=True):
    """Where one unit stands with one period, with what the province answered. `standing` is by receipts alone."""

    answer: AnswerName | None = None
    """To its reports together; None where there is none."""
    answered: Instant | None = None
    """When it was given (POSIX seconds): of several, the last."""
    counts_as: CountedStatus
    """Where it stands by those reports that were not sent back; `returned` where it has sent no other."""
    left: UnitStatus | None = None
    """All that follows from the reports that were not sent back; None where none was."""

    @property
    def returned(self) -> bool:
        """Whether it has reported, a report of it was sent back, and none of its name came since: another is awaited,
        whichever other report covers the period."""
        return self.answer == "returned" and self.received is not None

    @property
    def reported(self) -> bool:
        """Whether it counts among those that have reported."""
        return self.counts_as in REPORTED

    @property
    def state(self) -> CountedStatus:
        """Where it stands, in one word: what is to be sent again goes before what is there."""
        return "returned" if self.returned else self.standing


def standing_answers(reports: Reports, given: Mapping[ReportName, GivenAnswer]) -> dict[ReportName, ReportAnswer]:
    """The answer to the reports of each unit and name, of what was given last: none yet where one came after that."""
    newest = {(unit, report.period): report.received for unit, received in reports.items() for report in received}
    standing: dict[ReportName, ReportAnswer] = {}
    for subject, received in newest.items():
        answer = given.get(subject)
        if answer is None or received > answer.at:
            standing[subject] = ReportAnswer("awaited")
        else:
            standing[subject] = ReportAnswer("returned" if answer.verdict == "returned" else "accepted", answer.at)
    return standing


def answered(
    rules: ReportingStatuses, period: Period, reports: Reports, given: Answers, now: Instant, *, of: str | None = None
) -> list[AnsweredStatus]:
    """Where every unit that owes a period stands, or one `of` these alone, by code; `given` is what was answered to all
    `reports`. The one place that says who has reported."""
    statuses = [status for status in rules.of(period, reports, now) if of is None or status.unit == of]
    said = {status.unit: _answer(rules, period, status.unit, reports, given) for status in statuses}
    sent_back = any(
        status.received is not None and (answer := said[status.unit]) is not None and answer.name == "returned"
        for status in statuses
    )
    left = {status.unit: status for status in rules.of(period, _left(reports, given), now)} if sent_back else {}
    return [_with_answer(status, said[status.unit], left.get(status.unit)) for status in statuses]


def _answer(rules: ReportingStatuses, period: Period, unit: str, reports: Reports, given: Answers) -> ReportAnswer | None:
    """The answer to all reports of a unit that answer for a period; None where there is none."""
    counting = rules.counting(period, unit, reports)
    return together(given[code, report.period] for code, ones in counting.items() for report in ones)


def together(given: Iterable[ReportAnswer]) -> ReportAnswer | None:
    """The answer to several reports of one period: sent back as soon as one is, accepted once all are. None to none."""
    found = set(given)
    names = {answer.name for answer in found}
    if not names:
        return None
    name: AnswerName = "returned" if "returned" in names else "accepted" if names == {"accepted"} else "awaited"
    return ReportAnswer(name, max((answer.at for answer in found if answer.name == name and answer.at), default=None))


def _left(reports: Reports, given: Answers) -> dict[str, list[ReportReceipt]]:
    """The reports that were not sent back."""
    return {unit: [row for row in rows if given[unit, row.period].name != "returned"] for unit, rows in reports.items()}


def _with_answer(status: UnitStatus, answer: ReportAnswer | None, left: UnitStatus | None) -> AnsweredStatus:
    counts_as: CountedStatus = status.standing
    returned = answer is not None and answer.name == "returned" and status.received is not None
    if returned and left is not None:
        counts_as = "returned" if left.received is None else left.standing
    return AnsweredStatus(
        **asdict(status),
        answer=None if answer is None else answer.name,
        answered=None if answer is None else answer.at,
        counts_as=counts_as,
        left=left if returned else None,
    )


def newest(
    rules: ReportingStatuses,
    period: Period,
    units: Iterable[str],
    reports: Mapping[str, list[_Receipt]],
    *,
    whatever_of: bool = False,
) -> dict[str, _Receipt]:
    """Of each of some units the newest report that answers for a period and can be read: the one that says what the unit
    states. Those that are of this very period go before those that answer for it and gather something else: a month of all
    directives, or of one; not in annexes before version 5, which take the newest `whatever_of` it is. Of several that came
    at once it is the last, and the unit's own before those of units that it is heir to."""
    found: dict[str, _Receipt] = {}
    for unit in units:
        by_unit = [
            [report for report in ones if report.verdict != "unread"]
            for ones in rules.counting(period, unit, reports).values()
        ]
        of_it = [[report for report in ones if rules.is_of(period, report.period)] for ones in by_unit]
        for read in by_unit if whatever_of or not any(of_it) else of_it:
            last = max(reversed(read), key=_received, default=None)
            if last is not None and (unit not in found or last.received > found[unit].received):
                found[unit] = last
    return found


def _received(report: ReportReceipt) -> int:
    return report.received
