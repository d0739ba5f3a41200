"""What a laptop feels of a thousand hostile connections to its hub: exchanges of a record, beside some without them."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

from field.exchange import client
from field.home import LaptopHome
from field.store import LaptopStore
from hub.home import HubHome
from hub.store import HubStore
from sync.encoding.types import DeviceId
from sync.shell.console import now, random_bytes
from tests.bench.measure import Row
from tests.bench.records import activities
from tests.liars.crowd import Crowd, of_each, openings
from tests.serving import founded, hub_process, joined

CROWD = 1_000
TRIES = 5


def rows(folder: Path) -> Iterator[Row]:
    """Measure with a hub in a process of its own: the longest of some exchanges, by turns without and with the crowd."""
    home, laptop_home = HubHome(folder / "hub"), LaptopHome(folder / "laptop")
    folder.mkdir(parents=True, exist_ok=True)
    keys = founded(home)
    with hub_process(home.path) as hub:
        store = HubStore.open(home.database)
        signer = joined(store, keys, laptop_home, hub.url)
        laptop = LaptopStore.open(laptop_home)

        def sync() -> float:
            laptop.logs.append(list(activities(1)), signer)
            began = time.perf_counter()
            client.sync(laptop, signer, now=now(), nonce=lambda: random_bytes(12))
            return time.perf_counter() - began

        sync()
        alone, among = 0.0, 0.0
        for _try in range(TRIES):
            alone = max(alone, sync())
            with _Pushing(hub.url, laptop.membership.device):
                among = max(among, sync())
        laptop.close()
        store.close()
    yield Row(f"a sync among {CROWD:,} hostile connections: longer by", among - alone, "s", goal=1, absolute=True)


class _Pushing:
    """A crowd that pushes, in a process of its own, while the block lasts."""

    def __init__(self, url: str, device: DeviceId) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._come = spawning.Event()
        self._process = spawning.Process(target=_push, args=(url, device, self._come), daemon=True)

    def __enter__(self) -> None:
        self._process.start()
        assert self._come.wait(60)

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.join()


def _push(url: str, device: DeviceId, come: Event) -> None:
    crowd = Crowd(url)
    crowd.come(of_each(CROWD, openings(url, device)))
    crowd.push(20)
    come.set()
    while True:
        crowd.push(1)
