"""A superior's account: its own unit and those that report to it in duties, verdicts and figures; no text, no other unit."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest

from field.reporting import reports
from hub import own_logs
from hub.registry import invites, requests
from hub.registry.bodies import state_unit
from hub.web.routes import ROUTES, SCOPED
from sync.ledger.entry import Narrative, Reminder
from sync.ledger.unit_history import UnitHistory
from tests.hub.intake.party import Party, outcome
from tests.hub.intake.reporting import report_of, rows_of
from tests.hub.web.province import PASSWORD, SUPERIOR, Province
from tests.world import Laptop

OFFICE, CENTRE, ELSEWHERE, FOREIGN = f"{SUPERIOR}-vhxh", f"{SUPERIOR}-ttdv", "03394-vhxh", "03394"
WITH_LAPTOPS: Final = (SUPERIOR, OFFICE, FOREIGN, ELSEWHERE)
DAY: Final = "2026-11-20"
MARK: Final = "zzq"
"""What every text holds that a unit, an officer or an operator wrote, and no page of the desk by itself."""


def asked(number: str) -> str:
    return f"{number}@{DAY}"


def add_unit(province: Province, code: str, body: str, **said: Any) -> None:
    more: dict[str, Any] = {"name": "Văn hóa - Xã hội", "type": "Phòng", "valid_from": "2026-10-01", **said}
    with province.store.writing() as transaction:
        state_unit(transaction, province.keys, code, body=body, **more, now=province.now(), random_bytes=province.random)


def request(province: Province, number: str, subject: str, *units: str) -> None:
    with province.store.writing() as transaction:
        requests.request(
            transaction,
            province.keys,
            subject,
            by=DAY,
            letter=requests.Letter(number=number),
            units=units,
            now=province.now(),
            random_bytes=province.random,
        )


def laptop_of(province: Province, unit: str) -> Laptop:
    """A laptop whose officer's name is a marked text."""
    with province.store.writing() as transaction:
        units = own_logs.registry(transaction, province.keys).units
        line = invites.hand_out(
            transaction,
            province.keys,
            units[unit],
            officer=f"{MARK} officer",
            days=30,
            url="",
            now=province.now(),
            random_bytes=province.random,
        )
    folder = province.folder / f"laptop-{len(province.laptops)}"
    province.laptops.append(Laptop(province, folder, line))
    return province.laptops[-1]


def log_marked(laptop: Laptop, **fields: Any) -> None:
    words = {name: f"{MARK} {name}" for name in ("title", "text", "place", "task")}
    codes = {name: f"{MARK}-{name}" for name in ("channel", "directive", "language")}
    laptop.log(**{**words, **codes, "topics": (f"{MARK}-topic",), "audience": 12, **fields})


def report(province: Province, laptop: Laptop, name: str) -> None:
    said = Narrative(results=f"{MARK} results", difficulties=f"{MARK} difficulties", proposals=f"{MARK} proposals")
    reports.submit(laptop.store, laptop.signer, name, said, now=province.now(), random_bytes=province.random)
    laptop.exchange(province.line)


@pytest.fixture
def lived(province: Province) -> Province:
    """A commune with two offices, and another commune with one; each that has laptops wrote marked texts everywhere."""
    add_unit(province, OFFICE, "culture-society-office", eid=f"{MARK}.1".upper())
    add_unit(province, CENTRE, "service-centre", name="Dịch vụ tổng hợp", type="Trung tâm")
    add_unit(province, ELSEWHERE, "culture-society-office", name=f"{MARK} Khác")
    request(province, "45/CV", "Thiệt hại do mưa lũ", OFFICE, CENTRE)
    request(province, "46/CV", f"{MARK} việc của nơi khác", ELSEWHERE)
    for unit in WITH_LAPTOPS:
        laptop = laptop_of(province, unit)
        laptop.exchange(province.line)
        log_marked(laptop)
        cited = "lai-chau-2653-kh-ubnd" if len(unit) == 5 else f"request-{45 if unit == OFFICE else 46}-cv-{DAY}"
        log_marked(laptop, directive=cited, topics=("digital-skills",), channel="commune-radio")
        log_marked(laptop)
        laptop.retract(laptop.record_ids()[-1])
        report(province, laptop, "2026-11" if len(unit) == 5 else asked("45/CV" if unit == OFFICE else "46/CV"))
    record = province.laptops[1].record_ids()[0]
    comment = f"{MARK} comment"
    province.post("operator", f"/records/{OFFICE}/{record}", verdict="returned", comment=comment, entries="1")
    form: dict[str, Any] = {"unit": OFFICE, "name": asked("45/CV"), "period": asked("45/CV"), "reports": "1"}
    province.post("operator", f"/units/{OFFICE}/report", verdict="returned", comment=comment, **form)
    province.post("operator", "/reminders", period=asked("45/CV"), unit=CENTRE, comment=comment)
    return province


