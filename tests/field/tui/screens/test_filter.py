"""The filter of the ledger: what is picked narrows the list, and what is none of the choices is told."""

from __future__ import annotations

import pytest

from tests.field.alone import PLAN
from tests.field.tui.moves import titles
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import World

_ = said


@pytest.mark.parametrize(
    ("field", "letters", "left"),
    [
        ("period", "2026-10", ["October"]),
        ("topic", "binh dan hoc", ["Topic"]),
        ("channel", "zalo oa", ["Channel"]),
        ("directive", "2653", ["Directive"]),
        ("state", _("unsent"), ["Late"]),
    ],
)
def test_the_list_is_filtered_by_what_is_picked(world: World, field: str, letters: str, left: list[str]) -> None:
    laptop = world.laptop(UNIT)
    laptop.log(title="October", date="2026-10-10")
    laptop.log(title="Topic", topics=("digital-literacy",))
    laptop.log(title="Channel", channel="zalo-oa")
    laptop.log(title="Directive", directive=PLAN.id)
    laptop.exchange(world.line)
    laptop.log(title="Late")

    async def play(officer: Officer) -> None:
        assert len(titles(officer)) == 5
        await officer.press("f4")
        await officer.sees(_("Show only:"))
        for one in ("period", "topic", "channel", "directive", "state"):
            if one == field:
                await officer.type(letters)
            await officer.press("tab")
        await officer.press("f2")
        await officer.misses(_("Show only:"))
        await officer.sees(_("{count} activities").format(count=len(left)))
        assert titles(officer) == left
        await officer.press("f4", "f4")
        await officer.sees(_("{count} activities").format(count=5))

    at_work(laptop.home, play)


def test_what_is_none_of_the_choices_is_told_in_the_filter(world: World) -> None:
    laptop = world.laptop(UNIT)
    laptop.log(title="Phát-loa")

    async def play(officer: Officer) -> None:
        await officer.press("f4", "tab")
        await officer.type("qqqq")
        await officer.press("f2")
        await officer.sees(_("Show only:"), "“qqqq”")
        await officer.press("escape")
        await officer.sees("Phát-loa")

    at_work(laptop.home, play)
