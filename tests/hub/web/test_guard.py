"""What guards a request: other sites' forms, planted cookies, ways that lead elsewhere, and headers on every answer."""

from __future__ import annotations

from http.cookies import SimpleCookie

import pytest
from starlette.datastructures import Headers

from hub.web import guard
from sync.errors import Refused

HOST = "soxa.laichau.example"
TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO_-"
OTHER = TOKEN[::-1]


def refused(code: str, csrf: str, sent: str) -> None:
    with pytest.raises(Refused) as caught:
        guard.check_csrf(csrf, sent)
    assert caught.value.code == code


# -- the cookie


@pytest.mark.parametrize(("secure", "name"), [(True, "__Host-soxa"), (False, "soxa")])
def test_the_cookie_is_for_this_host_and_no_script(secure: bool, name: str) -> None:
    (cookie,) = SimpleCookie(guard.cookie(TOKEN, secure=secure)).values()
    assert (cookie.key, cookie.value) == (name, TOKEN)
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert bool(cookie["secure"]) == secure
    assert not cookie["domain"] and not cookie["max-age"] and not cookie["expires"]


@pytest.mark.parametrize("secure", [True, False])
def test_what_the_browser_keeps_is_read_again_and_can_be_taken_back(secure: bool) -> None:
    sent = guard.cookie(TOKEN, secure=secure).partition(";")[0]
    assert guard.read_cookie(Headers({"Cookie": f"a=b; {sent};c=d"}), secure=secure) == TOKEN
    (gone,) = SimpleCookie(guard.no_cookie(secure=secure)).values()
    assert (gone.key, gone.value, gone["max-age"], gone["path"]) == (guard.cookie_name(secure=secure), "", "0", "/")
    assert bool(gone["secure"]) == secure  # browsers leave a __Host- cookie alone otherwise


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "soxa",
        "soxa=",
        f"soxa={TOKEN}",
        f"__Host-soxa={TOKEN}x",
        f"__Host-soxa={TOKEN[1:]}",
        f"__Host-soxa={TOKEN[1:]}é",
        f"__Host-soxa={TOKEN}=",
        f'__Host-soxa="{TOKEN}"',
        f"__host-soxa={TOKEN}",
        f"x__Host-soxa={TOKEN}",
        f"__Host-soxa={TOKEN}; __Host-soxa={OTHER}",
        f"__Host-soxa={TOKEN}; __Host-soxa={TOKEN}",
        "__Host-soxa=" + "x" * 100_000,
        ";" * 100_000,
    ],
)
def test_a_cookie_that_may_have_been_planted_says_nothing_over_https(sent: str) -> None:
    assert guard.read_cookie(Headers({"Cookie": sent}), secure=True) is None
    assert guard.read_cookie(Headers({}), secure=True) is None


@pytest.mark.parametrize(("secure", "name"), [(True, "__Host-soxa-browser"), (False, "soxa-browser")])
def test_a_known_browsers_cookie_is_as_the_visits_and_lasts(secure: bool, name: str) -> None:
    value = f"lan:1793000000:{'n' * 22}:{'m' * 43}"
    cookie = SimpleCookie(guard.known_cookie(value, secure=secure))[name]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/" and not cookie["domain"]
    assert (bool(cookie["secure"]), cookie["max-age"]) == (secure, str(180 * 86_400))
    sent = guard.known_cookie(value, secure=secure).partition(";")[0]
    visit = guard.cookie(TOKEN, secure=secure).partition(";")[0]
    both = Headers({"Cookie": f"{visit}; {sent}"})
    assert guard.read_known_cookie(both, secure=secure) == value
    assert guard.read_cookie(both, secure=secure) == TOKEN
    assert guard.read_known_cookie(both, secure=not secure) == ""
    for said in ("", f"{sent}; {sent}", f"{name}={'x' * 100_000}", visit):
        assert guard.read_known_cookie(Headers({"Cookie": said}), secure=secure) == "", said[:60]


# -- forms


