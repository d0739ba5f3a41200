"""What a unit reported: read, answered, and awaited again once it is corrected."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from field.reporting import deadlines, reports
from sync.ledger.entry import Narrative
from tests.hub.web.province import Province
from tests.world import Laptop

UNIT, OTHER = "03390", "03394"


def report(province: Province, laptop: Laptop, **narrative: str) -> None:
    reports.submit(
        laptop.store, laptop.signer, "2026-11", Narrative(**narrative), now=province.now(), random_bytes=province.random
    )
    laptop.exchange(province.line)


def report_state(province: Province, laptop: Laptop) -> str:
    return {due.period.name: due.status for due in deadlines.due_periods(laptop.store, province.now())}["2026-11"]


def test_a_report_is_read_answered_and_awaited_again_once_it_is_corrected(province: Province) -> None:
    laptop = province.laptop(UNIT)
    laptop.log(title="Phát loa", channel="commune-radio", quantity=1_234, audience=64)
    report(province, laptop, results="Tốt <script>alert(1)</script>", difficulties="Thiếu loa")
    queue = province.get("operator", f"/review?what=reports&period=2026-11&unit={UNIT}")
    (path,) = (unescape(one) for one in re.findall(r'href="(/units/[^"]+/report[^"]+)"', queue))
    shown = province.get("operator", path)
    assert "on time" in shown and "1,234" in shown and "Thiếu loa" in shown and "provisional" in shown
    assert "Tốt &lt;script&gt;" in shown and "<script>alert" not in shown
    form: dict[str, Any] = {"unit": UNIT, "name": "2026-11", "period": "2026-11", "reports": "1"}
    where = f"/units/{UNIT}/report"
    province.post("auditor", where, status=403, verdict="accepted", **form)
    assert "Say why" in province.post("operator", where, status=400, verdict="returned", comment="", **form)
    assert "Chưa đủ" in province.post("operator", where, verdict="returned", comment="Chưa đủ", **form)
    assert "No report awaits an answer" in province.get("operator", "/review?what=reports")
    laptop.exchange(province.line)
    assert report_state(province, laptop) == "returned"
    report(province, laptop, results="Đã bổ sung")
    assert UNIT in province.get("operator", "/review?what=reports")
    corrected = province.get("auditor", where + "?period=2026-11")
    assert "replaced by a later one" in corrected and "on an earlier state" in corrected and "Đã bổ sung" in corrected
    province.post("operator", where, status=409, verdict="accepted", **form)
    province.post("operator", where, verdict="accepted", **(form | {"reports": "2"}))
    laptop.exchange(province.line)
    assert report_state(province, laptop) == "accepted"


def test_a_unit_that_said_nothing_and_one_that_is_not_there(province: Province) -> None:
    assert "No report has been received" in province.get("auditor", f"/units/{UNIT}/report?period=2026-11")
    province.get("auditor", "/units/99999/report?period=2026-11", status=404)
    province.get("auditor", f"/units/{UNIT}/report?period=x", status=400)
    form: dict[str, Any] = {"name": "2026-11", "period": "2026-11", "reports": "1", "verdict": "accepted"}
    for unit in (UNIT, "99999", "x", "../03"):
        province.post("operator", f"/units/{UNIT}/report", status=400, unit=unit, **form)
