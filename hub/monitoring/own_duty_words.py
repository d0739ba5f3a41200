"""The province's own duties in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hub.monitoring.own_duties import OwnDuty
from sync.ledger.directive import Directive
from sync.ledger.entry import Dispatched
from sync.ledger.obligations import Obligations
from sync.ledger.period import Period
from sync.wording.dates import day, moment
from sync.wording.directive_names import period_beside_due, period_said, period_words
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("hub")


def dispatched_before_words(earlier: Dispatched, directives: Iterable[Directive]) -> str:
    """That something was stated before of what went upward, under the same number or of the same period, which is one of
    these directives."""
    return _("Stated before: the report {period} went to {recipient} as {number} of {date}. Both stand.").format(
        period=safe_line(period_words(earlier.period, directives)),
        recipient=safe_line(earlier.recipient),
        number=safe_line(earlier.number),
        date=day(earlier.date),
    )


def step_words(obligations: Obligations, period: Period, directives: Sequence[Directive]) -> str:
    """Of a report that the province itself owes: from which reports of the units it is made; else nothing."""
    step = obligations.step(period)
    if step is None:
        return ""
    named = next((known for known in directives if known.id == step.directive), None)
    return _("The province itself owes it. It is made from what the units report: {report}.").format(
        report=period_said(step.name, named, directives)
    )


def own_duty_told(duty: OwnDuty) -> str:
    """A report that the province owes: before when, and with which document it went, if it did."""
    told = _("Report of the province: {what} ({period}), before {due}").format(
        what=duty.owes.duty.what,
        period=period_beside_due(duty.owes.period.name, [duty.owes.directive]),
        due=moment(duty.owes.period.due),
    )
    if duty.sent is None:
        state = _("not sent, overdue") if duty.state == "overdue" else _("not sent yet")
        return f"{told}; {state}"
    return f"{told}; " + _("sent as {number} of {date} to {recipient}").format(
        number=safe_line(duty.sent.number), date=day(duty.sent.date), recipient=safe_line(duty.sent.recipient)
    )
