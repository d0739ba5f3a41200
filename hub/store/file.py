"""The file of a hub's store: made for its owner alone, and closed so that it is whole without the files beside it.

While it is open its newest commits stand in `-wal` beside it; the file says so itself in its header (SQLite's file format,
1.3.3), and says otherwise once `fold` has closed it. So a file that says so and stands there alone lacks what came last:
it was copied without the other, or the other was deleted.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sync.errors import Fact, Refused
from sync.shell.files import sync_folder

_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100
_VERSIONS: Final = slice(18, 20)
_USER_VERSION: Final = slice(60, 64)
_IN_WAL: Final = b"\x02\x02"
_FOLDS: Final = 1
"""The file's user version once it is closed by `fold`: one that an older program closed says that it is open for ever."""
_TURNING: Final = 2
"""Its user version while what it says of itself is changed: nothing is written beside it then, whatever cuts that short."""
_AGAIN_SECONDS: Final = 0.02
_ALONE: Final = b"\x01\x01"
_FIRST: Final = 4096
"""Bytes of the first page, and of each other."""
_HELD: Final = ("-wal", "-journal")
_PAGES: Final = 256
"""Copied at a time: 1 MB."""


class NewestMissing(Refused):
    """A database that lacks what was written last."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("newest-missing", **facts)


class NoHub(Refused):
    """A place where there is no database, or one with nothing in it."""

    def __init__(self, /, **facts: Fact) -> None:
        super().__init__("no-hub", **facts)


def make(path: Path) -> None:
    """Make an empty file for its owner alone, in a folder that is made so, too. `FileExistsError`."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def remove(path: Path) -> None:
    """Remove a file and those beside it, as far as there are any."""
    for each in (path, *(beside(path, ending) for ending in ("-wal", "-shm", "-journal", "-lock", "-gate"))):
        each.unlink(missing_ok=True)


def shut_to_others(path: Path) -> None:
    """Take from others what rights they have in a file and its folder, where files have such rights and these are ours. A
    folder that many share, as a machine's for what is temporary, is left as it is."""
    if os.name != "posix":
        return
    for place in (path.parent, path):
        mode = place.stat().st_mode
        if mode & 0o077 and not mode & stat.S_ISVTX:
            with contextlib.suppress(PermissionError):  # its owner's to do
                place.chmod(stat.S_IMODE(mode) & 0o700)


def lacks_newest(path: Path) -> bool:
    """Whether a file was not closed and yet stands alone, so that the newest of what was committed may be missing. It is so
    for a moment, too, while somebody opens or closes it."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    folds = int.from_bytes(header[_USER_VERSION], "big") == _FOLDS
    return folds and header[_VERSIONS] == _IN_WAL and not beside(path, "-wal").exists()


def beside(path: Path, ending: str) -> Path:
    """The path of one of the files that SQLite keeps beside another."""
    return path.with_name(path.name + ending)


def unfold(connection: Any, seconds: float) -> None:
    """Set a connection up to write beside the file. Two who do so at once do not wait for each other by themselves, since
    each might wait for ever: whoever comes second tries again."""
    until = time.monotonic() + seconds
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                _say(connection, _TURNING)  # killed now, the file says that it is open, with nothing beside it
                connection.execute("PRAGMA journal_mode = WAL")
            mark(connection)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_AGAIN_SECONDS)


def fold(path: Path, let_go: Callable[[], None] = lambda: None) -> None:
    """Bring all that was committed into the file itself, so that it is whole alone, when nobody has it open any more: not
    even the caller, who lets go of it only once we have it, lest it stand there for a moment as if something were missing.
    Nothing is lost where it cannot be done."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_connect(path)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        let_go()
        _say(connection, _TURNING)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            mark(connection)


def copy(source: Path, target: Path, advance: Callable[[int, int], None]) -> None:
    """Copy a file that is in use into an empty one, as it stands at one moment and whole without others beside it. `advance`
    is told how many pages are left, of how many."""
    with contextlib.closing(_connect(source)) as taken, contextlib.closing(_connect(target)) as made:
        taken.execute("BEGIN")  # as of now: else whatever is written meanwhile would have it begin anew, for ever
        taken.execute("SELECT count(*) FROM sqlite_master").fetchone()
        taken.backup(made, pages=_PAGES, progress=lambda _status, left, pages: advance(left, pages))
        made.execute("PRAGMA journal_mode = DELETE")
        mark(made)


def copy_damaged(source: Path, target: Path) -> None:
    """Copy a file that nobody has open and that may be damaged into an empty one, and bring into the copy what stands beside
    it."""
    shutil.copyfile(source, target)
    for ending in _HELD:
        if beside(source, ending).exists():
            shutil.copyfile(beside(source, ending), beside(target, ending))
    fold(target)
    if left_beside(target):  # SQLite reads the first page before all else: in place of a damaged one it is given another
        with target.open("rb+") as file:
            first = file.read(_FIRST)
            file.seek(0)
            file.write(_empty())
        fold(target)
        with target.open("rb+") as file:
            if file.read(_FIRST)[_HEADER:] == _empty()[_HEADER:]:
                file.seek(0)
                file.write(first)
    with target.open("rb+") as file:
        if file.read(_HEADER)[_VERSIONS] == _IN_WAL:
            file.seek(_VERSIONS.start)
            file.write(_ALONE)


def left_beside(path: Path) -> list[Path]:
    """The files beside another that hold something of what was committed."""
    there = [beside(path, ending) for ending in _HELD]
    return [each for each in there if each.exists() and each.stat().st_size]


def put_in_place(made: Path, copied: Path, path: Path, kept: Path) -> None:
    """Put a new file in the place of a damaged one, which is kept under another name with what stands beside it. `copied` is
    its copy, as `copy_damaged` made it. Nobody has any of them open. Stopped anywhere, the one or the other is there."""
    for ending in ["", *(ending for ending in _HELD if beside(path, ending).exists())]:
        _keep(beside(path, ending), beside(kept, ending))
    if left_beside(path):
        copied.replace(path)  # the same, and whole alone: what stands beside it would be read into the new one
    for ending in (*_HELD, "-shm"):
        beside(path, ending).unlink(missing_ok=True)
    made.replace(path)  # COMMIT POINT: what was read out is the hub's from here on
    sync_folder(path.parent)


def _keep(path: Path, kept: Path) -> None:
    try:
        os.link(path, kept)
    except (OSError, NotImplementedError):  # a file system without links
        shutil.copyfile(path, kept)
        with kept.open("rb+") as file:
            os.fsync(file.fileno())


def _empty() -> bytes:
    """The first page of a database with nothing in it."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA page_size = {_FIRST}")
        connection.execute("PRAGMA application_id = 0")
        return connection.serialize()[:_FIRST]


def is_database(path: Path) -> bool:
    """Whether a file begins as SQLite's do."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def faults(path: Path) -> list[str]:
    """What SQLite finds wrong with the form of a file, in its own words."""
    try:
        with contextlib.closing(_connect(path)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [] if found == ["ok"] else found


def mark(connection: Any) -> None:
    """Have the file say that it is closed by `fold`, itself, before anything else is written beside it; where others write
    just now, another time."""
    with contextlib.suppress(sqlite3.OperationalError):
        if _say(connection, _FOLDS):
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _say(connection: Any, version: int) -> bool:
    """Give the file a user version; whether it had another."""
    if connection.execute("PRAGMA user_version").fetchone() == (version,):
        return False
    connection.execute(f"PRAGMA user_version = {version}")
    return True


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    return connection
