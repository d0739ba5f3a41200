"""Periods: windows and deadlines as the directives and the general rule on periodic reports set them."""

from __future__ import annotations

import datetime
import doctest

import msgspec
import pytest

from sync.encoding.types import Instant
from sync.errors import Misuse, NoSuchDuty
from sync.ledger import period
from sync.ledger.directive import Directive, Duty
from sync.ledger.period import (
    VIETNAM,
    begins_month,
    calendar_of,
    called,
    chosen_directive,
    chosen_name,
    chosen_period,
    chosen_period_name,
    discharges,
    ends_month,
    find_directive,
    gathered,
    midnight,
    month_number,
    owed,
    parse,
)

PLAN = Directive(
    id="plan-2653",
    number="2653/KH-UBND",
    kind="plan",
    date="2025-06-06",
    province="12",
    issuer="UBND tỉnh Lai Châu",
    subject="Tuyên truyền",
    valid_from="2025-06-06",
    valid_to="2030-12-31",
    duties=(
        Duty(id="monthly", what="Báo cáo tháng", reporters=("commune-committee",), rule="monthly-15"),
        Duty(id="half-year", what="Báo cáo 6 tháng", reporters=("commune-committee",), rule="half-year-0615"),
        Duty(id="yearly", what="Báo cáo năm", reporters=("commune-committee",), rule="yearly-1215"),
    ),
)
LETTER = Directive(
    id="lao-cai-2025-12",
    symbol="UBND-VX",
    kind="letter",
    month="2025-12",
    province="15",
    issuer="UBND tỉnh Lào Cai",
    subject="Truyền thông",
    duties=(
        Duty(id="communes", what="Báo cáo", reporters=("commune-committee",), rule="before 2025-12-28"),
        Duty(id="province", what="Tổng hợp", reporters=("culture-department",), rule="before 2025-12-31"),
        Duty(id="lenient", what="Báo cáo", reporters=("departments",), rule="before 2025-12-20", strict=False),
    ),
)
BOTH = (PLAN, LETTER)


def local(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=VIETNAM).timestamp())


@pytest.mark.parametrize(
    ("name", "start", "end", "due"),
    [
        ("2026-11", "2026-10-15", "2026-11-14", "2026-11-15T00:00"),
        ("2026-01", "2025-12-15", "2026-01-14", "2026-01-15T00:00"),
        ("2024-03", "2024-02-15", "2024-03-14", "2024-03-15T00:00"),
        ("2026-H1", "2025-12-15", "2026-06-14", "2026-06-15T00:00"),
        ("2026", "2025-12-15", "2026-12-14", "2026-12-15T00:00"),
        ("2653/KH-UBND@2026-11", "2026-10-15", "2026-11-14", "2026-11-15T00:00"),
        ("UBND-VX@2025-12-28", "2025-12-01", "2025-12-27", "2025-12-28T00:00"),
        ("UBND-VX@2025-12-31", "2025-12-01", "2025-12-30", "2025-12-31T00:00"),
        ("UBND-VX@2025-12-20", "2025-12-01", "2025-12-20", "2025-12-21T00:00"),
    ],
)
def test_a_period_has_its_window_and_its_deadline(name: str, start: str, end: str, due: str) -> None:
    period = parse(name, BOTH)
    assert (period.start, period.end, period.due) == (start, end, local(due))
    assert period.name == name


def test_the_last_second_before_a_deadline_is_in_vietnam_time() -> None:
    assert midnight(datetime.date(2026, 11, 15)) == int(datetime.datetime(2026, 11, 14, 17, tzinfo=datetime.UTC).timestamp())


def test_a_window_holds_its_first_and_last_day_and_no_other() -> None:
    period = parse("2026-11", ())
    assert [period.holds(day) for day in ("2026-10-14", "2026-10-15", "2026-11-14", "2026-11-15")] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("name", ["", "2026-13", "2026-00", "26-11", "2026-H2", "1999", "2026-11-01", "tháng 11", "@"])
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(Misuse):
        parse(name, BOTH)


def test_a_directive_that_asks_for_no_such_report_is_refused() -> None:
    with pytest.raises(Misuse) as refused:
        parse("UBND-VX@2025-12", BOTH)
    assert refused.value.code == "no-such-duty"


