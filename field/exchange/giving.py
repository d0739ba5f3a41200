"""What a laptop gives the hub: its own log, and to a hub that was restored from a copy what that lacks of others.

A range ends at a signed head. The own log is signed wherever it is to end; where a receipt was given before, with that
receipt on it, which proves to a hub that lost it when it had what it covers. Of other logs the heads are those that came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct, structs

from field.store import LaptopStore
from field.store.rows import DayLimit
from sync.encoding.types import NOTHING, Origin, Size
from sync.exchange.ranges import RangeHead
from sync.ledger import origins
from sync.ledger.origins import LogKind
from sync.log import checkpoint as checkpoints
from sync.log.checkpoint import Checkpoint
from sync.log.keys import Signer

_HEAD: Final = 500
"""Bytes that a range's head is about: they count as entries do where there is little room."""
_PIECE: Final = 64 * 1024
_EVERYTHING: Final = 2**40
_SHARES: Final = 16
"""Into so many parts a file is cut of what a hub takes a day: so it takes all but one of them at least."""
_MAX_CUTS: Final = 64
_FIRST_CUT: Final = 64
_LARGEST_CUT: Final = 4096
"""Entries of the first part of a file, and of the largest, where nothing is known of what the hub takes a day: each is
twice the one before, so a hub that takes less than all of a file takes more than a third of its day."""


class GivenRange(Struct, frozen=True):
    """A range that is given."""

    head: RangeHead
    portions: Iterable[list[bytes]]
    """Its entries."""

    def read(self) -> GivenRange:
        """A range that is this one, its entries read now."""
        return structs.replace(self, portions=[list(lines) for lines in self.portions])

    @property
    def size(self) -> int:
        """Bytes of its entries."""
        return sum(len(line) for lines in self.portions for line in lines)


def own_reach(store: LaptopStore, start: Size, budget: int, *, most: int | None = None, anew: bool) -> Size:
    """How far so many bytes of the own log lead from an index on, at least by an entry and by no more than `most`. To a hub
    that does not know the laptop any more (`anew`), no less far than the first receipt: by that it knows it again."""
    own = store.logs.own
    sizes = [kept.acked for kept in store.logs.receipts() if kept.note and start < kept.acked <= own.size]
    reach = store.logs.reach(own.origin, start, budget)
    if most is not None:
        reach = min(reach, Size(start + most))
    crowded = [size for at, size in enumerate(sizes) if size <= reach and at * _HEAD > budget]
    if crowded:
        reach = min(reach, crowded[0])
    return Size(min(max(reach, sizes[0]) if anew and sizes else reach, own.size))


