"""The official units of the country, from a table that ships with the hub."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Protocol, TypeVar

from msgspec import Struct

from sync.errors import Misuse
from sync.ledger.text import fold


class Unit(Struct, frozen=True):
    """A unit: an official code with the dates between which it means this unit."""

    code: str
    name: str
    type: str
    province: str
    valid_from: str
    valid_to: str | None


class Named(Protocol):
    """What resolving reads of a unit."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...


N = TypeVar("N", bound=Named)


@cache
def _table() -> tuple[Unit, ...]:
    text = resources.files("hub").joinpath("data", "units.csv").read_text(encoding="utf-8")
    return tuple(
        Unit(row["code"], row["name"], row["type"], row["province"], row["valid_from"], row["valid_to"] or None)
        for row in csv.DictReader(text.splitlines())
    )


def province_units(province: str) -> tuple[Unit, ...]:
    """A province and its communes, the province first, by its code or name."""
    own = resolve([unit for unit in _table() if len(unit.code) == 2], province)
    return (own, *(unit for unit in _table() if unit.province == own.code and unit.code != own.code))


def resolve(units: Iterable[N], typed: str) -> N:
    """The unit with this code, or this name with or without accents and type. `Misuse` if none or several."""
    known: Sequence[N] = list(units)
    wanted = fold(typed)
    for names in (
        lambda unit: {unit.code},
        lambda unit: {fold(unit.name), fold(f"{unit.type} {unit.name}")},
    ):
        found = [unit for unit in known if wanted in names(unit)]
        if len(found) == 1:
            return found[0]
        if found:
            raise Misuse("ambiguous-unit", text=typed, near=", ".join(f"{u.code} {u.name}" for u in found))
    near = [unit for unit in known if wanted and wanted in fold(unit.name)][:5]
    raise Misuse("unknown-unit", text=typed, near=", ".join(f"{u.code} {u.name}" for u in near) or "–")
