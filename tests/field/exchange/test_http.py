"""The HTTP client: a clock that is wrong costs a request, and what is no hub gets and gives nothing."""

from __future__ import annotations

import http.server
import socket
import threading
from pathlib import Path

import pytest

from field.exchange import client
from field.exchange.http import HttpClient
from field.exchange.hub_word import HubWord
from sync.encoding.limits import LAST_INSTANT
from sync.errors import BadInput, Refused, Unavailable
from sync.exchange.parcel import Header, ParcelWriter, Refusal
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.hub.live import Live

DAY = 86_400


def test_a_clock_that_is_wrong_by_a_day_costs_a_request_and_is_told(live: Live) -> None:
    live.store.logs.append(list(activities(3)), live.signer)
    for wrong in (now() - DAY, now() + DAY):
        outcome = live.sync(at=wrong)
        assert abs(abs(outcome.clock_off) - DAY) < 60
        assert live.store.records.unsent() == 0


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
    with pytest.raises(Unavailable) as refused:
        client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
    assert refused.value.code == "login-page"
    assert (store.logs.own.acked, store.records.unsent()) == (0, 2)
    store.close()
    portal.shutdown()
    portal.server_close()
    thread.join()


def test_where_nobody_listens_there_is_no_answer_and_all_stays_unsent(live: Live, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        nowhere = f"http://127.0.0.1:{listening.getsockname()[1]}"
    store, signer = live.laptop(tmp_path / "second", nowhere)
    with pytest.raises(Unavailable) as refused:
        client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
    assert refused.value.code == "no-answer" and refused.value.facts["why"]
    last = store.local.last_exchange()
    assert last is not None
    assert (last.outcome, last.sent, last.received_bytes, store.logs.own.acked) == ("no-answer", 0, 0, 0)
    store.close()


@pytest.mark.parametrize("told", [-1, LAST_INSTANT + 1, 2**53])
def test_a_clock_that_no_calendar_has_is_the_hubs_word_and_no_time(live: Live, tmp_path: Path, told: int) -> None:
    refusal = Refusal("clock", {"now": told, "created": now()})

    class Lying(_Portal):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            writer = ParcelWriter()
            answer = writer.header(Header(soxa=1, kind="reply", hub=live.keys.hub, refusal=refusal)) + writer.end()
            self.send_response(401)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    portal = http.server.HTTPServer(("127.0.0.1", 0), Lying)
    thread = threading.Thread(target=portal.serve_forever)
    thread.start()
    store, signer = live.laptop(tmp_path / "second", f"http://127.0.0.1:{portal.server_port}", for_older=True)
    with store, pytest.raises(Refused) as refused:
        client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
    assert refused.value.code == "clock"
    portal.shutdown()
    portal.server_close()
    thread.join()


def test_a_request_says_no_more_of_itself_than_it_must(live: Live, tmp_path: Path) -> None:
    heard: list[dict[str, str]] = []

    class Listening(_Portal):
        def do_POST(self) -> None:
            heard.append({name.lower(): value for name, value in self.headers.items()})
            super().do_POST()

    portal = http.server.HTTPServer(("127.0.0.1", 0), Listening)
    thread = threading.Thread(target=portal.serve_forever)
    thread.start()
    store, signer = live.laptop(tmp_path / "second", f"http://127.0.0.1:{portal.server_port}")
    with HttpClient(
        store.membership.url,
        store.membership.device,
        signer,
        now=now(),
        nonce=lambda: b"n" * 12,
        believes=HubWord(store).believes,
    ) as line:
        with pytest.raises(Unavailable):
            list(line(b"a parcel"))
        assert (line.sent_bytes, line.received_bytes, line.clock_off) == (8, 0, 0)
    store.close()
    portal.shutdown()
    portal.server_close()
    thread.join()
    (headers,) = heard
    assert set(headers) == {
        "host",
        "content-type",
        "content-length",
        "content-digest",
        "signature",
        "signature-input",
    }
    assert headers["content-type"] == "application/vnd.soxa"


@pytest.mark.parametrize("url", ["x", "soxa.laichau.example", "http://[", "http://a..b", "http://1.2.3.999", "http://a?b"])
def test_an_address_that_leads_nowhere_is_told_and_stands_in_the_history(live: Live, tmp_path: Path, url: str) -> None:
    store, signer = live.laptop(tmp_path / "second", "")
    with store:
        store.move_hub(url)  # as a hub may have invited that took any text for its address
        with pytest.raises(BadInput) as refused:
            client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
        assert refused.value.code == "bad-hub-url"
        assert str(refused.value.facts["text"]).removesuffix("/sync") == url
        assert [exchange.outcome for exchange in store.local.exchanges(2)] == ["bad-hub-url"]
