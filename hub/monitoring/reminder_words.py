"""What came of reminding units, in words: whom it reaches, and whom it does not."""

from __future__ import annotations

from collections.abc import Sequence

from hub.monitoring.own_duties import own_duties_of
from hub.monitoring.silent import reached
from sync.encoding.types import Instant
from sync.errors import Refused
from sync.ledger.obligations import Obligations
from sync.ledger.period import Period, day_of
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.wording.directive_names import period_words
from sync.wording.i18n import catalogue, counted
from sync.wording.numbers import number

_ = catalogue("hub")


def check_not_own(registry: Registry, obligations: Obligations, period: Period, now: Instant) -> None:
    """Refuse to remind units of a report that none of them owes, the province owing it itself."""
    if any(owes.units for owes in obligations.of(period)) or not own_duties_of(registry, obligations, period, now):
        return
    named, step = period_words(period.name, registry.directives), obligations.step(period)
    if step is None:
        raise Refused("own-report", period=named)
    raise Refused("own-step", period=named, report=period_words(step.name, registry.directives), step=step.name)


def unreached(registry: Registry, units: Sequence[str], now: Instant) -> list[str]:
    """The units of these that have no laptop which a reminder could reach."""
    history, today = UnitHistory(registry), day_of(now).isoformat()
    return [unit for unit in units if not reached(registry, history, unit, today)]


def reminded_words(registry: Registry, units: Sequence[str], now: Instant) -> str:
    """How many units were reminded, and which of them have no laptop that it could reach."""
    if not units:
        return _("Nobody was reminded: there is no unit here to remind of this report.")
    told = counted(
        len(units),
        _("{count} unit reminded; it reaches it with its next sync."),
        _("{count} units reminded; it reaches each with its next sync."),
    ).format(count=number(len(units)))
    without = unreached(registry, units, now)
    if not without:
        return told
    history, today = UnitHistory(registry), day_of(now).isoformat()
    unheard = counted(
        len(without),
        _("{count} of them has no laptop, and it does not reach it: {names}. Telephone."),
        _("{count} of them have no laptop, and it does not reach them: {names}. Telephone."),
    ).format(count=number(len(without)), names=", ".join(history.name_apart(unit, today) for unit in without))
    return f"{told} {unheard}"
