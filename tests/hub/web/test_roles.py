"""Who may do what: every route and every role, from a table written by hand, so that a route that opens wider is seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

import httpx
import pytest

from hub.accounts import accounts, readers
from hub.store.accounts import Role
from hub.web.routes import ROUTES
from hub.web.service import HubService
from tests.hub.web.province import PASSWORD, Province

MATRIX: Final = """
    route                                     nobody token superior auditor operator admin
    GET  /                                    -      -     yes      yes     yes      yes
    GET  /accounts                            -      -     -        -       -        yes
    POST /accounts                            -      -     -        -       -        yes
    POST /accounts/{name}/disable             -      -     -        -       -        yes
    POST /accounts/{name}/enable              -      -     -        -       -        yes
    POST /accounts/{name}/password            -      -     -        -       -        yes
    POST /accounts/{name}/role                -      -     -        -       -        yes
    GET  /api/calendar.ics                    -      yes   -        yes     yes      yes
    GET  /api/openapi.json                    yes    yes   yes      yes     yes      yes
    GET  /api/v1/annex                        -      yes   -        yes     yes      yes
    GET  /api/v1/board                        -      yes   yes      yes     yes      yes
    GET  /api/v1/counts                       -      yes   yes      yes     yes      yes
    GET  /api/v1/directives                   -      yes   -        yes     yes      yes
    GET  /api/v1/directives/{id}              -      yes   -        yes     yes      yes
    GET  /api/v1/laptops                      -      yes   -        yes     yes      yes
    GET  /api/v1/records                      -      yes   -        yes     yes      yes
    GET  /api/v1/records/{unit}/{record}      -      yes   -        yes     yes      yes
    GET  /api/v1/reports                      -      yes   -        yes     yes      yes
    GET  /api/v1/status                       -      yes   yes      yes     yes      yes
    GET  /api/v1/units                        -      yes   -        yes     yes      yes
    GET  /bundle                              -      -     -        yes     yes      yes
    GET  /clock                               -      -     -        yes     yes      yes
    POST /clock                               -      -     -        -       -        yes
    POST /clock/false                         -      -     -        -       -        yes
    GET  /counts                              -      -     yes      yes     yes      yes
    GET  /counts.csv                          -      -     -        yes     yes      yes
    GET  /directives                          -      -     -        yes     yes      yes
    GET  /directives/new                      -      -     -        -       yes      yes
    POST /directives/new                      -      -     -        -       yes      yes
    GET  /directives/{id}                     -      -     -        yes     yes      yes
    GET  /directives/{id}/edit                -      -     -        -       yes      yes
    POST /directives/{id}/edit                -      -     -        -       yes      yes
    POST /directives/{id}/end                 -      -     -        -       yes      yes
    GET  /dispatches/annex                    -      -     -        -       yes     yes
    GET  /dispatches/new                      -      -     -        -       yes     yes
    POST /dispatches/new                      -      -     -        -       yes     yes
    GET  /invites                             -      -     -        -       yes      yes
    POST /invites                             -      -     -        -       yes      yes
    GET  /invites/{id}                        -      -     -        -       yes      yes
    POST /invites/{id}/withdraw               -      -     -        -       yes      yes
    GET  /language/{code}                     yes    yes   yes      yes     yes      yes
    GET  /laptops                             -      -     -        yes     yes      yes
    POST /laptops/{id}/officer                -      -     -        -       yes      yes
    POST /laptops/{id}/replace                -      -     -        -       yes      yes
    POST /laptops/{id}/revoke                 -      -     -        -       yes      yes
    GET  /periods/{name}                      -      -     -        yes     yes      yes
    GET  /me                                  -      -     yes      yes     yes      yes
    POST /me                                  -      -     yes      yes     yes      yes
    POST /me/second-factor                    -      -     yes      yes     yes      yes
    POST /me/second-factor/off                -      -     yes      yes     yes      yes
    POST /me/second-factor/offer              -      -     yes      yes     yes      yes
    GET  /records                             -      -     -        yes     yes      yes
    GET  /records/{unit}/{record}             -      -     -        yes     yes      yes
    POST /records/{unit}/{record}             -      -     -        -       yes      yes
    GET  /records/{unit}/{record}/proof       -      -     -        yes     yes      yes
    GET  /reminders                           -      -     yes      yes     yes      yes
    POST /reminders                           -      -     yes      -       yes      yes
    GET  /reports                             -      -     -        yes     yes      yes
    POST /reports/office                      -      -     -        -       yes      yes
    GET  /reports/{kind}                      -      -     -        yes     yes      yes
    GET  /requests/new                        -      -     -        -       yes      yes
    POST /requests/new                        -      -     -        -       yes      yes
    GET  /restored                            -      -     -        yes     yes      yes
    POST /restored                            -      -     -        -       -        yes
    GET  /review                              -      -     -        yes     yes      yes
    POST /review                              -      -     -        -       yes      yes
    GET  /signin                              yes    yes   yes      yes     yes      yes
    POST /signin                              yes    yes   yes      yes     yes      yes
    POST /signout                             -      -     yes      yes     yes      yes
    GET  /static/{file}                       yes    yes   yes      yes     yes      yes
    POST /tokens                              -      -     -        -       -        yes
    POST /tokens/{id}/revoke                  -      -     -        -       -        yes
    GET  /units                               -      -     -        yes     yes      yes
    GET  /units/change                        -      -     -        -       yes      yes
    POST /units/change                        -      -     -        -       yes      yes
    GET  /units/new                           -      -     -        -       yes      yes
    POST /units/new                           -      -     -        -       yes      yes
    GET  /units/{code}                        -      -     yes      yes     yes      yes
    GET  /units/{code}/enter                  -      -     -        -       yes      yes
    POST /units/{code}/enter                  -      -     -        -       yes      yes
    GET  /units/{code}/import                 -      -     -        -       yes      yes
    POST /units/{code}/import                 -      -     -        -       yes      yes
    GET  /units/{code}/report                 -      -     yes      yes     yes      yes
    POST /units/{code}/report                 -      -     -        -       yes      yes
    GET  /witnesses                           -      -     -        yes     yes      yes
