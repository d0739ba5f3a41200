"""The line from the laptop's side: whom it trusts, through which proxy it goes, what is said of other answers."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from field.exchange import client
from field.messages import sentence
from hub.web.service import HubService
from sync.errors import NoAnswer, SoxaError, Unavailable
from sync.shell import proxies
from sync.shell.console import now, random_bytes
from tests.bench.records import activities
from tests.field.exchange import lines
from tests.hub.live import Live
from tests.serving import serving

YEAR = 365 * 86_400


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@contextmanager
def fails(live: Live, folder: Path, url: str) -> Iterator[list[SoxaError]]:
    """A laptop that joined at this address and cannot sync; what it says. Nothing of it is lost, and its history has why."""
    store, signer = live.laptop(folder / "second", url)
    told: list[SoxaError] = []
    with store:
        store.logs.append(list(activities(2)), signer)
        with pytest.raises(Unavailable) as refused:
            client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
        told.append(refused.value)
        assert (store.logs.own.acked, store.records.unsent()) == (0, 2)
        last = store.local.last_exchange()
        assert last is not None and last.outcome == refused.value.code
        words = sentence(refused.value)
        assert "Errno" not in words and "–" not in words.replace(" – ", "") and not words.endswith(":"), words
        yield told


def syncs(live: Live, folder: Path, url: str) -> None:
    """A laptop that joined at this address syncs."""
    store, signer = live.laptop(folder / "second", url)
    with store:
        store.logs.append(list(activities(2)), signer)
        client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
        assert store.records.unsent() == 0


@contextmanager
def secured(live: Live, certificate: Path) -> Iterator[str]:
    """The hub behind TLS, with this certificate; its address."""
    app = HubService(live.hub, live.keys, now=now, random_bytes=random_bytes).app()
    with serving(app, ssl_certfile=str(certificate), ssl_keyfile=str(certificate)) as url:
        yield url.replace("http:", "https:")


# -- certificates


def test_an_authority_that_the_machine_trusts_is_enough(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = lines.authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(office.path))  # which is the machine's list on Linux
    with secured(live, lines.certified(office, tmp_path)) as url:
        syncs(live, tmp_path, url)


def test_an_authority_that_nobody_knows_is_named(live: Live, tmp_path: Path) -> None:
    with (
        secured(live, lines.certified(lines.authority(tmp_path), tmp_path)) as url,
        fails(live, tmp_path, url) as (told,),
    ):
        assert (told.code, told.facts) == ("untrusted-certificate", {"host": "127.0.0.1", "issuer": lines.ISSUER})
        assert isinstance(told, NoAnswer)


def test_the_certificate_of_another_machine_is_named(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = lines.authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(office.path))
    with (
        secured(live, lines.certified(office, tmp_path, address="10.1.2.3")) as url,
        fails(live, tmp_path, url) as (told,),
    ):
        assert (told.code, told.facts["names"]) == ("certificate-of-another", "10.1.2.3")


@pytest.mark.parametrize("days", [(-60, -30), (30, 60)])
def test_a_certificate_of_other_days_is_told_with_the_machines_clock(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: tuple[int, int]
) -> None:
    office = lines.authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(office.path))
    with (
        secured(live, lines.certified(office, tmp_path, days=days)) as url,
        fails(live, tmp_path, url) as (told,),
    ):
        assert told.code == "certificate-dates"
        here, starts, ends = (told.facts[name] for name in ("now", "starts", "ends"))
        assert isinstance(here, int) and isinstance(starts, int) and isinstance(ends, int)
        assert starts < ends and not starts <= here <= ends
        assert str(here) not in sentence(told)  # but as a day and an hour


def test_where_the_other_clock_agrees_with_the_certificate_the_machines_is_wrong(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = lines.authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(office.path))
    certificate = lines.certified(office, tmp_path, days=(-800, -400))
    with (
        lines.answering(certificate=certificate, clock=time.time() - 1.5 * YEAR) as page,
        fails(live, tmp_path, f"https://127.0.0.1:{page.server_port}") as (told,),
    ):
        assert told.code == "wrong-clock"
        here, there = told.facts["now"], told.facts["there"]
        assert isinstance(here, int) and isinstance(there, int) and here - there > YEAR


def test_what_speaks_no_tls_is_told(live: Live, tmp_path: Path) -> None:
    with lines.answering() as page, fails(live, tmp_path, f"https://127.0.0.1:{page.server_port}") as (told,):
        assert (told.code, told.facts) == ("no-answer", {"why": "no-tls"})


# -- other answers than a hub's


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (200, "login-page"),
        (302, "login-page"),
        (511, "login-page"),
        (404, "not-the-hub"),
        (403, "not-the-hub"),
        (407, "proxy-password"),
        (502, "gateway-unreached"),
        (504, "gateway-unreached"),
        (503, "gateway-busy"),
        (500, "gateway-busy"),
        (429, "gateway-busy"),
    ],
)
def test_each_other_answer_has_words_of_its_own(live: Live, tmp_path: Path, status: int, code: str) -> None:
    with (
        lines.answering(status=status, headers={"location": "http://wifi.example/login"}) as page,
        fails(live, tmp_path, f"http://127.0.0.1:{page.server_port}") as (told,),
    ):
        assert told.code == code


# -- proxies


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("HTTP_PROXY", ""), ("http_proxy", "http://"), ("ALL_PROXY", "HTTP://"), ("all_proxy", "http://name:secret@")],
)
def test_a_proxy_is_gone_through(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, scheme: str
) -> None:
    with lines.answering(lines.ProxyOf, hub=int(live.url.rpartition(":")[2])) as proxy:
        monkeypatch.setenv(name, f"{scheme}127.0.0.1:{proxy.server_port}")
        syncs(live, tmp_path, "http://hub.soxa.example")
        assert set(proxy.seen) == {"POST http://hub.soxa.example/sync"}


@pytest.mark.parametrize(
    "listed",
    [
        "hub.soxa.example",
        "*",
        "a, .soxa.example",
        "SOXA.example",
        "*.soxa.example",
        "hub.soxa.example:80",
        "[::1] example",
        "http://hub.soxa.example/",
    ],
)
def test_no_proxy_is_gone_through_to_what_is_listed(monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", listed)
    assert proxies.proxy_for("http://hub.soxa.example") is None


@pytest.mark.parametrize(
    "listed", ["other.example", "xsoxa.example", "hub.soxa.example:81", "[", "[::1", "10.0.0.0/99", "://", ",,", "]["]
)
def test_what_is_not_listed_goes_through_the_proxy(monkeypatch: pytest.MonkeyPatch, listed: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", listed)
    assert proxies.proxy_for("http://hub.soxa.example") is not None


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("http://[::1]:8420", "[::1]"),
        ("http://[::1]:8420", "::1"),
        ("http://[::1]:8420", "[::1]:8420"),
        ("http://[fd00::7]", "fd00::/8"),
        ("http://10.1.2.3", "10.0.0.0/8"),
        ("http://10.1.2.3", "10.1.2.3"),
    ],
)
def test_addresses_and_networks_are_listed_with_and_without_brackets(
    monkeypatch: pytest.MonkeyPatch, url: str, listed: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", listed)
    assert proxies.proxy_for(url) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "socks5://127.0.0.1:1080"),
        ("all_proxy", "SOCKS5H://me:secret@127.0.0.1:1080"),
        ("HTTP_PROXY", "socks://127.0.0.1:1080"),
    ],
)
def test_a_socks_proxy_is_refused_in_words(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with fails(live, tmp_path, live.url) as (told,):
        assert told.code == "socks-proxy"
        assert "127.0.0.1:1080" in sentence(told) and "secret" not in sentence(told)


@pytest.mark.parametrize(
    "value",
    [
        "http://",
        "http://a b",
        "ftp://127.0.0.1",
        "http://[::1",
        "127.0.0.1:port",
        "http://a..b",
        "http://x:99999",
        "://",
        "@",
        "me:secret@",
    ],
)
def test_an_odd_proxy_is_told(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ALL_PROXY", value)
    with fails(live, tmp_path, live.url) as (told,):
        assert told.code == "bad-proxy"
        assert "secret" not in sentence(told)


def test_a_proxy_that_is_not_there_is_told_as_one(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        nowhere = f"127.0.0.1:{listening.getsockname()[1]}"
    monkeypatch.setenv("HTTP_PROXY", f"http://me:secret@{nowhere}")
    with fails(live, tmp_path, live.url) as (told,):
        assert (told.code, told.facts) == ("no-proxy", {"proxy": f"http://{nowhere}", "why": "refused"})


@pytest.mark.parametrize(
    ("status", "code"),
    [(407, "proxy-password"), (403, "proxy-refuses"), (502, "gateway-unreached"), (503, "gateway-unreached")],
)
def test_a_proxy_that_lets_nobody_through_is_told(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, code: str
) -> None:
    with lines.answering(lines.ProxyOf, status=status) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.server_port}")
        with fails(live, tmp_path, "https://hub.soxa.example") as (told,):
            assert told.code == code
        assert proxy.seen == ["CONNECT hub.soxa.example:443"]


def test_tls_goes_through_a_proxy_and_an_unknown_authority_is_named_there_too(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = lines.authority(tmp_path)
    with secured(live, lines.certified(office, tmp_path)) as url:
        port = int(url.rpartition(":")[2])
        with lines.answering(lines.ProxyOf, hub=port) as proxy:
            monkeypatch.setenv("ALL_PROXY", f"127.0.0.1:{proxy.server_port}")
            with fails(live, tmp_path, url) as (told,):
                assert (told.code, told.facts["issuer"]) == ("untrusted-certificate", lines.ISSUER)
            monkeypatch.setenv("SSL_CERT_FILE", str(office.path))
            syncs(live, tmp_path / "third", url)
            assert set(proxy.seen) == {f"CONNECT 127.0.0.1:{port}"}


def test_the_systems_own_setting_counts_where_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows keeps it: what the standard library reads of the registry."""
    monkeypatch.setattr(
        "urllib.request.getproxies", lambda: {"http": "http://10.0.0.1:8080", "https": "http://10.0.0.1:8080"}
    )
    monkeypatch.setattr("urllib.request.proxy_bypass", lambda host: host.endswith(".lan"))
    through = proxies.proxy_for("https://hub.soxa.example")
    assert through is not None and proxies.shown_proxy(through) == "http://10.0.0.1:8080"
    assert proxies.proxy_for("https://hub.lan") is None


@pytest.mark.parametrize("said", [{}, {"content-type": "application/octet-stream"}], ids=["its own type", "another type"])
def test_what_came_whole_before_the_connection_broke_is_kept(live: Live, tmp_path: Path, said: dict[str, str]) -> None:
    """Registry, receipt and what a colleague wrote, however short the answer that broke."""
    live.store.logs.append(list(activities(300)), live.signer)
    live.sync()
    with lines.answering(lines.ProxyOf, hub=int(live.url.rpartition(":")[2]), cut=9, headers=said) as server:
        store, signer = live.laptop(tmp_path / "second", f"http://127.0.0.1:{server.server_port}")
        with store:
            store.logs.append(list(activities(2)), signer)
            with pytest.raises(NoAnswer):
                client.sync(store, signer, now=now(), nonce=lambda: random_bytes(12))
            assert store.logs.own.acked == 3 and store.logs.registry().units
            assert store.logs.extent(live.store.logs.own_origin).size > 0
