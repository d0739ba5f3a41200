"""Laptops that have joined: whose they are and how much the hub has of each; and trusting one no more."""

from __future__ import annotations

from msgspec import Struct

from hub import own_logs
from hub.home import Keys
from hub.store import Transaction
from sync.encoding.types import DeviceId, Instant, RandomBytes
from sync.errors import Misuse, Refused
from sync.ledger import origins
from sync.ledger.entry import Revoked, new_salt
from sync.ledger.registry import Registry
from sync.ledger.text import tidy


class LaptopRow(Struct, frozen=True, kw_only=True):
    """A laptop that was enrolled."""

    device: DeviceId
    unit: str
    officer: str | None
    entries: int
    """How many entries of its log the hub has."""
    seen: Instant | None
    """When it was last heard of (POSIX seconds)."""
    revoked: Instant | None
    """Since when it is trusted no more (POSIX seconds)."""
    reason: str | None


def laptop_rows(transaction: Transaction, registry: Registry) -> list[LaptopRow]:
    """Every laptop that was enrolled, by unit. The logs in which the hub enters things for units are none."""
    contacts, sizes = transaction.laptops.all(), {log.origin: log.size for log in transaction.logs.all()}
    rows = []
    for device in sorted(registry.laptops, key=lambda device: (device.unit, device.position)):
        contact, revoked = contacts.get(device.id), registry.revoked.get(device.id)
        rows.append(
            LaptopRow(
                device=device.id,
                unit=device.unit,
                officer=contact.officer if contact else None,
                entries=sizes.get(origins.device(registry.name, device.id), 0),
                seen=contact.seen if contact else None,
                revoked=revoked.at if revoked else None,
                reason=revoked.reason if revoked else None,
            )
        )
    return rows


def has_laptops(registry: Registry, unit: str) -> bool:
    """Whether a unit has laptops that are trusted."""
    return any(device.id not in registry.revoked for device in registry.peers(unit) if not device.entered)


def revoke_laptop(
    transaction: Transaction, keys: Keys, device: DeviceId, reason: str, *, now: Instant, random_bytes: RandomBytes
) -> Revoked:
    """Trust a laptop no more: what the hub has of its log stays and counts, and nothing that comes later does."""
    registry = own_logs.registry(transaction, keys)
    if device not in registry.devices:
        raise Misuse("no-such-laptop", device=device[:40])
    if device in registry.revoked:
        raise Refused("already-revoked", device=device)
    if not tidy(reason):
        raise Misuse("no-revocation-reason")
    log = transaction.logs.get(origins.device(keys.hub, device))
    assert log is not None, "a laptop is enrolled with the first entries of its log"
    entry = Revoked(salt=new_salt(random_bytes), at=now, device=device, size=log.size, reason=tidy(reason))
    own_logs.append(transaction, keys, registry.key.origin, [entry])
    return entry
