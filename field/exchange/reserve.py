"""The reserve: what is unsent, put on a second place by itself, so that a broken disk loses nothing that was saved.

A parcel a day, `soxa-unsent-<laptop>-<day>.soxa`, made anew as the day goes on and kept for two weeks: in a folder beside
the data folder, or in one that the officer names, a stick's say. It is what a laptop would send, signed as every head is,
and `soxa field rescue` takes it. What is typed and not said yet stands beside it, in a file that is no parcel
(`kept_drafts.py`). A place that is full or not there is told in a quiet line, and stops nobody.

A folder that was put back from an older copy holds less than its second place: a parcel that has more of the own log than
is here is neither written over nor thrown away, until that is here again or goes on here (`rescue_file.restore`).
"""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from typing import Final

from field.exchange import kept_drafts
from field.home import LaptopHome
from field.store import LaptopStore, notices
from sync.encoding.spelling import tobase64
from sync.encoding.types import NOTHING, Hash, Instant, Size
from sync.errors import SoxaError
from sync.exchange.parcel import ONE_FILE, VERSION, Effort, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import events_of, ranges_of
from sync.ledger.period import day_of
from sync.log import checkpoint as checkpoints
from sync.log.merkle import leaf_hash
from sync.shell.files import begun, pieces_of

FOLDER: Final = "reserve-folder"
"""The setting that names another place; `OFF` for none."""
OFF: Final = "-"
RESERVES: Final = "soxa-unsent-*.soxa"
DRAFTS: Final = "soxa-drafts-*.json"
KEPT_DAYS: Final = 14
_PORTION: Final = 64 * 1024
_SPARED: Final = "-2"
"""Ends the name of what is written beside a file that is not to be written over."""
_TAKEN: Final = "reserve-taken"
"""The setting that names the parcels of the own work that were taken, each by its root."""
_MOST_TAKEN: Final = 99


def folder_of(store: LaptopStore, home: LaptopHome) -> Path | None:
    """Where the reserve is put; None if it is not to be."""
    named = store.local.setting(FOLDER)
    if named == OFF:
        return None
    return Path(named) if named else beside(home)


def beside(home: LaptopHome) -> Path:
    """Where the reserve is put if nobody names a place."""
    path = home.path.absolute()
    return path.with_name(f"{path.name}-backup")


def set_folder(store: LaptopStore, folder: Path | None) -> None:
    """Put the reserve elsewhere from now on; None puts it nowhere, an empty path where it is put if nobody names a place."""
    name = OFF if folder is None else "" if folder == Path() else str(folder.absolute())
    with store.transaction():
        store.local.set_setting(FOLDER, name)
        store.local.set_setting(notices.RESERVE_FAILED, "")
    if store.kept <= store.logs.own.size:  # else the place until now has what is here no more, and that is still missing
        store.kept_to(NOTHING)


def keep(store: LaptopStore, home: LaptopHome, *, now: Instant) -> None:
    """Put what is unsent on its second place, and what is typed, if something was saved or typed since. It raises nothing:
    what stands against it is a notice, where that can be kept."""
    with suppress(SoxaError, sqlite3.Error):
        folder = folder_of(store, home)
        if folder is not None:
            _keep(store, home, folder, now)


def _keep(store: LaptopStore, home: LaptopHome, folder: Path, now: Instant) -> None:
    own, device, today = store.logs.own, store.membership.device, day_of(now)
    try:
        more = beyond(store, home)
        note_beyond(store, more)
        rotted = _has_rotted(store)
        unsent = own.size != own.acked and (own.size != store.kept or bool(more)) and not rotted
        for apart in () if more else sorted(folder.glob(f"soxa-drafts-{device}-*{_SPARED}.json")):
            apart.unlink()  # of this folder, whose drafts stand in one file again
        drafts = _new_drafts(store, folder, spared=bool(more))
        if not unsent and drafts is None:
            return
        if folder == beside(home):
            folder.mkdir(mode=0o700, exist_ok=True)
        if drafts is not None:
            _write(folder / f"soxa-drafts-{device}-{today.isoformat()}{_SPARED if more else ''}.json", [drafts])
        if unsent:
            _keep_unsent(store, folder / f"soxa-unsent-{device}-{today.isoformat()}.soxa", more)
        if not rotted:
            _prune(folder, device, today, more)
    except OSError as error:
        _note(store, str(error.errno or 0))
        return
    _note(store, "")
    if unsent:
        store.kept_to(max(own.size, store.kept))


def _has_rotted(store: LaptopStore) -> bool:
    """Whether something of what is unsent is not as it was signed, and cannot be put back from here: in the place of the
    true bytes it is not written, and what may have them stays as long as it is wanted."""
    if not store.logs.damaged():
        return False
    from field.exchange.unsent import mend  # noqa: PLC0415 - which reads what is here

    mend(store)
    return store.logs.standing.is_damaged


def _keep_unsent(store: LaptopStore, path: Path, more: Iterable[Path]) -> None:
    """Write what is unsent to a path, or beside it where what stands there is not to be written over."""
    own, spared = store.logs.own, set(more)
    for place in chain((path,), (path.with_name(f"{path.stem}-{number}.soxa") for number in count(2))):
        head = _head(place)
        if head is not None and (head.start, head.checkpoint) == (own.acked, own.checkpoint):
            return
        if place not in spared and (head is not None or not place.exists()):
            _write(place, _pieces(store))
            return


