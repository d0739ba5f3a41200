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
from sync.log import checkpoint as checkpoints


class Shown(Struct, frozen=True):
    """What an anchor says: the checkpoint of the own log that was shown last, and how much of it was put on sticks."""

    note: str
    stick: Size = NOTHING

    @property
    def size(self) -> Size:
        """How many entries were shown."""
        return checkpoints.parse(self.note).checkpoint.size


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
        return Shown(max(found, key=lambda shown: shown.size).note, max(shown.stick for shown in found))

    def _read(self, path: Path) -> Shown | None:
        try:
            shown = msgspec.json.decode(path.read_bytes(), type=Shown)
            signed = checkpoints.parse(shown.note).checkpoint
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, SoxaError):
            return None
        whole = signed.origin == self._origin and 0 <= shown.stick <= MAX_EXACT
        return shown if whole else None

    def shows(self, note: str, *, by_stick: bool) -> None:
        """Note that this head of the own log is about to leave."""
        was, size = self.read(), checkpoints.parse(note).checkpoint.size
        if was is not None and was.size > size:
            note = was.note
        stick = max(NOTHING if was is None else was.stick, size if by_stick else NOTHING)
        self._write(Shown(note, Size(stick)))

    def settle(self, note: str) -> None:
        """Note that the hub holds the own log up to this head, and nothing beyond: what was shown beyond it was lost on the
        way, unless it was put on a stick."""
        was = self.read()
        if was is None or was.stick <= checkpoints.parse(note).checkpoint.size:
            self._write(Shown(note))

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
