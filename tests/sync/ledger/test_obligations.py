"""Who owes what: the duties of directives decide, and nothing else does."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Directed, Entry, Unit
from sync.ledger.obligations import Obligations
from sync.ledger.period import calendar_of, midnight, parse
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


def test_what_was_due_before_there_was_a_hub_is_owed_by_nobody_and_known_to_have_been_asked_for() -> None:
    founded = msgspec.structs.replace(hub, at=_at("2026-10-15"))
    found = Obligations(read(founded, unit("12", "Lai Châu"), *map(unit, UNITS), directed(MONTHLY)))
    assert [owes.period.name for owes in found.between(*map(_at, YEAR))] == ["1/KH@2026-11", "1/KH@2026-12"]
    for month, owed in ((9, 0), (10, 0), (11, 1)):  # the October report was due in the moment that the hub began
        period = parse(f"2026-{month:02}", ())
        assert (len(found.of(period)), len(found.of_ever(period))) == (owed, 1)
        assert found.was_due_before_the_hub(period) == (not owed)
    assert not found.was_due_before_the_hub(parse("2026-H1", ())), "nobody asks for it"


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


# -- kinds of bodies, named units, and what the province owes itself


def kind(code: str, body: str, **more: str) -> Unit:
    return msgspec.structs.replace(unit(code), body=body, **more)


OFFICE = kind("00001-vh", "culture-society-office")
SCIENCE = kind("12-khcn", "science-department")


def test_a_unit_owes_what_is_asked_of_its_kind_or_of_a_group_that_covers_it() -> None:
    assert november(directed(duty("science-department")), SCIENCE, OFFICE) == ("12-khcn",)
    assert november(directed(duty("departments", "commune-committee")), SCIENCE, OFFICE) == (*UNITS, "12-khcn")
    assert november(directed(duty("departments", recipient="science-department")), SCIENCE) == ()
    assert november(directed(duty("finance-department")), SCIENCE, unit("12-kd")) == ()


def test_a_body_of_a_commune_that_is_a_unit_owes_for_itself() -> None:
    asked = directed(duty("culture-society-office"))
    assert november(asked, OFFICE) == ("00001-vh", "00002", "00003")
    both = directed(duty("culture-society-office", "service-centre"))
    assert november(both, OFFICE) == ("00001", "00001-vh", "00002", "00003")
    assert november(both, OFFICE, kind("00001-tt", "service-centre")) == ("00001-tt", "00001-vh", "00002", "00003")
    elsewhere = kind("00001-vh", "culture-society-office", reports_to="00002")
    assert november(asked, elsewhere) == ("00001", "00001-vh", "00003")
    assert november(directed(duty("culture-society-office", recipient="commune-committee")), OFFICE) == ("00001-vh",)


def test_a_district_owes_its_own_report_while_it_stands() -> None:
    district = unit("141", start="2004-01-01", end="2025-06-30")
    passed_on = directed(duty("district-committee"), succession="Cấp xã tiếp tục thực hiện")
    units = [unit(code, start="2020-01-01") for code in UNITS]
    assert owing(passed_on, district, *units, first="2025-06-15", last="2025-07-15") == [
        ("1/KH@2025-06", ("141",)),
        ("1/KH@2025-07", UNITS),
    ]


def test_a_duty_may_name_units_and_leave_some_out() -> None:
    assert november(directed(duty("commune-committee", units=("00001", "12-khcn"))), SCIENCE) == ("00001",)
    assert november(directed(duty(units=("12-khcn", "00003", "12", "00099"))), SCIENCE) == ("00003", "12-khcn")
    assert november(directed(duty("commune-committee", but=("00002",)))) == ("00001", "00003")
    assert november(directed(duty(units=("00001", "00003"), but=("00003",)))) == ("00001",)


def test_for_a_named_unit_that_was_merged_its_heir_owes() -> None:
    merger = event("merged", ["00001", "00002"], ["00002"], "2026-11-01")
    assert november(directed(duty(units=("00001",))), merger) == ("00002",)


def steps(*duties: Duty) -> list[tuple[str, bool, tuple[str, ...], tuple[str, str] | None]]:
    found = obligations(directed(*duties), SCIENCE, kind("12-vh", "culture-department")).between(*map(_at, YEAR))
    return [
        (o.period.name, o.own, o.units, None if o.feeds is None else (o.feeds.duty.id, o.feeds.period.name)) for o in found
    ]


def test_the_province_owes_its_own_report_which_is_made_from_the_step_before() -> None:
    below = duty("commune-committee", rule="before 2026-12-28", id_="below", recipient="culture-department")
    above = duty("culture-department", rule="before 2026-12-31", id_="above", recipient="superiors")
    assert steps(above, below) == [
        ("1/KH@2026-12-28", False, UNITS, None),
        ("1/KH@2026-12-31", True, (), ("below", "1/KH@2026-12-28")),
    ]
    early = duty("culture-department", rule="before 2026-12-01", id_="above", recipient="superiors")
    assert steps(early, below)[0] == ("1/KH@2026-12-01", True, (), None)


def test_of_two_steps_before_the_last_feeds_and_the_one_of_the_same_window_first() -> None:
    months = duty("commune-committee", id_="months", recipient="culture-department")
    year = duty("commune-committee", id_="year", rule="yearly-1215", recipient="culture-department")
    own = duty("culture-department", rule="yearly-1215", id_="above", recipient="superiors")
    (found,) = [step for step in steps(months, year, own) if step[1]]
    assert found == ("1/KH@2026", True, (), ("year", "1/KH@2026"))
    named = duty("culture-department", rule="yearly-1215", id_="above", fed_by="months")
    (found,) = [step for step in steps(months, year, named) if step[1]]
    assert found == ("1/KH@2026", True, (), ("months", "1/KH@2026-12"))


def test_what_a_commune_gathers_from_its_bodies_is_no_report_of_the_province() -> None:
    below = duty("digital-team", id_="below", rule="before 2026-11-10", recipient="commune-committee")
    above = duty("commune-committee", id_="above", rule="before 2026-11-20", recipient="culture-department")
    assert steps(below, above) == [("1/KH@2026-11-10", False, (), None), ("1/KH@2026-11-20", False, UNITS, None)]


def test_a_quarter_is_owed_under_its_directive() -> None:
    stated = directed(duty("commune-committee", rule="quarterly-15"))
    assert [name for name, _units in owing(stated)] == [f"1/KH@2026-Q{quarter}" for quarter in range(1, 5)]
    found = obligations(stated)
    assert [o.period.name for o in found.of(parse("1/KH@2026-Q3", [stated.directive]))] == ["1/KH@2026-Q3"]
    assert [o.period.name for o in found.of(parse("2026-Q3", ()))] == ["1/KH@2026-Q3"], "who counts all directives' quarters"
    (owes,) = found.of(parse("2026-Q3", ()))
    assert calendar_of(owes.period) == owes.period, "a report of it names the directive"


def test_a_period_of_the_calendar_gathers_a_duty_whose_last_day_was_moved() -> None:
    stated = directed(duty("commune-committee", rest_day="after"))  # 14 November 2026 is a Saturday
    found = obligations(stated).of(parse("2026-11", ()))
    assert [(o.period.name, o.period.due, o.units) for o in found] == [("1/KH@2026-11", _at("2026-11-17"), UNITS)]
