"""Draws the desk's first page as a browser shows it, as `tests/pictures/desk-board.png`: a real hub, real reports.

What it shows is invented. Clock and chance are given, so that the same code and browser draw the same picture.
"""

from __future__ import annotations

import datetime
import random
import tempfile
from pathlib import Path
from typing import Final

from field.reporting.reports import submit
from hub.registry.official_units import province_units
from sync.encoding.types import Instant
from sync.ledger.entry import Narrative
from sync.wording.i18n import LANGUAGE
from tests.hub.web.province import PASSWORD, Province
from tests.picture.painter import opened_page, save, target
from tests.world import Laptop

_WIDTH: Final = 1100
"""CSS pixels: one row holds the rooms in either language."""
_ROWS: Final = 12
"""So many units are seen."""
_MONTHS: Final = ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11")


def main() -> None:
    """Draw it."""
    with tempfile.TemporaryDirectory() as folder:
        province = Province(Path(folder), founded=_at("2026-06-16T08:00"))
        try:
            _live(province)
            _draw(province.url)
        finally:
            province.close()


def _live(province: Province) -> None:
    """Five months in which most units report in time."""
    chance = random.Random(12)
    units = [unit.code for unit in province_units("12")[1:]]
    province.set_clock(_at("2026-06-20T08:00"))
    laptops = {unit: province.laptop(unit) for unit in units}
    for laptop in laptops.values():
        laptop.exchange(province.line)
    for month in _MONTHS:
        lucks = {unit: chance.random() for unit in laptops}
        for unit in sorted(lucks, key=lambda one: _sent(lucks[one])):  # a hub's time never goes back
            _report(province, laptops[unit], month, lucks[unit])
    province.set_clock(_at("2026-11-20T08:00"))


def _report(province: Province, laptop: Laptop, month: str, luck: float) -> None:
    if luck > 0.97:
        return
    made, sent = "16" if luck > 0.94 else "14", _sent(luck)
    province.set_clock(_at(f"{month}-{made}T08:00"))
    laptop.log(title="Phát loa về kỹ năng số", date=f"{month}-10", channel="commune-radio", quantity=12)
    submit(laptop.store, laptop.signer, month, Narrative(), now=province.now(), random_bytes=province.random)
    province.set_clock(_at(f"{month}-{sent}T08:01"))
    laptop.exchange(province.line)


def _sent(luck: float) -> str:
    """The day on which a report comes to the hub."""
    return "14" if luck < 0.85 else "16"


def _at(moment: str) -> Instant:
    return Instant(int(datetime.datetime.fromisoformat(f"{moment}:00+07:00").timestamp()))


def _draw(url: str) -> None:
    with opened_page({"width": _WIDTH, "height": 1000}) as page:
        page.context.add_cookies([{"name": "soxa-language", "value": LANGUAGE, "url": url}])
        page.goto(f"{url}/signin")
        page.fill("input[name=name]", "operator")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button")
        row = page.locator("tbody tr").nth(_ROWS - 1).bounding_box()
        assert row is not None
        seen = page.screenshot(clip={"x": 0, "y": 0, "width": _WIDTH, "height": row["y"] + row["height"]})
        save(page, target("desk-board"), seen)


if __name__ == "__main__":
    main()
