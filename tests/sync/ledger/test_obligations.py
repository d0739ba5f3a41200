"""Who owes what: the duties of directives decide, and nothing else does."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pytest

from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Directed, Entry
from sync.ledger.obligations import Obligations
from sync.ledger.period import midnight, parse
from sync.ledger.vocabulary import vocabulary
from tests.sync.ledger.test_registry import SALT, hub, read
from tests.sync.ledger.test_unit_history import event, unit

UNITS = ("00001", "00002", "00003")
YEAR = ("2026-01-01", "2027-01-01")


def duty(*reporters: str, rule: str = "monthly-15", id_: str = "monthly", **more: Any) -> Duty:
    return Duty(id=id_, what="Báo cáo", rule=rule, reporters=reporters, **more)


MONTHLY = duty("commune-committee")


def directed(*duties: Duty, id_: str = "plan", number: str = "1/KH", province: str = "12", **more: Any) -> Directed:
    directive = Directive(
        id=id_,
        number=number,
        kind="plan",
        date="2025-01-01",
        province=province,
        issuer="UBND tỉnh",
        subject="x",
        duties=duties,
        **more,
    )
    return Directed(salt=SALT, at=Instant(1), directive=directive)


def obligations(*entries: Entry) -> Obligations:
    """What is owed where there are these units and whatever else is stated."""
    return Obligations(read(hub, unit("12", "Lai Châu"), *map(unit, UNITS), *entries))


def owing(*entries: Entry, first: str = YEAR[0], last: str = YEAR[1]) -> list[tuple[str, tuple[str, ...]]]:
    """The periods due from a day to the beginning of another, and who owes each."""
    found = obligations(*entries).between(_at(first), _at(last))
    return [(obligation.period.name, obligation.units) for obligation in found]


def november(*entries: Entry) -> Sequence[str]:
    """Who owes the November of the first directive."""
    ((name, units),) = owing(*entries, first="2026-11-15", last="2026-11-15")
    assert name == "1/KH@2026-11"
    return units


def _at(day: str) -> Instant:
    return midnight(datetime.date.fromisoformat(day))


def test_without_a_duty_nobody_owes_anything() -> None:
    silent = directed()
    undated = [duty("commune-committee", rule=rule, id_=rule) for rule in ("on-request", "by-regulation", "after-each")]
    for entries in ((), (silent,), (directed(*undated),)):
        assert owing(*entries) == []
        assert obligations(*entries).of(parse("2026-11", ())) == []


def test_a_duty_that_names_the_communes_is_owed_by_all_of_them() -> None:
    found = owing(directed(MONTHLY))
    assert found == [(f"1/KH@2026-{month:02}", UNITS) for month in range(1, 13)]


def test_an_obligation_says_of_which_directive_and_duty_it_is() -> None:
    stated = directed(MONTHLY, duty("culture-department", rule="yearly-1215", id_="yearly"))
    year, month = obligations(stated).between(_at("2026-12-15"), _at("2026-12-15"))
    assert (year.directive, year.duty.id, year.period.name, year.units) == (stated.directive, "yearly", "1/KH@2026", ())
    assert (month.duty.id, month.period.name, month.units) == ("monthly", "1/KH@2026-12", UNITS)


# -- which bodies


@pytest.mark.parametrize("body", [code for code, term in vocabulary().actors.items() if term.level == "commune"])
def test_a_duty_of_a_body_of_a_commune_is_owed_by_the_commune(body: str) -> None:
    assert november(directed(duty(body))) == UNITS
    assert november(directed(duty(body, "commune-committee", "science-department"))) == UNITS


@pytest.mark.parametrize(
    "body", [*(code for code, term in vocabulary().actors.items() if term.level != "commune"), "no-such-body"]
)
def test_a_duty_of_anybody_else_is_owed_by_no_unit(body: str) -> None:
    """Of bodies of districts too, where nothing is said of who took over from them."""
    assert november(directed(duty(body))) == ()


def test_a_duty_that_names_nobody_is_owed_by_nobody() -> None:
    assert november(directed(duty())) == ()


DISTRICTS = ("district-committee", "district-culture-office", "district-media-centre")


@pytest.mark.parametrize("body", DISTRICTS)
def test_bodies_of_districts_are_followed_by_those_of_communes_where_the_directive_says_so(body: str) -> None:
    """Since 1 July 2025; on the day before there were still districts, which are no units here."""
    passed_on = directed(duty(body), succession="Cấp xã tiếp tục thực hiện")
    assert november(passed_on) == UNITS
    long_since = [unit(code, start="2020-01-01") for code in UNITS]
    assert owing(passed_on, *long_since, first="2025-06-15", last="2025-07-15") == [
        ("1/KH@2025-06", ()),
        ("1/KH@2025-07", UNITS),
    ]


@pytest.mark.parametrize(
    ("rule", "strict", "units"),
    [
        ("before 2025-07-01", True, ()),  # the last day to report is 30 June
        ("before 2025-07-01", False, UNITS),
        ("before 2025-06-30", False, ()),
        ("before 2025-07-02", True, UNITS),
    ],
)
def test_the_last_day_to_report_decides_whether_there_are_districts(rule: str, strict: bool, units: tuple[str, ...]) -> None:
    passed_on = directed(duty("district-committee", rule=rule, strict=strict), succession="Cấp xã tiếp tục thực hiện")
    long_since = [unit(code, start="2020-01-01") for code in UNITS]
    assert [units for _name, units in owing(passed_on, *long_since, first="2025-06-01", last="2025-08-01")] == [units]


def test_a_body_of_the_province_that_has_ended_is_followed_by_no_commune() -> None:
    assert november(directed(duty("information-department"), succession="Sở Khoa học và Công nghệ tiếp tục")) == ()


def test_who_receives_a_report_does_not_owe_it() -> None:
    assert november(directed(duty("commune-committee", recipient="commune-committee"))) == ()
    assert november(directed(duty("commune-committee", recipient="culture-department"))) == UNITS
    assert november(directed(duty("culture-society-office", "radio-station", recipient="radio-station"))) == UNITS
    passed_on = duty("district-committee", recipient="commune-committee")
    assert november(directed(passed_on, succession="Cấp xã tiếp tục thực hiện")) == ()


# -- which units, and when


def test_the_units_are_those_that_stand_on_the_last_day_before_the_deadline() -> None:
    merger = [event("merged", ["00001", "00002"], ["00002"], "2026-11-14")]
    assert november(directed(MONTHLY), *merger) == ("00002", "00003")
    merger = [event("merged", ["00001", "00002"], ["00002"], "2026-11-15")]
    assert november(directed(MONTHLY), *merger) == UNITS
    assert november(directed(MONTHLY), unit("00004", start="2026-11-14")) == (*UNITS, "00004")
    assert november(directed(MONTHLY), unit("00004", start="2026-11-15")) == UNITS
    assert november(directed(MONTHLY), unit("00004", start="2020-01-01", end="2026-11-13")) == UNITS


def test_a_deadline_whose_day_still_counts_is_a_day_later_for_units_and_for_reports() -> None:
    lenient = directed(duty("commune-committee", strict=False))
    merger = [event("merged", ["00001", "00002"], ["00002"], "2026-11-15")]
    (found,) = obligations(lenient, *merger).between(_at("2026-11-16"), _at("2026-11-16"))
    assert (found.period.due, found.units) == (_at("2026-11-16"), ("00002", "00003"))
    assert owing(lenient, first="2026-11-15", last="2026-11-15") == []


def test_nothing_is_owed_before_a_directive_is_in_force_or_after_it() -> None:
    stated = directed(MONTHLY, valid_from="2026-10-20", valid_to="2026-12-20")
    assert [name for name, _units in owing(stated, last="2027-06-01")] == ["1/KH@2026-11", "1/KH@2026-12", "1/KH@2027-01"]
    assert obligations(stated).of(parse("2026-10", ())) == []
    assert obligations(stated).of(parse("1/KH@2026-10", [stated.directive])) == []


def test_a_directive_of_another_province_asks_nobody_here() -> None:
    assert owing(directed(MONTHLY, province="15")) == []


def test_the_edition_in_force_decides() -> None:
    assert owing(directed(MONTHLY), directed()) == []


def test_a_report_of_one_date_is_owed_once() -> None:
    stated = directed(duty("commune-committee", rule="before 2026-11-20"))
    assert owing(stated) == [("1/KH@2026-11-20", UNITS)]
    found = obligations(stated)
    assert [o.period.name for o in found.of(parse("1/KH@2026-11-20", [stated.directive]))] == ["1/KH@2026-11-20"]
    assert found.of(parse("2026-11", ())) == []


# -- what a period gathers


def test_a_month_gathers_the_duties_of_every_directive_for_it_and_of_none_other_due_that_day() -> None:
    first = directed(MONTHLY, duty("commune-committee", rule="yearly-1215", id_="yearly"))
    second = directed(duty("radio-station", strict=False), id_="other", number="2/KH")
    third = directed(duty("commune-committee", rule="before 2026-12-15"), id_="once", number="3/KH")
    found = obligations(first, second, third)
    assert [o.period.name for o in found.of(parse("2026-12", ()))] == ["1/KH@2026-12", "2/KH@2026-12"]
    assert [o.period.name for o in found.of(parse("2026", ()))] == ["1/KH@2026"]
    directives = [entry.directive for entry in (first, second, third)]
    for name in ("1/KH@2026-12", "1/KH@2026", "2/KH@2026-12", "3/KH@2026-12-15"):
        assert [o.period.name for o in found.of(parse(name, directives))] == [name]


def test_two_duties_of_one_month_are_two_obligations_of_one_period() -> None:
    stated = directed(duty("culture-department"), duty("commune-committee", id_="communes"))
    found = obligations(stated).of(parse("2026-11", ()))
    assert [(o.period.name, o.duty.id, o.units) for o in found] == [
        ("1/KH@2026-11", "monthly", ()),
        ("1/KH@2026-11", "communes", UNITS),
    ]


def test_of_two_directives_with_one_name_each_is_owed_under_its_own() -> None:
    first, second = directed(MONTHLY), directed(MONTHLY, id_="later")
    found = obligations(first, second)
    assert [o.period.name for o in found.of(parse("2026-11", ()))] == ["1/KH@2026-11", "later@2026-11"]
    directives = [first.directive, second.directive]
    for name, whose in (("1/KH@2026-11", "plan"), ("plan@2026-11", "plan"), ("later@2026-11", "later")):
        assert [o.directive.id for o in found.of(parse(name, directives))] == [whose]
