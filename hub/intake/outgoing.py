"""Answers on their way out: a little of each is kept in memory, and the rest in a file that has no name.

A laptop has one exchange at a time: the next waits until the one before is answered, and whoever waits behind it already is
sent away. Of its answers two may be under way, the second beside one that hangs on a line that died: `hub.web.connections`
ends that one within the minute.
"""

from __future__ import annotations

import tempfile
import weakref
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Lock
from typing import Final

import anyio

from hub.intake.uploads import NoRoom
from sync.encoding.types import DeviceId

_IN_MEMORY: Final = 32 * 1024
_PIECE: Final = 64 * 1024
_MOST_EACH: Final = 2


class Outgoing:
    """The answers of one service."""

    def __init__(self, folder: Path) -> None:
        """What does not fit in memory goes to this folder."""
        self._folder = folder
        self._locks: dict[DeviceId, anyio.Lock] = {}
        self._waiting: dict[DeviceId, anyio.CancelScope] = {}
        self._large: Counter[DeviceId] = Counter()
        """How many of a laptop's answers are under way that do not fit in memory."""
        self._counting = Lock()

    @asynccontextmanager
    async def turn(self, device: DeviceId | None) -> AsyncIterator[None]:
        """A laptop's turn, after its exchange before. To be used from one event loop. `NoRoom` to one whose place another
        takes, or whose answers nobody fetches."""
        if device is None:
            yield
            return
        if (before := self._waiting.get(device)) is not None:
            before.cancel()
        lock = self._locks.setdefault(device, anyio.Lock())
        with anyio.CancelScope() as scope:
            self._waiting[device] = scope
            try:
                await lock.acquire()
            finally:
                if self._waiting.get(device) is scope:
                    del self._waiting[device]
        if scope.cancelled_caught:
            raise NoRoom()
        try:
            if self._large[device] >= _MOST_EACH:
                raise NoRoom()
            yield
        finally:
            lock.release()
            if not lock.locked() and device not in self._waiting:
                self._locks.pop(device, None)

    def kept(self, pieces: Iterable[bytes], device: DeviceId | None) -> Answer:
        """An answer that is whole, to a laptop or to somebody unknown. `OSError` where there is no room for it."""
        return Answer(self, pieces, device)

    def count(self, device: DeviceId, change: int) -> None:
        """Count a laptop's large answers."""
        with self._counting:
            self._large[device] += change
            if not self._large[device]:
                del self._large[device]

    def file(self) -> tempfile.SpooledTemporaryFile[bytes]:
        """Room for an answer."""
        return tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self._folder))


class Answer:
    """An answer that is sent once, and forgotten with that, or with whoever lost it."""

    def __init__(self, outgoing: Outgoing, pieces: Iterable[bytes], device: DeviceId | None) -> None:
        file = outgoing.file()
        self._file = file
        self.size = 0
        try:
            for piece in pieces:
                file.write(piece)
                self.size += len(piece)
        except BaseException:
            file.close()
            raise
        counted = device if self.size > _IN_MEMORY else None
        if counted is not None:
            outgoing.count(counted, 1)
        self.forget = weakref.finalize(self, _forget, outgoing, file, counted)
        """To be called once it is sent, or will not be."""

    @property
    def is_small(self) -> bool:
        """Whether it is in memory."""
        return self.size <= _IN_MEMORY

    def pieces(self) -> Iterator[bytes]:
        """All of it from its beginning on."""
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece


def _forget(outgoing: Outgoing, file: tempfile.SpooledTemporaryFile[bytes], counted: DeviceId | None) -> None:
    file.close()
    if counted is not None:
        outgoing.count(counted, -1)
