"""Commands about what is owed and reported."""

from __future__ import annotations

from field.home import LaptopHome
from field.store import LaptopStore
from tests.field.alone import PLAN, follow_registry
from tests.field.cli.desk import Desk


def test_a_report_is_previewed_and_then_submitted(desk: Desk) -> None:
    desk.soxa("log", "--title", "Họp", "--date", "20/1/2026", "--quantity", "3")
    said = desk.json("report", "2026-02")
    assert said["figures"]["total"] == [1, 3, 0, 0]
    assert desk.json("status")["unsent"] == 1
    assert desk.json("report", "2026-02", "--submit", "--results", "xong") == said
    assert desk.json("status")["unsent"] == 2
    assert "submitted before" in desk.soxa("report", "2026-02")


def test_directives_and_deadlines_are_shown_once_they_have_come(desk: Desk) -> None:
    assert desk.json("directives") == []
    desk.soxa("log", "--title", "x", "--directive", "2653/KH-UBND", expect=2)
    with LaptopStore.open(LaptopHome(desk.folder / "laptop")) as store:
        follow_registry(store, PLAN)
    assert "2653/KH-UBND" in desk.soxa("directives")
    record = desk.soxa("log", "--title", "x", "--directive", "2653/kh-ubnd", "--task", "19").strip()
    assert "2653/KH-UBND" in desk.soxa("show", record)
    due = desk.json("status")["deadlines"]
    assert due and {one["what"] for one in due} == {"Báo cáo tháng"}
    assert not due[0]["reported"] and due[0]["days"] >= 0
    desk.soxa("report", due[0]["period"], "--submit")
    assert desk.json("status")["deadlines"][0]["reported"]
