"""Kill either side at any moment: nothing acknowledged is lost, and the next sync completes."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from field.exchange import client
from field.home import LaptopHome
from field.store import LaptopStore
from hub.export import bundle
from hub.home import HubHome, Keys
from hub.store import HubStore
from hub.web.service import listening
from sync.audit.verify import verify
from sync.errors import SoxaError
from sync.exchange.ranges import RangeHead, check_receipt
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.command import ROOT, SOXA, environment
from tests.serving import address_of, founded, hub_process, joined

_ENTRIES = 4_000
_PER_KILL = 600


class Pair:
    """A hub's folder and a laptop's, and a port between them."""

    def __init__(self, folder: Path) -> None:
        self.hub_home = HubHome(folder / "hub")
        with listening("127.0.0.1", 0) as listener:
            self.port = int(listener.getsockname()[1])
            url = address_of(listener)
        self.keys: Keys = founded(self.hub_home)
        self.home = LaptopHome(folder / "laptop")
        store = HubStore.open(self.hub_home.database)
        self.signer = joined(store, self.keys, self.home, url)
        store.close()

    def syncing(self) -> subprocess.Popen[bytes]:
        """An exchange that goes on by itself."""
        return subprocess.Popen(
            [*SOXA, "field", "sync", "--home", str(self.home.path)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )

    @contextmanager
    def serving(self) -> Iterator[subprocess.Popen[str]]:
        """The hub's service, at the address that the laptop knows."""
        with hub_process(self.hub_home.path, port=self.port) as service:
            yield service.process

    def fill(self, count: int, seed: int) -> None:
        """So many more activities on the laptop."""
        with LaptopStore.open(self.home) as store:
            store.logs.append(list(activities(count, seed=seed)), self.signer)

    def check(self, *, complete: bool) -> None:
        """Everything that a receipt covers is in the hub's store, and an auditor finds no fault."""
        hub = HubStore.open(self.hub_home.database)
        with LaptopStore.open(self.home) as store, hub.reading() as transaction:
            own = store.logs.own
            held = transaction.logs.get(own.origin)
            mine = store.logs.leaves(own.origin, 0, own.size)
            there = [] if held is None else list(transaction.logs.leaves(held.id, 0, held.size))
            assert there == mine[: len(there)]
            assert own.acked <= len(there)
            if own.acked:
                registry = store.logs.registry()
                assert own.receipt is not None and registry.cosigner is not None
                head = RangeHead(origin=own.origin, start=own.acked, end=own.acked, checkpoint=own.receipt)
                assert check_receipt(head, registry.verifier(own.origin), registry.cosigner) == own.receipt_time
            if complete:
                assert own.acked == own.size == len(there)
        path = self.hub_home.path / "audit.soxa"
        path.unlink(missing_ok=True)
        bundle.write(hub, self.keys, path, lambda _count: None)
        hub.close()
        assert verify(path, self.keys.logs.verifier).faults == ()


def sync_once(pair: Pair) -> None:
    """One exchange from this process; it may fail, as on any bad day."""
    with LaptopStore.open(pair.home) as store:
        client.sync(store, pair.signer, now=now(), nonce=lambda: random_bytes(12))


@pytest.mark.parametrize("seed", range(3))
def test_killing_the_hub_while_it_takes_pushes_loses_nothing_receipted(tmp_path: Path, seed: int) -> None:
    pair, chance = Pair(tmp_path), random.Random(seed)
    pair.fill(_ENTRIES, seed)
    for _kill in range(3):
        with pair.serving() as service:
            laptop = pair.syncing()
            time.sleep(chance.uniform(0.45, 0.95))
            service.kill()
            laptop.wait(timeout=60)
        pair.check(complete=False)
        pair.fill(_PER_KILL, seed * 100 + _kill)
    with pair.serving():
        sync_once(pair)
    pair.check(complete=True)


@pytest.mark.parametrize("seed", range(3))
def test_killing_the_laptop_while_it_syncs_loses_nothing(tmp_path: Path, seed: int) -> None:
    pair, chance = Pair(tmp_path), random.Random(seed)
    pair.fill(_ENTRIES, seed)
    with pair.serving():
        for _kill in range(3):
            laptop = pair.syncing()
            time.sleep(chance.uniform(0.4, 0.9))
            laptop.kill()
            laptop.wait()
            pair.fill(_PER_KILL, seed * 100 + _kill)
        sync_once(pair)
    pair.check(complete=True)


def test_a_hub_that_is_gone_is_one_line_and_no_harm(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    pair.fill(3, 1)
    with pytest.raises(SoxaError) as refused:
        sync_once(pair)
    assert refused.value.code == "no-answer"
    with pair.serving():
        sync_once(pair)
    pair.check(complete=True)
