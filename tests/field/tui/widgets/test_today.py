"""The summary of today: what is due next."""

from __future__ import annotations

from pathlib import Path

from sync.ledger.directive import Observance
from tests.field.alone import led_plan
from tests.field.tui.officer import UNIT, Officer, at_work, new_world, said
from tests.world import World

_ = said

COUNTS = (("unsent: {count}", 0), ("overdue: {count}", 3), ("sent: {count}", 0))


def test_what_is_due_next_is_told_with_the_days_that_are_left(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)

    async def play(officer: Officer) -> None:
        await officer.sees("15/11/2026", _("{days} days left").format(days=9), "tháng 11/2026", "Báo cáo tháng")

    at_work(laptop.home, play)


def test_what_is_overdue_stands_on_top_in_red_and_a_row_is_left_for_what_comes_next(tmp_path: Path) -> None:
    world = new_world(
        tmp_path / "world", led_plan(date="2026-07-20", observances=(Observance(label="Ngày Di sản", day="11-23"),))
    )
    laptop = world.laptop(UNIT)
    laptop.exchange(world.line)
    first = "quá hạn 83 ngày · trước 15/08/2026 · báo cáo tháng 08/2026: Báo cáo tháng"
    rest = (
        "quá hạn 22 ngày · trước 15/10/2026 · báo cáo tháng 10/2026: Báo cáo tháng",
        "còn 18 ngày · 23/11/2026 · Ngày Di sản",
        "còn 39 ngày · trước 15/12/2026 · báo cáo tháng 12/2026: Báo cáo tháng",
    )

    async def play(officer: Officer) -> None:
        await officer.sees(first, "còn 9 ngày · trước 15/11/2026", "… còn 3 việc: Ctrl+L")
        await officer.sees(_("overdue by what this laptop holds: Ctrl+L"))  # nothing was ever heard of the province
        error = officer.app.theme_variables["error"].lower()
        assert officer.colour_of(_("overdue: {count}").format(count=3)) == error
        assert officer.colour_of("quá hạn 83 ngày") == officer.colour_of("… còn 3 việc") == error
        assert officer.colour_of("còn 9 ngày") != error
        assert not any(text in officer.text for text in rest)
        await officer.resize(80, 50)
        await officer.sees(first, *rest)
        assert "việc: Ctrl+L" not in officer.text
        await officer.resize(30, 50)  # as many lines as the counts take: none is cut off
        await officer.sees(*(_(words).format(count=count) for words, count in COUNTS))

    at_work(laptop.home, play)
    world.close()
