"""Who has reported once the province has answered: what was sent back counts as none, and its time stays said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sync.encoding.types import Instant
from sync.ledger.answered_status import AnsweredStatus, answered, newest, standing_answers
from sync.ledger.directive import Duty
from sync.ledger.period import parse
from sync.ledger.reporting_status import ReportingStatuses, ReportReceipt
from tests.sync.ledger.test_registry import hub, read
from tests.sync.ledger.test_reporting_status import AFTER, DUE, asked, of_units, reported
from tests.sync.ledger.test_unit_history import event, unit

UNIT, OTHER = "00001", "00002"
PLAN = asked("plan-1")
OWN = "plan-1/KH@2026-11"


class Given(Struct):
    """An answer of the province."""

    at: Instant
    verdict: Literal["accepted", "returned"]


def status(
    *reports: ReportReceipt, given: Mapping[str, Given] | None = None, period: str = "2026-11", now: Instant = AFTER
) -> AnsweredStatus:
    """Where the unit stands, with what was answered to its reports by the name of their period."""
    registry = read(hub, unit(UNIT), unit(OTHER), PLAN)
    by_unit = of_units(reports)
    answers = standing_answers(by_unit, {(UNIT, name): answer for name, answer in (given or {}).items()})
    (found,) = answered(ReportingStatuses(registry), parse(period, registry.directives), by_unit, answers, now, of=UNIT)
    return found


def returned(at: int) -> Given:
    return Given(Instant(at), "returned")


def test_what_was_sent_back_counts_as_none_and_when_it_came_stays() -> None:
    found = status(reported(UNIT, received=Instant(DUE - 9)), given={"2026-11": returned(DUE + 5)})
    assert (found.answer, found.answered, found.counts_as, found.state) == ("returned", DUE + 5, "returned", "returned")
    assert (found.standing, found.received) == ("on-time", DUE - 9)
    assert found.left is not None and (found.left.standing, found.left.received, found.left.latest) == (
        "missing",
        None,
        None,
    )


def test_sent_again_it_is_on_time_by_the_first_and_awaits_an_answer() -> None:
    reports = (reported(UNIT, received=Instant(DUE - 9)), reported(UNIT, received=Instant(DUE + 86_400)))
    found = status(*reports, given={"2026-11": returned(DUE + 5)})
    assert (found.answer, found.answered, found.counts_as, found.left) == ("awaited", None, "on-time", None)
    assert (found.received, found.latest) == (DUE - 9, DUE + 86_400)


def test_another_report_of_the_period_counts_while_one_is_to_be_sent_again() -> None:
    reports = (reported(UNIT, received=Instant(DUE - 9)), reported(UNIT, received=Instant(DUE + 9), period=OWN))
    given = {"2026-11": returned(DUE + 20), OWN: Given(Instant(DUE + 30), "accepted")}
    found = status(*reports, given=given)
    assert (found.answer, found.answered, found.counts_as, found.state) == (
        "returned",
        DUE + 20,
        "claimed-on-time",
        "returned",
    )
    assert found.left is not None and (found.left.received, found.left.latest) == (DUE + 9, DUE + 9)


def test_several_answers_are_one_once_all_are_given_and_the_last_says_when() -> None:
    reports = (reported(UNIT, received=Instant(DUE - 9)), reported(UNIT, received=Instant(DUE - 9), period=OWN))
    accepted = {"2026-11": Given(Instant(DUE + 2), "accepted")}
    assert (status(*reports, given=accepted).answer, status(*reports, given=accepted).answered) == ("awaited", None)
    both = accepted | {OWN: Given(Instant(DUE + 1), "accepted")}
    assert (status(*reports, given=both).answer, status(*reports, given=both).answered) == ("accepted", DUE + 2)
    assert (status().answer, status().left) == (None, None)


def test_an_answer_in_the_second_in_which_the_report_came_is_an_answer_to_it() -> None:
    report = reported(UNIT, received=Instant(DUE - 9))
    assert status(report, given={"2026-11": Given(Instant(DUE - 9), "accepted")}).answer == "accepted"
    assert status(report, given={"2026-11": Given(Instant(DUE - 10), "accepted")}).answer == "awaited"


def test_what_is_not_asked_of_a_unit_is_no_answer_to_what_is() -> None:
    other = asked(
        "plan-2", Duty(id="monthly", what="x", rule="monthly-15", reporters=("commune-committee",), units=(OTHER,))
    )
    registry = read(hub, unit(UNIT), unit(OTHER), PLAN, other)
    reports = of_units(
        [reported(UNIT, received=Instant(DUE - 9)), reported(UNIT, received=Instant(DUE - 8), period="plan-2/KH@2026-11")]
    )
    answers = standing_answers(reports, {(UNIT, "plan-2/KH@2026-11"): returned(DUE)})
    rules, period = ReportingStatuses(registry), parse("2026-11", registry.directives)
    found = {one.unit: one for one in answered(rules, period, reports, answers, AFTER)}
    assert (found[UNIT].answer, found[UNIT].counts_as) == ("awaited", "on-time")
    assert newest(rules, period, [UNIT], reports)[UNIT].received == DUE - 9


def test_the_newest_report_that_can_be_read_says_what_a_unit_states() -> None:
    registry = read(hub, unit(UNIT), unit(OTHER), PLAN, event("merged", [UNIT, OTHER], [UNIT], "2026-11-01"))
    rules, period = ReportingStatuses(registry), parse("2026-11", registry.directives)
    first, second = (reported(UNIT, received=Instant(DUE - 9), provisional=flag) for flag in (True, False))
    theirs = reported(OTHER, received=Instant(DUE - 9))
    unread = replace(reported(UNIT, received=Instant(DUE)), verdict="unread")
    at_once = of_units([first, second, theirs, unread])
    assert newest(rules, period, [UNIT], at_once)[UNIT] is second, "of those that came at once the unit's own, the last"
    later = replace(theirs, received=Instant(DUE - 8))
    assert newest(rules, period, [UNIT], of_units([first, later]))[UNIT] is later
    assert newest(rules, period, [UNIT], of_units([unread])) == {}
