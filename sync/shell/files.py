"""Files that travel: read in pieces and never changed, written whole under a new name or not at all. Whoever had the stick
before may have laid links and pipes on it: only files are read, and nothing is written through a link."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BufferedReader, FileIO
from pathlib import Path
from typing import BinaryIO, Final

from sync.errors import BadInput, Refused, SoxaError, Unavailable

_PIECE: Final = 64 * 1024
_MOST_LEFT: Final = 100
"""Files of one name that were cut short."""


def unreadable(path: Path, error: OSError) -> SoxaError:
    """Why a file that somebody named cannot be read: `BadInput("file-missing")` if it is not there or no file, else
    `Unavailable("file-unusable")`."""
    if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError) or _is_folder(path):
        return BadInput("file-missing", path=str(path))
    return Unavailable("file-unusable", path=str(path), why=error.strerror or str(error))


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder, of which Windows says that it may not be read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def opened(path: Path) -> BufferedReader:
    """A file, opened to be read. Raises as `unreadable` says if it cannot be, or is a pipe or a device: those may never
    end, or never begin."""
    try:
        number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise unreadable(path, error) from None
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise BadInput("file-missing", path=str(path))
    return BufferedReader(FileIO(number))


@contextmanager
def pieces_of(path: Path) -> Iterator[Iterator[bytes]]:
    """The bytes of a file, a piece at a time. Raises as `opened`."""
    with opened(path) as file:
        yield iter(lambda: file.read(_PIECE), b"")


def write_anew(path: Path, pieces: Iterable[bytes]) -> None:
    """A file appears under its name whole or not at all. `Refused("file-exists")` rather than take another's place,
    `Unavailable("disk-full-there")` if it does not fit."""
    try:
        with made_anew(path, mode=0o666) as part, part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise Unavailable("disk-full-there", path=str(path)) from None


def begun(part: Path, *, mode: int = 0o600) -> BinaryIO:
    """A file that is not whole yet, to be written, in the place of one that was cut short; never through a link that
    somebody laid there. `mode` is who may read it, where a system knows that; its owner alone, if nothing else is said."""
    part.unlink(missing_ok=True)
    number = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), mode)
    return os.fdopen(number, "wb")


@contextmanager
def made_anew(path: Path, *, mode: int = 0o600) -> Iterator[Path]:
    """A new empty file beside a path, to be filled in the block; at its end it takes the path's name, and nobody else's
    place. `Refused("file-exists")`. Until then it has a name that was free; nothing is left of a block that raises. As in
    `begun`, `mode` is who may read it."""
    if os.path.lexists(path):
        raise Refused("file-exists", path=str(path))
    part = _beside(path, mode)
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())  # a stick is pulled out as soon as we say done
        _name(part, path)
    finally:
        part.unlink(missing_ok=True)


def _beside(path: Path, mode: int) -> Path:
    """A new empty file beside a path, for what is not whole yet. What a block left that was cut short stays as it is: nobody
    can say whose it is."""
    for number in range(1, _MOST_LEFT):
        part = path.with_name(f"{path.name}.part" if number == 1 else f"{path.name}.{number}.part")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))
        except FileExistsError:
            continue
        return part
    raise Refused("file-exists", path=str(part))


def is_free_folder(folder: Path) -> bool:
    """Whether a folder may be filled: it is not there, or empty, and no link, which leads to where somebody else wants."""
    try:
        found = os.lstat(folder)
    except FileNotFoundError:
        return True
    is_link = stat.S_ISLNK(found.st_mode) or getattr(found, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_REPARSE_POINT
    return not is_link and stat.S_ISDIR(found.st_mode) and not any(folder.iterdir())


def _name(part: Path, path: Path) -> None:
    """Give a file its name if nothing else has taken it meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise Refused("file-exists", path=str(path)) from None
    except (OSError, NotImplementedError):  # a stick's file system has no links
        part.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where a system lets a folder be opened."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def set_aside_left(database: Path) -> None:
    """Put away what SQLite had left beside a database that is gone, and what may hold the last of it: it would be read into
    another database of that name."""
    for ending in ("-wal", "-journal", "-shm"):
        left = database.with_name(f"{database.name}{ending}")
        if left.exists() and not database.exists():
            number, aside = 1, left.with_name(f"{left.name}.left")
            while aside.exists():
                number += 1
                aside = left.with_name(f"{left.name}.left-{number}")
            left.rename(aside)
