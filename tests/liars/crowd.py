"""Strangers on the network who want a hub to serve nobody: many connections, each with something begun."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator

from sync.encoding.types import DeviceId
from sync.exchange import signing
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes

UPLOAD = 15 * 1024 * 1024


def openings(url: str, known: DeviceId) -> tuple[bytes, ...]:
    """What may be said to a hub and never brought to its end: nothing; half a head; uploads under no signature, under a
    laptop's name with another key, under a name that nobody knows; a large form."""
    body = bytes(UPLOAD)
    stranger = Signer("soxa", random_bytes(32))

    def upload(device: DeviceId | None) -> bytes:
        head = f"POST /sync HTTP/1.1\r\nHost: {url.removeprefix('http://')}\r\nContent-Length: {UPLOAD}\r\n"
        if device is not None:
            signed = signing.sign(
                "POST", f"{url}/sync", body, device=device, signer=stranger, now=now(), nonce=random_bytes(12)
            )
            head += "".join(f"{name}: {value}\r\n" for name, value in signed.items())
        return f"{head}\r\n".encode() + body[:-1]

    return (
        b"",
        b"POST /sync HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 15_000,
        upload(None),
        upload(known),
        upload(DeviceId("b" * 16)),
        b"POST /signin HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + bytes(999_999),
    )


class Crowd:
    """Connections to one address, each of which sends as much as the other side takes of what it has to say."""

    def __init__(self, url: str) -> None:
        host, port = url.removeprefix("http://").split(":")
        self._address = (host, int(port))
        self._selector = selectors.DefaultSelector()
        self._left: dict[socket.socket, memoryview] = {}
        self.ended = 0
        """How many the other side has ended."""

    def come(self, says: Iterator[bytes]) -> None:
        """Connect, once for each of these."""
        for text in says:
            line = socket.socket()
            line.setblocking(False)
            line.connect_ex(self._address)
            self._left[line] = memoryview(text)
            self._selector.register(line, selectors.EVENT_READ | selectors.EVENT_WRITE)

    def push(self, rounds: int) -> None:
        """Send on, wherever there is room, and read nothing but that a line has ended."""
        for _round in range(rounds):
            for key, events in self._selector.select(timeout=0.05):
                line = key.fileobj
                assert isinstance(line, socket.socket)
                if not self._goes_on(line, events):
                    self.ended += 1
                    self._hang_up(line)

    def _goes_on(self, line: socket.socket, events: int) -> bool:
        try:
            if events & selectors.EVENT_WRITE and self._left[line]:
                self._left[line] = self._left[line][line.send(self._left[line][: 64 * 1024]) :]
            if events & selectors.EVENT_READ:
                return bool(line.recv(65536))
        except (BlockingIOError, InterruptedError):
            return True
        except OSError:
            return False
        return True

    def _hang_up(self, line: socket.socket) -> None:
        self._selector.unregister(line)
        del self._left[line]
        line.close()

    def leave(self) -> None:
        """Go, all at once."""
        for line in list(self._left):
            self._hang_up(line)
        self._selector.close()


def of_each(count: int, kinds: tuple[bytes, ...]) -> Iterator[bytes]:
    """So many texts, of each kind in turn."""
    return (kinds[number % len(kinds)] for number in range(count))
