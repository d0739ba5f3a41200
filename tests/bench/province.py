"""The hub's rows: taking new records in, by a call and over HTTP; the bytes on the wire; an idle sync."""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from field.exchange import client
from field.exchange.giving import own_ranges
from field.exchange.outcome import ExchangeOutcome
from field.exchange.pushing import push
from field.home import LaptopHome
from field.store import LaptopStore
from hub.home import HubHome, Keys
from hub.intake.receive import Receiver
from hub.intake.reply import LINE_BUDGET, answer
from hub.store import HubStore
from hub.web.service import HubService, listening
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.exchange.answers import name_of
from sync.exchange.parcel import ONE_EXCHANGE, Effort
from sync.ledger.entry import Entry
from sync.log.keys import Signer
from sync.log.merkle import Frontier, leaf_hash
from sync.shell.console import now, random_bytes
from tests.bench.measure import Row
from tests.bench.records import activities, lines
from tests.serving import address_of, founded, joined, serving
from tests.world import sender_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

HUB = "soxa.bench.example"
TRIES = 3


def rows(folder: Path, count: int) -> Iterator[Row]:
    """Measure in a new folder, with `count` new records."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = lines(count)
    unit = "ms"
    floor = min(_floor(folder / f"floor-{number}.db", fresh) for number in range(TRIES))
    signed = floor + min(_signatures(fresh) for _ in range(TRIES))
    runs = [_Run(folder / f"run-{number}", count) for number in range(TRIES)]
    taken = min(run.take() for run in runs)
    job = f"hub takes {count:,} new records"
    yield Row(job, taken * 1e3, unit, floor * 1e3, "decode + hash + insert", 2)
    yield Row("  the same against a signature checked for each", taken * 1e3, unit, signed * 1e3, "floor + signatures", 0.25)
    over_http = [_Run(folder / f"http-{number}", count) for number in range(TRIES)]
    read = min(run.read_floor() for run in over_http)
    measured = [run.over_http() for run in over_http]
    seconds = min(one.seconds for one in measured)
    yield Row(f"{job} over HTTP", seconds * 1e3, unit, (floor + read) * 1e3, "the same + the laptop's read", 2.5)
    small = _smallest(fresh) / count
    sent = min(one.sent for one in measured) / count
    yield Row(f"bytes up a record, {count:,} records", sent, "bytes", small, "zstd -19 of the entries", 1.3)
    one = measured[0]
    yield Row("bytes up, one new record, headers included", one.single_up, "bytes", goal=1_300, absolute=True)
    yield Row("an idle sync: round trips", one.idle_rounds, "", goal=1, absolute=True)
    yield Row("an idle sync: bytes up, headers included", one.idle_up, "bytes", goal=1_024, absolute=True)
    yield Row("an idle sync: bytes down, headers included", one.idle_down, "bytes", goal=1_024, absolute=True)
    yield Row("the daily sync with its proof: bytes up", one.daily_up, "bytes", goal=1_024, absolute=True)
    yield Row("the daily sync with its proof: bytes down", one.daily_down, "bytes", goal=1_700, absolute=True)


def _floor(path: Path, fresh: list[bytes]) -> float:
    """Decode with the same library, hash leaves and nodes, insert the bytes in one durable commit."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA wal_autocheckpoint = 8000")  # as the hub has it: a floor must not pay for what the hub does not
    db.execute("CREATE TABLE floor (idx INTEGER PRIMARY KEY, line BLOB)")
    decoder = msgspec.json.Decoder(Entry)
    began = time.perf_counter()
    for line in fresh:
        decoder.decode(line)
    frontier = Frontier()
    frontier.extend(map(leaf_hash, fresh))
    frontier.root()
    db.execute("BEGIN")
    db.executemany("INSERT INTO floor VALUES (?, ?)", enumerate(fresh))
    db.execute("COMMIT")
    seconds = time.perf_counter() - began
    db.close()
    return seconds


def _smallest(fresh: list[bytes]) -> int:
    """Bytes of the entries alone, with no parcel around them, as zstd at its slowest squeezes them."""
    return len(zstd.compress(b"\n".join(fresh), 19))


def _signatures(fresh: list[bytes]) -> float:
    """What checking a signature of each record would cost, without anything else."""
    signer = Signer("soxa", bytes(32))
    verifier, some = signer.verifier, fresh[:1_000]
    signatures = [signer.sign(line) for line in some]
    began = time.perf_counter()
    for line, signature in zip(some, signatures, strict=True):
        verifier.check(line, signature)
    return (time.perf_counter() - began) * len(fresh) / len(some)


class Measured(msgspec.Struct, frozen=True):
    """What one laptop's exchanges over HTTP came to."""

    seconds: float
    sent: int
    single_up: int
    idle_up: int
    idle_down: int
    idle_rounds: int
    daily_up: int
    daily_down: int


