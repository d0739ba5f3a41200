"""The laptop's data folder: where it is and what lies in it. Only names of paths; nothing here opens a file.

soxa.db        everything logged, received and proven (SQLite; its -wal and -shm beside it while in use)
device.key     the laptop's signing key
faults/        what went wrong in the program itself, where that ever happened
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from msgspec import Struct

from sync.errors import Refused, SoxaError


class LaptopHome(Struct, frozen=True):
    """A data folder, which need not exist yet."""

    path: Path

    @property
    def database(self) -> Path:
        """The store. It appears whole, with the laptop's membership in it, or not at all."""
        return self.path / "soxa.db"

    @property
    def key(self) -> Path:
        """The key file of `sync.log.keyfile`."""
        return self.path / "device.key"

    @property
    def faults(self) -> Path:
        """Files about faults of the program's own, for whoever looks after it."""
        return self.path / "faults"

    @property
    def mark(self) -> Path:
        """Of a folder that was set aside: what stands there until its unsent work goes on in the new log."""
        return self.path / "to-rescue"


class Unsavable(Refused):
    """What stands against saving anything in this folder, or building on what is damaged in it: what was typed is kept, and
    nothing is wrong with it."""


def locate(option: str | None) -> LaptopHome:
    """The folder that `--home` names, else SOXA_HOME, else where the platform keeps a person's data."""
    named = option or os.environ.get("SOXA_HOME")
    return LaptopHome(Path(named) if named else platformdirs.user_data_path("soxa", appauthor=False))


def without_key(home: LaptopHome) -> SoxaError | None:
    """What stands against a folder that has a store and no key: `Unsavable("home-key-lost")`; None if it has both."""
    lost = home.database.exists() and not home.key.exists()
    return Unsavable("home-key-lost", path=str(home.path)) if lost else None


def unfinished(home: LaptopHome) -> list[LaptopHome]:
    """The folders that were set aside in this one when it was begun anew, whose unsent work is not carried over yet."""
    return [LaptopHome(mark.parent) for mark in sorted(home.path.glob("closed-*/to-rescue"))]