def superior(province: Province) -> httpx.Client:
    return province.client("superior")


# -- what it sees


def test_a_commune_sees_its_offices_duties_verdicts_figures_and_counts(lived: Province) -> None:
    board = lived.get("superior", "/?year=2026")
    assert "Phòng Văn hóa - Xã hội" in board and "Trung tâm Dịch vụ tổng hợp" in board and "Xã Bình Lư" in board
    unit = lived.get("superior", f"/units/{OFFICE}")
    assert "45/CV, by the end of 20/11/2026" in unit and "returned" in unit
    shown = lived.get("superior", f"/units/{OFFICE}/report?period={asked('45/CV')}")
    assert "Thiệt hại do mưa lũ" in shown and "Commune loudspeaker" in shown and "others, in no list here" in shown
    assert '<td class="right">12</td>' in shown, "one activity cites the request, of twelve people"
    counted = superior(lived).get("/api/v1/counts?by=unit&period=2026-11").json()
    assert {row["key"]: row["activities"] for row in counted["rows"]} == {SUPERIOR: 2, OFFICE: 2}
    topics = superior(lived).get("/api/v1/counts?by=topic&period=2026-11").json()
    assert {row["key"]: row["activities"] for row in topics["rows"]} == {"digital-skills": 2, "?": 2}
    status = superior(lived).get(f"/api/v1/status?period={asked('45/CV')}").json()
    assert {unit["unit"]: unit["standing"] for unit in status["units"]} == {OFFICE: "on-time", CENTRE: "due"}
    lines = superior(lived).get("/api/v1/board").json()["lines"]
    assert {line["unit"] for line in lines} == {SUPERIOR, OFFICE, CENTRE}


def test_a_commune_urges_the_offices_that_report_to_it_and_nobody_else(lived: Province) -> None:
    page = lived.get("superior", f"/reminders?period={asked('45/CV')}")
    assert set(re.findall(r'name="unit" value="([^"]+)"', page)) == {OFFICE, CENTRE}
    for unit in (SUPERIOR, FOREIGN, ELSEWHERE):
        assert "Nobody was reminded" in lived.post("superior", "/reminders", period="2026-11", unit=unit, comment="x")
    told = lived.post("superior", "/reminders", period=asked("45/CV"), unit=[OFFICE, ELSEWHERE], comment="Gửi ngay")
    assert "1 unit reminded" in told
    lived.post("superior", "/reminders", status=400, period=asked("46/CV"), unit=ELSEWHERE, comment="x")
    heard = {unit: reminders(lived, laptop) for unit, laptop in zip(WITH_LAPTOPS, lived.laptops, strict=True)}
    assert heard == {SUPERIOR: [], OFFICE: ["Xã Bình Lư: Gửi ngay"], FOREIGN: [], ELSEWHERE: []}


def reminders(province: Province, laptop: Laptop) -> list[str]:
    laptop.exchange(province.line)
    return [said.entry.comment for said in laptop.store.reporting.messages() if isinstance(said.entry, Reminder)]


