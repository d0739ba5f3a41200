"""Counting for the province: the same function that a laptop's preview and an auditor call, over the hub's records."""

from __future__ import annotations

from typing import Final, cast, get_args

import msgspec
from msgspec import Struct

from hub.store import Session
from sync.errors import Misuse
from sync.ledger.figures import By, CountedFields, Figures, Tally, count
from sync.ledger.period import Period

_unpack: Final = msgspec.msgpack.Decoder(CountedFields)


class CountRow(Struct, frozen=True):
    """One line of counts. `key` is a code; empty for activities that name none."""

    key: str
    activities: int
    quantity: int
    audience: int
    minutes: int


def dimension(typed: str) -> By:
    """What to group by, as typed; `Misuse` if counts do not go by it."""
    for by in get_args(By):
        if by == typed:
            return cast(By, by)
    raise Misuse("unknown-by", text=typed[:40])


def counts(session: Session, period: Period, by: By) -> list[CountRow]:
    """The counts of a period, by code; retracted records count nowhere, one in conflict by what is displayed."""
    if by == "unit":
        tallies = {unit: figures.total for unit, figures in by_unit(session, period).items()}
    else:
        figures = count(values for _unit, values in _counted(session, period))
        tallies = {"topic": figures.topics, "channel": figures.channels, "directive": figures.directives}[by]
    return [_row(key, tallies[key]) for key in sorted(tallies)]


def by_unit(session: Session, period: Period) -> dict[str, Figures]:
    """Each unit's figures of a period; units without activities are left out."""
    values: dict[str, list[CountedFields]] = {}
    for unit, one in _counted(session, period):
        values.setdefault(unit, []).append(one)
    return {unit: count(ones) for unit, ones in values.items()}


def total(session: Session, period: Period) -> Tally:
    """The province's sum."""
    return count(values for _unit, values in _counted(session, period)).total


def _counted(session: Session, period: Period) -> list[tuple[str, CountedFields]]:
    found = ((unit, _unpack.decode(counted)) for unit, counted in session.records(period.start, period.end))
    return [(unit, values) for unit, values in found if period.directive in (None, values.directive)]


def _row(key: str, tally: Tally) -> CountRow:
    return CountRow(key, tally.activities, tally.quantity, tally.audience, tally.minutes)
