"""Who has reported: a unit itself, or all the parts that it was made of. Names and units are those of the deadline."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Duty
from sync.ledger.entry import Directed, Entry
from sync.ledger.period import parse
from sync.ledger.reporting_status import ReportingStatuses, ReportReceipt, UnitStatus
from tests.sync.ledger.test_registry import SALT, hub, read
from tests.sync.ledger.test_unit_history import event, unit

PERIOD = parse("2026-11", ())
DUE = PERIOD.due
AFTER = Instant(DUE + 86_400)
NAMED = ("00001", "00002", "00003")


def reported(code: str, *, received: Instant, period: str = "2026-11", provisional: bool = False) -> ReportReceipt:
    return ReportReceipt(
        unit=code, period=period, claimed=Instant(received - 10), after=None, received=received, provisional=provisional
    )


def asked(name: str, *duties: Duty) -> Directed:
    """A directive, by default with one duty: that communes report every month."""
    monthly = Duty(id="monthly", what="Báo cáo", rule="monthly-15", reporters=("commune-committee",))
    directive = Directive(
        id=name,
        number=f"{name}/KH",
        kind="plan",
        year=2026,
        province="12",
        issuer="UBND tỉnh",
        subject="x",
        duties=duties or (monthly,),
    )
    return Directed(salt=SALT, at=Instant(1), directive=directive)


MONTHLY = asked("plan-1")


def statuses(
    entries: Sequence[Entry],
    *reports: ReportReceipt,
    now: Instant = AFTER,
    period: str = "2026-11",
    directives: Sequence[Directed] = (MONTHLY,),
) -> dict[str, UnitStatus]:
    registry = read(hub, *map(unit, NAMED), *directives, *entries)
    by_unit = of_units(reports)
    return {one.unit: one for one in ReportingStatuses(registry).of(parse(period, registry.directives), by_unit, now)}


def of_units(reports: Sequence[ReportReceipt]) -> dict[str, list[ReportReceipt]]:
    by_unit: dict[str, list[ReportReceipt]] = {}
    for one in sorted(reports, key=lambda report: report.received):
        by_unit.setdefault(one.unit, []).append(one)
    return by_unit


def test_the_verdict_is_the_receipts() -> None:
    found = statuses([], reported("00001", received=Instant(DUE - 1)), reported("00002", received=Instant(DUE + 5)))
    assert [found[code].standing for code in NAMED] == ["on-time", "claimed-on-time", "missing"]
    assert (found["00001"].received, found["00001"].claimed) == (DUE - 1, DUE - 11)
    assert statuses([], now=Instant(DUE - 1))["00001"].standing == "due"
    assert statuses([], now=DUE)["00001"].standing == "missing"


def test_the_first_report_decides_and_the_newest_says_whether_it_is_provisional() -> None:
    found = statuses(
        [], reported("00001", received=Instant(DUE - 9), provisional=True), reported("00001", received=Instant(DUE + 9))
    )["00001"]
    assert (found.standing, found.received, found.provisional, found.reports) == ("on-time", DUE - 9, False, 2)


def test_the_units_and_their_names_are_those_of_the_last_day_before_the_deadline() -> None:
    last = "2026-11-14"
    renamed: list[Entry] = [unit("00001", "Mới", last), event("renamed", ["00001"], ["00001"], last)]
    assert statuses(renamed)["00001"].name == "Xã Mới"
    for since, units in ((last, ("00002", "00003")), ("2026-11-15", NAMED)):
        assert tuple(statuses([event("merged", ["00001", "00002"], ["00002"], since)])) == units
    assert statuses([unit("00001", "Mới", "2026-11-15")])["00001"].name == "Xã 00001"


def made_of_two() -> list[Entry]:
    return [unit("00009", start="2026-11-01"), event("merged", ["00001", "00002"], ["00009"], "2026-11-01")]


def test_a_new_unit_has_reported_once_all_its_parts_have() -> None:
    first, second = reported("00001", received=Instant(DUE - 50)), reported("00002", received=Instant(DUE + 5))
    assert statuses(made_of_two(), first)["00009"].standing == "missing"
    both = statuses(made_of_two(), first, second)
    assert tuple(both) == ("00003", "00009")
    assert (both["00009"].standing, both["00009"].received, both["00009"].reports) == ("claimed-on-time", DUE + 5, 2)


def test_a_new_unit_that_reports_itself_has_reported_at_the_earlier_of_both() -> None:
    parts = [reported("00001", received=Instant(DUE - 50)), reported("00002", received=Instant(DUE + 50))]
    assert statuses(made_of_two(), *parts, reported("00009", received=Instant(DUE - 1)))["00009"].received == DUE - 1
    assert statuses(made_of_two(), *parts, reported("00009", received=Instant(DUE + 99)))["00009"].received == DUE + 50
    assert statuses(made_of_two(), reported("00009", received=Instant(DUE - 1)))["00009"].standing == "on-time"


def test_a_unit_that_took_in_another_has_its_own_part_to_report() -> None:
    for parts in (["00001", "00002"], ["00001"]):
        grown = [event("merged", parts, ["00002"], "2026-11-01")]
        assert statuses(grown, reported("00001", received=Instant(DUE - 50)))["00002"].standing == "missing"
        assert statuses(grown, reported("00002", received=Instant(DUE - 50)))["00002"].standing == "on-time"


def test_a_part_that_was_itself_made_of_parts_needs_no_report_of_its_own() -> None:
    chain = [
        *made_of_two(),
        unit("00010", start="2026-11-10"),
        event("merged", ["00009", "00003"], ["00010"], "2026-11-10"),
    ]
    parts = [reported(code, received=Instant(DUE - 50)) for code in NAMED]
    assert statuses(chain, *parts)["00010"].standing == "on-time"
    assert statuses(chain, *parts[:2])["00010"].standing == "missing"


def test_a_part_whose_code_stands_for_another_unit_later_has_reported_as_what_it_was() -> None:
    """The code is given anew to a unit that others are merged into, long after the deadline."""
    anew: list[Entry] = [unit("00001", start="2027-01-01"), event("merged", ["00003"], ["00001"], "2027-01-01")]
    parts = [reported(code, received=Instant(DUE - 50)) for code in NAMED[:2]]
    found = statuses([*made_of_two(), *anew], *parts)
    assert (found["00009"].standing, found["00003"].standing) == ("on-time", "missing")
    assert statuses([*made_of_two(), *anew], *parts[1:])["00009"].standing == "missing"


def test_reports_before_a_merge_stay_with_the_units_of_their_time() -> None:
    found = statuses(made_of_two(), reported("00001", received=Instant(1), period="2026-10"), period="2026-10")
    assert tuple(found) == NAMED
    assert found["00001"].reports == 1


def test_a_divided_units_report_answers_for_none_of_its_parts() -> None:
    split: list[Entry] = [unit("00009", start="2026-11-01"), event("split", ["00001"], ["00002", "00009"], "2026-11-01")]
    found = statuses(split, reported("00001", received=Instant(DUE - 50)))
    assert tuple(found) == ("00002", "00003", "00009")
    assert {one.standing for one in found.values()} == {"missing"}


def test_a_month_is_answered_for_when_each_directives_duty_is() -> None:
    both = [MONTHLY, asked("plan-2")]
    one, other = (reported("00001", received=Instant(DUE - 50 + n), period=f"plan-{n}/KH@2026-11") for n in (1, 2))
    assert statuses([], one, directives=both)["00001"].standing == "missing"
    assert statuses([], one, other, directives=both)["00001"].received == DUE - 48
    assert statuses([], reported("00001", received=Instant(DUE - 7)), directives=both)["00001"].standing == "on-time"
    assert statuses([], one, period="plan-1/KH@2026-11", directives=both)["00001"].standing == "on-time"


def test_nobody_is_named_for_a_period_that_no_duty_asks_for() -> None:
    """Neither those who reported it nor those who did not: it is good for counting."""
    report = reported("00001", received=Instant(1))
    office = asked("plan-3", Duty(id="monthly", what="Tổng hợp", rule="monthly-15", reporters=("culture-department",)))
    silent = asked("plan-4", Duty(id="any", what="Báo cáo", rule="on-request", reporters=("commune-committee",)))
    for directives in ((), (office,), (silent,)):
        assert statuses([], report, directives=directives) == {}
    assert statuses([], report, period="2026-H1") == {}
    assert statuses([], report, period="plan-3/KH@2026-11", directives=[MONTHLY, office]) == {}
    assert tuple(statuses([], period="2026-11", directives=[MONTHLY, office])) == NAMED


def test_a_deadline_that_is_a_day_later_for_one_directive_is_so_for_its_month_alone() -> None:
    """Of several the unit owes the month until the first of them."""
    lenient = Duty(id="monthly", what="Báo cáo", rule="monthly-15", reporters=("commune-committee",), strict=False)
    late = reported("00001", received=Instant(DUE + 5))
    found = statuses([], late, directives=[asked("plan-2", lenient)], now=Instant(DUE + 100))
    assert (found["00001"].standing, found["00002"].standing) == ("on-time", "due")
    found = statuses([], late, directives=[MONTHLY, asked("plan-2", lenient)], now=Instant(DUE + 100))
    assert (found["00001"].standing, found["00002"].standing) == ("claimed-on-time", "missing")


def test_the_first_annexes_have_every_commune_owe_whatever_is_asked_about() -> None:
    report = reported("00001", received=Instant(DUE - 1))
    silent = asked("plan-4", Duty(id="any", what="Báo cáo", rule="on-request", reporters=("commune-committee",)))
    for directives, name in (((), "2026-11"), ((silent,), "2026-H1"), ((MONTHLY,), "2026-11")):
        registry = read(hub, *map(unit, NAMED), *directives)
        period = parse(name, registry.directives)
        found = ReportingStatuses(registry).of_every_commune(period, of_units([report]), AFTER)
        assert [status.unit for status in found] == list(NAMED)
        standings = [status.standing for status in found]
        assert standings == ["on-time" if name == "2026-11" else "missing", "missing", "missing"]


def test_the_first_annexes_let_directives_share_the_name_of_a_period() -> None:
    """A report of it answers for both, which are told apart since."""
    later = replace(MONTHLY, directive=replace(MONTHLY.directive, id="plan-2"))
    registry = read(hub, *map(unit, NAMED), MONTHLY, later)
    report = reported("00001", received=Instant(DUE - 1), period="plan-1/KH@2026-11")
    rules = ReportingStatuses(registry)
    assert rules.of_every_commune(PERIOD, of_units([report]), AFTER)[0].standing == "on-time"
    assert rules.of(PERIOD, of_units([report]), AFTER)[0].standing == "missing"
    other = reported("00001", received=Instant(DUE - 2), period="plan-2@2026-11")
    assert rules.of(PERIOD, of_units([report, other]), AFTER)[0].standing == "on-time"


def test_the_reports_that_answer_for_a_period_are_told_from_the_others() -> None:
    rules = ReportingStatuses(read(hub, *map(unit, NAMED)))
    reports = [reported("00001", received=Instant(n), period=name) for n, name in enumerate(["2026-10", "2026-11", "2026"])]
    assert rules.answering(PERIOD, reports) == reports[1:2]
    assert rules.answering(PERIOD, []) == []
    assert [rules.answers(PERIOD, report.period) for report in reports] == [False, True, False]


def test_reports_of_periods_that_nobody_knows_answer_for_nothing() -> None:
    for name in ("2026-13", "x@2026-11", "@@@@", "2026-12"):
        assert statuses([], reported("00001", received=Instant(1), period=name))["00001"].standing == "missing"


def test_a_chain_of_merges_as_long_as_a_registry_may_be_is_followed() -> None:
    codes = [f"{number:05}" for number in range(10, 3_000)]
    chain: list[Entry] = [unit(code, start="2026-11-01") for code in codes]
    merges = [event("merged", [one], [other], "2026-11-01") for one, other in pairwise(["00001", *codes])]
    found = statuses([*chain, *merges], reported("00001", received=Instant(DUE - 50)))
    assert tuple(found) == ("00002", "00003", codes[-1])
    assert found[codes[-1]].standing == "on-time"
