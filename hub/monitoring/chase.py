"""Who is to be urged to report for a period: whoever has not, and whoever's report was sent back; nobody of whom a newer
program's report came that may be it."""

from __future__ import annotations

from msgspec import Struct

from hub.monitoring.reporting_status import unit_statuses
from hub.store import Transaction
from sync.encoding.types import Instant
from sync.ledger.answered_status import AnsweredStatus
from sync.ledger.period import Period
from sync.ledger.registry import Registry


class ChasedUnit(Struct, frozen=True):
    """A unit that is to report, or to report again."""

    status: AnsweredStatus
    returned: bool
    """Whether it has reported, a report of it was sent back, and none of its name came since."""


def chased(transaction: Transaction, registry: Registry, period: Period, now: Instant) -> list[ChasedUnit]:
    """The units to be urged for a period, by code."""
    return [
        ChasedUnit(status, returned=status.received is not None)
        for status in unit_statuses(transaction, registry, period, now)
        if (status.received is None and not status.unread) or status.answer == "returned"
    ]
