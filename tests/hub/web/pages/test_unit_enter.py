"""The page on which one activity, or a report, is entered for a unit."""

from __future__ import annotations

from typing import Any

from tests.hub.entering.entered import UNIT
from tests.hub.web.province import Province, says

PATH = f"/units/{UNIT}/enter"
MARK = "entered by the province"


def test_an_activity_is_entered_and_marked(province: Province) -> None:
    fields: dict[str, Any] = {
        "title": "Họp bản",
        "date": "2026-10-20",
        "audience": "60",
        "topics": ["digital-skills", "digital-day"],
    }
    province.post("operator", PATH, what="activity", source="điện thoại", channel="meeting", **fields)
    (record,) = province.hub_records(UNIT).values()
    assert record.values.topics == ("digital-skills", "digital-day")
    assert (record.values.audience, record.values.channel) == (60, "meeting")
    page = province.get("operator", f"/records/{UNIT}/{record.record}")
    assert MARK in page and "điện thoại" in page


def test_a_day_long_past_is_asked_about(province: Province) -> None:
    fields: dict[str, Any] = {"what": "activity", "title": "Họp bản", "date": "2026-05-20"}
    page = province.post("operator", PATH, 400, **fields)
    assert says(page, "long-past", date="20/05/2026") and 'name="old"' in page and "Họp bản" in page
    assert not province.hub_records(UNIT)
    province.post("operator", PATH, old="right", **fields)
    assert len(province.hub_records(UNIT)) == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(province: Province) -> None:
    page = province.post("operator", PATH, 400, what="activity", title="Họp bản <b>", date="2026-10-20", audience="x")
    assert 'role="alert"' in page and "Họp bản &lt;b&gt;" in page
    assert not province.hub_records(UNIT)


def test_a_report_is_shown_first_and_then_entered(province: Province) -> None:
    province.post("operator", PATH, what="activity", title="Họp bản", date="2026-10-20", audience="60")
    words: dict[str, Any] = {"period": "2026-11", "results": "Làm tốt", "source": "điện thoại"}
    shown = province.post("operator", PATH, what="report", do="show", **words)
    assert "activities: 1, people: 60" in shown and "Làm tốt" in shown
    with province.store.reading() as transaction:
        assert not list(transaction.reports.all(UNIT))
    page = province.post("operator", PATH, what="report", do="state", **words)
    assert MARK in page and "Làm tốt" in page
    with province.store.reading() as transaction:
        (row,) = transaction.reports.all(UNIT)
    assert (row.period, row.verdict) == ("2026-11", "valid")
    assert says(
        province.post("operator", PATH, 400, what="report", do="state", period="2026-13"), "bad-period", text="2026-13"
    )


def test_the_form_of_a_report_that_there_is_has_its_words(province: Province) -> None:
    report = "/units/03390/report?period=2026-11"
    assert f"{PATH}?period=2026-11" in province.get("operator", report)
    assert f"{PATH}?period=2026-11" not in province.get("auditor", report)
    province.post("operator", PATH, what="report", do="state", period="2026-11", results="Làm tốt", proposals="Xin loa")
    again = province.get("operator", f"{PATH}?period=2026-11")
    assert "Làm tốt" in again and "Xin loa" in again
    for other in (PATH, f"{PATH}?period=2026-12", f"{PATH}?period=2026-99"):
        assert "Xin loa" not in province.get("operator", other)


def test_a_unit_that_is_none_has_no_page(province: Province) -> None:
    province.get("operator", "/units/99999/enter", 404)
    province.post("operator", "/units/99999/enter", 404, what="activity")
    province.post("operator", "/units/99999/enter", 404, what="report")
