"""The table of activities, walked from its beginning to its end, and clicked."""

from __future__ import annotations

import pytest

from field.tui.screens.record import RecordScreen
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import Laptop, World

_ = said


def test_a_long_list_is_walked_to_its_end_and_back(world: World) -> None:
    laptop = world.laptop(UNIT)
    for number in range(150):
        laptop.log(title=f"Số-{number}")

    async def play(officer: Officer) -> None:
        await officer.sees("Số-149")
        await officer.press("end")
        await officer.sees("Số-0")
        await officer.press("enter")
        await officer.sees(_("What it says"), "Số-0")
        await officer.press("escape")
        await officer.sees("Số-1")
        await officer.press("pageup", "home", "down", "enter")
        await officer.sees(_("What it says"), "Số-148")

    at_work(laptop.home, play)


def test_a_row_is_lit_by_a_click_and_opened_by_another(laptop: Laptop) -> None:
    laptop.log(title="Họp bản", date="2026-11-03")
    laptop.log(title="Mới", date="2026-11-04")

    async def play(officer: Officer) -> None:
        await officer.click("Họp bản")
        await officer.click("Họp bản")
        await officer.until(lambda: isinstance(officer.screen, RecordScreen), "the page")
        await officer.sees("Họp bản")

    at_work(laptop.home, play)


@pytest.mark.parametrize(
    ("first", "last", "narrow", "wide"),
    [
        ("2026-11-03", "2026-11-05", "03/11/2026…", "03–05/11/2026"),
        ("2026-10-28", "2026-11-05", "28/10/2026…", "28/10/2026…"),
        ("2025-12-30", "2026-01-02", "30/12/2025…", "30/12/2025…"),
        ("2026-11-03", None, "03/11/2026 ", "03/11/2026 "),
    ],
)
def test_the_year_of_a_span_stands_in_every_window(
    laptop: Laptop, first: str, last: str | None, narrow: str, wide: str
) -> None:
    laptop.log(title="Hội thao", date=first, **({"until": last} if last else {}))
    for size, told in (((80, 24), narrow), ((160, 50), wide)):

        async def play(officer: Officer, told: str = told) -> None:
            await officer.sees("Hội thao")
            line = next(line for line in officer.lines if "Hội thao" in line)
            assert line[1:].startswith(told)

        at_work(laptop.home, play, size=size)
