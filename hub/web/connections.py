"""Connections to the service: how many, and for how long one may keep it waiting.

The web server reads a request's head for as long as somebody sends it, and waits for a body's next byte for ever. Here each
connection has its time: for a head, for the next byte of a body, for a body as a whole, and for taking an answer; and
where all places are taken, whoever waits longest with nothing asked, from where most wait, makes room.
"""

from __future__ import annotations

import time
from asyncio import TimerHandle, Transport
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar, Final

import h11
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync.wording.i18n import catalogue

_ = catalogue("hub")

MOST: Final = 500
"""Connections at once: more than the laptops of a province, fewer than the files that a process may open."""
HEAD: Final = 30.0
"""Seconds for a request's head, from the moment that one may come."""
STALLED: Final = 60.0
"""Seconds in which nothing of a body comes, or of an answer goes."""
SLOWEST: Final = 50
"""Bytes a second of a body, after the first minute. A laptop gives up a line that moves less than twice that."""
LINGER: Final = 128 * 1024
"""Bytes of a body that may still come after the answer, so that whoever sends them gets to read it."""
MAX_HEAD: Final = 16 * 1024
"""Bytes of a request's head."""
_LOOK: Final = 5.0
_PIECE: Final = 64 * 1024
_TELL: Final = 60.0


class Connections:
    """The connections to one service."""

    def __init__(
        self, tell: Callable[[str], None], *, most: int = MOST, head: float = HEAD, stalled: float = STALLED
    ) -> None:
        """`tell` gets a line, once a minute at most, when some had to make room."""
        self.most, self.head, self.stalled = most, head, stalled
        self._tell = tell
        self._open: dict[Connection, None] = {}
        self._ended = 0
        self._told = -_TELL

    @property
    def protocol(self) -> type[Connection]:
        """What the server makes for each connection."""
        return type("Connection", (Connection,), {"all": self})

    def begin(self, connection: Connection) -> None:
        """Note a connection, and end one where they are too many."""
        self._open[connection] = None
        if len(self._open) > self.most:
            self._longest_waiting(connection).end()
            self._ended += 1
            if time.monotonic() - self._told >= _TELL:
                told = _("All {most} connections are taken: {count} had to make room.")
                self._tell(told.format(most=self.most, count=self._ended))
                self._told, self._ended = time.monotonic(), 0

    def forget(self, connection: Connection) -> None:
        """Note that a connection is no more."""
        self._open.pop(connection, None)

    def _longest_waiting(self, new: Connection) -> Connection:
        """The one to make room: the oldest that asks nothing, from where most such are; else the new one."""
        waiting = [connection for connection in self._open if connection.waits and connection is not new]
        if not waiting:
            return new
        most, _count = Counter(connection.address for connection in waiting).most_common(1)[0]
        return min((connection for connection in waiting if connection.address == most), key=lambda one: one.since)


class Connection(H11Protocol):
    """A connection that has its time for each thing."""

    all: ClassVar[Connections]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._look: TimerHandle | None = None
        self._received = 0
        self._unsent = self._lingered = 0
        self.since = self._moved = self._went = self.loop.time()
        """Since when a head may come, or a request is under way; when something came last, and when something went, or there
        was nothing to go."""

    @property
    def address(self) -> str:
        """Where it comes from."""
        return self.client[0] if self.client else ""

    @property
    def waits(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or self.cycle.response_complete

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin."""
        super().connection_made(transport)
        if hasattr(transport, "max_size"):  # of what asyncio reads at once, on a loop of selectors
            transport.max_size = _PIECE
        self.since = self._moved = self._went = self.loop.time()
        self._look_later()
        self.all.begin(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self.all.forget(self)
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing of a stranger who asks for another protocol: the library advises an operator to install parts."""

    def data_received(self, data: bytes) -> None:
        """Take bytes. Those of a body are asked for one after the other."""
        waited = self.waits
        super().data_received(data)
        self._moved = self.loop.time()
        if waited and not self.waits:
            self.since, self._received, self._lingered = self._moved, 0, 0
        self._received += len(data)
        if waited and self.waits and self.conn.their_state is h11.SEND_BODY:
            self._lingered += len(data)
            if self._lingered > LINGER:
                self.end()
        elif not self.waits and self.cycle.more_body and not self.transport.is_closing():
            self.flow.pause_reading()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self.since = self._moved = self.loop.time()
        super().on_response_complete()

    def end(self) -> None:
        """End it at once, whatever is under way."""
        self.transport.abort()

    def _look_later(self) -> None:
        self._look = self.loop.call_later(min(_LOOK, self.all.head / 4, self.all.stalled / 4), self._look_again)

    def _look_again(self) -> None:
        now, unsent = self.loop.time(), self.transport.get_write_buffer_size()
        if unsent < self._unsent or not unsent:
            self._went = now
        self._unsent = unsent
        if self._has_had_its_time(now):
            self.end()
        else:
            self._look_later()

    def _has_had_its_time(self, now: float) -> bool:
        if now - self._went > self.all.stalled:  # whatever is sent meanwhile
            return True
        if self.waits:
            return now - self.since > self.all.head
        if not self.cycle.more_body:  # the answer is ours to give
            return False
        if self.flow.read_paused:  # for us to read on
            self._moved = now
        slow = now - self.since > self.all.stalled and self._received < SLOWEST * (now - self.since)
        return slow or now - self._moved > self.all.stalled


def strict(app: ASGIApp) -> ASGIApp:
    """An application that is asked nothing of which two readers could see different ends (RFC 9112, 6.3)."""

    async def checked(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and {b"content-length", b"transfer-encoding"} <= {
            name for name, _value in scope["headers"]
        }:
            refused = PlainTextResponse("Content-Length and Transfer-Encoding", 400, {"Connection": "close"})
            await refused(scope, receive, send)
        else:
            await app(scope, receive, send)

    return checked
