"""Filters: read strictly from an address, and put back into the addresses of links."""

from __future__ import annotations

from tests.hub.web.counted import total_listed
from tests.hub.web.province import Province


def test_an_address_is_read_strictly(province: Province) -> None:
    wrong = [
        "period=2026-13",
        "period=xxx@2026-11",
        "from=2026-02-30",
        "to=1999-01-01",
        "unit=99999",
        "topic=a b",
        "topic=%25",
        "task=19",
        "band=3",
        "answer=maybe",
        "units=later",
        "channel=" + "x" * 301,
        "directive=%0A",
    ]
    for query in wrong:
        for path in ("/counts", "/counts.csv", "/records"):
            province.get("auditor", f"{path}?{query}", 400)
    for query in ("by=nothing", "sort=secret", "measure=secret"):
        province.get("auditor", f"/counts?{query}", 400)
    empty = ["from=2026-11-01&to=2026-10-01", "period=2026-11&from=2020-01-01&to=2020-02-01", "topic=no-such-topic"]
    for query in empty:
        for path in ("/counts", "/records"):
            assert "No activity fits these filters." in province.get("auditor", f"{path}?{query}")


def test_a_task_of_another_directive_than_the_chosen_one_is_let_go(logged: Province) -> None:
    page = logged.get("auditor", "/records?period=all&directive=-&task=no-such-plan%239")
    assert total_listed(page) == 4
