"""Files that travel: read in pieces and never changed, written whole under a new name or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sync.errors import BadInput, Refused

_PIECE: Final = 64 * 1024


@contextmanager
def pieces_of(path: Path) -> Iterator[Iterator[bytes]]:
    """The bytes of a file, a piece at a time. `BadInput("file-missing")` if it cannot be opened."""
    try:
        file = path.open("rb")
    except OSError:
        raise BadInput("file-missing", path=str(path)) from None
    with file:
        yield iter(lambda: file.read(_PIECE), b"")


def write_anew(path: Path, pieces: Iterable[bytes]) -> None:
    """A file appears under its name whole or not at all. `Refused("file-exists")` rather than take another's place."""
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
    finally:
        part.unlink(missing_ok=True)
