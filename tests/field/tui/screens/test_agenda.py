"""The agenda: every line with its day, each opens what it is about."""

from __future__ import annotations

from pathlib import Path

from field.tui.screens.reports import Reports
from sync.ledger.directive import Due, Observance
from tests.field.alone import PLAN, led, led_plan
from tests.field.tui.officer import UNIT, Officer, at_work, new_world, said
from tests.world import World

_ = said


def test_each_line_opens_the_report_or_the_directive_that_it_is_about(tmp_path: Path) -> None:
    plan = led_plan(
        led("7", Due(kind="date", date="2026-11-20")), observances=(Observance(label="Ngày Di sản", day="11-23"),)
    )
    world = new_world(tmp_path / "world", plan)
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+l")
        await officer.sees("trước 15/08/2026 quá hạn 83 ngày báo cáo tháng 08/2026: Báo cáo tháng")
        await officer.sees("đến hết 20/11/2026 còn 15 ngày 2653/KH-UBND, nhiệm vụ 7: Việc 7", "23/11/2026 còn 18 ngày")
        await officer.press("enter")
        await officer.until(lambda: isinstance(officer.screen, Reports), "all of those overdue for long")
        await officer.press("escape", "down", "enter")
        await officer.sees(_("Report {period}").format(period="tháng 08/2026"))
        await officer.press("escape", "down", "down", "down", "down", "enter")
        await officer.sees(_("Directive {name}").format(name=PLAN.name))

    at_work(laptop.home, play)
    world.close()


def test_without_directives_it_says_that_nothing_is_due(tmp_path: Path) -> None:
    world = World(tmp_path / "world")

    async def play(officer: Officer) -> None:
        await officer.press("ctrl+l")
        await officer.sees(_("Nothing is overdue, and nothing is due in the next 60 days."))

    at_work(world.laptop(UNIT).home, play)
    world.close()
