"""What the province answered to the reports that it received, and which of them it sent back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hub.store import Transaction
from hub.store.rows import AnswerName
from sync.ledger.period import Period
from sync.ledger.reporting_status import ReportingStatuses, Reports

Answers = Mapping[tuple[str, str], AnswerName]
"""By unit and the name that its reports bear, the answer to them as they stand."""


def answers(transaction: Transaction, reports: Reports) -> dict[tuple[str, str], AnswerName]:
    """The answer to the reports of each unit and name: none yet where one came after the answer was given."""
    newest = {(unit, report.period): report.received for unit, received in reports.items() for report in received}
    given = transaction.answers.newest_of_reports()
    standing: dict[tuple[str, str], AnswerName] = {}
    for subject, received in newest.items():
        answer = given.get(subject)
        if answer is None or received > answer.at:
            standing[subject] = "awaited"
        else:
            standing[subject] = "returned" if answer.verdict == "returned" else "accepted"
    return standing


def answers_for(
    rules: ReportingStatuses, period: Period, units: Iterable[str], reports: Reports, given: Answers
) -> dict[str, AnswerName]:
    """Of these units, those with reports that answer for a period, each with the answer to all of them."""
    day = period.last_day.isoformat()
    by_unit: dict[str, AnswerName] = {}
    for unit in units:
        names = {
            (code, report.period)
            for code in (unit, *rules.history.predecessors(unit, day))
            for report in rules.answering(period, reports.get(code, ()))
        }
        if names:
            by_unit[unit] = together(given[name] for name in names)
    return by_unit


def together(given: Iterable[AnswerName]) -> AnswerName:
    """The answer to several reports of one period: sent back as soon as one is, accepted once all are."""
    found = set(given)
    if "returned" in found:
        return "returned"
    return "accepted" if found == {"accepted"} else "awaited"
