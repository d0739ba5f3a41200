"""A sudden report is asked of some units by a day, and owed by them like any other."""

from __future__ import annotations

from typing import Any

import pytest

from hub.registry.requests import Letter, request
from sync.errors import SoxaError
from sync.ledger.directive import Directive
from sync.ledger.obligations import Obligations
from sync.ledger.period import day_of
from tests.hub.registry.stating import BAN_BO, BINH_LU, KHUN_HA, registry
from tests.world import World

LETTER = Letter(number="45/CV-SVHTTDL", date="2026-10-20")
DAY = "2026-11-06"


def asked(world: World, **said: Any) -> Directive:
    with world.store.writing() as transaction:
        more: dict[str, Any] = {"by": DAY, "letter": LETTER, **said}
        return request(transaction, world.keys, "Thiệt hại do mưa lũ", **more, now=world.now(), random_bytes=world.random)


def owing(world: World, directive: Directive) -> tuple[str, ...]:
    known = registry(world)
    (found,) = Obligations(known).of(known.period(f"{directive.name}@{DAY}"))
    return found.units


def test_the_units_named_owe_it_until_the_end_of_the_day_and_no_others(world: World) -> None:
    directive = asked(world, units=(KHUN_HA, BINH_LU), heads=("Thiệt hại", "Kiến nghị"), window_from="2026-10-01")
    assert (directive.kind, directive.date, directive.issuer) == ("request", "2026-10-20", "Tỉnh Lai Châu")
    (duty,) = directive.duties
    assert (duty.rule, duty.strict, duty.heads) == (f"before {DAY}", False, ("Thiệt hại", "Kiến nghị"))
    assert directive in registry(world).directives
    period = registry(world).period(f"45/CV-SVHTTDL@{DAY}")
    assert (period.start, period.end, period.last_day.isoformat()) == ("2026-10-01", DAY, DAY)
    assert owing(world, directive) == (BINH_LU, KHUN_HA)


def test_without_names_all_that_report_owe_it(world: World) -> None:
    assert owing(world, asked(world)) == tuple(code for code in sorted(registry(world).units) if len(code) == 5)


def test_two_requests_of_one_letter_are_two_directives(world: World) -> None:
    first, second = asked(world, units=(BINH_LU,)), asked(world, units=(BAN_BO,))
    assert first.id != second.id
    assert {directive.id for directive in registry(world).directives} >= {first.id, second.id}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"by": "2026-01-01"}, "request-day-passed"),
        ({"units": ("99999",)}, "unknown-unit"),
        ({"units": ("12",)}, "unknown-unit"),
        ({"letter": Letter()}, "bad-directive"),
        ({"tables": ("people",)}, "unknown-table"),
        ({"window_from": "2026-02-30"}, "bad-directive"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_stated(world: World, said: dict[str, Any], code: str) -> None:
    before = registry(world).size
    with pytest.raises(SoxaError) as refused:
        asked(world, **said)
    assert refused.value.code == code
    assert registry(world).size == before


def test_today_is_still_a_day_to_ask_for(world: World) -> None:
    today = day_of(world.now()).isoformat()
    assert asked(world, by=today).duties[0].rule == f"before {today}"
