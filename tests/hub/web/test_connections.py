"""Connections that keep the service waiting, each with a real socket: they end, and everybody else is served."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hub.web.connections import Connections, strict
from tests.serving import serving

SOON = 1.5
"""Seconds that a connection has here for each thing."""
LARGE = 64 * 1024 * 1024


async def small(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def large(_request: Request) -> Response:
    return PlainTextResponse("x" * LARGE)


async def count(request: Request) -> Response:
    try:
        return PlainTextResponse(str(len(await request.body())))
    except ClientDisconnect:
        return PlainTextResponse("gone")


class Service:
    """A service with few places and little patience."""

    def __init__(self, most: int) -> None:
        self.told: list[str] = []
        self._stack = ExitStack()
        app = Starlette(routes=[Route("/", small), Route("/large", large), Route("/count", count, methods=["POST"])])
        connections = Connections(self.told.append, most=most, head=SOON, stalled=SOON)
        self.url = self._stack.enter_context(serving(strict(app), http=connections.protocol))

    def line(self, sent: bytes) -> socket.socket:
        """A connection on which this was sent, and nothing more will be."""
        host, port = self.url.removeprefix("http://").split(":")
        made = self._stack.enter_context(socket.create_connection((host, int(port)), timeout=30))
        made.sendall(sent)
        return made

    def close(self) -> None:
        self._stack.close()


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service(most=100)
    yield made
    made.close()


def rest(line: socket.socket) -> bytes:
    """What comes on a connection until its other side has ended it."""
    came = b""
    try:
        while piece := line.recv(65536):
            came += piece
    except ConnectionResetError:
        pass
    return came


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: a",
        b"POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1234",
        b"POST /count HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n",
    ],
)
def test_what_is_never_finished_is_ended_unanswered(service: Service, sent: bytes) -> None:
    assert rest(service.line(sent)) == b""
    assert httpx.get(service.url).text == "ok"


def test_a_body_that_trickles_is_ended_though_something_comes_each_time(service: Service) -> None:
    line = service.line(b"POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
    line.settimeout(SOON / 4)
    came = None
    for _each in range(200):
        try:
            line.sendall(b"1")
            came = line.recv(1)
        except TimeoutError:
            continue
        except (ConnectionResetError, BrokenPipeError):
            came = b""
        break
    assert came == b""


def test_an_answer_that_nobody_takes_is_ended_whatever_else_is_sent_meanwhile(service: Service) -> None:
    line = service.line(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    assert len(httpx.get(f"{service.url}/large").content) == LARGE
    ended = False
    for _each in range(600):
        time.sleep(SOON / 10)
        assert httpx.get(service.url).text == "ok"
        try:
            line.send(b"G")
        except OSError:
            ended = True
            break
    assert ended


def test_a_body_and_an_answer_that_move_are_let_be(service: Service) -> None:
    line = service.line(b"POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
    line.settimeout(SOON / 8)
    for _each in range(19):
        line.sendall(b"1" * 5000)
        with pytest.raises(TimeoutError):
            line.recv(1)
    line.settimeout(30)
    line.sendall(b"1" * 5000)
    assert line.recv(65536).startswith(b"HTTP/1.1 200")


def test_where_all_places_are_taken_whoever_asks_nothing_makes_room(service: Service) -> None:
    few = Service(most=4)
    try:
        silent = [few.line(b"") for _each in range(4)]
        assert httpx.get(few.url).text == "ok"
        assert rest(silent[0]) == b""
        assert few.told == ["Đã hết 4 kết nối: 1 kết nối phải nhường chỗ."]
    finally:
        few.close()


def test_a_request_of_which_two_readers_could_see_different_ends_is_refused_and_the_line_closed(service: Service) -> None:
    smuggled = b"0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"
    head = b"POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(smuggled)
    came = rest(service.line(head + smuggled))
    assert came.startswith(b"HTTP/1.1 400") and came.count(b"HTTP/1.1") == 1
    twice = b"POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n1234"
    came = rest(service.line(twice))
    assert came.startswith(b"HTTP/1.1 400") and came.count(b"HTTP/1.1") == 1


def test_nobody_is_advised_to_install_parts_where_a_stranger_asks_for_another_protocol(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger("uvicorn.error")
    log.addHandler(caplog.handler)
    try:
        asked = {"connection": "upgrade", "upgrade": "websocket"}
        assert httpx.get(service.url, headers=asked).text == "ok"
    finally:
        log.removeHandler(caplog.handler)
    assert not [
        record for record in caplog.records if "WebSocket" in record.getMessage() or "upgrade" in record.getMessage()
    ]
