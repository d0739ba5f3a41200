"""The periods that are to be reported: each with its deadline and where it stands, and Enter opens its report."""

from __future__ import annotations

from field.tui.screens.report import ReportScreen
from field.tui.screens.reports import Reports
from sync.wording.dates import day_at
from sync.wording.statuses import days_left, status_words
from tests import later
from tests.field.tui.officer import UNIT, Officer, at_work
from tests.world import Laptop, World


def test_every_period_is_listed_with_its_deadline_and_where_it_stands(laptop: Laptop) -> None:
    async def play(officer: Officer) -> None:
        due = officer.session.due_periods()
        await officer.press("f6")
        await officer.until(lambda: isinstance(officer.screen, Reports), "the periods")
        await officer.sees(*(period.period.name for period in due))
        for period in due:
            status = days_left(period.days) if period.status == "to-do" else status_words(period.status)
            line = officer.line_with(f" {period.period.name} ") or officer.line_with(period.period.name)
            assert day_at(period.period.due) in line and status in line, line
        await officer.press("down", "enter")
        await officer.until(lambda: isinstance(officer.screen, ReportScreen), "a report")
        await officer.sees(due[1].period.name)

    at_work(laptop.home, play, size=(120, 40))


def test_reports_that_cannot_be_read_are_told_under_the_list(world: World) -> None:
    later.state(world, later.OPAQUE_DUTY)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.press("f6")
        await officer.sees("2026-11", "Có 1 báo cáo theo 72/KH-UBND mà phần mềm này chưa đọc được")

    at_work(laptop.home, play, size=(160, 40))
