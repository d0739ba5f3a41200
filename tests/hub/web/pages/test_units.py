"""Units on the desk: found by any name, whole on one page, and changed only after what will be stated was shown."""

from __future__ import annotations

import re
from typing import Any

from hub.registry.bodies import state_unit
from tests.hub.web.province import Province


def test_units_are_found_by_names_of_now_and_of_before_without_accents(province: Province) -> None:
    listed = province.get("auditor", "/units?q=tam+duong")
    assert re.findall(r'href="/units/(\d{5})"', listed) == ["03390"]
    assert "Thị trấn Tam Đường" in listed
    assert set(re.findall(r'href="/units/(\d{5})"', province.get("auditor", "/units?q=binh+lu"))) == {"03390"}
    everything = re.findall(r'href="/units/(\d{5})"', province.get("auditor", "/units"))
    assert len(everything) == len(set(everything)) == 38
    assert everything.index("03571") < everything.index("03388"), "Dào San stands before Đoàn Kết"


def test_a_unit_shows_its_origin_its_standing_its_counts_and_its_laptops(province: Province) -> None:
    laptop = province.laptop("03390")
    for day in ("2026-10-20", "2026-10-21"):
        laptop.log(date=day, quantity=3, audience=20)
    laptop.exchange(province.line)
    page = province.get("auditor", "/units/03390")
    assert "Made on 01/07/2025 of:" in page and "Xã Sơn Bình (03413)" in page
    assert 'href="/units/03390/report?period=2026-11"' in page
    assert 'href="/records?unit=03390&amp;period=2026-11">2</a></td>\n    <td class="right">40</td>' in page
    assert laptop.origin.rpartition("/")[2] in page
    assert "/units/change" not in page, "an auditor changes nothing"
    assert "/units/change" in province.get("operator", "/units/03390")
    province.get("auditor", "/units/99999", status=404)


def test_communes_are_counted_apart_from_other_bodies(province: Province) -> None:
    assert "communes and wards: 38</caption>" in province.get("auditor", "/units")
    with province.store.writing() as transaction:
        for code, body in (("12-khcn", "science-department"), ("03390-vhxh", "culture-society-office")):
            more: dict[str, Any] = {"name": "Một", "type": "Sở", "valid_from": "2026-01-01", "body": body}
            state_unit(transaction, province.keys, code, **more, now=province.now(), random_bytes=province.random)
    assert "communes and wards: 38 · other bodies: 2</caption>" in province.get("auditor", "/units")