def beyond(store: LaptopStore, home: LaptopHome) -> dict[Path, int]:
    """The parcels of this laptop's own work on its second place that hold what is neither here nor was taken since, with
    how many such entries each has, as far as they can be read."""
    found: dict[Path, int] = {}
    taken = (store.local.setting(_TAKEN) or "").split()
    held: set[Hash] = set()
    for path in reversed(all_of(store, home)):
        with suppress(SoxaError, OSError):
            head = _head(path)
            if (
                head is None
                or _is_here(store, head)
                or tobase64(checkpoints.parse(head.checkpoint).checkpoint.root) in taken
            ):
                continue
            own = store.logs.own
            held = held or set(store.logs.leaves(own.origin, 0, own.size))
            missing = sum(leaf not in held for leaf in _leaves(path))
            if missing:
                found[path] = missing
    return found


def note_beyond(store: LaptopStore, more: dict[Path, int]) -> None:
    """Keep how many entries the second place has that are not here, for the notice."""
    told = str(max(more.values())) if more else ""
    if (store.local.setting(notices.RESERVE_BEYOND) or "") != told:
        store.local.set_setting(notices.RESERVE_BEYOND, told)


def look(store: LaptopStore, home: LaptopHome) -> None:
    """Note how much the second place has that is not here, where anything is missing: whoever only looks is told rightly
    where it is. It raises nothing."""
    if store.kept > store.logs.own.size or store.local.setting(notices.RESERVE_BEYOND):
        with suppress(SoxaError, OSError, sqlite3.Error):
            note_beyond(store, beyond(store, home))


def give_up(store: LaptopStore, home: LaptopHome) -> int:
    """Miss nothing any more of what is here no more: there is no backup of it, or none that can be taken; how many entries.
    `Refused` as `LaptopStore.closed` says where the province has more, which may be what is missing."""
    if store.behind and store.closed is not None:
        raise store.closed
    more = beyond(store, home)
    missing = max(store.kept - store.logs.own.size, *more.values(), 0)
    with store.transaction():
        for path in more:
            head = _head(path)
            if head is not None:
                signed = checkpoints.parse(head.checkpoint).checkpoint
                note_taken(store, signed.size, signed.root)
        note_beyond(store, {})
        store.local.set_setting(notices.RESERVE_LEFT, "")
    if missing:
        store.kept_to(NOTHING)  # what is here is put there anew
    return missing


def note_taken(store: LaptopStore, size: Size, root: Hash) -> None:
    """Note that all that can go on here of a parcel of the own work does: of its log's first entries, so many, by root."""
    taken = (store.local.setting(_TAKEN) or "").split()
    store.local.set_setting(_TAKEN, " ".join([*taken[-_MOST_TAKEN:], tobase64(root)]))
    if store.kept <= max(size, store.logs.own.size):
        store.kept_to(NOTHING)  # what it was noted for is here, and is put there anew


def _head(path: Path) -> RangeHead | None:
    """The own log's range in a parcel, read no further; None if that cannot be read."""
    with suppress(SoxaError, StopIteration), pieces_of(path) as pieces:
        _header, ranges = ranges_of(events_of(pieces, ONE_FILE, whole=False))
        return next(ranges).head
    return None


def _is_here(store: LaptopStore, head: RangeHead) -> bool:
    """Whether the own log goes on from the end of this range, or ends there."""
    signed, own = checkpoints.parse(head.checkpoint).checkpoint, store.logs.own
    return signed.size <= own.size and store.logs.frontier_at(own.origin, signed.size).root() == signed.root


def _leaves(path: Path) -> Iterator[Hash]:
    with pieces_of(path) as pieces:
        _header, ranges = ranges_of(events_of(pieces, ONE_FILE, whole=False))
        for lines in next(ranges):
            yield from map(leaf_hash, lines)


def _new_drafts(store: LaptopStore, folder: Path, *, spared: bool) -> bytes | None:
    """What is typed and not said yet, if the newest file of it says something else; empty where it says something and there
    is nothing any more. Beside a file that is to be `spared` nothing is written to say that there is nothing."""
    now = kept_drafts.written(store)
    newest = max(folder.glob(f"soxa-drafts-{store.membership.device}-*.json"), default=None)
    was = b"" if newest is None else newest.read_bytes()
    return None if now == was or (spared and not now) else now


def _note(store: LaptopStore, failed: str) -> None:
    if (store.local.setting(notices.RESERVE_FAILED) or "") != failed:
        store.local.set_setting(notices.RESERVE_FAILED, failed)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        with begun(part) as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _pieces(store: LaptopStore) -> Iterator[bytes]:
    own, membership, writer = store.logs.own, store.membership, ParcelWriter(Effort.LINE)
    yield writer.header(Header(soxa=VERSION, kind="push", hub=membership.hub, device=membership.device))
    yield writer.range(RangeHead(origin=own.origin, start=own.acked, end=own.size, checkpoint=own.checkpoint))
    at: int = own.acked
    while at < own.size:
        lines = store.logs.lines(own.origin, at, _PORTION)[: own.size - at]
        at += len(lines)
        yield writer.entries(lines)
    yield writer.end()


def _prune(folder: Path, device: str, today: datetime.date, more: dict[Path, int]) -> None:
    """Take away what is older than two weeks, of this laptop alone; but while there is `more` than is here, nothing."""
    if more:
        return
    oldest = (today - datetime.timedelta(days=KEPT_DAYS)).isoformat()
    for name in ("unsent", "drafts"):
        for path in folder.glob(f"soxa-{name}-{device}-*"):
            if path.stem.removeprefix(f"soxa-{name}-{device}-") < oldest:
                path.unlink(missing_ok=True)


def all_of(store: LaptopStore, home: LaptopHome) -> list[Path]:
    """The parcels of this laptop's own work, the newest first."""
    folder = folder_of(store, home)
    return [] if folder is None else sorted(folder.glob(f"soxa-unsent-{store.membership.device}-*.soxa"), reverse=True)
