"""What a unit does again and again: its activities by title, place and channel, the most frequent first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from field.store.laptop_store import LaptopStore
from field.store.rows import ActivityFilter
from sync.ledger.merge import Values
from sync.ledger.text import fold

_LATEST: Final = 2_000
"""Activities that are looked through, the latest first: years of a commune's."""


class Repeated(Struct, frozen=True):
    """An activity that was logged once or more often."""

    last: Values
    """The latest of them."""
    times: int


def repeated(store: LaptopStore) -> list[Repeated]:
    """What this unit has logged, each once."""
    found: dict[tuple[str, str | None, str | None], Repeated] = {}
    for values in _latest(store, ActivityFilter(counting=True, limit=_LATEST)):
        what = (fold(values.title or ""), values.place, values.channel)
        one = found.get(what)
        found[what] = Repeated(values, 1) if one is None else Repeated(one.last, one.times + 1)
    return sorted(found.values(), key=lambda one: -one.times)


def logged_on(store: LaptopStore, like: Values, date: str) -> int:
    """How many activities of a day (ISO) have the title and the place of another."""
    wanted = ActivityFilter(search=like.title, counting=True)
    return sum(
        values.date == date and values.place == like.place and fold(values.title or "") == fold(like.title or "")
        for values in _latest(store, wanted)
    )


def _latest(store: LaptopStore, wanted: ActivityFilter) -> Iterable[Values]:
    return (row.values for row in store.records.rows(wanted) if row.retracted is None)
