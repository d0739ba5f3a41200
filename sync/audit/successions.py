"""Laptops that took another's place: which, when and where that stands; and whether the hub kept to what it stated then."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sync.audit.acceptances import Acceptances
from sync.audit.devices import DeviceLog
from sync.audit.faults import AuditMarks
from sync.encoding.types import DeviceId, Index, Instant, Size
from sync.ledger.registry import Registry
from sync.ledger.succession import vouched
from sync.wording.dates import moment
from sync.wording.i18n import catalogue

_ = catalogue("sync/audit")


class Succession(Struct, frozen=True, kw_only=True):
    """A laptop that took another's place."""

    unit: str
    old: DeviceId
    new: DeviceId
    size: Size
    """How many entries of the old one's log count."""
    index: Index
    """Where in the registry it stands."""
    at: Instant
    """When, by the hub's clock (POSIX seconds)."""
    vouched: bool
    """Whether the old key vouched for the new one; else the hub had invited a laptop in that place."""


def successions(
    logs: Sequence[DeviceLog], registry: Registry, acceptances: Acceptances, marks: AuditMarks
) -> list[Succession]:
    """The successions among a unit's logs, in the order in which they stand in the registry. A log that was accepted further
    after its place was taken, without a receipt of before, is a fault; so is an old key's word that is not of the old log
    as it ended."""
    by_device, found = {log.device: log for log in logs}, list[Succession]()
    for new in sorted(logs, key=lambda log: _position(registry, log.device)):
        enrolled = registry.devices.get(new.device)
        old = by_device.get(DeviceId(enrolled.succeeds)) if enrolled is not None else None
        if enrolled is None or old is None:
            continue
        begun = acceptances.of(new.device)
        for accepted in acceptances.of(old.device):
            if begun and accepted.index > begun[0].index and accepted.held is None:
                marks.fault(old.origin, accepted.size - 1, "accepted-after-succession", device=new.device)
                break
        # what a hub that went back lost of the old log for ever, the old key's word is of all the same
        if new.by and not registry.restores and not _vouched(old, new, registry):
            marks.fault(new.origin, Index(0), "not-vouched", device=old.device)
        found.append(
            Succession(
                unit=enrolled.unit,
                old=old.device,
                new=new.device,
                size=old.size,
                index=enrolled.position,
                at=enrolled.at,
                vouched=bool(new.by),
            )
        )
    return found


def _position(registry: Registry, device: DeviceId) -> Index:
    enrolled = registry.devices.get(device)
    return Index(-1) if enrolled is None else enrolled.position


def _vouched(old: DeviceLog, new: DeviceLog, registry: Registry) -> bool:
    verifier, key = registry.devices[old.device].verifier, registry.devices[new.device].verifier.vkey()
    return vouched(verifier, new.by, registry.name, old.device, old.size, old.root, key)


def succession_line(found: Succession) -> str:
    """A succession on one line."""
    line = (
        _(
            "{time}: laptop {new} of {unit} in the place of {old}, by its key; entries of it that count: "
            "{size} (registry {index})"
        )
        if found.vouched
        else _(
            "{time}: laptop {new} of {unit} in the place of {old}, by invite; entries of it that count: "
            "{size} (registry {index})"
        )
    )
    return line.format(
        unit=found.unit, new=found.new, old=found.old, time=moment(found.at), size=found.size, index=found.index
    )
