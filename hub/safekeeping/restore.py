"""Putting a backup in the place of the hub's database: checked, while nobody has the hub open, and with nothing deleted.

The database that was there keeps its bytes under a dated name; the anchor stays where it is. The new one says of itself that
it was restored, and of which heads of the hub's own it knows: it asks for what it lacks until that is closed
(`hub.generations`).
"""

from __future__ import annotations

import contextlib
import io
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from hub.home import HubHome
from hub.safekeeping import anchor as anchors
from hub.safekeeping.anchor import is_own, shown_head
from hub.safekeeping.backup import BackupFacts, opened_backup
from hub.safekeeping.stated_since import StatedSince, stated_since
from hub.store import HubStore, Transaction, file
from hub.store.lock import FileLock, holders
from hub.store.rows import Asking, Damage, ShownHead
from sync.encoding.types import Instant, Origin, Size
from sync.errors import BadInput, Refused, SoxaError, Unavailable, Unproven
from sync.ledger import origins
from sync.shell.files import set_aside_left, sync_folder

_RESTORED: Final = "restored"
"""The setting by which a restored database says that it is one."""
_KEY_FILES: Final = ("logs.key", "mirror.key")


class PutBack(Struct, frozen=True, kw_only=True):
    """A restore: what was put in place, when, and what is missing since."""

    at: Instant
    """When, by this machine's clock (POSIX seconds)."""
    newest: Instant | None
    """The time of the newest acceptance that the backup holds."""
    missing: dict[Origin, int]
    """By log, how many entries the database that was there, or its anchor, had beyond the backup."""
    anchor: str = ""
    """The anchor as it was, its one line; empty if there was none."""
    kept: str = ""
    """Under which path the database that was there is kept; empty if there was none."""
    stated: tuple[StatedSince, ...] = ()
    """What the province itself stated beyond the backup, as far as that database tells it."""


def restored(transaction: Transaction) -> PutBack | None:
    """The restore that a store comes from, if nobody has dealt with it yet."""
    told = transaction.settings.get(_RESTORED)
    return msgspec.json.decode(told, type=PutBack) if told else None


def restore(home: HubHome, path: Path, ask: Callable[[], str], now: Instant) -> tuple[BackupFacts, PutBack]:
    """Put a backup in the place of a hub's database. `Refused("hub-is-open")` while somebody has it open,
    `Unproven("backup-beyond-mending")`, `Unproven("backup-of-another")`; nothing has changed then. What else of it is
    damaged the hub knows of itself from then on, and asks laptops for.

    Stopped anywhere it can be done again: until the one renaming that puts the backup in place the hub is as it was.
    """
    nobody_has_it(home).let_go()
    keys: dict[str, io.BytesIO] = {name: io.BytesIO() for name in _KEY_FILES}
    with opened_backup(home, path, ask, keys) as (copied, facts):
        if not all(each.is_held_by_laptops for each in facts.damage):
            raise Unproven("backup-beyond-mending")
        there, vkey = _sizes(home.database)
        if vkey and vkey != facts.key:
            raise Unproven("backup-of-another", found=facts.key, own=vkey)
        heads = _own_heads(home.database, now)
        anchor = _anchor(home, facts)
        aside = name_aside(home.database, now) if home.database.exists() else None
        done = PutBack(
            at=now,
            newest=facts.newest,
            missing=_missing(there, anchor, copied),
            anchor="" if anchor is None else home.anchor.read_text(),
            kept="" if aside is None else str(aside),
            stated=stated_since(home.database, _sizes(copied)[0]),
        )
        _say_so(copied, done, facts.damage, heads, anchor)
        _put_keys(home, keys)
        lock = nobody_has_it(home)
        try:
            _swap(home, copied, aside, now)
        finally:
            lock.let_go()
    return facts, done


def nobody_has_it(home: HubHome) -> FileLock:
    """Have a hub alone. `Refused("hub-is-open")` while somebody has it open."""
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(file.beside(home.database, "-lock"))
    try:
        lock.alone()
    except Unavailable:
        held = ", ".join(map(str, holders(file.beside(home.database, "-lock"))))
        raise Refused("hub-is-open", path=str(home.database), processes=held or "?") from None
    return lock


