"""The lock beside a hub's database: many have it open at once, or one works on the file itself and nobody has it open.

SQLite's own locks hold for the file as it is; these hold for its name, too, under which another may be put.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sync.errors import Unavailable

_AGAIN_SECONDS: Final = 0.02
_PLACES: Final = 64
"""Where there are no shared locks: how many may share, each by a byte of its own. Whoever is alone has all of them."""
_FIRST_PLACE: Final = 1 << 30
"""Beyond what anybody would write there: a byte that is locked could not be read."""


class FileLock:
    """A lock that this process has part in until `let_go`, or until it ends, however that comes."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)

    def share(self, seconds: float) -> None:
        """Share it. `Unavailable("store-busy")` if somebody is alone all that time."""
        self._take(_shared, seconds)

    def alone(self, seconds: float = 0) -> None:
        """Have it alone, whether it was shared before or not. `Unavailable("store-busy")` if others share it all that time:
        it is let go of then."""
        _unlock(self._file)
        self._take(_locked_alone, seconds)

    def _take(self, lock: Callable[[int], bool], seconds: float) -> None:
        until = time.monotonic() + seconds
        while not lock(self._file):
            if time.monotonic() >= until:
                self.let_go()
                raise Unavailable("store-busy")
            time.sleep(_AGAIN_SECONDS)

    def let_go(self) -> None:
        """Have no more part in it."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def holders(path: Path) -> list[int]:
    """The processes that have part in a lock, as far as the system tells."""
    try:
        held, inode = Path("/proc/locks").read_text(), path.stat().st_ino
    except OSError:
        return []
    rows = (line.split() for line in held.splitlines())
    return sorted({int(row[4]) for row in rows if len(row) > 5 and row[1] == "FLOCK" and row[5].endswith(f":{inode}")})


@contextmanager
def gate(path: Path, seconds: float) -> Iterator[None]:
    """A gate through which one passes at a time. `Unavailable("store-busy")`."""
    lock = FileLock(path)
    lock.alone(seconds)
    try:
        yield
    finally:
        lock.let_go()


if sys.platform == "win32":
    import msvcrt

    def _place(file: int, place: int, mode: int, count: int) -> bool:
        os.lseek(file, _FIRST_PLACE + place, os.SEEK_SET)
        try:
            msvcrt.locking(file, mode, count)
        except OSError:
            return False
        return True

    def _shared(file: int) -> bool:
        return any(_place(file, place, msvcrt.LK_NBLCK, 1) for place in range(_PLACES))

    def _locked_alone(file: int) -> bool:
        return _place(file, 0, msvcrt.LK_NBLCK, _PLACES)

    def _unlock(file: int) -> None:
        for place in range(_PLACES):
            _place(file, place, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _shared(file: int) -> bool:
        return _flocked(file, fcntl.LOCK_SH)

    def _locked_alone(file: int) -> bool:
        return _flocked(file, fcntl.LOCK_EX)

    def _flocked(file: int, kind: int) -> bool:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
