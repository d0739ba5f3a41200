"""The service on a real socket: signed requests, none twice, none stale; clocks that are wrong; portals that lie."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy import event

from field.exchange import client, joining
from field.home import LaptopHome
from field.store import LaptopStore
from field.store.rows import ExchangeOutcome
from hub import own_logs
from hub.home import HubHome, Keys
from hub.intake.http import MAX_BODY
from hub.registry import foundation, invites
from hub.registry.official_units import province_units
from hub.store import HubStore
from hub.web.service import HubService
from sync.errors import BadInput, Refused, SoxaError
from sync.exchange import signing
from sync.exchange.parcel import ONE_EXCHANGE, Effort, Header, ParcelReader, ParcelWriter
from sync.log.keyfile import load_key
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes
from tests.bench.records import activities

DAY = 86_400


class Live:
    """A hub that serves on a port, and a laptop that has joined it."""

    def __init__(self, folder: Path) -> None:
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
        app = HubService(self.hub, self.keys, now=now, random_bytes=random_bytes).app()
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
        return client.sync(self.store, self.signer, now=at or now(), nonce=lambda: random_bytes(12))

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
        header = Header(soxa=1, kind="push", hub=self.keys.hub, device=device, cursors=self.store.cursors())
        return writer.header(header) + writer.end()

    def headers(self, body: bytes, *, at: int, signer: Signer | None = None) -> dict[str, str]:
        """The headers of a signed request."""
        device = self.store.membership.device
        return signing.sign(
            "POST", f"{self.url}/sync", body, device=device, signer=signer or self.signer, now=at, nonce=random_bytes(12)
        )

    def post(self, body: bytes, headers: dict[str, str]) -> tuple[int, str | None]:
        """The status, and the code of the refusal if there is one."""
        answer = httpx.post(f"{self.url}/sync", content=body, headers=headers)
        (header, *_rest) = list(ParcelReader(ONE_EXCHANGE).feed(answer.content))
        assert isinstance(header, Header)
        return answer.status_code, None if header.refusal is None else header.refusal.code


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    made = Live(tmp_path)
    yield made
    made.close()


def test_a_hub_whose_disk_is_full_says_so_stays_whole_and_goes_on_once_there_is_room(
    live: Live, capfd: pytest.CaptureFixture[str]
) -> None:
    live.sync()
    with live.hub.reading() as transaction:
        room = transaction.logs._db.exec_driver_sql("PRAGMA page_count").scalar_one() + 40

    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {room}")  # acts as a full disk does

    event.listen(live.hub._engine, "connect", limit)
    live.hub._engine.dispose()
    live.store.append(list(activities(900)), live.signer)
    with pytest.raises(Refused) as refused:
        live.sync()
    assert refused.value.code == "hub-unavailable"
    told = capfd.readouterr().err
    assert "\n" not in told.strip() and "Traceback" not in told and told
    assert live.store.own.size == 901 and live.store.own.acked < 901
    with live.hub.reading() as transaction:
        held = transaction.logs.get(live.store.own.origin)
        assert held is not None
        assert list(transaction.logs.leaves(held.id, 0, held.size)) == live.store.leaves(held.origin, 0, held.size)
        assert live.store.own.acked <= held.size
    event.remove(live.hub._engine, "connect", limit)
    live.hub._engine.dispose()
    live.sync()
    assert live.store.own.acked == 901


def test_everything_goes_over_in_chunks_and_an_idle_sync_is_one_round(live: Live) -> None:
    live.store.append(list(activities(900)), live.signer)
    outcome = live.sync()
    assert (outcome.sent, live.store.unsent()) == (901, 0)
    assert outcome.rounds > 1
    assert live.sync().rounds == 1


def test_a_clock_that_is_wrong_by_a_day_costs_a_request_and_is_told(live: Live) -> None:
    live.store.append(list(activities(3)), live.signer)
    for wrong in (now() - DAY, now() + DAY):
        outcome = live.sync(at=wrong)
        assert abs(abs(outcome.clock_off) - DAY) < 60
        assert live.store.unsent() == 0


def test_a_request_is_taken_once_and_only_while_it_is_fresh(live: Live) -> None:
    live.sync()
    body = live.idle_push()
    headers = live.headers(body, at=now())
    assert live.post(body, headers) == (200, None)
    assert live.post(body, headers) == (401, "replayed")
    assert live.post(body, live.headers(body, at=now() - signing.MAX_SKEW - 60)) == (401, "clock")


def test_a_request_that_was_changed_or_is_somebody_elses_is_refused(live: Live) -> None:
    live.sync()
    body = live.idle_push()
    good = live.headers(body, at=now())
    stranger = Signer(live.signer.name, random_bytes(32))
    for headers in (
        {},
        {**good, "Signature": good["Signature"][:-9] + "AAAAAAA=:"},
        live.headers(body + b"x", at=now()),
        live.headers(body, at=now(), signer=stranger),
    ):
        assert live.post(body, headers) == (401, "bad-request-signature")


def test_what_is_too_big_is_refused_before_it_is_read(live: Live) -> None:
    body = bytes(MAX_BODY + 1)
    assert live.post(body, live.headers(body, at=now())) == (413, "parcel-too-big")


def test_the_pages_for_people_and_monitors_answer(live: Live) -> None:
    assert httpx.get(f"{live.url}/health").text == "ok\n"
    assert httpx.get(f"{live.url}/key").text.strip() == live.keys.logs.verifier.vkey()
    assert httpx.get(f"{live.url}/sync").status_code == 405


class _Portal(http.server.BaseHTTPRequestHandler):
    """A login page that answers 200 to anything."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        page = b"<html><title>Wi-Fi</title></html>"
        self.send_response(200)
        self.send_header("content-length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


def test_a_captive_portal_receives_nothing(live: Live, tmp_path: Path) -> None:
    portal = http.server.HTTPServer(("127.0.0.1", 0), _Portal)
    thread = threading.Thread(target=portal.serve_forever)
    thread.start()
    store, signer = live.laptop(tmp_path / "second", f"http://127.0.0.1:{portal.server_port}")
    store.append(list(activities(2)), signer)
    with pytest.raises(BadInput) as refused:
        client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
    assert refused.value.code == "not-a-parcel"
    assert (store.own.acked, store.unsent()) == (0, 2)
    store.close()
    portal.shutdown()
    portal.server_close()
    thread.join()


def test_a_hub_with_another_key_is_not_believed(live: Live, tmp_path: Path) -> None:
    live.store.append(list(activities(1)), live.signer)
    other = tmp_path / "other"
    other.mkdir()
    impostor = Live(other)
    store, signer = live.laptop(tmp_path / "second", impostor.url)
    with pytest.raises(SoxaError) as refused:
        client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
    assert isinstance(refused.value, SoxaError) and refused.value.code in {"another-hub", "unsigned"}
    assert store.own.acked == 0
    store.close()
    impostor.close()
