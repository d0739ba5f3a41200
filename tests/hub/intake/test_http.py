"""The service on a real socket: signed requests, none twice, none stale; clocks that are wrong; portals that lie."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from field.exchange import client
from hub.intake.http import MAX_BODY
from sync.errors import BadInput, Refused, SoxaError
from sync.exchange import signing
from sync.log.keys import Signer
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.hub.live import Live

DAY = 86_400


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
    live.store.logs.append(list(activities(900)), live.signer)
    with pytest.raises(Refused) as refused:
        live.sync()
    assert refused.value.code == "hub-unavailable"
    told = capfd.readouterr().err
    assert "\n" not in told.strip() and "Traceback" not in told and told
    assert live.store.logs.own.size == 901 and live.store.logs.own.acked < 901
    with live.hub.reading() as transaction:
        held = transaction.logs.get(live.store.logs.own.origin)
        assert held is not None
        assert list(transaction.logs.leaves(held.id, 0, held.size)) == live.store.logs.leaves(held.origin, 0, held.size)
        assert live.store.logs.own.acked <= held.size
    event.remove(live.hub._engine, "connect", limit)
    live.hub._engine.dispose()
    live.sync()
    assert live.store.logs.own.acked == 901


def test_everything_goes_over_in_chunks_and_an_idle_sync_is_one_round(live: Live) -> None:
    live.store.logs.append(list(activities(900)), live.signer)
    outcome = live.sync()
    assert (outcome.sent, live.store.records.unsent()) == (901, 0)
    assert outcome.rounds > 1
    assert live.sync().rounds == 1


def test_a_clock_that_is_wrong_by_a_day_costs_a_request_and_is_told(live: Live) -> None:
    live.store.logs.append(list(activities(3)), live.signer)
    for wrong in (now() - DAY, now() + DAY):
        outcome = live.sync(at=wrong)
        assert abs(abs(outcome.clock_off) - DAY) < 60
        assert live.store.records.unsent() == 0


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
    store.logs.append(list(activities(2)), signer)
    with pytest.raises(BadInput) as refused:
        client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
    assert refused.value.code == "not-a-parcel"
    assert (store.logs.own.acked, store.records.unsent()) == (0, 2)
    store.close()
    portal.shutdown()
    portal.server_close()
    thread.join()


def test_a_hub_with_another_key_is_not_believed(live: Live, tmp_path: Path) -> None:
    live.store.logs.append(list(activities(1)), live.signer)
    other = tmp_path / "other"
    other.mkdir()
    impostor = Live(other)
    store, signer = live.laptop(tmp_path / "second", impostor.url)
    with pytest.raises(SoxaError) as refused:
        client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
    assert isinstance(refused.value, SoxaError) and refused.value.code in {"another-hub", "unsigned"}
    assert store.logs.own.acked == 0
    store.close()
    impostor.close()
