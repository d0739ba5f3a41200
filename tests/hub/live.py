"""A hub that serves on a real socket, and a laptop that has joined it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import uvicorn

from field.exchange import client, joining
from field.exchange.outcome import ExchangeOutcome
from field.home import LaptopHome
from field.store import LaptopStore
from hub import own_logs
from hub.home import HubHome, Keys
from hub.registry import foundation, invites
from hub.registry.official_units import province_units
from hub.store import HubStore
from hub.web.service import HubService
from sync.encoding import DeviceId, Instant
from sync.exchange import signing
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Header, ParcelReader, ParcelWriter
from sync.log.keyfile import load_key
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes


class Live:
    """A hub that serves on a port, and a laptop that has joined it. The service goes by a clock that may be another."""

    def __init__(self, folder: Path, clock: Callable[[], Instant] = now) -> None:
        home = HubHome(folder / "hub")
        self.keys: Keys = foundation.found(
            home,
            "soxa.test.example",
            province_units("12"),
            (),
            url="",
            passphrase=None,
            now=now(),
            random_bytes=random_bytes,
        )
        self.hub = HubStore.open(home.database)
        app = HubService(self.hub, self.keys, now=clock, random_bytes=random_bytes).app()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        self.store, self.signer = self.laptop(folder / "laptop", self.url)

    def laptop(self, folder: Path, url: str) -> tuple[LaptopStore, Signer]:
        """A laptop that reaches the hub at this address."""
        with self.hub.writing() as transaction:
            unit = own_logs.registry(transaction, self.keys).units["03390"]
            invite = invites.hand_out(
                transaction, self.keys, unit, officer=None, days=1, url=url, now=now(), random_bytes=random_bytes
            )
        joining.join(LaptopHome(folder), invite, officer=None, passphrase=None, now=now(), random_bytes=random_bytes)
        return LaptopStore.open(LaptopHome(folder)), load_key(LaptopHome(folder).key, passphrase=None)

    def sync(self, at: int | None = None) -> ExchangeOutcome:
        """One exchange, by a clock that may be wrong."""
        return client.sync(self.store, self.signer, now=Instant(at or now()), nonce=lambda: random_bytes(12))

    def close(self) -> None:
        """Stop serving."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
        self.store.close()
        self.hub.close()

    def idle_push(self) -> bytes:
        """A push with nothing in it."""
        device = self.store.membership.device
        writer = ParcelWriter(Effort.LINE)
        header = Header(soxa=1, kind="push", hub=self.keys.hub, device=device, cursors=self.store.logs.cursors())
        return writer.header(header) + writer.end()

    def headers(
        self, body: bytes, *, at: int, signer: Signer | None = None, device: DeviceId | None = None
    ) -> dict[str, str]:
        """The headers of a signed request: the laptop's, or of whoever signs and says to be a device."""
        return signing.sign(
            "POST",
            f"{self.url}/sync",
            body,
            device=device or self.store.membership.device,
            signer=signer or self.signer,
            now=Instant(at),
            nonce=random_bytes(12),
        )

    def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str | None]:
        """The status, and the code of the refusal if there is one."""
        answer = httpx.post(f"{self.url}/sync", content=body, headers=headers)
        (header, *_rest) = list(ParcelReader(ONE_EXCHANGE).feed(answer.content))
        assert isinstance(header, Header)
        return answer.status_code, None if header.refusal is None else header.refusal.code
