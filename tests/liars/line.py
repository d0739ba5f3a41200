"""Somebody who owns a line without TLS, between a laptop and a hub that both are real: sees each request and each answer,
and gives the laptop whatever they like in its place."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import httpx
import msgspec

from sync.exchange.parcel import ONE_EXCHANGE, Entries, Header, ParcelWriter, Refusal
from sync.exchange.ranges import RangeHead
from sync.exchange.walker import events_of
from sync.log.keys import Signer


class Answer(NamedTuple):
    """What a laptop gets."""

    status: int
    body: bytes


class Asked(NamedTuple):
    """A request, and the way on."""

    body: bytes
    headers: dict[str, str]
    forward: Callable[[], Answer]
    """The hub's own answer."""


Lie = Callable[[Asked], Answer]


class LyingLine:
    """Where a laptop thinks that its hub is."""

    def __init__(self, hub: str) -> None:
        self._hub = hub
        self.lie: Lie = lambda asked: asked.forward()
        self.rounds = 0
        self.answers: list[Answer] = []
        """What the hub has said."""
        line = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                status, said = line.answer(body, dict(self.headers.items()), self.path)
                self.send_response(status)
                self.send_header("content-length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, body: bytes, headers: dict[str, str], path: str) -> Answer:
        """What the laptop is told."""
        self.rounds += 1

        def forward() -> Answer:
            came = httpx.post(self._hub + path, content=body, headers=headers)
            self.answers.append(Answer(came.status_code, came.content))
            return self.answers[-1]

        return self.lie(Asked(body, headers, forward))


@contextmanager
def lying_line(hub: str) -> Iterator[LyingLine]:
    """A line that is there for as long as this lasts."""
    line = LyingLine(hub)
    thread = threading.Thread(target=line.server.serve_forever)
    thread.start()
    try:
        yield line
    finally:
        line.server.shutdown()
        line.server.server_close()
        thread.join()


def retold(body: bytes, signer: Signer | None = None, **changes: object) -> bytes:
    """An answer with something else in its header, signed by whoever this is."""
    writer = ParcelWriter(signer=signer)
    pieces = []
    for event in events_of([body], ONE_EXCHANGE):
        if isinstance(event, Header):
            pieces.append(writer.header(msgspec.structs.replace(event, **changes)))
        elif isinstance(event, RangeHead):
            pieces.append(writer.range(event))
        elif isinstance(event, Entries):
            pieces.append(writer.entries(event.lines))
    return b"".join([*pieces, writer.end()])


def refusing(hub: str, code: str, signer: Signer | None = None, **facts: str | int | None) -> bytes:
    """A refusal made up."""
    writer = ParcelWriter(signer=signer)
    return writer.header(Header(soxa=1, kind="reply", hub=hub, refusal=Refusal(code, facts))) + writer.end()
