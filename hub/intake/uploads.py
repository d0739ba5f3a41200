"""Bodies of requests on their way in: from whom, how many at once, how big.

A little of each is kept in memory, and the rest in a file that has no name. A laptop that has proven by the head of its
request who it is may bring one at a time: its next takes the place of the one before, which hangs on a line that died.
Whoever has not proven it yet may bring the start of a log, with its join: few bytes, a few at once, and where others wait,
the one that came first from where most come has had its time.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import AsyncIterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import anyio
from msgspec import Struct

from sync.encoding.types import DeviceId
from sync.errors import BadInput, Unavailable

MAX_BODY: Final = 16 * 1024 * 1024
"""Bytes of a body, compressed: several times the largest chunk."""
STRANGERS_BODY: Final = 1024 * 1024
"""Bytes of a body from whoever is not known yet: more than a new laptop's first push."""
STRANGERS: Final = 16
"""Bodies at once from those who are not known yet."""
_IN_MEMORY: Final = 32 * 1024
_ROOM: Final = 1024 * 1024 * 1024
"""Bytes of all bodies on their way in, together."""
_PIECE: Final = 64 * 1024


class NoRoom(Unavailable):
    """A body is not taken in now: there is no room for it, or another has taken its place."""

    def __init__(self) -> None:
        super().__init__("hub-unavailable")


class Sender(Struct, frozen=True):
    """Whose body it is: a laptop that is proven by the request's head, or somebody at an address."""

    device: DeviceId | None
    client: str = ""

    @property
    def limit(self) -> int:
        """Bytes of a body of theirs."""
        return STRANGERS_BODY if self.device is None else MAX_BODY


class Upload:
    """A body, as far as it has come."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Keep a piece more. `OSError` where there is no room for it."""
        self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)

    def digest(self) -> bytes:
        """SHA-256 of all that is here."""
        return self._hash.digest()

    def pieces(self) -> Iterator[bytes]:
        """All of it from its beginning on, piece by piece: one piece at least, which may be empty."""
        self._file.seek(0)
        yield self._file.read(_PIECE)
        while piece := self._file.read(_PIECE):
            yield piece


class _UnderWay(Struct, eq=False):
    sender: Sender
    scope: anyio.CancelScope
    size: int = 0


class Uploads:
    """The bodies under way to a hub. To be used from one event loop."""

    def __init__(self, folder: Path) -> None:
        """What does not fit in memory goes to this folder."""
        self._folder = folder
        self._under_way: list[_UnderWay] = []

    @contextmanager
    def body(self) -> Iterator[Upload]:
        """A body to be filled by `read`, and forgotten at the end."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(self._folder)) as file:
            yield Upload(file)

    async def read(self, upload: Upload, stream: AsyncIterable[bytes], sender: Sender) -> None:
        """Take a body in. `BadInput("parcel-too-big")`; `NoRoom`."""
        self._make_room(sender)
        scope = anyio.CancelScope()
        here = _UnderWay(sender, scope)
        self._under_way.append(here)
        try:
            with scope:
                async for piece in stream:
                    here.size += len(piece)
                    if here.size > sender.limit:
                        raise BadInput("parcel-too-big", limit=sender.limit)
                    if sum(other.size for other in self._under_way) > _ROOM:
                        raise NoRoom()
                    upload.add(piece)
        finally:
            self._under_way.remove(here)
        if scope.cancelled_caught:
            raise NoRoom()

    def _make_room(self, sender: Sender) -> None:
        """End what this body takes the place of."""
        if sender.device is not None:
            for other in self._under_way:
                if other.sender.device == sender.device:
                    other.scope.cancel()
            return
        strangers = [other for other in self._under_way if other.sender.device is None and not other.scope.cancel_called]
        if len(strangers) >= STRANGERS:
            most, _count = Counter(other.sender.client for other in strangers).most_common(1)[0]
            next(other for other in strangers if other.sender.client == most).scope.cancel()
