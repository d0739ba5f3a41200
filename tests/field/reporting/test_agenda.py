"""The agenda: what is overdue on top, then what the next 60 days bring."""

from __future__ import annotations

import datetime

from field.reporting import agenda_words
from field.reporting.agenda import AgendaLine
from field.reporting.status import laptop_status
from field.store import LaptopStore
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger.directive import Due, Duty, Observance
from sync.ledger.period import midnight
from tests.field.alone import NOW, PLAN, activity, follow_registry, led, led_plan, receive, report, signer

LENIENT = Duty(id="monthly", what="Báo cáo tháng", rule="monthly-15", reporters=("commune-committee",), strict=False)


def lines(store: LaptopStore, now: Instant = NOW) -> list[AgendaLine]:
    return list(laptop_status(store, now).agenda)


def told(store: LaptopStore, now: Instant = NOW) -> list[tuple[str, str, int]]:
    """Of each line what it is of, its state, and the days until it."""
    return [(line.period or line.task or line.what, line.state, line.days) for line in lines(store, now)]


def in_words(store: LaptopStore, now: Instant = NOW) -> list[str]:
    names = {PLAN.id: PLAN.name}
    return [
        " · ".join(
            (
                agenda_words.how_long(line.state, line.days),
                agenda_words.by_when(line),
                agenda_words.what(line, names, [PLAN]),
            )
        )
        for line in lines(store, now)
    ]


def at(day: str) -> Instant:
    return midnight(datetime.date.fromisoformat(day))


def test_without_directives_nothing_stands_on_it(store: LaptopStore) -> None:
    assert lines(store) == []


def test_what_is_overdue_stands_on_top_and_the_rest_by_its_day(store: LaptopStore) -> None:
    kept = (Observance(label="Ngày Di sản", day="11-23"), Observance(label="Tuần lễ", day="10-25", until="10-31"))
    tasks = (led("1", Due(kind="date", date="2026-10-28")), led("2", Due(kind="date", date="2026-12-01")), led("3"))
    follow_registry(store, led_plan(*tasks, observances=kept, date="2026-07-20"))
    store.logs.append([report("2026-08"), report("2026-09", index=2)], signer())
    assert told(store, at("2026-10-30")) == [
        ("2026-10", "overdue", -16),
        ("1", "overdue", -2),
        ("Tuần lễ", "keep", -5),
        ("2026-11", "to-do", 15),
        ("Ngày Di sản", "keep", 24),
        ("2", "to-do", 32),
        ("2026-12", "to-do", 45),
    ]
    assert in_words(store, at("2026-10-30")) == [
        "quá hạn 16 ngày · trước 15/10/2026 · báo cáo tháng 10/2026: Báo cáo tháng",
        "quá hạn 2 ngày · đến hết 28/10/2026 · 2653/KH-UBND, nhiệm vụ 1: Việc 1",
        "hôm nay · 25/10/2026 – 31/10/2026 · Tuần lễ",
        "còn 15 ngày · trước 15/11/2026 · báo cáo tháng 11/2026: Báo cáo tháng",
        "còn 24 ngày · 23/11/2026 · Ngày Di sản",
        "còn 32 ngày · đến hết 01/12/2026 · 2653/KH-UBND, nhiệm vụ 2: Việc 2",
        "còn 45 ngày · trước 15/12/2026 · báo cáo tháng 12/2026: Báo cáo tháng",
    ]


def test_it_reaches_sixty_days_ahead_and_no_further(store: LaptopStore) -> None:
    sixty = datetime.date(2026, 10, 26) + datetime.timedelta(days=60)
    tasks = [led(str(more), Due(kind="date", date=str(sixty + datetime.timedelta(days=more)))) for more in (0, 1)]
    kept = (Observance(label="A", day="12-25"), Observance(label="B", day="12-26"))
    follow_registry(store, led_plan(*tasks, observances=kept, duties=()))
    assert told(store) == [("A", "keep", 60), ("0", "to-do", 60)]


def test_a_task_that_was_begun_or_that_others_lead_is_not_on_it(store: LaptopStore) -> None:
    day = Due(kind="date", date="2026-11-03")
    follow_registry(store, led_plan(led("1", day), led("2", day, lead="culture-department"), led("3", day), duties=()))
    store.logs.append([activity(directive=PLAN.id, task="1")], signer())
    assert told(store) == [("3", "to-do", 8)]


def test_a_report_that_was_submitted_asks_for_nothing_more(store: LaptopStore) -> None:
    follow_registry(store, led_plan(date="2026-07-20"))
    store.logs.append(
        [report(name, index=at) for at, name in enumerate(("2026-08", "2026-09", "2026-10", "2026-11"), 1)], signer()
    )
    receive(store, 5)
    found = lines(store)
    assert [(line.period, line.state, line.is_open) for line in found] == [
        ("2026-11", "submitted", False),
        ("2026-12", "to-do", True),
    ]


def test_days_are_counted_until_the_deadline_of_the_duty_itself(store: LaptopStore) -> None:
    """Where the day itself still counts, it is the last."""
    follow_registry(store, led_plan(duties=(LENIENT,)))
    due = at("2026-11-15")
    november = [line for line in lines(store, due) if line.period == "2026-11"]
    assert [(line.state, line.days, line.day) for line in november] == [("to-do", 0, "2026-11-15")]
    late = [line for line in lines(store, Instant(due + DAY_SECONDS)) if line.period == "2026-11"]
    assert [(line.state, line.days) for line in late] == [("overdue", -1)]


def test_a_day_that_two_directives_name_stands_on_it_once(store: LaptopStore) -> None:
    kept = (Observance(label="Ngày Di sản", day="11-23"),)
    other = led_plan(observances=kept, duties=(), id="other", number="1/KH")
    follow_registry(store, led_plan(observances=kept, duties=()), other)
    assert [(line.what, line.directive) for line in lines(store)] == [("Ngày Di sản", PLAN.id)]
