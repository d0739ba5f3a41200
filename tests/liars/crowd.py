"""Strangers on the network who want a hub to serve nobody: many connections, each with something begun."""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field


@dataclass
class Crowd:
    """Connections to one address, each of which sends as much as the other side takes of what it has to say."""

    host: str
    port: int
    _stack: ExitStack = field(default_factory=ExitStack)
    _lines: dict[socket.socket, memoryview] = field(default_factory=dict)
    ended: int = 0
    """How many the other side has ended."""

    def come(self, says: Sequence[bytes]) -> None:
        """Connect, once for each of these."""
        for text in says:
            line = self._stack.enter_context(socket.socket())
            line.setblocking(False)
            line.connect_ex((self.host, self.port))
            self._lines[line] = memoryview(text)

    def push(self, rounds: int) -> None:
        """Send on, wherever there is room, and read nothing but that a line has ended."""
        with selectors.DefaultSelector() as selector:
            for one in self._lines:
                selector.register(one, selectors.EVENT_READ | selectors.EVENT_WRITE)
            for _round in range(rounds):
                for key, events in selector.select(timeout=0.05):
                    line = key.fileobj
                    assert isinstance(line, socket.socket)
                    if not self._goes_on(line, events):
                        selector.unregister(line)
                        del self._lines[line]
                        line.close()
                        self.ended += 1

    def _goes_on(self, line: socket.socket, events: int) -> bool:
        try:
            if events & selectors.EVENT_WRITE and self._lines[line]:
                self._lines[line] = self._lines[line][line.send(self._lines[line][: 64 * 1024]) :]
            if events & selectors.EVENT_READ:
                return bool(line.recv(65536))
        except (BlockingIOError, InterruptedError):
            return True
        except OSError:
            return False
        return True

    def leave(self) -> None:
        """Go, all at once."""
        self._stack.close()
        self._lines.clear()


def of_each(count: int, *kinds: bytes) -> Iterator[bytes]:
    """So many texts, of each kind in turn."""
    return (kinds[number % len(kinds)] for number in range(count))