def test_a_report_upward_may_gather_any_month_of_a_directive() -> None:
    month = gathered("ubnd-vx@2025-12", BOTH)
    plain = parse("2025-12", BOTH)
    assert (month.name, month.start, month.end, month.due) == ("UBND-VX@2025-12", plain.start, plain.end, plain.due)
    assert month.directive is not None and discharges("2025-12", month, BOTH)
    assert gathered("UBND-VX@2025-12-28", BOTH) == parse("UBND-VX@2025-12-28", BOTH)
    for name in ("UBND-VX@2025-12-27", "UBND-VX@2025-13", "nothing@2025-12", "2025-13"):
        with pytest.raises(Misuse):
            gathered(name, BOTH)


def test_a_directive_is_named_without_accents_or_case() -> None:
    assert parse("ubnd-vx@2025-12-28", BOTH).name == "UBND-VX@2025-12-28"


def test_june_and_december_owe_two_reports_on_one_day() -> None:
    june = [
        period.name for period, _ in owed(BOTH, "12", Instant(local("2026-06-14T12:00")), Instant(local("2026-06-15T12:00")))
    ]
    december = [
        period.name for period, _ in owed(BOTH, "12", Instant(local("2026-12-14T12:00")), Instant(local("2026-12-15T12:00")))
    ]
    assert june == ["2653/KH-UBND@2026-06", "2653/KH-UBND@2026-H1"]
    assert december == ["2653/KH-UBND@2026", "2653/KH-UBND@2026-12"]


def test_a_province_owes_its_own_directives_alone() -> None:
    names = [
        period.name for period, _ in owed(BOTH, "15", Instant(local("2025-12-01T00:00")), Instant(local("2026-02-01T00:00")))
    ]
    assert names == ["UBND-VX@2025-12-20", "UBND-VX@2025-12-28", "UBND-VX@2025-12-31"]


def test_nothing_is_owed_before_a_directive_speaks_or_after_it_ends() -> None:
    assert [
        p.name for p, _ in owed(BOTH, "12", Instant(local("2025-01-01T00:00")), Instant(local("2025-06-14T00:00")))
    ] == []
    late = [p.name for p, _ in owed(BOTH, "12", Instant(local("2031-01-01T00:00")), Instant(local("2031-12-31T00:00")))]
    assert late == ["2653/KH-UBND@2031-01", "2653/KH-UBND@2031-H1", "2653/KH-UBND@2031"]


def test_nothing_is_owed_before_the_first_year_of_which_anything_is_reported_nor_after_the_last() -> None:
    endless = msgspec.structs.replace(PLAN, date="1995-01-01", valid_from=None, valid_to=None)
    found = owed((endless,), "12", Instant(local("1990-01-01T00:00")), Instant(local("2300-01-01T00:00")))
    names = [period.name.rpartition("@")[2] for period, _ in found]
    assert names[:2] == ["2000-01", "2000-02"]
    assert names[-2:] == ["2199", "2199-12"]
    assert len(names) == 200 * 14


NOVEMBER = "2653/KH-UBND@2026-11"
"""From 15 October to 14 November 2026, due before the 15th."""


def owed_in_november(**fields: str | None) -> list[str]:
    """What the plan owes on 15 November 2026 if it says this of itself."""
    plan = msgspec.structs.replace(PLAN, **fields)
    return [
        period.name
        for period, _ in owed((plan,), "12", Instant(local("2026-11-15T00:00")), Instant(local("2026-11-15T00:00")))
    ]


def test_a_directive_that_begins_on_a_periods_last_day_owes_it_and_one_that_begins_the_day_after_does_not() -> None:
    assert owed_in_november(valid_from="2026-11-14") == [NOVEMBER]
    assert owed_in_november(valid_from="2026-11-15") == []


def test_a_directive_that_does_not_say_when_it_begins_does_so_on_its_own_date() -> None:
    assert owed_in_november(valid_from=None, date="2026-11-14") == [NOVEMBER]
    assert owed_in_november(valid_from=None, date="2026-11-15") == []
    assert owed_in_november(valid_from="2026-11-14", date="2026-12-01") == [NOVEMBER]
    assert owed_in_november(valid_from="2026-11-15", date="2026-01-01") == []


def test_a_directive_that_ends_on_a_periods_first_day_owes_it_and_one_that_ends_the_day_before_does_not() -> None:
    assert owed_in_november(valid_to="2026-10-15") == [NOVEMBER]
    assert owed_in_november(valid_to="2026-10-14") == []
    assert owed_in_november(valid_to=None) == [NOVEMBER]


