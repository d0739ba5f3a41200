"""The page of acceptances whose times are false: the first page leads to it while the newest has not come."""

from __future__ import annotations

from pathlib import Path

from sync.encoding.types import Instant
from sync.ledger import origins
from tests.hub.web.province import Province, says
from tests.world import BEGAN, HUB

UNIT = "03390"

TEMPLATES = Path(__file__).resolve().parents[4] / "hub" / "web" / "templates"


def test_the_first_page_leads_to_it_and_an_administrator_states_it(province: Province) -> None:
    laptop = province.laptop(UNIT)
    laptop.exchange(province.line)
    assert 'href="/clock"' not in province.get("operator", "/")
    at = len(province.hub_leaves(origins.acceptances(HUB)))
    province.set_clock(Instant(BEGAN + 730 * 86_400))
    laptop.log()
    laptop.exchange(province.line)
    province.set_clock(Instant(BEGAN + 3_600))
    assert 'href="/clock"' in province.get("operator", "/")
    assert "/clock/false" not in province.get("operator", "/clock")
    shown = province.get("admin", "/clock")
    assert f'name="first" value="{at}"' in shown and f"<td>{at}</td>" in shown, "a stretch of one is called by one number"
    assert "This time is false" in shown and '<td colspan="3">' in shown, "under its row, where a phone has room for it"
    assert says(province.post("admin", "/clock/false", 400, first="x", last="9"), "bad-stretch", text="x")
    said = province.post("admin", "/clock/false", first=str(at), last=str(at))
    assert f"The time of acceptance {at} is stated to be false: it was made from" in said
    with province.store.reading() as transaction:
        (stretch,) = transaction.settings.false_times
    assert (stretch.first, stretch.last) == (at, at) and stretch.latest < BEGAN + 7_200
    assert 'href="/clock"' not in province.get("operator", "/")
    assert 'name="first"' not in province.get("admin", "/clock")


def test_every_table_scrolls_on_a_phone_where_it_stands() -> None:
    """Also those that a page shows only once something has gone wrong."""
    for template in sorted(TEMPLATES.glob("*.html")):
        before, *after = template.read_text(encoding="utf-8").split("<table")
        for part in after:
            opened = before.rpartition("<div")[2]
            assert "</div" not in opened and ("scroll" in opened or "drawn" in opened), template.name
            before += part
