"""A conflict: its sides stand beside each other, and who settles it settles it for all."""

from __future__ import annotations

import pytest

from field.tui.screens.conflict import ConflictScreen
from tests.field.tui.moves import to_page
from tests.field.tui.officer import UNIT, Officer, at_work, said
from tests.world import Laptop, World

_ = said


async def choose(officer: Officer, wanted: str) -> None:
    """Let this side hold, of the two where the cursor is."""
    if f"(•) {wanted}" not in officer.text:
        await officer.press("right")
    await officer.sees(f"(•) {wanted}")


@pytest.fixture
def disputed(world: World, laptop: Laptop) -> Laptop:
    """Two laptops of one unit set quantity and place without seeing each other."""
    colleague = world.laptop(UNIT)
    laptop.log(title="Họp bản", quantity=1, place="Bản")
    laptop.exchange(world.line)
    colleague.exchange(world.line)
    (record,) = laptop.record_ids()
    colleague.revise(record, quantity=7, place="Nà Tăm")
    laptop.revise(record, quantity=9, place="Bản Hon")
    colleague.exchange(world.line)
    laptop.exchange(world.line)
    return laptop


def test_the_sides_of_a_conflict_stand_beside_each_other_and_each_field_is_chosen(disputed: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("enter")
        await officer.sees(_("in conflict"), _("F3 settles it."))
        await officer.press("f3")
        await officer.until(lambda: isinstance(officer.screen, ConflictScreen), "the conflict")
        await officer.sees("7", "9", "Nà Tăm", "Bản Hon", _("this laptop"))
        row = officer.line_with("Nà Tăm")
        assert "Bản Hon" in row, "side by side"
        for field, wanted in (("place", "Nà Tăm"), ("quantity", "9")):
            await choose(officer, wanted)
            assert officer.screen.focused is officer.screen.query_one(f"#choose-{field}")
            await officer.press("tab")
        await officer.press("f2")
        await to_page(officer)
        await officer.misses(_("F3 settles it."))

    at_work(disputed.home, play)
    (record,) = disputed.records().values()
    assert record.conflicts == ()
    assert (record.values.quantity, record.values.place) == (9, "Nà Tăm")


def test_revising_what_is_in_conflict_settles_it_first_and_escape_leaves_it(disputed: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("enter", "f2")
        await officer.until(lambda: isinstance(officer.screen, ConflictScreen), "the conflict")
        await officer.press("right", "escape")
        await to_page(officer)
        await officer.sees(_("F3 settles it."))

    at_work(disputed.home, play)
    (record,) = disputed.records().values()
    assert len(record.conflicts) == 2


@pytest.mark.parametrize("taken_back", [True, False])
def test_a_conflict_with_a_retraction_is_settled_either_way(world: World, laptop: Laptop, taken_back: bool) -> None:
    colleague = world.laptop(UNIT)
    laptop.log(title="Họp bản", quantity=1)
    laptop.exchange(world.line)
    colleague.exchange(world.line)
    (key,) = laptop.record_ids()
    colleague.retract(key)
    laptop.revise(key, quantity=9)
    colleague.exchange(world.line)
    laptop.exchange(world.line)
    wanted = _("take it back: {reason}").format(reason="nhầm") if taken_back else _("keep it")

    async def play(officer: Officer) -> None:
        await officer.press("enter", "f3")
        await officer.sees(_("keep it"), _("take it back: {reason}").format(reason="nhầm"))
        await choose(officer, wanted)
        await officer.press("f2")
        await to_page(officer)
        await officer.misses(_("F3 settles it."))

    at_work(laptop.home, play)
    (record,) = laptop.records().values()
    assert record.conflicts == ()
    assert (record.retracted, record.values.quantity) == ("nhầm" if taken_back else None, 9)


def test_a_conflict_settled_here_is_settled_for_the_colleague_too(world: World, disputed: Laptop) -> None:
    async def play(officer: Officer) -> None:
        await officer.press("enter", "f3", "f2")
        await to_page(officer)

    at_work(disputed.home, play)
    disputed.exchange(world.line)
    colleague = world.laptops[1]
    colleague.exchange(world.line)
    assert [one.values for one in colleague.records().values()] == [one.values for one in disputed.records().values()]
    assert all(not one.conflicts for one in colleague.records().values())
