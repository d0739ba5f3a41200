"""The province's calendar: downloaded by whoever is signed in, followed with a read token."""

from __future__ import annotations

from tests.hub.web.province import Province
from tests.sync.calendar.parsed import Event, events


def by_summary(data: bytes) -> dict[str, Event]:
    return {event["SUMMARY"]: event for event in events(data)}


def test_the_calendar_has_the_deadlines_of_all_that_is_asked_for(province: Province) -> None:
    answered = province.client("auditor").get("/api/calendar.ics")
    assert answered.status_code == 200
    assert answered.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answered.headers["content-disposition"].startswith('attachment; filename="soxa-')
    found = by_summary(answered.content)
    monthly = "Report 2653/KH-UBND, month 11/2026: Báo cáo tháng, lồng ghép trong báo cáo thực hiện Nghị quyết 57"
    assert found[monthly]["DTSTART;VALUE=DATE"] == "20261114"
    assert "2653/KH-UBND, task 15: Tập huấn truyền thông số cho người làm thông tin cơ sở" in found
    assert found["Ngày Chuyển đổi số quốc gia"]["DTSTART;VALUE=DATE"][4:] == "1010"
    again = province.client("auditor").get("/api/calendar.ics")
    assert [event["UID"] for event in events(again.content)] == [event["UID"] for event in events(answered.content)]


def test_it_is_linked_where_directives_are_listed(province: Province) -> None:
    assert 'href="/api/calendar.ics"' in province.get("auditor", "/directives")
