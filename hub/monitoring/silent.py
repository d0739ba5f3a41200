"""Silent units: who owes a report and has not sent it, or must send it again, and when each was reminded last."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from msgspec import Struct

from hub.monitoring.chase import chased
from hub.registry.laptops import has_laptops
from hub.store import Transaction
from sync.encoding.types import Instant, Origin
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Reminder
from sync.ledger.origins import LogKind
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.ledger.reporting_status import UnitStatus
from sync.ledger.unit_history import UnitHistory
from sync.wording.names import by_unit_name

_LOOKED_AT: Final = 40
"""Of what was said to a unit last, where a reminder is looked for."""


class SilentUnit(Struct, frozen=True, kw_only=True):
    """A unit that has not reported, or whose report was sent back."""

    status: UnitStatus
    returned: bool
    on_laptops: bool
    """Whether it has a laptop that a reminder can reach."""
    reminded: int | None
    """When it was last reminded, if that was lately."""


def silent(
    transaction: Transaction,
    hub: str,
    registry: Registry,
    period: Period,
    now: Instant,
    *,
    only: Collection[str] | None = None,
) -> list[SilentUnit]:
    """The silent units of a period by name, or `only` those of them; `hub` is the hub's name."""
    history, today = UnitHistory(registry), day_of(now).isoformat()
    found = [
        SilentUnit(
            status=unit.status,
            returned=unit.returned,
            on_laptops=reached(registry, history, unit.status.unit, today),
            reminded=_reminded(transaction, origins.desk(hub, unit.status.unit), period),
        )
        for unit in chased(transaction, registry, period, now)
        if only is None or unit.status.unit in only
    ]
    return sorted(found, key=lambda unit: by_unit_name(unit.status.name))


def reached(registry: Registry, history: UnitHistory, unit: str, today: str) -> bool:
    """Whether a unit has a laptop that a reminder can reach on a day (ISO), one of before a merger among them."""
    return any(has_laptops(registry, code) for code in (unit, *history.predecessors(unit, today)))


def _reminded(transaction: Transaction, desk: Origin, period: Period) -> int | None:
    """When the unit of this desk was last reminded of a period, if that is among the last words to it."""
    log = transaction.logs.get(desk)
    if log is None:
        return None
    for line in reversed(list(transaction.logs.lines(log.id, max(0, log.size - _LOOKED_AT), log.size))):
        if line.startswith(b'{"kind":"reminder"'):
            entry = decode(line, LogKind.DESK)
            if isinstance(entry, Reminder) and entry.period == period.name:
                return entry.at
    return None
