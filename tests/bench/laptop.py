"""The laptop's rows: one save and one search, in a small ledger and in a large one."""

from __future__ import annotations

import itertools
import sqlite3
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import ActivityFilter, Membership
from sync.encoding.types import Base64Hash, Instant
from sync.ledger import origins
from sync.ledger.entry import Join
from sync.log.keys import Signer
from tests.bench.measure import Row, best
from tests.bench.records import activities

HUB = "soxa.bench.example"
_SAVES = 60
_QUERIES = ("loa", "duong", "Nà Khương", "ky nang so", "chuyển đổi số", "khong co gi", "ban")


def rows(folder: Path, large: int) -> Iterator[Row]:
    """Measure in a new folder; `large` is how many activities the large ledger holds."""
    folder.mkdir(parents=True, exist_ok=True)
    commit = durable_commit(folder / "floor.db")
    small = ledger(folder / "small", 1_000)
    save_small = _save(*small, start=1)
    yield Row("one save, 1,000 activities held", save_small * 1e3, "ms", commit * 1e3, "one durable commit", 10)
    big = ledger(folder / "large", large)
    save_large = _save(*big, start=2)
    held = f"{large:,} activities held"
    yield Row(f"one save, {held}", save_large * 1e3, "ms", commit * 1e3, "one durable commit", 10)
    yield Row("  the same beside 1,000", save_large * 1e3, "ms", save_small * 1e3, "the save at 1,000", 1.5)
    yield Row(f"the slowest of {len(_QUERIES)} searches, {held}", _search(big[0]) * 1e3, "ms", goal=50, absolute=True)


def durable_commit(path: Path) -> float:
    """Seconds of one small commit that is on the disk when it comes back."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE floor (line BLOB)")
    times = []
    for _number in range(_SAVES):
        began = time.perf_counter()
        db.execute("INSERT INTO floor VALUES (?)", (bytes(650),))
        times.append(time.perf_counter() - began)
    db.close()
    return statistics.median(times)


def ledger(path: Path, count: int) -> tuple[LaptopStore, Signer]:
    """A laptop that holds so many activities, and its key."""
    nameless = Signer("soxa", bytes(range(32)))
    device = origins.device_id(nameless.verifier.key)
    signer = nameless.renamed(origins.device(HUB, device))
    membership = Membership(
        hub=HUB,
        key=Signer(origins.registry(HUB), bytes(32)).verifier.vkey(),
        url="",
        unit="03390",
        unit_name="Bình Lư",
        device=device,
        officer=None,
        invite="a" * 16,
    )
    store = LaptopStore.create(LaptopHome(path), membership)
    key = signer.verifier.vkey()
    join = Join(
        salt="0" * 16,
        at=Instant(0),
        hub=membership.key,
        unit="03390",
        invite="a" * 16,
        key=key,
        proof=Base64Hash("A" * 43 + "="),
    )
    store.logs.append([join], signer)
    entries = activities(count)
    while batch := list(itertools.islice(entries, 2_000)):
        store.logs.append(batch, signer)
    return store, signer


def _save(store: LaptopStore, signer: Signer, *, start: int) -> float:
    """The median seconds of a save; the median, because a checkpoint of the write-ahead log falls on a few of them."""
    times = []
    for entry in activities(_SAVES, seed=1_000 + start):
        began = time.perf_counter()
        store.logs.append([entry], signer)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def _search(store: LaptopStore) -> float:
    return max(best(lambda query=query: store.records.rows(ActivityFilter(search=query, limit=200))) for query in _QUERIES)  # type: ignore[misc]
