"""Reporting statuses, who has reported to this hub for a period and who has not: `sync.ledger.reporting_status` over its
store, and what the province answered.

A report that was sent back counts as none, wherever it is said who has reported; that it came, and when, stays said beside
it. Another report of the unit that answers for the period and was not sent back counts. An annex holds what an auditor
recomputes from a bundle, and knows of receipts alone.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec.structs import asdict, replace

from hub.monitoring.report_answers import Answers, answers, answers_for
from hub.store import Transaction
from hub.store.rows import AnswerName, ReportRow
from sync.encoding.types import Instant
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import ReportingStatuses, ReportReceipt, Reports, UnitStatus

CountedStatus = Literal["on-time", "claimed-on-time", "late", "returned", "missing", "due"]
"""As in `sync.ledger.reporting_status`, and `returned`: the province sent a report back, and none of its name came since."""

REPORTED: Final[tuple[CountedStatus, ...]] = ("on-time", "claimed-on-time", "late")
"""Where those stand that have reported."""


class AnsweredStatus(UnitStatus, frozen=True, kw_only=True):
    """Where one unit stands with one period, with what the province answered. `standing` is by receipts alone."""

    answer: AnswerName | None = None
    """To its reports together; None where there is none."""
    counts_as: CountedStatus
    """Where it stands by those reports that were not sent back; `returned` where it has sent no other."""

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


def statuses_by(transaction: Transaction, registry: Registry) -> ReportingStatuses:
    """The rules of a registry, made once for each that is read: what a report's name answers for does not change in it."""
    return transaction.readings.reporting_statuses.get(registry, lambda: ReportingStatuses(registry))


def unit_statuses(transaction: Transaction, registry: Registry, period: Period, now: Instant) -> list[AnsweredStatus]:
    """The status of every unit that owes a period, in order of their codes; none where no duty asks for it. Bodies that
    share a name are told apart."""
    rules, reports = statuses_by(transaction, registry), receipts_by_unit(transaction)
    day = period.last_day.isoformat()
    return [
        replace(status, name=rules.history.name_apart(status.unit, day))
        for status in answered(rules, period, reports, answers(transaction, reports), now)
    ]


def answered(
    rules: ReportingStatuses, period: Period, reports: Reports, given: Answers, now: Instant, *, of: str | None = None
) -> list[AnsweredStatus]:
    """Where every unit that owes a period stands, or one `of` these alone, by code; `given` is what was answered to all
    `reports`. The one place that says who has reported."""
    statuses = [status for status in rules.of(period, reports, now) if of is None or status.unit == of]
    said = answers_for(rules, period, [status.unit for status in statuses], reports, given)
    sent_back = any(status.received is not None and said.get(status.unit) == "returned" for status in statuses)
    left = {status.unit: status for status in rules.of(period, _left(reports, given), now)} if sent_back else {}
    return [_with_answer(status, said.get(status.unit), left.get(status.unit)) for status in statuses]


def _left(reports: Reports, given: Answers) -> dict[str, list[ReportReceipt]]:
    """The reports that were not sent back."""
    return {unit: [row for row in rows if given[unit, row.period] != "returned"] for unit, rows in reports.items()}


def _with_answer(status: UnitStatus, answer: AnswerName | None, left: UnitStatus | None) -> AnsweredStatus:
    counts_as: CountedStatus = status.standing
    if answer == "returned" and status.received is not None and left is not None:
        counts_as = "returned" if left.received is None else left.standing
    return AnsweredStatus(**asdict(status), answer=answer, counts_as=counts_as)


def receipts_by_unit(transaction: Transaction) -> dict[str, list[ReportRow]]:
    """The reports of each unit that answer what they name, in the order in which they were received."""
    by_unit: dict[str, list[ReportRow]] = {}
    for row in transaction.reports.answering():
        by_unit.setdefault(row.unit, []).append(row)
    return by_unit
