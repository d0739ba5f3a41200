"""`python -m tests.bench.pouch [--node-modules DIR] [--wire]`: PouchDB on the lines of `tests/bench/thin.py`, beside us.

A PouchDB replicates with a PouchDB server, two processes of Node on loopback, through a proxy that reckons the seconds of a
thin line as `tests/thin.py` does; `inf` is what was not done after 7,200 of them. Install it in a folder of its own:
`npm install --prefix DIR pouchdb express-pouchdb express@4`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import heapq
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from tests.bench import thin
from tests.bench.measure import Row, tell
from tests.bench.records import lines

_SIDES: Final = Path(__file__).with_name("pouch.mjs")
_PIECE: Final = 512
_QUIET: Final = 0.02
"""Real seconds without a byte after which both processes wait for the line."""
_DOWN: Final = 0.5
"""Real seconds for which a line that broke takes no connection, so that both sides notice; on the line it is one trip."""
_BATCHES: Final = (100, 25, 10)
"""Documents in a batch; the first is PouchDB's default."""
_GIVEN_UP: Final = 7_200.0
"""Seconds of the line after which nobody waits any longer."""


class Job(Struct, frozen=True):
    """What is exchanged, on which line."""

    name: str
    own: int
    foreign: int
    speed: float
    life: float


class Outcome(Struct, frozen=True):
    """What an exchange took. Nothing in `whole` or `sent`: not done when it was given up."""

    whole: float | None
    sent: float | None
    up: int
    down: int
    heads: int
    requests: int
    breaks: int


class _Stream:
    """One direction of a connection: what is still to be carried, and from when on."""

    def __init__(self, writer: asyncio.StreamWriter, *, up: bool) -> None:
        self.writer = writer
        self.up = up
        self.pieces: deque[tuple[bytes, bool]] = deque()
        """Bytes, and whether they belong to a head; no bytes: the sender has ended."""
        self.ready = 0.0
        self.head: bytearray | None = bytearray()
        """The head as far as it is here; None within a body."""


