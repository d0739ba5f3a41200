"""A thousand hostile connections: the hub's memory stays what it was meant to be, and a laptop syncs meanwhile."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from field.exchange import client
from field.home import LaptopHome
from field.store import LaptopStore
from hub.home import HubHome
from hub.store import HubStore
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.liars.crowd import Crowd, of_each, openings
from tests.serving import founded, hub_process, joined

CROWD = 1_000
MEMORY = 200 * 1024 * 1024


def memory(pid: int) -> int:
    """Bytes of memory that a process has taken at most."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads a process's memory from /proc")
def test_a_thousand_hostile_connections_take_no_more_memory_than_is_stated_and_a_laptop_syncs_meanwhile(
    tmp_path: Path,
) -> None:
    home, folder = HubHome(tmp_path / "hub"), LaptopHome(tmp_path / "laptop")
    keys = founded(home)
    with hub_process(home.path) as hub:
        store = HubStore.open(home.database)
        signer = joined(store, keys, folder, hub.url)
        laptop = LaptopStore.open(folder)

        def sync(count: int) -> None:
            laptop.logs.append(list(activities(count)), signer)
            client.sync(laptop, signer, now=now(), nonce=lambda: random_bytes(12))
            assert laptop.logs.own.acked == laptop.logs.own.size

        sync(1)
        crowd, kinds = Crowd(hub.url), openings(hub.url, laptop.membership.device)
        for _wave in range(4):
            crowd.come(of_each(CROWD // 4, kinds))
            crowd.push(60)
            sync(10)
        crowd.push(60)
        assert memory(hub.process.pid) < MEMORY
        assert crowd.ended > 0
        crowd.leave()
        sync(1)
        laptop.close()
        store.close()
        hub.process.terminate()
        said = hub.said()
    assert "Traceback" not in said
