"""The status of a laptop: what is unsent, received, held back, returned or in conflict, and what is due next."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from field.reporting.deadlines import Deadline, next_deadlines, unplaced_reports
from field.store import LaptopStore
from field.store.rows import HubFinding, QuarantinedRow
from sync.encoding.types import DeviceId, Instant
from sync.ledger.period import day_of


class UnreadReport(Struct, frozen=True, kw_only=True):
    """A report that was written or sent, of a period that this program cannot tell."""

    period: str
    status: Literal["returned", "unsent", "accepted", "received"]


class UnreadDuty(Struct, frozen=True, kw_only=True):
    """A duty that only a newer program can read, with the id of its directive."""

    directive: str
    id: str
    what: str


class UnreadHere(Struct, frozen=True, kw_only=True):
    """What of the directives that hold today this program cannot read, and so cannot tell the deadlines of."""

    count: int
    """Of directives and duties together."""
    directives: tuple[str, ...]
    """The ids of those of which all but the envelope is for a newer program."""
    duties: tuple[UnreadDuty, ...]
    """Of the others."""
    reports: tuple[UnreadReport, ...]


class LaptopStatus(Struct, frozen=True, kw_only=True):
    """The status of a laptop."""

    unit: str
    unit_name: str
    hub: str
    device: DeviceId
    officer: str | None
    records: int
    unsent: int
    received: int
    conflicts: int
    returned: int
    quarantined: tuple[QuarantinedRow, ...] = field(name="held")
    findings: tuple[HubFinding, ...]
    """What the province says of other entries."""
    receipt_time: Instant | None
    last_exchange: str | None
    last_exchange_at: Instant | None
    deadlines: tuple[Deadline, ...]
    unread: UnreadHere


def laptop_status(store: LaptopStore, now: Instant) -> LaptopStatus:
    """The status of a laptop at POSIX second `now`."""
    counts, membership, last = store.records.counts(), store.membership, store.local.last_exchange()
    return LaptopStatus(
        unit=membership.unit,
        unit_name=membership.unit_name,
        hub=membership.hub,
        device=membership.device,
        officer=membership.officer,
        records=counts.records,
        unsent=counts.unsent,
        received=counts.received,
        conflicts=counts.conflicts,
        returned=counts.returned,
        quarantined=counts.quarantined,
        findings=counts.findings,
        receipt_time=store.logs.own.receipt_time,
        last_exchange=last.outcome if last else None,
        last_exchange_at=last.at if last else None,
        deadlines=tuple(next_deadlines(store, now)),
        unread=_unread(store, now),
    )


def _unread(store: LaptopStore, now: Instant) -> UnreadHere:
    today = day_of(now).isoformat()
    hiding = store.logs.registry().hiding_duties(today, today)
    directives = tuple(edition.directive.id for edition in hiding if edition.unread.edition)
    duties = tuple(
        UnreadDuty(directive=edition.directive.id, id=duty.id, what=duty.what)
        for edition in hiding
        for duty in edition.unread.duties
    )
    reports = tuple(UnreadReport(period=found.period, status=found.status) for found in unplaced_reports(store))
    return UnreadHere(count=len(directives) + len(duties), directives=directives, duties=duties, reports=reports)