class _Connection:
    """One connection through the proxy."""

    def __init__(self, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.up = _Stream(server, up=True)
        self.down = _Stream(client, up=False)
        self.fresh = True
        self.documents: bytearray | None = None
        """The body of a push of documents, while it is asked."""


class Wire:
    """A thin line for HTTP: so many bytes a second for both directions together, a round trip for each request (requests
    that wait at the same time wait together), and a life after which every connection breaks. Seconds are the line's own;
    what Node needs to think takes none. With `wire`, heads count as bytes, and a new connection takes a round trip, too."""

    def __init__(self, port: int, job: Job, *, wire: bool, seed: int = 1) -> None:
        self._port = port
        self._speed = job.speed
        self._life = job.life
        self._wire = wire
        self._lives = random.Random(seed)
        self._breaks = self._next_break(0.0)
        self._connections: set[_Connection] = set()
        self._waiting: list[tuple[float, int, _Connection, _Stream]] = []
        self._numbers = itertools.count()
        self._came = asyncio.Event()
        self._arrivals = 0
        self._down_until = 0.0
        self._at_server: dict[str, float] = {}
        self.seconds = 0.0
        self.up = self.down = self.heads = self.requests = self.breaks = 0

    def sent(self, own: int) -> float | None:
        """When the server had answered for as many documents."""
        return max(self._at_server.values()) if len(self._at_server) == own else None

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry what passes on one connection of the laptop's side."""
        if time.monotonic() < self._down_until:
            writer.transport.abort()
            return
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._port)
        connection = _Connection(writer, to_server)
        self._connections.add(connection)
        try:
            await asyncio.gather(self._read(reader, connection, up=True), self._read(from_server, connection, up=False))
        finally:
            await self._drained(connection)
            self._drop(connection)

    async def _drained(self, connection: _Connection) -> None:
        while connection in self._connections and (connection.up.pieces or connection.down.pieces):
            await asyncio.sleep(_QUIET)

    def _drop(self, connection: _Connection) -> None:
        self._connections.discard(connection)
        for stream in (connection.up, connection.down):
            stream.pieces.clear()
            stream.writer.transport.abort()

    async def _read(self, reader: asyncio.StreamReader, connection: _Connection, *, up: bool) -> None:
        while True:
            try:
                data = await reader.read(1 << 16)
            except OSError:
                data = b""
            if connection not in self._connections:
                return
            self._arrivals += 1
            self._take(connection, data, up=up)
            if not data:
                return

    def _take(self, connection: _Connection, data: bytes, *, up: bool) -> None:
        stream, other = (connection.up, connection.down) if up else (connection.down, connection.up)
        if data and other.head is None:
            other.head = bytearray()  # whoever is answered begins with a head again
        if stream.head is None or not data:
            self._queue(connection, stream, data, head=False)
            return
        stream.head += data
        head, end, body = bytes(stream.head).partition(b"\r\n\r\n")
        if not end:
            return
        stream.head = None
        if up:
            self.requests += 1
            stream.ready = self.seconds + thin.TRIP * (2 if self._wire and connection.fresh else 1)
            connection.fresh = False
            connection.documents = bytearray() if b"/_bulk_docs" in head.partition(b"\r\n")[0] else None
        self._queue(connection, stream, head + end, head=True)
        if body:
            self._queue(connection, stream, body, head=False)

    def _queue(self, connection: _Connection, stream: _Stream, data: bytes, *, head: bool) -> None:
        if not stream.pieces:
            self._wait(connection, stream)
        stream.pieces.append((data, head))
        if stream.up and connection.documents is not None and not head:
            connection.documents += data

    def _wait(self, connection: _Connection, stream: _Stream) -> None:
        stream.ready = max(stream.ready, self.seconds)
        heapq.heappush(self._waiting, (stream.ready, next(self._numbers), connection, stream))
        self._came.set()

    async def carry(self) -> None:
        """Let time pass, as long as there is something to carry."""
        while True:
            self._came.clear()
            if not self._waiting:
                await self._came.wait()
            if self._waiting[0][0] > self.seconds:
                await self._settled()
            ready, _number, connection, stream = heapq.heappop(self._waiting)
            if connection not in self._connections:
                continue
            self._carry_piece(connection, stream, max(ready, self.seconds))
            await asyncio.sleep(0)

    async def _settled(self) -> None:
        seen = -1
        while seen != self._arrivals:
            seen = self._arrivals
            await asyncio.sleep(_QUIET)

    def _carry_piece(self, connection: _Connection, stream: _Stream, now: float) -> None:
        data, head = stream.pieces.popleft()
        piece, rest = data[:_PIECE], data[_PIECE:]
        if not head or self._wire:
            now += len(piece) / self._speed
        if now >= self._breaks:
            self._break()
            return
        self.seconds = now
        self._count(len(piece), head=head, up=stream.up)
        if rest:
            stream.pieces.appendleft((rest, head))
        if not data:
            with contextlib.suppress(OSError):
                stream.writer.write_eof()
        else:
            stream.writer.write(piece)
        if not stream.up and connection.documents:
            for document in json.loads(connection.documents)["docs"]:
                self._at_server.setdefault(document["_id"], now)
            connection.documents = None
        if stream.pieces:
            self._wait(connection, stream)

    def _count(self, size: int, *, head: bool, up: bool) -> None:
        if head:
            self.heads += size
        if head and not self._wire:
            return
        if up:
            self.up += size
        else:
            self.down += size

    def _break(self) -> None:
        self.seconds = self._breaks + thin.TRIP
        self._breaks = self._next_break(self.seconds)
        self.breaks += 1
        self._down_until = time.monotonic() + _DOWN
        self._waiting.clear()
        for connection in list(self._connections):
            self._drop(connection)

    async def end(self) -> None:
        """Let go of every connection."""
        for connection in list(self._connections):
            self._drop(connection)
        await asyncio.sleep(5 * _QUIET)

    def _next_break(self, since: float) -> float:
        return since + self._lives.uniform(0.5, 1.5) * self._life


async def _replicated(modules: Path, folder: Path, job: Job, batch: int, *, wire: bool) -> Outcome:
    hub, laptop = folder / "hub", folder / "laptop"
    for side, count, seed in ((hub, job.foreign, 1), (laptop, job.own, 2)):
        side.mkdir(parents=True)
        side.with_suffix(".jsonl").write_bytes(b"".join(_documents(count, seed)))
    async with contextlib.AsyncExitStack() as ending:
        server = await _node(ending, "serve", modules, hub, hub.with_suffix(".jsonl"))
        assert server.stdout is not None
        line = Wire(int(await server.stdout.readline()), job, wire=wire)
        proxy = await ending.enter_async_context(await asyncio.start_server(line.connected, "127.0.0.1", 0))
        carrying = asyncio.ensure_future(line.carry())
        ending.push_async_callback(line.end)
        ending.callback(carrying.cancel)
        url = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}/records"
        client = await _node(ending, "replicate", modules, laptop, laptop.with_suffix(".jsonl"), url, str(batch))
        assert client.stdout is not None
        told = asyncio.ensure_future(client.stdout.readline())
        while not told.done() and not carrying.done() and line.seconds < _GIVEN_UP:
            await asyncio.wait({told, carrying}, timeout=0.2, return_when=asyncio.FIRST_COMPLETED)
        if carrying.done():
            await carrying
        whole = None
        if told.done():
            if not told.result():
                raise RuntimeError(f"PouchDB ended: {await client.wait()}")
            here = json.loads(told.result())["here"]
            if here != job.own + job.foreign:
                raise RuntimeError(f"PouchDB has {here} documents")
            whole = line.seconds
        told.cancel()
        return Outcome(
            whole=whole,
            sent=line.sent(job.own),
            up=line.up,
            down=line.down,
            heads=line.heads,
            requests=line.requests,
            breaks=line.breaks,
        )


