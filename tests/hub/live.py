"""A hub that serves on a real socket, and a laptop that has joined it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import httpx

from field.exchange import client
from field.exchange.outcome import ExchangeOutcome
from field.home import LaptopHome
from field.store import LaptopStore
from hub.home import HubHome, Keys
from hub.store import HubStore
from hub.web.service import HubService
from sync.encoding.types import DeviceId, Instant
from sync.exchange import signing
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Header, ParcelReader, ParcelWriter
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes
from tests.serving import founded, joined, serving


class Live:
    """A hub that serves on a port, and a laptop that has joined it. The service goes by a clock that may be another."""

    def __init__(self, folder: Path, clock: Callable[[], Instant] = now) -> None:
        home = HubHome(folder / "hub")
        self.keys: Keys = founded(home)
        self.hub = HubStore.open(home.database)
        app = HubService(self.hub, self.keys, now=clock, random_bytes=random_bytes).app()
        self._serving = ExitStack()
        self.url = self._serving.enter_context(serving(app))
        self.store, self.signer = self.laptop(folder / "laptop", self.url)

    def laptop(self, folder: Path, url: str, *, for_older: bool = False) -> tuple[LaptopStore, Signer]:
        """A laptop that reaches the hub at this address; with an invite of before if it is `for_older`."""
        signer = joined(self.hub, self.keys, LaptopHome(folder), url, for_older=for_older)
        return LaptopStore.open(LaptopHome(folder)), signer

    def sync(self, at: int | None = None) -> ExchangeOutcome:
        """One exchange, by a clock that may be wrong."""
        return client.sync(self.store, self.signer, now=Instant(at or now()), nonce=lambda: random_bytes(12))

    def close(self) -> None:
        """Stop serving."""
        self._serving.close()
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
