"""What the province entered for units: which records and reports stand in logs that the hub itself writes for a unit."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sync.audit.devices import DeviceLog
from sync.ledger.registry import Registry
from sync.wording.i18n import catalogue, counted

_ = catalogue("sync/audit")


class EnteredForUnit(Struct, frozen=True, kw_only=True):
    """What the province entered for one unit."""

    unit: str
    records: int
    """Records of which an entry was entered, whoever wrote the others."""
    reports: int


def entered(logs: Sequence[DeviceLog], registry: Registry) -> EnteredForUnit | None:
    """What of a unit's logs the province entered; None if there is nothing."""
    mine = [log for log in logs if log.device in registry.entered]
    if not mine:
        return None
    records = {version.entry.record for log in mine for _index, version in log.versions}
    return EnteredForUnit(unit=logs[0].unit, records=len(records), reports=sum(len(log.reports) for log in mine))


def entered_line(found: EnteredForUnit) -> str:
    """What the province entered for a unit, on one line."""
    return _("entered by the province for {unit}: {records}, {reports}").format(
        unit=found.unit,
        records=counted(found.records, _("{count} record"), _("{count} records")).format(count=found.records),
        reports=counted(found.reports, _("{count} report"), _("{count} reports")).format(count=found.reports),
    )
