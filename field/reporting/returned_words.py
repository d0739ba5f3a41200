"""A report that the province returned, in words: why, and what to do."""

from __future__ import annotations

from field.reporting.deadlines import ReturnedReport
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("field")


def returned_words(returned: ReturnedReport) -> str:
    """That a report was returned, why, and what to do about it."""
    told = _("The province returned the report {period}: {why}. Correct what it names, then submit the report again.")
    return told.format(period=safe_line(returned.period), why=safe_line(returned.why).rstrip("."))
