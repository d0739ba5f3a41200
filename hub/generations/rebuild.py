"""Making a hub anew from its keys, where its database is lost and there is no backup: nothing is kept, and all that comes
back is what laptops bring. It asks until the registry is here and the operator goes on, as after any restore."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from hub import own_logs
from hub.home import HubHome, Keys, check_keys
from hub.intake.cursors import is_short
from hub.intake.receive import PushResult, Receiver
from hub.safekeeping import anchor as anchors
from hub.store import HubStore, file
from hub.store.file import NoHub
from hub.store.rows import Asking
from sync.encoding.types import DeviceId, Instant, RandomBytes
from sync.errors import BadInput, Refused, SoxaError, Unavailable
from sync.exchange.refusals import error_of
from sync.shell.files import pieces_of, set_aside_left, sync_folder


def check_place(home: HubHome) -> None:
    """`Refused("hub-exists")` where there is a database, and as `check_keys`."""
    if _is_there(home.database):
        raise Refused("hub-exists", path=str(home.database))
    check_keys(home)


def _is_there(database: Path) -> bool:
    """Whether there is a database, be it one that cannot be read: an empty one is nobody's."""
    if not database.exists():
        return False
    try:
        HubStore.open(database, any_version=True, alone=True).close()
    except NoHub:
        return False
    except SoxaError:
        return True
    return True


def begin(home: HubHome, keys: Keys, now: Instant) -> None:
    """An empty database in a hub's place, which asks. Stopped anywhere it can be done again."""
    check_place(home)
    try:
        anchor = anchors.read(home.anchor)
    except BadInput:
        anchor = None
    file.remove(home.copied)
    store = HubStore.create(home.copied)
    try:
        with store.writing() as transaction:
            transaction.settings.keep_key(keys.logs.verifier.vkey())
            transaction.settings.ask(Asking(since=now, why="rebuilt"))
            transaction.settings.note_may_lack_entered(may=True)
            if anchor is not None and anchor.hub == keys.hub:
                anchors.keep_anchored(transaction, anchor, now)
    finally:
        store.close()
    set_aside_left(home.database)
    home.copied.replace(home.database)  # COMMIT POINT: the hub is there again, and has nothing yet
    sync_folder(home.path)
    file.remove(home.copied)


def parcels(named: Path) -> list[Path]:
    """The parcels that a path names: itself, or those in a folder, in order of their names."""
    return sorted(named.glob("*.soxa")) if named.is_dir() else [named]


class BroughtParcel(Struct, frozen=True, kw_only=True):
    """What a parcel brought to a hub that is made anew."""

    path: Path
    device: DeviceId
    """The laptop that packed it; empty if the file is no parcel of one of this hub's."""
    entries: int
    """Entries that are here now and were not."""
    fault: SoxaError | None
    """Why no more of it was taken."""
    again: bool
    """Whether its laptop holds more than it brought: it packs from where the lost hub stood, and brings the rest, and the
    registry, once it has the answer to this file."""


def bring(store: HubStore, keys: Keys, path: Path, now: Instant, random_bytes: RandomBytes) -> BroughtParcel:
    """Take a parcel that a laptop packed, as far as it goes: one that is none must not stop the others."""
    try:
        taken = take(store, keys, path, now, random_bytes)
    except Unavailable:
        raise
    except SoxaError as error:
        return BroughtParcel(path=path, device=DeviceId(""), entries=0, fault=error, again=False)
    with store.reading() as transaction:
        again = is_short(transaction, own_logs.registry(transaction, keys), taken.cursors, taken.device)
    fault = None if taken.refusal is None else error_of(taken.refusal)
    return BroughtParcel(path=path, device=taken.device, entries=taken.entries, fault=fault, again=again)


def take(store: HubStore, keys: Keys, path: Path, now: Instant, random_bytes: RandomBytes) -> PushResult:
    """Take a parcel that a laptop packed."""
    with pieces_of(path) as pieces:
        return Receiver(store, keys, random_bytes).take_file(pieces, now)
