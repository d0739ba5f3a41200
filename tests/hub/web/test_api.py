"""The JSON API: described exactly as it is, open to read tokens, and saying what the ledger says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypeVar

import httpx
import msgspec
import pytest

from hub.accounts import readers
from hub.monitoring import counts as counting
from hub.monitoring import reviews
from hub.store.records import RecordFilter
from hub.web.api import endpoints as api
from hub.web.api import openapi
from hub.web.api.shapes import (
    BoardShape,
    CountsShape,
    LaptopsShape,
    RecordDetail,
    RecordsShape,
    ReportsShape,
    StatusShape,
    UnitsShape,
)
from hub.web.table import ROUTES
from sync.annex.model import Annex
from sync.encoding import tobase64
from tests.hub.export.documents.reported import submit
from tests.hub.web.province import Province

T = TypeVar("T")
OFFICER = "Lò Thị Không Công Khai"
HOSTILE = "<script>alert(1)</script>\u202e\x00"
UNIT = "03390"


@pytest.fixture
def reader(province: Province) -> Iterator[httpx.Client]:
    """Another system, with a read token."""
    with province.store.writing() as transaction:
        made = readers.add_reader(transaction, "M&E", 30, now=province.now(), random_bytes=province.random)
    with httpx.Client(base_url=province.url, headers={"Authorization": f"Bearer {made.token}"}) as client:
        yield client


def told(client: httpx.Client, path: str, shape: type[T]) -> T:
    answered = client.get(path)
    assert answered.status_code == 200, answered.text
    assert answered.headers["content-type"] == "application/json"
    return msgspec.json.decode(answered.content, type=shape)


def busy(province: Province) -> list[str]:
    """Two laptops in conflict about one record, another record accepted, one taken back; a report. The ids."""
    one, other = province.laptop(UNIT), province.laptop(UNIT)
    one.log(title="Chung", channel="zalo", topics=("ai", "mindset"), audience=10)
    one.log(title=HOSTILE, channel="commune-radio", quantity=3, minutes=30)
    one.log(title="Nhầm", date="2026-10-30")
    for laptop in (one, other):
        laptop.exchange(province.line)
    shared, accepted, mistaken = one.record_ids()
    one.revise(shared, audience=20)
    other.revise(shared, audience=30)
    one.retract(mistaken)
    submit(one)
    for laptop in (one, other):
        laptop.exchange(province.line)
    with province.store.writing() as transaction:
        reviews.review(
            transaction,
            province.keys,
            accepted,
            "accepted",
            "Đủ",
            now=province.now(),
            random_bytes=province.random,
            account="operator",
        )
        reviews.review_report(
            transaction,
            province.keys,
            UNIT,
            "2026-11",
            "returned",
            "Thiếu",
            now=province.now(),
            random_bytes=province.random,
            account="operator",
        )
        for device in transaction.laptops.all():
            transaction.laptops.set_officer(device, OFFICER)
    return [shared, accepted, mistaken]


# -- the description


def described() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(openapi.document(api.ENDPOINTS))
    return document


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def patterns(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "pattern" and isinstance(inner, str):
                yield inner
            yield from patterns(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from patterns(inner)


def test_every_route_of_the_api_is_described_and_nothing_else() -> None:
    served = {route.path for route in ROUTES if route.path.startswith("/api/")}
    assert set(described()["paths"]) == served - {"/api/openapi.json"}
    assert {route.method for route in ROUTES if route.path.startswith("/api/")} == {"GET"}


def test_the_description_holds_together() -> None:
    document = described()
    assert document["openapi"] == "3.1.0"
    for reference in references(document):
        at: Any = document
        for step in reference.removeprefix("#/").split("/"):
            at = at[step]
    ids = [item["get"]["operationId"] for item in document["paths"].values()]
    assert len(set(ids)) == len(ids)
    for path, item in document["paths"].items():
        named = {one["name"] for one in item["get"]["parameters"] if one["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path)), path
        assert set(item["get"]["responses"]) >= {"200", "400", "401", "404"}
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
    assert not [pattern for pattern in patterns(document) if "\\Z" in pattern], "no pattern of JSON Schema ends so"


def test_anybody_may_read_the_description_and_nobody_else_the_rest(province: Province) -> None:
    with province.visitor() as visitor:
        assert visitor.get("/api/openapi.json").json() == described()
        for path in described()["paths"]:
            for headers in ({}, {"Authorization": "Bearer soxa-read-" + "x" * 43}, {"Authorization": "Bearer x"}):
                refused = visitor.get(path, headers=headers)
                assert (refused.status_code, refused.json()["error"]) == (401, "not-signed-in"), path
        assert visitor.post("/api/v1/units").status_code == 405


def test_answers_are_of_the_types_that_are_described(province: Province, reader: httpx.Client) -> None:
    shared, *_others = busy(province)
    values = {"unit": UNIT, "record": shared, "id": "2653-kh-ubnd"}
    known = reader.get("/api/v1/directives").json()["directives"]
    values["id"] = known[0]["id"]
    for endpoint in api.ENDPOINTS:
        path = endpoint.path.format(**values)
        told(reader, path, endpoint.answer)
        assert province.client("auditor").get(path).status_code == 200, path


# -- what it says


def test_the_records_are_those_of_the_ledger(province: Province, reader: httpx.Client) -> None:
    shared, accepted, mistaken = busy(province)
    found = told(reader, "/api/v1/records", RecordsShape)
    assert (found.total, found.page, found.pages) == (2, 1, 1)
    by_id = {one.record: one for one in found.records}
    world = province.hub_records(UNIT)
    assert {record: one.fields for record, one in by_id.items()} == {
        record: state.values for record, state in world.items() if state.retracted is None
    }
    assert by_id[accepted].fields.title == HOSTILE, "an answer for programs says what was stated"
    assert (by_id[accepted].answer, by_id[shared].conflicts) == ("accepted", 1)
    (gone,) = told(reader, "/api/v1/records?taken_back=1", RecordsShape).records
    assert (gone.record, gone.taken_back) == (mistaken, True)
    (disputed,) = told(reader, "/api/v1/records?conflicted=1", RecordsShape).records
    assert disputed.record == shared
    assert told(reader, "/api/v1/records?channel=zalo", RecordsShape).total == 1
    assert told(reader, "/api/v1/records?page=2", RecordsShape).records == ()


def test_a_record_tells_its_history_its_conflict_and_the_answers_to_it(province: Province, reader: httpx.Client) -> None:
    shared, accepted, mistaken = busy(province)
    found = told(reader, f"/api/v1/records/{UNIT}/{shared}", RecordDetail)
    state = province.hub_records(UNIT)[shared]
    assert (found.record.fields, found.entries, found.heads) == (state.values, 3, tuple(map(tobase64, state.heads)))
    (conflict,) = found.conflicts
    assert (conflict.field, {side.value for side in conflict.values}) == ("audience", {20, 30})
    assert {side.entry for side in conflict.values} == set(found.heads) <= {step.entry for step in found.history}
    first, *revisions = found.history
    assert first.base == () and all(step.base == (first.entry,) for step in revisions)
    assert all(step.claimed < step.received for step in found.history)
    (said,) = told(reader, f"/api/v1/records/{UNIT}/{accepted}", RecordDetail).answers
    assert (said.verdict, said.comment) == ("accepted", "Đủ")
    assert told(reader, f"/api/v1/records/{UNIT}/{mistaken}", RecordDetail).taken_back == "nhầm"


def test_counts_are_those_of_the_desk(province: Province, reader: httpx.Client) -> None:
    busy(province)
    for by in ("unit", "topic", "channel", "directive", "task", "audience"):
        found = told(reader, f"/api/v1/counts?by={by}&period=2026-11", CountsShape)
        with province.store.reading() as transaction:
            expected = counting.tallies(transaction, RecordFilter(start="2026-10-15", end="2026-11-14"), found.by, {})
        sums = {one.key: (one.activities, one.quantity, one.audience, one.minutes) for one in found.rows}
        assert sums == {key: (one.activities, one.quantity, one.audience, one.minutes) for key, one in expected.items()}, by
        assert found.total.activities == 2 and found.filters["period"] == "2026-11"


def test_reports_say_what_was_reported_and_what_was_answered(province: Province, reader: httpx.Client) -> None:
    busy(province)
    found = told(reader, "/api/v1/reports?period=2026-11", ReportsShape)
    (report,) = found.reports
    assert (report.unit, report.figures.total.activities, report.answer) == (UNIT, 2, "returned")
    assert told(reader, "/api/v1/reports?period=2026-10", ReportsShape).total == 0
    status = told(reader, "/api/v1/status?period=2026-11", StatusShape)
    assert {one.standing for one in status.units if one.unit == UNIT} == {"on-time"}
    assert sum(one.standing == "due" for one in status.units) == len(status.units) - 1
    year = told(reader, "/api/v1/board?year=2026", BoardShape)
    (line,) = (line for line in year.lines if line.unit == UNIT)
    (at,) = (place for place, column in enumerate(year.columns) if column.period.name == "2026-11")
    cell = line.cells[at]
    assert cell is not None and cell.standing == "returned"
    annex = told(reader, "/api/v1/annex?period=2026-11", Annex)
    assert annex.total.activities == 2 and "acceptances" in annex.state.acceptances


def test_officers_are_named_to_people_and_to_no_other_system(province: Province, reader: httpx.Client) -> None:
    busy(province)
    laptops = told(reader, "/api/v1/laptops", LaptopsShape).laptops
    assert len(laptops) == 2 and {one.officer for one in laptops} == {None}
    named = told(province.client("auditor"), "/api/v1/laptops", LaptopsShape).laptops
    assert {one.officer for one in named} == {OFFICER}
    for path in described()["paths"]:
        if "{" not in path:
            said = reader.get(path).text
            assert OFFICER not in said and "operator" not in said, path
    counted = {one.code: one.laptops for one in told(reader, "/api/v1/units", UnitsShape).units}
    assert counted[UNIT] == 2 and sum(counted.values()) == 2


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/records?page=0", 400, "bad-address"),
        ("/api/v1/records?page=1e3", 400, "bad-address"),
        ("/api/v1/records?unit=99999", 400, "bad-address"),
        ("/api/v1/records?taken_back=2", 400, "bad-address"),
        ("/api/v1/counts?by=officer", 400, "bad-address"),
        ("/api/v1/status?period=2026-13", 400, "bad-period"),
        ("/api/v1/status?period=" + "9" * 400, 400, "bad-address"),
        ("/api/v1/board?year=1999", 404, "no-page"),
        ("/api/v1/board?year=3000", 400, "bad-address"),
        ("/api/v1/annex?units=later", 400, "bad-address"),
        ("/api/v1/directives/none", 404, "no-page"),
        ("/api/v1/records/03390/0199a0b4-0000-7000-8000-000000000000", 404, "no-page"),
        ("/api/v1/records/03390/{0199a0b4-0000-7000-8000-000000000000}", 404, "no-page"),
        ("/api/v1/nothing", 404, "no-page"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_code(reader: httpx.Client, path: str, status: int, code: str) -> None:
    answered = reader.get(path)
    assert (answered.status_code, answered.json()["error"]) == (status, code), path
    assert answered.json()["message"]
