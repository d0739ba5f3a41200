"""The anchor of a laptop: how far its own log had gone when it was last shown to anybody, kept beside the data folder, so
that a folder that was put back from an older copy is found out before it signs anything, without a line.

One line of JSON, `.<folder>-<device>.anchor` beside the folder and once more in it:

    {"note":"<the signed checkpoint of the own log>","stick":12}

It is written before a parcel leaves, by line or by file. Whoever holds less than it says must not go on: somebody may have
the rest. A whole exchange over the line settles it: what the hub does not have then, nobody has; but for what was put on
a stick (`stick` entries), which may still be under way. A file that cannot be read says nothing, and one that cannot be
written is done without: nothing that an officer does may fail for it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from field.home import LaptopHome
from sync.encoding.limits import MAX_EXACT
from sync.encoding.types import NOTHING, DeviceId, Origin, Size
from sync.errors import SoxaError
from sync.ledger import origins
from sync.log import checkpoint as checkpoints


class Shown(Struct, frozen=True):
    """What an anchor says: the checkpoint of the own log that was shown last (empty for none), how much of it was put on
    sticks, and how much was saved and put on its second place (`field.exchange.reserve`), where nobody else looks."""

    note: str = ""
    stick: Size = NOTHING
    kept: Size = NOTHING

    @property
    def size(self) -> Size:
        """How many entries were shown."""
        return checkpoints.parse(self.note).checkpoint.size if self.note else NOTHING


class LaptopAnchor:
    """The anchor of one laptop's folder."""

    def __init__(self, home: LaptopHome, origin: Origin) -> None:
        self._origin = origin
        folder, device = home.path.absolute(), DeviceId(origin.rpartition("/")[2])
        self._paths = (folder.parent / f".{folder.name}-{device}.anchor", folder / "anchor")

    def read(self) -> Shown | None:
        """What was shown last, as far as either file says; None if neither says anything of this log."""
        found = [shown for path in self._paths if (shown := self._read(path)) is not None]
        if not found:
            return None
        stick, kept = (max(sizes) for sizes in zip(*((shown.stick, shown.kept) for shown in found), strict=True))
        return Shown(max(found, key=lambda shown: shown.size).note, stick, kept)

    def _read(self, path: Path) -> Shown | None:
        try:
            shown = msgspec.json.decode(path.read_bytes(), type=Shown)
            origin = checkpoints.parse(shown.note).checkpoint.origin if shown.note else self._origin
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, SoxaError):
            return None
        whole = origin == self._origin and all(0 <= size <= MAX_EXACT for size in (shown.stick, shown.kept))
        return shown if whole else None

    def shows(self, note: str, *, by_stick: bool) -> None:
        """Note that this head of the own log is about to leave."""
        was, size = self.read() or Shown(), checkpoints.parse(note).checkpoint.size
        stick = max(was.stick, size if by_stick else NOTHING)
        self._write(Shown(was.note if was.size > size else note, stick, was.kept))

    def keeps(self, size: Size) -> None:
        """Note that the own log's first entries are on their second place; none, if that is another from now on."""
        was = self.read() or Shown()
        self._write(msgspec.structs.replace(was, kept=size))

    def settle(self, note: str) -> None:
        """Note that the hub holds the own log up to this head, and nothing beyond: what was shown beyond it was lost on the
        way, unless it was put on a stick."""
        was = self.read() or Shown()
        if was.stick <= checkpoints.parse(note).checkpoint.size:
            self._write(Shown(note, kept=was.kept))

    def _write(self, shown: Shown) -> None:
        for path in self._paths:
            with suppress(OSError):
                part = path.with_name(f"{path.name}.part")
                opened = os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
                with os.fdopen(opened, "wb") as file:
                    file.write(msgspec.json.encode(shown))
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)


def bereft(home: LaptopHome) -> DeviceId | None:
    """The laptop of a folder whose key is there, and whose data file is gone; None if that is not so. Its key
    has signed a history that is not here, and must not begin another."""
    if home.database.exists() or not home.key.exists():
        return None
    folder = home.path.absolute()
    for path in (folder / "anchor", *sorted(folder.parent.glob(f".{folder.name}-*.anchor"))):
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, SoxaError):
            shown = msgspec.json.decode(path.read_bytes(), type=Shown)
            if shown.note:
                return origins.parse(checkpoints.parse(shown.note).checkpoint.origin).device
            if shown.kept and path.name.startswith(f".{folder.name}-"):
                return DeviceId(path.name.removeprefix(f".{folder.name}-").removesuffix(".anchor"))
    return None
