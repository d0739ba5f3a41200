"""Administrative units of the whole country, and what a person means by one.

Two tables ship with the hub (`hub/data/README.md` says where they are from): `units.csv`, the provinces and communes
since 1 July 2025, and `former_units.csv`, those before with what became of them. A code means a unit only between two
dates: 02647 was Phường Kim Tân and is Phường Lào Cai. Nothing here knows a hub, a log or a store.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Final

from msgspec import Struct

from sync.errors import Fact, Misuse
from sync.ledger.text import fold, sort_key, tidy

_SHOWN: Final = 5
"""Units that an error names: as many as a person reads."""


class UnknownUnit(Misuse):
    """A word that names no unit; `near` lists those that it may have meant."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("unknown-unit", **facts)


class OfficialUnit(Struct, frozen=True, kw_only=True):
    """A province or a commune, between two dates (ISO; both days inside)."""

    code: str
    """Two digits for a province, five for a commune."""
    name: str
    """Without its type: "Bình Lư"."""
    type: str
    """tỉnh or thành phố; xã, phường or đặc khu."""
    province: str
    """The code of its province; a province's own code."""
    valid_from: str
    valid_to: str | None = None
    apart: str = ""
    """Of a registry's unit: what tells it from its like, where its full name does not."""

    @property
    def full_name(self) -> str:
        """As it is written out: "Xã Bình Lư"."""
        return self.apart or f"{self.type.capitalize()} {self.name}"

    def valid_on(self, day: str) -> bool:
        """Whether the code meant this unit on a day (ISO)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class FormerUnit(Struct, frozen=True, kw_only=True):
    """A province, district or commune until `valid_to` (ISO), and the codes of the units that took it in."""

    code: str
    name: str
    type: str
    province: str
    district: str | None
    valid_to: str
    successors: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """As it was written out: "Phường Kim Tân"."""
        return f"{self.type.capitalize()} {self.name}"


def province_units(province: str, day: str | None = None) -> tuple[OfficialUnit, ...]:
    """A province, named by its code or its unambiguous name, and after it its communes in order of their codes: those
    of a day (ISO), or those of the table's last state. `Misuse`: `unknown-unit`, `ambiguous-unit`."""
    units = [unit for unit in _units() if (unit.valid_to is None if day is None else unit.valid_on(day))]
    found = resolve((unit for unit in units if unit.code == unit.province), province)
    communes = (unit for unit in units if unit.province == found.code and unit != found)
    return (found, *communes)


def resolve(units: Iterable[OfficialUnit], typed: str) -> OfficialUnit:
    """The one of these units that a person means: by its code, or its name with or without accents or type.

    `Misuse`: `ambiguous-unit` with those that it may be; `unknown-unit` with those that look alike, or that took in the
    former unit of this name.
    """
    known = tuple(units)
    for names in (_codes, _written, _folded):
        wanted = fold(typed) if names is _folded else tidy(typed).casefold()
        found = [unit for unit in known if wanted in names(unit)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Misuse("ambiguous-unit", text=typed[:100], near=_listed(found))
    raise UnknownUnit(text=typed[:100], near=_listed(_successors(known, typed) or _alike(known, typed)) or None)


def _codes(unit: OfficialUnit) -> tuple[str, ...]:
    return (unit.code,)


def _written(unit: OfficialUnit) -> tuple[str, ...]:
    return tuple(name.casefold() for name in _names(unit))


def _folded(unit: OfficialUnit | FormerUnit) -> tuple[str, ...]:
    return tuple(map(fold, _names(unit)))


def _names(unit: OfficialUnit | FormerUnit) -> tuple[str, ...]:
    return unit.name, f"{unit.type} {unit.name}", unit.full_name


def _successors(units: tuple[OfficialUnit, ...], typed: str) -> list[OfficialUnit]:
    """The units, of those given, that took in a former unit of this name."""
    wanted = fold(typed)
    codes = {code for unit in former_units() if wanted in _folded(unit) for code in unit.successors}
    return [unit for unit in units if unit.code in codes]


def _alike(units: tuple[OfficialUnit, ...], typed: str) -> list[OfficialUnit]:
    """The units whose names, with or without their types, begin so; or else have words that begin as those which were
    typed; or else look most like it."""
    wanted = fold(typed)[:100]
    begun = [unit for unit in units if wanted and any(name.startswith(wanted) for name in _folded(unit))]
    return begun or _worded(units, wanted.split()) or _looking_like(units, wanted)


def _worded(units: tuple[OfficialUnit, ...], words: list[str]) -> list[OfficialUnit]:
    found = []
    for unit in units:
        theirs = fold(unit.full_name).replace("(", " ").split()
        if words and all(any(word.startswith(begun) for word in theirs) for begun in words):
            found.append(unit)
    return found


def _looking_like(units: tuple[OfficialUnit, ...], wanted: str) -> list[OfficialUnit]:
    names: dict[str, list[OfficialUnit]] = {}
    for unit in units:
        for name in dict.fromkeys(_folded(unit)):
            names.setdefault(name, []).append(unit)
    alike = [unit for name in difflib.get_close_matches(wanted, names, n=_SHOWN) for unit in names[name]]
    return list({unit.code: unit for unit in alike}.values())[:_SHOWN]


def _listed(units: list[OfficialUnit]) -> str:
    shown = sorted(units, key=lambda unit: (len(unit.code), sort_key(unit.name), sort_key(unit.full_name)))[:_SHOWN]
    return ", ".join(f"{unit.code} {unit.full_name}" for unit in shown)


@cache
def _units() -> tuple[OfficialUnit, ...]:
    return tuple(
        OfficialUnit(
            code=row["code"],
            name=row["name"],
            type=row["type"],
            province=row["province"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"] or None,
        )
        for row in _rows("units.csv")
    )


@cache
def former_units() -> tuple[FormerUnit, ...]:
    """The provinces, districts and communes until 30 June 2025, in that order and by code."""
    return tuple(
        FormerUnit(
            code=row["code"],
            name=row["name"],
            type=row["type"],
            province=row["province"],
            district=row["district"] or None,
            valid_to=row["valid_to"],
            successors=tuple(row["successors"].split()),
        )
        for row in _rows("former_units.csv")
    )


@cache
def _parts() -> dict[str, tuple[FormerUnit, ...]]:
    found: dict[str, list[FormerUnit]] = {}
    for unit in former_units():
        for code in unit.successors:
            found.setdefault(code, []).append(unit)
    return {code: tuple(units) for code, units in found.items()}


def made_of(code: str) -> tuple[FormerUnit, ...]:
    """The communes until 30 June 2025 that a unit since then was made of, whole or in part; of a province, the provinces."""
    return tuple(unit for unit in _parts().get(code, ()) if len(unit.code) == len(code))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with resources.files("hub").joinpath("data", name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)