"""
WHO: Final = ("nobody", "token", "superior", "auditor", "operator", "admin")
NOT_OF_THE_DESK: Final = {"/sync", "/key", "/health"}
"""What laptops and monitors ask, by rules of its own (tests/hub/test_http.py)."""


def matrix() -> dict[tuple[str, str], dict[str, bool]]:
    """The table, read."""
    found: dict[tuple[str, str], dict[str, bool]] = {}
    for line in MATRIX.strip().splitlines()[1:]:
        method, path, *cells = line.split()
        assert set(cells) <= {"yes", "-"} and (method, path) not in found
        found[method, path] = dict(zip(WHO, (cell == "yes" for cell in cells), strict=True))
    return found


def test_no_route_is_without_an_entry_and_no_entry_without_a_route(province: Province) -> None:
    assert {(route.method, route.path) for route in ROUTES} == matrix().keys()
    app = HubService(province.store, province.keys, now=province.now, random_bytes=province.random).app()
    served = {getattr(route, "path", "") for route in app.routes}
    assert served == {path for _method, path in matrix()} | NOT_OF_THE_DESK


@pytest.fixture
def clients(province: Province) -> Iterator[dict[str, httpx.Client]]:
    """Somebody of each kind, who follows nowhere."""
    with province.store.writing() as transaction:
        token = readers.add_reader(transaction, "test", 30, now=province.now(), random_bytes=province.random).token
    made = {name: province.visitor() for name in WHO}
    made["token"].headers["Authorization"] = f"Bearer {token}"
    yield made
    for client in made.values():
        client.close()


def test_each_role_gets_what_the_table_says_and_nothing_else(province: Province, clients: dict[str, httpx.Client]) -> None:
    laptop = province.laptop("03390")
    laptop.log(title="Phát loa")
    laptop.exchange(province.line)
    values = {
        "name": "nobody-here",
        "code": "03390",
        "unit": "03390",
        "record": laptop.record_ids()[0],
        "kind": "json",
        "file": "soxa.css",
        "id": "lai-chau-2653-kh-ubnd",
    }
    wrong: list[str] = []
    secrets: dict[str, str] = {}
    for (method, route), may in matrix().items():
        path = "/language/vi" if route.startswith("/language") else route.format(**values)
        for name, client in clients.items():
            if name in get_args(Role) and "soxa" not in client.cookies:
                secrets[name] = signed_in(client, accounts.role_of(name))
            allowed = _allowed(client, method, path, secrets.get(name, ""))
            if allowed != may[name]:
                wrong.append(f"{name} {'may' if allowed else 'may not'} {method} {route}")
            if name in secrets and client.get("/me").status_code != 200:  # it ended its own visit
                client.cookies.delete("soxa")
    assert wrong == []


def signed_in(client: httpx.Client, role: Role) -> str:
    """Sign in; the secret that forms of this visit carry."""
    assert client.post("/signin", data={"name": role, "password": PASSWORD}).status_code == 303
    return client.get("/me").text.partition('name="csrf" value="')[2].partition('"')[0]


def _allowed(client: httpx.Client, method: str, path: str, secret: str) -> bool:
    """Whether the door let a request through to its page, whatever the page made of it."""
    answered = client.request(method, path, data={"csrf": secret} if method == "POST" else None)
    assert answered.status_code < 500, (method, path, answered.text[-500:])
    sent_away = answered.status_code == 303 and answered.headers["location"].startswith("/signin")
    if path == "/signout" or (path == "/me" and method == "POST"):
        sent_away = sent_away and not secret
    refused = answered.status_code == 403 and ("không có quyền" in answered.text or "may not do this" in answered.text)
    return not (sent_away or refused or answered.status_code == 401)