def test_units_are_seen_while_they_report_there_and_no_longer(lived: Province) -> None:
    """The office passes to the other commune: its past stays here, what comes later does not."""
    add_unit(lived, OFFICE, "culture-society-office", valid_from="2026-11-01", reports_to=FOREIGN)
    office = lived.laptops[1]
    log_marked(office, date="2026-11-02", audience=1000)
    office.exchange(lived.line)
    counted = superior(lived).get(f"/api/v1/counts?by=unit&period=2026-11&unit={OFFICE}").json()
    assert [(row["activities"], row["audience"]) for row in counted["rows"]] == [(2, 24)]
    assert "45/CV, " not in lived.get("superior", f"/units/{OFFICE}"), "it is due when the office is elsewhere"
    page = lived.get("superior", f"/reminders?period={asked('45/CV')}")
    assert set(re.findall(r'name="unit" value="([^"]+)"', page)) == {CENTRE}
    with lived.store.writing() as transaction:
        transaction.accounts.set_role("superior", "superior", FOREIGN)
    theirs = superior(lived).get(f"/api/v1/counts?by=unit&period=2026-11&unit={OFFICE}").json()
    assert [(row["activities"], row["audience"]) for row in theirs["rows"]] == [(1, 1000)]


@pytest.mark.parametrize("path", ["/units/{}", "/units/{}/report", "/counts?unit={}", "/api/v1/counts?unit={}"])
def test_another_unit_is_as_one_that_is_not_there(lived: Province, path: str) -> None:
    client = superior(lived)
    unknown = client.get(path.format("99999"))
    assert unknown.status_code == 404
    for unit in (FOREIGN, ELSEWHERE, "12"):
        answered = client.get(path.format(unit))
        assert (answered.status_code, answered.text.replace(unit, "99999")) == (404, unknown.text)


def test_a_request_made_to_others_is_as_one_that_is_not_there(lived: Province) -> None:
    client = superior(lived)
    for path in ("/reminders", f"/units/{OFFICE}/report", "/counts", "/api/v1/status", "/api/v1/counts"):
        of_others, unknown = (client.get(path, params={"period": asked(number)}) for number in ("46/CV", "99/CV"))
        assert of_others.status_code == unknown.status_code == 400
        assert of_others.text.replace("46", "99") == unknown.text


# -- what it never sees


def every_answer(province: Province) -> Iterator[tuple[str, httpx.Response]]:
    """What a superior gets at every address: of all routes with all that may stand in them, and of all links from there."""
    client, record = superior(province), province.laptops[1].record_ids()[0]
    units = (SUPERIOR, OFFICE, CENTRE, FOREIGN, ELSEWHERE, "12")
    more: dict[str, tuple[str, ...]] = {
        "code": units,
        "unit": units,
        "record": (record, province.laptops[3].record_ids()[0]),
        "kind": ("docx", "xlsx", "json"),
        "id": ("lai-chau-2653-kh-ubnd", *(laptop.origin.rpartition("/")[2] for laptop in province.laptops)),
        "name": ("2026-11", asked("46/CV"), "superior"),
        "file": ("soxa.js",),
    }
    csrf = re.findall(r'name="csrf" value="([^"]+)"', client.get("/me").text)[0]
    fields: dict[str, Any] = {"csrf": csrf, "period": asked("45/CV"), "unit": OFFICE, "verdict": "accepted", "comment": "x"}
    todo = [("GET", path) for path in addresses(more)]
    todo += [("POST", path) for path in filled(more, "POST") if path not in ("/signout", "/me", "/signin")]
    seen = set(todo)
    while todo:
        method, path = todo.pop()
        answered = client.request(method, path, data=fields if method == "POST" else None)
        yield f"{method} {path}", answered
        for link in map(html.unescape, re.findall(r'href="(/[^"]*)"', answered.text)):
            if ("GET", link) not in seen and not link.startswith("/language"):
                seen.add(("GET", link))
                todo.append(("GET", link))


def filled(more: dict[str, tuple[str, ...]], method: str) -> Iterator[str]:
    for route in ROUTES:
        if route.method == method and not route.path.startswith("/language"):
            names = re.findall(r"{(\w+)}", route.path)
            paths = [route.path]
            for name in names:
                paths = [path.replace(f"{{{name}}}", value) for path in paths for value in more[name]]
            yield from paths


