"""Periods that were due before there was a hub: nobody owes them, and some units reported them all the same."""

from __future__ import annotations

from collections.abc import Callable

from sync.ledger.period import Period
from sync.ledger.reporting_status import ReportingStatuses, Reports
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def before_hub_words(rules: ReportingStatuses, period: Period, reports: Callable[[], Reports]) -> str:
    """That a period was asked for and due before there was a hub, and who reported it all the same; empty of all others, for
    which no `reports` are asked."""
    if not rules.obligations.was_due_before_the_hub(period):
        return ""
    nobody_owes = _("It was due before this hub was there: no unit owes it here.")
    names = came_all_the_same(rules, period, reports())
    return " ".join([nobody_owes, *([_("Reported all the same: {names}.").format(names=", ".join(names))] if names else [])])


def came_all_the_same(rules: ReportingStatuses, period: Period, reports: Reports) -> list[str]:
    """The names of the units that have reported a period that was due before there was a hub, by their codes."""
    if not rules.obligations.was_due_before_the_hub(period):
        return []
    day = period.last_day.isoformat()
    return [rules.history.name_apart(unit, day) for unit, rows in sorted(reports.items()) if rules.answering(period, rows)]
