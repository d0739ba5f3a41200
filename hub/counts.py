"""Counting for the province: what a laptop's preview and an auditor sum up from activities, summed by the store.

A record counts for the unit that states it, or, from the day on which that unit was merged into another, for the other:
by the units of then, as they were on the record's date, or by those of now.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, cast, get_args

from msgspec import Struct

from hub.store import Session
from hub.store.facts import Dimension, Filter, Steps
from sync.errors import Misuse
from sync.ledger.figures import By, Tally, task_key
from sync.ledger.period import Period
from sync.ledger.registry import Registry
from sync.ledger.territory import Territory

UnitsOf = Literal["then", "now"]
"""By which units records are counted: those of each record's date, or those of a later day."""

_ALWAYS: Final = "0000-01-01"

_DIMENSIONS: Final[dict[By, tuple[Dimension, ...]]] = {
    "unit": ("unit",),
    "topic": ("topics",),
    "channel": ("channel",),
    "directive": ("directive",),
    "task": ("directive", "task"),
    "audience": ("band",),
}


class CountRow(Struct, frozen=True):
    """One line of counts. `key` is a code; empty for activities that name none."""

    key: str
    activities: int
    quantity: int
    audience: int
    minutes: int


class Spread(Struct, frozen=True):
    """Sums of the same records in two ways: for each reporting month (`period.month_number`) and key, and for each month."""

    keys: dict[tuple[int, str], Tally]
    months: dict[int, Tally]


def dimension(typed: str) -> By:
    """What to group by, as typed; `Misuse` if counts do not go by it."""
    for by in get_args(By):
        if by == typed:
            return cast(By, by)
    raise Misuse("unknown-by", text=typed[:40])


def of_period(period: Period) -> Filter:
    """The records that a period gathers."""
    return Filter(start=period.start, end=period.end, directive=period.directive)


def heirs(registry: Registry, units: UnitsOf, day: str) -> dict[str, Steps]:
    """For whom the records of merged units count; `day` (ISO) is what `now` means."""
    territory = Territory(registry)
    if units == "then":
        return {code: steps for code in registry.units if (steps := territory.steps(code))}
    return {code: ((_ALWAYS, heir),) for code in registry.units if (heir := territory.heir(code, day)) != code}


def tallies(session: Session, wanted: Filter, by: By, of: dict[str, Steps]) -> dict[str, Tally]:
    """The sums of the records asked for, by key in order; those taken back count nowhere, one in conflict by what is
    displayed, one with several topics under each."""
    return {key: tally for (_month, key), tally in _grouped(session, wanted, by, of, ()).items()}


def by_month(session: Session, wanted: Filter, by: By, of: dict[str, Steps]) -> dict[tuple[int, str], Tally]:
    """The same for each reporting month (`period.month_number`) and key."""
    return {(int(month), key): tally for (month, key), tally in _grouped(session, wanted, by, of, ("month",)).items()}


def spread(session: Session, wanted: Filter, by: By, of: dict[str, Steps]) -> Spread:
    """Both at one reading of the store; an activity with several topics counts once in its month."""
    keys: dict[tuple[int, str], list[Tally]] = {}
    months: dict[int, list[Tally]] = {}
    for (month, *values), tally in session.facts.sums(wanted, ("month", *_DIMENSIONS[by]), of):
        number = int(month)
        months.setdefault(number, []).append(tally)
        for key in _keys(by, tuple(values)):
            keys.setdefault((number, key), []).append(tally)
    return Spread({at: _sum(ones) for at, ones in keys.items()}, {at: _sum(ones) for at, ones in months.items()})


def _sum(tallies: list[Tally]) -> Tally:
    """Of many at once: quicker than adding them up one by one."""
    return Tally(
        sum([one.activities for one in tallies]),
        sum([one.quantity for one in tallies]),
        sum([one.audience for one in tallies]),
        sum([one.minutes for one in tallies]),
    )


def months(session: Session, wanted: Filter, of: dict[str, Steps]) -> dict[int, Tally]:
    """The sums of each reporting month in which there are any."""
    return {int(month): tally for (month,), tally in session.facts.sums(wanted, ("month",), of)}


def total(session: Session, wanted: Filter, of: dict[str, Steps]) -> Tally:
    """The sum of the records asked for."""
    ((_keys, tally),) = session.facts.sums(wanted, (), of)
    return tally


def rows(found: dict[str, Tally]) -> list[CountRow]:
    """Sums as lines."""
    return [CountRow(key, one.activities, one.quantity, one.audience, one.minutes) for key, one in found.items()]


def _grouped(
    session: Session, wanted: Filter, by: By, of: dict[str, Steps], before: tuple[Dimension, ...]
) -> dict[tuple[str, str], Tally]:
    found: dict[tuple[str, str], Tally] = {}
    for values, tally in session.facts.sums(wanted, (*before, *_DIMENSIONS[by]), of):
        month = values[0] if before else ""
        for key in _keys(by, values[len(before) :]):
            found[month, key] = found.get((month, key), Tally()) + tally
    return dict(sorted(found.items()))


def _keys(by: By, values: tuple[str, ...]) -> Iterable[str]:
    """As `figures.keys_of` has them."""
    if by == "topic":
        return dict.fromkeys(values[0].split()) or ("",)
    if by == "task":
        return (task_key(*values),)
    return values
