"""The reserve: what is unsent, put on a second place by itself, so that a broken disk loses nothing that was saved.

A parcel a day, `soxa-unsent-<laptop>-<day>.soxa`, made anew as the day goes on and kept for two weeks: in a folder beside
the data folder, or in one that the officer names, a stick's say. It is what a laptop would send, signed as every head is,
and `soxa field rescue` takes it. What is typed and not said yet stands beside it, in a file that is no parcel
(`kept_drafts.py`). A place that is full or not there is told in a quiet line, and stops nobody.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from field.exchange import kept_drafts
from field.home import LaptopHome
from field.store import LaptopStore, notices
from sync.encoding.types import NOTHING, Instant
from sync.errors import SoxaError
from sync.exchange.parcel import VERSION, Effort, Header, ParcelWriter
from sync.exchange.ranges import RangeHead
from sync.ledger.period import day_of
from sync.shell.files import begun

FOLDER: Final = "reserve-folder"
"""The setting that names another place; `OFF` for none."""
OFF: Final = "-"
RESERVES: Final = "soxa-unsent-*.soxa"
DRAFTS: Final = "soxa-drafts-*.json"
KEPT_DAYS: Final = 14
_PORTION: Final = 64 * 1024


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
    unsent = own.size not in {own.acked, store.kept}
    try:
        drafts = _new_drafts(store, folder)
        if not unsent and drafts is None:
            return
        if folder == beside(home):
            folder.mkdir(mode=0o700, exist_ok=True)
        if drafts is not None:
            _write(folder / f"soxa-drafts-{device}-{today.isoformat()}.json", [drafts])
        if unsent:
            path = folder / f"soxa-unsent-{device}-{today.isoformat()}.soxa"
            if store.kept > own.size and path.exists():  # it has what is here no more
                path.replace(path.with_name(f"{path.stem}-before.soxa"))
            _write(path, _pieces(store))
        _prune(folder, device, today)
    except OSError as error:
        _note(store, str(error.errno or 0))
        return
    _note(store, "")
    if unsent:
        store.kept_to(own.size)


def _new_drafts(store: LaptopStore, folder: Path) -> bytes | None:
    """What is typed and not said yet, if the newest file of it says something else; empty where it says something and there
    is nothing any more."""
    now = kept_drafts.written(store)
    newest = max(folder.glob(f"soxa-drafts-{store.membership.device}-*.json"), default=None)
    was = b"" if newest is None else newest.read_bytes()
    return None if now == was else now


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


def _prune(folder: Path, device: str, today: datetime.date) -> None:
    """Take away what is older than two weeks, of this laptop alone."""
    oldest = (today - datetime.timedelta(days=KEPT_DAYS)).isoformat()
    for name in ("unsent", "drafts"):
        for path in folder.glob(f"soxa-{name}-{device}-*"):
            if path.stem.removeprefix(f"soxa-{name}-{device}-") < oldest:
                path.unlink(missing_ok=True)


def newest(store: LaptopStore, home: LaptopHome) -> Path | None:
    """The newest parcel of this laptop's own work; None if there is none."""
    return next(iter(all_of(store, home)), None)


def all_of(store: LaptopStore, home: LaptopHome) -> list[Path]:
    """The parcels of this laptop's own work, the newest first."""
    folder = folder_of(store, home)
    return [] if folder is None else sorted(folder.glob(f"soxa-unsent-{store.membership.device}-*.soxa"), reverse=True)
