"""What SQLite says when a store cannot serve, in one of our own errors: for laptop and hub alike.

Five things that a person mends in five ways: the disk is full (`disk-full`), the place may only be read (`store-readonly`),
another program holds the file (`store-busy`), the file cannot be got at (`store-unreadable`), its contents are not what
they were (`store-damaged`). The last is said where SQLite read the file and found it so, and nowhere else: its cure, a
copy, costs what was written since the copy.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path
from typing import Final

from sync.errors import DiskFull, StoreDamaged, Unavailable

_FULL: Final = frozenset({sqlite3.SQLITE_FULL})
_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_READ_ONLY: Final = frozenset({sqlite3.SQLITE_READONLY})
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_OUT_OF_REACH: Final = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM})

_NO_ROOM: Final = frozenset({sqlite3.SQLITE_IOERR_SHMSIZE})
"""The file of shared memory beside the database cannot grow: the disk has no room for its 32 KB."""
_NO_LOCK: Final = frozenset(
    {sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_RDLOCK, sqlite3.SQLITE_IOERR_UNLOCK, sqlite3.SQLITE_IOERR_SHMLOCK}
)
"""A place, such as a share, that does not give the locks it is asked for."""

_UNDECODED: Final = "Could not decode to UTF-8"
"""How Python's driver says that a text is none: SQLite itself does not look at texts."""
_NO_TEXT: Final = "a text is not UTF-8"


def store_unavailable(error: sqlite3.Error, path: Path | None = None) -> Unavailable | None:
    """The error that tells why a store cannot serve: `disk-full`, `store-readonly`, `store-busy`, `store-unreadable` or
    `store-damaged`; None for any other fault, which is the program's own. `path` is the database's, where it is known: the
    place itself then tells what SQLite, which only says that it could not open a file, does not."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return (
            StoreDamaged(why=_NO_TEXT) if isinstance(error, sqlite3.OperationalError) and _UNDECODED in str(error) else None
        )
    primary = code & 0xFF
    if primary in _FULL or code in _NO_ROOM:
        return DiskFull()
    if primary in _BUSY or code in _NO_LOCK:
        return Unavailable("store-busy") if path is None or _has_room(path.parent) else DiskFull()
    if primary in _DAMAGED:
        return StoreDamaged(why=str(error))
    if primary in _OUT_OF_REACH | _READ_ONLY:
        told = None if path is None else _told_by_the_place(path)
        if told is not None:
            return told
        return Unavailable("store-readonly") if primary in _READ_ONLY else Unavailable("store-unreadable", why=str(error))
    return None


def out_of_reach(error: OSError, path: Path) -> Unavailable:
    """Why the database at a path, or what is kept beside it, cannot be got at, as the operating system says."""
    if error.errno == errno.ENOSPC:
        return DiskFull()
    if error.errno == errno.EROFS:
        return Unavailable("store-readonly")
    return _told_by_the_place(path) or Unavailable("store-unreadable", why=error.strerror or str(error))


def _told_by_the_place(path: Path) -> Unavailable | None:
    """Why the database at a path, or what SQLite keeps beside it, cannot be opened; None if nothing stands against it."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except FileNotFoundError:
        pass  # it is to be made: its folder tells
    except OSError as error:
        return Unavailable("store-unreadable", why=error.strerror or str(error))
    if not path.parent.is_dir():
        return None
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        return Unavailable("store-readonly")
    return None if _has_room(path.parent) else DiskFull()


def _has_room(folder: Path) -> bool:
    """Whether a file may yet be made in a folder; where that cannot be asked, yes."""
    if not hasattr(os, "statvfs"):
        return True
    disk = os.statvfs(folder)
    return disk.f_bavail > 0 and (disk.f_favail > 0 or disk.f_files == 0)
