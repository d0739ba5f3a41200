"""The province's own duties in words."""

from __future__ import annotations

from hub.monitoring.own_duties import OwnDuty
from sync.ledger.entry import Dispatched
from sync.wording.dates import day, moment
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("hub")


def dispatched_before_words(earlier: Dispatched) -> str:
    """That something was stated before of what went upward, under the same number or of the same period."""
    return _("Stated before: the report {period} went to {recipient} as {number} of {date}. Both stand.").format(
        period=safe_line(earlier.period),
        recipient=safe_line(earlier.recipient),
        number=safe_line(earlier.number),
        date=day(earlier.date),
    )


def own_duty_told(duty: OwnDuty) -> str:
    """A report that the province owes: before when, and with which document it went, if it did."""
    told = _("Report of the province: {what} ({period}), before {due}").format(
        what=duty.owes.duty.what, period=duty.owes.period.name, due=moment(duty.owes.period.due)
    )
    if duty.sent is None:
        state = _("not sent, overdue") if duty.state == "overdue" else _("not sent yet")
        return f"{told}; {state}"
    return f"{told}; " + _("sent as {number} of {date} to {recipient}").format(
        number=safe_line(duty.sent.number), date=day(duty.sent.date), recipient=safe_line(duty.sent.recipient)
    )
