"""The JSON API: open to read tokens, and saying what the ledger says."""

from __future__ import annotations

import httpx
import pytest

from hub.monitoring import counts as counting
from hub.store.records import RecordFilter
from hub.web.api import endpoints as api
from hub.web.api.shapes import (
    BoardShape,
    CountsShape,
    DirectivesShape,
    LaptopsShape,
    ReportsShape,
    StatusShape,
    UnitsShape,
)
from sync.annex.model import Annex
from sync.ledger.directive import DirectiveAsRead, OpaqueDuty, Unread
from tests import later
from tests.hub.intake.party import Party, outcome
from tests.hub.intake.reporting import report_of
from tests.hub.web.api.reading import OFFICER, UNIT, busy, described, told
from tests.hub.web.province import Province


def test_answers_are_of_the_types_that_are_described(province: Province, reader: httpx.Client) -> None:
    shared, *_others = busy(province)
    values = {"unit": UNIT, "record": shared, "id": "2653-kh-ubnd"}
    known = reader.get("/api/v1/directives").json()["directives"]
    values["id"] = known[0]["id"]
    for endpoint in api.ENDPOINTS:
        path = endpoint.path.format(**values)
        told(reader, path, endpoint.answer)
        assert province.client("auditor").get(path).status_code == 200, path


def test_counts_are_those_of_the_desk(province: Province, reader: httpx.Client) -> None:
    busy(province)
    for by in ("unit", "topic", "channel", "directive", "task", "audience"):
        found = told(reader, f"/api/v1/counts?by={by}&period=2026-11", CountsShape)
        with province.store.reading() as transaction:
            expected = counting.tallies(transaction, RecordFilter(start="2026-10-15", end="2026-11-14"), found.by, {})
        sums = {one.key: (one.activities, one.quantity, one.audience, one.minutes) for one in found.rows}
        assert sums == {
            key: (one.activities, one.quantity if by == "channel" and key else None, one.audience, one.minutes)
            for key, one in expected.items()
        }, by
        assert found.total.activities == 2 and found.filters["period"] == "2026-11"
        assert found.total.quantity is None, "of several channels"
    channel = next(one.key for one in told(reader, "/api/v1/counts?by=channel", CountsShape).rows if one.key)
    chosen = told(reader, f"/api/v1/counts?by=unit&channel={channel}", CountsShape)
    assert chosen.total.quantity == sum(one.quantity or 0 for one in chosen.rows) is not None
    assert all(one.quantity is not None for one in chosen.rows)


def test_a_report_that_is_not_right_is_none_and_its_unit_has_not_reported(province: Province, reader: httpx.Client) -> None:
    party = Party(1)
    party.says(party.join(province.keys, province.invite(UNIT)))
    party.says(report_of(party, records=9))
    assert outcome(province, party.push()) is None
    assert told(reader, "/api/v1/reports?period=2026-11", ReportsShape).total == 0
    status = told(reader, "/api/v1/status?period=2026-11", StatusShape)
    assert {one.standing for one in status.units} == {"due"}


def test_reports_say_what_was_reported_and_what_was_answered(province: Province, reader: httpx.Client) -> None:
    busy(province)
    found = told(reader, "/api/v1/reports?period=2026-11", ReportsShape)
    (report,) = found.reports
    assert report.figures is not None
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


def test_of_a_directive_read_in_part_it_is_said_what_was_not(province: Province, reader: httpx.Client) -> None:
    later.state(province, later.OPAQUE_DUTY, later.OPAQUE_EDITION)
    whole, *_others, duty, edition = told(reader, "/api/v1/directives", DirectivesShape).directives
    quarter = OpaqueDuty("quarter", "Báo cáo quý về truyền thanh")
    assert whole.unread is None and whole.duties
    assert (duty.tasks, duty.duties, duty.unread) == (0, 2, Unread(duties=(quarter,)))
    assert (edition.tasks, edition.duties, edition.unread) == (None, None, Unread(edition=True))
    found = told(reader, "/api/v1/directives/later-duty", DirectiveAsRead)
    assert found.duties == (later.MONTHLY,) and found.unread == duty.unread
    assert "unread" not in reader.get(f"/api/v1/directives/{whole.id}").json()
    refused = reader.get("/api/v1/status?period=73/KH-UBND@2026-11")
    assert (refused.status_code, refused.json()["error"]) == (400, "unread-duty")