def day_cuts(store: LaptopStore, start: Size, end: Size) -> Iterator[Size]:
    """Where ranges of the own log end between an index and another, in a file: a hub that does not take all of it in one day
    takes the first of them."""
    day, at = store.local.day_limit, start
    step = _FIRST_CUT if day is None else max(day.entries // _SHARES, 1)
    size = (day or DayLimit()).mib * 1024 * 1024 // _SHARES
    for _cut in range(_MAX_CUTS):
        at = min(Size(at + step), store.logs.reach(store.logs.own_origin, at, size))
        if at >= end:
            return
        yield at
        step = min(2 * step, _LARGEST_CUT) if day is None else step


def own_ranges(
    store: LaptopStore, signer: Signer, start: Size, end: Size, cuts: Iterable[Size] = ()
) -> Iterator[GivenRange]:
    """The own log from an index up to another: where a receipt was given between them, a range ends there and brings it; and
    at the `cuts`."""
    origin, at = store.logs.own_origin, start
    notes = {kept.acked: kept.note for kept in store.logs.receipts() if kept.note and start < kept.acked <= end}
    for size in (*cuts, end):
        if size > start and size not in notes:
            notes[size] = checkpoints.sign(Checkpoint(origin, size, store.logs.frontier_at(origin, size).root()), signer)
    for size, note in sorted(notes.items()):
        yield GivenRange(RangeHead(origin=origin, start=at, end=size, checkpoint=note), _portions(store, origin, at, size))
        at = size


def newest_words(store: LaptopStore) -> Iterator[GivenRange]:
    """The hub's newest words that are held, without an entry, for a file: its head of the acceptances, and its receipt on
    the own log. A hub that was put back from a copy and does not know it learns it from them."""
    yield from shown_ranges(store, store.logs.named(origins.acceptances(store.membership.hub)), NOTHING)
    origin, acked = store.logs.own_origin, store.logs.own.acked
    for kept in store.logs.receipts():
        if kept.note and kept.acked == acked:
            yield GivenRange(RangeHead(origin=origin, start=acked, end=acked, checkpoint=kept.note), ())


def shown_ranges(store: LaptopStore, named: Origin, held: Size, budget: int = _EVERYTHING) -> Iterator[GivenRange]:
    """A log that is not the own one, from where the hub holds it on: as many ranges as such a budget has room for, at least
    one if there is any. Of the acceptances a head alone."""
    parsed = origins.parse(named)
    first = parsed.first
    heads = {size: note for size, note in store.logs.heads_of(named).items() if size > held}
    if parsed.kind is LogKind.ACCEPTANCES:
        for size, note in sorted(heads.items())[-1:]:
            yield GivenRange(RangeHead(origin=named, start=size, end=size, checkpoint=note), ())
        return
    sizes = [size for size in heads if size <= store.logs.extent(first).size]
    if parsed.kind is not LogKind.DEVICE:  # the last head says all that those before it say
        sizes = _fewest(store, first, held, sizes, budget)
    at = held
    for size in sizes:
        yield GivenRange(
            RangeHead(origin=named, start=at, end=size, checkpoint=heads[size]), _portions(store, first, at, size)
        )
        budget -= _HEAD + sum(map(len, store.logs.lines(first, at, budget)[: size - at]))
        at = size
        if budget <= 0:
            return


def _fewest(store: LaptopStore, first: Origin, held: Size, sizes: Sequence[Size], budget: int) -> list[Size]:
    """Of the sizes of a log's signed heads the largest that such a budget leads to, or the next."""
    reach = store.logs.reach(first, held, budget)
    within = [size for size in sizes if size <= reach]
    return within[-1:] or list(sizes[:1])


def everything_else(store: LaptopStore) -> Iterator[GivenRange]:
    """All that is held of other logs, and can be proven: for a stick to a hub that gathers what it lacks."""
    for first in store.logs.followed():
        yield from shown_ranges(store, store.logs.named(first), NOTHING)
    for first in sorted(store.logs.cursors()):
        if origins.parse(first).kind is LogKind.DEVICE and first != store.logs.own_origin:
            yield from shown_ranges(store, first, NOTHING)


def has_news(store: LaptopStore) -> bool:
    """Whether what the hub has lost, or has signed another history of, is yet to be shown to it."""
    state = store.local.hub_state
    is_new = state.offered < state.generation or state.shown < len(store.logs.contradictions())
    return is_new and not state.asking


def told_once(store: LaptopStore) -> Iterator[GivenRange]:
    """What the hub may not know of itself, and is shown once, for nobody else may have it."""
    state = store.local.hub_state
    if state.offered < state.generation:
        yield from _lost_ranges(store)
    if state.shown < len(store.logs.contradictions()):
        yield from _contradicted_ranges(store)


def _lost_ranges(store: LaptopStore) -> Iterator[GivenRange]:
    """What the hub said before it was restored and has not any more."""
    lines: dict[Origin, list[tuple[int, bytes]]] = {}
    for origin, index, line in store.logs.left_behind():
        if origins.parse(origin).kind is LogKind.DEVICE:
            continue  # of a revoked laptop: the hub would refuse it
        lines.setdefault(origin, []).append((index, line))
    restores = store.logs.restores()
    for origin, found in lines.items():
        parsed, start = origins.parse(origin), found[0][0]
        is_head = parsed.kind is LogKind.ACCEPTANCES
        restored = next((entry for entry in restores if entry.generation > parsed.generation), None)
        named = {checkpoints.parse(note).checkpoint for note in (restored.lost if restored is not None else ())}
        heads = store.logs.heads_of(origin)
        size = max((size for size in heads if is_head or size == found[-1][0] + 1), default=NOTHING)
        if size and checkpoints.parse(heads[size]).checkpoint not in named:
            head = RangeHead(origin=origin, start=size if is_head else Size(start), end=size, checkpoint=heads[size])
            yield GivenRange(head, () if is_head else [[line for _index, line in found]])


def _contradicted_ranges(store: LaptopStore) -> Iterator[GivenRange]:
    """What is held of each log of the hub's own of which the hub has signed another history: it went back, and may not know
    it. Where a later generation goes on from another history of the registry, that is what is held of any of them."""
    contradicted = [origins.parse(checkpoints.parse(note).checkpoint.origin) for note in store.logs.contradictions()]
    for named in map(origins.parse, map(store.logs.named, store.logs.followed())):
        if named in contradicted or any(other.generation > named.generation for other in contradicted):
            yield from shown_ranges(store, Origin(named.written), NOTHING)


def _portions(store: LaptopStore, origin: Origin, start: Size, end: Size) -> Iterator[list[bytes]]:
    at: int = start
    while at < end:
        lines = store.logs.lines(origin, at, _PIECE)[: end - at]
        at += len(lines)
        yield lines
