"""The mark of what the province entered for a unit, wherever it is shown: pages, API, open data, document, laptop."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from field.cli import output
from field.store.rows import ActivityFilter
from hub import own_logs
from hub.entering.ledger import Entering
from hub.entering.stating import enter_report
from hub.export.documents import told
from hub.export.documents.annex import annex
from hub.export.documents.reporting_told import note, of_activities, of_reports
from hub.export.opendata.rows import OpenDataSource
from sync.ledger.entry import Narrative
from sync.wording.statuses import entered_words
from tests.hub.entering.entered import ROWS, UNIT, enter, table
from tests.hub.web.province import Province

MARK = "entered by the province"


@pytest.fixture
def both(province: Province, tmp_path: Path) -> Province:
    """A province in which a laptop logged one activity, and the province entered three for the unit."""
    laptop = province.laptop(UNIT)
    laptop.log(title="Của máy", date="2026-10-21")
    laptop.exchange(province.line)
    enter(province, table(tmp_path, *ROWS))
    return province


def test_the_list_and_the_page_of_a_record_bear_it(both: Province) -> None:
    assert both.get("auditor", "/records").count(f">{MARK}<") == 3
    entered, own = [
        next(record for record, held in both.hub_records(UNIT).items() if held.values.title == title)
        for title in ("Họp bản Na Hum", "Của máy")
    ]
    page = both.get("auditor", f"/records/{UNIT}/{entered}")
    assert page.count(f">{MARK}<") == 2 and "thư ngày 23/10" in page and "lan" in page
    assert MARK not in both.get("auditor", f"/records/{UNIT}/{own}")
    shown = json.loads(both.get("auditor", f"/api/v1/records/{UNIT}/{entered}"))
    assert (shown["record"]["entered"], [step["entered"] for step in shown["history"]]) == (True, [True])
    listed = json.loads(both.get("auditor", "/api/v1/records"))["records"]
    assert sorted(record["entered"] for record in listed) == [False, True, True, True]


def test_the_queue_and_the_page_of_the_unit_bear_it(both: Province) -> None:
    assert both.get("operator", "/review").count(f">{MARK}<") == 3
    assert "Activities that the province entered for it: 3" in both.get("auditor", f"/units/{UNIT}")
    assert MARK not in both.get("auditor", "/units/03424")


def test_a_report_bears_it(both: Province) -> None:
    both.ask_monthly()
    with both.store.writing() as transaction:
        entering = Entering("lan", "điện thoại", now=both.now(), random_bytes=both.random)
        enter_report(transaction, both.keys, UNIT, "2026-11", Narrative(results="Tốt"), entering)
    assert both.get("operator", "/review?what=reports").count(f">{MARK}<") == 1
    page = both.get("auditor", f"/units/{UNIT}/report?period=2026-11")
    assert page.count(f">{MARK}<") == 1
    assert "by the hub&#39;s clock" in page and "laptop&#39;s clock" not in page
    with both.store.reading() as transaction:
        registry = own_logs.registry(transaction, both.keys)
        period = registry.gathered("2026-11")
        made = annex(transaction, both.keys, registry, period, units="then", made=both.now())
        beside = told.gather(transaction, registry, period, made)
        rows = list(OpenDataSource(transaction, both.keys, registry, both.now()).reports())
    assert "Báo cáo của 1 đơn vị do tỉnh nhập thay: Xã Bình Lư." in list(of_reports(made, beside))
    by_unit = {row.unit: row for row in made.standings}
    assert note(beside, by_unit[UNIT]) == "Do tỉnh nhập thay" and note(beside, by_unit["03424"]) == ""
    assert [(row[-2], row[-1]) for row in rows] == [(1, 0)], "entered, not erased"


def test_no_laptop_is_counted_that_there_is_not(both: Province) -> None:
    laptops = json.loads(both.get("auditor", "/api/v1/laptops"))["laptops"]
    assert [laptop["id"] for laptop in laptops] == [both.laptops[0].store.membership.device]


def test_open_data_have_a_column_of_it(both: Province) -> None:
    with both.store.reading() as transaction:
        registry = own_logs.registry(transaction, both.keys)
        source = OpenDataSource(transaction, both.keys, registry, both.now())
        rows = [row for found in source.activities() for row in found.activities]
    assert sorted(str(row[-2]) for row in rows) == ["0", "1", "1", "1"]


def test_a_document_says_how_many_and_of_which_units(both: Province) -> None:
    with both.store.reading() as transaction:
        registry = own_logs.registry(transaction, both.keys)
        period = registry.gathered("2026-11")
        made = annex(transaction, both.keys, registry, period, units="then", made=both.now())
        beside = told.gather(transaction, registry, period, made)
    lines = list(of_activities(made, beside))
    assert "Trong 4 hoạt động được tính có 3 hoạt động do tỉnh nhập thay đơn vị: Xã Bình Lư (3)." in lines


def test_the_laptop_of_the_unit_shows_it(both: Province, capsys: pytest.CaptureFixture[str]) -> None:
    (laptop,) = both.laptops
    laptop.exchange(both.line)
    rows = laptop.store.records.rows(ActivityFilter())
    assert {row.values.title for row in rows if not row.entered} == {"Của máy"}
    output.rows(rows)
    assert capsys.readouterr().out.count(f"{entered_words()}: ") == 3
    entered = next(row.record for row in rows if row.entered)
    page = laptop.store.records.page(entered)
    assert page.entered and [line.entered for line in page.history] == [True]
    laptop.revise(entered, quantity=9)
    page = laptop.store.records.page(entered)
    assert page.entered and [line.entered for line in page.history] == [True, False]
    output.page(page, {})
    assert entered_words() in capsys.readouterr().out.splitlines()
