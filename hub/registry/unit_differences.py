"""A unit that is stated although it is there already: whether that says anything new, and what, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sync.encoding.patterns import is_commune
from sync.ledger.entry import Unit
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory
from sync.wording.dates import day
from sync.wording.i18n import N_, catalogue
from sync.wording.names import term

_ = catalogue("hub")

_FIELDS: Final = {
    "name": N_("name"),
    "type": N_("type"),
    "body": N_("kind of body"),
    "reports_to": N_("reports to"),
    "eid": N_("identification code"),
    "valid_from": N_("first day"),
    "valid_to": N_("last day"),
}


def was_there(registry: Registry, unit: Unit) -> Unit | None:
    """What the registry says of the code of a unit on the first day of what is stated; None for a code that is new."""
    return UnitHistory(registry).at(unit.code, unit.valid_from) if unit.code in registry.units else None


def differing(was: Unit, unit: Unit) -> list[str]:
    """The fields by which a unit differs from what was there. What held already and goes on is no difference of days."""
    return [name for name in _FIELDS if _differs(name, was, unit)]


def differences(was: Unit, unit: Unit) -> str:
    """What differs, in words, what was before what is stated: "name: Khoa học → Khoa học và Công nghệ"."""
    return "; ".join(f"{_(_FIELDS[name])}: {_said(name, was)} → {_said(name, unit)}" for name in differing(was, unit))


def told(registry: Registry, stated: list[Unit]) -> Iterator[str]:
    """What is to be said of those units, of some that were stated, which a registry had before."""
    for unit in stated:
        was = was_there(registry, unit)
        if was is None:
            continue
        name = f"{unit.code} {UnitHistory(registry).name_apart(unit.code, unit.valid_from)}"
        if said := differences(was, unit):
            yield _("{unit} was there already. Changed from {day} on: {what}.").format(
                unit=name, day=day(unit.valid_from), what=said
            )
        else:
            yield _("{unit} was there already, just so: nothing new was stated.").format(unit=name)


def _differs(name: str, was: Unit, unit: Unit) -> bool:
    if name == "valid_from":
        return unit.valid_from < was.valid_from
    if name == "reports_to":
        return _superior(was) != _superior(unit)
    return bool(getattr(was, name) != getattr(unit, name))


def _superior(unit: Unit) -> str | None:
    """Whom a unit is stated to report to, or else whom its code says."""
    beside, dash, _word = unit.code.partition("-")
    return unit.reports_to or (beside if dash and is_commune(beside) else None)


def _said(name: str, unit: Unit) -> str:
    value = getattr(unit, name)
    if value is None:
        return "–"
    if name == "body":
        return term("actors", value)
    return day(value) if name.startswith("valid") else str(value)
