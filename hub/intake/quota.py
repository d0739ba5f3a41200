"""How much a laptop, and all laptops of a unit, may bring a day: far more than anybody's work, and too little to fill the
hub and every colleague's disk.

What a day's entries are follows from the accepted sizes, so nothing is counted beside the logs. What the hub had receipted
before is never held against anybody, nor what a laptop brings over from the one whose place it took.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from hub.store import Transaction
from hub.store.rows import LogRow, Quota
from sync.encoding.types import DeviceId, Instant
from sync.errors import DayFull
from sync.ledger import origins
from sync.ledger.period import day_of, midnight
from sync.ledger.registry import Registry

MIB: Final = 1024 * 1024


class QuotaReached(DayFull):
    """A laptop or its unit brings more than it may today."""

    evidence = "quota"
    """By which word the hub keeps it in mind."""


class UnitQuotaReached(QuotaReached):
    """The unit's day is full: perhaps by its other laptops alone."""

    evidence = "unit-quota"


class Brought(Struct, frozen=True):
    """Entries that were brought, and their bytes."""

    entries: int
    bytes: int


def spend(transaction: Transaction, registry: Registry, log: LogRow, new: Brought, quota: Quota, now: Instant) -> bool:
    """Take so much more of a log, as it was before. True if less than half of a day's is left, of the laptop's or of its
    unit's. `QuotaReached`."""
    since = midnight(day_of(now))
    own = [new, _today(transaction, registry, log, since)]
    others = [_today(transaction, registry, peer, since) for peer in transaction.logs.peers(log.unit, log.id)]
    laptop = _left(own, quota.entries, quota.mib)
    unit = _left([*own, *others], quota.unit_entries, quota.unit_mib)
    if _is_over(laptop) or _is_over(unit):
        room = {
            "entries_left": max(min(laptop.entries, unit.entries) + new.entries, 0),
            "bytes_left": max(min(laptop.bytes, unit.bytes) + new.bytes, 0),
        }
        if _is_over(laptop):
            raise QuotaReached(entries=quota.entries, mib=quota.mib, **room)
        raise UnitQuotaReached(entries=quota.unit_entries, mib=quota.unit_mib, **room)
    return _is_short(laptop, quota.entries, quota.mib) or _is_short(unit, quota.unit_entries, quota.unit_mib)


def _left(brought: Sequence[Brought], entries: int, mib: int) -> Brought:
    """What is left of a day once all this is taken; below nothing where it is more than the day allows."""
    return Brought(entries - sum(each.entries for each in brought), mib * MIB - sum(each.bytes for each in brought))


def _is_over(left: Brought) -> bool:
    """Whether more was brought than a day allows."""
    return left.entries < 0 or left.bytes < 0


def _is_short(left: Brought, entries: int, mib: int) -> bool:
    return 2 * left.entries < entries or 2 * left.bytes < mib * MIB


def _today(transaction: Transaction, registry: Registry, log: LogRow, since: Instant) -> Brought:
    """What came today of a log; of a new one less what there is of the log that it took the place of."""
    logs = transaction.logs
    start = logs.size_before(log.id, since)
    entries, size = log.size - start, logs.bytes_between(log.id, start, log.size)
    device = registry.devices.get(origins.parse(log.name).device)
    if device is not None and device.succeeds and start == 0:
        before = logs.get(origins.device(registry.name, DeviceId(device.succeeds)))
        if before is not None:
            entries, size = entries - before.size, size - logs.bytes_between(before.id, 0, before.size)
    return Brought(entries, size)
