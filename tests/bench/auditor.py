"""The auditor's row: a bundle of many records verified, figures included, beside hashing and decoding its entries."""

from __future__ import annotations

import itertools
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import msgspec

from field.reporting import reports
from hub.export import bundle
from sync.audit.verify import verify
from sync.ledger.entry import Entry, Narrative
from sync.log.merkle import Frontier, leaf_hash
from sync.shell.console import random_bytes
from tests.bench.measure import Row, best
from tests.bench.records import activities, lines
from tests.world import World

_UNITS = ("03388", "03390", "03394", "03405", "03424")
_BATCH = 5_000


def rows(folder: Path, count: int) -> Iterator[Row]:
    """Measure with `count` records, spread over five units, each with a report over all of its own."""
    path = folder / "bundle.soxa"
    folder.mkdir(parents=True)
    world = World(folder)
    for number, unit in enumerate(_UNITS):
        laptop = world.laptop(unit)
        entries = activities(count // len(_UNITS), seed=number)
        while batch := list(itertools.islice(entries, _BATCH)):
            laptop.store.logs.append(batch, laptop.signer)
            laptop.exchange(world.line)
        reports.submit(laptop.store, laptop.signer, "2026", Narrative(), now=world.now(), random_bytes=random_bytes)
        laptop.exchange(world.line)
    bundle.write(world.store, world.keys, path, lambda _count: None)
    key = world.keys.logs.verifier
    floor = _floor(10_000) * count / 10_000
    seconds = best(lambda: verify(path, key), tries=2)
    summary = verify(path, key)
    assert (summary.faults, summary.records, summary.reports) == ((), count, len(_UNITS))
    world.close()
    yield Row(f"auditor verifies {count:,} records, figures included", seconds, "s", floor, "hash + decode", 2)
    tracemalloc.start()
    verify(path, key)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    yield Row("  memory at its peak, Python's own", peak / 2**20, "MiB")


def _floor(count: int) -> float:
    """Seconds to hash so many entries into a tree and decode them."""
    fresh = lines(count)
    decoder = msgspec.json.Decoder(Entry)
    began = time.perf_counter()
    frontier = Frontier()
    frontier.extend(map(leaf_hash, fresh))
    for line in fresh:
        decoder.decode(line)
    frontier.root()
    return time.perf_counter() - began
