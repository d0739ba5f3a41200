"""Tasks: by which day, led by whom, begun or not."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import pytest

from sync.encoding.types import Instant
from sync.ledger.directive import Directive, Due, Duty, Task
from sync.ledger.entry import Directed, Dispatched, Entry, Hub
from sync.ledger.obligations import Obligation, Obligations
from sync.ledger.period import midnight
from sync.ledger.tasks import LedTask, TaskRound, TaskStanding, dated_tasks, led_tasks, round_of
from tests.sync.ledger.test_registry import SALT, hub, read
from tests.sync.ledger.test_unit_history import unit

UNITS = ("00001", "00002")
DAY = Due(kind="date", date="2026-06-30")
QUARTER = Due(kind="quarter", quarter="2026-Q1", recurs=True)
YEARLY = Due(kind="yearly-day", day="10-10", recurs=True)


def at(day: str) -> Instant:
    return midnight(datetime.date.fromisoformat(day))


def not_reported(_owes: Obligation) -> bool:
    return False


def directed(due: Due, *lead: str, stated: str = "2026-01-05", tasks: tuple[Task, ...] = (), **more: Any) -> Directed:
    told: dict[str, Any] = {"date": "2026-01-05", "province": "12"}
    directive = Directive(
        id="plan",
        number="1/KH",
        kind="plan",
        issuer="UBND tỉnh",
        subject="x",
        tasks=(Task(no="1", label="Phát thanh", due=due, lead=lead or ("commune-committee",)), *tasks),
        **(told | more),
    )
    return Directed(salt=SALT, at=at(stated), directive=directive)


def found_round(stated: Directed, due: Due, today: str, here: Hub = hub) -> TaskRound | None:
    obligations = Obligations(read(here, stated))
    return round_of(stated.directive, due, datetime.date.fromisoformat(today), obligations)


def led(today: str, *entries: Entry) -> LedTask:
    """The first task of the plan as it stands on a day."""
    return led_of(today, hub, unit("12", "Lai Châu"), *map(unit, UNITS), *entries)


def led_of(today: str, *entries: Entry) -> LedTask:
    registry = read(*entries)
    found = led_tasks(registry, Obligations(registry), datetime.date.fromisoformat(today))
    return found["plan"][0]


def standing(today: str, newest: str | None, *entries: Entry) -> TaskStanding:
    return led(today, *entries).standing(newest, not_reported)


@pytest.mark.parametrize(
    ("due", "today", "round_"),
    [
        (Due(kind="continuous", since=2025), "2026-11-05", None),
        (DAY, "2026-01-06", TaskRound(None, "2026-06-30")),
        (DAY, "2030-01-01", TaskRound(None, "2026-06-30")),
        (Due(kind="date", date="2025-12-28", strict=True), "2026-01-06", TaskRound(None, "2025-12-27")),
        (Due(kind="quarter", quarter="2026-Q4"), "2026-01-06", TaskRound(None, "2026-12-31")),
        (QUARTER, "2026-01-06", TaskRound(None, "2026-03-31")),
        (QUARTER, "2026-12-31", TaskRound(None, "2026-03-31")),
        (QUARTER, "2027-01-01", TaskRound("2027-01-01", "2027-03-31")),
        (YEARLY, "2026-10-11", TaskRound(None, "2026-10-10")),
        (YEARLY, "2027-08-10", TaskRound(None, "2026-10-10")),
        (YEARLY, "2027-08-11", TaskRound("2027-08-11", "2027-10-10")),
        (YEARLY, "2030-10-10", TaskRound("2030-08-11", "2030-10-10")),
        (Due(kind="yearly-day", day="01-04"), "2026-02-01", TaskRound(None, "2027-01-04")),  # of 2026 it was past
        (Due(kind="yearly-day", day="02-29"), "2027-02-01", TaskRound("2026-12-30", "2027-02-28")),
    ],
)
def test_the_round_of_a_task_is_the_one_that_began_last(due: Due, today: str, round_: TaskRound | None) -> None:
    assert found_round(directed(due), due, today) == round_


def test_no_round_begins_after_the_directive_has_ended() -> None:
    ended = directed(YEARLY, valid_to="2027-12-31")
    assert found_round(ended, YEARLY, "2029-01-01") == TaskRound("2027-08-11", "2027-10-10")


def founded(day: str) -> Hub:
    return msgspec.structs.replace(hub, at=at(day))


@pytest.mark.parametrize(
    ("due", "day", "round_"),
    [
        (YEARLY, "2026-10-10", TaskRound(None, "2026-10-10")),
        (YEARLY, "2026-10-11", TaskRound("2027-08-11", "2027-10-10")),
        (QUARTER, "2026-10-11", TaskRound("2027-01-01", "2027-03-31")),
        (DAY, "2026-10-11", TaskRound(None, "2026-06-30")),
    ],
)
def test_a_round_before_there_was_a_hub_gives_way_to_the_next(due: Due, day: str, round_: TaskRound) -> None:
    assert found_round(directed(due), due, "2026-10-12", founded(day)) == round_


def test_a_round_before_there_was_a_hub_stays_where_the_directive_ends_before_the_next() -> None:
    ended = directed(YEARLY, valid_to="2027-08-10")
    assert found_round(ended, YEARLY, "2026-11-26", founded("2026-11-01")) == TaskRound(None, "2026-10-10")


def test_a_task_of_a_day_before_there_was_a_hub_is_never_called_not_done() -> None:
    known: list[Entry] = [unit("12", "Lai Châu"), unit("00003", start="2026-11-01"), directed(DAY, stated="2026-11-01")]
    task = led_of("2026-11-26", founded("2026-11-01"), *known)
    assert (task.units, task.was_before_hub, task.may_be_overdue) == (("00003",), True, False)
    assert [task.standing(newest, not_reported) for newest in (None, "2026-05-01")] == ["before-hub", "begun"]
    on_the_day = led_of("2026-11-26", founded("2026-06-30"), *known)
    assert (on_the_day.units, on_the_day.was_before_hub) == ((), False)


def test_no_calendar_has_a_task_of_a_day_before_there_was_a_hub() -> None:
    registry = read(founded("2026-06-30"), directed(QUARTER, tasks=(Task(no="2", label="x", due=DAY),)))
    days = [datetime.date(2026, 1, 1), datetime.date(2027, 12, 31)]
    dated = dated_tasks(registry.own_directives, Obligations(registry), *days)
    assert [(task.no, str(day)) for _directive, task, day in dated] == [("1", "2027-03-31"), ("2", "2026-06-30")]


def test_a_task_is_overdue_from_the_day_after_its_own_until_an_activity_names_it() -> None:
    stated = directed(DAY)
    assert standing("2026-06-30", None, stated) == "not-begun"
    assert standing("2026-07-01", None, stated) == "overdue"
    assert standing("2026-07-01", "2026-07-01", stated) == "begun"


def test_what_was_done_in_an_earlier_round_begins_no_later_one() -> None:
    stated = directed(YEARLY)
    assert standing("2027-10-01", "2026-10-10", stated) == "not-begun"
    assert standing("2027-10-11", "2026-10-10", stated) == "overdue"
    assert standing("2027-10-11", "2027-08-11", stated) == "begun"
    assert standing("2027-08-10", "2026-01-06", stated) == "begun"


def test_a_task_without_a_day_is_never_overdue() -> None:
    assert standing("2030-01-01", None, directed(Due(kind="continuous", since=2025))) == "not-begun"


def test_a_task_made_known_after_its_day_is_not_overdue() -> None:
    assert standing("2026-07-10", None, directed(DAY, stated="2026-07-01")) == "not-begun"
    later = directed(Due(kind="date", date="2026-07-15"), stated="2026-07-10")
    assert standing("2026-07-16", None, directed(DAY), later) == "overdue"
    sooner = directed(Due(kind="date", date="2026-07-05"), stated="2026-07-10")
    assert standing("2026-07-16", None, directed(DAY), sooner) == "not-begun"


def test_tasks_are_led_by_the_units_of_their_bodies_in_the_documents_order() -> None:
    others = tuple(Task(no=str(no), label="x", due=DAY, lead=("culture-department",)) for no in (2, 10, 11))
    registry = read(hub, unit("12", "Lai Châu"), *map(unit, UNITS), directed(DAY, "service-centre", tasks=others))
    found = led_tasks(registry, Obligations(registry), datetime.date(2026, 2, 1))["plan"]
    assert [(one.task.no, one.units) for one in found] == [("1", UNITS), ("2", ()), ("10", ()), ("11", ())]


def test_who_leads_is_asked_on_the_tasks_own_day_once_that_has_passed() -> None:
    """Districts ended on 30 June 2025; where tasks pass on, the communes have those of later days alone."""
    old, new = (Due(kind="date", date=day) for day in ("2025-06-30", "2025-07-01"))
    long = unit("00003", start="2025-01-01")
    for due, units in ((old, ()), (new, (*UNITS, "00003"))):
        stated = directed(due, "district-committee", stated="2025-06-06", date="2025-06-06", succession="chuyển")
        assert led("2026-01-01", long, stated).units == units
    assert led("2026-01-01", directed(Due(kind="continuous"), "district-committee")).units == ()
    late = unit("00003", start="2026-07-15")
    assert led("2026-08-01", directed(DAY), late).units == UNITS
    assert led("2026-08-01", directed(Due(kind="continuous")), late).units == (*UNITS, "00003")


def test_a_directive_that_does_not_hold_has_no_tasks_for_anybody() -> None:
    assert led("2026-08-01", directed(Due(kind="continuous"), valid_to="2026-07-31")).units == ()
    assert led("2026-08-01", directed(DAY, valid_to="2026-06-29")).units == ()


# -- tasks that are reports

ONE_OFF = Duty(
    id="one-off",
    what="Báo cáo",
    rule="before 2026-07-01",
    reporters=("commune-committee", "departments"),
    recipient="culture-department",
)
UPWARD = Duty(
    id="upward", what="Tổng hợp", rule="before 2026-07-10", reporters=("culture-department",), recipient="superiors"
)
MONTHLY = Duty(id="monthly", what="Báo cáo tháng", rule="monthly-15", reporters=("commune-committee",))


def reporting(
    label: str, due: Due = DAY, lead: str = "commune-committee", duty: Duty = ONE_OFF, **more: Any
) -> tuple[Task, tuple[Entry, ...]]:
    """A task with these words, and what is stated of a plan that has it beside another."""
    task = Task(no="2", label=label, due=due, lead=(lead,), **more)
    return task, (directed(DAY, tasks=(task,), duties=(duty, UPWARD)),)


def second(today: str, *entries: Entry) -> LedTask:
    registry = read(hub, unit("12", "Lai Châu"), *map(unit, UNITS), *entries)
    return led_tasks(registry, Obligations(registry), datetime.date.fromisoformat(today))["plan"][1]


def test_a_task_that_is_a_report_is_done_by_that_report_and_by_no_activity() -> None:
    _task, stated = reporting("Báo cáo kết quả thực hiện")
    task = second("2026-07-02", *stated)
    assert [owes.period.name for owes in task.reports] == ["1/KH@2026-07-01"]
    assert task.standing(None, lambda owes: owes.duty.id == "one-off") == "begun"
    assert task.standing("2026-06-20", not_reported) == "overdue"


@pytest.mark.parametrize(
    ("label", "more"),
    [
        ("Tổ chức hội nghị", {}),
        ("Báo cáo chuyên đề tại hội nghị", {"channels": ("meeting",)}),
        ("Báo cáo kết quả", {"due": Due(kind="date", date="2026-06-29")}),
        ("Báo cáo kết quả", {"lead": "press-agencies"}),
        ("Theo dõi, đôn đốc, báo cáo", {"due": Due(kind="continuous"), "duty": MONTHLY}),
    ],
)
def test_a_task_is_no_report_where_words_day_channel_or_bodies_say_other(label: str, more: dict[str, Any]) -> None:
    _task, stated = reporting(label, **more)
    task = second("2026-07-02", *stated)
    assert task.reports == ()
    assert task.standing("2026-06-20", not_reported) == "begun"


def test_a_report_without_a_day_is_done_by_any_report_that_was_asked_for() -> None:
    _task, stated = reporting("Báo cáo kết quả", due=Due(kind="continuous"), duty=MONTHLY)
    task = second("2026-07-02", *stated)
    asked = [owes.period.name for owes in task.reports]
    assert (asked[0], asked[-1]) == ("1/KH@2026-01", "1/KH@2026-07")
    assert task.standing(None, lambda owes: owes.period.name == "1/KH@2026-03") == "begun"
    assert task.standing("2026-06-20", not_reported) == "not-begun"


def test_the_day_of_a_report_may_give_way_to_the_next_working_day() -> None:
    """5 July 2026 is a Sunday."""
    due, more = Due(kind="date", date="2026-07-05"), {"rule": "before 2026-07-05", "strict": False, "rest_day": "after"}
    _task, stated = reporting("Báo cáo", due=due, duty=msgspec.structs.replace(ONE_OFF, **more))
    assert [owes.period.name for owes in second("2026-07-02", *stated).reports] == ["1/KH@2026-07-05"]


def test_whoever_receives_the_report_does_not_lead_it() -> None:
    culture = msgspec.structs.replace(unit("12-vh"), body="culture-department")
    _task, stated = reporting("Báo cáo kết quả", lead="departments")
    assert second("2026-07-02", culture, *stated).units == ()
    _task, others = reporting("Tuyên truyền", lead="departments")
    assert second("2026-07-02", culture, *others).units == ("12-vh",)


def test_the_provinces_own_report_is_done_by_what_went_upward() -> None:
    due = Due(kind="date", date="2026-07-10", strict=True)
    _task, stated = reporting("Báo cáo tổng hợp", due=due, lead="culture-department")
    assert second("2026-07-10", *stated).standing("2026-07-01", lambda _owes: True) == "overdue"
    sent = Dispatched(
        salt=SALT,
        at=at("2026-07-09"),
        period="1/KH@2026-07-10",
        number="1/BC",
        date="2026-07-09",
        recipient="Bộ",
        annex="0" * 64,
    )
    assert second("2026-07-10", *stated, sent).standing(None, not_reported) == "begun"
