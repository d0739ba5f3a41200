"""What was found against laptops: who brought more than a day allows, and of whose log there are two histories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from hub.intake.quota import QuotaReached, UnitQuotaReached
from hub.store import Transaction
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import DeviceId, Instant
from sync.errors import Fork, PlaceTaken, WrongRoot
from sync.ledger import origins
from sync.ledger.period import day_of, midnight
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.wording.dates import moment
from sync.wording.i18n import N_, catalogue
from sync.wording.names import by_unit_name

_ = catalogue("hub")

_DAY_FULL: Final = (QuotaReached.evidence, UnitQuotaReached.evidence)
_TWO_HISTORIES: Final = N_("its key signed two histories")
_MARKS: Final[Mapping[str, str]] = {
    QuotaReached.evidence: N_("brought more than a day allows"),
    UnitQuotaReached.evidence: N_("the unit's day was full"),
    Fork().code: _TWO_HISTORIES,
    WrongRoot().code: _TWO_HISTORIES,
    PlaceTaken().code: N_("claimed by another"),
}
_LATELY: Final = 30 * DAY_SECONDS
"""For so many seconds what was found is told to who did not ask for it."""

Found = Mapping[str, Instant]
"""What was found against a laptop, by its code, and when last."""


class FoundLately(Struct, frozen=True):
    """What was found against a laptop that is trusted, in words."""

    device: DeviceId
    told: str


def found_against(transaction: Transaction, registry: Registry) -> dict[DeviceId, Found]:
    """What was found against each laptop. That it brought more than a day allows is no more so once something of it was
    taken on a later day."""
    return {
        device: still
        for origin, found in transaction.logs.evidence().items()
        if (device := origins.parse(origin).device) in registry.devices
        and (still := {code: at for code, at in found.items() if not _is_over(transaction, registry, device, code, at)})
    }


def _is_over(transaction: Transaction, registry: Registry, device: DeviceId, code: str, at: Instant) -> bool:
    log = transaction.logs.get(origins.device(registry.name, device))
    if log is None or code not in _DAY_FULL:
        return False
    next_day = Instant(midnight(day_of(at)) + DAY_SECONDS)
    return transaction.logs.size_before(log.id, next_day) < log.size


def marks(found: Found) -> list[str]:
    """What was found, in few words, each once."""
    return list(dict.fromkeys(_(_MARKS[code]) for code in found if code in _MARKS))


def found_lately(transaction: Transaction, registry: Registry, now: Instant) -> list[FoundLately]:
    """What was found of late against laptops that are trusted, by unit."""
    history, today = UnitHistory(registry), day_of(now).isoformat()
    lines = []
    for device, found in found_against(transaction, registry).items():
        lately = {code: at for code, at in found.items() if code in _MARKS and now - at < _LATELY}
        if lately and registry.goes_on(device):
            unit = history.name_apart(registry.devices[device].unit, today)
            when = moment(max(lately.values()))
            told = _("{unit}, a laptop: {found} ({when}).").format(unit=unit, found=", ".join(marks(lately)), when=when)
            lines.append((by_unit_name(unit), FoundLately(device, told)))
    return [line for _name, line in sorted(lines, key=lambda line: (line[0], line[1].device))]