def test_a_period_due_at_the_first_or_the_last_instant_asked_for_is_owed() -> None:
    due = local("2026-11-15T00:00")

    def names(first: int, last: int) -> list[str]:
        return [period.name for period, _ in owed((PLAN,), "12", Instant(first), Instant(last))]

    assert names(due, due + 5) == names(due - 5, due) == names(due, due) == [NOVEMBER]
    assert names(due + 1, due + 5) == names(due - 5, due - 1) == []


def test_a_calendar_report_answers_for_every_directive_and_a_named_one_for_its_own() -> None:
    period = parse("2653/KH-UBND@2026-11", BOTH)
    assert discharges("2653/KH-UBND@2026-11", period, BOTH)
    assert discharges("2026-11", period, BOTH)
    assert not discharges("2026-10", period, BOTH)
    assert not discharges("UBND-VX@2025-12-28", period, BOTH)
    assert not discharges("no such period", period, BOTH)


def test_a_report_for_another_directive_or_of_another_rule_answers_for_none_of_the_same_days() -> None:
    one_off = Duty(id="once", what="Báo cáo", rule="before 2026-11-15", window_from="2026-10-15")
    other = msgspec.structs.replace(LETTER, duties=(*PLAN.duties, one_off))
    month = parse("2653/KH-UBND@2026-11", (PLAN, other))
    assert not discharges("UBND-VX@2026-11", month, (PLAN, other))
    once = parse("UBND-VX@2026-11-15", (PLAN, other))
    assert (once.start, once.end, once.due) == (month.start, month.end, month.due)
    assert not discharges("2026-11", once, (PLAN, other))
    assert not discharges("lao-cai-2025-12@2026-11", once, (PLAN, other))
    assert discharges("lao-cai-2025-12@2026-11-15", once, (PLAN, other))


@pytest.mark.parametrize("restated", [{"window_from": "2025-11-30"}, {"strict": True}])
def test_a_report_answers_for_the_days_that_are_owed_and_not_for_others_that_are_asked_since(
    restated: dict[str, object],
) -> None:
    lenient = LETTER.duties[2]
    since = msgspec.structs.replace(LETTER, duties=(msgspec.structs.replace(lenient, **restated),))
    name = "lao-cai-2025-12@2025-12-20"
    assert discharges(name, parse("UBND-VX@2025-12-20", [LETTER]), [LETTER])
    assert discharges(name, parse("UBND-VX@2025-12-20", [since]), [since])
    assert not discharges(name, parse("UBND-VX@2025-12-20", [LETTER]), [since])


def test_an_entry_names_a_directive_to_the_letter_and_a_person_does_not() -> None:
    period = parse("2653/kh-ubnd@2026-11", BOTH)
    assert period.name == "2653/KH-UBND@2026-11"
    assert discharges("plan-2653@2026-11", period, BOTH)
    assert not discharges("2653/kh-ubnd@2026-11", period, BOTH)


def test_what_names_a_directive_to_the_letter_goes_before_what_does_without_accents() -> None:
    twin = msgspec.structs.replace(LETTER, id="another", symbol=None, number="2653/kh-ubnd")
    assert find_directive("2653/KH-UBND", (twin, PLAN)) == PLAN
    assert find_directive("2653/kh-ubnd", (PLAN, twin)) == twin
    with pytest.raises(Misuse):
        find_directive("2653/Kh-Ubnd", (PLAN, twin))


def test_an_id_goes_before_the_same_word_as_the_name_of_another() -> None:
    named_as_the_other_is_called = msgspec.structs.replace(LETTER, id="another", symbol=None, number=PLAN.id)
    for both in ((PLAN, named_as_the_other_is_called), (named_as_the_other_is_called, PLAN)):
        assert find_directive(PLAN.id, both) == PLAN
        assert [called(directive, both) for directive in both] == [
            PLAN.number if directive == PLAN else "another" for directive in both
        ]


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(period).failed == 0


def test_a_reporting_month_runs_from_its_first_day_to_its_last() -> None:
    assert [day for day in range(1, 31) if begins_month(f"2026-11-{day:02}")] == [15]
    assert [day for day in range(1, 31) if ends_month(f"2026-11-{day:02}")] == [14]
    assert month_number("2026-11-14") + 1 == month_number("2026-11-15")