class _Run:
    """A hub and a laptop with so many records that no receipt covers."""

    def __init__(self, folder: Path, count: int) -> None:
        home = HubHome(folder / "hub")
        self.keys: Keys = founded(home, HUB)
        self.hub = HubStore.open(home.database)
        self._listener = listening("127.0.0.1", 0)
        place = LaptopHome(folder / "laptop")
        self.signer = joined(self.hub, self.keys, place, address_of(self._listener))
        self.store = LaptopStore.open(place)
        self._other = LaptopHome(folder / "other")
        self._later = 0
        receiver = Receiver(self.hub, self.keys, random_bytes)
        client.exchange(self.store, self.signer, lambda body: self._answer(receiver, body), ExchangeOutcome())
        self.store.logs.append(list(activities(count)), self.signer)

    def _answer(self, receiver: Receiver, body: bytes) -> Iterator[bytes]:
        """Take one push by a call: a laptop that is enrolled, and a hub that has been running."""
        taken = receiver.take([body], ONE_EXCHANGE, now(), sender_of(body), asked=name_of(body))
        return answer(self.hub, self.keys, taken, budget=LINE_BUDGET, effort=Effort.LINE)

    def take(self) -> float:
        """Seconds for the hub to take the one push that holds everything; the parcel is read as well."""
        own = self.store.logs.own
        fresh = self.store.logs.lines(own.origin, own.acked, 1 << 30)
        ranges = own_ranges(self.store, self.signer, own.acked, own.size)
        body = b"".join(push(self.store, own.acked, ranges, Effort.LINE))
        pieces = [body[start : start + 65_536] for start in range(0, len(body), 65_536)]
        receiver = Receiver(self.hub, self.keys, random_bytes)
        began = time.perf_counter()
        taken = receiver.take(pieces, ONE_EXCHANGE, now())
        seconds = time.perf_counter() - began
        assert taken.refusal is None and taken.entries == len(fresh)
        self.close()
        return seconds

    def read_floor(self) -> float:
        """Seconds to read the unsent entries from the laptop's store."""
        began = time.perf_counter()
        self.store.logs.lines(self.store.logs.own.origin, 0, 1 << 30)
        return time.perf_counter() - began

    def over_http(self) -> Measured:
        """Everything by real exchanges with a real service."""
        app = HubService(self.hub, self.keys, now=self._now, random_bytes=random_bytes).app()
        with serving(app, self._listener, server_header=False), _counted() as wire:
            began = time.perf_counter()
            self._sync()
            seconds = time.perf_counter() - began
            sent = wire.up
            self._sync()
            wire.up = wire.down = 0
            outcome = self._sync()
            idle = (wire.up, wire.down, outcome.rounds)
            self.store.logs.append(list(activities(1, seed=77)), self.signer)
            wire.up = 0
            self._sync()
            single = wire.up
            self._sync()
            self._others_call()
            self._later = DAY_SECONDS + 1
            wire.up = wire.down = 0
            self._sync()
            measured = Measured(seconds, sent, single, *idle, wire.up, wire.down)
        self.close()
        return measured

    def _now(self) -> Instant:
        """The hub's time and the laptop's, some days later in the end."""
        return Instant(now() + self._later)

    def _others_call(self) -> None:
        """Another unit's laptop writes: the acceptances grow by its own, and by what the registry says of it."""
        signer = joined(self.hub, self.keys, self._other, address_of(self._listener), "03394")
        with LaptopStore.open(self._other) as other:
            client.sync(other, signer, now=now(), nonce=lambda: random_bytes(12))
            self._sync()  # what the registry says of it, which is not to be counted
            other.logs.append(list(activities(1, seed=78)), signer)
            client.sync(other, signer, now=now(), nonce=lambda: random_bytes(12))

    def _sync(self) -> ExchangeOutcome:
        outcome = client.sync(self.store, self.signer, now=self._now(), nonce=lambda: random_bytes(12))
        assert self.store.logs.own.acked == self.store.logs.own.size
        return outcome

    def close(self) -> None:
        """Let go of the files."""
        self._listener.close()
        self.store.close()
        self.hub.close()


class _Wire:
    """Bytes that went through the sockets, all headers included."""

    def __init__(self) -> None:
        self.up = 0
        self.down = 0


@contextmanager
def _counted() -> Iterator[_Wire]:
    """Counts what every HTTP client of this process sends and receives while the block lasts."""
    from httpcore._backends.sync import SyncStream  # noqa: PLC0415 - the only place that sees every byte

    wire, write, read = _Wire(), SyncStream.write, SyncStream.read

    def counting_write(self: SyncStream, buffer: bytes, timeout: float | None = None) -> None:
        wire.up += len(buffer)
        write(self, buffer, timeout)

    def counting_read(self: SyncStream, max_bytes: int, timeout: float | None = None) -> bytes:
        data = read(self, max_bytes, timeout)
        wire.down += len(data)
        return data

    SyncStream.write, SyncStream.read = counting_write, counting_read  # type: ignore[method-assign]
    try:
        yield wire
    finally:
        SyncStream.write, SyncStream.read = write, read  # type: ignore[method-assign]
