"""Sides: the arrows and a click choose, around the end, and a mark tells which one holds."""

from __future__ import annotations

from textual.pilot import Pilot

from field.tui.widgets.sides import Sides
from tests.field.tui.alone import Alone, alone


def test_the_arrows_choose_around_the_end() -> None:
    sides = Sides(["một", "hai", "ba"], chosen=1)

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        sides.focus()
        await pilot.press("right", "right", "left", "space")
        assert app.posted == ["2", "0", "2", "0"]
        assert sides.chosen == 0

    alone(Alone(sides), play)


def test_a_mark_tells_which_one_holds() -> None:
    sides = Sides(["một", "hai"])

    async def play(app: Alone, pilot: Pilot[None]) -> None:
        assert " ".join(app.lines[0].split()) == "(•) một ( ) hai"
        await pilot.click(offset=(35, 0))
        assert " ".join(app.lines[0].split()) == "( ) một (•) hai"
        assert app.posted == ["1"]

    alone(Alone(sides), play)


def test_what_others_wrote_cannot_disguise_a_side() -> None:
    async def play(app: Alone, _pilot: Pilot[None]) -> None:
        assert "m·ột" in app.lines[0]

    alone(Alone(Sides(["m\u202eột", "hai"])), play)
