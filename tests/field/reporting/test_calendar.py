"""The unit's calendar: what it owes, what it leads, what is to be kept, by names that stay."""

from __future__ import annotations

import datetime

import msgspec

from field.reporting.calendar import calendar_events
from field.store import LaptopStore
from sync.calendar.icalendar import CalendarEvent
from sync.encoding.limits import DAY_SECONDS
from sync.encoding.types import Instant
from sync.ledger.directive import Due, Duty, Observance
from tests.field.alone import NOW, PLAN, follow_registry, led, led_plan

YEARLY = Due(kind="yearly-day", day="10-10")
ONCE = Duty(id="once", what="Báo cáo một lần", rule="before 2026-12-28", reporters=("commune-committee",), strict=False)
DEPARTMENTS = Duty(id="other", what="Báo cáo của sở", rule="before 2026-12-28", reporters=("departments",))


def told(store: LaptopStore, now: Instant = NOW) -> list[tuple[str, str]]:
    return [(str(event.first), event.summary) for event in calendar_events(store, now)]


def named(store: LaptopStore, now: Instant = NOW) -> dict[str, CalendarEvent]:
    """By what each is told as, the events."""
    return {event.summary: event for event in calendar_events(store, now)}


def test_what_the_unit_owes_and_leads_stands_on_its_last_day(store: LaptopStore) -> None:
    tasks = (
        led("7", YEARLY, channels=("commune-radio",)),
        led("8", Due(kind="date", date="2026-12-28", strict=True)),
        led("9", YEARLY, lead="culture-department"),
        led("10"),
    )
    kept = (Observance(label="Tuần lễ", day="11-20", until="11-23"), Observance(label="Ngày hội"))
    follow_registry(store, led_plan(*tasks, duties=(ONCE, DEPARTMENTS), observances=kept))
    assert told(store) == [
        ("2026-10-10", "2653/KH-UBND, nhiệm vụ 7: Việc 7"),
        ("2026-11-20", "Tuần lễ"),
        ("2026-12-27", "2653/KH-UBND, nhiệm vụ 8: Việc 8"),
        ("2026-12-28", "Hạn báo cáo 2653/KH-UBND, đến hết ngày 28/12/2026: Báo cáo một lần"),
        ("2027-10-10", "2653/KH-UBND, nhiệm vụ 7: Việc 7"),
    ]
    week = named(store)["Tuần lễ"]
    assert (week.first, week.last) == (datetime.date(2026, 11, 20), datetime.date(2026, 11, 23))
    source = "2653/KH-UBND, UBND tỉnh Lai Châu, 05/01/2026: Tuyên truyền chuyển đổi số"
    report = named(store)["Hạn báo cáo 2653/KH-UBND, đến hết ngày 28/12/2026: Báo cáo một lần"]
    assert report.description == ("trước 29/12/2026", "nơi báo cáo: UBND xã, phường", source)
    task = named(store)["2653/KH-UBND, nhiệm vụ 7: Việc 7"]
    assert task.description == ("chủ trì: UBND xã, phường", "hình thức: Truyền thanh cơ sở (loa)", source)


def test_a_request_is_called_what_it_is(store: LaptopStore) -> None:
    asked = msgspec.structs.replace(PLAN, kind="request", duties=(ONCE,))
    follow_registry(store, asked)
    assert told(store) == [("2026-12-28", "Tỉnh yêu cầu báo cáo: Báo cáo một lần (2653/KH-UBND)")]


def test_it_reaches_a_year_ahead(store: LaptopStore) -> None:
    follow_registry(store, PLAN)
    days = [day for day, _summary in told(store)]
    assert (days[0], days[-1], len(days)) == ("2026-08-14", "2027-10-14", 15)


def test_an_event_keeps_its_name_whatever_day_it_is_and_however_it_is_worded(store: LaptopStore) -> None:
    day = Observance(label="Ngày Di sản", day="11-23")
    plan = led_plan(led("7", YEARLY), observances=(day,))
    follow_registry(store, plan)
    first = {(event.uid, event.first) for event in calendar_events(store, NOW)}
    assert len({uid for uid, _day in first}) == len(first)
    reworded = msgspec.structs.replace(
        plan,
        subject="Khác",
        tasks=(msgspec.structs.replace(plan.tasks[0], label="Khác"),),
        duties=(msgspec.structs.replace(plan.duties[0], what="Khác"),),
        observances=(Observance(label="Ngày di sản", day="11-23"),),
    )
    follow_registry(store, plan, reworded)
    later = {(event.uid, event.first) for event in calendar_events(store, Instant(NOW + DAY_SECONDS))}
    assert later == first
    assert all(uid.endswith("@soxa.test.example") for uid, _day in first)
