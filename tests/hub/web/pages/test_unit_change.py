"""Changes of units: what will be stated is shown first, and slips are refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hub import own_logs
from sync.encoding.types import Instant
from tests.hub.web.province import Province

_CHANGE: dict[str, Any] = {"since": "2026-10-27", "document": "12/NQ-HĐND"}


def _events(province: Province) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    with province.store.reading() as transaction:
        found = own_logs.registry(transaction, province.keys).reorganisations
    return [(event.how, event.units, event.into) for event in found]


def test_a_merge_is_shown_first_and_then_stated_and_counts_from_its_day(province: Province, tmp_path: Path) -> None:
    laptop = province.laptop("03405")
    laptop.log(date="2026-10-26")
    laptop.log(date="2026-10-27")
    laptop.exchange(province.line)
    merge: dict[str, Any] = {"what": "merge", "unit": ["03390", "03405"], "into": "03390", **_CHANGE}
    shown = province.post("operator", "/units/change", do="show", **merge)
    assert "Xã Bình Lư, Xã Tả Lèng merged into Xã Bình Lư on 27/10/2026" in shown and "12/NQ-HĐND" in shown
    assert _events(province) == [], "what is shown is not stated"
    page = province.post("operator", "/units/change", do="state", **merge)
    assert _events(province) == [("merged", ("03390", "03405"), ("03390",))]
    assert "merged into Xã Bình Lư on 27/10/2026" in page and "What these reported" not in page, "its day is to come"
    province.set_clock(Instant(1_793_040_000))  # 27/10/2026 01:40
    page = province.get("auditor", "/units/03390")
    assert "What these reported counts for it" in page and 'href="/units/03405"' in page
    assert 'href="/records?unit=03390&amp;period=2026-11">1</a>' in page, "only what was done from that day on"
    assert laptop.origin.rpartition("/")[2] in page, "its laptops go on, and are the successor's to look after"
    assert "This unit is no more" in province.get("auditor", "/units/03405")
    units = province.get("auditor", "/units")
    assert units.index("Units that are no more") < units.index('href="/units/03405"')
    refused = province.post("admin", "/invites", status=400, unit="03405", officer="", days="30", url="")
    assert "03390 Xã Bình Lư" in refused, "it names the successor"
    province.audit(tmp_path / "all.soxa")


def test_a_body_becomes_of_another_type_and_kind_and_its_old_name_stands_with_its_days(province: Province) -> None:
    body: dict[str, Any] = {
        "code": "12-tt",
        "name": "Thông tin",
        "type": "Sở",
        "kind": "information-department",
        "since": "2025-07-01",
    }
    province.post("operator", "/units/new", do="state", **body)
    rename: dict[str, Any] = {"what": "rename", "unit": "12-tt", "name": "Truyền thông", "type": "Trung tâm", **_CHANGE}
    rename |= {"kind": "press-agencies"}
    assert "Trung tâm Truyền thông" in province.post("operator", "/units/change", do="show", **rename)
    page = province.post("operator", "/units/change", do="state", **rename)
    assert "Sở Thông tin" in page and '<td class="when">26/10/2026</td>' in page, "the old name ends the day before"


def test_a_rename_and_a_split_are_stated(province: Province) -> None:
    rename: dict[str, Any] = {"what": "rename", "unit": "03390", "name": "Tam Đường", "type": "phường", **_CHANGE}
    assert "Xã Bình Lư" in province.post("operator", "/units/change", do="show", **rename)
    page = province.post("operator", "/units/change", do="state", **rename)
    assert "Phường Tam Đường" in page and '<td class="when">26/10/2026</td>' in page, "the old name ends the day before"
    split: dict[str, Any] = {"what": "split", "unit": "03571", "into": "03571\r\n09999 xã Mù Sang", **_CHANGE}
    assert "Xã Mù Sang" in province.post("operator", "/units/change", do="show", **split)
    province.post("operator", "/units/change", do="state", **split)
    assert _events(province) == [("renamed", ("03390",), ("03390",)), ("split", ("03571",), ("03571", "09999"))]


def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(province: Province) -> None:
    typed: dict[str, Any] = {
        "what": "split",
        "unit": "03571",
        "into": "only this",
        "since": "2026-13-01",
        "document": "9/QĐ",
    }
    for do in ("show", "state"):
        said = province.post("operator", "/units/change", status=400, do=do, **typed)
        assert "only this" in said and 'value="9/QĐ"' in said and 'value="03571" selected' in said
    province.post("operator", "/units/change", status=400, what="abolish", unit="03571")
    province.post("operator", "/units/change", status=400, what="rename", unit=["03571", "03390"], name="X", **_CHANGE)
    assert _events(province) == []


def test_only_operators_change_units(province: Province) -> None:
    province.get("auditor", "/units/change?what=merge", status=403)
    rename: dict[str, Any] = {"what": "rename", "unit": "03390", "name": "Khác", **_CHANGE}
    province.post("auditor", "/units/change", status=403, do="state", **rename)
    assert _events(province) == []


def test_a_hostile_name_is_shown_harmless(province: Province) -> None:
    name = "<script>alert(1)</script>\u202eX"
    rename: dict[str, Any] = {
        "what": "rename",
        "unit": "03390",
        "name": name,
        "since": "2026-10-01",
        "document": "\u202e<b>",
    }
    shown = province.post("operator", "/units/change", do="show", **rename)
    province.post("operator", "/units/change", do="state", **rename)
    for page in (shown, *(province.get("auditor", path) for path in ("/units", "/units/03390", "/laptops", "/directives"))):
        assert "<script>alert" not in page and "\u202e" not in page.replace(f'value="{name}"', "")
