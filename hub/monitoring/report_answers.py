"""What the province answered to the reports that it received, and which of them it sent back."""

from __future__ import annotations

from hub.store import Transaction
from sync.ledger.answered_status import AnswerName, ReportAnswer, ReportName, standing_answers
from sync.ledger.reporting_status import Reports


def standing(transaction: Transaction, reports: Reports) -> dict[ReportName, ReportAnswer]:
    """The answer to the reports of each unit and name, and since when."""
    return standing_answers(reports, transaction.answers.newest_of_reports())


def answers(transaction: Transaction, reports: Reports) -> dict[ReportName, AnswerName]:
    """The answer to the reports of each unit and name: none yet where one came after the answer was given."""
    return {subject: answer.name for subject, answer in standing(transaction, reports).items()}
