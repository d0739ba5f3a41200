"""The queue of what awaits an answer: it lists what it should, and answers all that is ticked or nothing."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from field.reporting import deadlines, reports
from field.store.rows import ActivityFilter
from hub.registry import unit_changes
from sync.ledger.entry import Narrative
from tests.hub.web.province import Province
from tests.world import Laptop

UNIT, OTHER = "03390", "03394"
_TICK = re.compile(r'name="record" value="([^"]+)"')


def ticks(shown: str) -> list[str]:
    return _TICK.findall(shown)


def report(province: Province, laptop: Laptop, **narrative: str) -> None:
    reports.submit(
        laptop.store, laptop.signer, "2026-11", Narrative(**narrative), now=province.now(), random_bytes=province.random
    )
    laptop.exchange(province.line)


def report_state(province: Province, laptop: Laptop) -> str:
    return {due.period.name: due.status for due in deadlines.due_periods(laptop.store, province.now())}["2026-11"]


def states(laptop: Laptop) -> dict[str, str]:
    return {row.values.title: row.status for row in laptop.store.records.rows(ActivityFilter())}


def test_what_is_ticked_is_answered_and_the_rest_goes_on_waiting(province: Province) -> None:
    laptop, other = province.laptop(UNIT), province.laptop(OTHER)
    for number in range(3):
        laptop.log(title=f"Việc {number}", date=f"2026-10-2{number}")
    other.log(title="Của xã khác")
    for one in (laptop, other):
        one.exchange(province.line)
    queue = province.get("operator", f"/review?unit={UNIT}&period=2026-11")
    assert re.findall(r">(Việc \d)</a>", queue) == ["Việc 2", "Việc 1", "Việc 0"], "newest day first"
    assert "Của xã khác" not in queue and "Của xã khác" in province.get("operator", "/review")
    assert ticks(province.get("auditor", "/review")) == []
    first, second, _third = ticks(queue)
    form: dict[str, Any] = {"record": [first, second], "comment": "Đủ", "unit": UNIT, "period": "2026-11"}
    province.post("auditor", "/review", status=403, verdict="accepted", **form)
    province.post("operator", "/review", status=400, verdict="accepted", record=[])
    after = province.post("operator", "/review", verdict="accepted", **form)
    assert "2 activities answered." in after
    assert re.findall(r">(Việc \d)</a>", after) == ["Việc 0"], "and one is back at the same filters"
    laptop.exchange(province.line)
    assert states(laptop) == {"Việc 0": "received", "Việc 1": "accepted", "Việc 2": "accepted"}


def test_if_one_cannot_be_answered_none_is(province: Province) -> None:
    laptop = province.laptop(UNIT)
    laptop.log(title="Một")
    laptop.log(title="Hai")
    laptop.exchange(province.line)
    both = ticks(province.get("operator", "/review"))
    again = province.post("operator", "/review", status=400, record=both[:1], verdict="returned", comment="")
    assert "Say why" in again and re.findall(r'value="([^"]+)" aria-label="[^"]+" checked', again) == both[:1]
    (record, *_rest) = laptop.record_ids()
    laptop.revise(record, quantity=5)
    laptop.exchange(province.line)
    assert "has changed since" in province.post("operator", "/review", status=409, record=both, verdict="accepted")
    laptop.retract(record)
    laptop.exchange(province.line)
    retracted = [tick.rpartition("/")[0] + "/3" if record in tick else tick for tick in both]
    province.post("operator", "/review", status=409, record=retracted, verdict="accepted")
    for bad in (f"{OTHER}/{both[0][6:]}", "03390/x/1", f"{both[0]}0000000000", "../../x"):
        province.post("operator", "/review", status=400, record=[bad], verdict="accepted")
    laptop.exchange(province.line)
    assert "accepted" not in states(laptop).values()
    assert len(ticks(province.get("operator", "/review"))) == 1


def test_fifty_stand_on_a_page_and_a_page_that_is_no_more_shows_the_last(province: Province) -> None:
    laptop = province.laptop(UNIT)
    for number in range(53):
        laptop.log(title=f"Việc {number}")
    laptop.exchange(province.line)
    first, last = (ticks(province.get("operator", f"/review?page={page}")) for page in (0, 1))
    assert (len(first), len(last)) == (50, 3) and not set(first) & set(last)
    assert ticks(province.get("operator", "/review?page=99")) == last
    for bad in ("page=-1", "page=x", "what=x", "period=x"):
        province.get("operator", f"/review?{bad}", status=400)


def test_the_records_of_a_merged_unit_stand_under_its_heir_and_are_answered_at_home(province: Province) -> None:
    laptop = province.laptop(OTHER)
    laptop.log(title="Trước khi nhập", date="2026-10-30")
    laptop.exchange(province.line)
    with province.store.writing() as transaction:
        unit_changes.merge(
            transaction, province.keys, [OTHER], UNIT, since="2026-10-20", now=province.now(), random_bytes=province.random
        )
    queue = province.get("operator", f"/review?unit={UNIT}")
    (tick,) = ticks(queue)
    assert tick.startswith(OTHER) and f'value="{UNIT}" selected>Xã Bình Lư (1)' in queue
    province.post("operator", "/review", record=[tick], verdict="accepted")
    laptop.exchange(province.line)
    assert states(laptop) == {"Trước khi nhập": "accepted"}


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
