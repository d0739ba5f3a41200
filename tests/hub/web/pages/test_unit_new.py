"""A body is added as a unit: shown first, then stated, and its laptop joins."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hub import own_logs
from hub.messages import MESSAGES
from sync.ledger.registry import Registry
from tests.hub.web.province import Province

OFFICE: dict[str, Any] = {
    "code": "03390-vhxh",
    "name": "Văn hóa - Xã hội",
    "type": "Phòng",
    "kind": "culture-society-office",
    "since": "2026-10-01",
}


def registry(province: Province) -> Registry:
    with province.store.reading() as transaction:
        return own_logs.registry(transaction, province.keys)


def test_an_office_is_shown_first_and_then_stated_and_its_laptop_joins(province: Province) -> None:
    shown = province.post("operator", "/units/new", do="show", **OFFICE)
    assert "Phòng Văn hóa - Xã hội" in shown and "reports to: Xã Bình Lư" in shown
    assert "03390-vhxh" not in registry(province).units, "what is shown is not stated"
    province.post("operator", "/units/new", do="state", **OFFICE)
    assert registry(province).units["03390-vhxh"].body == "culture-society-office"
    laptop = province.laptop("03390-vhxh")
    laptop.exchange(province.line)
    assert "Phòng Văn hóa - Xã hội" in province.get("auditor", "/units")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"code": "03390", "kind": "", "since": "2026-10-01"}, "unit-exists"),
        ({"since": "mai"}, "bad-day"),
        ({"kind": ""}, "unit-without-kind"),
        ({"reports_to": "03390-vhxh"}, "reports-to-itself"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(province: Province, typed: dict[str, Any], error: str) -> None:
    before = registry(province).size
    page = province.post("operator", "/units/new", status=400, do="state", **{**OFFICE, **typed})
    assert all(part in page for part in re.split(r"\{[^}]*\}", MESSAGES[error]))
    assert 'value="Văn hóa - Xã hội"' in page
    assert registry(province).size == before


def test_a_unit_that_is_there_is_said_to_be_and_what_differs(province: Province) -> None:
    there = {**OFFICE, "code": "03390", "name": "Bình Lư", "type": "xã", "kind": "", "since": "2026-10-01"}
    same = province.post("operator", "/units/new", status=400, do="show", **there)
    assert MESSAGES["unit-as-stated"].format(unit="03390 Xã Bình Lư") in same
    other = province.post("operator", "/units/new", status=400, do="show", **{**there, "name": "Bình"})
    assert "otherwise than was typed: name: Bình Lư → Bình." in other
