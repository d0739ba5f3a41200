"""Giving the hub again what rotted there, as far as it is held here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from field.exchange.taken_reply import Reply
from field.store import LaptopStore
from sync.exchange.mending import MendingRange
from sync.exchange.parcel import WantedRange

Giving = Callable[[Sequence[MendingRange]], Reply]
"""Sends ranges to the hub; its answer."""


def give_again(store: LaptopStore, wanted: Sequence[WantedRange], budget: int, give: Giving, turns: int) -> int:
    """Give the hub what it wants again, some at a time, until it wants nothing more that is held here; how many entries it
    then wants no more. What it asks for twice it is not given again, and nothing after so many turns."""
    asked: set[WantedRange] = set()
    given = 0
    for _turn in range(turns):
        new = [each for each in wanted if each not in asked]
        ranges = list(store.mending.given(new, budget))
        if not ranges:
            break
        wanted_before = set(wanted)
        asked |= {each for each in new if any(_is_of(mending, each) for mending in ranges)}
        wanted = give(ranges).wanted
        if set(wanted) != wanted_before:
            given += sum(max(len(mending.lines), 1) for mending in ranges)
    return given


def _is_of(mending: MendingRange, wanted: WantedRange) -> bool:
    head = mending.head
    return head.origin == wanted.origin and wanted.start <= head.start and head.end <= wanted.end
