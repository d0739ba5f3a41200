"""The units that a field offers: every one that reports, whatever kind of body it is. Offices of communes share a name, so
each is offered with the unit to which it reports (`UnitHistory.name_apart`)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from sync.ledger.obligations import COMMUNE
from sync.ledger.registry import Registry
from sync.ledger.text import sort_key
from sync.ledger.unit_history import UnitHistory
from sync.wording.i18n import catalogue
from sync.wording.names import by_unit_name, term

_ = catalogue("hub")


class UnitGroup(Struct, frozen=True):
    """The units of one kind of body, by name: code and name."""

    name: str
    units: tuple[tuple[str, str], ...]


def standing_units(registry: Registry, today: str) -> list[tuple[str, str]]:
    """The units that report on a day (ISO), by name: code and name."""
    history = UnitHistory(registry)
    return _by_name((code, history.name_apart(code, today)) for code in history.reporting(today))


def units_by_kind(registry: Registry, today: str) -> tuple[UnitGroup, ...]:
    """All units that report or once did, by the kind of body that each is: the communes, then the others."""
    history = UnitHistory(registry)
    kinds: dict[str, list[tuple[str, str]]] = {}
    province = registry.hub.province if registry.hub is not None else ""
    for code in registry.units:
        if code != province:
            name = history.name_apart(code, today)
            told = _("{unit} (no more)").format(unit=name) if history.ended(code, today) else name
            kinds.setdefault(history.kind(code, today), []).append((code, told))
    groups = [UnitGroup(term("actors", kind) if kind else _("other bodies"), tuple(_by_name(kinds[kind]))) for kind in kinds]
    first = term("actors", COMMUNE)
    return tuple(sorted(groups, key=lambda group: (group.name != first, sort_key(group.name))))


def _by_name(units: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(units, key=lambda unit: (by_unit_name(unit[1]), unit[0]))
