"""A period has one address, which leads to it whatever its directive is called by then."""

from __future__ import annotations

import msgspec
import pytest

from hub.registry.directives.publish import publish
from hub.registry.directives.yaml import shipped
from sync.ledger.directive import Directive
from tests.hub.web.province import Province

PLAN = next(directive for directive in shipped() if directive.number == "2653/KH-UBND")


def state(province: Province, directive: Directive) -> None:
    with province.store.writing() as transaction:
        publish(transaction, province.keys, directive, now=province.now(), random_bytes=province.random)


@pytest.mark.parametrize("name", ["2026-11", f"{PLAN.id}@2026-12", f"{PLAN.id}@2026", f"{PLAN.id}@2026-H1"])
def test_the_address_of_a_period_leads_to_its_reports(province: Province, name: str) -> None:
    page = province.get("auditor", f"/periods/{name}")
    assert f'href="/periods/{name}"' in page


def test_the_address_holds_when_the_directive_is_called_otherwise(province: Province) -> None:
    at = f"/periods/{PLAN.id}@2026-12"
    assert "report on month 12/2026 by Plan 2653/KH-UBND" in province.get("auditor", at)
    state(province, msgspec.structs.replace(PLAN, number="9/KH-UBND"))
    assert "report on month 12/2026 by Plan 9/KH-UBND" in province.get("auditor", at)


def test_a_day_that_no_edition_in_force_asks_for_leads_to_the_directive(province: Province) -> None:
    assert PLAN.subject in province.get("auditor", f"/periods/{PLAN.id}@2026-12-24")