def test_a_number_that_two_directives_have_names_neither() -> None:
    twin = msgspec.structs.replace(LETTER, id="another", symbol=None, number="2653/KH-UBND")
    with pytest.raises(Misuse) as misused:
        parse("2653/kh-ubnd@2026-11", (PLAN, twin))
    assert misused.value.code == "ambiguous-directive"
    assert misused.value.facts == {"text": "2653/kh-ubnd", "near": f"plan-2653 ({PLAN.subject}); another ({twin.subject})"}
    assert parse("plan-2653@2026-11", (PLAN, twin)).directive == "plan-2653"
    with pytest.raises(Misuse) as misused:
        parse("x" * 200 + "@2026-11", (PLAN,))
    assert (misused.value.code, misused.value.facts) == ("unknown-directive", {"text": "x" * 100})


SAME = msgspec.structs.replace(LETTER, id="same", symbol=None, number=PLAN.number, province="12", duties=PLAN.duties)
"""A directive with the number of an earlier one."""


def test_of_directives_with_one_name_the_earlier_keeps_it_and_the_later_is_called_by_its_id() -> None:
    three = (PLAN, LETTER, SAME)
    assert [called(directive, three) for directive in three] == [PLAN.number, "UBND-VX", "same"]
    assert [called(directive, (SAME, PLAN)) for directive in (SAME, PLAN)] == [PLAN.number, "plan-2653"]
    assert called(SAME, (SAME,)) == called(SAME, ()) == PLAN.number


def test_every_period_of_directives_with_one_name_has_a_name_of_its_own_that_names_it_alone() -> None:
    both = (PLAN, SAME)
    first, last = Instant(local("2026-12-01T00:00")), Instant(local("2027-01-01T00:00"))
    found = [period for period, _ in owed(both, "12", first, last)]
    assert [(period.name, period.directive) for period in found] == [
        ("2653/KH-UBND@2026", "plan-2653"),
        ("2653/KH-UBND@2026-12", "plan-2653"),
        ("same@2026", "same"),
        ("same@2026-12", "same"),
    ]
    assert [parse(period.name, both) for period in found] == found
    assert [[discharges(report.name, period, both) for report in found] for period in found] == [
        [at == other for other in range(4)] for at in range(4)
    ]
    assert all(discharges("2026-12", period, both) for period in (found[1], found[3]))
    assert gathered("same@2026-11", both).name == "same@2026-11"
    assert gathered("same@2026-11", (PLAN, msgspec.structs.replace(SAME, duties=()))).name == "same@2026-11"


def test_a_directives_month_is_a_part_of_the_calendars_and_a_report_of_one_date_is_not() -> None:
    for name, of in (("2653/KH-UBND@2026-11", "2026-11"), ("2653/KH-UBND@2026-H1", "2026-H1"), ("2026", "2026")):
        assert calendar_of(parse(name, BOTH)) == parse(of, ())
    once = parse("UBND-VX@2025-12-28", BOTH)
    assert calendar_of(once) == once


# -- quarters, and rest days


