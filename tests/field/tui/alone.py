"""A widget alone in a program of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from field.tui import themes
from field.tui.widgets.column_list import ColumnList
from field.tui.widgets.sides import Sides


class Alone(App[None]):
    """A program with one widget, which remembers what was chosen in it."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.LIGHT
        self.widget = widget
        self.posted: list[str] = []
        """What was chosen or opened in it, in order."""

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_sides_side_chosen(self, event: Sides.SideChosen) -> None:
        self.posted.append(str(event.sides.chosen))

    def on_column_list_line_opened(self, event: ColumnList.LineOpened) -> None:
        self.posted.append(event.key)

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips(self.size)]


def alone(app: Alone, play: Callable[[Alone, Pilot[None]], Awaitable[None]]) -> None:
    """Play with a widget that is alone."""

    async def run() -> None:
        async with app.run_test(size=(40, 12)) as pilot:
            await play(app, pilot)

    asyncio.run(run())
