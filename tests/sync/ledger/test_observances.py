"""Days to keep: which of them fall between two days."""

from __future__ import annotations

import datetime
from typing import Any

from sync.ledger.directive import Directive, Observance
from sync.ledger.observances import kept_days

FIRST, LAST = datetime.date(2026, 11, 20), datetime.date(2027, 1, 19)


def directive(*observances: Observance, id_: str = "plan", **more: Any) -> Directive:
    told: dict[str, Any] = {"date": "2025-01-05", "province": "12", "issuer": "x", "subject": "x", "kind": "plan"}
    return Directive(id=id_, number="1/KH", observances=observances, **(told | more))


def kept(*directives: Directive) -> list[tuple[str, str, str]]:
    return [(found.label, str(found.first), str(found.last)) for found in kept_days(directives, FIRST, LAST)]


def test_each_day_of_the_year_is_found_in_order_with_both_ends() -> None:
    days = [Observance(label=day, day=day) for day in ("01-20", "01-19", "11-19", "11-20", "11-23")]
    assert kept(directive(*days)) == [
        ("11-20", "2026-11-20", "2026-11-20"),
        ("11-23", "2026-11-23", "2026-11-23"),
        ("01-19", "2027-01-19", "2027-01-19"),
    ]


def test_days_that_have_begun_and_not_ended_are_kept_over_the_turn_of_the_year_too() -> None:
    weeks = (
        Observance(label="running", day="11-15", until="11-20"),
        Observance(label="past", day="11-15", until="11-19"),
        Observance(label="turn", day="12-28", until="01-03"),
    )
    assert kept(directive(*weeks)) == [
        ("running", "2026-11-15", "2026-11-20"),
        ("turn", "2026-12-28", "2027-01-03"),
    ]


def test_an_occasion_without_a_day_is_on_none() -> None:
    assert kept(directive(Observance(label="Ngày hội"))) == []


def test_nothing_is_kept_before_a_directive_holds_or_after() -> None:
    day = Observance(label="x", day="12-22")
    assert kept(directive(day, valid_from="2026-12-23"), directive(day, id_="b", valid_to="2026-12-21")) == []
    assert kept(directive(day, valid_from="2026-12-22", valid_to="2026-12-22")) == [("x", "2026-12-22", "2026-12-22")]


def test_a_day_that_two_directives_name_is_one() -> None:
    day = Observance(label="x", day="12-22")
    (found,) = kept_days([directive(day, id_="a"), directive(day, id_="b")], FIRST, LAST)
    assert found.directive.id == "a"


def test_the_29th_of_february_is_the_28th_in_other_years() -> None:
    found = kept_days([directive(Observance(label="x", day="02-29"))], datetime.date(2027, 2, 1), datetime.date(2028, 3, 1))
    assert [str(day.first) for day in found] == ["2027-02-28", "2028-02-29"]
