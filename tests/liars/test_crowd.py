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
from sync.encoding.types import DeviceId
from sync.exchange import signing
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.liars.crowd import Crowd, of_each
from tests.serving import founded, hub_process, joined

CROWD = 1_000
MEMORY = 200 * 1024 * 1024
UPLOAD = 15 * 1024 * 1024


def head(url: str, size: int, **more: str) -> bytes:
    """The head of a request with a body, as sent."""
    lines = [f"POST /sync HTTP/1.1\r\nHost: {url.removeprefix('http://')}\r\nContent-Length: {size}"]
    lines += [f"{name}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def memory(pid: int) -> int:
    """Bytes of memory that a process has taken at most."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads a process's memory from /proc")
def test_a_thousand_hostile_connections_take_no_more_memory_than_is_stated_and_a_laptop_syncs_meanwhile(
    tmp_path: Path,
) -> None:
    home = HubHome(tmp_path / "hub")
    keys = founded(home)
    with hub_process(home.path) as hub:
        host, port = hub.url.removeprefix("http://").split(":")
        store = HubStore.open(home.database)
        signer = joined(store, keys, LaptopHome(tmp_path / "laptop"), hub.url)
        laptop = LaptopStore.open(LaptopHome(tmp_path / "laptop"))

        def sync() -> int:
            client.sync(laptop, signer, now=now(), nonce=lambda: random_bytes(12))
            return laptop.logs.own.acked

        sync()
        stranger, body = Signer(signer.name, random_bytes(32)), bytes(UPLOAD)
        unsigned = head(hub.url, UPLOAD) + body
        device = laptop.membership.device
        forged = signing.sign(
            "POST", f"{hub.url}/sync", body, device=device, signer=stranger, now=now(), nonce=random_bytes(12)
        )
        unknown = signing.sign(
            "POST", f"{hub.url}/sync", body, device=DeviceId("b" * 16), signer=stranger, now=now(), nonce=random_bytes(12)
        )
        crowd = Crowd(host, int(port))
        says = (
            b"",
            b"POST /sync HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 15_000,
            unsigned[:-1],
            head(hub.url, UPLOAD, **forged) + body[:-1],
            head(hub.url, UPLOAD, **unknown) + body[:-1],
            b"POST /signin HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + bytes(999_999),
        )
        try:
            for _wave in range(4):
                crowd.come(list(of_each(CROWD // 4, *says)))
                crowd.push(60)
                laptop.logs.append(list(activities(10)), signer)
                assert sync() == laptop.logs.own.size
            crowd.push(60)
            assert memory(hub.process.pid) < MEMORY
            assert crowd.ended > 0
        finally:
            crowd.leave()
        laptop.logs.append(list(activities(1)), signer)
        assert sync() == laptop.logs.own.size
        laptop.close()
        store.close()
        hub.process.terminate()
        said = hub.said()
    assert "Traceback" not in said