def _documents(count: int, seed: int) -> Iterator[bytes]:
    """Entries' lines as documents, each under the id of its record."""
    for line in lines(count, seed=seed):
        yield b'{"_id":"%s",%s\n' % (json.loads(line)["record"].encode(), line.strip()[1:])


async def _node(ending: contextlib.AsyncExitStack, job: str, *words: str | Path) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec("node", _SIDES, job, *words, stdout=asyncio.subprocess.PIPE)

    async def end() -> None:
        if process.returncode is None:
            process.kill()
        await process.wait()

    ending.push_async_callback(end)
    return process


def _jobs() -> tuple[Job, ...]:
    foreign = thin.FOREIGN
    return (
        Job(f"20 own, {foreign:,} foreign records, 8 kB/s, cut each 20 s", 20, foreign, 8_000, 20.0),
        Job("400 unsent records, 500 B/s, no cut", 400, 0, 500, 1e9),
        Job("400 unsent records, 500 B/s, cut each 60 s", 400, 0, 500, 60.0),
    )


def _beside(job: Job, batch: int, theirs: Outcome, ours: thin.Passed) -> Iterator[Row]:
    named = f"{job.name}, batches of {batch}"
    never = float("inf")
    yield Row(f"{named}: own at the server", theirs.sent or never, "s", ours.receipt, "ours: its receipt here")
    yield Row(f"{named}: all", theirs.whole or never, "s", ours.seconds, "ours")
    yield Row(f"{named}: up", theirs.up / 1_000, "kB", ours.up / 1_000, "ours")
    yield Row(f"{named}: down", theirs.down / 1_000, "kB", ours.down / 1_000, "ours")
    yield Row(f"{named}: heads of HTTP", theirs.heads / 1_000, "kB")
    yield Row(f"{named}: requests", theirs.requests, "")
    yield Row(f"{named}: cuts", theirs.breaks, "")


def rows(modules: Path, folder: Path, *, wire: bool) -> Iterator[Row]:
    """All rows: PouchDB's default, then the best of the smaller batches."""
    ours = thin.exchanges(folder / "ours")
    for number, (job, passed) in enumerate(zip(_jobs(), (ours.both_ways, ours.sent, ours.sent_in_pieces), strict=True)):
        theirs = {
            batch: asyncio.run(_replicated(modules, folder / f"{number}-{batch}", job, batch, wire=wire))
            for batch in _BATCHES
        }
        best = min(_BATCHES[1:], key=lambda batch: (theirs[batch].whole or float("inf"), batch))
        for batch in (_BATCHES[0], best):
            yield from _beside(job, batch, theirs[batch], passed)


def _versions(modules: Path) -> str:
    asked = (
        "const r = require('module').createRequire(process.argv[1] + '/x.js'); console.log(process.version, "
        + ", ".join(f"'{name}', r('{name}/package.json').version" for name in ("pouchdb", "express-pouchdb", "express"))
    )
    return subprocess.run(["node", "-e", asked + ")", modules], check=True, capture_output=True, text=True).stdout.strip()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pouch", description=__doc__)
    parser.add_argument("--node-modules", type=Path, default=os.environ.get("SOXA_POUCHDB"), help="where npm put PouchDB")
    parser.add_argument("--wire", action="store_true", help="count heads of HTTP, and a round trip for each connection")
    chosen = parser.parse_args()
    if chosen.node_modules is None:
        parser.error("say --node-modules DIR or SOXA_POUCHDB; npm install --prefix DIR pouchdb express-pouchdb express@4")
    modules = Path(chosen.node_modules).resolve()
    sys.stdout.write(f"node {_versions(modules)}\n")
    with tempfile.TemporaryDirectory(prefix="soxa-pouch-") as folder:
        for row in rows(modules, Path(folder), wire=chosen.wire):
            tell(row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
