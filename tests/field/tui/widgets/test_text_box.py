"""A text of several lines: what is typed in it is in order, can be cut and undone, and Tab leaves it."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.field.tui.typed import Typed
from tests.field.tui.typing_in import DOWN, HOME, LEFT, UP, feed, pasted, played


def test_lines_of_a_box_are_kept_in_order_too() -> None:
    async def play(app: Typed, _: Pilot[None]) -> None:
        await feed(app, app.box, f"ab\rcd{UP}e{DOWN}f{HOME}\x08g\x7f\x08h")
        assert app.box.text == "abhcdf"
        await feed(app, app.box, f"{HOME}e\r{pasted(chr(0x302))}{LEFT}{LEFT}\u0302")
        assert app.box.text == "ê\n\u0302abhcdf"

    played(play)


def test_the_last_line_can_be_cut() -> None:
    async def play(app: Typed, _: Pilot[None]) -> None:
        await feed(app, app.box, "a\rb\x18")
        assert app.box.text == "a\n"

    played(play)


def test_a_composed_letter_can_be_undone() -> None:
    async def play(app: Typed, _: Pilot[None]) -> None:
        await feed(app, app.box, "e\u0302")
        assert app.box.text == "ê"
        app.box.undo()
        assert app.box.text in {"", "e"}
        app.box.redo()
        assert app.box.text == "ê"

    played(play)


def test_tab_leaves_the_box_and_long_lines_wrap() -> None:
    async def play(app: Typed, pilot: Pilot[None]) -> None:
        await feed(app, app.box, "a")
        focused = []
        for key in ("shift+tab", "tab", "tab"):
            await pilot.press(key)
            focused.append(app.focused)
        assert focused == [app.line, app.box, app.line]
        assert app.box.text == "a"
        assert app.box.soft_wrap

    played(play)
