"""A stretch of a laptop's own log, as a folder or a file has it: what of it is proven, and what of it rotted and can be read
elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from field.store import LaptopStore
from sync.encoding.types import DeviceId, Hash, Index, Origin, Size
from sync.errors import BadInput, Refused, SoxaError
from sync.exchange.parcel import ONE_FILE
from sync.exchange.ranges import RangeHead, RangeTaker
from sync.exchange.sealed import keyring, unsealed
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Join
from sync.ledger.origins import LogKind
from sync.log.note import Verifier
from sync.shell.files import pieces_of


class Branch(Struct, frozen=True, kw_only=True):
    """A stretch of another log, or of another history of the own one, from the index `start` to its end at `size`."""

    device: DeviceId
    origin: Origin
    start: Index
    size: Size
    root: Hash
    checkpoint: str
    lines: Sequence[bytes]
    leaves: Sequence[Hash]
    """What was signed of each line."""


def true_lines(store: LaptopStore, paths: Iterable[Path], damaged: Sequence[tuple[Index, Hash]]) -> dict[Index, bytes]:
    """The bytes that were signed of own entries that are damaged, each by its index and leaf hash, as far as one of these
    parcels has them."""
    found: dict[Index, bytes] = {}
    for path in paths:
        if len(found) == len(damaged):
            break
        with suppress(SoxaError, OSError):
            branch = read_branch(store, path)
            for index, leaf in damaged:
                place = index - branch.start
                if (
                    branch.origin == store.logs.own_origin
                    and 0 <= place < len(branch.leaves)
                    and branch.leaves[place] == leaf
                ):
                    found.setdefault(index, branch.lines[place])
    return found


def read_branch(store: LaptopStore, path: Path) -> Branch:
    """The range of a laptop's own log in a file, proven by that laptop's signature."""
    with pieces_of(path) as pieces:
        header, ranges = ranges_of(events_of(unsealed(pieces, keyring(())), ONE_FILE))
        if header.kind != "push":
            raise Refused("wrong-parcel", kind=header.kind)
        if header.hub != store.membership.hub:
            raise Refused("another-hub", origin=header.hub, hub=store.membership.hub)
        for incoming in ranges:
            if incoming.head.origin == f"{header.hub}/device/{header.device}":
                return _proven(store, incoming.head, [line for lines in incoming for line in lines])
    raise BadInput("nothing-to-rescue", path=str(path))


def _proven(store: LaptopStore, head: RangeHead, lines: list[bytes]) -> Branch:
    device = origins.parse(head.origin).device
    held = store.logs.extent(head.origin)
    edge = store.logs.frontier_at(head.origin, min(head.start, held.size))
    gone = store.logs.registry().redacted_of(store.membership.unit)
    taker = RangeTaker(head, _verifier(store, head, lines), edge, lambda _start, _end: (), redacted=gone)
    kept, leaves = taker.feed(lines)
    taker.finish()
    return Branch(
        device=device,
        origin=head.origin,
        start=Index(head.start),
        size=head.end,
        root=Hash(taker.frontier.root()),
        checkpoint=head.checkpoint,
        lines=list(kept),
        leaves=leaves,
    )


def _verifier(store: LaptopStore, head: RangeHead, lines: list[bytes]) -> Verifier:
    """The key of a laptop of this unit: the own, one that the registry names, or one that its join gives itself."""
    own, registry = store.membership, store.logs.registry()
    device = origins.parse(head.origin).device
    mine = store.soundness.own_verifier() if device == own.device else None
    if mine is not None:
        return mine
    enrolled = registry.devices.get(device)
    if enrolled is not None:
        unit, verifier = enrolled.unit, enrolled.verifier
    else:
        entry = decode(lines[0], LogKind.DEVICE) if lines and head.start == 0 else None
        if not isinstance(entry, Join) or entry.hub != own.key:
            raise Refused("unknown-device", origin=head.origin)
        unit, verifier = entry.unit, Verifier.parse(entry.key)
        if origins.device_id(verifier.key) != device:
            raise Refused("unknown-device", origin=head.origin)
    if unit != own.unit:
        raise Refused("rescue-other-unit", unit=unit, hub=own.hub)
    return verifier
