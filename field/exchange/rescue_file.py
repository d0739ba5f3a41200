"""Taking unsent work out of a file in which a laptop of the unit had put it: a stick's, or a backup's.

The own log's next entries come back as what they are, for this laptop's key signed them. What stands beside the own log,
or is another laptop's, goes on in the own log as what is taken out of a folder does. Drafts that stand beside it are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from field.exchange import reserve
from field.exchange.branch import Branch, read_branch
from field.exchange.kept_drafts import is_kept_drafts, take
from field.exchange.rescue import carry
from field.exchange.rescued import Rescued
from field.exchange.reserve import DRAFTS, RESERVES
from field.home import LaptopHome
from field.store import LaptopStore, notices
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Behind, Refused, SoxaError
from sync.log.keys import Signer


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
            reserve.note_beyond(store, left := reserve.beyond(store, home))
            if taking is not None:
                store.local.set_setting(notices.RESERVE_LEFT, str(max(left.values())) if left else "")
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
