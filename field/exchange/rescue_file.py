"""Taking unsent work out of a file in which a laptop of the unit had put it: a stick's, or a backup's.

The own log's next entries come back as what they are, for this laptop's key signed them. What stands beside the own log,
or is another laptop's, goes on in the own log as what is taken out of a folder does. Drafts that stand beside it are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from field.exchange import reserve
from field.exchange.kept_drafts import is_kept_drafts, take
from field.exchange.rescue import Branch, carry
from field.exchange.rescued import Rescued
from field.exchange.reserve import DRAFTS, RESERVES
from field.home import LaptopHome
from field.store import LaptopStore, notices
from sync.encoding.types import Hash, Index, Instant, RandomBytes
from sync.errors import BadInput, Behind, Refused, SoxaError
from sync.exchange.parcel import ONE_FILE
from sync.exchange.ranges import RangeHead, RangeTaker
from sync.exchange.sealed import keyring, unsealed
from sync.exchange.walker import events_of, ranges_of
from sync.ledger import origins
from sync.ledger.decode import decode
from sync.ledger.entry import Join
from sync.ledger.origins import LogKind
from sync.log.keys import Signer
from sync.log.note import Verifier
from sync.shell.files import pieces_of


def files_in(named: Path) -> list[Path]:
    """The files that a path names: of each laptop the newest backup in a folder, and the newest of its drafts; or a file,
    and if it is such a backup the newest drafts beside it."""
    folder, newest = named.parent if named.is_file() else named, dict[str, Path]()
    for pattern in (RESERVES, DRAFTS):
        newest |= {path.name.rsplit("-", 3)[0]: path for path in sorted(folder.glob(pattern))}
    if named.is_file():
        device = named.name.removeprefix("soxa-unsent-").partition("-")[0] if named.match(RESERVES) else " "
        return [named, *[path for path in newest.values() if path.name.startswith(f"soxa-drafts-{device}-")]]
    return [path for path in newest.values() if path.match(RESERVES) or path.stat().st_size]


def rescue_file(store: LaptopStore, signer: Signer, path: Path, *, now: Instant, random_bytes: RandomBytes) -> Rescued:
    """Take what a file of a laptop of this unit holds and no receipt covers, or its drafts. `Refused`: `wrong-parcel` for a
    file that was not made to be sent to this hub, `rescue-other-unit`, `rescue-too-late`, `rescue-after-sync` for what
    follows entries that this laptop does not hold yet; `Unproven` for what its laptop has not signed."""
    if is_kept_drafts(path):
        taken = take(store, path)
        return Rescued(device=taken.device, drafts=taken.drafts, reports=taken.periods)
    try:
        branch = read_branch(store, path)
    except Behind:
        raise Refused("rescue-after-sync", path=str(path)) from None
    rescued = Rescued(device=branch.device)
    with store.transaction():
        if _is_own_tail(store, branch):
            rescued.regained = _regain(store, branch)
        else:
            carry(store, signer, branch, rescued, now=now, random_bytes=random_bytes)
        if branch.origin == store.logs.own_origin:
            reserve.note_taken(store, branch.size, branch.root)
            reserve.note_beyond(store, reserve.beyond(store, store.home))
    return rescued


def joined(each: Sequence[Rescued]) -> list[Rescued]:
    """What came of several files, by laptop."""
    found: dict[str, Rescued] = {}
    for done in each:
        was = found.setdefault(done.device, done)
        if was is not done:
            was.entries += done.entries
            was.there += done.there
            was.regained += done.regained
            was.drafts += done.drafts
            was.reports = tuple(dict.fromkeys((*was.reports, *done.reports)))
            was.damaged += done.damaged
    return list(found.values())


def restore(store: LaptopStore, home: LaptopHome, *, now: Instant, taking: tuple[Signer, RandomBytes] | None = None) -> int:
    """Take back by itself what was saved here and is here no more, if the reserve has it; how many entries. What stands
    beside what was saved here since goes on behind it, where somebody who signs is `taking` it. What stands against it is
    no error: the notice that they are missing stays."""
    if store.logs.standing.closed:
        return 0
    count = 0
    with suppress(SoxaError, OSError):
        more = reserve.beyond(store, home)
        for path in sorted(more, key=lambda path: more[path], reverse=True):
            with suppress(SoxaError, OSError):
                count += _restore(store, path, taking, now)
        if more:
            reserve.note_beyond(store, reserve.beyond(store, home))
    if count:
        with suppress(SoxaError, OSError):
            store.local.set_setting(notices.REGAINED, f"{now} {count}")
    return count


def _restore(store: LaptopStore, path: Path, taking: tuple[Signer, RandomBytes] | None, now: Instant) -> int:
    branch = read_branch(store, path)
    with store.transaction():
        if _is_own_tail(store, branch):
            count = _regain(store, branch)
        elif taking is None:
            return 0
        else:
            rescued = Rescued(device=branch.device)
            carry(store, taking[0], branch, rescued, now=now, random_bytes=taking[1])
            count = rescued.entries
        reserve.note_taken(store, branch.size, branch.root)
    for drafts in files_in(path)[1:]:  # typed after what is here now
        if is_kept_drafts(drafts):
            take(store, drafts)
    return count


def _is_own_tail(store: LaptopStore, branch: Branch) -> bool:
    """Whether a branch is the own log as it went on, and begins within what is held of it."""
    own = store.logs.own
    held = store.logs.leaves(own.origin, branch.start, branch.size)
    return branch.origin == own.origin and list(branch.leaves[: len(held)]) == held


def _regain(store: LaptopStore, branch: Branch) -> int:
    """Put the own log's next entries back; how many."""
    own = store.logs.own
    new = branch.size - own.size
    if new <= 0:
        return 0
    frontier = own.frontier.copy()
    frontier.extend(branch.leaves[-new:])
    with store.taking() as taking:
        taking.append(own.origin, own.size, list(branch.lines[-new:]), list(branch.leaves[-new:]))
        taking.own(frontier, branch.checkpoint)
    return new


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
