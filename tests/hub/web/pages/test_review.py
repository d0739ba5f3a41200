"""The queue of what awaits an answer: it lists what it should, and answers all that is ticked or nothing."""

from __future__ import annotations

import re
from typing import Any

from field.store.rows import ActivityFilter
from hub.registry import unit_changes
from tests.hub.web.province import Province
from tests.world import Laptop

UNIT, OTHER = "03390", "03394"
_TICK = re.compile(r'name="record" value="([^"]+)"')


def ticks(shown: str) -> list[str]:
    return _TICK.findall(shown)


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
