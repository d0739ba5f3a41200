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
    succeeds: str = ""
    """The laptop whose place it took."""
    successor: DeviceId | None = None
    """The laptop that took its place."""
    succeeded: Instant | None = None
    """When that was (POSIX seconds)."""


def laptop_rows(transaction: Transaction, registry: Registry) -> list[LaptopRow]:
    """Every laptop that was enrolled, by unit. The logs in which the hub enters things for units are none."""
    contacts, sizes = transaction.laptops.all(), {log.origin: log.size for log in transaction.logs.all()}
    rows = []
    for device in sorted(registry.laptops, key=lambda device: (device.unit, device.position)):
        contact, revoked = contacts.get(device.id), registry.revoked.get(device.id)
        successor = registry.succeeded.get(device.id)
        rows.append(
            LaptopRow(
                device=device.id,
                unit=device.unit,
                officer=contact.officer if contact else None,
                entries=sizes.get(origins.device(registry.name, device.id), 0),
                seen=contact.seen if contact else None,
                revoked=revoked.at if revoked else None,
                reason=revoked.reason if revoked else None,
                succeeds=device.succeeds,
                successor=successor.id if successor else None,
                succeeded=successor.at if successor else None,
            )
        )
    return rows


def has_laptops(registry: Registry, unit: str) -> bool:
    """Whether a unit has laptops that are trusted."""
    return any(registry.goes_on(device.id) for device in registry.peers(unit) if not device.entered)


def revoke_laptop(
    transaction: Transaction,
    keys: Keys,
    device: DeviceId,
    reason: str,
    *,
    keep: str = "",
    now: Instant,
    random_bytes: RandomBytes,
) -> Revoked:
    """Trust a laptop no more, nor those whose place it took and that took its own: whoever had one of them may have had the
    next. What the hub has of their logs stays and counts, and nothing that comes later does. The laptop of the chain that
    the operator would `keep` stays as it is: `Misuse("no-such-laptop-to-keep")` if it is none of the others."""
    registry = own_logs.registry(transaction, keys)
    if device not in registry.devices:
        raise Misuse("no-such-laptop", device=device[:40])
    if device in registry.revoked:
        raise Refused("already-revoked", device=device)
    if not tidy(reason):
        raise Misuse("no-revocation-reason")
    others = revoked_with(registry, device)
    if keep and keep not in others:
        raise Misuse("no-such-laptop-to-keep", device=keep[:40], of=device)
    entries = []
    for revoked in (device, *(other for other in others if other != keep)):
        log = transaction.logs.get(origins.device(keys.hub, revoked))
        assert log is not None, "a laptop is enrolled with the first entries of its log"
        entries.append(Revoked(salt=new_salt(random_bytes), at=now, device=revoked, size=log.size, reason=tidy(reason)))
    own_logs.append(transaction, keys, registry.key.origin, entries)
    return entries[0]


def revoked_with(registry: Registry, device: DeviceId) -> list[DeviceId]:
    """The laptops that are revoked with one: those of its chain that are trusted until then."""
    return [other for other in registry.chain(device) if other != device and other not in registry.revoked]
