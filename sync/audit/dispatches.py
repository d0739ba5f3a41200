"""The reports that a hub says it has sent upward, and which of them a file is."""

from __future__ import annotations

from msgspec import Struct

from sync.encoding.types import Instant
from sync.ledger.registry import Registry
from sync.wording.dates import day
from sync.wording.i18n import catalogue
from sync.wording.safe_text import safe_line

_ = catalogue("sync/audit")


class DispatchedReport(Struct, frozen=True, kw_only=True):
    """A report upward, as the registry has it: of which period, as which document, to whom."""

    period: str
    number: str
    date: str
    """The document's day (ISO)."""
    recipient: str
    annex: str
    """SHA-256 of its annex as a file, in hexadecimal."""
    at: Instant
    """When the hub stated it, by its own clock (POSIX seconds)."""


def dispatched(registry: Registry, annex: str | None = None) -> tuple[DispatchedReport, ...]:
    """The reports that went upward, in the order in which that was stated; those alone whose annex has this digest."""
    return tuple(
        DispatchedReport(
            period=entry.period,
            number=entry.number,
            date=entry.date,
            recipient=entry.recipient,
            annex=entry.annex,
            at=entry.at,
        )
        for entry in registry.dispatched
        if annex in (None, entry.annex)
    )


def dispatched_line(report: DispatchedReport) -> str:
    """What went upward, when and to whom, with the digest by which its annex is known."""
    return _("dispatched: {period} as {number} on {date} to {recipient}; annex {annex}").format(
        period=safe_line(report.period), annex=report.annex, **_document(report)
    )


def dispatched_as(report: DispatchedReport) -> str:
    """That a file is what was sent with a document."""
    return _("This file was dispatched as {number} on {date} to {recipient}.").format(**_document(report))


def _document(report: DispatchedReport) -> dict[str, str]:
    return {"number": safe_line(report.number), "date": day(report.date), "recipient": safe_line(report.recipient)}
