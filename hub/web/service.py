"""The hub's service: the exchange with laptops, what monitors ask, the pages and the API, on one socket."""

from __future__ import annotations

import errno
import gc
import socket
from collections.abc import Callable
from pathlib import Path

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hub.clock import HubClock
from hub.home import Keys
from hub.intake.http import SyncEndpoint
from hub.safekeeping.watch import watching
from hub.store import HubStore
from hub.turns import Turns
from hub.web.app import no_page, routes
from hub.web.connections import MAX_HEAD, Connections, strict
from hub.web.context import HubContext
from hub.web.routes import ROUTES, SCOPED
from sync.encoding.types import Instant, RandomBytes
from sync.errors import Unavailable
from sync.ledger import origins
from sync.shell.console import random_bytes, say
from sync.wording.i18n import catalogue

_ = catalogue("hub")


def run(
    store: HubStore,
    keys: Keys,
    *,
    clock: HubClock,
    host: str,
    port: int,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
) -> None:
    """Serve until told to stop. Says on standard error where, once it listens."""
    listener = listening(host, port)
    service = HubService(store, keys, now=clock.now, random_bytes=random_bytes, clock=clock)
    server = server_of(service.app(), tls_cert, tls_key)
    settle()
    bound = listener.getsockname()
    scheme = "https" if tls_cert else "http"
    say(_("The hub {hub} listens on {scheme}://{host}:{port}").format(hub=keys.hub, scheme=scheme, host=host, port=bound[1]))
    with watching(store, keys.logs.verifier):
        server.run(sockets=[listener])


def server_of(app: Starlette, tls_cert: Path | None, tls_key: Path | None) -> uvicorn.Server:
    """What serves an application as all that is ours is served: each connection has its time and its bounds."""
    config = uvicorn.Config(
        strict(app),
        http=Connections(say).protocol,
        h11_max_incomplete_event_size=MAX_HEAD,
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        ssl_certfile=tls_cert,
        ssl_keyfile=tls_key,
        timeout_graceful_shutdown=10,
    )
    return uvicorn.Server(config)


def settle() -> None:
    """Take what is loaded by now as lasting. A service keeps it to its end, and would else look through all of it again and
    again for what is of no more use, each time within somebody's page."""
    gc.collect()
    gc.freeze()


def listening(host: str, port: int) -> socket.socket:
    """A socket to serve on. What is written goes out at once: an answer is written in two pieces, and the second would wait
    for the word, 40 ms away, that the first has come. `Unavailable("cannot-listen")`."""
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, UnicodeError) as error:  # the latter of a name that no host can have
        why = "taken" if isinstance(error, OSError) and error.errno == errno.EADDRINUSE else str(error)
        raise Unavailable("cannot-listen", address=f"{host}:{port}", why=why) from None
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


class HubService:
    """The routes, and what they share."""

    def __init__(
        self,
        store: HubStore,
        keys: Keys,
        *,
        now: Callable[[], Instant],
        random_bytes: RandomBytes,
        clock: HubClock | None = None,
    ) -> None:
        self._store = store
        self._keys = keys
        turns = Turns()
        self._exchange = SyncEndpoint(store, keys, now=now, random_bytes=random_bytes, clock=clock, turns=turns)
        self._context = HubContext(store, keys, now, random_bytes, clock, turns)

    def app(self) -> Starlette:
        """All of it as one web application."""
        return Starlette(
            routes=[
                Route("/sync", self._exchange.sync, methods=["POST"]),
                Route("/key", self.key),
                Route("/health", self.health),
                *routes(self._context, ROUTES, SCOPED),
            ],
            exception_handlers={404: no_page, 405: no_page},
        )

    async def key(self, _request: Request) -> Response:
        """The registry's verifier key."""
        return PlainTextResponse(self._keys.logs.verifier.vkey() + "\n")

    async def health(self, _request: Request) -> Response:
        """Whether the store can be read."""
        await anyio.to_thread.run_sync(self._read_something)
        return PlainTextResponse("ok\n")

    def _read_something(self) -> None:
        with self._store.reading() as transaction:
            transaction.logs.get(origins.registry(self._keys.hub))
