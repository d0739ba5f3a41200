"""Moving a laptop to another machine by a stick: its whole folder, with what is unsent, drafts and the key.

The old folder is closed once the stick has all: a log has one place where it grows. The key travels under a passphrase,
and is taken off the stick once it has arrived.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import Membership
from sync.encoding.types import RandomBytes
from sync.errors import BadInput, DiskFull, Refused, Unavailable
from sync.log.keyfile import load_travelling_key, save_key
from sync.log.keys import Signer
from sync.shell.files import set_aside_left

_FOLDER = "soxa-move-"
_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_MOST_TRIES: Final = 20
"""Of a copy that another holds up: a quarter of a second each."""


def move_to(home: LaptopHome, stick: Path, signer: Signer, passphrase: str, random_bytes: RandomBytes) -> Path:
    """Put a laptop on a stick, its key under the passphrase, and close the folder here; the folder on the stick.

    `Refused` as `LaptopStore.closed` says of a folder that can go no further, `DiskFull` of a disk that cannot take that it
    is closed, `Unavailable("file-unusable")` and `Refused("file-exists")` of the stick: then nothing is closed."""
    with LaptopStore.open(home) as store:
        if store.closed is not None:
            raise store.closed
        if store.is_alone:  # nor is there room to close the folder
            raise DiskFull()
        target = LaptopHome(stick / f"{_FOLDER}{store.membership.device}")
        if target.path.exists():
            raise Refused("file-exists", path=str(target.path))
        try:
            target.path.mkdir()
            with store.transaction():  # nobody saves meanwhile, and what is saved is on the stick
                copy_database(home.database, target.database)
                save_key(target.key, signer, passphrase=passphrase, salt=random_bytes(16), nonce=random_bytes(12))
                _check(target, store.logs.own.checkpoint)
                store.logs.standing.close("moved")
        except OSError as error:
            shutil.rmtree(target.path, ignore_errors=True)
            raise Unavailable("file-unusable", path=str(stick), why=error.strerror) from error
        except BaseException:
            shutil.rmtree(target.path, ignore_errors=True)
            raise
    return target.path


def move_from(
    home: LaptopHome, stick: Path, passphrase: str, kept_under: str | None, random_bytes: RandomBytes
) -> Membership:
    """Take a laptop from a stick into an empty folder; whose it is. Its key rests under `kept_under`, or without a
    passphrase. `Refused("move-into-laptop")` for a folder that is a laptop's, `BadInput` for a stick that has none
    (`nothing-moved`) or several (`no-move`), `Refused("wrong-passphrase")`."""
    if home.database.exists():
        with LaptopStore.open(home) as store:
            raise Refused("move-into-laptop", unit=store.membership.unit_name, path=str(home.path))
    source = LaptopHome(_found(stick))
    signer = load_travelling_key(source.key, passphrase=passphrase)
    with LaptopStore.open(source) as store:
        membership = store.membership
        signer = signer.renamed(store.logs.own_origin)
    home.path.mkdir(parents=True, exist_ok=True)
    home.key.unlink(missing_ok=True)  # of a try that was cut short: a folder with a store has its own
    save_key(home.key, signer, passphrase=kept_under, salt=random_bytes(16), nonce=random_bytes(12))
    arriving = home.database.with_suffix(".new")
    arriving.unlink(missing_ok=True)
    arriving.touch(mode=0o600)
    copy_database(source.database, arriving)
    set_aside_left(home.database)
    arriving.rename(home.database)  # the commit point, as where a laptop joins
    source.key.unlink()
    shutil.rmtree(source.path, ignore_errors=True)
    return membership


def _found(stick: Path) -> Path:
    """The folder of the one laptop on a stick, or that folder itself."""
    if (stick / "device.key").exists():
        return stick
    found = [path for path in sorted(stick.glob(f"{_FOLDER}*")) if LaptopHome(path).key.exists()]
    if not found:
        raise BadInput("nothing-moved", path=str(stick))
    if len(found) > 1:
        raise BadInput("no-move", path=str(stick), count=len(found))
    return found[0]


def copy_database(database: Path, to: Path) -> None:
    """A database as it was last committed, in a file of its own. `Unavailable("store-busy")` where another has it for
    itself."""
    tries = 0

    def look(status: int, _left: int, _pages: int) -> None:
        nonlocal tries
        tries = tries + 1 if status in _BUSY else 0
        if tries > _MOST_TRIES:  # SQLite would try for ever
            raise Unavailable("store-busy")

    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target, progress=look)


def _check(home: LaptopHome, checkpoint: str) -> None:
    """What is on the stick is a whole laptop, and the one that was put there."""
    with LaptopStore.open(home) as store:
        if store.logs.own.checkpoint != checkpoint:
            raise Unavailable("file-unusable", path=str(home.path), why="other bytes than were written")