def _sizes(database: Path) -> tuple[dict[Origin, Size], str]:
    """How much of each log is in a database, and its key; nothing of one that cannot be read."""
    with contextlib.suppress(SoxaError):
        store = HubStore.open(database, any_version=True, alone=True)
        try:
            with store.reading() as transaction:
                return {log.origin: log.size for log in transaction.logs.all()}, transaction.settings.key
        finally:
            store.close()
    return {}, ""


def _anchor(home: HubHome, facts: BackupFacts) -> anchors.Anchor | None:
    with contextlib.suppress(BadInput):
        found = anchors.read(home.anchor)
        return found if found is not None and found.hub == facts.hub else None
    return None


def _missing(there: Mapping[Origin, Size], anchor: anchors.Anchor | None, copied: Path) -> dict[Origin, int]:
    had: dict[Origin, int] = dict(there)
    if anchor is not None:
        heads = {origins.registry(anchor.hub): anchor.registry, origins.acceptances(anchor.hub): anchor.acceptances}
        for origin, head in heads.items():
            had[origin] = max(had.get(origin, 0), 0 if head is None else head.size)
    held, _key = _sizes(copied)
    lacks = {origin: size - held.get(origin, 0) for origin, size in sorted(had.items())}
    return {origin: entries for origin, entries in lacks.items() if entries > 0}


def _own_heads(database: Path, now: Instant) -> list[ShownHead]:
    """The heads of the hub's own logs in a database that is put aside; none of one that cannot be read."""
    with contextlib.suppress(SoxaError):
        store = HubStore.open(database, any_version=True, alone=True)
        try:
            with store.reading() as transaction:
                return [shown_head(log.checkpoint, now) for log in transaction.logs.all() if log.size and is_own(log.origin)]
        finally:
            store.close()
    return []


def _say_so(
    copied: Path, done: PutBack, damage: Sequence[Damage], heads: Sequence[ShownHead], anchor: anchors.Anchor | None
) -> None:
    """Have a copy say that it was restored and what of it is damaged, and ask for what it lacks."""
    store = HubStore.open(copied, alone=True)
    try:
        with store.writing() as transaction:
            transaction.settings.set(_RESTORED, msgspec.json.encode(done).decode())
            transaction.settings.note_may_lack_entered(may=True)
            transaction.settings.keep_damage(damage)
            transaction.settings.ask(Asking(since=done.at, why="restored"))
            anchors.keep_shown(transaction, heads)
            if anchor is not None:
                anchors.keep_anchored(transaction, anchor, done.at)
        store.is_whole()
    finally:
        store.close()


def _put_keys(home: HubHome, keys: Mapping[str, io.BytesIO]) -> None:
    """The keys of a backup that has them, where there are none."""
    for name, held in keys.items():
        path = home.path / name
        if held.getvalue() and not path.exists():
            with open(path, "xb", opener=lambda named, flags: os.open(named, flags, mode=0o600)) as made:
                made.write(held.getvalue())
                os.fsync(made.fileno())


def _swap(home: HubHome, copied: Path, aside: Path | None, now: Instant) -> None:
    if aside is not None:
        file.fold(home.database)
        for ending in ("-wal", "-shm", "-journal"):  # of one that could not be folded: never beside another database
            with contextlib.suppress(FileNotFoundError):
                file.beside(home.database, ending).rename(file.beside(aside, ending))
        try:
            os.link(home.database, aside)
        except (OSError, NotImplementedError):  # a file system without links
            home.database.rename(aside)
    else:
        set_aside_left(home.database)
    copied.replace(home.database)  # COMMIT POINT: the hub is the backup's from here on
    sync_folder(home.path)


def name_aside(path: Path, now: Instant) -> Path:
    """A name beside a path that nothing has yet, with the time in it."""
    stamp = time.strftime("%Y-%m-%dT%H-%M-%S", time.gmtime(now))
    names = [
        path.with_name(f"{path.name}.{stamp}"),
        *(path.with_name(f"{path.name}.{stamp}.{more}") for more in range(1, 100)),
    ]
    return next(name for name in names if not os.path.lexists(name))
