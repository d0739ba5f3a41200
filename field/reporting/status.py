"""How things stand on a laptop: what is unsent, received, held back, returned or in conflict, and what is due next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from field.store import LaptopStore
from field.store.records import QuarantinedRow
from sync.encoding import DAY_SECONDS, DeviceId
from sync.ledger.directive import Duty
from sync.ledger.period import Period, day_of, discharges, owed
from sync.ledger.registry import Registry

_AHEAD: Final = 62 * DAY_SECONDS
"""How far ahead the next deadlines are shown."""
_FOR_A_COMMUNE: Final = frozenset(
    {"commune-committee", "culture-society-office", "service-centre", "radio-station", "digital-team"}
)
"""Whose reports a commune writes, of those that a duty names."""


class Deadline(Struct, frozen=True, kw_only=True):
    """A report that is due. `days` are whole days left."""

    period: str
    what: str
    due: int
    days: int
    reported: bool


class LaptopStatus(Struct, frozen=True, kw_only=True):
    """How things stand on a laptop."""

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
    held: tuple[QuarantinedRow, ...]
    receipt_time: int | None
    last_exchange: str | None
    last_exchange_at: int | None
    deadlines: tuple[Deadline, ...]


def standing(store: LaptopStore, now: int) -> LaptopStatus:
    """How things stand at POSIX second `now`."""
    counts, membership, last = store.counts(), store.membership, store.last_exchange()
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
        held=counts.held,
        receipt_time=store.own.receipt_time,
        last_exchange=last.outcome if last else None,
        last_exchange_at=last.at if last else None,
        deadlines=tuple(_deadlines(store, now)),
    )


def owed_by_communes(registry: Registry, first: int, last: int) -> Iterator[tuple[Period, Duty]]:
    """Every period, with its duty, that is due of communes from one instant to another (POSIX seconds)."""
    if registry.hub is None:
        return
    for period, duty in owed(registry.directives, registry.hub.province, first, last):
        if _FOR_A_COMMUNE & set(duty.reporters):
            yield period, duty


def _deadlines(store: LaptopStore, now: int) -> Iterator[Deadline]:
    registry = store.registry()
    submitted = list(store.reports())
    for period, duty in owed_by_communes(registry, now, now + _AHEAD):
        yield Deadline(
            period=period.name,
            what=duty.what,
            due=period.due,
            days=(day_of(period.due) - day_of(now)).days,
            reported=any(discharges(name, period, registry.directives) for name in submitted),
        )
