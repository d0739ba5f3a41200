"""Files that travel: read in pieces and never changed, written whole under a new name or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sync.errors import BadInput, Refused, SoxaError, Unavailable

_PIECE: Final = 64 * 1024


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


@contextmanager
def pieces_of(path: Path) -> Iterator[Iterator[bytes]]:
    """The bytes of a file, a piece at a time. Raises as `unreadable` says if it cannot be opened."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from None
    with file:
        yield iter(lambda: file.read(_PIECE), b"")


def write_anew(path: Path, pieces: Iterable[bytes]) -> None:
    """A file appears under its name whole or not at all. `Refused("file-exists")` rather than take another's place,
    `Unavailable("disk-full-there")` if it does not fit."""
    if path.exists():
        raise Refused("file-exists", path=str(path))
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())  # a stick is pulled out as soon as we say done
        part.rename(path)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise Unavailable("disk-full-there", path=str(path)) from None
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def made_anew(path: Path) -> Iterator[Path]:
    """A new empty file for its owner alone beside a path, to be filled in the block; at its end it takes the path's name,
    and nobody else's place. `Refused("file-exists")`. One that a block left which was cut short is made anew; nothing is
    left of a block that raises."""
    if os.path.lexists(path):
        raise Refused("file-exists", path=str(path))
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))  # never through a link that somebody laid there
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        _name(part, path)
    finally:
        part.unlink(missing_ok=True)


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
