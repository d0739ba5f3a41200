"""A hub that serves, in this process or in one of its own, and laptops that join it at its address."""

from __future__ import annotations

import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from field.exchange import joining
from field.home import LaptopHome
from hub import own_logs
from hub.home import HubHome, Keys
from hub.registry import foundation, invites
from hub.registry.official_units import province_units
from hub.store import HubStore
from hub.web.service import listening
from sync.log.keyfile import load_key
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes
from tests.command import ROOT, SOXA, environment

UNIT = "03390"
"""Of the laptops that join."""


def founded(home: HubHome, hub: str = "soxa.test.example") -> Keys:
    """A new hub's keys, in a folder that holds nothing else yet."""
    return foundation.found(
        home, hub, province_units("12"), (), url="", passphrase=None, now=now(), random_bytes=random_bytes
    )


def joined(
    store: HubStore, keys: Keys, home: LaptopHome, url: str, unit_code: str = UNIT, *, for_older: bool = False
) -> Signer:
    """A new laptop's key, in a folder that has joined the hub at this address and heard nothing of it yet; with an invite of
    before if it is `for_older`."""
    with store.writing() as transaction:
        unit = own_logs.registry(transaction, keys).units[unit_code]
        invite = invites.hand_out(
            transaction,
            keys,
            unit,
            officer=None,
            days=1,
            url=url,
            for_older=for_older,
            now=now(),
            random_bytes=random_bytes,
        )
    joining.join(home, invite, officer=None, passphrase=None, now=now(), random_bytes=random_bytes)
    return load_key(home.key, passphrase=None)


def address_of(listener: socket.socket) -> str:
    """Where a socket is reached."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def serving(app: ASGIApp, listener: socket.socket | None = None, **settings: Any) -> Iterator[str]:
    """An application in a thread of this process, while the block lasts; its address."""
    with listener or listening("127.0.0.1", 0) as bound:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", **settings))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            yield address_of(bound)
        finally:
            server.should_exit = True
            thread.join()


@dataclass(frozen=True, slots=True)
class HubProcess:
    """A process in which `soxa hub serve` listens."""

    process: subprocess.Popen[str]
    url: str

    def said(self) -> str:
        """All that it says from now on, once it has ended."""
        assert self.process.stderr is not None
        return self.process.stderr.read()


@contextmanager
def hub_process(home: Path, *options: str, port: int = 0, env: Mapping[str, str] | None = None) -> Iterator[HubProcess]:
    """`soxa hub serve` in a process of its own, once it listens; killed at the end if it still runs."""
    process = subprocess.Popen(
        [*SOXA, "hub", "serve", "--home", str(home), "--port", str(port), *options],
        cwd=ROOT,
        env=environment(PYTHONUNBUFFERED="1") if env is None else env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert process.stderr is not None
        found = next((match for line in process.stderr if (match := re.search(r"http://\S+", line))), None)
        assert found is not None, "it ended without listening"
        yield HubProcess(process, found[0])
    finally:
        process.kill()
        process.communicate()