@pytest.mark.parametrize(
    ("name", "start", "end", "due"),
    [
        ("2026-Q1", "2025-12-15", "2026-03-14", "2026-03-15"),
        ("2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
        ("2026-Q3", "2026-06-15", "2026-09-14", "2026-09-15"),
        ("2026-Q4", "2026-09-15", "2026-12-14", "2026-12-15"),
    ],
)
def test_a_quarter_runs_to_the_14th_of_its_last_month(name: str, start: str, end: str, due: str) -> None:
    found = parse(name, ())
    assert (found.start, found.end, found.due, found.rule) == (start, end, local(f"{due}T00:00"), "quarterly-15")


@pytest.mark.parametrize("name", ["2026-Q0", "2026-Q5", "1999-Q1", "2200-Q1", "2026-Q", "2026-q1"])
def test_what_is_no_quarter_is_no_period(name: str) -> None:
    with pytest.raises(Misuse):
        parse(name, ())


@pytest.mark.parametrize(
    ("day", "strict", "due"),
    [
        ("2025-12-28", True, "2025-12-30"),  # the last day is Saturday 27
        ("2025-12-28", False, "2025-12-30"),  # it is Sunday 28
        ("2025-12-30", True, "2025-12-30"),  # it is Monday 29
        ("2026-04-30", False, "2026-05-05"),  # Thursday, 1 May, and the weekend
        ("2026-01-01", False, "2026-01-03"),
        ("2026-09-03", True, "2026-09-04"),
    ],
)
def test_a_last_day_on_which_nobody_works_gives_way_where_the_duty_says_so(day: str, strict: bool, due: str) -> None:
    plain = Duty(id="d", what="x", rule=f"before {day}", strict=strict)
    moved = msgspec.structs.replace(plain, rest_day="after")
    usual, found = (parse(f"{PLAN.name}@{day}", [msgspec.structs.replace(PLAN, duties=(duty,))]) for duty in (plain, moved))
    assert found.due == local(f"{due}T00:00")
    assert (found.start, found.end) == (usual.start, usual.end)


REQUESTS = tuple(
    msgspec.structs.replace(
        PLAN,
        id=id_,
        number="1234/UBND",
        kind="request",
        subject=subject,
        duties=(msgspec.structs.replace(PLAN.duties[0], rule=f"before {by}"),),
    )
    for id_, subject, by in (
        ("first", "Thiệt hại", "2026-12-02"),
        ("second", "Khắc phục", "2026-12-02"),
        ("third", "Cứu trợ", "2026-12-05"),
    )
)


def test_of_requests_by_one_letter_the_one_is_meant_that_asks_by_the_day() -> None:
    with pytest.raises(NoSuchDuty):
        parse("1234/UBND@2026-12-05", REQUESTS)  # to the letter the name is the first's
    for typed in ("1234/UBND@2026-12-05", "1234/ubnd@2026-12-05", "third@2026-12-05", "1234/UBND “cứu trợ”@2026-12-05"):
        assert chosen_period(typed, REQUESTS).name == "third@2026-12-05"
    with pytest.raises(NoSuchDuty) as none:
        chosen_period("1234/UBND@2026-12-09", REQUESTS)
    assert none.value.facts == {"period": "1234/UBND@2026-12-09", "directive": "1234/UBND"}


def test_where_several_by_one_letter_ask_by_the_day_it_is_asked_which() -> None:
    with pytest.raises(Misuse) as several:
        chosen_period("1234/UBND@2026-12-02", REQUESTS)
    assert several.value.code == "ambiguous-period"
    assert several.value.facts["near"] == "first@2026-12-02 (Thiệt hại); second@2026-12-02 (Khắc phục)"
    assert chosen_period("first@2026-12-02", REQUESTS).name == "1234/UBND@2026-12-02"
    assert chosen_period("second@2026-12-02", REQUESTS).name == "second@2026-12-02"
    assert chosen_period("1234/UBND “Khắc phục”@2026-12-02", REQUESTS).name == "second@2026-12-02"


def test_what_a_period_is_typed_as_says_which_it_is() -> None:
    for request in REQUESTS:
        period = parse(f"{request.id}@{request.duties[0].rule.removeprefix('before ')}", REQUESTS)
        typed = chosen_period_name(period, REQUESTS)
        assert typed.startswith(f"{request.id}@") and chosen_period(typed, REQUESTS) == period
        assert chosen_period_name(period, (request,)) == period.name, "where no other is called so it is the name"
    month = parse("2026-11", REQUESTS)
    assert chosen_period_name(month, REQUESTS) == "2026-11"


def test_a_month_may_be_typed_as_people_write_it() -> None:
    assert chosen_period("2/2026", ()) == parse("2026-02", ())
    assert chosen_period("2653/kh-ubnd@11/2026", (PLAN,)) == parse("2653/KH-UBND@2026-11", (PLAN,))


def test_a_number_of_several_names_none_to_whoever_can_be_asked() -> None:
    with pytest.raises(Misuse) as several:
        chosen_directive("1234/ubnd", REQUESTS)
    assert several.value.facts["near"] == "first (Thiệt hại); second (Khắc phục); third (Cứu trợ)"
    assert [chosen_name(directive, (*REQUESTS, PLAN)) for directive in (*REQUESTS, PLAN)] == [
        "first",
        "second",
        "third",
        PLAN.number,
    ]
    for directive in REQUESTS:
        assert chosen_directive(chosen_name(directive, REQUESTS), REQUESTS) == directive