@pytest.mark.parametrize("sent", ["", OTHER, TOKEN[:-1], TOKEN + "x", TOKEN.lower(), "é", "\ud800", "x" * 100_000])
def test_a_form_without_the_visits_secret_is_refused(sent: str) -> None:
    guard.check_csrf(TOKEN, TOKEN)
    refused("stale-page", TOKEN, sent)


def test_a_visit_without_a_secret_lets_no_form_through() -> None:
    refused("stale-page", "", "")


@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "anything"},
        {"Sec-Fetch-Site": "cross-site", "Origin": f"https://{HOST}"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "https://evil.example"},
        {"Origin": f"https://{HOST}.evil.example"},
        {"Origin": f"https://evil.example/{HOST}"},
        {"Origin": f"https://{HOST}@evil.example"},
        {"Origin": f"https://{HOST}:8443"},
        {"Origin": f"https://x.{HOST}"},
        {"Origin": f"file://{HOST}"},
        {"Origin": HOST},
        {"Origin": "https://[evil"},
    ],
)
def test_a_form_from_another_sites_page_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(Refused) as caught:
        guard.check_same_site(Headers(said), HOST)
    assert caught.value.code == "another-site"


@pytest.mark.parametrize(
    ("said", "host"),
    [
        ({}, HOST),
        ({"Sec-Fetch-Site": "same-origin", "Origin": f"https://{HOST}"}, HOST),
        ({"Sec-Fetch-Site": "none"}, HOST),
        ({"Origin": f"https://{HOST}"}, HOST.upper()),
        ({"Origin": "http://127.0.0.1:8420"}, "127.0.0.1:8420"),
        ({"Origin": "http://[::1]:8420"}, "[::1]:8420"),
    ],
)
def test_our_own_pages_and_programs_are_let_through(said: dict[str, str], host: str) -> None:
    guard.check_same_site(Headers(said), host)


@pytest.mark.parametrize("origin", ["", "null", "https://evil.example", "http://"])
def test_a_request_that_names_no_host_is_from_no_page(origin: str) -> None:
    with pytest.raises(Refused):
        guard.check_same_site(Headers({"Origin": origin}), "")


# -- headers


def test_every_answer_forbids_what_pages_do_not_need() -> None:
    for secure in (True, False):
        for shared in (True, False):
            sent = guard.headers(secure=secure, shared=shared)
            policy = dict(part.split(" ", 1) for part in sent["Content-Security-Policy"].split("; "))
            assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
            assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
            assert "unsafe" not in sent["Content-Security-Policy"] and "*" not in sent["Content-Security-Policy"]
            assert sent["X-Content-Type-Options"] == "nosniff"
            assert sent["Referrer-Policy"] == "same-origin"
            assert sent["Cross-Origin-Opener-Policy"] == "same-origin"
            assert {"camera=()", "microphone=()", "geolocation=()"} == set(sent["Permissions-Policy"].split(", "))
            assert ("Strict-Transport-Security" in sent) == secure
            assert (sent.get("Cache-Control") == "no-store") == (not shared)


# -- ways on


@pytest.mark.parametrize(
    "path",
    [
        "",
        "board",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/board\r\nSet-Cookie: soxa=x",
        "/board\x00",
        "/\u202eboard",
        "/\u2028",
        "https://evil.example",
        "https:evil.example",
        "HTTPS://evil.example/board",
        "javascript:alert(1)",
        "data:text/html,x",
        "@evil.example",
        ".evil.example",
        "/board\\..",
        "/" + "x" * 2000,
    ],
)
def test_no_way_on_leads_elsewhere(path: str) -> None:
    assert guard.safe_next(path) == "/"


@pytest.mark.parametrize(
    "path", ["/", "/board", "/counts?by=topic&period=2026-11", "/units/03390#laptops", "/tìm?chữ=bình lư"]
)
def test_a_way_on_to_our_own_pages_is_kept(path: str) -> None:
    assert guard.safe_next(path) == path
