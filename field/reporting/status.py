"""The status of a laptop: what is unsent, received, held back, returned or in conflict, and what is due next."""

from __future__ import annotations

from msgspec import Struct, field

from field.reporting.deadlines import Deadline, next_deadlines
from field.store import LaptopStore
from field.store.rows import HubFinding, QuarantinedRow
from sync.encoding.types import DeviceId, Instant


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
    )