def addresses(more: dict[str, tuple[str, ...]]) -> Iterator[str]:
    values = {
        "by": ("unit", "topic", "channel", "directive", "task", "audience"),
        "period": ("2026-11", "2026", "all", asked("45/CV"), asked("46/CV"), "made-up@2026-11"),
        "unit": more["unit"],
    }
    for path in filled(more, "GET"):
        yield path
        for name, given in values.items():
            yield from (f"{path}?{name}={value}" for value in given)
        if path.endswith("counts"):
            yield from (f"{path}?by={by}&period=2026-11&unit={unit}" for by in values["by"] for unit in more["unit"])


def test_no_text_of_any_unit_and_no_other_unit_is_in_any_byte_served(lived: Province) -> None:
    with lived.store.reading() as transaction:
        history = UnitHistory(own_logs.registry(transaction, lived.keys))
    others = [name for code in history.communes(DAY) if (name := history.name(code, DAY)) != "Xã Bình Lư"]
    assert len(others) > 30
    allowed = 0
    for asked_for, answered in every_answer(lived):
        assert answered.status_code in (200, 400, 403, 404), (asked_for, answered.status_code)
        allowed += answered.status_code == 200 and "/static/" not in asked_for
        said = html.unescape(answered.text).casefold()
        found = [word for word in (MARK, *others) if word.casefold() in said]
        assert not found, (asked_for, found)
        assert MARK not in str(answered.headers).casefold()
    assert allowed > 60, "the walk goes through what a superior may see"
    marked = lived.get("auditor", f"/units/{OFFICE}/report?period={asked('45/CV')}")
    assert MARK in marked, "the words are there to be found"


def test_a_period_that_a_report_makes_up_is_not_told(lived: Province) -> None:
    party = Party(9)
    party.says(party.join(lived.keys, lived.invite(OFFICE)))
    party.says(report_of(party, period=f"{MARK}@{DAY}"))
    assert outcome(lived, party.push()) is None
    assert f"{MARK}@{DAY}" in {row.period for row in rows_of(lived, party)}
    for path in ("/", f"/units/{OFFICE}", f"/units/{OFFICE}/report?period={asked('45/CV')}"):
        assert MARK not in superior(lived).get(path).text


def test_every_route_for_superiors_is_one_of_the_desk_and_shut_to_them_otherwise() -> None:
    open_to_all = {(route.method, route.path) for route in ROUTES if "superior" in route.may}
    scoped = {(route.method, route.path) for route in SCOPED}
    assert scoped <= {(route.method, route.path) for route in ROUTES}
    assert scoped.isdisjoint(open_to_all), "a scope stands before whatever shows something of the hub"


def test_an_account_without_its_unit_sees_nothing(lived: Province) -> None:
    client = superior(lived)
    with lived.store.writing() as transaction:
        transaction.accounts.set_role("superior", "superior", "")
    assert {client.get(route.path.format(code=OFFICE)).status_code for route in SCOPED if route.method == "GET"} == {403}


# -- the account


def test_an_admin_makes_the_account_of_a_unit_to_which_others_report(lived: Province) -> None:
    form: dict[str, Any] = {"name": "binh-lu", "role": "superior", "password": PASSWORD, "again": PASSWORD}
    assert "can sign in now" in lived.post("admin", "/accounts", unit=SUPERIOR, **form)
    page = lived.get("admin", "/accounts")
    assert "superior: Xã Bình Lư" in page
    assert "say of which" in html.unescape(lived.post("admin", "/accounts", status=400, **(form | {"name": "khac"})))
    assert "No unit reports to" in lived.post("admin", "/accounts", status=409, unit="03405", **(form | {"name": "khac"}))
    lived.post("admin", "/accounts/binh-lu/role", role="auditor", unit=SUPERIOR)
    with lived.store.reading() as transaction:
        found = transaction.accounts.get("binh-lu")
    assert found is not None and (found.role, found.unit) == ("auditor", "")
