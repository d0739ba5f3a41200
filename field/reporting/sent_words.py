"""Reports that were sent, in words: that the province returned one, and that the figures of one have changed since."""

from __future__ import annotations

from collections.abc import Sequence

from field.reporting.deadlines import ReturnedReport
from field.reporting.reports import OutdatedFigures
from sync.ledger.directive import Directive
from sync.wording.changed_figures import changed_figures
from sync.wording.dates import moment
from sync.wording.directive_names import period_words
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("field")


def returned_words(returned: ReturnedReport, directives: Sequence[Directive]) -> str:
    """That a report was returned, why, and what to do about it."""
    told = _("The province returned the report {period}: {why}. Correct what it names, then submit the report again.")
    return told.format(period=safe_line(period_words(returned.period, directives)), why=safe_line(returned.why).rstrip("."))


def changed_words(report: OutdatedFigures, directives: Sequence[Directive]) -> str:
    """What became of the figures of a report since it was sent, and by whom, and what to do."""
    told = _("report {period} sent {time} by {whose}: its figures have changed: {figures}; submit it again?")
    return told.format(
        period=safe_line(period_words(report.period, directives)),
        time=moment(report.at),
        whose=sender_words(report),
        figures=changed_figures(report.sent, report.now),
    )


def sender_words(report: OutdatedFigures) -> str:
    """Who sent a report: this laptop, another of the unit, or the province for it."""
    if report.entered:
        return _("the province for the unit")
    return _("this laptop") if report.own else _("laptop {device}").format(device=report.device[:8])
