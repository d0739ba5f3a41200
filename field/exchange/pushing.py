"""A push: the parcel that a laptop sends or packs, with what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from field.exchange import seals
from field.exchange.giving import GivenRange
from field.store import LaptopStore
from sync.encoding.types import Origin, Size
from sync.exchange.machine import ALL_AT_ONCE
from sync.exchange.mending import MendingRange
from sync.exchange.parcel import VERSION, Effort, Header, ParcelWriter, WantedRange
from sync.log.keys import Signer


def push(
    store: LaptopStore,
    start: Size,
    ranges: Iterable[GivenRange],
    effort: Effort,
    wanted: int = ALL_AT_ONCE,
    *,
    tail: bool = False,
    mending: Sequence[MendingRange] = (),
    lost: tuple[WantedRange, ...] = (),
    unshown: Mapping[Origin, Size] = MappingProxyType({}),
    signer: Signer | None = None,
) -> Iterator[bytes]:
    """The parcel that gives these ranges, the own log's from `start` on, and says how far each followed log is held. Its
    answer may bring the bytes of entries that are `wanted`; so many that they need no parts are asked for by saying nothing.
    What is `mending` comes before all else; what is `lost` here it asks for; logs that are `unshown` it claims as far as
    that. A file is signed by `signer`, a request by its head."""
    membership = store.membership
    writer = ParcelWriter(effort, signer)
    yield writer.header(
        Header(
            soxa=VERSION,
            kind="push",
            hub=membership.hub,
            device=membership.device,
            cursors=store.logs.cursors() | dict(unshown) | ({store.logs.own_origin: start} if tail else {}),
            tail=tail,
            alone=store.local.colleagues not in ("line", *(("stick",) if effort is Effort.FILE else ())),
            budget=None if wanted >= ALL_AT_ONCE else Size(wanted),
            wanted=lost,
            proofs=store.logs.sizes_to_prove(),
            seal="" if signer is None else seals.own_seal(signer),
        )
    )
    for again in mending:
        yield writer.range(again.head)
        yield writer.entries(again.lines)
    for given in ranges:
        if given.head.origin == store.logs.own_origin and given.head.end > given.head.start:
            store.shows(given.head.checkpoint, by_stick=effort is Effort.FILE)
        yield writer.range(given.head)
        for lines in given.portions:
            yield writer.entries(lines)
    yield writer.end()
