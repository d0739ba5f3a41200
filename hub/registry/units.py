"""Units of the hub's province: which there are on a day (ISO), and which of them a person means."""

from __future__ import annotations

from contextlib import suppress

from msgspec import Struct

from hub.registry.official_units import OfficialUnit, UnknownUnit, resolve
from sync.errors import Misuse, Refused
from sync.ledger.registry import Registry
from sync.ledger.unit_history import UnitHistory


class UnitRow(Struct, frozen=True, kw_only=True):
    """A unit as it is on a day; `became` are the codes of the units that have what it was, once it has ended."""

    code: str
    name: str
    kind: str
    """The kind of body, an actor of the vocabulary; empty where nothing was stated of one beside those of the state."""
    reports_to: str
    """The code of the unit to which it reports; empty is the province."""
    eid: str | None
    valid_from: str
    """Its first day (ISO), whatever was stated of it since."""
    valid_to: str | None
    became: tuple[str, ...]
    laptops: int
    """Laptops of it that are neither revoked nor replaced."""


def unit_rows(registry: Registry, day: str) -> list[UnitRow]:
    """Every unit that the registry knows as it is on a day (ISO), by code."""
    history = UnitHistory(registry)
    laptops = [device.unit for device in registry.laptops if registry.goes_on(device.id)]
    rows = []
    for code in sorted(registry.units):
        unit = history.at(code, day)
        rows.append(
            UnitRow(
                code=code,
                name=history.name_apart(code, day),
                kind=history.kind(code, day),
                reports_to=history.superior(code, day),
                eid=unit.eid,
                valid_from=min(stated.valid_from for stated in registry.editions[code]),
                valid_to=unit.valid_to,
                became=history.became(code, day) if history.ended(code, day) else (),
                laptops=laptops.count(code),
            )
        )
    return rows


def named(registry: Registry, typed: str, day: str) -> str:
    """The code of the unit that a person means: one that has not ended on this day, before one that has. `Misuse` as
    `hub.registry.official_units.resolve` says."""
    history = UnitHistory(registry)
    known = official(registry, history, day)
    ended = [unit for unit in known if history.ended(unit.code, day)]
    try:
        return resolve((unit for unit in known if unit not in ended), typed).code
    except UnknownUnit:
        with suppress(Misuse):
            return resolve(ended, typed).code
        raise


def name_without_type(name: str, kind: str) -> str:
    """A name without the type of unit that somebody typed before it: it is shown behind its type.

    >>> name_without_type("Phòng Văn hóa - Xã hội", "phòng"), name_without_type("Phòng không", "trung tâm")
    ('Văn hóa - Xã hội', 'Phòng không')
    """
    first, rest = name[: len(kind)], name[len(kind) :]
    return rest.strip() if kind and first.casefold() == kind.casefold() and rest[:1] == " " else name


def province_code(registry: Registry) -> str:
    """The code of the hub's province."""
    assert registry.hub is not None, "a hub that was founded names its province"
    return registry.hub.province


def official(registry: Registry, history: UnitHistory, day: str) -> list[OfficialUnit]:
    """The units of a registry in the shape of the official table, each with its full name of a day (ISO)."""
    return [
        OfficialUnit(
            code=unit.code,
            name=unit.name,
            type=unit.type,
            province=province_code(registry),
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            apart=history.name_apart(unit.code, day),
        )
        for unit in registry.units.values()
    ]


def check_not_ended(registry: Registry, code: str, day: str) -> None:
    """`Refused("unit-ended")`, naming what became of it, for a unit that there is no more on a day (ISO)."""
    history = UnitHistory(registry)
    if history.ended(code, day):
        heirs = [heir for heir in history.became(code, day) if heir != code]
        successors = ", ".join(f"{heir} {history.name_apart(heir, day)}" for heir in heirs) or None
        raise Refused("unit-ended", unit=f"{code} {history.name_apart(code, day)}", successors=successors)
